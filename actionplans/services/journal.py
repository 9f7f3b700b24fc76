"""Steps that touch several rows of a matrix: kept as a PlanEdit, and taken back as a whole."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplans import columns, snapshots
from actionplans.models import Comment, Milestone, Obstacle, PlanEdit
from replikasi.common.locking import require

from .dependencies import refuse_circle
from .matrix_rows import BATCH, change_rows, create_rows, editable, order_of, touch, write_order


class edited:
    """Context of one step on several rows: keeps what was before and after as a PlanEdit.

    `touched`: keys of the rows that there were; add to `created` what the step makes. Inside an
    atomic block, on a plan that is locked. The plan's revision is counted on at the end.
    """

    def __init__(self, plan, kind, *, by, touched=()):
        self.plan, self.touched = plan, list(touched)
        self.edit = PlanEdit(plan=plan, kind=kind, by=by)
        self.created = []

    def __enter__(self):
        self.edit.before = rows_of(self.plan, self.touched)
        self.edit.order_before = order_of(self.plan)
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.edit.after = rows_of(self.plan, [*self.touched, *self.created])
            self.edit.order_after = order_of(self.plan)
            self.edit.save()
            touch(self.plan)


def rows_of(plan, keys):
    """Plain rows of the plan's milestones with these keys, and what only an undo needs of them."""
    found = []
    for start in range(0, len(keys), BATCH):
        milestones = plan.milestones.filter(pk__in=keys[start : start + BATCH]).order_by("number")
        emails = {row.pk: row.person_email for row in milestones}
        for row in snapshots.taken(milestones, snapshots.waits_of(milestones)):
            found.append({**row, "person_email": emails[row["id"]]})
    return found


def pinned_to(keys):
    """What hangs on the milestones with these keys and would lose its hold with them."""
    through = Milestone.waits_for.through.objects
    return {
        "comments": list(
            Comment.objects.filter(milestone__in=keys).order_by("pk").values_list("pk", "milestone")
        ),
        "obstacles": list(
            Obstacle.objects.filter(milestone__in=keys)
            .order_by("pk")
            .values_list("pk", "milestone")
        ),
        "waits": list(
            through.filter(to_milestone__in=keys)
            .order_by("pk")
            .values_list("from_milestone", "to_milestone")
        ),
    }


def pin_again(pinned):
    """Hang what `pinned_to` noted on the milestones that are back."""
    for model, name in ((Comment, "comments"), (Obstacle, "obstacles")):
        for pk, milestone in pinned.get(name, []):
            model.objects.filter(pk=pk, milestone=None).update(milestone=milestone)
    _link(pinned.get("waits", []))


def _link(pairs):
    """Let the first milestone of each pair of keys wait for the second, where both are there."""
    keys = {key for pair in pairs for key in pair}
    present = set(Milestone.objects.filter(pk__in=keys).order_by().values_list("pk", flat=True))
    through = Milestone.waits_for.through
    through.objects.bulk_create(
        [
            through(from_milestone_id=waiting, to_milestone_id=other)
            for waiting, other in pairs
            if {waiting, other} <= present
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def undo_edit(*, edit, by):
    """Take back a step as a whole; refused by name when one of its rows has changed since."""
    require(by, "actionplans.edit_plan", edit.plan)
    plan = editable(edit.plan)
    edit = PlanEdit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
    if edit.undone_at:
        return edit
    before = {row["id"]: row for row in edit.before}
    after = {row["id"]: row for row in edit.after}
    now = {row["id"]: row for row in rows_of(plan, [*{**before, **after}])}
    changed = [
        row["activity"]
        for key, row in after.items()
        if key not in now or columns.fingerprint(now[key]) != columns.fingerprint(row)
    ]
    if changed:
        names = ", ".join(changed[:3]) + (f" dan {len(changed) - 3} lagi" if changed[3:] else "")
        raise ValidationError(
            f"Tidak dapat diurungkan: {names} sudah diubah sesudahnya. Ubah barisnya satu per satu."
        )
    same_order = order_of(plan) == edit.order_after
    plan.milestones.filter(pk__in=[key for key in after if key not in before]).delete()
    _write_back(plan, edit.before, by=by)
    pin_again(edit.pinned)
    refuse_circle(plan)
    order = edit.order_before if same_order else _merged(order_of(plan), edit.before)
    write_order(plan, order)
    edit.undone_by, edit.undone_at = by, timezone.now()
    edit.save()
    touch(plan)
    return edit


def _merged(order, back):
    """`order` with the rows that came `back` (they stand last) near the numbers that they had."""
    for row in sorted(back, key=lambda row: row["number"]):
        order.remove(row["id"])
        order.insert(row["number"] - 1, row["id"])
    return order


def _write_back(plan, rows, *, by):
    """Make the milestones of the plain `rows` again as they say: changed, or created anew."""
    there = {}
    keys = [row["id"] for row in rows]
    for start in range(0, len(keys), BATCH):
        there |= plan.milestones.in_bulk(keys[start : start + BATCH])
    change, create, fields = [], [], set()
    for row in rows:
        milestone = there.get(row["id"])
        values = snapshots.values(row)
        if "person_email" in row:
            values["person_email"] = row["person_email"]
        if milestone is None:
            create.append({"pk": row["id"], **values})
            continue
        other = {name for name, value in values.items() if getattr(milestone, name) != value}
        if other:
            for name in other:
                setattr(milestone, name, values[name])
            fields |= other
            change.append(milestone)
    if change:
        change_rows(change, by=by, fields=sorted(fields))
    if create:
        create_rows(plan, create, by=by)
    _write_waits(rows)


def _write_waits(rows):
    """The dependencies of the plain `rows`, exactly as they say."""
    through = Milestone.waits_for.through
    keys = [row["id"] for row in rows]
    wanted = {(row["id"], other) for row in rows for other in row.get("waits_for", [])}
    present = set()
    for start in range(0, len(keys), BATCH):
        batch = through.objects.filter(from_milestone__in=keys[start : start + BATCH])
        present |= set(batch.order_by().values_list("from_milestone", "to_milestone"))
    for waiting, other in present - wanted:
        through.objects.filter(from_milestone=waiting, to_milestone=other).delete()
    _link(sorted(wanted - present))


def restore(plan, snapshot, *, by):
    """Make the plan's matrix again what `snapshot` says; rows that it does not know go away."""
    keys = {row["id"] for row in snapshot}
    plan.milestones.exclude(pk__in=keys).delete()
    _write_back(plan, snapshot, by=by)
    write_order(plan, [row["id"] for row in sorted(snapshot, key=lambda row: row["number"])])
