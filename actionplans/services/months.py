"""MonthStanding: the position at each month's end, written with what changes it."""

from decimal import Decimal

from actionplans import arithmetic, snapshots
from actionplans.drawing import month_ends
from actionplans.models import MonthStanding, ProgressUpdate

FIELDS = ("planned", "claimed", "spent", "ceiling", "recorded")


def expected(year, approved, updates, reported):
    """{month: values of FIELDS} of the twelve months of a plan of `year`.

    `approved`: the plan's milestones as approved last (snapshots.approved); `updates`: (milestone
    id, day, percent, spent or None) of its year, in the order of time; `reported`: {quarter:
    (claimed, spent, ceiling)} of sent reports. The month that ends a reported quarter says what
    its report says of the position; between them each milestone's latest update speaks, weighted as
    approved last. The plan is always that of the version approved last.
    """
    shapes = [row.shape for row in approved]
    weights = {row.id: row.shape.weight for row in approved}
    ceiling = sum((row.ceiling for row in approved), Decimal(0))
    found = {}
    claimed = money = None
    ceiling_then = ceiling
    latest, rest = {}, [row for row in updates if row[0] in weights]
    for month, end in enumerate(month_ends(year), start=1):
        recorded = False
        while rest and rest[0][1].month <= month:
            milestone, _, percent, spent = rest.pop(0)
            latest[milestone] = (percent, spent or Decimal(0))
            recorded = True
        frozen = reported.get(month // 3) if month % 3 == 0 else None
        if frozen is not None:
            claimed, money, ceiling_then = frozen
        elif latest:
            claimed = arithmetic.realised((weights[key], row[0]) for key, row in latest.items())
            money, ceiling_then = sum((row[1] for row in latest.values()), Decimal(0)), ceiling
        found[month] = {
            "planned": arithmetic.planned(shapes, year, end),
            "claimed": claimed,
            "spent": money,
            "ceiling": ceiling_then,
            "recorded": recorded,
        }
    return found


def updates_of(plans):
    """{plan id: updates as `expected` takes them} of `plans` (keys or objects); one query."""
    rows = ProgressUpdate.objects.filter(milestone__plan__in=plans).order_by("happened_on", "id")
    found = {}
    for plan_id, *update in rows.values_list(
        "milestone__plan", "milestone", "happened_on", "percent", "spent"
    ):
        found.setdefault(plan_id, []).append(tuple(update))
    return found


def reported_of(standings):
    """{quarter: (claimed, spent, ceiling)} of those of a plan's standings that were sent."""
    return {
        row.period.quarter: (row.claimed, row.spent, row.ceiling)
        for row in standings
        if row.claimed is not None
    }


def refresh(plan):
    """Write the months of the plan that differ; call it in the transaction of the change.

    Does nothing for a plan that was never approved.
    """
    version = plan.versions.order_by("-number").first()
    if version is None:
        return
    wanted = expected(
        plan.fiscal_year,
        snapshots.approved(version),
        updates_of([plan.pk]).get(plan.pk, []),
        reported_of(plan.standings.select_related("period")),
    )
    kept = {row["month"]: row for row in plan.months.order_by("month").values("month", *FIELDS)}
    if stale := kept.keys() - wanted.keys():
        plan.months.filter(month__in=stale).delete()
    changed = [
        MonthStanding(plan=plan, month=month, **values)
        for month, values in wanted.items()
        if kept.get(month) != {"month": month, **values}
    ]
    MonthStanding.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["plan", "month"],
        update_fields=FIELDS,
    )
