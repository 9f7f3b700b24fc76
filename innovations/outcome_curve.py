"""The drawing of an outcome: from its baseline to its target, with what was measured. Pure.

Geometry alone, in pixels; coordinates are text with a decimal point, so that a template prints
them in any language. One Drawing for a whole panel of the desktop, one for tablets and paper, one
for the phone.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from replikasi.common import formats
from replikasi.common.geometry import coordinate, polyline, spread

from . import outcomes
from .outcome_scale import (
    BROAD,
    LETTER,
    NARROW,
    WIDE,
    Frame,
    Scale,
    nice_steps,
    short_number,
    ticks_of,
)

# From the height of a point to the base line of words that name it; between a figure and its note.
DROP, NOTE_STEP = 4, 15


@dataclass(frozen=True)
class Figures:
    """What is drawn. `baseline` and `target` are (value, day or None) or None; `verified` and
    `claims` are of outcomes.Measured, oldest first."""

    baseline: tuple | None
    target: tuple | None
    verified: tuple
    claims: tuple
    today: date

    @property
    def start(self):
        """(day, value) at which the measured line begins, or None."""
        value, day = self.baseline or (None, None)
        return (day, value) if day else None


@dataclass(frozen=True)
class Label:
    """Words in the right margin, at (`x`, `y`), `note` below at `note_y` ("" on the phone).

    `kind`: "base", "plan" (the target), "sem" or "ver"; `lead` ties them to their point.
    """

    x: str
    y: str
    note_y: str
    text: str
    note: str
    kind: str
    lead: str


@dataclass(frozen=True)
class Drawing:
    """Ready for a template: polylines are "x,y x,y …", marks are (x, y), dates (x, anchor, text).

    What there is none of is "" or (). `now`: today's line and its words; `until`: the day by which
    the target is to be reached, a line from the axis up to the target.
    """

    frame: Frame
    grid: tuple
    ticks: tuple
    base_y: str
    base_dot: tuple
    plan_y: str
    until: tuple
    until_dot: tuple
    now: tuple
    verified: str
    claimed: str
    dots: tuple
    rings: tuple
    labels: tuple

    @property
    def left(self):
        return coordinate(self.frame.left)

    @property
    def right(self):
        return coordinate(self.frame.plot_right)

    @property
    def top(self):
        return coordinate(self.frame.top)

    @property
    def bottom(self):
        return coordinate(self.frame.plot_bottom)

    @property
    def scale_x(self):
        return coordinate(self.frame.left - 8)

    @property
    def tick_y(self):
        return coordinate(self.frame.plot_bottom + 19)

    @property
    def until_y(self):
        return coordinate(self.frame.plot_bottom + 38)

    @property
    def tick_end(self):
        return coordinate(self.frame.plot_bottom + 5)


@dataclass(frozen=True)
class Curve:
    broad: Drawing
    wide: Drawing
    narrow: Drawing
    sentence: str
    has_claims: bool
    has_base: bool
    has_target: bool


def scale_of(figures, frame):
    """The Scale that holds everything that is drawn, or None where nothing is to be."""
    measured = [*figures.verified, *figures.claims]
    known = [one for one in (figures.baseline, figures.target) if one]
    values = [one.value for one in measured] + [value for value, _ in known]
    days = [one.day for one in measured] + [day for _, day in known if day]
    if not values or not days:
        return None
    first, last = min(days), max(days)
    if first <= figures.today <= last + timedelta(days=365):
        last = max(last, figures.today)
    if (last - first).days < 60:
        first, last = first - timedelta(days=30), last + timedelta(days=30)
    return Scale(frame, first, last, tuple(nice_steps(min(values), max(values))))


# -- the drawing --------------------------------------------------------------------------------


def curve_of(progress, today):
    """The Curve of an outcomes.Progress, or None where there is nothing to draw."""
    outcome, line = progress.outcome, progress.line
    figures = Figures(
        baseline=None if outcome.baseline is None else (outcome.baseline, outcome.baseline_on),
        target=None if outcome.target is None else (outcome.target, outcome.target_on),
        verified=line.verified,
        claims=line.claims,
        today=today,
    )
    broad, wide, narrow = (draw(figures, frame) for frame in (BROAD, WIDE, NARROW))
    if wide is None:
        return None
    return Curve(
        broad=broad,
        wide=wide,
        narrow=narrow,
        sentence=told(progress),
        has_claims=bool(line.claims),
        has_base=figures.baseline is not None,
        has_target=figures.target is not None,
    )


def draw(figures, frame):
    """The Drawing of `figures` in `frame`, or None."""
    scale = scale_of(figures, frame)
    if scale is None:
        return None

    def at(measured):
        return scale.x(measured.day), scale.y(measured.value)

    start = figures.start and (scale.x(figures.start[0]), scale.y(figures.start[1]))
    ahead = [start] if start and _is_first(figures) else []
    verified = ahead + [at(one) for one in figures.verified]
    newest = figures.verified[-1].day if figures.verified else None
    later = [one for one in figures.claims if newest is None or one.day > newest]
    claimed = verified[-1:] + [at(one) for one in later] if later else []
    target, until_on = figures.target or (None, None)
    return Drawing(
        frame=frame,
        grid=tuple((coordinate(scale.y(step)), short_number(step)) for step in scale.steps),
        ticks=ticks_of(scale),
        base_y=coordinate(scale.y(figures.baseline[0])) if figures.baseline else "",
        base_dot=_mark(start) if start else (),
        plan_y=coordinate(scale.y(target)) if figures.target else "",
        until=_dated(scale, until_on, _until_words(until_on)) if until_on else (),
        until_dot=_mark((scale.x(until_on), scale.y(target))) if until_on else (),
        now=_now(scale, figures.today),
        verified=polyline(verified) if len(verified) > 1 else "",
        claimed=polyline(claimed) if len(claimed) > 1 else "",
        dots=tuple(_mark(at(one)) for one in figures.verified),
        rings=tuple(_mark(at(one)) for one in figures.claims),
        labels=_labels(figures, scale),
    )


def _is_first(figures):
    """Whether nothing was measured before the day of the baseline."""
    measured = [*figures.verified, *figures.claims]
    return all(one.day > figures.start[0] for one in measured)


def _mark(point):
    return tuple(coordinate(value) for value in point)


def _until_words(day):
    return f"target {formats.short_date(day)}"


def _dated(scale, day, words):
    """(x of the line, x of its words, how they stand, words), the words within the frame."""
    x, half = scale.x(day), len(words) * LETTER / 2
    if x + half > scale.frame.width:
        return coordinate(x), coordinate(scale.frame.width), "end", words
    if x - half < 0:
        return coordinate(x), coordinate(0), "start", words
    return coordinate(x), coordinate(x), "middle", words


def _now(scale, today):
    if not scale.first <= today <= scale.last:
        return ()
    return _dated(scale, today, f"Hari ini, {formats.day_month(today)}")


# -- the words in the margin --------------------------------------------------------------------


def _ends(figures, scale):
    """(y, x or None, kind, figure, note) of what is named, highest first."""
    right = None
    ends = []
    if figures.target:
        ends.append((figures.target[0], right, "plan", "Target", ""))
    if figures.baseline:
        value, day = figures.baseline
        ends.append((value, right, "base", "Nilai awal", formats.short_date(day)))
    if figures.verified:
        last = figures.verified[-1]
        note = f"terverifikasi {formats.short_date(last.day)}"
        ends.append((last.value, scale.x(last.day), "ver", "", note))
    newest = figures.verified[-1].day if figures.verified else None
    later = [one for one in figures.claims if newest is None or one.day > newest]
    if later:
        last = later[-1]
        note = f"sementara {formats.short_date(last.day)}"
        ends.append((last.value, scale.x(last.day), "sem", "", note))
    ends = [(scale.y(value), x, kind, value, word, note) for value, x, kind, word, note in ends]
    return sorted(ends, key=lambda end: end[0])


def _labels(figures, scale):
    frame, ends = scale.frame, _ends(figures, scale)
    is_wide = frame is not NARROW
    # Above the words of the dates on the axis, which may reach into the margin.
    last = frame.plot_bottom + DROP - (NOTE_STEP if is_wide else 0)
    heights = spread([end[0] + DROP for end in ends], frame.label_gap, frame.top + DROP, last)
    found = []
    for (y, x, kind, value, word, note), height in zip(ends, heights, strict=True):
        figure = short_number(value)
        text = f"{word} {formats.number(value)}".strip() if is_wide else figure
        if len(text) * LETTER > frame.right - 10:
            text = f"{word} {figure}".strip()
        found.append(
            Label(
                x=coordinate(frame.plot_right + 10),
                y=coordinate(height),
                note_y=coordinate(height + NOTE_STEP),
                text=text,
                note=note if is_wide else "",
                kind=kind,
                lead=_lead(frame, x, y, height - DROP),
            )
        )
    return tuple(found)


def _lead(frame, x, y, middle):
    """From a point, or the end of a line (`x` None), to its words; "" where they stand beside."""
    right = frame.plot_right
    if x is not None and x + 12 < right:
        return polyline([(x + 7, y), (right + 6, middle)])
    return polyline([(right + 1, y), (right + 7, middle)]) if abs(middle - y) > 6 else ""


# -- the same in words --------------------------------------------------------------------------


def told(progress):
    """What the drawing says, for who does not see it."""
    outcome = progress.outcome

    def figure(value, day):
        dated = f" ({formats.long_date(day)})" if day else ""
        return f"{formats.number(value)}{dated}"

    parts = [
        "nilai awal belum dicatat"
        if outcome.baseline is None
        else f"nilai awal {figure(outcome.baseline, outcome.baseline_on)}",
        "target belum ditetapkan"
        if outcome.target is None
        else f"target {figure(outcome.target, outcome.target_on)}",
    ]
    if progress.latest:
        latest = progress.latest
        said = outcomes.sentence(outcome, latest.value).lower()
        parts.append(f"terverifikasi terakhir {figure(latest.value, latest.day)}, {said}")
    else:
        parts.append("belum ada nilai terverifikasi")
    if progress.claim:
        parts.append(f"sementara {figure(progress.claim.value, progress.claim.day)}")
    return f"{outcome.indicator}, satuan {outcome.unit}: {'; '.join(parts)}."
