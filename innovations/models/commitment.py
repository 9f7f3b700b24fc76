"""The joint commitment (komitmen bersama) behind the replications."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords


class Commitment(models.Model):
    title = models.CharField("judul", max_length=200)
    signed_on = models.DateField("tanggal", null=True, blank=True)
    signed_period = models.CharField(
        "waktu bila tanggal belum pasti", max_length=60, blank=True, help_text="Misalnya 2021."
    )
    place = models.CharField("tempat", max_length=100, blank=True)
    signatories = models.TextField("penanda tangan", blank=True, help_text="Satu baris satu pihak.")
    document_url = models.URLField("naskah", blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    renews = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewed_by",
        verbose_name="memperbarui",
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "komitmen bersama"
        verbose_name_plural = "komitmen bersama"
        ordering = ["-signed_on", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                name="commitment_title_unique",
                violation_error_message="Komitmen dengan judul ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(signed_on__isnull=True)
                | Q(valid_until__gte=F("signed_on")),
                name="commitment_valid_after_signing",
                violation_error_message="Masa berlaku tidak boleh berakhir sebelum ditandatangani.",
            ),
        ]

    def __str__(self):
        return self.title


class Clause(models.Model):
    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="clauses", verbose_name="komitmen"
    )
    number = models.PositiveSmallIntegerField("nomor")
    text = models.TextField("isi")
    due = models.DateField("tenggat", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "butir komitmen"
        verbose_name_plural = "butir komitmen"
        ordering = ["commitment", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "number"],
                name="clause_number_unique",
                violation_error_message="Nomor butir ini sudah dipakai.",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.text[:60]}"
