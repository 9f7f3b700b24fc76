"""How far an outcome has come from its baseline to its target. Pure, but for reading the rows."""

from dataclasses import dataclass
from decimal import Decimal

from replikasi.common import formats


def share(baseline, target, value):
    """Part of the way from `baseline` to `target` that `value` has come, in percent; exact enough.

    A falling target counts the same way. None where one of the three is missing, and where there
    is no way to go because the baseline is the target. Below 0: moving away from the target.
    """
    if None in (baseline, target, value) or baseline == target:
        return None
    return (value - baseline) / (target - baseline) * Decimal(100)


@dataclass(frozen=True)
class Progress:
    """An outcome with what was measured, oldest first."""

    outcome: object
    values: list

    @property
    def latest(self):
        return self.values[-1] if self.values else None

    @property
    def share(self):
        if self.latest is None:
            return None
        return share(self.outcome.baseline, self.outcome.target, self.latest.value)

    @property
    def sentence(self):
        """What the measurements say, in words; silence is told as such."""
        outcome = self.outcome
        if self.latest is None:
            return "Belum diukur"
        if outcome.target is None:
            return "Target belum ditetapkan"
        if outcome.baseline is None:
            return "Nilai awal belum dicatat"
        if self.share is None:
            same = self.latest.value == outcome.target
            return "Bertahan pada target" if same else "Bergeser dari target"
        if self.share >= 100:
            return "Target tercapai"
        if self.share < 0:
            return "Menjauh dari target"
        if self.share == 0:
            return "Belum bergerak dari nilai awal"
        return f"Menempuh {formats.percent(self.share)} dari jarak ke target"


def progress_of(replication):
    """Progress of each outcome of `replication`; two queries."""
    return [
        Progress(outcome, list(outcome.values.all()))
        for outcome in replication.outcomes.order_by("indicator").prefetch_related("values")
    ]
