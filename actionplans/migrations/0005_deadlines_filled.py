"""Rows that were there get what the deadline day needs, and the one row of reporting rules."""

import uuid

from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.utils import timezone


def fill(apps, schema_editor):
    Standing = apps.get_model("actionplans", "PeriodStanding")
    Period = apps.get_model("actionplans", "ReportingPeriod")
    due = Period.objects.filter(pk=OuterRef("period")).values("due")[:1]
    Standing.objects.update(due=Subquery(due))
    for obstacle in apps.get_model("actionplans", "Obstacle").objects.filter(key=None):
        obstacle.key = uuid.uuid4()
        obstacle.save(update_fields=["key"])
    # A report that was sent again after a return keeps its lateness; only the day is not known
    # any more, and the day of the last sending is the nearest to it.
    for report in apps.get_model("actionplans", "Report").objects.exclude(sent_at=None):
        report.first_sent_on = timezone.localdate(report.sent_at)
        report.save(update_fields=["first_sent_on"])
    Rules = apps.get_model("actionplans", "ReportingRules")
    if not Rules.objects.exists():
        Rules.objects.create()


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0004_deadline_day")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "obstacle",
            "key",
            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField("periodstanding", "due", models.DateField(verbose_name="tenggat OPD")),
    ]
