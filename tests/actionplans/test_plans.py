"""Plans: made from the template, edited row by row, weighed, submitted."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import checks
from actionplans.models import ActionPlan, Milestone, ReportingPeriod
from actionplans.services import matrix, plans
from replikasi.common.locking import Conflict
from replikasi.notifications.models import Notification
from tests import factories
from tests.factories import milestone_of
from tests.rig.acting import acting


def sentence(error):
    return " ".join(error.value.messages)


def told(person):
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


# -- making and editing -------------------------------------------------------------------------


def test_a_new_plan_is_an_empty_draft_and_its_year_has_periods(sibakul, rini):
    plan = plans.create_plan(replication=sibakul, fiscal_year=2026, by=rini)

    assert plan.state == "draf"
    assert plan.created_by == rini
    assert not plan.milestones.exists()
    assert ReportingPeriod.objects.filter(year=2026).count() == 4


def test_a_second_plan_for_the_same_year_is_refused(draft_plan, rini):
    with pytest.raises(ValidationError) as refusal:
        plans.create_plan(replication=draft_plan.replication, fiscal_year=2026, by=rini)

    assert "untuk tahun itu sudah ada" in sentence(refusal)
    assert ActionPlan.objects.count() == 1


def test_only_the_own_agency_makes_and_edits_a_plan(
    draft_plan, tono, bu_kadis_tani, lia, dr_budi, ibu_sekda, admin
):
    row = draft_plan.milestones.get(number=1)
    for stranger in (tono, bu_kadis_tani, lia, dr_budi, ibu_sekda, admin):
        with pytest.raises(PermissionDenied):
            plans.create_plan(replication=draft_plan.replication, fiscal_year=2027, by=stranger)
        with pytest.raises(PermissionDenied):
            matrix.save_milestone(milestone=row, by=stranger)
        with pytest.raises(PermissionDenied):
            matrix.delete_milestone(milestone=row, by=stranger)
        with pytest.raises(PermissionDenied):
            matrix.spread_weights(plan=draft_plan, by=stranger)


def test_milestones_are_numbered_by_stage(sibakul, rini):
    plan = factories.ActionPlanFactory(replication=sibakul)
    for stage in ("3-monev", "1-persiapan", "2-pelaksanaan", "1-persiapan"):
        matrix.save_milestone(milestone=milestone_of(plan, stage=stage), by=rini)

    rows = plan.milestones.order_by("number").values_list("number", "stage")
    assert list(rows) == [
        (1, "1-persiapan"),
        (2, "1-persiapan"),
        (3, "2-pelaksanaan"),
        (4, "3-monev"),
    ]


def test_a_milestone_moves_within_its_stage_and_no_further(sibakul, rini):
    plan = factories.ActionPlanFactory(replication=sibakul)
    names = ("satu", "dua", "lain")
    for name in names:
        stage = "3-monev" if name == "lain" else "1-persiapan"
        matrix.save_milestone(milestone=milestone_of(plan, stage=stage, activity=name), by=rini)

    def order():
        return [row.activity for row in plan.milestones.order_by("number")]

    matrix.move_milestone(milestone=plan.milestones.get(activity="dua"), by=rini, step=-1)
    assert order() == ["dua", "satu", "lain"]
    matrix.move_milestone(milestone=plan.milestones.get(activity="dua"), by=rini, step=-1)
    matrix.move_milestone(milestone=plan.milestones.get(activity="satu"), by=rini, step=1)
    assert order() == ["dua", "satu", "lain"]
    matrix.move_milestone(milestone=plan.milestones.get(activity="dua"), by=rini, step=1)
    assert order() == ["satu", "dua", "lain"]


def test_a_deleted_milestone_leaves_no_hole_in_the_numbers(draft_plan, rini):
    matrix.delete_milestone(milestone=draft_plan.milestones.get(number=2), by=rini)
    numbers = draft_plan.milestones.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"due": date(2026, 1, 1)}, "tidak boleh sebelum tanggal mulai"),
        ({"weight": Decimal("100.01")}, "antara 0 dan 100"),
        ({"weight": Decimal(-1)}, "antara 0 dan 100"),
        ({"target_q1": Decimal(80), "target_q2": Decimal(20)}, "tidak boleh turun"),
        ({"target_q3": Decimal(101)}, "antara 0 dan 100"),
        ({"ceiling": Decimal(-5)}, "tidak boleh kurang dari nol"),
    ],
)
def test_a_milestone_that_cannot_be_is_refused_with_a_sentence(draft_plan, rini, change, words):
    row = draft_plan.milestones.get(number=1)
    for name, value in change.items():
        setattr(row, name, value)

    with pytest.raises(ValidationError) as refusal:
        matrix.save_milestone(milestone=row, by=rini)

    assert words in sentence(refusal)
    fresh = Milestone.objects.get(pk=row.pk)
    assert all(getattr(fresh, name) != value for name, value in change.items())


def test_a_form_opened_before_a_colleague_saved_is_told_who_changed_what(
    draft_plan, rini, pak_kadis
):
    seen = draft_plan.milestones.get(number=1).revision
    first, second = (draft_plan.milestones.get(number=1) for _ in range(2))
    first.weight = Decimal("20.00")
    with acting(pak_kadis):
        matrix.save_milestone(milestone=first, by=pak_kadis, seen=seen)

    second.output = "Isian Rini"
    with pytest.raises(Conflict) as refusal:
        matrix.save_milestone(milestone=second, by=rini, seen=seen)

    assert "Hasan Basri sudah menyimpan perubahan" in sentence(refusal)
    assert "bobot 33,34 → 20" in sentence(refusal)
    assert second.output == "Isian Rini"
    assert draft_plan.milestones.get(number=1).output == "Dokumen"


def test_a_refused_save_leaves_the_form_valid_for_the_next_try(draft_plan, rini):
    row = draft_plan.milestones.get(number=1)
    seen, row.weight = row.revision, Decimal(101)
    with pytest.raises(ValidationError):
        matrix.save_milestone(milestone=row, by=rini, seen=seen)
    assert row.revision == seen

    row.weight = Decimal(10)
    matrix.save_milestone(milestone=row, by=rini, seen=row.revision)
    assert draft_plan.milestones.get(number=1).weight == 10


def test_a_plan_that_waits_or_is_approved_is_not_edited(sibakul, rini):
    for step in ("submitted", "approved"):
        plan = factories.ActionPlanFactory(
            replication=sibakul, milestones=1, **{step: True}, fiscal_year=2025 + len(step) % 2
        )
        row = plan.milestones.get()
        for verb in (matrix.save_milestone, matrix.delete_milestone):
            with pytest.raises(ValidationError, match="tidak sedang disusun"):
                verb(milestone=row, by=rini)


# -- weights ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "words"), [("33.33", "kurang 0,01"), ("33.35", "lebih 0,01"), ("0", "kurang 33,34")]
)
def test_weights_that_do_not_sum_to_100_are_refused(draft_plan, rini, pak_kadis, weight, words):
    # The factory shares 100 as 33,34 + 33,33 + 33,33.
    row = draft_plan.milestones.get(number=1)
    row.weight = Decimal(weight)
    matrix.save_milestone(milestone=row, by=rini)

    with pytest.raises(ValidationError) as refusal:
        plans.submit_plan(plan=draft_plan, by=pak_kadis)

    assert words in sentence(refusal)
    assert ActionPlan.objects.get().state == "draf"


def test_what_is_missing_of_100_is_shared_among_the_unweighted(draft_plan, rini):
    draft_plan.milestones.filter(number__gt=1).update(weight=None)

    step = matrix.spread_weights(plan=draft_plan, by=rini)

    assert len(step.after) == 2

    rows = list(draft_plan.milestones.order_by("number"))
    assert checks.weight_total(rows) == 100
    assert [row.weight for row in rows][1:] == [Decimal("33.33")] * 2


def test_sharing_is_refused_when_nothing_is_left(draft_plan, rini):
    with pytest.raises(ValidationError, match="sudah berbobot"):
        matrix.spread_weights(plan=draft_plan, by=rini)
    draft_plan.milestones.filter(number=1).update(weight=100)
    draft_plan.milestones.filter(number=3).update(weight=None)
    with pytest.raises(ValidationError, match="tidak ada sisa"):
        matrix.spread_weights(plan=draft_plan, by=rini)


# -- submitting ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("weight", None, "tonggak 2 belum berbobot"),
        ("start", None, "tonggak 2 belum lengkap"),
        ("due", date(2027, 1, 5), "tonggak 2 di luar tahun 2026"),
        ("output", "", "tonggak 2 kosong"),
        ("indicator", "", "tonggak 2 kosong"),
        ("person_in_charge", "", "tonggak 2 kosong"),
        ("evidence_expected", "", "tonggak 2 kosong"),
        ("target_q1", None, "tonggak 2 belum lengkap"),
        ("budget_line", "", "tonggak 2 berpagu tanpa subkegiatan"),
    ],
)
def test_an_incomplete_plan_names_each_gap(draft_plan, pak_kadis, field, value, words):
    draft_plan.milestones.filter(number=2).update(**{field: value})
    rows = list(draft_plan.milestones.order_by("number"))

    shown = [item for check in checks.before_submission(draft_plan, rows) for item in check.items]
    with pytest.raises(ValidationError, match="Rencana belum dapat diajukan"):
        plans.submit_plan(plan=draft_plan, by=pak_kadis)

    found = [(row.number, name) for text, row, name in shown if row and words in text]
    assert len(found) == 1
    assert found[0][0] == 2


def test_a_milestone_whose_targets_stop_below_100_is_named(draft_plan, pak_kadis):
    draft_plan.milestones.filter(number=3).update(target_q4=Decimal("99.99"))
    with pytest.raises(ValidationError, match="tonggak 3 berhenti di 99,99"):
        plans.submit_plan(plan=draft_plan, by=pak_kadis)


def test_a_plan_without_milestones_is_not_submitted(sibakul, pak_kadis):
    plan = factories.ActionPlanFactory(replication=sibakul)
    with pytest.raises(ValidationError, match="belum ada satu pun"):
        plans.submit_plan(plan=plan, by=pak_kadis)


def test_staff_submit_only_when_the_head_allows_it(draft_plan, rini):
    with pytest.raises(PermissionDenied):
        plans.submit_plan(plan=draft_plan, by=rini)

    rini.may_send = True
    rini.save()
    assert plans.submit_plan(plan=draft_plan, by=rini).submitted_by == rini


def test_submitting_tells_the_officers_of_the_region_alone(draft_plan, pak_kadis, lia, joko, tono):
    plans.submit_plan(plan=draft_plan, by=pak_kadis)
    assert told(lia) == ["plan_submitted"]
    assert [told(person) for person in (joko, tono, pak_kadis)] == [[], [], []]


def test_a_submission_from_a_stale_page_is_a_conflict(draft_plan, rini, pak_kadis):
    seen = draft_plan.revision
    matrix.save_milestone(milestone=draft_plan.milestones.get(number=1), by=rini)
    with pytest.raises(Conflict):
        plans.submit_plan(plan=draft_plan, by=pak_kadis, seen=seen)
    assert ActionPlan.objects.get().state == "draf"
