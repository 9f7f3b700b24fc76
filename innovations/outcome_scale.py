"""The scales of an outcome's drawing: frames, round values, dates, and short numbers. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from replikasi.common import formats
from replikasi.common.geometry import coordinate

# Width of a letter of 13 px, at most.
LETTER = 7.4
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
SHORT_NUMBERS = ((12, "T"), (9, "M"), (6, "jt"), (3, "rb"))


@dataclass(frozen=True)
class Frame:
    """A drawing area; the plot lies inside its margins. `ticks`: most dates that its axis has
    room for; `label_gap`: least distance between the labels in the right margin."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    ticks: int
    label_gap: int

    @property
    def plot_right(self):
        return self.width - self.right

    @property
    def plot_bottom(self):
        return self.height - self.bottom


BROAD = Frame(width=1166, height=300, left=72, right=200, top=26, bottom=46, ticks=8, label_gap=36)
WIDE = Frame(width=682, height=300, left=72, right=200, top=26, bottom=46, ticks=6, label_gap=36)
NARROW = Frame(width=294, height=240, left=68, right=72, top=26, bottom=46, ticks=2, label_gap=17)


def short_number(value):
    """At most eight letters: "1.240", "12,5 rb", "1,25 jt"."""
    for power, word in SHORT_NUMBERS:
        if abs(value) >= Decimal(10) ** max(power, 4):
            part = Decimal(value).scaleb(-power)
            return f"{_rounded(part, 2 - min(max(part.adjusted(), 0), 2))}{formats.NBSP}{word}"
    return _rounded(value, 0 if abs(value) >= 1000 else 2)


def _rounded(value, places):
    text = formats.number(value, places)
    return text.rstrip("0").rstrip(",") if "," in text else text


# -- the two scales -----------------------------------------------------------------------------


def nice_steps(low, high, most=5):
    """Round values that cover [`low`, `high`], ascending, evenly spaced; at most `most` + 1.

    No finer than a hundredth of the largest, so that short_number tells them apart.
    """
    low, high = Decimal(low), Decimal(high)
    if low == high:
        reach = max(abs(low) / 10, Decimal("0.1"))
        low, high = low - reach, high + reach
    finest = max(abs(low), abs(high)) / 100
    rough = max((high - low) / most, finest, Decimal("0.01"))
    power = Decimal(10) ** rough.adjusted()
    step = next(power * one for one in STEPS if power * one >= rough)
    while True:
        first, last = (low / step).__floor__(), (high / step).__ceil__()
        if last - first <= most:
            return [step * count for count in range(first, last + 1)]
        step = next(
            power * ten * one for ten in (1, 10) for one in STEPS if power * ten * one > step
        )


def _first_of_month(months):
    """The first day of the month that is `months` after January of the year 0."""
    return date(months // 12, months % 12 + 1, 1)


def date_ticks(first, last, most):
    """First days of months within [`first`, `last`], evenly spaced, at most `most`."""
    begin, end = (day.year * 12 + day.month - 1 for day in (first, last))
    begin += first.day > 1
    for step in MONTH_STEPS:
        ticks = range(-(-begin // step) * step, end + 1, step)
        if len(ticks) <= most:
            return [_first_of_month(months) for months in ticks]
    return []


@dataclass(frozen=True)
class Scale:
    """Days and values of `figures` turned into pixels of a frame."""

    frame: Frame
    first: date
    last: date
    steps: tuple

    def x(self, day):
        share = (day - self.first).days / (self.last - self.first).days
        share = min(max(share, 0.0), 1.0)
        return self.frame.left + (self.frame.plot_right - self.frame.left) * share

    def y(self, value):
        low, high = self.steps[0], self.steps[-1]
        share = float((value - low) / (high - low))
        return self.frame.plot_bottom - (self.frame.plot_bottom - self.frame.top) * share


def ticks_of(scale):
    """(x, words) of the dates on the axis, which never touch."""
    found = []
    for most in range(scale.frame.ticks, 0, -1):
        found = [
            (scale.x(day), f"{formats.SHORT_MONTHS[day.month - 1]}{formats.NBSP}{day.year}")
            for day in date_ticks(scale.first, scale.last, most)
        ]
        apart = (len("Jan 2026") + 1) * LETTER
        if all(after - before >= apart for (before, _), (after, _) in pairwise(found)):
            break
    return tuple((coordinate(x), words) for x, words in found)
