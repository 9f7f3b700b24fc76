"""The briefing that leaders get by mail: when each of them wants it, and what was sent."""

from django.conf import settings
from django.db import models


class BriefWish(models.Model):
    """A leader's own choice; without a row it comes on the day after the reviewer's deadline."""

    class Rhythm(models.TextChoices):
        DEADLINE = "tenggat", "Sehari setelah tenggat verifikasi"
        WEEKLY = "mingguan", "Setiap Senin"
        MONTHLY = "bulanan", "Setiap tanggal 1"
        OFF = "mati", "Tidak dikirim"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="brief_wish",
        verbose_name="pimpinan",
    )
    rhythm = models.CharField("waktu", max_length=8, choices=Rhythm, default=Rhythm.DEADLINE)

    class Meta:
        verbose_name = "pilihan paparan berkala"
        verbose_name_plural = "pilihan paparan berkala"
        ordering = ["user"]

    def __str__(self):
        return f"Paparan untuk {self.user}: {self.get_rhythm_display()}"


class BriefSent(models.Model):
    """One line of the ledger: who got the briefing of which quarter, and on which occasion
    ("tenggat:PERIOD", "mingguan:2026-11-30", "bulanan:2026-12", "diminta:MINUTE")."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="briefs",
        verbose_name="penerima",
    )
    occasion = models.CharField("kesempatan", max_length=40)
    period = models.ForeignKey(
        "actionplans.ReportingPeriod", models.PROTECT, related_name="+", verbose_name="periode"
    )
    at = models.DateTimeField("dikirim", auto_now_add=True)

    class Meta:
        verbose_name = "paparan terkirim"
        verbose_name_plural = "paparan terkirim"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "occasion"],
                name="brief_once_an_occasion",
                violation_error_message="Paparan ini sudah dikirim.",
            ),
        ]

    def __str__(self):
        return f"{self.period} untuk {self.recipient}"
