"""Of a quarter that was over before its plan was approved, with nothing planned in it, and after
the last report of a complete replication, no report is asked."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import migrations, models
from django.db.models import F, Max, Min, Q

NOT_ASKED = "bebas"
WIB = ZoneInfo("Asia/Jakarta")


def first_day_after(year, quarter):
    """The first moment after the quarter."""
    year, month = (year + 1, 1) if quarter == 4 else (year, 3 * quarter + 1)
    return datetime.combine(datetime(year, month, 1), time(), WIB)


def mark(apps, schema_editor):
    standings = apps.get_model("actionplans", "PeriodStanding").objects.filter(report_state="")
    unplanned = standings.filter(planned=0).annotate(approved=Min("plan__versions__approved_at"))
    early = [
        row.pk
        for row in unplanned.select_related("period").order_by("pk").iterator()
        if row.approved and row.approved >= first_day_after(row.period.year, row.period.quarter)
    ]
    sent = Max("plan__reports__period__quarter", filter=~Q(plan__reports__state="draf"))
    complete = standings.filter(plan__replication__completed_on__year__gte=F("period__year"))
    over = complete.annotate(last=sent).filter(
        Q(last__isnull=True) | Q(period__quarter__gt=F("last"))
    )
    keys = sorted({*early, *over.values_list("pk", flat=True)})
    for start in range(0, len(keys), 500):
        standings.filter(pk__in=keys[start : start + 500]).update(report_state=NOT_ASKED)


def unmark(apps, schema_editor):
    standings = apps.get_model("actionplans", "PeriodStanding").objects
    standings.filter(report_state=NOT_ASKED).update(report_state="")


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0009_traces"),
        ("innovations", "0002_innovation_itself"),
    ]

    operations = [
        migrations.AlterField(
            model_name="periodstanding",
            name="report_state",
            field=models.CharField(
                blank=True,
                help_text="Kosong: belum dilaporkan; bebas: laporannya tidak diminta.",
                max_length=12,
                verbose_name="status laporan",
            ),
        ),
        migrations.RunPython(mark, unmark),
    ]
