"""A revision that is rejected or given up leaves the plan as it was; meanwhile reports go on."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import snapshots
from actionplans.models import ActionPlan, Comment, Milestone, PeriodStanding, PlanEdit
from actionplans.services import consistency, matrix, plans, progress, remarks, reports
from replikasi.common.locking import Conflict
from replikasi.notifications.models import Notification
from tests import factories
from tests.factories import milestone_of, period


def taken(plan):
    rows = plan.milestones.order_by("number")
    return snapshots.taken(rows, snapshots.waits_of(rows))


def row(plan, number):
    return plan.milestones.get(number=number)


@pytest.fixture
def plan(sibakul, rini, pak_kadis, lia):
    """Six milestones, two a stage, the second of each waiting for the first; approved."""
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=6)
    for later in (2, 4, 6):
        row(plan, later).waits_for.add(row(plan, later - 1))
    plan = plans.submit_plan(plan=plan, by=pak_kadis)
    return plans.approve_plan(plan=plan, by=lia)


@pytest.fixture
def revised(plan, rini, pak_kadis):
    """The same in a revision that changed, added, moved, copied and unlinked rows."""
    plan = plans.revise_plan(plan=plan, by=pak_kadis, reason="jadwal", note="Mundur.")
    second = row(plan, 2)
    second.due, second.ceiling, second.person_email = date(2026, 12, 1), Decimal(5), "a@contoh.test"
    matrix.save_milestone(milestone=second, by=rini)
    matrix.save_milestone(milestone=milestone_of(plan, activity="Baru", weight=Decimal(0)), by=rini)
    matrix.move_milestone(milestone=row(plan, 1), by=rini, step=1)
    matrix.move_milestone(milestone=row(plan, 5), by=rini, stage="1-persiapan")
    four = plan.milestones.get(activity="Kegiatan 4")
    four.waits_for.set([plan.milestones.get(activity="Baru")])
    five = plan.milestones.get(activity="Kegiatan 5")
    five.waits_for.add(four)
    assert taken(plan) != plan.versions.get().snapshot
    return plan


def submit(plan, by):
    """Through the check of the weights, which the rows of `revised` keep."""
    return plans.submit_plan(plan=plan, by=by)


def test_a_rejected_revision_leaves_the_plan_exactly_as_approved(revised, lia, pak_kadis, rini):
    added = revised.milestones.get(activity="Baru")
    advised = factories.CommentFactory(milestone=added)
    before = Milestone.objects.get(activity="Kegiatan 1").pk
    submit(revised, pak_kadis)

    plan = plans.reject_revision(plan=revised, by=lia, reason="Belum ada dasar anggarannya.")

    version = plan.versions.get()
    assert taken(plan) == version.snapshot
    assert (plan.state, plan.in_revision, plan.revision_note) == ("disetujui", False, "")
    assert not Milestone.objects.filter(pk=added.pk).exists()
    assert Milestone.objects.get(activity="Kegiatan 1").pk == before
    advised.refresh_from_db()
    assert (advised.plan, advised.milestone) == (plan, None)
    told = Notification.objects.get(recipient=rini, kind="plan_revision_rejected")
    assert told.facts["reason"] == "Belum ada dasar anggarannya."
    assert list(consistency.found(ActionPlan.objects.order_by("pk"))) == []


def test_it_leaves_a_trace_of_who_when_and_why(revised, lia, pak_kadis):
    submit(revised, pak_kadis)
    plan = plans.reject_revision(plan=revised, by=lia, reason="Belum ada dasarnya.")

    line = plan.dropped_revisions().get()
    assert line.history_change_reason == ActionPlan.Dropped.REJECTED
    assert line.history_user == lia
    assert (line.was_reason, line.was_note) == ("jadwal", "Mundur.")
    assert line.return_reason == plan.return_reason == "Belum ada dasarnya."
    # The next revision begins clean, and its own lines say nothing of the last one's end.
    plan = plans.revise_plan(plan=plan, by=pak_kadis, reason="lingkup", note="Dikurangi.")
    assert plan.return_reason == ""
    assert plan.dropped_revisions().count() == 1


@pytest.mark.parametrize("returned", [False, True])
def test_the_agency_gives_its_revision_up(revised, lia, pak_kadis, rini, returned):
    if returned:
        submit(revised, pak_kadis)
        remarks.remark(milestone=row(revised, 3), body="Kapan?", by=lia, key=Comment().key)
        plans.return_plan(plan=revised, by=lia, reason="Jelaskan.")
    with pytest.raises(PermissionDenied):
        plans.give_up_revision(plan=revised, by=rini)

    plan = plans.give_up_revision(plan=revised, by=pak_kadis)

    assert taken(plan) == plan.versions.get().snapshot
    assert (plan.state, plan.return_reason) == ("disetujui", "")
    assert plan.dropped_revisions().get().history_change_reason == ActionPlan.Dropped.GIVEN_UP
    assert not Comment.objects.open_remarks().exists()


def test_what_waits_with_litbang_is_not_given_up(revised, pak_kadis):
    submit(revised, pak_kadis)
    with pytest.raises(ValidationError, match="menunggu keputusan Litbang"):
        plans.give_up_revision(plan=revised, by=pak_kadis)


def test_what_a_colleague_saved_since_is_not_given_up_unseen(revised, pak_kadis, rini):
    seen = ActionPlan.objects.get().revision
    matrix.save_milestone(milestone=row(revised, 1), by=rini)
    with pytest.raises(Conflict):
        plans.give_up_revision(plan=revised, by=pak_kadis, seen=seen)
    assert ActionPlan.objects.get().state == "direvisi"


@pytest.mark.parametrize("reason", ["", " "])
def test_a_rejection_says_why(revised, lia, pak_kadis, reason):
    submit(revised, pak_kadis)
    with pytest.raises(ValidationError, match="Tulis mengapa revisi ini ditolak"):
        plans.reject_revision(plan=revised, by=lia, reason=reason)
    assert ActionPlan.objects.get().state == "diajukan"


def test_only_an_officer_of_the_region_rejects(revised, pak_kadis, rini, dr_budi, joko, ibu_sekda):
    submit(revised, pak_kadis)
    for person in (pak_kadis, rini, dr_budi, joko, ibu_sekda):
        with pytest.raises(PermissionDenied):
            plans.reject_revision(plan=revised, by=person, reason="Tidak.")


def test_a_first_plan_is_returned_and_never_rejected(sibakul, rini, pak_kadis, lia):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=2, submitted=True)
    with pytest.raises(ValidationError, match="Tidak ada revisi"):
        plans.reject_revision(plan=plan, by=lia, reason="Tidak.")
    assert ActionPlan.objects.get(pk=plan.pk).state == "diajukan"


def test_a_second_revision_goes_back_to_the_second_version(revised, lia, pak_kadis, rini):
    submit(revised, pak_kadis)
    plan = plans.approve_plan(plan=revised, by=lia)
    plan = plans.revise_plan(plan=plan, by=pak_kadis, reason="anggaran", note="Dipotong.")
    first = row(plan, 1)
    first.ceiling = Decimal(1)
    matrix.save_milestone(milestone=first, by=rini)

    plan = plans.give_up_revision(plan=plan, by=pak_kadis)

    assert taken(plan) == plan.versions.get(number=2).snapshot
    assert plan.versions.get(number=1).snapshot != plan.versions.get(number=2).snapshot


@pytest.mark.parametrize("steps", [(), ("submit",), ("submit", "return")])
def test_meanwhile_progress_and_reports_go_by_the_last_version(
    revised, lia, pak_kadis, rini, steps
):
    """direvisi, diajukan, dikembalikan: what is planned, what there is to report and to measure."""
    standings = list(PeriodStanding.objects.order_by("period").values("planned", "ceiling"))
    if "submit" in steps:
        submit(revised, pak_kadis)
    if "return" in steps:
        plans.return_plan(plan=revised, by=lia, reason="Jelaskan.")
    version = revised.versions.get()
    first = revised.milestones.get(activity="Kegiatan 1")
    with pytest.raises(ValidationError, match="belum disetujui"):
        progress.reportable(revised.milestones.get(activity="Baru"))
    factories.ProgressUpdateFactory(milestone=first, happened_on=date(2026, 2, 1))

    report, _ = reports.open_report(plan=revised, period=period(1), by=rini)
    report = reports.send_report(
        report=report, by=pak_kadis, problem="", solution="", next_steps=""
    )

    held = {line["id"] for line in version.snapshot}
    assert {line.milestone_id for line in report.lines.all()} == held
    weights = {line["id"]: Decimal(line["weight"]) for line in version.snapshot}
    assert {line.milestone_id: line.weight for line in report.lines.all()} == weights
    assert list(PeriodStanding.objects.order_by("period").values("planned", "ceiling")) == standings


# -- a draft made by mistake --------------------------------------------------------------------


def test_a_draft_that_nobody_has_seen_is_deleted(draft_plan, rini):
    matrix.delete_milestone(milestone=row(draft_plan, 3), by=rini)
    assert PlanEdit.objects.exists()
    plans.delete_plan(plan=draft_plan, by=rini)
    assert not ActionPlan.objects.exists()
    assert not Milestone.objects.exists()


@pytest.mark.parametrize("step", [{"submitted": True}, {"returned": True}, {"approved": True}])
def test_what_was_submitted_stays(sibakul, rini, pak_kadis, lia, step):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=2, **step)
    with pytest.raises(ValidationError, match="belum pernah diajukan"):
        plans.delete_plan(plan=plan, by=rini)


def test_what_an_adviser_wrote_in_stays(draft_plan, rini, dr_budi):
    factories.CommentFactory(plan=draft_plan, by=dr_budi)
    with pytest.raises(ValidationError, match="Pendamping sudah menulis"):
        plans.delete_plan(plan=draft_plan, by=rini)
    assert ActionPlan.objects.exists()


def test_only_the_own_agency_deletes_its_draft(draft_plan, tono, lia, admin):
    for person in (tono, lia, admin):
        with pytest.raises(PermissionDenied):
            plans.delete_plan(plan=draft_plan, by=person)
