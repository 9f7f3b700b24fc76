"""A document that takes longer than anybody waits for: ordered, prepared behind, fetched later."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from replikasi.common.stored import random_path

# So long the file can be fetched; it shows the records of one moment, and they go on.
KEPT_FOR = timedelta(hours=24)
# A worker tells of itself at least this often; after it, nothing is known of the work any more.
QUIET_AFTER = timedelta(minutes=2)


def scope_of(user):
    """What decides what `user` may see, as text; an order made under another is not theirs."""
    return f"{user.role}:{user.agency_id or ''}:{user.region_id or ''}"


class OrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The person's own, made under the rights that the person has now."""
        return self.filter(by=user, scope=scope_of(user))

    def under_way(self):
        return self.filter(state__in=Order.UNDER_WAY)

    def expired(self):
        """Whose file is to go."""
        return self.filter(expires_at__lte=timezone.now()).exclude(file="")


class Order(models.Model):
    """Changed only by services.orders."""

    class State(models.TextChoices):
        WAITING = "menunggu", "Menunggu giliran"
        RUNNING = "disiapkan", "Sedang disiapkan"
        READY = "siap", "Siap diunduh"
        FAILED = "gagal", "Gagal"
        CANCELLED = "dibatalkan", "Dibatalkan"

    UNDER_WAY = (State.WAITING, State.RUNNING)

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="document_orders",
        verbose_name="pemesan",
    )
    scope = models.CharField("lingkup", max_length=60)
    document = models.CharField("dokumen", max_length=20)
    form = models.CharField("bentuk", max_length=4)
    query = models.CharField("pilihan", max_length=500, blank=True)
    reading = models.CharField(
        "keadaan data", max_length=80, help_text="Sama selama catatan portal tidak berubah."
    )
    state = models.CharField("status", max_length=10, choices=State, default=State.WAITING)
    task = models.CharField("tugas", max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField("percobaan", default=0)
    done = models.PositiveIntegerField("selesai", default=0)
    whole = models.PositiveIntegerField("seluruhnya", default=0)
    failure = models.CharField("sebab gagal", max_length=200, blank=True)
    ordered_at = models.DateTimeField("dipesan", auto_now_add=True)
    touched_at = models.DateTimeField("kabar terakhir", auto_now_add=True)
    finished_at = models.DateTimeField("selesai pada", null=True, blank=True)
    expires_at = models.DateTimeField("berlaku sampai", null=True, blank=True)
    name = models.CharField("nama berkas", max_length=120, blank=True)
    file = models.FileField("berkas", upload_to=random_path, blank=True)
    size = models.PositiveBigIntegerField("ukuran", default=0)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = "pesanan dokumen"
        verbose_name_plural = "pesanan dokumen"
        ordering = ["-ordered_at", "-id"]
        indexes = [models.Index(fields=["state", "touched_at"], name="order_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "document", "form", "query"],
                condition=models.Q(state__in=("menunggu", "disiapkan")),
                name="order_one_under_way",
                violation_error_message="Dokumen ini sedang disiapkan.",
            ),
        ]

    def __str__(self):
        return f"{self.document}.{self.form} untuk {self.by}"

    @property
    def is_under_way(self):
        return self.state in self.UNDER_WAY

    @property
    def is_quiet(self):
        """Whether it should be under way, and no worker was heard of."""
        return self.is_under_way and self.touched_at < timezone.now() - QUIET_AFTER

    @property
    def is_expired(self):
        return self.state == self.State.READY and self.expires_at <= timezone.now()

    @property
    def can_be_fetched(self):
        return self.state == self.State.READY and not self.is_expired and bool(self.file)
