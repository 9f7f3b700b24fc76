"""Every state × every transition of plans and reports: allowed as designed, else refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model

from actionplans.models import ActionPlan, PlanVersion, Report, Verification
from actionplans.services import plans, reports, verification
from tests import factories
from tests.factories import accepted

Plan, Sent = ActionPlan.State, Report.State

# (state, verb): the state that it leads to. What is not here is refused.
PLAN_MOVES = {
    (Plan.DRAFT, "submit"): Plan.SUBMITTED,
    (Plan.RETURNED, "submit"): Plan.SUBMITTED,
    (Plan.REVISING, "submit"): Plan.SUBMITTED,
    (Plan.SUBMITTED, "approve"): Plan.APPROVED,
    (Plan.SUBMITTED, "return"): Plan.RETURNED,
    (Plan.APPROVED, "revise"): Plan.REVISING,
    (Plan.REVISING, "drop"): Plan.APPROVED,
    (Plan.APPROVED, "finish"): Plan.FINISHED,
}
# The same of a plan that was approved once and is being revised; else there is nothing to go to.
REVISION_MOVES = {
    (Plan.SUBMITTED, "drop"): Plan.APPROVED,
    (Plan.RETURNED, "drop"): Plan.APPROVED,
}
PLAN_STEP = {
    Plan.DRAFT: {},
    Plan.SUBMITTED: {"submitted": True},
    Plan.RETURNED: {"returned": True},
    Plan.APPROVED: {"approved": True},
    Plan.REVISING: {"revising": True},
    Plan.FINISHED: {"finished": True},
}
PLAN_VERBS = {
    "submit": lambda plan, head, officer: plans.submit_plan(plan=plan, by=head),
    "approve": lambda plan, head, officer: plans.approve_plan(plan=plan, by=officer),
    "return": lambda plan, head, officer: plans.return_plan(
        plan=plan, by=officer, reason="Bobot berat di akhir."
    ),
    "revise": lambda plan, head, officer: plans.revise_plan(
        plan=plan, by=head, reason="anggaran", note="Anggaran dipotong."
    ),
    "drop": lambda plan, head, officer: (
        plans.reject_revision(plan=plan, by=officer, reason="Belum perlu.")
        if plan.state == Plan.SUBMITTED
        else plans.give_up_revision(plan=plan, by=head)
    ),
    "finish": lambda plan, head, officer: plans.finish_plan(plan=plan, by=officer),
}
REPORT_MOVES = {
    (Sent.DRAFT, "send"): Sent.SENT,
    (Sent.RETURNED, "send"): Sent.SENT,
    (Sent.SENT, "verify"): Sent.VERIFIED,
    (Sent.SENT, "return"): Sent.RETURNED,
    (Sent.VERIFIED, "unverify"): Sent.SENT,
}
REPORT_STEP = {
    Sent.DRAFT: {},
    Sent.SENT: {"sent": True},
    Sent.RETURNED: {"returned": True},
    Sent.VERIFIED: {"verified": True},
}
REPORT_VERBS = {
    "send": lambda report, head, officer: reports.send_report(
        report=report, by=head, problem="", solution="", next_steps=""
    ),
    "verify": lambda report, head, officer: verification.verify_report(
        report=report, by=officer, judgements=accepted(report)
    ),
    "return": lambda report, head, officer: verification.return_report(
        report=report, by=officer, reason="Foto belum ada."
    ),
    "unverify": lambda report, head, officer: verification.unverify_report(
        report=report, by=officer, reason="Salah baca."
    ),
}


def written(*parts):
    """Everything that a refused verb must leave as it was."""
    rows = []
    for part in parts:
        found = [part] if isinstance(part, Model) else part.order_by("pk")
        rows += [type(row).objects.filter(pk=row.pk).values().get() for row in found]
    return rows


@pytest.mark.parametrize("verb", PLAN_VERBS)
@pytest.mark.parametrize("state", Plan)
def test_a_plan_moves_only_as_designed(sibakul, pak_kadis, lia, on_day, state, verb):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=2, **PLAN_STEP[state])
    on_day("2027-02-01")
    if verb == "finish" and state == Plan.APPROVED:
        factories.ReportFactory(plan=plan, quarter=4, verified=True)
    parts = (plan, plan.milestones, plan.versions, plan.standings, plan.reports)
    before = written(*parts)
    target = PLAN_MOVES.get((state, verb))

    if target:
        PLAN_VERBS[verb](plan, pak_kadis, lia)
        assert ActionPlan.objects.get(pk=plan.pk).state == target
    else:
        with pytest.raises(ValidationError) as refusal:
            PLAN_VERBS[verb](plan, pak_kadis, lia)
        assert is_a_sentence(refusal.value)
        assert written(*parts) == before


@pytest.mark.parametrize("state", [Plan.REVISING, Plan.SUBMITTED, Plan.RETURNED])
def test_a_revision_is_dropped_wherever_it_stands(sibakul, pak_kadis, lia, state):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=2, revising=True)
    for verb in {Plan.REVISING: (), Plan.SUBMITTED: ("submit",)}.get(state, ("submit", "return")):
        plan = PLAN_VERBS[verb](plan, pak_kadis, lia)
    assert plan.state == state

    PLAN_VERBS["drop"](plan, pak_kadis, lia)

    assert ActionPlan.objects.get(pk=plan.pk).state == Plan.APPROVED
    assert (state, "drop") in PLAN_MOVES | REVISION_MOVES


@pytest.mark.parametrize("verb", REPORT_VERBS)
@pytest.mark.parametrize("state", Sent)
def test_a_report_moves_only_as_designed(plan, pak_kadis, lia, state, verb):
    factories.ProgressUpdateFactory(milestone=plan.milestones.get(number=1))
    report = factories.ReportFactory(plan=plan, quarter=1, **REPORT_STEP[state])
    decisions = Verification.objects.filter(report=report)
    parts = (report, report.lines, decisions, plan.standings)
    before = written(*parts)
    target = REPORT_MOVES.get((state, verb))

    if target:
        REPORT_VERBS[verb](report, pak_kadis, lia)
        assert Report.objects.get(pk=report.pk).state == target
    else:
        with pytest.raises(ValidationError) as refusal:
            REPORT_VERBS[verb](report, pak_kadis, lia)
        assert is_a_sentence(refusal.value)
        assert written(*parts) == before


def is_a_sentence(error):
    return all(
        message[0].isupper() and message.rstrip().endswith(".") for message in error.messages
    )


@pytest.mark.parametrize("model", [ActionPlan, Report])
def test_the_declared_transitions_are_the_designed_ones(model):
    moves, verbs = {
        ActionPlan: (
            PLAN_MOVES | REVISION_MOVES,
            {"send_back": "return", "drop_revision": "drop"},
        ),
        Report: (REPORT_MOVES, {"send_back": "return"}),
    }[model]
    field = model._meta.get_field("state")

    declared = {
        (one.source, verbs.get(one.name, one.name)): one.target
        for one in field.get_all_transitions(model)
    }
    assert declared == moves


def test_a_version_is_written_by_approval_alone(plan):
    assert list(PlanVersion.objects.values_list("plan", "number")) == [(plan.pk, 1)]
