"""Whatever the order of the verbs: what is stored agrees with what it follows from.

`pytest --hypothesis-profile=thorough` runs far more of it and shrinks what it finds.
"""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from actionplans import arithmetic
from actionplans.models import ActionPlan, ProgressUpdate, Report, ReportLine
from actionplans.services import consistency, matrix, plans, progress, reports, verification
from replikasi.common.periods import quarter_bounds
from tests import factories
from tests.factories import YEAR, at, milestone_of, period

HOLDING = (Report.State.SENT, Report.State.VERIFIED)
percents = st.integers(0, 100).map(Decimal)
picks = st.integers(0, 7)
quarters = st.sampled_from([1, 2, 3, 4])
# Two quarters are over, or all four.
STARTS = [date(YEAR, 7, 20), date(YEAR + 1, 1, 11)]
WORDS = {"problem": "", "solution": "", "next_steps": "", "idle_reason": "Cuaca."}


class Cycle(RuleBasedStateMachine):
    """The world below, and what people do in it.

    Each rule is a person doing one thing on the day the machine has come to; a refusal is fine,
    a crash or an inconsistency is not.
    """

    world = None
    done = Counter()

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.today = STARTS[0]

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def act(self, verb, **arguments):
        """Call the verb on the machine's day; True unless it was refused with a sentence."""
        with at(self.today):
            try:
                verb(**arguments)
            except ValidationError:
                return False
        Cycle.done[verb.__name__] += 1
        return True

    def plan(self, pick, *likely):
        """Mostly one in a `likely` state, where there is one; the others are tried as well."""
        rows = ActionPlan.objects.order_by("pk")
        fitting = rows.filter(state__in=likely)
        rows = list(fitting if pick < 6 and fitting else rows)
        return rows[pick % len(rows)]

    def milestone(self, pick):
        plan = self.plan(pick)
        rows = plan.milestones.order_by("number")
        return rows[pick % rows.count()]

    def update(self, pick):
        rows = ProgressUpdate.objects.order_by("pk")
        return rows[pick % rows.count()]

    def report(self, pick, *states):
        rows = Report.objects.filter(state__in=states).order_by("pk")
        return rows[pick % rows.count()] if rows else None

    # -- time ----------------------------------------------------------------------------------

    @initialize(day=st.sampled_from(STARTS))
    def begin(self, day):
        self.today = day

    @rule(days=st.integers(1, 75))
    def time_passes(self, days):
        self.today = min(self.today + timedelta(days), date(YEAR + 1, 3, 1))

    # -- plans ---------------------------------------------------------------------------------

    @rule(pick=picks, weight=percents, ceiling=st.integers(0, 5))
    def edit_milestone(self, pick, weight, ceiling):
        row = self.milestone(pick)
        row.weight, row.ceiling = weight, Decimal(ceiling * 1_000_000)
        self.act(matrix.save_milestone, milestone=row, by=self.world.staff, seen=row.revision)

    @rule(pick=picks)
    def add_milestone(self, pick):
        row = milestone_of(self.plan(pick, *ActionPlan.EDITABLE), activity="Tambahan")
        self.act(matrix.save_milestone, milestone=row, by=self.world.staff)

    @rule(pick=picks)
    def delete_milestone(self, pick):
        row = self.milestone(pick)
        if row.plan.milestones.count() > 1:
            self.act(matrix.delete_milestone, milestone=row, by=self.world.staff)

    @rule(pick=picks, revises=st.booleans())
    def submit_plan(self, pick, revises):
        plan = self.plan(pick, *(() if revises else ActionPlan.EDITABLE))
        if revises:
            words = {"reason": "anggaran", "note": "Dipotong."}
            self.act(plans.revise_plan, plan=plan, by=self.world.head, **words)
        self.weigh(plan)
        self.act(plans.submit_plan, plan=plan, by=self.world.head)

    def weigh(self, plan):
        """Weights that sum to 100, so that a submission has a chance."""
        plan = ActionPlan.objects.get(pk=plan.pk)
        if plan.is_editable and plan.milestones.exists():
            plan.milestones.update(weight=None)
            self.act(matrix.spread_weights, plan=plan, by=self.world.staff)

    @rule(pick=picks, returns=st.booleans())
    def decide_plan(self, pick, returns):
        more = {"reason": "Perbaiki."} if returns else {}
        verb = plans.return_plan if returns else plans.approve_plan
        plan = self.plan(pick, ActionPlan.State.SUBMITTED)
        self.act(verb, plan=plan, by=self.world.officer, **more)

    @rule(pick=picks)
    def finish_plan(self, pick):
        self.act(plans.finish_plan, plan=self.plan(pick), by=self.world.officer)

    # -- progress ------------------------------------------------------------------------------

    @rule(pick=picks, percent=percents, ago=st.integers(0, 120), note=st.sampled_from(["", "Ya."]))
    def record_progress(self, pick, percent, ago, note):
        update = ProgressUpdate(
            milestone=self.milestone(pick),
            happened_on=self.today - timedelta(ago),
            percent=percent,
            spent=percent * 1000,
            note=note,
        )
        self.act(progress.record_progress, update=update, by=self.world.staff)

    @precondition(lambda self: ProgressUpdate.objects.exists())
    @rule(pick=picks, percent=percents, later=st.integers(-60, 60))
    def edit_progress(self, pick, percent, later):
        update = self.update(pick)
        update.percent, update.note = percent, "Koreksi."
        update.happened_on += timedelta(later)
        seen = update.revision
        self.act(progress.edit_progress, update=update, by=self.world.staff, seen=seen)

    @precondition(lambda self: ProgressUpdate.objects.exists())
    @rule(pick=picks)
    def withdraw_progress(self, pick):
        self.act(progress.withdraw_progress, update=self.update(pick), by=self.world.staff)

    # -- reports -------------------------------------------------------------------------------

    @rule(pick=picks, quarter=quarters)
    def open_report(self, pick, quarter):
        self.act(
            reports.open_report,
            plan=self.plan(pick),
            period=period(quarter),
            by=self.world.staff,
        )

    @rule(pick=picks, quarter=quarters)
    def send_report(self, pick, quarter):
        self.open_report(pick, quarter)
        report = self.plan(pick).reports.filter(period__quarter=quarter).first()
        if report:
            self.act(reports.send_report, report=report, by=self.world.head, **WORDS)

    @rule(pick=picks, judged=percents)
    def verify_report(self, pick, judged):
        report = self.report(pick, Report.State.SENT)
        if report:
            judgements = {
                line.pk: (min(line.percent, judged), "Sesuai bukti.") for line in report.lines.all()
            }
            self.act(
                verification.verify_report,
                report=report,
                by=self.world.officer,
                judgements=judgements,
            )

    @rule(pick=picks)
    def return_report(self, pick):
        report = self.report(pick, Report.State.SENT)
        if report:
            self.act(
                verification.return_report, report=report, by=self.world.officer, reason="Perbaiki."
            )

    @rule(pick=picks, returns=st.booleans())
    def unverify_report(self, pick, returns):
        report = self.report(pick, Report.State.VERIFIED)
        if report:
            words = {"by": self.world.officer, "reason": "Salah baca."}
            done = self.act(verification.unverify_report, report=report, **words)
            if done and returns:
                self.act(verification.return_report, report=report, **words)

    # -- what must hold after each of them -----------------------------------------------------

    @invariant()
    def nothing_differs(self):
        assert list(consistency.differences(ActionPlan.objects.all())) == []

    @invariant()
    def what_a_sent_report_shows_is_held(self):
        frozen = ReportLine.objects.filter(report__state__in=HOLDING, update__isnull=False)
        assert not frozen.filter(update__held_by=None).exists()

    @invariant()
    def silence_is_never_a_zero(self):
        for plan in ActionPlan.objects.all():
            sent = set(plan.reports.sent().values_list("period", flat=True))
            for row in plan.standings.all():
                assert (row.claimed is not None) == (row.period_id in sent)

    @invariant()
    def the_year_ends_at_100(self):
        end = quarter_bounds(YEAR, 4)[1]
        for plan in ActionPlan.objects.approved():
            unsent = plan.standings.filter(period__quarter=4, report_state="").first()
            if unsent:
                assert unsent.planned == arithmetic.HUNDRED, end


