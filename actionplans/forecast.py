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

from .drawing import month_ends

MOST_STEPS = 6
LEAST_POINTS = 3
# Older than a quarter, the last record says nothing of the pace of today.
MOST_SILENT_DAYS = 92
# A step shorter than this (months) is counted with the one before it.
LEAST_STEP = 0.5
STUDENT = {1: 3.078, 2: 1.886, 3: 1.638, 4: 1.533, 5: 1.476}
STEP = Decimal("0.01")


@dataclass(frozen=True)
class Forecast:
    """Percents at the end of the year, with the range that 8 of 10 such forecasts keep to.

    `start`, `present`: the last recorded position; `since`: month (1–12) from which the pace is
    taken; `path`: (day, percent, low, high) from `start` to the end of the year; `finish`,
    `earliest`, `latest`: days on which the line, the range's upper and its lower edge reach 100,
    None where that is not within the year. `today`: the day of asking.
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
    today: date

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
        range_ = f" ({self.extent})" if self.extent else ""
        is_old = self.start.month != self.today.month
        last = f" Catatan terakhir {formats.day_month(self.start)}." if is_old else ""
        return (
            f"Perkiraan akhir {year}: {self.figure}{range_}, dari laju sejak "
            f"{formats.MONTHS[self.since - 1]}. {self.ending}{last}"
        )

    @property
    def ending(self):
        """When it is done at this pace, in words."""
        if self.finish is None:
            hope = f"; paling cepat {formats.day_month(self.earliest)}" if self.earliest else ""
            return f"Tidak selesai tahun ini pada laju ini{hope}."
        if self.earliest == self.latest:
            return f"Selesai sekitar {formats.day_month(self.finish)} pada laju ini."
        late = formats.day_month(self.latest) if self.latest else "lewat akhir tahun"
        return (
            f"Selesai sekitar {formats.day_month(self.finish)} pada laju ini, antara "
            f"{formats.day_month(self.earliest)} dan {late}."
        )


@dataclass(frozen=True)
class Outlook:
    """A Forecast, or None and in `reason` why there is none ("" where none is wanted); `over`: how
    many plans the positions are means of, None for one plan."""

    forecast: Forecast | None
    reason: str = ""
    over: int | None = None

    @property
    def sentence(self):
        said = self.forecast.sentence if self.forecast else self.reason
        over = f"Rata-rata {formats.number(self.over)} replikasi." if self.over else ""
        return " ".join(part for part in (said, over) if part)


def extent(low, high):
    """Two percents as a range in whole numbers, "" where both are written the same."""
    first, last = formats.number(low, 0), formats.number(high, 0)
    return "" if first == last else f"{first}–{last}{formats.NBSP}%"


def outlook_of(points, today, *, over=None):
    """The Outlook of `points` ((day, percent), …) recorded in one year, ascending, until `today`.

    Months without a record are simply absent; none of them counts as standing still.
    """
    known = [(day, percent) for day, percent in points if percent is not None]
    if not points or today >= date(points[0][0].year, 12, 31):
        return Outlook(None, over=over)
    if reason := _hindrance(known, today):
        return Outlook(None, reason, over)
    places = [(_months(day), float(percent), day) for day, percent in known]
    if places[-1][0] - places[-2][0] < LEAST_STEP and len(places) > LEAST_POINTS:
        del places[-2]
    return Outlook(_forecast(places[-MOST_STEPS - 1 :], *known[-1], today), over=over)


def _hindrance(known, today):
    """Why nothing can be foretold from `known`, in words; "" where something can."""
    if not known:
        return "Belum ada perkiraan: belum ada catatan progres."
    day, percent = known[-1]
    if percent >= 100:
        return f"Sudah 100{formats.NBSP}% menurut catatan, jadi tidak ada yang diperkirakan."
    if len(known) < LEAST_POINTS:
        return (
            f"Belum ada perkiraan: baru {len(known)} bulan yang ada catatannya, "
            f"perlu sedikitnya {LEAST_POINTS}."
        )
    if (today - day).days > MOST_SILENT_DAYS:
        return (
            f"Belum ada perkiraan: catatan terakhir {formats.day_month(day)}, "
            "lebih dari tiga bulan yang lalu."
        )
    return ""


def _months(day):
    """Months of the year gone at the end of `day`, 0 to 12; every month is as long as another."""
    return day.month - 1 + day.day / month_ends(day.year)[day.month - 1].day


def _forecast(window, start, present, today):
    end = date(start.year, 12, 31)
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
        today=today,
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
