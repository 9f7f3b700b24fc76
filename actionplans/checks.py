"""What a plan must have before it is submitted: a list that shrinks, each item at its cell.

`milestones` are rows with the matrix's fields as attributes: Milestones, or light rows of values.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from replikasi.common import formats

from .arithmetic import HUNDRED

ZERO = Decimal(0)
TARGETS = ("target_q1", "target_q2", "target_q3", "target_q4")
# A subkegiatan that begins with its code: dotted numbers, and its name after a space.
BUDGET_CODE = re.compile(r"[0-9]+(\.[0-9]+)+( .+)?")


@dataclass
class Check:
    """One demand. `items` are (sentence, milestone or None, field name); empty when it is met."""

    label: str
    items: list = field(default_factory=list)

    @property
    def done(self):
        return not self.items


def weight_total(milestones):
    return sum((row.weight for row in milestones if row.weight is not None), ZERO)


def ceiling_total(milestones):
    return sum((row.ceiling for row in milestones), ZERO)


def gap_of(weight):
    """Sentence for what the sum `weight` lacks of 100, or has too much; empty when it is 100."""
    gap = HUNDRED - weight
    if gap > 0:
        return f"kurang {formats.number(gap)}"
    if gap < 0:
        return f"lebih {formats.number(-gap)}"
    return ""


def weight_gap(milestones):
    return gap_of(weight_total(milestones))


def before_submission(plan, milestones):
    """The checks of a plan in the order in which they are shown."""
    if not milestones:
        return [Check("Tonggak", [("belum ada satu pun", None, "")])]
    year = plan.fiscal_year
    weights, dates, targets = Check("Jumlah bobot 100"), Check("Tanggal"), Check("Target TW")
    budget = Check("Subkegiatan")
    required = {
        "output": Check("Keluaran"),
        "indicator": Check("Indikator"),
        "person_in_charge": Check("Penanggung jawab"),
        "evidence_expected": Check("Bukti dukung"),
    }
    gap = weight_gap(milestones)
    if gap:
        weights.items.append((gap, None, ""))
    for row in milestones:
        if row.weight is None:
            weights.items.append((f"tonggak {row.number} belum berbobot", row, "weight"))
        for check, fault in (
            (dates, _dates_fault(row, year)),
            (targets, _targets_fault(row)),
            (budget, _budget_fault(row)),
        ):
            if fault:
                sentence, name = fault
                check.items.append((f"tonggak {row.number} {sentence}", row, name))
        for name, check in required.items():
            if not getattr(row, name).strip():
                check.items.append((f"tonggak {row.number} kosong", row, name))
    *filled, evidence = required.values()
    return [weights, dates, *filled, targets, budget, evidence]


def _dates_fault(row, year):
    """(sentence, field) of what is wrong with the dates, or None."""
    for name in ("start", "due"):
        if getattr(row, name) is None:
            return "belum lengkap", name
    for name in ("start", "due"):
        if getattr(row, name).year != year:
            return f"di luar tahun {year}", name
    return None


def _targets_fault(row):
    """The same of the targets: all there, not falling, 100 in the end."""
    targets = [(name, getattr(row, name)) for name in TARGETS]
    for name, target in targets:
        if target is None:
            return "belum lengkap", name
    for (_, earlier), (name, later) in pairwise(targets):
        if later < earlier:
            return "turun", name
    if row.target_q4 != HUNDRED:
        return f"berhenti di {formats.number(row.target_q4)}", "target_q4"
    return None


def _budget_fault(row):
    """The same of the budget line: there where there is a ceiling, and a code as codes are."""
    line = row.budget_line.strip()
    if not line:
        return ("berpagu tanpa subkegiatan", "budget_line") if row.ceiling else None
    if line[0].isdigit() and not BUDGET_CODE.fullmatch(line):
        return "kodenya tidak seperti 2.17.03.2.01.01", "budget_line"
    return None
