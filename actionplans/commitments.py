"""Commitments with what serves their clauses, as a person may see it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    When,
)

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
    """A clause with the `milestones` in sight that serve it; `late_since`: its own date, or where
    that is still ahead the last date of its milestones; None while it is not late."""

    clause: Clause
    milestones: tuple
    state: Served
    late_since: date | None
    days_late: int

    @property
    def badge(self):
        return CLAUSE_BADGES[self.state]

    @property
    def is_own_date(self):
        """Whether it is late by its own date."""
        return self.late_since is not None and self.late_since == self.clause.due


def serving(user):
    """The milestones in sight that can serve a clause; those of weight 0 are not to be done."""
    return Milestone.objects.visible_to(user).exclude(weight=0)


def with_service(clauses, user, today):
    """Clauses with `is_served`, `is_undone` (by a milestone that serves it) and `late_since`.

    Late is one that is not done and past its date, or of which every milestone that is not done
    is past its own. What the agencies told counts: sementara.
    """
    milestones = serving(user).filter(traces__clause=OuterRef("pk"))
    undone = milestones.filter(Q(reached=None) | Q(reached__lt=HUNDRED))
    last = undone.order_by("-due").values("due")[:1]
    ahead = undone.filter(Q(due=None) | Q(due__gte=today))
    return clauses.annotate(
        is_served=Exists(milestones),
        is_undone=Exists(undone),
        late_since=Case(
            When(Q(is_served=False) | Q(is_undone=True), due__lt=today, then=F("due")),
            When(
                ~Exists(ahead),
                is_undone=True,
                then=Subquery(last),
            ),
            output_field=DateField(),
        ),
    )


def clause_states(commitment, user, today):
    """[ClauseState] of a commitment in the order of its clauses; two queries."""
    clauses = list(with_service(commitment.clauses.order_by("number"), user, today))
    seen = MilestoneTrace.objects.filter(
        clause__in=[clause.pk for clause in clauses], milestone__in=serving(user)
    ).select_related(
        "milestone__plan__replication__innovation", "milestone__plan__replication__agency"
    )
    rows = {clause.pk: [] for clause in clauses}
    for row in seen.order_by("milestone__plan", "milestone__number"):
        rows[row.clause_id].append(row.milestone)
    return [_state(clause, tuple(rows[clause.pk]), today) for clause in clauses]


def _state(clause, milestones, today):
    late = clause.late_since
    if late:
        state = Served.LATE
    elif not clause.is_served:
        state = Served.BY_NONE
    else:
        state = Served.UNDER_WAY if clause.is_undone else Served.DONE
    return ClauseState(clause, milestones, state, late, (today - late).days if late else 0)


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
    clauses = with_service(Clause.objects.filter(commitment__in=keys), user, today)
    counts = {key: [0, 0, 0] for key in keys}
    for clause in clauses.order_by():
        count = counts[clause.commitment_id]
        count[0] += 1
        count[1] += not clause.is_served
        count[2] += clause.late_since is not None
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
