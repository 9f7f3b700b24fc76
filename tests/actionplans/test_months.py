"""Monthly positions follow from progress and reports, and are kept with what changes them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from actionplans.models import ActionPlan, MonthStanding
from actionplans.services import consistency
from tests import factories

pytestmark = pytest.mark.django_db


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
    assert sorted(rows) == list(range(3, 13))
    assert rows[3].claimed == rows[4].claimed == weight * 40 / 100
    assert rows[5].claimed == rows[12].claimed == weight * 70 / 100
    assert [month for month, row in rows.items() if row.recorded] == [3, 5]
    assert rows[5].spent == Decimal(1_000_000)
    assert list(consistency.differences(ActionPlan.objects.all())) == []


def test_a_withdrawn_update_leaves_no_month(on_day, milestone, as_user, rini):
    on_day("2026-06-15")
    record(as_user(rini), milestone, "2026-03-10", "40")
    update = milestone.updates.get()

    as_user(rini).post(f"/progres/{update.pk}/batalkan/")

    assert not MonthStanding.objects.exists()


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

    told = list(consistency.differences(ActionPlan.objects.all()))

    assert len(told) == 2
    assert "bulan 4, claimed: tersimpan 99" in told[0]
    assert "bulan 9: posisi tidak ada" in told[1]
    call_command("check_consistency", repair=True)
    assert list(consistency.differences(ActionPlan.objects.all())) == []
