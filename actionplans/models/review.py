"""Around a report: who looks at it now, and what it promised for the quarter to come."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Looking(models.Model):
    """An officer who has a report open; renewed every so often while its page is shown."""

    report = models.ForeignKey(
        "actionplans.Report", models.CASCADE, related_name="lookers", verbose_name="laporan"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="verifikator"
    )
    since = models.DateTimeField("sejak")
    at = models.DateTimeField("terakhir terlihat")

    class Meta:
        verbose_name = "yang sedang memeriksa"
        verbose_name_plural = "yang sedang memeriksa"
        ordering = ["report", "-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "user"],
                name="looking_one_a_report",
                violation_error_message="Pemeriksa ini sudah tercatat.",
            )
        ]

    def __str__(self):
        return f"{self.user} memeriksa {self.report}"


class NextStep(models.Model):
    """One line of a report's next steps; the next report says whether it was kept."""

    class Kept(models.TextChoices):
        KEPT = "ditepati", "Ditepati"
        PARTLY = "sebagian", "Sebagian"
        BROKEN = "tidak", "Tidak ditepati"

    report = models.ForeignKey(
        "actionplans.Report", models.CASCADE, related_name="steps", verbose_name="laporan"
    )
    number = models.PositiveSmallIntegerField("nomor")
    text = models.CharField("langkah", max_length=500)
    kept = models.CharField("ditepati", max_length=8, choices=Kept, blank=True)
    kept_note = models.CharField("keterangan", max_length=300, blank=True)
    kept_in = models.ForeignKey(
        "actionplans.Report",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="answered_steps",
        verbose_name="dijawab di laporan",
    )

    class Meta:
        verbose_name = "langkah yang dijanjikan"
        verbose_name_plural = "langkah yang dijanjikan"
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="step_number_unique",
                violation_error_message="Langkah ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(kept="") | Q(kept_in__isnull=False),
                name="step_answered_in_a_report",
                violation_error_message="Janji dijawab di sebuah laporan.",
            ),
        ]

    def __str__(self):
        return self.text
