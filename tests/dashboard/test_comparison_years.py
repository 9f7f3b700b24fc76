"""Perbandingan: the same quarter of this year and last."""

from datetime import date
from decimal import Decimal

from django.utils.html import escape

from actionplans.models import PeriodStanding
from tests import factories
from tests.dashboard.test_comparison import PAGE, compared


def last_year(plan, percents):
    """A plan of 2025 of the same replication with a verified report of TW I."""
    before = factories.ActionPlanFactory(
        replication=plan.replication, fiscal_year=2025, milestones=len(percents), approved=True
    )
    for milestone, percent in zip(before.milestones.order_by("number"), percents, strict=True):
        factories.ProgressUpdateFactory(
            milestone=milestone, happened_on=date(2025, 3, 20), percent=Decimal(percent)
        )
    factories.ReportFactory(plan=before, quarter=1, verified=True)
    return before


def test_the_same_quarter_of_the_same_replication_is_compared(october, verified_plan, as_user, lia):
    before = last_year(verified_plan, [30, 0, 0])

    response = as_user(lia).get(f"{PAGE}?quarter=1")

    (pair,) = response.context["comparison"].pairs
    now = PeriodStanding.objects.get(plan=verified_plan, period__quarter=1)
    then = PeriodStanding.objects.get(plan=before, period__quarter=1)
    assert (pair.now, pair.before) == (now, then)
    assert pair.verified_change == now.verified - then.verified
    assert pair.claimed_change == now.claimed - then.claimed
    assert "+6,7\u00a0poin" in response.content.decode()


def test_where_there_was_no_plan_a_word_says_so(october, verified_plan, other_plan, as_user, lia):
    last_year(verified_plan, [30, 0, 0])

    response = as_user(lia).get(f"{PAGE}?quarter=1")

    pairs = {pair.replication.title: pair for pair in response.context["comparison"].pairs}
    assert pairs["Aksi Tali Intan"].before is None
    assert pairs["Aksi Tali Intan"].claimed_change is None
    assert response.content.decode().count("tidak ada rencana 2025") == 1


def test_without_any_plan_of_last_year_one_sentence_says_so(october, verified_plan, as_user, lia):
    # A draft is no plan yet.
    factories.ActionPlanFactory(replication=verified_plan.replication, fiscal_year=2025)

    page = as_user(lia).get(PAGE).content.decode()

    assert "tidak satu pun replikasi ini punya rencana 2025" in page
    assert "tidak ada rencana 2025" not in page
    assert "Rencana terakhir sebelum itu" not in page


def test_an_earlier_year_than_the_last_is_named_and_led_to(october, verified_plan, as_user, lia):
    factories.ActionPlanFactory(
        replication=verified_plan.replication, fiscal_year=2024, milestones=1, approved=True
    )
    client = as_user(lia)

    response = client.get(f"{PAGE}?quarter=1")

    year, url = response.context["comparison"].earlier
    assert year == 2024
    assert f'href="{escape(url)}">2024</a>' in response.content.decode()
    assert [one.agency for one in compared(client, url.removeprefix(PAGE)).columns] == [
        verified_plan.replication.agency
    ]
