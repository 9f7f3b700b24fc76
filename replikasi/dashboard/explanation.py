"""Why a figure is what it is: a report's lines as weight × percent = contribution. Pure.

Every column is shown with parts that add up to its shown total.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from actionplans import arithmetic
from actionplans.models import Stage
from replikasi.common import formats

ZERO = Decimal(0)
TOLD = 3


@dataclass(frozen=True)
class Line:
    """One milestone; `contribution`, `planned`, `difference` are as shown, in points."""

    pk: int
    number: int
    activity: str
    stage: str
    start: date | None
    weight: Decimal
    percent: Decimal | None
    contribution: Decimal | None
    planned: Decimal
    difference: Decimal | None
    evidence: int
    reason: str

    @property
    def stage_name(self):
        return Stage(self.stage).label

    @property
    def not_begun(self):
        return bool(not self.percent and self.start)


@dataclass(frozen=True)
class Group:
    """The lines of a stage with their sums."""

    name: str
    lines: tuple
    weight: Decimal
    contribution: Decimal
    planned: Decimal
    difference: Decimal


@dataclass(frozen=True)
class Explanation:
    """A figure and what it is made of. `weight_places`: decimals that show every weight exactly."""

    groups: tuple
    lines: tuple
    weight: Decimal
    contribution: Decimal
    planned: Decimal
    difference: Decimal
    evidence: int
    weight_places: int
    sentence: str


def explained(report_lines, evidence, *, verified, period):
    """The Explanation of a sent report's lines (with their milestone), in plan order.

    `evidence`: {milestone id: files up to the end of the period}; `verified`: whether the
    verified percents speak, or the claims.
    """
    rows = list(report_lines)
    percents = [row.verified_percent if verified else row.percent for row in rows]
    exact = [
        None if percent is None else arithmetic.contribution(row.weight, percent)
        for row, percent in zip(rows, percents, strict=True)
    ]
    plans = [arithmetic.contribution(row.weight, row.planned) for row in rows]
    contributions = arithmetic.displayed(exact)
    planned = arithmetic.displayed(plans)
    differences = arithmetic.displayed(
        [
            None if actual is None else actual - plan
            for actual, plan in zip(exact, plans, strict=True)
        ]
    )
    lines = tuple(
        Line(
            pk=row.milestone_id,
            number=row.milestone.number,
            activity=row.milestone.activity,
            stage=row.milestone.stage,
            start=row.milestone.start
            if row.milestone.start and row.milestone.start > period.ends
            else None,
            weight=row.weight,
            percent=percent,
            contribution=contribution,
            planned=plan,
            difference=difference,
            evidence=evidence.get(row.milestone_id, 0),
            reason=row.verdict_note if verified else "",
        )
        for row, percent, contribution, plan, difference in zip(
            rows, percents, contributions, planned, differences, strict=True
        )
    )
    groups = tuple(
        _group(name, tuple(found)) for name, found in groupby(lines, key=lambda row: row.stage_name)
    )
    return Explanation(
        groups=groups,
        lines=lines,
        weight=_sum(line.weight for line in lines),
        contribution=_sum(line.contribution for line in lines),
        planned=_sum(line.planned for line in lines),
        difference=_sum(line.difference for line in lines),
        evidence=sum(line.evidence for line in lines),
        weight_places=1 if all(line.weight * 10 % 1 == 0 for line in lines) else 2,
        sentence=_sentence(lines, verified, period),
    )


def _sum(values):
    return sum((value for value in values if value is not None), ZERO)


def _group(name, lines):
    return Group(
        name=name,
        lines=lines,
        weight=_sum(line.weight for line in lines),
        contribution=_sum(line.contribution for line in lines),
        planned=_sum(line.planned for line in lines),
        difference=_sum(line.difference for line in lines),
    )


def _sentence(lines, verified, period):
    """What the boxes mean, and which milestones hold the figure back or run ahead."""
    kind = "terverifikasi" if verified else "sementara"
    filled = _sum(line.contribution for line in lines)
    planned = _sum(line.planned for line in lines)
    difference = _sum(line.difference for line in lines)
    parts = [
        f"Lebar kotak = bobot, bagian terisi = bobot × persen {kind}.",
        f"Terisi {formats.number(filled, 1)} dari 100.",
        f"Rencana {formats.day_month(period.ends)} {formats.number(planned, 1)}, "
        f"jadi deviasi {formats.points(difference)}{_reasons(lines)}.",
    ]
    return " ".join(parts)


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
