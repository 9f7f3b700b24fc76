"""Which milestone holds a plan back most, as the explanation of its deviation says it."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from actionplans import arithmetic
from actionplans.models import Report, ReportLine

COLUMNS = (
    *("report__plan", "milestone", "milestone__number", "milestone__activity"),
    *("weight", "planned", "percent", "verified_percent"),
)


@dataclass(frozen=True)
class Held:
    """A milestone and by how many points, as shown, it holds its plan back."""

    milestone_id: int
    number: int
    activity: str
    points: Decimal


def most_held(plans, period):
    """{plan id: Held} of the sent reports of `period`; one query.

    `plans`: {plan id: whether its verified percents speak}. A plan of which no milestone is
    behind is left out.
    """
    rows = ReportLine.objects.filter(report__plan__in=plans, report__period=period)
    rows = rows.exclude(report__state=Report.State.DRAFT)
    rows = rows.order_by("report__plan", "milestone__number", "pk").values_list(*COLUMNS)
    found = {}
    for plan, lines in groupby(rows, key=lambda row: row[0]):
        if held := _most(list(lines), plans[plan]):
            found[plan] = held
    return found


def _most(lines, is_verified):
    gaps = []
    for *_, weight, planned, claimed, verified in lines:
        percent = verified if is_verified else claimed
        gaps.append(
            None
            if percent is None
            else arithmetic.contribution(weight, percent) - arithmetic.contribution(weight, planned)
        )
    shown = arithmetic.displayed(gaps)
    behind = [(gap, at) for at, gap in enumerate(shown) if gap is not None and gap < 0]
    if not behind:
        return None
    gap, at = min(behind)
    return Held(*lines[at][1:4], points=-gap)
