"""Geometry of a plan's timeline by month: bars, due dates and marks as shares of a year. Pure.

Places are percents of the width of the drawing, as text with a decimal point, so that one drawing
serves every screen and the print, with its text at its own size.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from replikasi.common import formats

from .drawing import MONTHS, QUARTERS
from .models import Stage

HUNDRED = Decimal(100)
# Narrower than this a bar could not be seen.
LEAST_WIDTH = 0.4
# A mark beside a bar stands at its left when the bar ends further right than this.
MARK_TURNS = 70.0
# Nearer to an edge than this the words above the line of today would leave the drawing.
EDGE = 20.0


@dataclass(frozen=True)
class Bar:
    """One milestone. `x` and `width` are "" where its dates do not allow a bar, then `word` says
    why; `due_x` is "" without a due date in the year.

    `verified` and `claimed` are (x, width) of the done parts inside the bar, or None: a figure
    that there is not is not drawn. `late` counts calendar days. `mark` names what is waited for.
    """

    pk: int
    number: int
    activity: str
    start: date | None
    due: date | None
    x: str
    width: str
    due_x: str
    verified: tuple | None
    claimed: tuple | None
    late: int
    done: bool
    word: str
    reached: Decimal | None
    links: tuple = ()
    mark: str = ""
    mark_x: str = ""
    mark_anchor: str = "start"

    @property
    def troubles(self):
        """Links to what holds the milestone up."""
        return [link for link in self.links if link.troubles]

    @property
    def held_up(self):
        return bool(self.troubles)

    @property
    def waits_late(self):
        """Whether what is waited for is late, not just planned too tightly."""
        return any(link.awaited.days_late for link in self.links)


@dataclass(frozen=True)
class Gantt:
    """The timeline of a year; `groups` are (name of the stage, its bars). `more`: rows left out."""

    year: int
    months: tuple
    quarters: tuple
    lines: tuple
    now: str
    now_anchor: str
    today: date
    groups: tuple
    undated: int
    more: int

    @property
    def bars(self):
        return tuple(bar for _, bars in self.groups for bar in bars)


def share(year, day, *, end=False):
    """How far into `year` a `day` begins (or `end`s), in percent, held within 0 and 100."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    days = (day - first).days + (1 if end else 0)
    return min(max(days / (after - first).days, 0.0), 1.0) * 100


def place(value):
    """A share as an SVG length: "12.34%"."""
    return f"{value:.2f}%"


def _part(left, width, low, high):
    """(x, width) of the part of a bar between two percents, or None when it is empty."""
    low, high = float(low), float(high)
    if high <= low:
        return None
    return place(left + width * low / 100), place(width * (high - low) / 100)


def _word(row, year):
    """Why a milestone has no bar, or ""."""
    if row.start is None and row.due is None:
        return "tanggal belum diisi"
    if row.start is None:
        return "tanggal mulai belum diisi"
    if row.due is None:
        return "tanggal selesai belum diisi"
    if row.due.year < year or row.start.year > year:
        return f"di luar tahun {year}"
    return ""


def bar_of(row, *, year, today, verified=None, links=()):
    """The Bar of a milestone; `verified` is its latest verified percent, or None."""
    word = _word(row, year)
    done = row.reached is not None and row.reached >= HUNDRED
    dropped = row.weight is not None and row.weight == 0
    late = 0
    if row.due and row.due < today and not done and not dropped:
        late = (today - row.due).days
    due_x = ""
    if row.due and row.due.year == year:
        due_x = place(share(year, row.due, end=True))
    drawn = {"x": "", "width": "", "verified": None, "claimed": None}
    if not word:
        left, right = share(year, row.start), share(year, row.due, end=True)
        width = max(right - left, LEAST_WIDTH)
        left = min(left, 100 - width)
        checked = verified or 0
        drawn = {
            "x": place(left),
            "width": place(width),
            "verified": _part(left, width, 0, checked),
            "claimed": _part(left, width, checked, row.reached or 0),
        }
        if waited := [link for link in links if not link.awaited.done]:
            drawn |= _mark(left, left + width, waited)
    return Bar(
        pk=row.pk,
        number=row.number,
        activity=row.activity,
        start=row.start,
        due=row.due,
        due_x=due_x,
        late=late,
        done=done,
        word=word,
        reached=row.reached,
        links=tuple(links),
        **drawn,
    )


def _mark(left, right, links):
    """Numbers of what is waited for, where there is room: after the bar, else before it."""
    text = "menunggu " + ", ".join(str(link.awaited.number) for link in links)
    if right <= MARK_TURNS:
        return {"mark": text, "mark_x": place(right), "mark_anchor": "start"}
    if left >= 100 - MARK_TURNS:
        return {"mark": text, "mark_x": place(left), "mark_anchor": "end"}
    return {}


def _anchor(now):
    """How the words above the line of today stand, so that they stay inside on a phone as well."""
    if now is None or EDGE < now < 100 - EDGE:
        return "middle"
    return "start" if now <= EDGE else "end"


def gantt_of(milestones, *, year, today, verified=None, links=None, more=0):
    """The Gantt of `milestones` in their order; `verified` {key: percent}, `links` {key: Links}."""
    verified, links = verified or {}, links or {}
    groups = []
    for stage, label in Stage.choices:
        bars = tuple(
            bar_of(
                row,
                year=year,
                today=today,
                verified=verified.get(row.pk),
                links=links.get(row.pk, ()),
            )
            for row in milestones
            if row.stage == stage
        )
        if bars:
            groups.append((label, bars))
    begins = [share(year, date(year, month, 1)) for month in MONTHS] + [100.0]
    now = share(year, today, end=True) if today.year == year else None
    return Gantt(
        year=year,
        months=tuple(
            (place((begins[month - 1] + begins[month]) / 2), formats.SHORT_MONTHS[month - 1])
            for month in MONTHS
        ),
        quarters=tuple(
            (
                place((begins[quarter * 3 - 3] + begins[quarter * 3]) / 2),
                formats.quarter_name(quarter),
            )
            for quarter in QUARTERS
        ),
        lines=tuple((place(x), index % 3 == 0) for index, x in enumerate(begins)),
        now="" if now is None else place(now),
        now_anchor=_anchor(now),
        today=today,
        groups=tuple(groups),
        undated=sum(not bar.x for _, bars in groups for bar in bars),
        more=more,
    )
