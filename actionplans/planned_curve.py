"""The curve that a plan promises while it is being drawn up: sums, drawings, a sentence. Pure.

Rows that have no weight or no dates yet add nothing, so the curve may end below 100.
"""

from dataclasses import dataclass
from decimal import Decimal

from replikasi.common import formats
from replikasi.common.geometry import coordinate, polyline
from replikasi.common.periods import quarter_bounds

from . import arithmetic
from .drawing import (
    QUARTERS,
    Axes,
    Frame,
    month_ends,
    share_at,
    share_of_year,
)

WIDE = Frame(width=548, height=232, left=36, right=112, top=24, bottom=30, label_gap=0)
NARROW = Frame(width=294, height=200, left=32, right=20, top=24, bottom=26, label_gap=0)
# Hundredths of a weight, ten-thousandths of a percent: whole numbers are exact and quick.
PER_WEIGHT, PER_PERCENT = 100, 10_000


@dataclass(frozen=True)
class Mark:
    """The plan at the end of a quarter; `text` stands at (text_x, text_y) beside its point."""

    x: str
    y: str
    text: str
    text_x: str
    text_y: str
    anchor: str


@dataclass(frozen=True)
class PlannedDrawing(Axes):
    """One drawing, ready for a template: polylines are "x,y x,y …"."""

    grid: tuple
    quarters: tuple
    ticks: tuple
    line: str
    baseline: str
    marks: tuple
    end: Mark

    @property
    def quarter_y(self):
        return coordinate(self.frame.height - 8)

    @property
    def note_y(self):
        """Where the words under the last figure stand."""
        return coordinate(float(self.end.text_y) + 17)


@dataclass(frozen=True)
class PlannedCurve:
    """`total` at the end of the year, `gap` what it lacks of 100 in words; two drawings."""

    total: Decimal
    gap: str
    sentence: str
    wide: PlannedDrawing
    narrow: PlannedDrawing


def planned_at(rows, year, days):
    """[percent of the whole plan that `rows` promise by the end of each day of `days`].

    `rows` are (weight, start, due, targets). As arithmetic.planned (a milestone's percent may
    differ by its last digit, 0.0001), over whole numbers, since a long plan is drawn anew while
    somebody types.
    """
    ends = [quarter_bounds(year, quarter)[1].toordinal() for quarter in QUARTERS]
    ordinals = [day.toordinal() for day in days]
    sums = [0] * len(ordinals)
    for weight, start, due, targets in rows:
        if not weight or start is None or due is None:
            continue
        units, first, last = int(weight * PER_WEIGHT), start.toordinal(), due.toordinal()
        points = [(first, 0)]
        for end, target in zip(ends, targets, strict=True):
            if first < end < last and target is not None:
                points.append((end, int(target * PER_PERCENT)))
        points.append((last, 100 * PER_PERCENT))
        at = 0
        for index, day in enumerate(ordinals):
            if day >= last:
                sums[index] += units * 100 * PER_PERCENT
            elif day > first:
                while day > points[at + 1][0]:
                    at += 1
                (day_a, at_a), (day_b, at_b) = points[at], points[at + 1]
                sums[index] += units * _halves_up(
                    at_a * (day_b - day) + at_b * (day - day_a), day_b - day_a
                )
    scale = PER_WEIGHT * PER_PERCENT * 100
    return [(Decimal(units) / scale).quantize(arithmetic.FIGURE_STEP) for units in sums]


def _halves_up(above, below):
    """above ÷ below, neither of them negative, as a whole number."""
    return (2 * above + below) // (2 * below)


def planned_curve(rows, year, *, promised=(), gap_of):
    """The PlannedCurve of `rows` (see planned_at); `promised`: such rows as last approved.

    `gap_of`: the sentence for what a sum lacks of 100 (checks.gap_of).
    """
    days = month_ends(year)
    baseline = ()
    if promised:
        baseline = tuple(zip(days, planned_at(promised, year, days), strict=True))
    percents = planned_at(rows, year, days)
    points = tuple(zip(days, percents, strict=True))
    quarters = [(quarter, percents[quarter * 3 - 1]) for quarter in QUARTERS]
    total, gap = percents[-1], gap_of(percents[-1])
    said = ", ".join(
        f"{formats.percent(percent)} pada akhir {formats.quarter_name(quarter)}"
        for quarter, percent in quarters
    )
    return PlannedCurve(
        total=total,
        gap=gap,
        sentence=f"Kurva rencana {year}: {said}{f', {gap}' if gap else ''}.",
        wide=draw(WIDE, year, points, quarters, baseline),
        narrow=draw(NARROW, year, points, quarters, baseline),
    )


def draw(frame, year, points, quarters, baseline=()):
    marks = tuple(_mark(frame, year, quarter, percent) for quarter, percent in quarters)
    return PlannedDrawing(
        frame=frame,
        grid=tuple((coordinate(frame.y(step)), str(step)) for step in (0, 50, 100)),
        quarters=tuple(
            (coordinate(frame.x((quarter - 0.5) / 4)), formats.quarter_name(quarter))
            for quarter in QUARTERS
        ),
        ticks=tuple(coordinate(frame.x(share_at(year, quarter))) for quarter in QUARTERS),
        line=_line(frame, year, points),
        baseline=_line(frame, year, baseline) if baseline else "",
        marks=marks[:-1],
        end=marks[-1],
    )


def _line(frame, year, points):
    origin = [(frame.x(0), frame.y(0))]
    return polyline(
        origin + [(frame.x(share_of_year(year, day)), frame.y(percent)) for day, percent in points]
    )


def _mark(frame, year, quarter, percent):
    """The end of the year has its words in the margin where there is one, else above its point."""
    x, y = frame.x(share_at(year, quarter)), frame.y(percent)
    in_margin = quarter == 4 and frame is WIDE
    return Mark(
        x=coordinate(x),
        y=coordinate(y),
        text=formats.percent(percent) if in_margin else formats.number(percent, 1),
        text_x=coordinate(x + 12 if in_margin else x - 8 if quarter < 4 else frame.width - 2),
        text_y=coordinate(min(y + 5, frame.y(0) - 14) if in_margin else max(y - 9, 13)),
        anchor="start" if in_margin else "end",
    )
