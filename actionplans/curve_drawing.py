"""An S-curve put together: lines, marks, today, forecast, labels, and the money below. Pure."""

from replikasi.common import formats

from . import drawing, money_panel
from .curve_labels import labels_of
from .drawing import Drawing, coordinate


def draw(figures, frame):
    """The Drawing of `figures` in `frame`; words beside the lines in the WIDE one alone."""
    year, is_wide = figures.year, frame is drawing.WIDE
    claimed, rings = drawing.claims_of(figures, frame)
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
        verified=drawing.segments(frame, year, figures.verified),
        rings=rings,
        dots=drawing.marks(frame, year, figures.verified),
        gaps=drawing.gap_boxes(frame, year, figures.missing, figures.claims),
        fan=fan,
        forecast=forecast,
        now=now,
        now_anchor=anchor,
        now_text=("Hari ini, " if is_wide else "") + formats.day_month(figures.today),
        labels=labels_of(figures, frame, is_wide=is_wide),
        money=money_panel.panel_of(figures, frame, is_wide=is_wide),
    )
