"""Rows of a plan's matrix: saved one at a time, deleted, copied, moved, weighed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplans import arithmetic, checks, columns, snapshots
from actionplans.models import Milestone, PlanEdit, Stage
from replikasi.common.locking import locked, require

from .journal import edited, pinned_to
from .matrix_rows import change_rows, editable, order_of, room, touch, write_order


@transaction.atomic
def save_milestone(*, milestone, by, seen=None, below=None):
    """Write a new or changed milestone of a plan that is being edited; numbers follow the stages.

    `seen` is the revision the form was opened with; Conflict when somebody saved since.
    A new one stands under the milestone `below`, or last in its stage.
    """
    require(by, "actionplans.edit_plan", milestone.plan)
    plan = editable(milestone.plan)
    revision = 0
    if milestone.pk:
        revision = locked(milestone, seen=seen).revision + 1
    else:
        milestone.number = room(plan) + 1
    milestone.full_clean()
    milestone.revision = revision
    milestone._history_user = by
    milestone.save()
    order = order_of(plan)
    if below is not None and below.pk in order and below.stage == milestone.stage:
        order.remove(milestone.pk)
        order.insert(order.index(below.pk) + 1, milestone.pk)
    write_order(plan, order)
    touch(plan)
    milestone.refresh_from_db()
    return milestone


@transaction.atomic
def duplicate_milestone(*, milestone, by):
    """A copy right below, without weight (the sum would no longer be 100); returns it."""
    require(by, "actionplans.edit_plan", milestone.plan)
    copy = Milestone(plan=milestone.plan, person_email=milestone.person_email)
    for name in columns.NAMES:
        setattr(copy, name, getattr(milestone, name))
    copy.weight = None
    return save_milestone(milestone=copy, by=by, below=milestone)


@transaction.atomic
def delete_milestone(*, milestone, by):
    """Remove a row that no approved version holds; returns the PlanEdit that undoes it.

    Advice and obstacles that hung on it stay with the plan, and come back with an undo.
    """
    require(by, "actionplans.edit_plan", milestone.plan)
    plan = editable(milestone.plan)
    milestone = locked(milestone)
    refuse_if_approved(plan, [milestone])
    with edited(plan, PlanEdit.Kind.DELETED, by=by, touched=[milestone.pk]) as step:
        step.edit.pinned = pinned_to([milestone.pk])
        milestone._history_user = by
        milestone.delete()
        write_order(plan, order_of(plan))
    return step.edit


def refuse_if_approved(plan, milestones):
    """ValidationError when an approved version holds one of `milestones`: reports hang on it."""
    held = snapshots.held_keys(plan)
    for milestone in milestones:
        if milestone.pk in held:
            raise ValidationError(
                f"Tonggak {milestone.number} ada di rencana yang sudah disetujui, jadi tidak dapat "
                "dihapus. Beri bobot 0 bila tidak jadi dikerjakan."
            )


@transaction.atomic
def move_milestone(*, milestone, by, step=0, stage=None, below=None):
    """Move a row: by `step` (−1 up, 1 down) within its stage, or to `stage` under `below`.

    `below` None with a `stage` is that stage's first place. A move beyond the end does nothing.
    """
    require(by, "actionplans.edit_plan", milestone.plan)
    plan = editable(milestone.plan)
    milestone = locked(milestone)
    if stage is None:
        rows = list(
            plan.milestones.filter(stage=milestone.stage)
            .order_by("number")
            .values_list("pk", flat=True)
        )
        at = rows.index(milestone.pk) + step
        if not 0 <= at < len(rows):
            return milestone
        order = order_of(plan)
        here, there = order.index(milestone.pk), order.index(rows[at])
        order[here], order[there] = order[there], order[here]
    else:
        if stage not in Stage.values:
            raise ValidationError("Tahap tidak dikenal.")
        if stage != milestone.stage:
            milestone.stage = stage
            milestone.revision += 1
            milestone._history_user = by
            milestone.save()
        order = [key for key in order_of(plan) if key != milestone.pk]
        if below is not None and below.pk in order:
            order.insert(order.index(below.pk) + 1, milestone.pk)
        else:
            order.insert(0, milestone.pk)
    write_order(plan, order)
    touch(plan)
    milestone.refresh_from_db()
    return milestone


@transaction.atomic
def propose_targets(*, plan, by):
    """Fill the TW targets of milestones that have dates and no target; returns the PlanEdit."""
    require(by, "actionplans.edit_plan", plan)
    fresh = editable(plan)
    untargeted = {f"{name}__isnull": True for name in Milestone.TARGETS}
    rows = list(
        fresh.milestones.filter(start__isnull=False, due__isnull=False, **untargeted).order_by(
            "number"
        )
    )
    if not rows:
        raise ValidationError("Tidak ada tonggak bertanggal yang target TW-nya masih kosong.")
    with edited(fresh, PlanEdit.Kind.PROPOSED, by=by, touched=[row.pk for row in rows]) as step:
        for row in rows:
            proposed = arithmetic.proposed_targets(row.start, row.due, fresh.fiscal_year)
            for name, target in zip(Milestone.TARGETS, proposed, strict=True):
                setattr(row, name, target)
        change_rows(rows, by=by, fields=Milestone.TARGETS)
    return step.edit


@transaction.atomic
def spread_weights(*, plan, by):
    """Share what is missing of 100 among the milestones without a weight; returns the PlanEdit."""
    require(by, "actionplans.edit_plan", plan)
    fresh = editable(plan)
    rows = list(fresh.milestones.order_by("number"))
    empty = [row for row in rows if row.weight is None]
    gap = arithmetic.HUNDRED - checks.weight_total(rows)
    if not empty:
        raise ValidationError("Semua tonggak sudah berbobot; ubah bobotnya satu per satu.")
    if gap < 0:
        raise ValidationError(f"Jumlah bobot sudah {checks.weight_gap(rows)}, tidak ada sisa.")
    with edited(fresh, PlanEdit.Kind.SPREAD, by=by, touched=[row.pk for row in empty]) as step:
        for row, weight in zip(empty, arithmetic.spread(gap, len(empty)), strict=True):
            row.weight = weight
        change_rows(empty, by=by, fields=["weight"])
    return step.edit
