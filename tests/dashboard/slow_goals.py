"""Outcomes that move away and clauses of commitments, worked out anew from the raw rows, slowly.

By none of the portal's code, as slow.py; and random rows of both to count.
"""

from datetime import date, timedelta
from decimal import Decimal

from actionplans.models import ActionPlan, Milestone, MilestoneTrace
from innovations.models import Commitment, Outcome, OutcomeValue
from tests import factories

STATES = ({"verified": True}, {"verified": True}, {"verified": True}, {}, {"returned": True})


def measured(replication, dice):
    """Random indicators of a replication, with and without baseline, target, groups."""
    for _ in range(dice.randrange(3)):
        up = dice.random() < 0.5
        ends = (Decimal(20), Decimal(60)) if up else (Decimal(60), Decimal(20))
        baseline, target = (end if dice.random() < 0.85 else None for end in ends)
        outcome = factories.OutcomeFactory(
            replication=replication,
            kind=dice.choice(list(Outcome.Kind)),
            direction="naik" if up else "turun",
            baseline=baseline,
            target=target,
            groups="Perempuan",
        )
        for month in (2, 5, 8, 11):
            for group in ("", "Perempuan"):
                if dice.random() < 0.6:
                    factories.OutcomeValueFactory(
                        outcome=outcome,
                        measured_on=date(2026, month, dice.randrange(1, 29)),
                        group=group,
                        value=Decimal(dice.randrange(10, 71)),
                        **dice.choice(STATES),
                    )
    # What Litbang confirmed is another figure than what was claimed.
    for value in OutcomeValue.objects.filter(
        outcome__replication=replication, state="terverifikasi"
    ):
        if dice.random() < 0.3:
            OutcomeValue.objects.filter(pk=value.pk).update(verified_value=value.value - 9)


def promised(commitments, dice):
    """Random clauses of `commitments`, served by random milestones or by none."""
    milestones = list(Milestone.objects.order_by("pk"))
    for commitment in commitments:
        for number in range(1, 5):
            due = date(2026, 2, 1) + timedelta(days=dice.randrange(330))
            clause = factories.ClauseFactory(
                commitment=commitment, number=number, due=dice.choice([due, due, None])
            )
            for milestone in dice.sample(milestones, dice.choice([0, 1, 1, 2, 3])):
                MilestoneTrace.objects.create(milestone=milestone, clause=clause)


def _worse(outcome, value, other):
    if other is None:
        return False
    return value < other if outcome.direction == "naik" else value > other


def away(replication, today, period):
    """How many indicators of a replication move away, by verified values of the whole alone."""
    if replication.status == "berhenti":
        return 0
    months = (today.year - period.year) * 12 + today.month - period.quarter * 3
    last = period.ends if months > 3 else today
    found = 0
    for outcome in replication.outcomes.all():
        known = sorted(
            (value.measured_on, value.verified_value)
            for value in outcome.values.all()
            if value.state == "terverifikasi" and not value.group and value.measured_on <= last
        )
        if not known or not _worse(outcome, known[-1][1], outcome.target):
            continue
        others = [outcome.baseline, *[value for _, value in known[-2:-1]]]
        found += any(_worse(outcome, known[-1][1], other) for other in others)
    return found


def clauses(user, today, period, sees):
    """("clause", turn) of every clause that needs attention; `sees`: of a user, a replication."""
    for commitment in Commitment.objects.order_by("pk"):
        if Commitment.objects.filter(renews=commitment).exists():
            continue
        plans = ActionPlan.objects.filter(
            fiscal_year=period.year, replication__commitment=commitment
        )
        if not any(
            plan.versions.exists()
            and plan.replication.status == "berjalan"
            and sees(user, plan.replication)
            for plan in plans
        ):
            continue
        in_force = commitment.valid_until is None or commitment.valid_until >= today
        for clause in commitment.clauses.all():
            every = [row.milestone for row in clause.traces.all() if row.milestone.weight != 0]
            seen = [row for row in every if sees(user, row.plan.replication)]
            if seen:
                undone = [row for row in seen if row.reached is None or row.reached < 100]
                past = clause.due is not None and clause.due < today
                if undone and (past or all(row.due < today for row in undone)):
                    yield "clause", "opd"
            elif in_force:
                wide = user.role in ("litbang", "pimpinan", "admin")
                if wide or not every:
                    yield "clause", "litbang"
