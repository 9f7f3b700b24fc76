"""Dots of days since the commitment, a row for each step, as geometry for an SVG template. Pure.

Coordinates are text with a decimal point, so that a template prints them in any language.
"""

from dataclasses import dataclass

from replikasi.common import formats
from replikasi.common.geometry import coordinate

# With more dots than this in a row only its median and spread are drawn.
DOTS = 60
DOT = 5
NICE = (7, 14, 30, 60, 90, 180, 365, 730, 1460)


@dataclass(frozen=True)
class Frame:
    """A drawing of `width` pixels; the scale runs from `left` to width − `right`, each row has
    `head` pixels for its words (0: they stand in the left margin)."""

    width: int
    left: int
    right: int
    head: int
    row: int
    ticks: int


WIDE = Frame(width=1120, left=230, right=24, head=0, row=64, ticks=9)
NARROW = Frame(width=294, left=10, right=10, head=20, row=52, ticks=4)
TOP, FOOT = 4, 44


@dataclass(frozen=True)
class Row:
    """`dots`: (x, y, verified, is that of the chosen one); `band`: (x, width) of the middle half;
    `median`: x; "" for none."""

    label: str
    label_y: str
    y: str
    dots: tuple
    band: tuple
    median: str
    median_top: str
    median_bottom: str
    word: str
    word_y: str


@dataclass(frozen=True)
class Plot:
    frame: Frame
    height: int
    rows: tuple
    ticks: tuple
    zero: str
    top: str
    bottom: str
    left: str
    right: str
    tick_y: str
    unit_y: str
    is_wide: bool


def plot(steps, frame, own=None):
    """The Plot of `steps` (adoption.Step), or None while nobody completed any with known days.

    `own`: id of a replication whose dots stand out.
    """
    days = [day for step in steps for day, *_ in step.points]
    if not days:
        return None
    least, most = min(0, *days), max(1, *days)
    every = next((step for step in NICE if (most - least) / step <= frame.ticks), NICE[-1])
    room = frame.width - frame.left - frame.right

    def x(day):
        return frame.left + room * (float(day) - least) / (most - least)

    height_of_row = frame.head + frame.row
    bottom = TOP + height_of_row * len(steps)
    first = -(-least // every) * every
    return Plot(
        frame=frame,
        height=bottom + FOOT,
        rows=tuple(
            _row(step, TOP + height_of_row * index, frame, x, own)
            for index, step in enumerate(steps)
        ),
        ticks=tuple(
            (coordinate(x(day)), formats.number(day), _anchor(x(day), frame))
            for day in range(first, most + 1, every)
        ),
        zero=coordinate(x(0)),
        top=coordinate(TOP),
        bottom=coordinate(bottom),
        left=coordinate(frame.left),
        right=coordinate(frame.width - frame.right),
        tick_y=coordinate(bottom + 18),
        unit_y=coordinate(bottom + 38),
        is_wide=frame is WIDE,
    )


def _anchor(x, frame):
    if x < 16:
        return "start"
    return "end" if x > frame.width - 20 else "middle"


def _row(step, top, frame, x, own):
    middle = top + frame.head + frame.row / 2
    is_few = len(step.points) <= DOTS
    shown = [point for point in step.points if is_few or point[2] == own]
    spread = step.spread
    return Row(
        label=step.label,
        label_y=coordinate(top + 14 if frame.head else middle + 4),
        y=coordinate(middle),
        dots=_dodged(shown, middle, frame.row / 2 - DOT - 2, x, own),
        band=(coordinate(x(spread.low)), coordinate(max(x(spread.high) - x(spread.low), 1)))
        if spread
        else (),
        median=coordinate(x(spread.median)) if spread else "",
        median_top=coordinate(middle - 16),
        median_bottom=coordinate(middle + 16),
        word="" if step.points else "belum ada yang sampai",
        word_y=coordinate(middle + 4),
    )


def _dodged(points, middle, room, x, own):
    """(x, y, verified, is own) of each of `points` (ascending), those that would cover one another
    spread evenly above and below the middle, within `room` of it."""
    placed, heap = [], []
    for days, verified, key in points:
        if heap and x(days) - x(heap[0][0]) >= 2 * DOT:
            placed += _heaped(heap, middle, room, x)
            heap = []
        heap.append((days, verified, key == own))
    placed += _heaped(heap, middle, room, x)
    # The chosen one is drawn last, so that no other covers it.
    return tuple(sorted(placed, key=lambda dot: dot[3]))


def _heaped(heap, middle, room, x):
    step = min(2.0 * DOT + 1, 2 * room / max(len(heap) - 1, 1))
    top = middle - step * (len(heap) - 1) / 2
    return [
        (coordinate(x(days)), coordinate(top + step * at), verified, is_own)
        for at, (days, verified, is_own) in enumerate(heap)
    ]
