"""Words in the right margin of an S-curve: what each line's end says, never over one another."""

from dataclasses import dataclass

from replikasi.common import formats
from replikasi.common.geometry import coordinate, polyline, spread
from replikasi.common.periods import quarter_bounds

from .drawing import share_of_year

# Lines of words under their figure, pixels.
NOTE_STEP = 16
# From the height of a point to the base line of the figure that names it.
DROP = 4


@dataclass(frozen=True)
class Label:
    """Words in the right margin; `lead` is the line that ties them to their point.

    `kind`: "plan", "fc" (forecast), "sem" (sementara) or "ver" (terverifikasi).
    """

    y: str
    note_y: str
    text: str
    note: str
    kind: str
    lead: str


@dataclass(frozen=True)
class End:
    """The end of a line: where it is and what it says."""

    day: object
    percent: object
    kind: str
    text: str
    note: str


def _ends(figures):
    """The Ends of the lines that are drawn, highest first."""
    ends, year = [], figures.year
    if figures.planned:
        day, percent = figures.planned[-1]
        ends.append(
            End(day, percent, "plan", f"Rencana {formats.percent(percent)}", f"akhir {year}")
        )
    if forecast := figures.forecast:
        since = f"laju sejak {formats.SHORT_MONTHS[forecast.since - 1]}"
        ends.append(
            End(
                forecast.path[-1][0],
                forecast.percent,
                "fc",
                f"Perkiraan {forecast.figure}",
                f"{forecast.extent}, {since}" if forecast.extent else since,
            )
        )
    if claim := figures.last_claim:
        day, percent = claim
        when = formats.day_month(day)
        if not figures.happened and not figures.months:
            when = formats.quarter_name((day.month + 2) // 3)
        ends.append(End(day, percent, "sem", formats.percent(percent), f"sementara, {when}"))
    if verified := figures.last_verified:
        quarter, percent = verified
        ends.append(
            End(
                quarter_bounds(year, quarter)[1],
                percent,
                "ver",
                formats.percent(percent),
                "terverifikasi sebagian"
                if quarter in figures.partly
                else f"terverifikasi, {formats.quarter_name(quarter)}",
            )
        )
    return sorted(ends, key=lambda end: -end.percent)


def labels_of(figures, frame, *, is_wide):
    """The Labels of a drawing; without words beside the figures where it is not wide."""
    ends = _ends(figures)
    heights = spread(
        [frame.y(end.percent) + DROP for end in ends],
        frame.label_gap,
        frame.top + DROP,
        frame.y(0) - (NOTE_STEP - 2 if is_wide else 0),
    )
    return tuple(
        Label(
            y=coordinate(height),
            note_y=coordinate(height + NOTE_STEP),
            text=end.text if is_wide else _bare(end),
            note=end.note if is_wide else "",
            kind=end.kind,
            lead=_lead(figures.year, frame, end, height),
        )
        for end, height in zip(ends, heights, strict=True)
    )


def _bare(end):
    """The figure alone, a forecast in whole numbers after a tilde."""
    return (
        f"~{formats.number(end.percent, 0)}" if end.kind == "fc" else formats.number(end.percent, 1)
    )


def _lead(year, frame, end, height):
    """From the point to its words; "" where the words stand right beside it."""
    x, y = frame.x(share_of_year(year, end.day)), frame.y(end.percent)
    right, middle = frame.x(1), height - DROP
    if x + 12 < right:
        return polyline([(x + 7, y), (right + 4, middle)])
    if abs(middle - y) > 8:
        return polyline([(right + 2, y), (right + 7, middle)])
    return ""