class World:
    """A plan in mid-year, one that waits for approval and a draft, all of one agency."""

    def __init__(self):
        agency = factories.AgencyFactory()
        plan, _, _ = (
            factories.ActionPlanFactory(replication__agency=agency, milestones=2, **steps)
            for steps in ({"approved": True}, {"submitted": True}, {})
        )
        row = plan.milestones.get(number=1)
        for day in (date(YEAR, 2, 10), date(YEAR, 5, 12)):
            factories.ProgressUpdateFactory(milestone=row, happened_on=day, percent=day.month * 10)
        factories.ReportFactory(plan=plan, quarter=1, verified=True)
        factories.ReportFactory(plan=plan, quarter=2, sent=True)
        factories.ProgressUpdateFactory(milestone=row, happened_on=date(YEAR, 7, 8), percent=70)
        self.staff = factories.staff_of(agency)
        self.head = factories.head_of(agency)
        self.officer = factories.officer_of(agency.region)


@pytest.mark.django_db
def test_no_order_of_the_verbs_makes_a_difference(monkeypatch):
    monkeypatch.setattr(Cycle, "world", World())
    monkeypatch.setattr(Cycle, "done", Counter())
    quick = settings().max_examples < 100

    run_state_machine_as_test(
        Cycle,
        settings=settings(
            max_examples=10 if quick else 400,
            stateful_step_count=30,
            phases=[phase for phase in Phase if phase != Phase.shrink or not quick],
        ),
    )

    # A machine that only ever met refusals would prove nothing.
    assert len(Cycle.done) > 5, Cycle.done
    assert Cycle.done.total() > 20, Cycle.done
