"""The arithmetic of plans and reports: pure functions on Decimal, nothing rounded before display.

A percent is a Decimal from 0 to 100, a weight the same with two decimals. An interpolated percent
is defined to four decimals (PLANNED_STEP), so weight × percent ÷ 100 has at most eight and every
sum is exact: the order of the rows never shows, and parts add up to the total to the last digit.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import pairwise

from replikasi.common.periods import quarter_bounds

ZERO = Decimal(0)
HUNDRED = Decimal(100)
PLANNED_STEP = Decimal("0.0001")
FIGURE_STEP = Decimal("0.00000001")


@dataclass(frozen=True)
class Shape:
    """What planning needs of a milestone: weight, dates, cumulative targets of TW I–IV."""

    weight: Decimal
    start: date
    due: date
    targets: tuple


def contribution(weight, percent):
    """weight × percent ÷ 100, in percentage points of the plan; exact."""
    return (weight * percent / HUNDRED).quantize(FIGURE_STEP)


def planned_percent(shape, year, on):
    """Percent that a milestone should have reached on the day `on`, 0 to 100.

    Piecewise-linear through (start, 0), (end of each quarter of `year` strictly between start and
    due, its target) and (due, 100); 0 up to the start, 100 from the due date on.
    """
    if on >= shape.due:
        return HUNDRED
    if on <= shape.start:
        return ZERO
    points = [(shape.start, ZERO)]
    for quarter, target in enumerate(shape.targets, start=1):
        end = quarter_bounds(year, quarter)[1]
        if shape.start < end < shape.due and target is not None:
            points.append((end, target))
    points.append((shape.due, HUNDRED))
    for (day_a, at_a), (day_b, at_b) in pairwise(points):
        if day_a <= on <= day_b:
            share = Decimal((on - day_a).days) / Decimal((day_b - day_a).days)
            return (at_a + (at_b - at_a) * share).quantize(PLANNED_STEP, ROUND_HALF_UP)
    raise AssertionError("the points cover every day between start and due")


def planned(shapes, year, on):
    """Weighted sum of planned percents on the day `on`; 0 for a plan without milestones."""
    return sum(
        (contribution(shape.weight, planned_percent(shape, year, on)) for shape in shapes), ZERO
    )


def realised(rows):
    """Weighted sum of (weight, percent or None); None when no row has a percent.

    A row without a percent contributes nothing, but silence on every row is no figure at all:
    "belum dilaporkan" is None, never 0.
    """
    known = [(weight, percent) for weight, percent in rows if percent is not None]
    if not known:
        return None
    return sum((contribution(weight, percent) for weight, percent in known), ZERO)


def deviation(actual, plan):
    """Realisation − plan in percentage points; None without a realisation or a plan."""
    return None if actual is None or plan is None else actual - plan


def absorption(spent, ceiling):
    """Serapan: spent ÷ ceiling in percent; None without a report or without a ceiling."""
    return None if spent is None or not ceiling else spent / ceiling * HUNDRED


def achievement(actual, plan):
    """Capaian: realisation ÷ plan in percent; None without a realisation or when plan is 0."""
    return None if actual is None or not plan else actual / plan * HUNDRED


def band(percent, bands):
    """Name of the band that an achievement falls into; None for None.

    `bands` are (lower bound or None, name), ascending and contiguous: a band begins at its lower
    bound and ends below the next one's.
    """
    if percent is None:
        return None
    name = None
    for lower, label in bands:
        if lower is None or percent >= lower:
            name = label
    return name


def spread(total, count, step=Decimal("0.01")):
    """`count` weights as equal as `step` allows that sum to exactly `total`, larger ones first."""
    if count < 1:
        return []
    units = int(total / step)
    each, rest = divmod(units, count)
    return [step * (each + (1 if index < rest else 0)) for index in range(count)]


def displayed(parts, places=1):
    """`parts` rounded to `places` decimals so that they add up to their rounded total.

    Largest remainder method (Hare): each part is rounded down, then the steps that are missing go
    to the largest remainders, earlier rows first. None stays None.
    """
    step = Decimal(1).scaleb(-places)
    known = [(index, part) for index, part in enumerate(parts) if part is not None]
    total = sum((part for _, part in known), ZERO).quantize(step, ROUND_HALF_UP)
    floors = {index: part.quantize(step, ROUND_FLOOR) for index, part in known}
    missing = int((total - sum(floors.values(), ZERO)) / step)
    by_remainder = sorted(known, key=lambda row: (floors[row[0]] - row[1], row[0]))
    for index, _ in by_remainder[:missing]:
        floors[index] += step
    return [floors.get(index) for index in range(len(parts))]


def mean(values):
    """(mean, how many) over the values that are not None; (None, 0) when there is none."""
    known = [value for value in values if value is not None]
    return (sum(known, ZERO) / len(known), len(known)) if known else (None, 0)


def proposed_targets(start, due, year):
    """Cumulative targets of TW I–IV proportional to the days of [start, due], whole percents."""
    targets = []
    for quarter in (1, 2, 3, 4):
        end = quarter_bounds(year, quarter)[1]
        if end >= due:
            targets.append(HUNDRED)
        elif end < start:
            targets.append(ZERO)
        else:
            share = Decimal((end - start).days + 1) / Decimal((due - start).days + 1)
            targets.append((share * HUNDRED).quantize(Decimal(1), ROUND_HALF_UP))
    return targets
