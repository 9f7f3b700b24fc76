"""The S-curve of a plan: its drawings, a sentence for those who cannot see them, a table."""

from dataclasses import dataclass

from django.utils import timezone

from replikasi.common import formats
from replikasi.common.periods import quarter_bounds

from . import arithmetic, curve_table, drawing, forecast, months, snapshots
from .curve_drawing import draw
from .drawing import QUARTERS, Drawing, Figures, month_ends


@dataclass(frozen=True)
class Curve:
    """The S-curve for a page: two drawings, a sentence for those who cannot see them, a table.

    `rows`: a Row a quarter; `groups`: the same by months, () where no month is known, plan and
    baseline by month where `by_month`; `forecast_rows`, `outlook`: the forecast, in words or why
    there is none; `notes`: sentences below the drawing.
    """

    wide: Drawing
    narrow: Drawing
    sentence: str
    title: str
    rows: tuple
    has_baseline: bool
    note: str = ""  # why the table's plan is not the line's, where that is so
    groups: tuple = ()
    by_month: bool = False
    forecast_rows: tuple = ()
    outlook: str = ""
    money_note: str = ""
    claims_note: str = ""
    baseline_name: str = "rencana awal"
    verified_note: str = ""

    @property
    def has_money(self):
        return self.wide.money is not None

    @property
    def has_blank(self):
        """A month that has begun without a record."""
        return self.has_money and bool(self.wide.money.blanks)

    @property
    def is_partly(self):
        """Whether part of the verified line stands on part of the replications."""
        return bool(self.wide.partly_dots)

    @property
    def has_gap(self):
        return bool(self.wide.gaps)

    @property
    def has_forecast(self):
        return bool(self.forecast_rows)

    @property
    def _overs(self):
        """How many plans the figures of months stand over."""
        return {row.over for group in self.groups for row in group.rows if row.over}

    @property
    def over_varies(self):
        return len(self._overs) > 1

    @property
    def over_note(self):
        """Over how many replications the months are means, in words; "" for one plan."""
        if self.over_varies:
            return "sementara rata-rata dari sekian replikasi"
        over = max(self._overs, default=1)
        return f"rata-rata {formats.number(over)} replikasi" if over > 1 else ""


def curve_of(
    figures,
    *,
    words,
    subject,
    measured=None,
    by_months=(),
    outlook=None,
    baseline_on=None,
    verified_note="",
):
    """The Curve of `figures`; `words` maps a quarter to what stands where it has no report.

    `measured`: {quarter: plan that its report was measured against}, where that may differ from
    the line of the present plan. `by_months`: the months.Month behind `figures.months`; `outlook`:
    the forecast.Outlook behind `figures.forecast`; `baseline_on`: day of the first approval;
    `verified_note`: over how many plans a verified mean stands, in words.
    """
    planned = dict(figures.planned)
    rows = curve_table.quarters_of(figures, words, measured)
    return Curve(
        note=_note(rows, planned, figures.year),
        wide=draw(figures, drawing.WIDE),
        narrow=draw(figures, drawing.NARROW),
        title=f"Kurva S {subject} {figures.year}",
        sentence=_sentence(figures, subject),
        rows=rows,
        has_baseline=bool(figures.baseline),
        groups=curve_table.groups_of(figures, rows, by_months),
        by_month=all(day in planned for day in month_ends(figures.year)),
        forecast_rows=curve_table.forecast_rows(figures.forecast),
        outlook=outlook.sentence if outlook else "",
        money_note=_money_note(by_months),
        claims_note=_claims_note(figures, by_months),
        verified_note=verified_note,
        baseline_name=f"rencana awal ({formats.short_date(baseline_on)})"
        if baseline_on
        else "rencana awal",
    )


def _note(rows, planned, year):
    """Which quarters were measured against an earlier plan than the line shows; "" for none."""
    earlier = [
        f"{row.label} {formats.percent(row.planned)}"
        for quarter, row in zip(QUARTERS, rows, strict=True)
        if formats.percent(row.planned)
        != formats.percent(planned.get(quarter_bounds(year, quarter)[1], row.planned))
    ]
    if not earlier:
        return ""
    return (
        "Garis rencana adalah rencana yang sekarang. Yang dilaporkan sebelum revisi tetap diukur "
        f"dengan rencana waktu itu: {', '.join(earlier)}."
    )


def _money_note(by_months):
    """What the latest absorption is made of, in rupiah; "" without money."""
    known = [row for row in by_months if row.recorded and row.ceiling]
    if not known:
        return ""
    last = known[-1]
    return (
        f"Serapan {formats.percent(arithmetic.absorption(last.spent, last.ceiling))}: "
        f"{formats.rupiah(last.spent)} dari pagu {formats.rupiah(last.ceiling)}, "
        f"menurut catatan sampai {formats.MONTHS[last.month - 1]}."
    )


