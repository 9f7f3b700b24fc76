"""What was printed of a decision, kept with it: the data as they were, and each file once made."""

import secrets

from django.conf import settings
from django.db import models

from replikasi.common.stored import random_path

# Letters and figures that nobody takes for one another.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
HALF = 5


def new_number():
    """A number that nobody guesses: 10 of 30 letters, some 49 bits, "K7QDX-93MXA"."""
    found = "".join(secrets.choice(LETTERS) for _ in range(2 * HALF))
    return f"{found[:HALF]}-{found[HALF:]}"


class Printed(models.Model):
    """Rows are added, never changed."""

    class Document(models.TextChoices):
        PLAN = "rencana-aksi", "Rencana aksi"
        REPORT = "laporan-triwulan", "Laporan triwulan"
        MINUTES = "berita-acara", "Berita acara verifikasi"

    document = models.CharField("dokumen", max_length=20, choices=Document)
    number = models.CharField("nomor periksa", max_length=11, unique=True, default=new_number)
    plan = models.ForeignKey(
        "actionplans.ActionPlan",
        models.CASCADE,
        related_name="printed",
        verbose_name="rencana aksi",
    )
    report = models.ForeignKey(
        "actionplans.Report",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="printed",
        verbose_name="laporan",
    )
    title = models.CharField("judul", max_length=300)
    totals = models.JSONField(
        "jumlah", default=list, help_text="Daftar [apa, berapa] yang dicocokkan dengan cetakan."
    )
    data = models.TextField("isi", help_text="Isi dokumen sebagai JSON.")
    sha256 = models.CharField("sha256 isi", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("pada")
    template = models.ForeignKey(
        "documents.ReportTemplate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="printed",
        verbose_name="templat",
        help_text="Yang berlaku saat itu; kosong: templat standar.",
    )

    class Meta:
        verbose_name = "dokumen tersimpan"
        verbose_name_plural = "dokumen tersimpan"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["plan", "document"], name="printed_of_plan")]

    def __str__(self):
        return f"{self.title}, {self.number}"


class PrintedFile(models.Model):
    """A file as it was made first: whoever prints again gets the same bytes."""

    printed = models.ForeignKey(
        Printed, models.CASCADE, related_name="files", verbose_name="dokumen tersimpan"
    )
    form = models.CharField("bentuk", max_length=4)
    file = models.FileField("berkas", upload_to=random_path)
    sha256 = models.CharField("sha256", max_length=64)
    size = models.PositiveIntegerField("ukuran")
    is_fallback = models.BooleanField(
        "dengan templat standar karena templat instansinya gagal", default=False
    )

    class Meta:
        verbose_name = "berkas dokumen"
        verbose_name_plural = "berkas dokumen"
        ordering = ["printed", "form"]
        constraints = [
            models.UniqueConstraint(
                fields=["printed", "form"],
                name="printed_file_one_a_form",
                violation_error_message="Berkas dalam bentuk ini sudah ada.",
            ),
        ]

    def __str__(self):
        return f"{self.printed}: {self.form}"
