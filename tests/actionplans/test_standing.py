"""PeriodStanding is written with what changes it, and tells silence from a figure."""

from datetime import date
from decimal import Decimal

import pytest

from actionplans import arithmetic, snapshots
from actionplans.models import ActionPlan, PeriodStanding
from actionplans.services import consistency, matrix, plans, progress, reports, verification
from tests import factories
from tests.factories import accepted

WORDS = {"problem": "", "solution": "", "next_steps": "", "idle_reason": "Cuaca."}


def standing(plan, quarter):
    return PeriodStanding.objects.get(plan=plan, period__quarter=quarter)


@pytest.fixture(autouse=True)
def agrees_afterwards(db):
    yield
    assert list(consistency.differences(ActionPlan.objects.all())) == []


def record(plan, number, percent, day, **values):
    return factories.ProgressUpdateFactory(
        milestone=plan.milestones.get(number=number),
        percent=Decimal(percent),
        happened_on=day,
        **values,
    )


def test_a_plan_that_was_never_approved_stands_nowhere(draft_plan):
    assert not PeriodStanding.objects.exists()


def test_an_approved_plan_stands_in_every_quarter_with_nothing_reported(plan):
    shapes = [row.shape for row in snapshots.approved(plan.versions.get())]
    for quarter in (1, 2, 3, 4):
        row = standing(plan, quarter)
        assert row.planned == arithmetic.planned(shapes, 2026, row.period.ends)
        assert (row.claimed, row.verified, row.spent, row.days_late) == (None,) * 4
        assert not row.is_reported
        assert row.ceiling == 30_000_000
    assert standing(plan, 4).planned == 100


def test_progress_that_was_not_reported_is_no_figure(plan):
    record(plan, 1, 50, date(2026, 2, 1))
    assert standing(plan, 1).claimed is None
    factories.ReportFactory(plan=plan, quarter=1)
    assert standing(plan, 1).claimed is None
    assert not standing(plan, 1).is_reported


def test_a_sent_report_claims(plan):
    record(plan, 1, 50, date(2026, 2, 1), spent=Decimal(4_000_000))
    factories.ReportFactory(plan=plan, quarter=1, sent=True, late=2)

    row = standing(plan, 1)
    assert row.claimed == Decimal("16.67")
    assert (row.spent, row.report_state, row.days_late) == (4_000_000, "dikirim", 2)
    assert (row.verified, row.verified_quarter) == (None, None)
    assert standing(plan, 2).claimed is None


def test_a_report_that_claims_nothing_claims_0_and_is_not_silent(plan):
    factories.ReportFactory(plan=plan, quarter=1, sent=True)
    row = standing(plan, 1)
    assert row.claimed == 0
    assert row.is_reported


def test_a_verified_figure_stands_until_a_later_one(plan):
    record(plan, 1, 60, date(2026, 2, 1))
    factories.ReportFactory(plan=plan, quarter=1, verified=True, lowered=30)

    for quarter in (1, 2, 3, 4):
        row = standing(plan, quarter)
        assert (row.verified, row.verified_quarter) == (Decimal("10.002"), 1)
    assert standing(plan, 1).claimed == Decimal("20.004")
    assert standing(plan, 2).claimed is None

    record(plan, 1, 100, date(2026, 5, 1))
    factories.ReportFactory(plan=plan, quarter=2, verified=True)
    assert standing(plan, 1).verified == Decimal("10.002")
    assert standing(plan, 3).verified == Decimal("33.34")
    assert standing(plan, 3).verified_quarter == 2


def test_a_returned_report_keeps_its_claim_and_says_so(plan, lia):
    record(plan, 1, 60, date(2026, 2, 1))
    factories.ReportFactory(plan=plan, quarter=1, returned=True)
    row = standing(plan, 1)
    assert (row.claimed, row.report_state, row.verified) == (
        Decimal("20.004"),
        "dikembalikan",
        None,
    )


def test_unverifying_takes_the_figure_back(plan, lia):
    record(plan, 1, 60, date(2026, 2, 1))
    report = factories.ReportFactory(plan=plan, quarter=1, verified=True)
    verification.unverify_report(report=report, by=lia, reason="Salah baca.")
    assert [standing(plan, quarter).verified for quarter in (1, 2, 3, 4)] == [None] * 4
    assert standing(plan, 1).report_state == "dikirim"


def test_a_repaired_report_claims_what_it_now_says(plan, rini, pak_kadis, lia):
    update = record(plan, 1, 60, date(2026, 2, 1))
    report = factories.ReportFactory(plan=plan, quarter=1, returned=True)
    update.refresh_from_db()
    update.percent = Decimal(30)
    progress.edit_progress(update=update, by=rini, seen=update.revision)
    assert standing(plan, 1).claimed == Decimal("20.004")

    reports.send_report(report=report, by=pak_kadis, **WORDS)
    assert standing(plan, 1).claimed == Decimal("10.002")


def test_a_new_version_changes_only_quarters_that_were_not_sent(plan, rini, pak_kadis, lia):
    factories.ReportFactory(plan=plan, quarter=1, sent=True)
    before = [standing(plan, quarter).planned for quarter in (1, 2)]
    plan = plans.revise_plan(plan=plan, by=pak_kadis, reason="jadwal", note="Mundur.")
    row = plan.milestones.get(number=1)
    row.start, row.due = date(2026, 6, 1), date(2026, 12, 1)
    row.target_q1, row.target_q2, row.target_q3 = Decimal(0), Decimal(10), Decimal(50)
    matrix.save_milestone(milestone=row, by=rini)
    assert [standing(plan, quarter).planned for quarter in (1, 2)] == before

    plans.submit_plan(plan=plan, by=pak_kadis)
    plans.approve_plan(plan=plan, by=lia)

    assert standing(plan, 1).planned == before[0]
    assert standing(plan, 2).planned < before[1]


def test_another_plans_report_moves_nothing_here(plan, distan):
    other = factories.ActionPlanFactory(replication__agency=distan, milestones=2, approved=True)
    before = list(plan.standings.order_by("period__quarter").values())
    factories.ReportFactory(plan=other, quarter=1, verified=True)
    assert list(plan.standings.order_by("period__quarter").values()) == before


def test_the_same_figures_whichever_report_was_verified_first(plan, lia):
    """A late TW I, verified after TW II, does not take TW II's figure away."""
    record(plan, 1, 60, date(2026, 2, 1))
    factories.ReportFactory(plan=plan, quarter=2, verified=True)
    first = factories.ReportFactory(plan=plan, quarter=1, sent=True, late=80)
    verification.verify_report(report=first, by=lia, judgements=accepted(first, lowered=10))
    assert standing(plan, 1).verified == Decimal("3.334")
    assert standing(plan, 2).verified == Decimal("20.004")
    assert standing(plan, 3).verified_quarter == 2
