"""How the rows of a matrix are numbered and written; the verbs have asked who may."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from actionplans.models import Milestone
from replikasi.common.locking import locked

RENUMBER_OFFSET = 10_000
MOST_ROWS = 6_000
BATCH = 200
NOT_EDITED = (
    "Rencana ini tidak sedang disusun, jadi tonggaknya tidak dapat diubah. "
    "Buka revisi lebih dahulu bila memang perlu."
)


def touch(plan, *, by=None, why=None):
    """Count the plan's revision on and save it; `by` and `why` stand in the line of its history.

    Without `by` the line names whoever made the request.
    """
    plan.revision += 1
    if by:
        plan._history_user, plan._change_reason = by, why
    plan.save()
    if by:
        del plan._history_user, plan._change_reason


def editable(plan):
    """The plan read anew and locked; ValidationError unless it is being drawn up."""
    fresh = locked(plan)
    if not fresh.is_editable:
        raise ValidationError(NOT_EDITED, code="state")
    return fresh


def refuse_too_many(count):
    """ValidationError when a plan cannot hold `count` rows."""
    if count > MOST_ROWS:
        raise ValidationError(f"Satu rencana paling banyak memuat {MOST_ROWS} tonggak.")


def room(plan, count=1):
    """The plan's last number; ValidationError when it cannot hold `count` rows more."""
    last = plan.milestones.aggregate(last=Max("number"))["last"] or 0
    refuse_too_many(last + count)
    return last


def order_of(plan):
    """Keys of the plan's milestones in their order."""
    return list(plan.milestones.order_by("stage", "number").values_list("pk", flat=True))


def write_order(plan, order):
    """Number the milestones 1, 2, 3 … in the sequence `order`, stage by stage.

    In two steps, since a number is unique within a plan; only rows that move are written.
    """
    rows = {row.pk: row for row in plan.milestones.only("pk", "number", "stage", "plan")}
    sequence = sorted(order, key=lambda key: rows[key].stage)
    moved = []
    for number, key in enumerate(sequence, start=1):
        if rows[key].number != number:
            rows[key].number = number
            moved.append(rows[key])
    for away in (RENUMBER_OFFSET, 0):
        for row in moved:
            row.number += away or -RENUMBER_OFFSET
        Milestone.objects.bulk_update(moved, ["number"], batch_size=BATCH)


def change_rows(milestones, *, by, fields):
    """Write the changed `fields` of milestones with their history; they were checked before."""
    for milestone in milestones:
        milestone.revision += 1
    bulk_update_with_history(
        milestones, Milestone, [*fields, "revision"], batch_size=BATCH, default_user=by
    )


def create_rows(plan, rows, *, by):
    """New milestones of the dicts `rows` {field: value, optionally pk}, numbered after the last."""
    last = room(plan, len(rows))
    made = [Milestone(plan=plan, number=number, **row) for number, row in enumerate(rows, last + 1)]
    return bulk_create_with_history(made, Milestone, batch_size=BATCH, default_user=by)
