"""The S-curve of a plan: its drawings, a sentence for those who cannot see them, a table. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from replikasi.common import formats
from replikasi.common.periods import quarter_bounds

from . import arithmetic, drawing, snapshots
from .drawing import QUARTERS, Drawing, Figures, last_known, month_ends


@dataclass(frozen=True)
class Row:
    """One quarter of the curve's table; None where there is no figure, `word` says why."""

    label: str
    planned: Decimal | None
    baseline: Decimal | None
    claimed: Decimal | None
    verified: Decimal | None
    word: str


@dataclass(frozen=True)
class Curve:
    """The S-curve for a page: two drawings, a sentence for those who cannot see them, a table."""

    wide: Drawing
    narrow: Drawing
    sentence: str
    rows: tuple
    has_baseline: bool
    note: str = ""  # why the table's plan is not the line's, where that is so


def curve_of(figures, *, words, subject, measured=None):
    """The Curve of `figures`; `words` maps a quarter to what stands where it has no report.

    `measured`: {quarter: plan that its report was measured against}, where that may differ from
    the line of the present plan.
    """
    planned, baseline = dict(figures.planned), dict(figures.baseline)
    claimed, verified = dict(figures.claimed), dict(figures.verified)
    rows = []
    for quarter in QUARTERS:
        end = quarter_bounds(figures.year, quarter)[1]
        rows.append(
            Row(
                label=formats.quarter_name(quarter),
                planned=(measured or {}).get(quarter, planned.get(end)),
                baseline=baseline.get(end),
                claimed=claimed.get(quarter),
                verified=verified.get(quarter),
                word=words.get(quarter, ""),
            )
        )
    return Curve(
        note=_note(rows, planned, figures.year),
        wide=drawing.draw(figures, drawing.WIDE),
        narrow=drawing.draw(figures, drawing.NARROW),
        sentence=_sentence(figures, subject),
        rows=tuple(rows),
        has_baseline=bool(figures.baseline),
    )


def _note(rows, planned, year):
    """Which quarters were measured against an earlier plan than the line shows; "" for none."""
    earlier = [
        f"{row.label} {formats.percent(row.planned)}"
        for quarter, row in zip(QUARTERS, rows, strict=True)
        if row.planned != planned.get(quarter_bounds(year, quarter)[1], row.planned)
    ]
    if not earlier:
        return ""
    return (
        "Garis rencana adalah rencana yang sekarang. Yang dilaporkan sebelum revisi tetap diukur "
        f"dengan rencana waktu itu: {', '.join(earlier)}."
    )


def _sentence(figures, subject):
    """What the drawing says, in words."""
    parts = []
    for values, name in ((figures.claimed, "sementara"), (figures.verified, "terverifikasi")):
        found = last_known(values)
        if found:
            quarter, percent = found
            parts.append(f"{name} {formats.percent(percent)} pada {formats.quarter_name(quarter)}")
        else:
            parts.append(f"belum ada angka {name}")
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


def plan_curve(plan, standings, today):
    """The Curve of one plan, or None before its first approval.

    `standings` are its PeriodStandings with their period; reads `plan.versions`.
    """
    versions = sorted(plan.versions.all(), key=lambda version: version.number)
    if not versions:
        return None
    year = plan.fiscal_year
    standings = sorted(standings, key=lambda standing: standing.period.quarter)
    first, latest = versions[0], versions[-1]
    figures = Figures(
        year=year,
        planned=planned_points(latest, year),
        baseline=planned_points(first, year) if first is not latest else (),
        claimed=tuple((row.period.quarter, row.claimed) for row in standings),
        verified=tuple((row.period.quarter, own_verified(row)) for row in standings),
        missing=missing_quarters(standings, today),
        today=today,
    )
    words = quarter_words([row.period for row in standings], today)
    measured = {row.period.quarter: row.planned for row in standings}
    subject = f"{plan.replication.title},"
    return curve_of(figures, words=words, subject=subject, measured=measured)
