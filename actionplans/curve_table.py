"""The numbers of an S-curve as a table: months in quarters, then the forecast. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from replikasi.common import formats
from replikasi.common.periods import quarter_bounds

from . import arithmetic
from .drawing import QUARTERS, month_ends


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
class MonthRow:
    """One month; `word` stands where nothing was recorded in it, `money_word` where no share of a
    ceiling can be told. `planned` and `baseline` are None where they are told by quarter."""

    label: str
    planned: Decimal | None
    baseline: Decimal | None
    claimed: Decimal | None
    absorption: Decimal | None
    over: int
    word: str
    money_word: str


@dataclass(frozen=True)
class Group:
    """A quarter of the table by months: its own figures and its three MonthRows."""

    quarter: Row
    rows: tuple


@dataclass(frozen=True)
class ForecastRow:
    label: str
    percent: Decimal
    extent: str


def quarters_of(figures, words, measured):
    """The four Rows; `measured`: {quarter: plan that its report was measured against}."""
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
    return tuple(rows)


def groups_of(figures, quarters, months):
    """The table by months: (Group, …), () where no month is known; `months` are months.Month."""
    if not months:
        return ()
    year = figures.year
    planned, baseline = dict(figures.planned), dict(figures.baseline)
    known = {row.month: row for row in months}
    ends = month_ends(year)
    groups = []
    for quarter in quarters:
        first = 3 * len(groups)
        rows = tuple(
            _month(known.get(first + at + 1), ends[first + at], planned, baseline)
            for at in range(3)
        )
        groups.append(Group(quarter, rows))
    return tuple(groups)


def _month(month, end, planned, baseline):
    begun = month is not None
    recorded = begun and month.recorded > 0
    word = "belum dicatat" if begun else "belum tiba"
    absorption = arithmetic.absorption(month.spent, month.ceiling) if recorded else None
    return MonthRow(
        label=formats.SHORT_MONTHS[end.month - 1],
        planned=planned.get(end),
        baseline=baseline.get(end),
        claimed=month.claimed if recorded else None,
        absorption=absorption,
        over=month.over if recorded else 0,
        word=word,
        money_word="tanpa pagu" if recorded else word,
    )


def forecast_rows(forecast):
    """(ForecastRow, …) of the ends of months to come."""
    if forecast is None:
        return ()
    return tuple(
        ForecastRow(formats.day_month(day), percent, _extent(low, high))
        for day, percent, low, high in forecast.path[1:]
        if day >= forecast.today
    )


def _extent(low, high):
    return f"{formats.number(low, 1)}–{formats.number(high, 1)}"
