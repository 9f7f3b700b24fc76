"""Monthly means over the plans of a selection."""

from django.db.models import Avg, Count, Q, Sum

from actionplans.models import MonthStanding
from actionplans.months import Month, last_month

from .queries import narrowed

ABSENT = {"mean": None, "money": None, "of_ceiling": None, "active": 0, "over": 0}


def of_selection(user, selection):
    """The Months of the chosen year that have begun, means over the plans that have a figure.

    One query. Money and ceiling are sums over those same plans.
    """
    months = last_month(selection.year, selection.today)
    rows = MonthStanding.objects.visible_to(user).filter(
        plan__fiscal_year=selection.year, month__lte=months
    )
    rows = narrowed(rows, selection, "plan__replication__").order_by("month").values("month")
    found = {
        row["month"]: row
        for row in rows.annotate(
            mean=Avg("claimed"),
            money=Sum("spent"),
            of_ceiling=Sum("ceiling"),
            active=Count("pk", filter=Q(recorded=True)),
            over=Count("pk"),
        )
    }
    told = []
    for month in range(1, months + 1):
        row = found.get(month, ABSENT)
        told.append(
            Month(month, row["mean"], row["money"], row["of_ceiling"], row["active"], row["over"])
        )
    return tuple(told)
