"""A plan's milestones as they were approved: written once into a PlanVersion, read everywhere."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .arithmetic import Shape
from .models import Milestone

FIELDS = (
    "id",
    "number",
    "stage",
    "activity",
    "output",
    "indicator",
    "unit",
    "target",
    "weight",
    "start",
    "due",
    *Milestone.TARGETS,
    "person_in_charge",
    "related_parties",
    "budget_line",
    "ceiling",
    "evidence_expected",
    "remark",
)


def taken(milestones):
    """The JSON of a PlanVersion: one dict a milestone; decimals and dates as strings."""
    return [
        {name: _plain(getattr(milestone, name)) for name in FIELDS}
        for milestone in sorted(milestones, key=lambda row: row.number)
    ]


def _plain(value):
    return str(value) if isinstance(value, Decimal | date) else value


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
