"""Remarks pinned to milestones: written while the plan waits, answered, settled by decisions."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import tasks, waiting
from actionplans.models import ActionPlan, Comment
from actionplans.services import advice, matrix, plans, remarks
from replikasi.notifications.models import Notification
from tests import factories


@pytest.fixture
def waiting_plan(sibakul, rini, pak_kadis, lia):
    return factories.ActionPlanFactory(replication=sibakul, milestones=3, submitted=True)


def pin(plan, by, number=2, body="Target terlalu rendah.", key=None):
    return remarks.remark(
        milestone=plan.milestones.get(number=number), body=body, by=by, key=key or uuid4()
    )


def answer(comment, by, body="Sudah dinaikkan."):
    return advice.answer(parent=comment, body=body, by=by, key=uuid4())


def test_a_remark_is_written_once_and_seen_at_once(waiting_plan, lia, rini, dr_budi, ibu_sekda):
    key = uuid4()
    first, again = (pin(waiting_plan, lia, key=key) for _ in range(2))

    assert first == again == Comment.objects.get()
    assert first.milestone.number == 2
    for reader in (rini, dr_budi, ibu_sekda, lia):
        assert Comment.objects.visible_to(reader).get() == first
    # It is no suggestion: it is part of the decision, and is counted there.
    assert not Comment.objects.open_suggestions().exists()
    assert list(Comment.objects.open_remarks()) == [first]


def test_only_who_decides_writes_remarks(waiting_plan, rini, pak_kadis, dr_budi, ibu_sekda, joko):
    for person in (rini, pak_kadis, dr_budi, ibu_sekda, joko):
        with pytest.raises(PermissionDenied):
            pin(waiting_plan, person)


def test_who_wrote_the_plan_and_became_an_officer_writes_none(waiting_plan, pak_kadis, lia):
    pak_kadis.role, pak_kadis.agency, pak_kadis.region = "litbang", lia.agency, lia.region
    pak_kadis.save()
    with pytest.raises(PermissionDenied):
        pin(waiting_plan, pak_kadis)


@pytest.mark.parametrize("step", [{}, {"returned": True}, {"approved": True}, {"revising": True}])
def test_remarks_are_for_a_plan_that_waits(sibakul, lia, rini, pak_kadis, step):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=3, **step)
    with pytest.raises(ValidationError, match="tidak sedang menunggu keputusan"):
        pin(plan, lia)


def test_a_remark_says_something(waiting_plan, lia):
    with pytest.raises(ValidationError, match="Tulis apa yang perlu diperbaiki"):
        pin(waiting_plan, lia, body="  ")


def test_the_general_form_of_advice_writes_none(waiting_plan, lia):
    comment = Comment(plan=waiting_plan, kind=Comment.Kind.REMARK, body="Lewat pintu lain.")
    with pytest.raises(ValidationError, match="saat memeriksa rencana"):
        advice.advise(comment=comment, by=lia)


def test_the_author_changes_and_withdraws_until_somebody_answers(waiting_plan, lia, rini):
    first, second = pin(waiting_plan, lia), pin(waiting_plan, lia, number=3)
    other = factories.UserFactory(litbang=True, region=lia.region)
    with pytest.raises(ValidationError, match="Hanya penulisnya"):
        remarks.change_remark(comment=first, body="Lain.", by=other)

    assert remarks.change_remark(comment=first, body=" Naikkan. ", by=lia).body == "Naikkan."
    remarks.withdraw_remark(comment=second, by=lia)
    assert Comment.objects.get() == first

    answer(first, rini)
    for verb in (remarks.withdraw_remark, lambda **k: remarks.change_remark(body="A", **k)):
        with pytest.raises(ValidationError, match="sudah dijawab"):
            verb(comment=first, by=lia)


def test_any_officer_who_decides_settles_a_remark(waiting_plan, lia, rini):
    remark = pin(waiting_plan, lia)
    answered = answer(remark, rini)
    other = factories.UserFactory(litbang=True, region=lia.region)
    with pytest.raises(PermissionDenied):
        remarks.settle_remark(comment=remark, by=rini)

    first, again = (remarks.settle_remark(comment=remark, by=other) for _ in range(2))

    assert first.closed_at == again.closed_at
    assert again.closed_by == other
    with pytest.raises(ValidationError, match="Hanya catatan perbaikan"):
        remarks.settle_remark(comment=answered, by=lia)


# -- with the decision --------------------------------------------------------------------------


def test_a_return_takes_remarks_along_and_they_are_reason_enough(waiting_plan, lia, rini):
    first, third = (waiting_plan.milestones.get(number=number) for number in (1, 3))
    pin(waiting_plan, lia)

    plan = plans.return_plan(
        plan=waiting_plan, by=lia, reason="", remarks=[(first, "Bukti?"), (third, "Pagu?")]
    )

    assert plan.return_reason == plans.SEE_REMARKS
    numbers = [row.milestone.number for row in plan.open_remarks]
    assert numbers == [1, 2, 3]
    assert Notification.objects.get(recipient=rini, kind="plan_returned").facts["reason"] == (
        "Lihat catatan pada tonggaknya. (3 catatan pada tonggak)"
    )


def test_a_refused_return_writes_none_of_its_remarks(waiting_plan, lia):
    first = waiting_plan.milestones.get(number=1)
    plans.return_plan(plan=waiting_plan, by=lia, reason="Lengkapi.", remarks=[(first, "Bukti?")])
    with pytest.raises(ValidationError, match="tidak sedang menunggu"):
        plans.return_plan(plan=waiting_plan, by=lia, reason="Lagi.", remarks=[(first, "Lagi?")])
    assert Comment.objects.get().body == "Bukti?"


def test_the_task_of_the_agency_counts_what_waits_for_its_word(waiting_plan, lia, rini, today):
    remark = pin(waiting_plan, lia)
    pin(waiting_plan, lia, number=3)
    plans.return_plan(plan=waiting_plan, by=lia, reason="Bobot berat di akhir.")

    def note():
        return next(task.note for task in tasks.tasks_of(rini, today) if "Perbaiki" in task.title)

    assert note() == "Bobot berat di akhir. 2 catatan menunggu jawaban."
    answer(remark, rini)
    assert note() == "Bobot berat di akhir. 1 catatan menunggu jawaban."
    # Litbang is not content: it is the agency's turn again.
    answer(remark, lia, "Belum cukup.")
    assert note() == "Bobot berat di akhir. 2 catatan menunggu jawaban."
    # And none of it is a suggestion that waits as well.
    assert waiting.counts(rini, today)["suggestions"] == 0


def test_remarks_outlive_a_new_submission_until_the_decision(waiting_plan, lia, rini, pak_kadis):
    remark = pin(waiting_plan, lia)
    plan = plans.return_plan(plan=waiting_plan, by=lia, reason="")
    answer(remark, rini)
    plan = plans.submit_plan(plan=plan, by=pak_kadis)

    task = next(task for task in tasks.tasks_of(lia) if "Putuskan" in task.title)
    assert "1 catatan perbaikan masih terbuka." in task.note
    assert ActionPlan.objects.get().open_remarks[0].is_answered

    plans.approve_plan(plan=plan, by=lia)

    remark.refresh_from_db()
    assert remark.closed_by == lia
    assert not Comment.objects.open_remarks().exists()


def test_a_remark_stays_with_the_plan_when_its_row_goes(waiting_plan, lia, rini):
    remark = pin(waiting_plan, lia)
    plan = plans.return_plan(plan=waiting_plan, by=lia, reason="")
    matrix.delete_milestone(milestone=plan.milestones.get(number=2), by=rini)

    remark.refresh_from_db()
    assert (remark.plan, remark.milestone) == (plan, None)
