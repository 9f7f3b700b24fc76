"""Which things need somebody's attention: the rule of each kind as a condition in SQL.

A kind falls into strands, one for each whose move it can be; `concern_rows` counts and reads them.
"""

from datetime import datetime, time, timedelta

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Substr
from django.utils import timezone

from actionplans import advising, waiting, workdays
from actionplans.models import (
    ActionPlan,
    Comment,
    Milestone,
    Obstacle,
    PeriodStanding,
    PlanVersion,
    Report,
)
from innovations.models import Commitment, SustainCheck
from replikasi.accounts.models import User

from .chosen import measured, narrowed, standings
from .concern_goals import away, clauses
from .concern_strands import (
    ADVISERS,
    LEADERS,
    LITBANG,
    OF_COMMITMENT,
    OF_REPLICATION,
    OPD,
    Strand,
    of_plan,
    of_replication,
    under_commitments,
)

# A report waits "near" its review deadline from so many working days before it.
REVIEW_NEAR_DAYS = 2
WORDS_MAX = 200

TURN_OF_LEVEL = {
    Obstacle.Level.AGENCY: OPD,
    Obstacle.Level.BAPPELITBANG: LITBANG,
    Obstacle.Level.REGENT: LEADERS,
}

# Kinds of the list, most urgent first; those of STANDING_CONCERNS are conditions on a standing.
STANDING_CONCERNS = ("unsent", "returned", "waiting", "deviation", "absorption", "behind")
CONCERNS = (
    *("unsent", "returned", "waiting", "suggestion", "deviation", "away", "overdue", "clause"),
    *("obstacle", "absorption", "behind", "check", "commitment", "unadvised"),
)


def concern_conditions(period, today, rules=None):
    """{kind: Q over `measured` standings of `period`}; only what can be true today is in it.

    By the thresholds of `rules`, those in force unless given.
    """
    rules = rules or workdays.rules()
    found = {
        "returned": Q(report_state=Report.State.RETURNED),
        "deviation": Q(deviation__lt=rules.deviation_limit),
        "absorption": Q(lead__gt=rules.absorption_ahead),
        "behind": Q(lead__lt=-rules.absorption_behind),
    }
    if today > period.opens:
        found["unsent"] = Q(report_state="", due__lt=today)
    if workdays.between(today, period.review_due) <= REVIEW_NEAR_DAYS:
        found["waiting"] = Q(report_state=Report.State.SENT)
    return {kind: found[kind] for kind in STANDING_CONCERNS if kind in found}


def rank(conditions):
    return Case(
        *[When(condition, then=Value(at)) for at, condition in enumerate(conditions.values())],
        default=Value(len(conditions)),
        output_field=IntegerField(),
    )


def of_concern(rows, user, selection):
    """Of `rows` (standings of the chosen quarter) those whose plan `selection.concern` touches."""
    found = Q(pk__in=[])
    for strand in strands(user, selection):
        if strand.kind == selection.concern:
            path, name = strand.touches
            found |= Q(**{f"{path}__in": strand.rows.order_by().values(name)})
    return rows.filter(found)


# -- the strands ----------------------------------------------------------------------------------


def strands(user, selection, rules=None):
    """Every Strand of a selection that `user` may see, most urgent kind first; by the thresholds
    of `rules`, those in force unless given."""
    found = [
        *_reports(user, selection),
        *_suggestions(user, selection),
        away(user, selection),
        _overdue(user, selection),
        *clauses(user, selection),
        *_checks(user, selection),
        *by_thresholds(user, selection, rules or workdays.rules()),
    ]
    return sorted(found, key=lambda strand: CONCERNS.index(strand.kind))


def by_thresholds(user, selection, rules):
    """The strands of the kinds that a threshold decides."""
    return [
        *_measured(user, selection, rules),
        *_obstacles(user, selection, rules),
        _commitments(user, selection, rules),
        *_unadvised(user, selection, rules),
    ]


def _reports(user, selection):
    """Silence is the plan's last word; what was returned or waits is so in whatever quarter."""
    today, quarter = selection.today, selection.quarter
    later = PeriodStanding.objects.filter(
        Q(due__lt=today) | ~Q(report_state=""),
        plan=OuterRef("plan"),
        period__quarter__gt=OuterRef("period__quarter"),
        period__quarter__lte=quarter,
    )
    silent = (
        standings(user, selection)
        .filter(report_state="", due__lt=today, period__quarter__lte=quarter)
        .exclude(plan__state=ActionPlan.State.FINISHED)
        .filter(~Exists(later))
    )
    yield Strand("unsent", OPD, silent, of_plan(since=F("due"), quarter=F("period__quarter")))
    begun = [period for period in selection.periods if period.quarter <= quarter]
    reports = Report.objects.visible_to(user).filter(period__in=begun)
    reports = narrowed(reports, selection, "plan__replication__")
    place = {"ref": F("pk"), "quarter": F("period__quarter")}
    yield Strand(
        "returned",
        OPD,
        reports.filter(state=Report.State.RETURNED),
        of_plan(moment=F("decided_at"), **place),
    )
    near = workdays.add(today, REVIEW_NEAR_DAYS + 1) - timedelta(days=1)
    yield Strand(
        "waiting",
        LITBANG,
        reports.filter(
            state=Report.State.SENT,
            period__review_due__lte=near,
            sent_at__lt=_end_of(_sent_for(near)),
        ),
        of_plan(moment=F("sent_at"), **place),
    )


def _sent_for(day):
    """The last day on which a report can be sent whose review is due by `day`: see
    Report.review_due."""
    rules = workdays.rules()
    days = rules.review_due_days - rules.report_due_days
    sent = day
    while workdays.add(sent, days) > day:
        sent -= timedelta(days=1)
    return sent


