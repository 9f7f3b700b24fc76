"""Rows of the matrix: put in their place, copied, moved, deleted, and every step taken back."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplans import snapshots
from actionplans.models import Comment, Obstacle, PlanEdit
from actionplans.services import journal, matrix, matrix_rows, plans
from tests import factories
from tests.factories import milestone_of


def content(plan):
    """All that an undo must bring back: cells, order, dependencies, addresses."""
    rows = plan.milestones.order_by("number")
    mails = {row.pk: row.person_email for row in rows}
    return [
        {**row, "person_email": mails[row["id"]]}
        for row in snapshots.taken(rows, snapshots.waits_of(rows))
    ]


def activities(plan):
    return list(plan.milestones.order_by("number").values_list("activity", flat=True))


def add(plan, rini, activity, stage="2-pelaksanaan", **options):
    row = milestone_of(plan, stage=stage, activity=activity)
    return matrix.save_milestone(milestone=row, by=rini, **options)


@pytest.fixture
def four(sibakul, rini):
    """A draft with A and B in one stage, C and D in the next."""
    plan = factories.ActionPlanFactory(replication=sibakul)
    for activity, stage in (
        ("A", "1-persiapan"),
        ("B", "1-persiapan"),
        ("C", "2-pelaksanaan"),
        ("D", "2-pelaksanaan"),
    ):
        add(plan, rini, activity, stage)
    return plan


def row(plan, activity):
    return plan.milestones.get(activity=activity)


# -- where a row stands -------------------------------------------------------------------------


def test_a_new_row_stands_below_the_one_it_was_added_at(four, rini):
    add(four, rini, "baru", "1-persiapan", below=row(four, "A"))

    assert activities(four) == ["A", "baru", "B", "C", "D"]
    assert list(four.milestones.order_by("number").values_list("number", flat=True)) == [
        *(1, 2, 3, 4, 5)
    ]


def test_a_copy_stands_right_below_without_weight(four, rini):
    original = row(four, "A")
    original.weight = 20
    matrix.save_milestone(milestone=original, by=rini)

    copy = matrix.duplicate_milestone(milestone=original, by=rini)

    assert activities(four) == ["A", "A", "B", "C", "D"]
    assert copy.number == 2
    assert copy.weight is None
    assert copy.target_q2 == original.target_q2
    assert copy.pk != original.pk


@pytest.mark.parametrize(
    ("moved", "stage", "below", "order"),
    [
        ("D", "2-pelaksanaan", None, "ABDC"),
        ("A", "2-pelaksanaan", "C", "BCAD"),
        ("A", "1-persiapan", "B", "BACD"),
        ("C", "1-persiapan", None, "CABD"),
        ("B", "3-monev", None, "ACDB"),
    ],
)
def test_a_row_is_put_under_another_or_first_in_a_stage(four, rini, moved, stage, below, order):
    matrix.move_milestone(
        milestone=row(four, moved), by=rini, stage=stage, below=below and row(four, below)
    )

    assert "".join(activities(four)) == order
    assert row(four, moved).stage == stage


def test_a_move_keeps_the_cells(four, rini):
    before = {line["id"]: line for line in content(four)}
    matrix.move_milestone(milestone=row(four, "A"), by=rini, step=1)

    for line in content(four):
        assert {**line, "number": 0} == {**before[line["id"]], "number": 0}


def test_a_stage_that_there_is_not_is_refused(four, rini):
    with pytest.raises(ValidationError, match="Tahap tidak dikenal"):
        matrix.move_milestone(milestone=row(four, "A"), by=rini, stage="4-pesta")


# -- deleting and taking back -------------------------------------------------------------------


def test_a_deleted_row_comes_back_with_all_that_hung_on_it(four, rini, lia):
    gone, waiting = row(four, "B"), row(four, "C")
    gone.person_email = "kabid@bangkabaratkab.example"
    matrix.save_milestone(milestone=gone, by=rini)
    gone.waits_for.add(row(four, "A"))
    waiting.waits_for.add(gone)
    advice = Comment.objects.create(
        plan=four, milestone=gone, kind="perbaikan", body="Perjelas indikatornya.", by=lia
    )
    obstacle = Obstacle.objects.create(
        plan=four,
        milestone=gone,
        cause="sdm",
        description="Tim belum lengkap.",
        level="opd",
        opened_on="2026-02-02",
        opened_by=rini,
    )
    before = content(four)

    edit = matrix.delete_milestone(milestone=gone, by=rini)

    assert activities(four) == ["A", "C", "D"]
    advice.refresh_from_db()
    assert advice.milestone is None, "what was said must not be lost with the row"
    assert advice.plan == four

    journal.undo_edit(edit=edit, by=rini)

    assert content(four) == before
    for thing in (advice, obstacle):
        thing.refresh_from_db()
        assert thing.milestone_id == gone.pk


def test_an_undo_after_other_changes_puts_the_row_near_its_place(four, rini):
    edit = matrix.delete_milestone(milestone=row(four, "B"), by=rini)
    add(four, rini, "E")

    journal.undo_edit(edit=edit, by=rini)

    assert activities(four) == ["A", "B", "C", "D", "E"]


def test_an_undo_twice_does_it_once(four, rini):
    edit = matrix.delete_milestone(milestone=row(four, "B"), by=rini)
    journal.undo_edit(edit=edit, by=rini)
    journal.undo_edit(edit=edit, by=rini)

    assert activities(four) == ["A", "B", "C", "D"]
    assert PlanEdit.objects.get(pk=edit.pk).undone_by == rini


def test_a_step_is_not_taken_back_over_later_work(four, rini):
    edit = matrix.spread_weights(plan=four, by=rini)
    later = row(four, "C")
    later.weight = 40
    matrix.save_milestone(milestone=later, by=rini)

    with pytest.raises(ValidationError, match="C sudah diubah sesudahnya"):
        journal.undo_edit(edit=edit, by=rini)
    assert [line.weight for line in four.milestones.order_by("number")] == [25, 25, 40, 25]


def test_sharing_the_weights_is_taken_back_as_one_step(four, rini):
    before = content(four)
    edit = matrix.spread_weights(plan=four, by=rini)
    assert [line.weight for line in four.milestones.all()] == [25] * 4

    journal.undo_edit(edit=edit, by=rini)

    assert content(four) == before
    assert all(line.history.count() == 3 for line in four.milestones.all())


def test_only_the_own_agency_undoes_and_only_while_it_is_drawn_up(four, rini, tono, lia):
    edit = matrix.delete_milestone(milestone=row(four, "B"), by=rini)
    for stranger in (tono, lia):
        with pytest.raises(PermissionDenied):
            journal.undo_edit(edit=edit, by=stranger)
    four.state = "diajukan"
    four.submitted_by = rini
    four.save()
    with pytest.raises(ValidationError, match="tidak sedang disusun"):
        journal.undo_edit(edit=edit, by=rini)
    assert activities(four) == ["A", "C", "D"]


def test_a_row_that_an_approved_version_holds_stays(plan, rini, pak_kadis):
    plans.revise_plan(plan=plan, by=pak_kadis, reason="jadwal", note="Mundur sebulan.")
    with pytest.raises(ValidationError, match="Beri bobot 0"):
        matrix.delete_milestone(milestone=plan.milestones.get(number=1), by=rini)
    assert plan.milestones.count() == 3
    assert not PlanEdit.objects.exists()


def test_a_plan_holds_no_more_rows_than_it_can_number(four, rini, monkeypatch):
    monkeypatch.setattr(matrix_rows, "MOST_ROWS", 4)
    with pytest.raises(ValidationError, match="paling banyak memuat 4 tonggak"):
        add(four, rini, "E")


def test_a_save_asks_the_same_of_a_long_plan_as_of_a_short_one(four, rini):
    def asked():
        target = row(four, "A")
        target.output = f"Dokumen {target.revision}"
        with CaptureQueriesContext(connection) as seen:
            matrix.save_milestone(milestone=target, by=rini, seen=target.revision)
        return len(seen)

    few = asked()
    for number in range(20):
        add(four, rini, f"Lagi {number}")
    assert asked() == few


# -- any sequence of steps ----------------------------------------------------------------------


@pytest.fixture
def world(db):
    plan = factories.ActionPlanFactory(milestones=5)
    return plan, factories.staff_of(plan.replication.agency)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "copy", "move", "put", "weigh", "spread", "undo"]),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=8,
)


@settings(max_examples=40)
@given(steps=STEPS)
def test_every_last_step_can_be_taken_back(world, steps):
    plan, staff = world

    def nth(index):
        rows = list(plan.milestones.order_by("number"))
        return rows[index % len(rows)] if rows else None

    with transaction.atomic():
        plan.milestones.update(weight=None)
        for verb, one, other in steps:
            target = nth(one)
            before, edit = content(plan), None
            if target is None:
                break
            match verb:
                case "delete":
                    edit = matrix.delete_milestone(milestone=target, by=staff)
                case "spread" if plan.milestones.filter(weight=None).exists():
                    edit = matrix.spread_weights(plan=plan, by=staff)
                case "copy":
                    matrix.duplicate_milestone(milestone=target, by=staff)
                case "move":
                    matrix.move_milestone(milestone=target, by=staff, step=-1 if other % 2 else 1)
                case "put":
                    below = nth(other)
                    matrix.move_milestone(
                        milestone=target, by=staff, stage=below.stage, below=below
                    )
                case "weigh":
                    target.refresh_from_db()
                    target.weight = Decimal(one)
                    matrix.save_milestone(milestone=target, by=staff)
            rows = list(plan.milestones.order_by("number"))
            assert [line.number for line in rows] == list(range(1, len(rows) + 1))
            assert [line.stage for line in rows] == sorted(line.stage for line in rows)
            if edit:
                journal.undo_edit(edit=edit, by=staff)
                assert content(plan) == before
        transaction.set_rollback(True)
