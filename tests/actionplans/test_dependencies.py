"""Milestones that wait for others: no circle, only while the plan is drawn up, lateness told."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplans import predecessors
from actionplans.models import Milestone
from actionplans.services import dependencies, journal, matrix
from replikasi.common.locking import Conflict
from tests import factories

TODAY = date(2026, 11, 24)


def waits(milestone, *others, by, seen=None):
    return dependencies.set_waits(milestone=milestone, others=others, by=by, seen=seen)


def awaited(milestone):
    return list(milestone.waits_for.order_by("number").values_list("number", flat=True))


@pytest.fixture
def rows(draft_plan):
    return list(draft_plan.milestones.order_by("number"))


# -- circles, without a database ----------------------------------------------------------------

graphs = st.dictionaries(st.integers(1, 8), st.sets(st.integers(1, 8), max_size=4), max_size=8)


def reaches(edges, start, goal):
    """The slow and plain way: is there a walk of at least one step from `start` to `goal`?"""
    seen, todo = set(), list(edges.get(start, ()))
    while todo:
        key = todo.pop()
        if key == goal:
            return True
        if key not in seen:
            seen.add(key)
            todo += edges.get(key, ())
    return False


@given(graphs)
def test_a_circle_is_found_exactly_when_there_is_one(edges):
    found = predecessors.circle(edges)
    assert bool(found) == any(reaches(edges, key, key) for key in edges)
    if found:
        assert found[0] == found[-1]
        assert all(there in edges[here] for here, there in pairwise(found))


def test_a_chain_as_long_as_a_plan_is_walked():
    edges = {key: {key + 1} for key in range(5000)}
    assert predecessors.circle(edges) == []
    edges[5000] = {4998}
    assert predecessors.circle(edges) == [4998, 4999, 5000, 4998]


# -- setting them -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_milestone_waits_for_others_and_lets_them_go(rows, rini):
    first, second, third = rows
    waits(third, first, second, by=rini)
    assert awaited(third) == [1, 2]
    waits(third, second, by=rini)
    assert awaited(third) == [2]
    waits(third, by=rini)
    assert awaited(third) == []


@pytest.mark.django_db
def test_a_circle_is_refused_and_named(rows, rini):
    first, second, third = rows
    waits(second, first, by=rini)
    waits(third, second, by=rini)
    with pytest.raises(ValidationError, match="1 → 3 → 2 → 1"):
        waits(first, third, by=rini)
    assert awaited(first) == []


@pytest.mark.django_db
def test_nobody_waits_for_oneself_or_for_another_plan(rows, rini, sibakul):
    first = rows[0]
    elsewhere = factories.ActionPlanFactory(replication=sibakul, fiscal_year=2025, milestones=1)
    with pytest.raises(ValidationError, match="dirinya sendiri"):
        waits(first, first, by=rini)
    with pytest.raises(ValidationError, match="rencana aksi yang sama"):
        waits(first, elsewhere.milestones.get(), by=rini)


@pytest.mark.django_db
def test_only_the_agency_and_only_while_the_plan_is_drawn_up(plan, rows_of, rini, lia, tono):
    first, second, _ = rows_of(plan)
    for stranger in (lia, tono):
        with pytest.raises(PermissionDenied):
            waits(second, first, by=stranger)
    with pytest.raises(ValidationError, match="Buka revisi"):
        waits(second, first, by=rini)


@pytest.fixture
def rows_of():
    return lambda plan: list(plan.milestones.order_by("number"))


@pytest.mark.django_db
def test_the_revision_is_counted_on_once_and_a_stale_form_is_told(rows, rini):
    _, second, third = rows
    seen = third.revision
    waits(third, second, by=rini, seen=seen)
    third.refresh_from_db()
    assert third.revision == seen + 1
    with pytest.raises(Conflict):
        waits(third, rows[0], by=rini, seen=seen)
    assert awaited(third) == [2]
    waits(third, second, by=rini)  # nothing new: nothing is counted
    third.refresh_from_db()
    assert third.revision == seen + 1


@pytest.mark.django_db
def test_too_many_are_refused(draft_plan, rini, monkeypatch):
    monkeypatch.setattr(dependencies, "MOST_WAITS", 1)
    first, second, third = draft_plan.milestones.order_by("number")
    with pytest.raises(ValidationError, match="paling banyak menunggu 1"):
        waits(third, first, second, by=rini)


@pytest.mark.django_db
def test_the_second_of_two_who_close_a_circle_is_refused(rows, rini, pak_kadis):
    """Each has a page on which the other's edge is not yet there; the plan's lock orders them."""
    first, second, _ = rows
    waits(first, second, by=rini, seen=first.revision)
    with pytest.raises(ValidationError, match="2 → 1 → 2"):
        waits(second, first, by=pak_kadis, seen=second.revision)


@pytest.mark.django_db
@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 4), st.sets(st.integers(0, 4))), max_size=12))
def test_no_sequence_of_changes_makes_a_circle(steps):
    plan = factories.ActionPlanFactory(milestones=5)
    person = factories.UserFactory(agency=plan.replication.agency)
    rows = list(plan.milestones.order_by("number"))
    for waiting, others in steps:
        try:
            waits(rows[waiting], *(rows[other] for other in others), by=person)
        except ValidationError:
            continue
        assert not predecessors.circle(predecessors.edges_of(plan))
    assert not predecessors.circle(predecessors.edges_of(plan))
    plan.milestones.all().delete()
    plan.delete()
    person.delete()


@pytest.mark.django_db
def test_a_circle_that_came_another_way_is_named_on_demand(rows, draft_plan):
    first, second, _ = rows
    dependencies.refuse_circle(draft_plan)
    Milestone.waits_for.through.objects.bulk_create(
        [
            Milestone.waits_for.through(from_milestone=first, to_milestone=second),
            Milestone.waits_for.through(from_milestone=second, to_milestone=first),
        ]
    )
    with pytest.raises(ValidationError, match="1 → 2 → 1"):
        dependencies.refuse_circle(draft_plan)


# -- what holds a milestone up ------------------------------------------------------------------


@pytest.fixture
def waiting(plan):
    """The second of the approved plan's milestones waits for the first."""
    first, second, _ = plan.milestones.order_by("number")
    second.waits_for.add(first)
    return first, second