def _end_of(day):
    """The midnight after `day`."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def late_suggestions(user, selection):
    """Open suggestions on plans of the chosen year whose answer is overdue and lacking.

    The agency's word is an answer; in the advisers' channel that of another adviser.
    """
    rows = Comment.objects.visible_to(user).open_suggestions()
    rows = rows.filter(plan__fiscal_year=selection.year, answer_by__lt=selection.today)
    words = Comment.objects.filter(parent=OuterRef("pk"), withdrawn_at=None)
    rows = rows.exclude(Exists(words.filter(by__role__in=User.AGENCY_ROLES))).exclude(
        Exists(words.exclude(by=OuterRef("by"))), advisers_only=True
    )
    return narrowed(rows, selection, "plan__replication__")


def _suggestions(user, selection):
    rows = late_suggestions(user, selection)
    columns = of_plan(
        since=F("answer_by"),
        ref=F("pk"),
        at=F("milestone"),
        number=F("milestone__number"),
        report=F("report"),
    )
    yield Strand("suggestion", OPD, rows.filter(advisers_only=False), columns)
    yield Strand("suggestion", ADVISERS, rows.filter(advisers_only=True), columns)


def _measured(user, selection, rules):
    """What the figures of the chosen quarter say; the gravest first."""
    rows = measured(standings(user, selection).filter(period=selection.period))
    conditions = concern_conditions(selection.period, selection.today, rules)
    for kind, amount in (
        ("deviation", F("deviation")),
        ("absorption", -F("lead")),
        ("behind", F("lead")),
    ):
        columns = of_plan(amount=Cast(amount, FloatField()))
        yield Strand(kind, OPD, rows.filter(conditions[kind]), columns)


def overdue_milestones(selection):
    """Milestones past their due date and below 100 %."""
    return Milestone.objects.undone().filter(due__lt=selection.today)


def _overdue(user, selection):
    """Plans of the chosen year, approved and not closed, with milestones that are overdue."""
    late = overdue_milestones(selection).filter(plan=OuterRef("plan"))
    oldest = late.order_by("due", "number")
    rows = standings(user, selection).filter(Exists(late), period=selection.period)
    count = late.order_by().values("plan").annotate(n=Count("pk")).values("n")
    columns = of_plan(
        since=Subquery(oldest.values("due")[:1]),
        at=Subquery(oldest.values("pk")[:1]),
        words=Subquery(oldest.values("activity")[:1]),
        number=Subquery(count),
    )
    return Strand("overdue", OPD, rows.exclude(plan__state=ActionPlan.State.FINISHED), columns)


def _checks(user, selection):
    """Later checks of replications that are complete: due, or answered and waiting for Litbang."""
    rows = SustainCheck.objects.visible_to(user).filter(due__year__lte=selection.year)
    rows = narrowed(rows, selection, "replication__")
    rows = rows.annotate(latest_plan=waiting.latest_plan_of("replication"))
    columns = {
        "plan": F("latest_plan"),
        **of_replication(),
        "ref": F("replication"),
        "number": F("months"),
    }
    due = rows.filter(pk__in=SustainCheck.objects.due(selection.today).values("pk"))
    yield Strand("check", OPD, due, {**columns, "since": F("due")}, OF_REPLICATION)
    answered = rows.waiting()
    columns["moment"] = F("proposed_at")
    yield Strand("check", LITBANG, answered, columns, OF_REPLICATION)


def _obstacles(user, selection, rules):
    """Open obstacles of plans of the chosen year, opened more than so many days ago."""
    edge = selection.today - timedelta(days=rules.obstacle_days)
    rows = (
        Obstacle.objects.visible_to(user)
        .open()
        .filter(plan__fiscal_year=selection.year, opened_on__lt=edge)
    )
    rows = rows.exclude(plan__state=ActionPlan.State.FINISHED)
    rows = narrowed(rows, selection, "plan__replication__")
    columns = of_plan(since=F("opened_on"), ref=F("pk"), words=Substr("description", 1, WORDS_MAX))
    for level, turn in TURN_OF_LEVEL.items():
        yield Strand("obstacle", turn, rows.filter(level=level), columns)


def _commitments(user, selection, rules):
    """Commitments about to end, or ended, behind replications that are still under way."""
    edge = selection.today + timedelta(days=rules.commitment_days)
    under_way = under_commitments(user, selection).filter(**{OF_COMMITMENT: OuterRef("pk")})
    grouped = under_way.order_by().values(OF_COMMITMENT)

    def first(path):
        return Subquery(grouped.annotate(one=Min(path)).values("one"))

    return Strand(
        "commitment",
        LITBANG,
        Commitment.objects.filter(Exists(under_way), valid_until__lte=edge, renewed_by=None),
        {
            "since": F("valid_until"),
            "plan": first("plan"),
            "ref": F("pk"),
            "number": Subquery(grouped.annotate(n=Count("pk")).values("n")),
            "words": F("title"),
        },
        (OF_COMMITMENT, "pk"),
    )


def _unadvised(user, selection, rules):
    """Replications without advice for long, for those whose list it is in Pendampingan."""
    if not user.has_perm("actionplans.advise"):
        return
    rows = advising.not_advised(user, rules.advice_days).filter(fiscal_year=selection.year)
    rows = narrowed(rows, selection, "replication__")
    first = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("number")
    columns = of_plan(
        "",
        plan=F("pk"),
        moment=Coalesce("last_advice", Subquery(first.values("approved_at")[:1])),
        number=Case(When(last_advice=None, then=0), default=1, output_field=IntegerField()),
    )
    yield Strand("unadvised", ADVISERS, rows, columns, ("plan", "pk"))
