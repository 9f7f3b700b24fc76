"""Geometry of S-curves: percents on days of a year turned into SVG coordinates. Pure.

Coordinates are text with a decimal point, so that a template prints them in any language.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from replikasi.common import formats
from replikasi.common.geometry import coordinate, polyline
from replikasi.common.periods import quarter_bounds

QUARTERS = (1, 2, 3, 4)
MONTHS = range(1, 13)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Frame:
    """A drawing area in pixels; the plot lies inside its margins. `label_gap`: least distance
    between the labels in the right margin."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    label_gap: int

    def x(self, share):
        """`share` of the year, 0 to 1."""
        return self.left + (self.width - self.left - self.right) * float(share)

    def y(self, percent):
        """`percent`, held within 0 and 100."""
        share = min(max(float(percent), 0.0), 100.0) / 100
        return self.height - self.bottom - (self.height - self.top - self.bottom) * share


WIDE = Frame(width=682, height=392, left=40, right=176, top=26, bottom=46, label_gap=36)
NARROW = Frame(width=294, height=276, left=32, right=48, top=26, bottom=28, label_gap=17)
SPARK = Frame(width=120, height=38, left=2, right=4, top=4, bottom=4, label_gap=0)


@dataclass(frozen=True)
class Figures:
    """What a curve shows of one year. Percents are Decimals from 0 to 100.

    `planned`, `baseline`: (day, percent), ascending; `baseline` is empty when the first approved
    version is the present one. `claimed`, `verified`: (quarter, percent or None); None is a gap,
    never 0. `months`: (day, percent or None) of the months that have begun, drawn in place of
    `claimed` where there are any; `money`: the same of absorption, which may exceed 100.
    `partly`: quarters whose verified figure is a mean over plans of which not all are verified in
    that quarter. `missing`: quarters that closed without a report. `happened`: (day, percent) of
    single updates, where the claims of one milestone are drawn instead. `forecast`: a
    forecast.Forecast or None.
    """

    year: int
    planned: tuple
    claimed: tuple
    verified: tuple
    today: date
    baseline: tuple = ()
    partly: tuple = ()
    missing: tuple = ()
    happened: tuple = ()
    months: tuple = ()
    money: tuple = ()
    forecast: object = None

    @property
    def claims(self):
        """(day, percent or None) of sementara as it is drawn: of updates, months or quarters."""
        return (
            self.happened
            or self.months
            or tuple(
                (quarter_bounds(self.year, quarter)[1], percent)
                for quarter, percent in self.claimed
            )
        )

    @property
    def last_claim(self):
        """(day, percent) of the latest sementara figure that is drawn, or None."""
        return last_known(self.claims)

    @property
    def last_verified(self):
        """(quarter, percent), or None."""
        return last_known(self.verified)


@dataclass(frozen=True)
class Axes:
    """What every drawing over a year says of its frame."""

    frame: Frame

    @property
    def axis_x(self):
        return coordinate(self.frame.x(1))

    @property
    def axis_y(self):
        return coordinate(self.frame.y(0))

    @property
    def left(self):
        return coordinate(self.frame.left)

    @property
    def top(self):
        return coordinate(self.frame.top)

    @property
    def scale_x(self):
        return coordinate(self.frame.left - 8)

    @property
    def tick_y(self):
        return coordinate(self.frame.y(0) + 5)


@dataclass(frozen=True)
class Drawing(Axes):
    """One drawing, ready for a template: polylines are "x,y x,y …", marks are (x, y).

    `partly`, `partly_dots`: what of the verified line stands on part of the plans. `fan`: the range
    of the forecast, from the last claim to the end of the year; `money`: a money_panel.Panel below,
    or None.
    """

    grid: tuple
    months: tuple
    quarters: tuple
    ticks: tuple
    planned: str
    baseline: str
    claimed: tuple
    verified: tuple
    partly: tuple
    rings: tuple
    dots: tuple
    partly_dots: tuple
    gaps: tuple
    fan: str
    forecast: str
    now: str
    now_anchor: str
    now_text: str
    labels: tuple
    money: object = None

    @property
    def is_wide(self):
        """With months below the axis and words in the margin."""
        return self.frame is WIDE

    @property
    def height(self):
        return self.money.frame.height if self.money else self.frame.height

    @property
    def label_x(self):
        return coordinate(self.frame.x(1) + 10)

    @property
    def quarter_y(self):
        return coordinate(self.frame.height - 6)

    @property
    def month_y(self):
        return coordinate(self.frame.height - 26)


def month_ends(year):
    """The last days of the months of `year`."""
    return [date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in MONTHS]


