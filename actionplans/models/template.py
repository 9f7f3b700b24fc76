"""Templates that new plans start from; data that Litbang edits."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from simple_history.models import HistoricalRecords

from replikasi.common import formats

from .milestone import Stage, between_0_and_100, percent_field

MONTHS = list(enumerate(formats.MONTHS, start=1))


class PlanTemplateQuerySet(models.QuerySet):
    def offered(self):
        """Templates that a new plan may start from, the usual one first."""
        rows = TemplateRow.objects.filter(template=OuterRef("pk"))
        return self.filter(Exists(rows), is_active=True)


class PlanTemplate(models.Model):
    name = models.CharField("nama", max_length=120, unique=True)
    description = models.CharField("untuk apa", max_length=250, blank=True)
    is_active = models.BooleanField("ditawarkan", default=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField("disimpan", auto_now=True)
    history = HistoricalRecords()

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "templat rencana"
        verbose_name_plural = "templat rencana"
        ordering = ["id"]

    def __str__(self):
        return self.name


class TemplateRow(models.Model):
    """A milestone to be; its months become dates of the plan's year."""

    template = models.ForeignKey(
        PlanTemplate, models.CASCADE, related_name="rows", verbose_name="templat"
    )
    position = models.PositiveSmallIntegerField("urutan", default=0)
    stage = models.CharField("tahap", max_length=14, choices=Stage)
    activity = models.CharField("kegiatan", max_length=250)
    output = models.CharField("keluaran", max_length=250, blank=True)
    indicator = models.CharField("indikator", max_length=250, blank=True)
    unit = models.CharField("satuan", max_length=40, blank=True)
    target = models.DecimalField(
        "target",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "Isi angka 0 atau lebih.")],
    )
    weight = percent_field("bobot", null=True, blank=True)
    start_month = models.PositiveSmallIntegerField(
        "bulan mulai", choices=MONTHS, null=True, blank=True
    )
    due_month = models.PositiveSmallIntegerField(
        "bulan selesai", choices=MONTHS, null=True, blank=True
    )
    evidence_expected = models.TextField(
        "bukti dukung", blank=True, help_text="Satu baris satu bukti."
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "baris templat"
        verbose_name_plural = "baris templat"
        ordering = ["template", "stage", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_month__isnull=True)
                | Q(due_month__isnull=True)
                | Q(due_month__gte=F("start_month")),
                name="template_row_due_after_start",
                violation_error_message="Bulan selesai tidak boleh sebelum bulan mulai.",
            ),
            models.CheckConstraint(
                condition=between_0_and_100("weight"),
                name="template_row_weight_0_100",
                violation_error_message="Bobot antara 0 dan 100.",
            ),
        ]

    def __str__(self):
        return self.activity
