"""Commitments with what serves their clauses, as a person may see it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, TextChoices

from innovations.commitments import BADGES, Force, force_of
from innovations.models import Clause, Commitment, Replication

from . import workdays
from .models import ActionPlan, Milestone, MilestoneTrace

HUNDRED = 100


class Served(TextChoices):
    """`DONE` rests on what the agencies told: sementara."""

    BY_NONE = "tanpa-tonggak", "Belum dilayani tonggak"
    LATE = "lewat", "Lewat tenggat"
    UNDER_WAY = "berjalan", "Berjalan"
    DONE = "tuntas", "Tuntas (sementara)"


CLAUSE_BADGES = {
    Served.BY_NONE: "none",
    Served.LATE: "bad",
    Served.UNDER_WAY: "wait",
    Served.DONE: "ok",
}


@dataclass(frozen=True)
class ClauseState:
    """A clause with the `milestones` in sight that serve it."""

    clause: Clause
    milestones: tuple
    state: Served
    days_late: int

    @property
    def badge(self):
        return CLAUSE_BADGES[self.state]


def served(due, reached, today):
    """(Served, days late) of a clause due on `due` (or None) whose milestones have `reached`.

    `reached`: a percent for each milestone that serves it, None for one never told of.
    """
    done = bool(reached) and all(percent is not None and percent >= HUNDRED for percent in reached)
    if done:
        return Served.DONE, 0
    if due is not None and due < today:
        return Served.LATE, (today - due).days
    return (Served.UNDER_WAY if reached else Served.BY_NONE), 0


def clause_states(commitment, user, today):
    """[ClauseState] of a commitment in the order of its clauses; two queries."""
    clauses = list(commitment.clauses.order_by("number"))
    seen = MilestoneTrace.objects.filter(
        clause__in=[clause.pk for clause in clauses],
        milestone__in=Milestone.objects.visible_to(user),
    ).select_related(
        "milestone__plan__replication__innovation", "milestone__plan__replication__agency"
    )
    rows = {clause.pk: [] for clause in clauses}
    for row in seen.order_by("milestone__plan", "milestone__number"):
        rows[row.clause_id].append(row.milestone)
    found = []
    for clause in clauses:
        milestones = rows[clause.pk]
        state, late = served(clause.due, [row.reached for row in milestones], today)
        found.append(ClauseState(clause, tuple(milestones), state, late))
    return found


@dataclass(frozen=True)
class Row:
    """A commitment in the list; the counts are of clauses, as far as `user` sees what serves."""

    commitment: Commitment
    force: Force
    days_left: int | None
    replications: int
    clauses: int
    unserved: int
    late: int

    @property
    def badge(self):
        return BADGES[self.force]


def listed(commitments, user, today):
    """The Rows of some commitments (a page of them); four queries."""
    commitments = list(commitments)
    keys = [commitment.pk for commitment in commitments]
    replications = Replication.objects.visible_to(user).filter(commitment__in=keys).order_by()
    of = dict(
        replications.values("commitment").annotate(n=Count("pk")).values_list("commitment", "n")
    )
    renewed = set(
        Commitment.objects.filter(renews__in=keys).order_by().values_list("renews", flat=True)
    )
    milestones = Milestone.objects.visible_to(user).filter(traces__clause=OuterRef("pk"))
    undone = milestones.undone()
    clauses = Clause.objects.filter(commitment__in=keys).annotate(
        is_served=Exists(milestones), is_undone=Exists(undone)
    )
    counts = {key: [0, 0, 0] for key in keys}
    for clause in clauses.order_by():
        count = counts[clause.commitment_id]
        count[0] += 1
        count[1] += not clause.is_served
        done = clause.is_served and not clause.is_undone
        count[2] += not done and clause.due is not None and clause.due < today
    near = workdays.rules().commitment_days
    return [
        Row(
            commitment=commitment,
            force=force_of(commitment, today, near, renewed=commitment.pk in renewed),
            days_left=_left(commitment.valid_until, today),
            replications=of.get(commitment.pk, 0),
            clauses=counts[commitment.pk][0],
            unserved=counts[commitment.pk][1],
            late=counts[commitment.pk][2],
        )
        for commitment in commitments
    ]


def _left(valid_until: date | None, today):
    return (valid_until - today).days if valid_until else None


def plans_of(commitment, user):
    """The plans in sight of the replications under a commitment, the newest of each first."""
    return (
        ActionPlan.objects.visible_to(user)
        .filter(replication__commitment=commitment)
        .for_list()
        .order_by("replication__innovation__name", "replication__agency__name", "-fiscal_year")
    )
