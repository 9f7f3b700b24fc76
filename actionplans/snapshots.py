"""A plan's milestones as they were approved: written once into a PlanVersion, read everywhere."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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
            "waits_for": (waits or {}).get(milestone.pk, []),
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
