"""Reporting periods: the quarters of a fiscal year with their deadlines."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from replikasi.common import formats, periods


class ReportingPeriodQuerySet(models.QuerySet):
    def opened(self, on):
        return self.filter(opens__lte=on)

    def current(self, on):
        """The latest period that has opened by `on`, or None."""
        return self.opened(on).order_by("-year", "-quarter").first()


class ReportingPeriod(models.Model):
    year = models.PositiveSmallIntegerField("tahun anggaran")
    quarter = models.PositiveSmallIntegerField(
        "triwulan", choices=[(1, "TW I"), (2, "TW II"), (3, "TW III"), (4, "TW IV")]
    )
    opens = models.DateField("dibuka", help_text="Sejak hari ini laporan dapat dikirim.")
    due = models.DateField("tenggat OPD")
    review_due = models.DateField("tenggat verifikasi")
    history = HistoricalRecords()

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "periode pelaporan"
        verbose_name_plural = "periode pelaporan"
        ordering = ["year", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "quarter"],
                name="period_unique",
                violation_error_message="Periode ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)),
                name="period_quarter_1_4",
                violation_error_message="Triwulan antara I dan IV.",
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("opens")) & Q(review_due__gte=F("due")),
                name="period_dates_in_order",
                violation_error_message="Urutan tanggal: dibuka, tenggat OPD, tenggat verifikasi.",
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.year}"

    @property
    def label(self):
        return formats.quarter_name(self.quarter)

    @property
    def starts(self):
        return periods.quarter_bounds(self.year, self.quarter)[0]

    @property
    def ends(self):
        return periods.quarter_bounds(self.year, self.quarter)[1]

    def is_open(self, on):
        return self.opens <= on
