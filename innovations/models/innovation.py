"""Innovations proven elsewhere, and the elements that make them work."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords


class InnovationQuerySet(models.QuerySet):
    def for_list(self):
        return self.select_related("origin_region", "origin_agency")


class Innovation(models.Model):
    class Status(models.TextChoices):
        ALIVE = "hidup", "Berjalan"
        DEVELOPED = "dikembangkan", "Dikembangkan"
        STOPPED = "berhenti", "Berhenti"
        UNKNOWN = "", "Belum dikonfirmasi"

    name = models.CharField(
        "nama",
        max_length=150,
        unique=True,
        error_messages={"unique": "Inovasi dengan nama ini sudah ada."},
    )
    tagline = models.CharField("tentang", max_length=250, blank=True)
    problem = models.TextField("masalah yang dijawab", blank=True)
    origin_region = models.ForeignKey(
        "innovations.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="innovations",
        verbose_name="daerah asal",
    )
    origin_agency = models.ForeignKey(
        "innovations.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="innovations",
        verbose_name="instansi asal",
    )
    started_year = models.PositiveSmallIntegerField(
        "tahun mulai", null=True, blank=True, help_text="Kosongkan bila belum dikonfirmasi."
    )
    award = models.CharField("penghargaan", max_length=200, blank=True)
    status = models.CharField("status", max_length=12, choices=Status, blank=True, default="")
    field = models.CharField(
        "bidang", max_length=80, blank=True, help_text="Misalnya Koperasi dan UKM."
    )
    status_on = models.DateField("status diperiksa pada", null=True, blank=True)
    status_source = models.CharField("status diketahui dari", max_length=200, blank=True)
    needs_rules = models.TextField("aturan yang diperlukan", blank=True)
    needs_people = models.TextField("orang yang diperlukan", blank=True)
    needs_systems = models.TextField("sistem yang diperlukan", blank=True)
    needs_money = models.TextField("biaya yang diperlukan", blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords()

    objects = InnovationQuerySet.as_manager()

    class Meta:
        verbose_name = "inovasi"
        verbose_name_plural = "inovasi"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(started_year__isnull=True) | Q(started_year__range=(1945, 2100)),
                name="innovation_started_year_plausible",
                violation_error_message="Tahun mulai antara 1945 dan 2100.",
            ),
            models.CheckConstraint(
                condition=Q(status_on__isnull=True) | ~Q(status=""),
                name="innovation_status_on_has_status",
                violation_error_message="Pilih statusnya; tanggal pemeriksaan saja tidak cukup.",
            ),
        ]

    def __str__(self):
        return self.name


class InnovationElement(models.Model):
    class Kind(models.TextChoices):
        CORE = "inti", "Inti"
        ADAPTABLE = "adaptif", "Boleh disesuaikan"

    innovation = models.ForeignKey(
        Innovation, models.CASCADE, related_name="elements", verbose_name="inovasi"
    )
    number = models.PositiveSmallIntegerField("nomor")
    name = models.CharField("unsur", max_length=200)
    kind = models.CharField("jenis", max_length=8, choices=Kind)
    note = models.TextField("keterangan", blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "unsur inovasi"
        verbose_name_plural = "unsur inovasi"
        ordering = ["innovation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation", "number"],
                name="element_number_unique",
                violation_error_message="Nomor unsur ini sudah dipakai pada inovasi itu.",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.name}"
