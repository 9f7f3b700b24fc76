"""Milestones that wait for others of their plan; a circle is refused by name."""

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplans import predecessors
from replikasi.common.locking import locked, require

from .matrix_rows import editable, touch

MOST_WAITS = 20


@transaction.atomic
def set_waits(*, milestone, others, by, seen=None):
    """Let `milestone` wait for exactly the milestones `others` of its plan; returns it.

    The plan is locked first, so of two people who would close a circle together the second is
    refused. Conflict when the milestone was saved since revision `seen`.
    """
    require(by, "actionplans.edit_plan", milestone.plan)
    plan = editable(milestone.plan)
    milestone = locked(milestone, seen=seen)
    wanted = {other.pk for other in others}
    if milestone.pk in wanted:
        raise ValidationError("Tonggak tidak dapat menunggu dirinya sendiri.")
    if len(wanted) > MOST_WAITS:
        raise ValidationError(f"Satu tonggak paling banyak menunggu {MOST_WAITS} tonggak lain.")
    if plan.milestones.filter(pk__in=wanted).count() != len(wanted):
        raise ValidationError("Tonggak yang ditunggu harus dari rencana aksi yang sama.")
    edges = predecessors.edges_of(plan)
    if edges.get(milestone.pk, set()) == wanted:
        return milestone
    edges[milestone.pk] = wanted
    _refuse(plan, predecessors.circle(edges, [milestone.pk]))
    milestone.waits_for.set(wanted)
    milestone.revision += 1
    milestone._history_user = by
    milestone.save()
    touch(plan)
    return milestone


def refuse_circle(plan):
    """ValidationError that names the circle, if the plan's dependencies hold one."""
    _refuse(plan, predecessors.circle(predecessors.edges_of(plan)))


def _refuse(plan, keys):
    if not keys:
        return
    rows = plan.milestones.filter(pk__in=keys).order_by("pk").values_list("pk", "number")
    numbers = dict(rows)
    named = " → ".join(str(numbers[key]) for key in keys)
    raise ValidationError(
        f"Tonggak jadi saling menunggu: {named}. Lepaskan salah satunya lebih dahulu.",
        code="circle",
    )
