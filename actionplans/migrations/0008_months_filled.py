"""Plans that were there get their monthly positions."""

from decimal import Decimal

from django.db import migrations

BATCH = 100


def months_of(snapshot, updates, reported):
    """{month: values} of a plan, as its services write them from now on."""
    weights = {row["id"]: Decimal(row["weight"]) for row in snapshot}
    ceiling = sum((Decimal(row["ceiling"]) for row in snapshot), Decimal(0))
    found, latest, last = {}, {}, None
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
        if last:
            names = ("claimed", "spent", "ceiling")
            found[month] = {**dict(zip(names, last, strict=True)), "recorded": recorded}
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
            for row in Version.objects.filter(plan__in=plans).order_by("plan", "number")
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
                version.snapshot, updates.get(plan, []), reported.get(plan, {})
            ).items()
        ]
        Month.objects.bulk_create(made, 400)


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0007_months")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
