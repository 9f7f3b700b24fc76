"""Survival: what became of replications 6, 12 and 24 months after they were complete.

Counted are the replications whose check of that term is due; each falls into exactly one kind.
Silence is neither alive nor stopped, and a claim is not a verified answer.
"""

from dataclasses import dataclass

from django.utils import timezone

from .models import Judged, SustainCheck

# Of fewer replications than these a percent would say more than there is to say.
FEW = 5

ALIVE, DEVELOPED, STOPPED = "alive", "developed", "stopped"
CLAIMED, SILENT = "claimed", "silent"
KINDS = (ALIVE, DEVELOPED, STOPPED, CLAIMED, SILENT)
LABELS = {
    ALIVE: "masih berjalan",
    DEVELOPED: "dikembangkan",
    STOPPED: "berhenti",
    CLAIMED: "dijawab, belum disepakati",
    SILENT: "belum dilaporkan",
}
OF_CONDITION = {"hidup": ALIVE, "dikembangkan": DEVELOPED, "berhenti": STOPPED}


@dataclass(frozen=True)
class Term:
    """How many replications (`due`) should have been checked so many months after they were
    complete, and how many there are of each of KINDS; these sum to `due`."""

    months: int
    due: int
    alive: int
    developed: int
    stopped: int
    claimed: int
    silent: int

    @property
    def agreed(self):
        """Those of which Litbang agreed to what is known."""
        return self.alive + self.developed + self.stopped

    @property
    def living(self):
        return self.alive + self.developed

    @property
    def share(self):
        """Percent of the agreed ones that live; None where they are fewer than FEW."""
        return None if self.agreed < FEW else 100 * self.living / self.agreed

    @property
    def parts(self):
        """[(kind, label, number)] of all kinds."""
        return [(kind, LABELS[kind], getattr(self, kind)) for kind in KINDS]


def kind_of(check, stopped_after):
    """The kind of one due check.

    `check`: (months, state, condition); `stopped_after`: the terms at which Litbang agreed that
    the same replication had stopped. One that stopped is not asked again, so a later check
    without an answer is a stop as well.
    """
    months, state, condition = check
    if state == Judged.State.AGREED:
        return OF_CONDITION[condition]
    if state == Judged.State.PROPOSED:
        return CLAIMED
    return STOPPED if any(term < months for term in stopped_after) else SILENT


def terms_of(rows, today):
    """[Term], one for each of SustainCheck.MONTHS. Pure.

    `rows`: (replication, months, due, state, condition) of every check.
    """
    rows = list(rows)
    stopped = {}
    for replication, months, _, state, condition in rows:
        if state == Judged.State.AGREED and OF_CONDITION[condition] == STOPPED:
            stopped.setdefault(replication, []).append(months)
    counts = {months: dict.fromkeys(KINDS, 0) for months in SustainCheck.MONTHS}
    for replication, months, due, state, condition in rows:
        if due <= today and months in counts:
            kind = kind_of((months, state, condition), stopped.get(replication, ()))
            counts[months][kind] += 1
    return [Term(months, sum(found.values()), **found) for months, found in counts.items()]


def part(innovations=None):
    """What innovations/_survival.html draws; no terms, and so nothing, before any is due."""
    terms = survival(innovations)
    return {"terms": terms if any(term.due for term in terms) else []}


def survival(innovations=None, today=None):
    """[Term] over every region, of some `innovations` (keys or a queryset) or of all; one query.

    Counts alone, so everybody who is logged in may see them.
    """
    rows = SustainCheck.objects.order_by()
    if innovations is not None:
        rows = rows.filter(replication__innovation__in=innovations)
    values = rows.values_list("replication_id", "months", "due", "state", "condition")
    return terms_of(values, today or timezone.localdate())
