"""A plan's milestones as they were approved: written once into a PlanVersion, read everywhere."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max

from . import columns
from .arithmetic import Shape
from .models import Milestone

FIELDS = ("id", "number", *columns.NAMES)


def taken(milestones, waits=None):
    """The JSON of a PlanVersion: one dict a milestone; decimals and dates as strings.

    `waits`: {key: keys of the milestones that it waits for}, see `waits_of`.
    """
    return [
        {
            **{name: columns.plain(getattr(milestone, name)) for name in FIELDS},
            "waits_for": (waits or {}).get(milestone.id, []),
        }
        for milestone in sorted(milestones, key=lambda row: row.number)
    ]


def waits_of(milestones):
    """{key: sorted keys of the milestones that it waits for} of a queryset; one query."""
    found = {}
    links = Milestone.waits_for.through.objects.filter(from_milestone__in=milestones)
    for key, other in links.order_by("to_milestone_id").values_list(
        "from_milestone_id", "to_milestone_id"
    ):
        found.setdefault(key, []).append(other)
    return found


def present(plan):
    """The plain rows of `plan` as it is now, with what they wait for; two queries."""
    rows = plan.milestones.order_by("number")
    return taken(rows, waits_of(rows))


def held_keys(plan):
    """Keys of the milestones that an approved version of `plan` holds: reports hang on them."""
    return {row["id"] for version in plan.versions.all() for row in version.snapshot}


def as_of(plan, at, waits):
    """The plain rows of `plan` as they stood at the moment `at`, of the milestones' history.

    History tells neither places nor dependencies: the order is that before the first step on
    several rows since (without one, the present), and `waits` (waits_of the present rows) are
    taken as they are. Four queries.
    """
    records = Milestone.history.filter(plan=plan.pk)
    last = records.filter(history_date__lte=at).order_by().values("id")
    last = last.annotate(last=Max("history_id")).values("last")
    rows = list(records.filter(history_id__in=last).exclude(history_type="-"))
    edit = plan.edits.filter(at__gt=at).order_by("pk").first()
    order = (
        edit.order_before
        if edit
        else list(plan.milestones.order_by("number").values_list("pk", flat=True))
    )
    place = {key: index for index, key in enumerate(order)}
    rows.sort(key=lambda row: (row.stage, place.get(row.id, len(place)), row.number))
    for number, row in enumerate(rows, start=1):
        row.number = number
    return taken(rows, waits)


def values(row):
    """{field: value} of one dict of `taken`, for the columns of the matrix."""
    return {name: columns.value_of(name, row[name]) for name in columns.NAMES}


@dataclass(frozen=True)
class ApprovedMilestone:
    """A milestone as approved; `shape` is what planning needs of it."""

    id: int
    number: int
    ceiling: Decimal
    shape: Shape


def approved(version):
    """The milestones of a PlanVersion, in its order."""
    return [
        ApprovedMilestone(
            id=row["id"],
            number=row["number"],
            ceiling=Decimal(row["ceiling"]),
            shape=Shape(
                weight=Decimal(row["weight"]),
                start=date.fromisoformat(row["start"]),
                due=date.fromisoformat(row["due"]),
                targets=tuple(
                    None if row[name] is None else Decimal(row[name]) for name in Milestone.TARGETS
                ),
            ),
        )
        for row in version.snapshot
    ]
