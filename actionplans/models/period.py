"""Reporting periods: the quarters of a fiscal year with their deadlines, and how those moved."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from innovations.models import Agency
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
    first_due = models.DateField(
        "tenggat OPD semula", null=True, blank=True, help_text="Terisi bila tenggatnya digeser."
    )
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


class DueMoveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody's, and those of agencies in the user's scope."""
        own = Agency.objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(agency=None) | Q(agency__in=own))


class DueMove(models.Model):
    """A due date that Litbang moved, for everybody or for one agency. Rows are added only."""

    period = models.ForeignKey(
        ReportingPeriod, models.CASCADE, related_name="moves", verbose_name="periode"
    )
    agency = models.ForeignKey(
        "innovations.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="due_moves",
        verbose_name="OPD",
        help_text="Kosong: untuk semua OPD.",
    )
    before = models.DateField("tenggat sebelumnya")
    due = models.DateField("tenggat baru")
    reason = models.CharField("alasan", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("digeser pada", auto_now_add=True)

    objects = DueMoveQuerySet.as_manager()

    class Meta:
        verbose_name = "pergeseran tenggat"
        verbose_name_plural = "pergeseran tenggat"
        ordering = ["period", "id"]

    def __str__(self):
        return f"{self.period}: {self.before} menjadi {self.due}"


def due_of(period, move):
    """(due date, the one it was moved from or None) given the agency's latest DueMove or None.

    An agency's own date counts as long as it is later than everybody's.
    """
    if move is not None and move.due > period.due:
        return move.due, period.first_due or period.due
    return period.due, period.first_due


def dues_of(agency_id, periods):
    """{period.pk: (due date, moved from or None)} of one agency, in one query."""
    moves = DueMove.objects.filter(agency=agency_id, period__in=periods).order_by("id")
    latest = {move.period_id: move for move in moves}
    return {period.pk: due_of(period, latest.get(period.pk)) for period in periods}