def _claims_note(figures, by_months):
    """What reports claimed where that is not what was recorded up to the quarter's end."""
    recorded = {row.month: row for row in by_months}
    told = []
    for quarter, claimed in figures.claimed:
        month = recorded.get(quarter * 3)
        if claimed is None or month is None or month.claimed is None:
            continue
        if formats.percent(claimed) != formats.percent(month.claimed):
            told.append(f"{formats.quarter_name(quarter)} {formats.percent(claimed)}")
    if not told:
        return ""
    return (
        "Sementara per bulan dari catatan progres. Yang tertulis dalam laporan triwulan: "
        f"{', '.join(told)}."
    )


def _sentence(figures, subject):
    """What the drawing says, in words."""
    parts = []
    if claim := figures.last_claim:
        day, percent = claim
        when = (
            formats.day_month(day) if figures.months else formats.quarter_name((day.month + 2) // 3)
        )
        parts.append(f"sementara {formats.percent(percent)} pada {when}")
    else:
        parts.append("belum ada angka sementara")
    if verified := figures.last_verified:
        quarter, percent = verified
        some = " (sebagian replikasi)" if quarter in figures.partly else ""
        parts.append(
            f"terverifikasi {formats.percent(percent)} pada {formats.quarter_name(quarter)}{some}"
        )
    else:
        parts.append("belum ada angka terverifikasi")
    if money := drawing.last_known(figures.money):
        parts.append(f"serapan {formats.percent(money[1])}")
    if found := figures.forecast:
        range_ = f" ({found.extent})" if found.extent else ""
        parts.append(f"perkiraan akhir tahun {found.figure}{range_}")
    return f"Kurva S {subject} {figures.year}: {', '.join(parts)}."


def planned_points(version, year):
    """((day, percent), …) at the end of each month of `year` for an approved PlanVersion."""
    shapes = [milestone.shape for milestone in snapshots.approved(version)]
    return tuple((day, arithmetic.planned(shapes, year, day)) for day in month_ends(year))


def own_verified(standing):
    """The verified figure of the standing's own quarter; None when it is an earlier one's."""
    return standing.verified if standing.verified_quarter == standing.period.quarter else None


def missing_quarters(standings, today):
    """Quarters whose deadline has passed without a report."""
    return tuple(
        standing.period.quarter
        for standing in standings
        if not standing.report_state and standing.due < today
    )


def quarter_words(periods, today):
    """{quarter: what to say where it has no report}: "belum dilaporkan", or when it opens."""
    return {
        period.quarter: "belum dilaporkan"
        if period.is_open(today)
        else f"dibuka {formats.day_month(period.opens)}"
        for period in periods
    }


def monthly(by_months, year, today):
    """(claims, absorptions) of `by_months` (months.Month) as ((day, percent or None), …).

    The present month stands at `today`. A month in which nothing was recorded is a gap.
    """
    ends = month_ends(year)
    claims, money = [], []
    for row in by_months:
        day = min(ends[row.month - 1], today)
        claims.append((day, row.claimed if row.recorded else None))
        absorbed = arithmetic.absorption(row.spent, row.ceiling) if row.recorded else None
        money.append((day, absorbed))
    return tuple(claims), tuple(money)


def plan_curve(plan, standings, today, by_months=None):
    """The Curve of one plan, or None before its first approval.

    `standings` are its PeriodStandings with their period; reads `plan.versions`, and its months
    where `by_months` (months.of_plan) does not give them.
    """
    versions = sorted(plan.versions.all(), key=lambda version: version.number)
    if not versions:
        return None
    year = plan.fiscal_year
    standings = sorted(standings, key=lambda standing: standing.period.quarter)
    first, latest = versions[0], versions[-1]
    if by_months is None:
        by_months = months.of_plan(plan, today)
    claims, money = monthly(by_months, year, today)
    outlook = forecast.outlook_of(claims, today)
    figures = Figures(
        year=year,
        planned=planned_points(latest, year),
        baseline=planned_points(first, year) if first is not latest else (),
        claimed=tuple((row.period.quarter, row.claimed) for row in standings),
        verified=tuple((row.period.quarter, own_verified(row)) for row in standings),
        missing=missing_quarters(standings, today),
        today=today,
        months=claims,
        money=money,
        forecast=outlook.forecast,
    )
    return curve_of(
        figures,
        words=quarter_words([row.period for row in standings], today)
        | {row.period.quarter: "tidak diminta" for row in standings if not row.is_asked},
        subject=f"{plan.replication.title},",
        measured={row.period.quarter: row.planned for row in standings},
        by_months=by_months,
        outlook=outlook,
        baseline_on=timezone.localtime(first.approved_at) if first is not latest else None,
    )
