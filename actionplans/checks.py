"""What a plan must have before it is submitted: a list that shrinks, each item at its cell."""

from dataclasses import dataclass, field
from decimal import Decimal

from replikasi.common import formats

from .arithmetic import HUNDRED

ZERO = Decimal(0)


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


def weight_gap(milestones):
    """Sentence for what the weights lack of 100, or have too much; empty when they sum to it."""
    gap = HUNDRED - weight_total(milestones)
    if gap > 0:
        return f"kurang {formats.number(gap)}"
    if gap < 0:
        return f"lebih {formats.number(-gap)}"
    return ""


def before_submission(plan, milestones):
    """The checks of a plan in the order in which they are shown."""
    if not milestones:
        return [Check("Tonggak", [("belum ada satu pun", None, "")])]
    year = plan.fiscal_year
    weights, dates, targets = Check("Jumlah bobot 100"), Check("Tanggal"), Check("Target TW")
    gap = weight_gap(milestones)
    if gap:
        weights.items.append((gap, None, ""))
    for row in milestones:
        if row.weight is None:
            weights.items.append((f"tonggak {row.number} belum berbobot", row, "weight"))
        if row.start is None or row.due is None:
            dates.items.append((f"tonggak {row.number} belum lengkap", row, "start"))
        elif row.start.year != year or row.due.year != year:
            dates.items.append((f"tonggak {row.number} di luar tahun {year}", row, "start"))
        if any(target is None for target in row.targets):
            targets.items.append((f"tonggak {row.number} belum lengkap", row, "target_q1"))
        elif row.target_q4 != HUNDRED:
            stop = formats.number(row.target_q4)
            targets.items.append((f"tonggak {row.number} berhenti di {stop}", row, "target_q4"))
    required = [
        ("Keluaran", "output"),
        ("Indikator", "indicator"),
        ("Penanggung jawab", "person_in_charge"),
        ("Bukti dukung", "evidence_expected"),
    ]
    filled = [
        Check(
            label,
            [
                (f"tonggak {row.number} kosong", row, name)
                for row in milestones
                if not getattr(row, name)
            ],
        )
        for label, name in required
    ]
    budget = Check(
        "Subkegiatan",
        [
            (f"tonggak {row.number} berpagu tanpa subkegiatan", row, "budget_line")
            for row in milestones
            if row.ceiling and not row.budget_line
        ],
    )
    return [weights, dates, *filled[:3], targets, budget, filled[3]]