@pytest.mark.django_db
def test_a_late_predecessor_is_told_with_its_days_and_percent(plan, waiting):
    first, second = waiting
    Milestone.objects.filter(pk=first.pk).update(due=date(2026, 11, 12), reached=Decimal(40))
    (link,) = predecessors.late_predecessors(plan, TODAY)[second.pk]
    assert link.awaited.number == 1
    assert link.trouble == "terlambat 12 hari, 40\u00a0%"


@pytest.mark.django_db
def test_silence_is_late_and_no_zero(plan, waiting):
    first, second = waiting
    Milestone.objects.filter(pk=first.pk).update(due=date(2026, 11, 12))
    (link,) = predecessors.late_predecessors(plan, TODAY)[second.pk]
    assert link.trouble == "terlambat 12 hari, belum ada catatan"


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"reached": Decimal(100)}, {"weight": Decimal(0)}])
def test_what_is_done_or_dropped_holds_nobody_up(plan, waiting, changes):
    first, _ = waiting
    Milestone.objects.filter(pk=first.pk).update(due=date(2026, 11, 12), **changes)
    assert predecessors.late_predecessors(plan, TODAY) == {}


@pytest.mark.django_db
def test_a_plan_that_starts_too_early_is_told_before_anything_is_late(plan, waiting):
    first, second = waiting
    Milestone.objects.filter(pk=first.pk).update(due=date(2026, 12, 20))
    Milestone.objects.filter(pk=second.pk).update(start=date(2026, 12, 1), due=date(2026, 12, 30))
    (link,) = predecessors.late_predecessors(plan, TODAY)[second.pk]
    assert link.trouble == "mulai sebelum tonggak 1 selesai"
    Milestone.objects.filter(pk=second.pk).update(start=date(2026, 12, 20))
    assert predecessors.late_predecessors(plan, TODAY) == {}


@pytest.mark.django_db
def test_all_of_a_plan_is_read_in_one_query(plan, waiting, django_assert_num_queries):
    with django_assert_num_queries(1):
        predecessors.late_predecessors(plan, TODAY)


@pytest.mark.django_db
def test_a_deleted_milestone_lets_go_and_comes_back_with_its_dependencies(rows, rini):
    first, second, third = rows
    waits(second, first, by=rini)
    waits(third, second, by=rini)
    edit = matrix.delete_milestone(milestone=Milestone.objects.get(pk=second.pk), by=rini)
    assert awaited(third) == []
    journal.undo_edit(edit=edit, by=rini)
    assert awaited(Milestone.objects.get(pk=second.pk)) == [1]
    assert awaited(third) == [2]
