"""Plans that were there get their monthly positions."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from django.db import migrations

BATCH = 100
TARGETS = ("target_q1", "target_q2", "target_q3", "target_q4")
HUNDRED = Decimal(100)


def month_end(year, month):
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def points_of(row, year):
    """((day, percent), …) that a milestone's plan goes through."""
    start, due = date.fromisoformat(row["start"]), date.fromisoformat(row["due"])
    ends = [
        (month_end(year, 3 * quarter), row[name]) for quarter, name in enumerate(TARGETS, start=1)
    ]
    between = [(day, Decimal(to)) for day, to in ends if to is not None and start < day < due]
    return ((start, Decimal(0)), *between, (due, HUNDRED))


def planned_percent(points, day):
    if day >= points[-1][0]:
        return HUNDRED
    for (day_a, at_a), (day_b, at_b) in pairwise(points):
        if day_a < day <= day_b:
            share = Decimal((day - day_a).days) / Decimal((day_b - day_a).days)
            percent = at_a + (at_b - at_a) * share
            return percent.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return Decimal(0)


def months_of(year, snapshot, updates, reported):
    """{month: values} of a plan, as its services write them from now on."""
    weights = {row["id"]: Decimal(row["weight"]) for row in snapshot}
    ceiling = sum((Decimal(row["ceiling"]) for row in snapshot), Decimal(0))
    plans = [(Decimal(row["weight"]), points_of(row, year)) for row in snapshot]
    found, latest, last = {}, {}, (None, None, ceiling)
    rest = [row for row in updates if row[0] in weights]
    for month in range(1, 13):
        recorded = False
        while rest and rest[0][1].month <= month:
            milestone, _, percent, spent = rest.pop(0)
            latest[milestone], recorded = (percent, spent or Decimal(0)), True
        if month % 3 == 0 and month // 3 in reported:
            last = reported[month // 3]
        elif latest:
            claimed = sum(weights[key] * row[0] / 100 for key, row in latest.items())
            last = (claimed, sum(row[1] for row in latest.values()), ceiling)
        end = month_end(year, month)
        found[month] = {
            "planned": sum(
                (weight * planned_percent(points, end) / 100 for weight, points in plans),
                Decimal(0),
            ),
            **dict(zip(("claimed", "spent", "ceiling"), last, strict=True)),
            "recorded": recorded,
        }
    return found


def fill(apps, schema_editor):
    Version = apps.get_model("actionplans", "PlanVersion")
    Update = apps.get_model("actionplans", "ProgressUpdate")
    Standing = apps.get_model("actionplans", "PeriodStanding")
    Month = apps.get_model("actionplans", "MonthStanding")
    keys = list(Version.objects.order_by("plan").values_list("plan", flat=True).distinct())
    for start in range(0, len(keys), BATCH):
        plans = keys[start : start + BATCH]
        versions = {
            row.plan_id: row
            for row in Version.objects.filter(plan__in=plans)
            .select_related("plan")
            .order_by("plan", "number")
        }
        updates, reported = {}, {}
        rows = Update.objects.filter(milestone__plan__in=plans).order_by("happened_on", "id")
        for plan, *update in rows.values_list(
            "milestone__plan", "milestone", "happened_on", "percent", "spent"
        ):
            updates.setdefault(plan, []).append(tuple(update))
        rows = Standing.objects.filter(plan__in=plans, claimed__isnull=False).order_by("id")
        for plan, quarter, *told in rows.values_list(
            "plan", "period__quarter", "claimed", "spent", "ceiling"
        ):
            reported.setdefault(plan, {})[quarter] = tuple(told)
        made = [
            Month(plan_id=plan, month=month, **values)
            for plan, version in versions.items()
            for month, values in months_of(
                version.plan.fiscal_year,
                version.snapshot,
                updates.get(plan, []),
                reported.get(plan, {}),
            ).items()
        ]
        Month.objects.bulk_create(made, 400)


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0007_months")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
