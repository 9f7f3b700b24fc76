"""What a person was told: a code and its facts; the words are made when it is shown."""

from django.conf import settings
from django.db import models

from replikasi.notifications.subjects import may_be_seen


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The person's own, but for those about what the person may no longer see."""
        return self.filter(may_be_seen(user), recipient=user)

    def unread(self):
        return self.filter(read_at=None)

    def unmailed(self, mode):
        """What waits for the digest of `mode`."""
        return self.filter(mail=mode, mailed_at=None)


class Mode(models.TextChoices):
    """How a person wants to be told of a kind by mail; in the portal it is told in any case."""

    AT_ONCE = "seketika", "Seketika"
    DAILY = "harian", "Ringkasan harian"
    WEEKLY = "mingguan", "Ringkasan mingguan"
    OFF = "mati", "Tidak lewat surel"


class Notification(models.Model):
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notifications",
        verbose_name="penerima",
    )
    kind = models.CharField("jenis", max_length=40)
    facts = models.JSONField("isi", default=dict)
    url = models.CharField("alamat", max_length=200)
    about = models.CharField(
        "tentang",
        max_length=40,
        blank=True,
        help_text="Hal yang diberitahukan, misalnya report:12; hilang dari daftar bersama haknya.",
    )
    mail = models.CharField("lewat surel", max_length=9, choices=Mode, default=Mode.OFF)
    mailed_at = models.DateTimeField("masuk surel", null=True, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    read_at = models.DateTimeField("dibaca", null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "pemberitahuan"
        verbose_name_plural = "pemberitahuan"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["recipient", "read_at"], name="notification_unread"),
            models.Index(fields=["mail", "mailed_at"], name="notification_unmailed"),
        ]

    def __str__(self):
        return f"{self.kind} untuk {self.recipient}"


class Preference(models.Model):
    """A person's own choice for one kind of notice; without a row the kind's default holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notice_preferences",
        verbose_name="orang",
    )
    kind = models.CharField("jenis", max_length=40)
    mode = models.CharField("lewat surel", max_length=9, choices=Mode)

    class Meta:
        verbose_name = "pilihan pemberitahuan"
        verbose_name_plural = "pilihan pemberitahuan"
        ordering = ["user", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                name="preference_one_a_kind",
                violation_error_message="Pilihan untuk jenis ini sudah ada.",
            )
        ]

    def __str__(self):
        return f"{self.kind} untuk {self.user}: {self.get_mode_display()}"
