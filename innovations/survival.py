"""Survival: what became of replications 6, 12 and 24 months after they were complete.

Counted are the replications whose check of that term is due; each falls into exactly one kind.
Silence is neither alive nor stopped, and a claim is not a verified answer.
"""

from dataclasses import dataclass

from django.utils import timezone

from replikasi.common import formats

from .models import Judged, Replication, SustainCheck

SHOWN = 20  # replications named below the counts
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


def told(condition, day):
    """ "Masih berjalan, diperiksa 19 Des 2024"."""
    return f"{SustainCheck.Condition(condition).label}, diperiksa {formats.short_date(day)}"


def last_known(replication):
    """What Litbang agreed to last of a finished replication, told; "" before; one query at most."""
    if not replication.completed_on:
        return ""
    check = replication.checks.filter(state=Judged.State.AGREED).order_by("-months").first()
    return told(check.condition, check.decided_at) if check else ""


def part(user, innovations=None):
    """What innovations/_survival.html draws; no terms, and so nothing, before any is due."""
    terms = survival(innovations)
    if not any(term.due for term in terms):
        return {"terms": [], "named": [], "more": 0}
    named = named_of(user, innovations)
    return {"terms": terms, "named": named[:SHOWN], "more": len(named[SHOWN:])}


def survival(innovations=None, today=None):
    """[Term] over every region, of some `innovations` (keys or a queryset) or of all; one query.

    Counts alone, so everybody who is logged in may see them.
    """
    values = _checks_of(SustainCheck.objects.order_by(), innovations)
    return terms_of(values, today or timezone.localdate())


def named_of(user, innovations=None, today=None):
    """[(replication, [(months, label)])] of the counted ones in the scope of `user`; at most three
    queries. The latest complete come first."""
    today = today or timezone.localdate()
    found, stopped = {}, {}
    rows = SustainCheck.objects.visible_to(user).order_by("replication", "months")
    for replication, months, due, *answer in _checks_of(rows, innovations):
        if due <= today:
            terms = stopped.setdefault(replication, [])
            kind = kind_of((months, *answer), terms)
            found.setdefault(replication, []).append((months, LABELS[kind]))
            if kind == STOPPED:
                terms.append(months)
    replications = Replication.objects.for_list().filter(pk__in=found)
    return [(row, found[row.pk]) for row in replications.order_by("-completed_on", "pk")]


def _checks_of(rows, innovations):
    if innovations is not None:
        rows = rows.filter(replication__innovation__in=innovations)
    return rows.values_list("replication_id", "months", "due", "state", "condition")
