"""Why a plan's figure is what it is: weight × percent = contribution, milestone by milestone. Pure.

Every column is shown with parts that add up to its shown total.
"""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from actionplans import arithmetic
from actionplans.models import Stage
from replikasi.common import formats

from . import shares
from .figures import PLANNED

ZERO = Decimal(0)
TOLD = 3


@dataclass(frozen=True)
class Source:
    """A milestone as the figure finds it. `percent` is None where only the plan speaks; `line`
    is the report line's id; `is_gone`: a later version has it no more; money in rupiah."""

    pk: int
    number: int
    activity: str
    stage: str
    start: date | None
    weight: Decimal
    planned: Decimal
    percent: Decimal | None = None
    reason: str = ""
    line: int | None = None
    is_gone: bool = False
    spent: Decimal | None = None
    ceiling: Decimal = ZERO


@dataclass(frozen=True)
class Line(Source):
    """`contribution`, `plan`, `difference` and `absorbed` as shown, in points; the same with
    `exact_` unrounded."""

    contribution: Decimal | None = None
    plan: Decimal = ZERO
    difference: Decimal | None = None
    absorbed: Decimal | None = None
    exact_contribution: Decimal | None = None
    exact_plan: Decimal = ZERO
    evidence: int = 0
    is_ahead: bool = False

    @property
    def stage_name(self):
        return Stage(self.stage).label

    @property
    def not_begun(self):
        return bool(not self.percent and self.is_ahead)

    @property
    def own_absorption(self):
        return arithmetic.absorption(self.spent, self.ceiling)


SUMMED = ("weight", "contribution", "plan", "difference", "spent", "ceiling", "absorbed")


@dataclass(frozen=True)
class Sums:
    """Of every column the sum of what is shown."""

    weight: Decimal
    contribution: Decimal
    plan: Decimal
    difference: Decimal
    spent: Decimal
    ceiling: Decimal
    absorbed: Decimal
    evidence: int


@dataclass(frozen=True)
class Group:
    """The lines of a stage with their sums."""

    name: str
    lines: tuple
    sums: Sums


@dataclass(frozen=True)
class Explanation:
    """What a figure is made of. `weight_places`: decimals that show every weight exactly."""

    groups: tuple
    lines: tuple
    sums: Sums
    weight_places: int

    @property
    def absorption(self):
        return arithmetic.absorption(self.sums.spent, self.sums.ceiling)


def explained(sources, evidence, period):
    """The Explanation of Sources in plan order.

    `evidence`: {milestone id: pieces up to the end of the period}.
    """
    rows = list(sources)
    exact = [
        None if row.percent is None else arithmetic.contribution(row.weight, row.percent)
        for row in rows
    ]
    plans = [arithmetic.contribution(row.weight, row.planned) for row in rows]
    gaps = [
        None if actual is None else actual - plan for actual, plan in zip(exact, plans, strict=True)
    ]
    columns = {
        "contribution": arithmetic.displayed(exact),
        "plan": arithmetic.displayed(plans),
        "difference": arithmetic.displayed(gaps),
        "absorbed": _absorbed(rows),
        "exact_contribution": exact,
        "exact_plan": plans,
    }
    lines = tuple(
        Line(
            **{field.name: getattr(row, field.name) for field in fields(Source)},
            **{name: values[index] for name, values in columns.items()},
            evidence=evidence.get(row.pk, 0),
            is_ahead=bool(row.start and row.start > period.ends),
        )
        for index, row in enumerate(rows)
    )
    return Explanation(
        groups=tuple(
            Group(name, tuple(found), _sums(found))
            for name, found in (
                (name, list(found))
                for name, found in groupby(lines, key=lambda row: row.stage_name)
            )
        ),
        lines=lines,
        sums=_sums(lines),
        weight_places=1 if all(line.weight * 10 % 1 == 0 for line in lines) else 2,
    )


def _absorbed(rows):
    """Each row's points of the plan's absorption, as shown; None without a report or a ceiling."""
    ceiling = sum(row.ceiling for row in rows)
    if not ceiling:
        return [None] * len(rows)
    return shares.displayed(
        [
            None if row.spent is None else Fraction(row.spent) * 100 / Fraction(ceiling)
            for row in rows
        ],
        1,
    )


def _sums(lines):
    return Sums(
        **{
            name: sum((value for line in lines if (value := getattr(line, name)) is not None), ZERO)
            for name in SUMMED
        },
        evidence=sum(line.evidence for line in lines),
    )


def sentence(found, figure, period, kind):
    """What the boxes mean, and which milestones hold the figure back or run ahead.

    `kind`: the word for what fills the boxes.
    """
    sums = found.sums
    if figure.key == PLANNED:
        return (
            "Lebar kotak = bobot, bagian terisi = bobot × persen rencana "
            f"sampai {formats.day_month(period.ends)}. "
            f"Terisi {formats.number(sums.plan, 1)} dari 100."
        )
    told = _reasons(found.lines)
    gap = formats.points(sums.difference)
    filled = formats.number(sums.contribution, 1)
    plan = f"Rencana {formats.day_month(period.ends)} {formats.number(sums.plan, 1)}"
    boxes = f"Lebar kotak = bobot, bagian terisi = bobot × persen {kind}. Terisi {filled} dari 100."
    return f"{boxes} {plan}, jadi deviasi {gap}{told}."


def _reasons(lines):
    """ ": tonggak 5 menahan 3,0, tonggak 6 mendahului 0,6", the greatest first; "" for none."""
    behind = sorted(
        (line for line in lines if line.difference and line.difference < 0),
        key=lambda line: line.difference,
    )
    ahead = sorted(
        (line for line in lines if line.difference and line.difference > 0),
        key=lambda line: -line.difference,
    )
    told = [
        f"tonggak {line.number} menahan {formats.number(-line.difference, 1)}"
        for line in behind[:TOLD]
    ]
    told += [
        f"tonggak {line.number} mendahului {formats.number(line.difference, 1)}"
        for line in ahead[:TOLD]
    ]
    rest = len(behind[TOLD:]) + len(ahead[TOLD:])
    if rest:
        told.append(f"dan {rest} tonggak lain")
    return f": {', '.join(told)}" if told else ""
