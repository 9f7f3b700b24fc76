"""Where a curve is heading by the end of its year, from its pace so far. Pure.

Method: a random walk with drift over the positions at the ends of months, the drift method of
Hyndman and Athanasopoulos, *Forecasting: Principles and Practice*, chapters "Some simple
forecasting methods" and "Prediction intervals", here for steps of unequal length. With steps of
Δt months and Δp points over T months in all, n of them:

    pace      m  = ΣΔp ÷ T
    spread    s² = Σ((Δp − m·Δt)² ÷ Δt) ÷ (n − 1)
    position  h months on  = last + m·h,  range ± c·s·√(h + h² ÷ T)

which is σ²·(h + h² ÷ (T − 1)) of the book where every Δt is 1. c is Student's t for 80 % with
n − 1 degrees of freedom, since s comes from few steps. A plan does not go back: a negative pace
counts as 0, no figure falls below the last one or rises above 100.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from math import sqrt

from replikasi.common import formats

from .drawing import month_ends, share_of_year

MOST_STEPS = 6
LEAST_POINTS = 3
# Older than a quarter, the last record says nothing of the pace of today.
MOST_SILENT_DAYS = 92
# A step shorter than this (months) is counted with the one before it.
LEAST_STEP = 0.5
COVERED = 80
STUDENT = {1: 3.078, 2: 1.886, 3: 1.638, 4: 1.533, 5: 1.476}
STEP = Decimal("0.01")


@dataclass(frozen=True)
class Forecast:
    """Percents at the end of the year, with the range that COVERED of 100 such forecasts keep.

    `start`, `present`: the last recorded position; `since`: month (1–12) from which the pace is
    taken; `path`: (day, percent, low, high) from `start` to the end of the year; `finish`,
    `earliest`, `latest`: days on which the line, the range's upper and its lower edge reach 100,
    None where that is not within the year. `over`: plans behind the figures, None for one plan.
    """

    start: date
    present: Decimal
    percent: Decimal
    low: Decimal
    high: Decimal
    since: int
    path: tuple
    finish: date | None
    earliest: date | None
    latest: date | None
    over: int | None = None

    @property
    def figure(self):
        return formats.percent(self.percent, 0)

    @property
    def extent(self):
        """The range at the end of the year: "68–79 %", or "" where it is no wider than a point."""
        return extent(self.low, self.high)

    @property
    def sentence(self):
        year = self.start.year
        range_ = f", {self.extent}" if self.extent else ""
        over = f" Rata-rata {formats.number(self.over)} replikasi." if self.over else ""
        return (
            f"Perkiraan akhir {year}: {self.figure}{range_}, dari laju sejak "
            f"{formats.MONTHS[self.since - 1]}. {self.ending}{over}"
        )

    @property
    def ending(self):
        """When it is done at this pace, in words."""
        if self.finish is None:
            within = (
                f", paling cepat {formats.day_month(self.earliest)}" if self.earliest else ""
            )
            return f"Tidak selesai tahun ini pada laju ini{within}."
        if self.earliest == self.latest:
            return f"Selesai sekitar {formats.day_month(self.finish)} pada laju ini."
        late = formats.day_month(self.latest) if self.latest else "lewat akhir tahun"
        return (
            f"Selesai sekitar {formats.day_month(self.finish)} pada laju ini, antara "
            f"{formats.day_month(self.earliest)} dan {late}."
        )


@dataclass(frozen=True)
class Outlook:
    """A Forecast, or None and in `reason` why there is none ("" where none is wanted)."""

    forecast: Forecast | None
    reason: str = ""

    @property
    def sentence(self):
        return self.forecast.sentence if self.forecast else self.reason


def extent(low, high):
    """Two percents as a range in whole numbers, "" where both are written the same."""
    first, last = formats.number(low, 0), formats.number(high, 0)
    return "" if first == last else f"{first}–{last}{formats.NBSP}%"


def outlook_of(points, today, *, over=None):
    """The Outlook of `points` ((day, percent), …) recorded in one year, ascending, until `today`.

    Months without a record are simply absent; none of them counts as standing still.
    """
    known = [(day, percent) for day, percent in points if percent is not None]
    if not known:
        return Outlook(None, "Belum ada perkiraan: belum ada catatan progres.")
    last_day, last = known[-1]
    end = date(last_day.year, 12, 31)
    if today > end or last_day >= end:
        return Outlook(None)
    if last >= 100:
        return Outlook(None, "Sudah 100 % menurut catatan, jadi tidak ada yang diperkirakan.")
    if len(known) < LEAST_POINTS:
        return Outlook(
            None,
            f"Belum ada perkiraan: baru {len(known)} bulan yang ada catatannya, "
            f"perlu sedikitnya {LEAST_POINTS}.",
        )
    if (today - last_day).days > MOST_SILENT_DAYS:
        return Outlook(
            None,
            f"Belum ada perkiraan: catatan terakhir {formats.day_month(last_day)}, "
            "lebih dari tiga bulan yang lalu.",
        )
    places = [(_months(day), float(percent), day) for day, percent in known]
    if places[-1][0] - places[-2][0] < LEAST_STEP and len(places) > LEAST_POINTS:
        del places[-2]
    window = places[-MOST_STEPS - 1 :]
    return Outlook(_forecast(window, last_day, last, end, over))


def _months(day):
    """Months of the year gone at the end of `day`, 0 to 12."""
    return share_of_year(day.year, day) * 12


def _forecast(window, start, present, end, over):
    steps = [(later[0] - earlier[0], later[1] - earlier[1]) for earlier, later in pairwise(window)]
    length = sum(months for months, _ in steps)
    pace = max(sum(points for _, points in steps) / length, 0.0)
    freedom = len(steps) - 1
    spread = sqrt(sum((points - pace * months) ** 2 / months for months, points in steps) / freedom)
    wide = STUDENT[freedom] * spread

    def at(day):
        """(percent, low, high) at the end of `day`, as Decimals."""
        ahead = _months(day) - window[-1][0]
        middle = window[-1][1] + pace * ahead
        margin = wide * sqrt(ahead + ahead**2 / length)
        return tuple(
            min(max(Decimal(value).quantize(STEP, ROUND_HALF_UP), present), Decimal(100))
            for value in (middle, middle - margin, middle + margin)
        )

    days = [start, *[day for day in month_ends(start.year) if day > start]]
    path = ((start, present, present, present), *[(day, *at(day)) for day in days[1:]])
    percent, low, high = at(end)
    first = window[0][2]
    return Forecast(
        start=start,
        present=present,
        percent=percent,
        low=low,
        high=high,
        since=first.month + (1 if first.day > 15 and first.month < 12 else 0),
        path=path,
        finish=_reached(at, start, end, 0),
        earliest=_reached(at, start, end, 2),
        latest=_reached(at, start, end, 1),
        over=over,
    )


def _reached(at, start, end, which):
    """The first day after `start` on which that one of the three is 100; they never fall."""
    if at(end)[which] < 100:
        return None
    low, high = 1, (end - start).days
    while low < high:
        middle = (low + high) // 2
        if at(start + timedelta(days=middle))[which] >= 100:
            high = middle
        else:
            low = middle + 1
    return start + timedelta(days=low)
