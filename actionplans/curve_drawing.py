"""An S-curve put together: lines, marks, today, forecast, labels, and the money below. Pure."""

from replikasi.common import formats
from replikasi.common.geometry import coordinate

from . import drawing, money_panel
from .curve_labels import labels_of
from .drawing import Drawing


def draw(figures, frame):
    """The Drawing of `figures` in `frame`; words beside the lines in the WIDE one alone."""
    year, is_wide = figures.year, frame is drawing.WIDE
    claimed, rings = drawing.claims_of(figures, frame)
    verified, partly = drawing.verified_lines(frame, figures)
    whole = [row for row in figures.verified if row[0] not in figures.partly]
    part = [row for row in figures.verified if row[0] in figures.partly]
    fan, forecast = drawing.fan_of(frame, figures.forecast)
    now, anchor = drawing.now_of(frame, year, figures.today)
    return Drawing(
        frame=frame,
        **drawing.axis_of_year(frame),
        ticks=tuple(
            coordinate(frame.x(drawing.share_at(year, quarter))) for quarter in drawing.QUARTERS
        ),
        planned=drawing.plan_line(frame, year, figures.planned),
        baseline=drawing.plan_line(frame, year, figures.baseline),
        claimed=claimed,
        verified=verified,
        partly=partly,
        rings=rings,
        dots=drawing.marks(frame, year, whole),
        partly_dots=drawing.marks(frame, year, part),
        gaps=drawing.gap_boxes(frame, year, figures.missing, figures.claims),
        fan=fan,
        forecast=forecast,
        now=now,
        now_anchor=anchor,
        now_text=("Hari ini, " if is_wide else "") + formats.day_month(figures.today),
        labels=labels_of(figures, frame, is_wide=is_wide),
        money=money_panel.panel_of(figures, frame, is_wide=is_wide),
    )
