"""Monthly positions as curves read them: a plan's, or the means over many."""

from dataclasses import dataclass
from decimal import Decimal

from .models import MonthStanding


@dataclass(frozen=True)
class Month:
    """The position at the end of `month` (1 to 12) of a year.

    `claimed`: percent; `spent`, `ceiling`: rupiah; None where nothing was recorded up to then.
    `recorded`: how many plans recorded something in that very month; `over`: how many have a
    figure (a plan's own: 1 or 0).
    """

    month: int
    claimed: Decimal | None
    spent: Decimal | None
    ceiling: Decimal | None
    recorded: int
    over: int


def last_month(year, today):
    """The last month of `year` that has begun by `today`; 0 for a year to come."""
    if year != today.year:
        return 12 if year < today.year else 0
    return today.month


def of_plan(plan, today):
    """The Months of a plan's fiscal year that have begun; the present one as it stands."""
    return of_plans([plan], today)[plan.pk]


def of_plans(plans, today):
    """{plan id: its Months} as of_plan gives them; one query."""
    found = {plan.pk: {} for plan in plans}
    for row in MonthStanding.objects.filter(plan__in=plans).order_by("plan", "month"):
        found[row.plan_id][row.month] = row
    return {plan.pk: _begun(found[plan.pk], plan.fiscal_year, today) for plan in plans}


def _begun(found, year, today):
    return tuple(
        Month(
            month=month,
            claimed=row.claimed,
            spent=row.spent,
            ceiling=row.ceiling if row.claimed is not None else None,
            recorded=int(row.recorded),
            over=int(row.claimed is not None),
        )
        if (row := found.get(month))
        else Month(month, None, None, None, 0, 0)
        for month in range(1, last_month(year, today) + 1)
    )
