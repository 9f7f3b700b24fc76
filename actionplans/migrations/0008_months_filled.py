"""Plans that were there get their monthly positions."""

from django.db import migrations

from actionplans import snapshots
from actionplans.services.months import expected

BATCH = 100


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
            for month, values in expected(
                snapshots.approved(version), updates.get(plan, []), reported.get(plan, {})
            ).items()
        ]
        Month.objects.bulk_create(made, 400)


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0007_months")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