def share_of_year(year, day):
    """How much of `year` is over at the end of `day`, 0 to 1."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if day < first:
        return 0.0
    return min(((day - first).days + 1) / ((last - first).days + 1), 1.0)


@lru_cache(maxsize=64)
def share_at(year, quarter):
    """How much of `year` is over at the end of `quarter`."""
    return share_of_year(year, quarter_bounds(year, quarter)[1])


def segments(frame, year, values):
    """Polylines through (quarter, percent) that break at None; the year begins at 0.

    A figure of TW I is tied to the origin; one that follows a gap stands alone.
    """
    return _runs(
        frame,
        [
            (quarter, share_at(year, quarter), percent)
            for quarter, percent in values
            if percent is not None
        ],
    )


def day_segments(frame, year, values):
    """Polylines through (day, percent or None) that break at a quarter without any figure; a
    month without one within them does not break a line, and has no mark. As segments."""
    return _runs(
        frame,
        [
            ((day.month + 2) // 3, share_of_year(year, day), percent)
            for day, percent in values
            if percent is not None
        ],
    )


def _runs(frame, known):
    """Polylines through (quarter, share of the year, percent), one for each run of quarters."""
    runs, run, before = [], [(frame.x(0), frame.y(0))], 0
    for quarter, share, percent in known:
        if quarter > before + 1:
            runs.append(run)
            run = []
        run.append((frame.x(share), frame.y(percent)))
        before = quarter
    runs.append(run)
    return tuple(polyline(points) for points in runs if len(points) > 1)


def verified_lines(frame, figures):
    """(polylines, those whose right end is one of `figures.partly`) of the verified figures, as
    segments gives them."""
    points = {0: (frame.x(0), frame.y(0))}
    for quarter, percent in figures.verified:
        if percent is not None:
            points[quarter] = (frame.x(share_at(figures.year, quarter)), frame.y(percent))
    lines, before = {False: [], True: []}, None
    for quarter in QUARTERS:
        if quarter not in points or quarter - 1 not in points:
            continue
        is_partly = quarter in figures.partly
        if before == (quarter - 1, is_partly):
            lines[is_partly][-1].append(points[quarter])
        else:
            lines[is_partly].append([points[quarter - 1], points[quarter]])
        before = (quarter, is_partly)
    return tuple(tuple(polyline(points) for points in lines[kind]) for kind in (False, True))


def marks(frame, year, values):
    """(x, y) of every figure there is."""
    return tuple(
        (coordinate(frame.x(share_at(year, quarter))), coordinate(frame.y(percent)))
        for quarter, percent in values
        if percent is not None
    )


def day_points(frame, year, values):
    """[(x, y)] of (day, percent)."""
    return [(frame.x(share_of_year(year, day)), frame.y(percent)) for day, percent in values]


def plan_line(frame, year, points):
    if not points:
        return ""
    return polyline([(frame.x(0), frame.y(0)), *day_points(frame, year, points)])


def gap_boxes(frame, year, missing, claims):
    """(x, y, width, height) of a dashed box for each quarter without a report, at the height of
    what `claims` ((day, percent or None), …) knew by its end."""
    boxes = []
    for quarter in missing:
        end = quarter_bounds(year, quarter)[1]
        known = [percent for day, percent in claims if percent is not None and day <= end]
        right = frame.x(share_at(year, quarter))
        left = frame.x(share_at(year, quarter - 1)) if quarter > 1 else frame.x(0)
        middle = frame.y(known[-1] if known else ZERO)
        top = min(max(middle - 4, frame.top), frame.y(0) - 8)
        boxes.append(tuple(coordinate(v) for v in (left + 2, top, right - left - 4, 8)))
    return tuple(boxes)


def last_known(values):
    """The latest (quarter or day, percent) with a figure, or None."""
    known = [row for row in values if row[1] is not None]
    return known[-1] if known else None


def fan_of(frame, forecast):
    """(polygon of the range, polyline of the middle) of a forecast; ("", "") without one."""
    if forecast is None:
        return "", ""
    year = forecast.start.year
    columns = [
        (frame.x(share_of_year(year, day)), *(frame.y(percent) for percent in percents))
        for day, *percents in forecast.path
    ]
    above = [(x, high) for x, _, _, high in columns]
    below = [(x, low) for x, _, low, _ in reversed(columns)]
    return polyline(above + below[:-1]), polyline([(x, middle) for x, middle, _, _ in columns])


def axis_of_year(frame):
    """The parts of a Drawing that are the same in every year: grid, months and quarters."""
    return {
        "grid": tuple((coordinate(frame.y(step)), str(step)) for step in (0, 25, 50, 75, 100)),
        "months": tuple(
            (coordinate(frame.x((month - 0.5) / 12)), formats.SHORT_MONTHS[month - 1])
            for month in MONTHS
        ),
        "quarters": tuple(
            (coordinate(frame.x((quarter - 0.5) / 4)), formats.quarter_name(quarter))
            for quarter in QUARTERS
        ),
    }


def claims_of(figures, frame):
    """(polylines, marks) of sementara: of single updates, of months, or else of quarters."""
    year = figures.year
    if figures.happened:
        points = day_points(frame, year, figures.happened)
        lines = (polyline(points),) if len(points) > 1 else ()
        return lines, tuple((coordinate(x), coordinate(y)) for x, y in points)
    if figures.months:
        known = [(day, percent) for day, percent in figures.months if percent is not None]
        points = day_points(frame, year, known)
        lines = day_segments(frame, year, figures.months)
        return lines, tuple((coordinate(x), coordinate(y)) for x, y in points)
    return segments(frame, year, figures.claimed), marks(frame, year, figures.claimed)


def now_of(frame, year, today):
    """(x of today's line, how its words stand above it); ("", "middle") in another year."""
    if today.year != year:
        return "", "middle"
    x = frame.x(share_of_year(year, today))
    if frame.left + 50 < x < frame.width - 60:
        return coordinate(x), "middle"
    return coordinate(x), "start" if x <= frame.left + 50 else "end"
