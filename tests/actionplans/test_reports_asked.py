"""Of which quarters a report is asked: not before there was a plan, nor after the replication's
end; what is not asked is no silence, on no page."""

import re
from datetime import date
from decimal import Decimal

import pytest

from actionplans import arithmetic, duties, waiting
from actionplans.models import ActionPlan, Milestone, PeriodStanding
from actionplans.services import closing, consistency, plans
from actionplans.services.recognition import recognise
from tests import factories
from tests.factories import at, endings
from tests.factories.plans import with_milestones

DECEMBER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def agrees_afterwards(db):
    yield
    assert list(consistency.differences(ActionPlan.objects.all())) == []


def adopted_in_november(replication, rini, pak_kadis, lia, first_start):
    with at(date(2026, 11, 10)):
        plan = plans.create_plan(replication=replication, fiscal_year=2026, by=rini)
        plan = with_milestones(plan, 1, by=rini)
        due = date(2026, 12, 20)
        targets = arithmetic.proposed_targets(first_start, due, 2026)
        plan.milestones.update(
            start=first_start, due=due, **dict(zip(Milestone.TARGETS, targets, strict=True))
        )
        plan = plans.submit_plan(plan=plan, by=pak_kadis)
    with at(date(2026, 11, 20)):
        return plans.approve_plan(plan=plan, by=lia)


@pytest.fixture
def late_plan(sibakul, rini, pak_kadis, lia):
    return adopted_in_november(sibakul, rini, pak_kadis, lia, date(2026, 11, 12))


@pytest.fixture
def complete(plan, lia):
    """Verified at 100 % in TW II and closed in July; TW I was never sent."""
    for milestone in plan.milestones.order_by("number"):
        factories.ProgressUpdateFactory(
            milestone=milestone, percent=Decimal(100), happened_on=date(2026, 6, 10)
        )
    factories.ReportFactory(plan=plan, quarter=2, verified=True)
    with at(date(2026, 7, 20)):
        return endings.closed(plan.replication, on=date(2026, 7, 1))


def asked_of(plan):
    rows = PeriodStanding.objects.filter(plan=plan).order_by("period__quarter")
    return [row.is_asked for row in rows]


def test_what_was_over_before_the_plan_was_there_is_not_asked(late_plan, rini):
    assert asked_of(late_plan) == [False, False, False, True]
    assert not waiting.unsent(rini, DECEMBER).exists()
    assert not list(duties.open_duties(ActionPlan.objects.all(), DECEMBER, DECEMBER))


def test_a_plan_that_was_only_approved_late_is_asked_for_what_it_planned(
    sibakul, rini, pak_kadis, lia
):
    plan = adopted_in_november(sibakul, rini, pak_kadis, lia, date(2026, 8, 3))
    assert asked_of(plan) == [False, False, True, True]


def test_after_the_last_report_of_what_is_complete_none_is_asked(complete, rini):
    plan = complete.plans.get()
    assert asked_of(plan) == [True, True, False, False]
    unsent = waiting.unsent(rini, DECEMBER)
    assert [row.period.quarter for row in unsent.select_related("period")] == [1]


def test_what_is_complete_in_the_middle_of_a_year_may_be_recognised(complete, lia):
    given = recognise(replication=complete, by=lia, number="1", reason="hasilnya nyata")
    assert given.replication == complete


def test_opened_again_it_is_asked_again(complete, lia):
    closing.reopen_closing(closing=complete.closing, by=lia, reason="Salah tanggal.")
    assert asked_of(complete.plans.get()) == [True] * 4


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/dasbor/?year=2026&quarter=3", "Tidak diminta"),
        ("/dasbor/rekap/?year=2026&quarter=3&state=not_asked", "tidak diminta"),
        ("/dasbor/peringkat/?year=2026&quarter=3", "tidak diminta"),
        ("/dasbor/paparan/?year=2026&quarter=3&ke=2", "tidak diminta"),
        ("/dasbor/deviasi/?year=2026&quarter=3", "Tidak diminta"),
        ("/dasbor/penjelasan/?year=2026&quarter=3&angka=sementara", "tidak diminta"),
        ("/rencana/", "Tidak diminta"),
        ("/rencana/{plan}/penjelasan/?tw=3", "tidak diminta"),
        ("/rencana/{plan}/penjelasan/?tw=3&angka=tepat-waktu", "tidak diminta"),
    ],
)
def test_pages_say_so_and_do_not_call_it_silence(late_plan, on_day, as_user, lia, address, says):
    on_day(DECEMBER)
    text = as_user(lia).get(address.format(plan=late_plan.pk)).content.decode()
    assert says in text
    assert not re.search(r"lewat \d", text)


def test_it_counts_in_no_share_of_reports(late_plan, distan, ubb, on_day, as_user, lia):
    tali_intan = factories.ReplicationFactory(agency=distan, facilitator=ubb)
    factories.ActionPlanFactory(replication=tali_intan, milestones=1, approved=True)
    on_day(DECEMBER)
    response = as_user(lia).get("/dasbor/rekap/?year=2026&quarter=3")
    rekap = response.context["recap"]
    assert (rekap.plans, rekap.due) == (2, 3)
