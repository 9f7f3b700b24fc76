"""Where a plan stands at the end of a quarter and of a month: what dashboards read."""

from django.db import models

from innovations.models.replication import replication_scope


class PeriodStandingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(replication_scope(user, "plan__replication__"))


def figure(label):
    """A percent of a plan: eight decimals hold weight × percent ÷ 100 without rounding."""
    return models.DecimalField(label, max_digits=11, decimal_places=8, null=True, blank=True)


class PeriodStanding(models.Model):
    """Written by services.standing with what changes it; `check_consistency` recomputes it.

    claimed, spent and days_late are None while nothing was sent ("belum dilaporkan"); verified is
    the latest verified figure up to this quarter, from `verified_quarter`. A quarter of which no
    report is asked, since there was no plan yet or the replication is complete, is NOT_ASKED.
    """

    NOT_ASKED = "bebas"

    plan = models.ForeignKey(
        "actionplans.ActionPlan",
        models.CASCADE,
        related_name="standings",
        verbose_name="rencana aksi",
    )
    period = models.ForeignKey(
        "actionplans.ReportingPeriod",
        models.CASCADE,
        related_name="standings",
        verbose_name="periode",
    )
    planned = figure("rencana")
    claimed = figure("sementara")
    verified = figure("terverifikasi")
    verified_quarter = models.PositiveSmallIntegerField(
        "terverifikasi pada triwulan", null=True, blank=True
    )
    spent = models.DecimalField(
        "uang dipakai", max_digits=19, decimal_places=2, null=True, blank=True
    )
    ceiling = models.DecimalField("pagu", max_digits=19, decimal_places=2)
    due = models.DateField("tenggat OPD")
    moved_from = models.DateField("tenggat semula", null=True, blank=True)
    report_state = models.CharField(
        "status laporan",
        max_length=12,
        blank=True,
        help_text="Kosong: belum dilaporkan; bebas: laporannya tidak diminta.",
    )
    days_late = models.PositiveSmallIntegerField("terlambat (hari kerja)", null=True, blank=True)

    objects = PeriodStandingQuerySet.as_manager()

    class Meta:
        verbose_name = "posisi triwulan"
        verbose_name_plural = "posisi triwulan"
        ordering = ["plan", "period__quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "period"],
                name="standing_unique",
                violation_error_message="Posisi triwulan ini sudah ada.",
            ),
        ]

    def __str__(self):
        return f"{self.plan}, {self.period}"

    @property
    def is_reported(self):
        return self.report_state not in ("", self.NOT_ASKED)

    @property
    def is_asked(self):
        return self.report_state != self.NOT_ASKED


class MonthStanding(models.Model):
    """Written by services.months with what changes it; `check_consistency` recomputes it.

    An approved plan has a row for each of the twelve months of its year: what it plans by the end
    of the month as approved last, and the position carried forward (sementara), as cumulative
    figures are. claimed and spent are None before the first record.
    """

    plan = models.ForeignKey(
        "actionplans.ActionPlan",
        models.CASCADE,
        related_name="months",
        verbose_name="rencana aksi",
    )
    month = models.PositiveSmallIntegerField("bulan")
    planned = models.DecimalField("rencana", max_digits=11, decimal_places=8)
    claimed = figure("sementara")
    spent = models.DecimalField(
        "uang dipakai", max_digits=19, decimal_places=2, null=True, blank=True
    )
    ceiling = models.DecimalField("pagu", max_digits=19, decimal_places=2)
    recorded = models.BooleanField("ada catatan progres pada bulan itu")

    objects = PeriodStandingQuerySet.as_manager()

    class Meta:
        verbose_name = "posisi bulanan"
        verbose_name_plural = "posisi bulanan"
        ordering = ["plan", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "month"],
                name="month_standing_unique",
                violation_error_message="Posisi bulan ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=models.Q(month__range=(1, 12)),
                name="month_standing_month_1_12",
                violation_error_message="Bulan antara 1 dan 12.",
            ),
        ]

    def __str__(self):
        return f"{self.plan}, bulan {self.month}"
