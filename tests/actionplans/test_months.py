"""Monthly positions follow from progress and reports, and are kept with what changes them."""

from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from actionplans import arithmetic, snapshots
from actionplans.drawing import month_ends
from actionplans.models import ActionPlan, MonthStanding
from actionplans.services import consistency
from tests import factories

pytestmark = pytest.mark.django_db
MONTH = ("month", "planned", "claimed", "spent", "ceiling", "recorded")


def months_of(plan):
    return {row.month: row for row in plan.months.all()}


def record(client, milestone, day, percent, spent="1000000"):
    return client.post(
        f"/tonggak/{milestone.pk}/progres/",
        {
            "key": str(factories.ProgressUpdateFactory.build(milestone=milestone).key),
            "happened_on": day,
            "percent": percent,
            "spent": spent,
            "note": "",
        },
    )


def test_progress_recorded_in_the_browser_moves_its_month_and_the_later_ones(
    on_day, milestone, as_user, rini
):
    on_day("2026-06-15")
    plan, weight = milestone.plan, milestone.weight

    assert record(as_user(rini), milestone, "2026-03-10", "40").status_code == 302
    assert record(as_user(rini), milestone, "2026-05-20", "70").status_code == 302

    rows = months_of(plan)
    assert sorted(rows) == list(range(1, 13))
    assert (rows[1].claimed, rows[2].claimed, rows[2].spent) == (None, None, None)
    assert rows[3].claimed == rows[4].claimed == weight * 40 / 100
    assert rows[5].claimed == rows[12].claimed == weight * 70 / 100
    assert [month for month, row in rows.items() if row.recorded] == [3, 5]
    assert rows[5].spent == Decimal(1_000_000)
    assert list(consistency.differences(ActionPlan.objects.all())) == []


def test_a_withdrawn_update_leaves_nothing_recorded(on_day, milestone, as_user, rini):
    on_day("2026-06-15")
    record(as_user(rini), milestone, "2026-03-10", "40")
    update = milestone.updates.get()

    as_user(rini).post(f"/progres/{update.pk}/batalkan/")

    assert all(
        row.claimed is None and not row.recorded for row in months_of(milestone.plan).values()
    )


def test_every_month_says_what_the_plan_approved_last_promises_by_its_end(milestone):
    plan = milestone.plan
    rows = months_of(plan)
    shapes = [row.shape for row in snapshots.approved(plan.versions.get())]

    assert sorted(rows) == list(range(1, 13))
    for month, end in enumerate(month_ends(plan.fiscal_year), start=1):
        assert rows[month].planned == arithmetic.planned(shapes, plan.fiscal_year, end)
    for standing in plan.standings.select_related("period"):
        assert rows[standing.period.quarter * 3].planned == standing.planned


def test_the_migration_fills_in_what_the_services_write(on_day, plan):
    on_day("2026-10-13")
    for row in plan.milestones.order_by("number")[:2]:
        factories.ProgressUpdateFactory(
            milestone=row, happened_on=date(2026, 2, 20), percent=Decimal("33.33")
        )
    factories.ReportFactory(plan=plan, quarter=1, sent=True)
    written = list(plan.months.values_list(*MONTH).order_by("month"))
    plan.months.all().delete()
    filled = import_module("actionplans.migrations.0008_months_filled")

    filled.fill(apps, None)

    assert list(plan.months.values_list(*MONTH).order_by("month")) == written
    assert list(consistency.differences(ActionPlan.objects.all())) == []


def test_the_month_that_ends_a_reported_quarter_says_what_the_report_says(on_day, plan):
    on_day("2026-10-13")
    for milestone, percent in zip(plan.milestones.order_by("number"), (60, 30, 0), strict=True):
        factories.ProgressUpdateFactory(
            milestone=milestone, happened_on=date(2026, 3, 20), percent=Decimal(percent)
        )
    report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    standing = plan.standings.get(period=report.period)

    assert months_of(plan)[3].claimed == standing.claimed
    assert months_of(plan)[3].spent == standing.spent


def test_a_month_altered_by_hand_is_named_and_mended(on_day, milestone, as_user, rini, capsys):
    on_day("2026-06-15")
    record(as_user(rini), milestone, "2026-03-10", "40")
    MonthStanding.objects.filter(month=4).update(claimed=99)
    MonthStanding.objects.filter(month=9).delete()
    MonthStanding.objects.filter(month=2).update(planned=98)
    MonthStanding.objects.filter(month=1).update(claimed=1)

    told = list(consistency.differences(ActionPlan.objects.all()))

    assert len(told) == 4
    assert "bulan 1, claimed: tersimpan 1.00000000, seharusnya kosong" in told[0]
    assert "bulan 2, planned: tersimpan 98.00000000" in told[1]
    assert "bulan 4, claimed: tersimpan 99" in told[2]
    assert "bulan 9: posisi tidak ada" in told[3]
    call_command("check_consistency", repair=True)
    assert list(consistency.differences(ActionPlan.objects.all())) == []
