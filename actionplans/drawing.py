"""Geometry of S-curves: percents on days of a year turned into SVG coordinates. Pure.

Coordinates are text with a decimal point, so that a template prints them in any language.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from replikasi.common import formats
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


WIDE = Frame(width=636, height=400, left=40, right=134, top=26, bottom=46, label_gap=36)
NARROW = Frame(width=294, height=276, left=32, right=40, top=26, bottom=28, label_gap=16)
SPARK = Frame(width=120, height=38, left=2, right=4, top=4, bottom=4, label_gap=0)


@dataclass(frozen=True)
class Figures:
    """What a curve shows of one year. Percents are Decimals from 0 to 100.

    `planned`, `baseline`: (day, percent), ascending; `baseline` is empty when the first approved
    version is the present one. `claimed`, `verified`: (quarter, percent or None); None is a gap,
    never 0. `missing`: quarters that closed without a report. `happened`: (day, percent) of single
    updates, where the claims of one milestone are drawn instead of those of its quarters.
    """

    year: int
    planned: tuple
    claimed: tuple
    verified: tuple
    today: date
    baseline: tuple = ()
    missing: tuple = ()
    happened: tuple = ()


@dataclass(frozen=True)
class Label:
    """Words in the right margin; `lead` is the line that ties them to their point."""

    y: str
    note_y: str
    text: str
    note: str
    kind: str
    lead: str


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
    def scale_x(self):
        return coordinate(self.frame.left - 8)

    @property
    def tick_y(self):
        return coordinate(self.frame.y(0) + 5)


@dataclass(frozen=True)
class Drawing(Axes):
    """One drawing, ready for a template: polylines are "x,y x,y …", marks are (x, y)."""

    grid: tuple
    months: tuple
    quarters: tuple
    ticks: tuple
    planned: str
    baseline: str
    claimed: tuple
    verified: tuple
    rings: tuple
    dots: tuple
    gaps: tuple
    now: str
    now_anchor: str
    now_text: str
    labels: tuple

    @property
    def label_x(self):
        return coordinate(self.frame.x(1) + 10)

    @property
    def quarter_y(self):
        return coordinate(self.frame.height - 6)

    @property
    def month_y(self):
        return coordinate(self.frame.height - 26)

    @property
    def top(self):
        return coordinate(self.frame.top)


def coordinate(value):
    """Pixels with one decimal, as text."""
    return f"{value:.1f}"


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


def polyline(points):
    return " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in points)


def segments(frame, year, values):
    """Polylines through (quarter, percent) that break at None; the year begins at 0.

    A figure of TW I is tied to the origin; one that follows a gap stands alone.
    """
    runs, run = [], [(frame.x(0), frame.y(0))]
    expected = 1
    for quarter, percent in values:
        if percent is None or quarter != expected:
            runs.append(run)
            run = []
        if percent is not None:
            run.append((frame.x(share_at(year, quarter)), frame.y(percent)))
        expected = quarter + 1
    runs.append(run)
    return tuple(polyline(points) for points in runs if len(points) > 1)


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


def gap_boxes(frame, year, missing, last):
    """(x, y, width, height) of a dashed box for each quarter without a report, at the height of
    the last figure."""
    boxes = []
    for quarter in missing:
        right = frame.x(share_at(year, quarter))
        left = frame.x(share_at(year, quarter - 1)) if quarter > 1 else frame.x(0)
        middle = frame.y(last or ZERO)
        top = min(max(middle - 4, frame.top), frame.y(0) - 8)
        boxes.append(tuple(coordinate(v) for v in (left + 2, top, right - left - 4, 8)))
    return tuple(boxes)


def spread(wanted, gap, top, bottom):
    """Heights nearest to `wanted` (ascending) that keep `gap` between them within [top, bottom].

    Where there is no room for all of them the gap gives way last, above `top`.
    """
    placed = []
    for height in wanted:
        placed.append(max(height, top if not placed else placed[-1] + gap))
    limit = bottom
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    return placed


def last_known(values):
    """The latest (quarter, percent) with a figure, or None."""
    known = [row for row in values if row[1] is not None]
    return known[-1] if known else None


def draw(figures, frame):
    """The Drawing of `figures` in `frame`."""
    year = figures.year
    last = last_known(figures.claimed) or last_known(figures.verified)
    in_year = figures.today.year == year
    now = frame.x(share_of_year(year, figures.today)) if in_year else None
    short = frame is not WIDE
    happened = day_points(frame, year, figures.happened)
    return Drawing(
        frame=frame,
        grid=tuple((coordinate(frame.y(step)), str(step)) for step in (0, 25, 50, 75, 100)),
        months=tuple(
            (coordinate(frame.x((month - 0.5) / 12)), formats.SHORT_MONTHS[month - 1])
            for month in MONTHS
        ),
        quarters=tuple(
            (coordinate(frame.x((quarter - 0.5) / 4)), formats.quarter_name(quarter))
            for quarter in QUARTERS
        ),
        ticks=tuple(coordinate(frame.x(share_at(year, quarter))) for quarter in QUARTERS),
        planned=plan_line(frame, year, figures.planned),
        baseline=plan_line(frame, year, figures.baseline),
        claimed=segments(frame, year, figures.claimed)
        + ((polyline(happened),) if len(happened) > 1 else ()),
        verified=segments(frame, year, figures.verified),
        rings=marks(frame, year, figures.claimed)
        + tuple((coordinate(x), coordinate(y)) for x, y in happened),
        dots=marks(frame, year, figures.verified),
        gaps=gap_boxes(frame, year, figures.missing, last[1] if last else None),
        now="" if now is None else coordinate(now),
        now_anchor=_anchor(frame, now),
        now_text=("" if short else "Hari ini, ") + formats.day_month(figures.today),
        labels=_labels(figures, frame, short),
    )


def _anchor(frame, now):
    """How the words above the line of today stand, so that they stay inside the drawing."""
    if now is None or frame.left + 50 < now < frame.width - 60:
        return "middle"
    return "start" if now <= frame.left + 50 else "end"


def _labels(figures, frame, short):
    """Labels of the line ends: the plan's last, the last claim and the last verified figure."""
    ends = []
    if figures.planned:
        day, percent = figures.planned[-1]
        ends.append((day, percent, "Rencana", "plan", f"akhir {figures.year}"))
    for values, name, kind in (
        (figures.claimed, "sementara", "sem"),
        (figures.verified, "terverifikasi", "ver"),
    ):
        if found := last_known(values):
            quarter, percent = found
            day = quarter_bounds(figures.year, quarter)[1]
            ends.append((day, percent, name, kind, f"{name}, {formats.quarter_name(quarter)}"))
    if figures.happened:
        day, percent = figures.happened[-1]
        ends.append((day, percent, "sementara", "sem", f"sementara, {formats.day_month(day)}"))
    ends.sort(key=lambda end: -end[1])
    heights = spread(
        [frame.y(end[1]) + 4 for end in ends],
        frame.label_gap,
        frame.top + 4,
        frame.y(0) - (0 if short else 14),
    )
    right = frame.x(1)
    labels = []
    for (day, percent, name, kind, note), height in zip(ends, heights, strict=True):
        point = (frame.x(share_of_year(figures.year, day)), frame.y(percent))
        shown = formats.number(percent, 1) if short else formats.percent(percent)
        labels.append(
            Label(
                y=coordinate(height),
                note_y=coordinate(height + 16),
                text=f"{name} {shown}" if kind == "plan" and not short else shown,
                note="" if short else note,
                kind=kind,
                lead=polyline([(point[0] + 7, point[1]), (right + 4, height - 4)])
                if kind != "plan" and point[0] + 12 < right
                else "",
            )
        )
    return tuple(labels)
