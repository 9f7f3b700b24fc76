"""Which milestones serve a clause of the commitment or an element of the innovation."""

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplans.models import MilestoneTrace
from replikasi.common.locking import locked, require


@transaction.atomic
def trace(*, plan, by, milestones, clause=None, element=None):
    """`milestones` of `plan`, and no others of it, serve the clause or the element.

    Says nothing about figures, so it may change whatever the plan's state. Repeating it changes
    nothing.
    """
    require(by, "innovations.trace", plan.replication)
    locked(plan)
    if any(milestone.plan_id != plan.pk for milestone in milestones):
        raise ValidationError("Tonggak itu bukan milik rencana aksi ini.")
    goal = {"clause": clause, "element": element}
    rows = MilestoneTrace.objects.filter(milestone__plan=plan, **goal)
    wanted = {milestone.pk for milestone in milestones}
    rows.exclude(milestone__in=wanted).delete()
    there = set(rows.values_list("milestone", flat=True))
    for milestone in milestones:
        if milestone.pk not in there:
            row = MilestoneTrace(milestone=milestone, **goal)
            row.full_clean()
            row.save()
