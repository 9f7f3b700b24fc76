"""Monthly means over the plans of a selection."""

from django.db.models import Avg, Count, Q, Sum

from actionplans.drawing import month_ends
from actionplans.models import MonthStanding
from actionplans.months import Month, last_month

from .queries import narrowed


def of_selection(user, selection):
    """(the Months of the chosen year that have begun, the mean plan of all twelve of them).

    One query. The plan, ((last day of the month, percent), …), stands over all plans; a Month's
    figures over those that have one, money and ceiling being sums.
    """
    rows = MonthStanding.objects.visible_to(user).filter(plan__fiscal_year=selection.year)
    rows = narrowed(rows, selection, "plan__replication__").order_by("month").values("month")
    found = rows.annotate(
        mean_planned=Avg("planned"),
        mean=Avg("claimed"),
        money=Sum("spent"),
        of_ceiling=Sum("ceiling", filter=Q(claimed__isnull=False)),
        active=Count("pk", filter=Q(recorded=True)),
        over=Count("claimed"),
    )
    ends, begun = month_ends(selection.year), last_month(selection.year, selection.today)
    months = [
        Month(
            month=row["month"],
            claimed=row["mean"],
            spent=row["money"],
            ceiling=row["of_ceiling"],
            recorded=row["active"],
            over=row["over"],
        )
        for row in found
        if row["month"] <= begun
    ]
    plan = tuple((ends[row["month"] - 1], row["mean_planned"]) for row in found)
    return tuple(months), plan
