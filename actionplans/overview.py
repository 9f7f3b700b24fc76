"""What stands around a plan's matrix: sums, checks and the planned curve, of light rows alone.

One query whatever the length of the plan; the rows themselves are drawn a part at a time.
"""

from collections import namedtuple
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from . import arithmetic, checks, snapshots
from .models import Milestone, Stage
from .planned_curve import PlannedCurve, planned_curve

ZERO = Decimal(0)
FIELDS = (
    *("pk", "number", "stage", "weight", "ceiling", "start", "due", *Milestone.TARGETS),
    *("output", "indicator", "person_in_charge", "budget_line", "evidence_expected"),
)
LightRow = namedtuple("LightRow", FIELDS)
BLANK = LightRow(
    **dict.fromkeys(FIELDS)
    | {"ceiling": ZERO}
    | dict.fromkeys(FIELDS[FIELDS.index("output") :], "")
)


@dataclass
class StageSum:
    """One stage of the matrix: its value and name, how many rows it has, what they add up to."""

    value: str
    label: str
    count: int = 0
    weight: Decimal = ZERO
    ceiling: Decimal = ZERO


@dataclass
class Overview:
    """`gap`: what the weights lack of 100 in words; `open` Checks and labels of the `done` ones
    (both empty where nothing is checked); `without_targets`: some dated row has no TW target;
    `curve` None where a plan no longer changes."""

    rows: list
    stages: list
    weight: Decimal
    gap: str
    ceiling: Decimal
    without_weight: bool
    without_targets: bool
    open: list
    done: list
    curve: PlannedCurve | None

    @property
    def count(self):
        return len(self.rows)

    @property
    def checked(self):
        return len(self.open) + len(self.done)


targets_of = attrgetter(*Milestone.TARGETS)


def light_rows(plan):
    """The plan's rows in their order, as LightRows."""
    rows = Milestone.objects.filter(plan=plan).order_by("number").values_list(*FIELDS)
    return [LightRow(*row) for row in rows]


def replaced(rows, key, values):
    """`rows` as if the one with `key` (None: a new one) said `values`; nothing is written."""
    known = {name: value for name, value in values.items() if name in FIELDS}
    if key is None:
        return [*rows, BLANK._replace(number=len(rows) + 1, **known)]
    return [row._replace(**known) if row.pk == key else row for row in rows]


def overview_of(plan, rows=None, *, version=None):
    """The Overview of `plan`; `version` is the last approved one, drawn behind the curve."""
    rows = light_rows(plan) if rows is None else rows
    stages = {value: StageSum(value, label) for value, label in Stage.choices}
    for row in rows:
        stage = stages.get(row.stage)
        if stage:
            stage.count += 1
            stage.weight += row.weight or ZERO
            stage.ceiling += row.ceiling
    found = checks.before_submission(plan, rows) if plan.is_editable else []
    weight = checks.weight_total(rows)
    open_to_change = plan.is_editable or plan.state == plan.State.SUBMITTED
    return Overview(
        rows=rows,
        stages=list(stages.values()),
        weight=weight,
        gap=checks.gap_of(weight),
        ceiling=checks.ceiling_total(rows),
        without_weight=any(row.weight is None for row in rows),
        without_targets=any(
            row.start and row.due and not any(target is not None for target in targets_of(row))
            for row in rows
        ),
        open=[check for check in found if not check.done],
        done=[check.label for check in found if check.done],
        curve=curve_of(rows, plan.fiscal_year, version) if open_to_change else None,
    )


def curve_of(rows, year, version=None):
    shapes = [milestone.shape for milestone in snapshots.approved(version)] if version else []
    promised = [(shape.weight, shape.start, shape.due, shape.targets) for shape in shapes]
    return planned_curve(
        [(row.weight, row.start, row.due, targets_of(row)) for row in rows],
        year,
        promised=promised,
        gap_of=checks.gap_of,
    )


def proposal(start, due, year):
    """What TW I–IV are proposed to be between two dates, or None while one is missing."""
    if start is None or due is None or due < start:
        return None
    return arithmetic.proposed_targets(start, due, year)
