"""Absorption month by month, drawn below an S-curve on an axis of its own. Pure geometry."""

from dataclasses import dataclass

from replikasi.common import formats
from replikasi.common.geometry import coordinate

from .drawing import Axes, Frame, last_known

# Space above the panel for its title, and the height of its plot: pixels.
TITLE, PLOT, NARROW_PLOT = 34, 80, 64
SHOWN_MOST = 200
# Of a month's width: what its column leaves free on either side.
ROOM = 0.18
# A reported nothing is still a line that can be seen.
LEAST_HEIGHT = 1.5
# The empty box of a month without a record.
BLANK = 10


@dataclass(frozen=True)
class Panel(Axes):
    """`columns`: (x, y, width, height) a month with money; `blanks`: the same of a month that has
    begun and in which nothing was recorded; `works`: (x1, x2, y) of sementara in the
    same month; `grid`: (y, label); `full`: height of 100 %; `text`, `note`: the latest figure."""

    grid: tuple
    full: str
    columns: tuple
    blanks: tuple
    works: tuple
    text: str
    note: str
    text_y: str
    title_y: str

    @property
    def note_y(self):
        return coordinate(float(self.text_y) + 16)

    @property
    def label_x(self):
        return coordinate(self.frame.x(1) + 10)


def _scaled(frame, percent, most):
    return frame.y(percent * 100 / most)


def panel_of(figures, above, *, is_wide):
    """The Panel of `figures` below the Frame `above`, or None where no money is known."""
    found = last_known(figures.money)
    if found is None:
        return None
    height = above.height + TITLE + (PLOT if is_wide else NARROW_PLOT)
    frame = Frame(
        width=above.width,
        height=height,
        left=above.left,
        right=above.right,
        top=above.height + TITLE,
        bottom=8,
        label_gap=0,
    )
    most = _most(figures.money)
    day, percent = found
    text_y = min(_scaled(frame, percent, most) + 4, frame.y(0) - (14 if is_wide else 0))
    return Panel(
        frame=frame,
        grid=tuple(
            (coordinate(_scaled(frame, step, most)), str(step))
            for step in ((0, 50, 100) if most == 100 else (0, 100, most))
        ),
        full=coordinate(_scaled(frame, 100, most)),
        columns=_columns(frame, figures, most),
        blanks=_blanks(frame, figures),
        works=_works(frame, figures, most),
        text=formats.percent(percent) if is_wide else formats.number(percent, 1),
        note=f"serapan, {formats.day_month(day)}" if is_wide else "",
        text_y=coordinate(max(text_y, frame.top + 4)),
        title_y=coordinate(above.height + TITLE - 14),
    )


def _most(money):
    """Where the axis ends: 100, or 150 or 200 where more than the ceiling was spent."""
    top = max(percent for _, percent in money if percent is not None)
    return 100 if top <= 100 else 150 if top <= 150 else SHOWN_MOST


def _column(frame, day):
    """(left, right) of the column of the month of `day`."""
    left, right = frame.x((day.month - 1) / 12), frame.x(day.month / 12)
    room = (right - left) * ROOM
    return left + room, right - room


def _columns(frame, figures, most):
    columns = []
    for day, percent in figures.money:
        if percent is None:
            continue
        left, right = _column(frame, day)
        tall = max(frame.y(0) - _scaled(frame, percent, most), LEAST_HEIGHT)
        box = (left, frame.y(0) - tall, right - left, tall)
        columns.append(tuple(coordinate(value) for value in box))
    return tuple(columns)


def _blanks(frame, figures):
    boxes = []
    for day, percent in figures.money:
        if percent is None:
            left, right = _column(frame, day)
            box = (left, frame.y(0) - BLANK, right - left, BLANK)
            boxes.append(tuple(coordinate(value) for value in box))
    return tuple(boxes)


def _works(frame, figures, most):
    """A short line at the height of the work in every month that has a column."""
    claimed = dict(figures.months)
    works = []
    for day, percent in figures.money:
        if percent is None or claimed.get(day) is None:
            continue
        left, right = _column(frame, day)
        y = _scaled(frame, claimed[day], most)
        works.append((coordinate(left - 2), coordinate(right + 2), coordinate(y)))
    return tuple(works)
