"""The curve of one milestone: its plan, what was recorded day by day, what was verified. Pure."""

from replikasi.common import formats
from replikasi.common.periods import quarter_bounds

from . import arithmetic, drawing
from .curve import Curve
from .curve_drawing import draw
from .curve_table import Row
from .drawing import QUARTERS, Figures, last_known, month_ends


def planned_days(shape, year):
    """Days of `year` at which the plan of `shape` may bend: ends of months, start and due date."""
    days = {*month_ends(year), shape.start, shape.due}
    return sorted(day for day in days if day.year == year)


def _planned(shape, year):
    if shape is None:
        return ()
    return tuple(
        (day, arithmetic.planned_percent(shape, year, day)) for day in planned_days(shape, year)
    )


def curve_of_milestone(*, year, number, shape, updates, verified, today, baseline=None):
    """The Curve of one milestone, or None when there is nothing to draw.

    `shape` (and `baseline`, where the first approved plan was another) is an arithmetic.Shape or
    None; `updates` are (day, percent), ascending; `verified` {quarter: percent} of verified
    reports. What was not recorded or not verified is a gap, never 0.
    """
    if shape is None and not updates:
        return None
    figures = Figures(
        year=year,
        planned=_planned(shape, year),
        baseline=_planned(baseline, year),
        claimed=(),
        verified=tuple((quarter, verified.get(quarter)) for quarter in QUARTERS),
        today=today,
        happened=tuple(updates),
    )
    return Curve(
        wide=draw(figures, drawing.WIDE),
        narrow=draw(figures, drawing.NARROW),
        title=f"Kurva tonggak {number}, {year}",
        sentence=_sentence(figures, number),
        rows=tuple(_row(figures, quarter, shape, baseline) for quarter in QUARTERS),
        has_baseline=baseline is not None,
    )


def _row(figures, quarter, shape, baseline):
    """A quarter's position: the latest record up to its end, once the quarter has begun."""
    year = figures.year
    first, end = quarter_bounds(year, quarter)
    begun = first <= figures.today
    known = [percent for day, percent in figures.happened if day <= end]
    return Row(
        label=formats.quarter_name(quarter),
        planned=shape and arithmetic.planned_percent(shape, year, end),
        baseline=baseline and arithmetic.planned_percent(baseline, year, end),
        claimed=known[-1] if begun and known else None,
        verified=dict(figures.verified)[quarter],
        word="belum ada catatan" if begun else "belum tiba",
    )


def _sentence(figures, number):
    """What the drawing says, in words."""
    parts = ["belum ada angka sementara"]
    if figures.happened:
        day, percent = figures.happened[-1]
        parts = [f"sementara {formats.percent(percent, 0)} pada {formats.day_month(day)}"]
    if found := last_known(figures.verified):
        quarter, percent = found
        parts.append(
            f"terverifikasi {formats.percent(percent, 0)} pada {formats.quarter_name(quarter)}"
        )
    else:
        parts.append("belum ada angka terverifikasi")
    return f"Kurva tonggak {number}, {figures.year}: {', '.join(parts)}."
