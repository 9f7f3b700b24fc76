"""Aggregates and bounded lists behind the dashboard; no query here grows with the data.

Percents that the database averages are floats on SQLite: for display, never for a decision.
"""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import (
    Avg,
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    FloatField,
    IntegerField,
    Max,
    Min,
    Q,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, NullIf, RowNumber

from actionplans import workdays
from actionplans.models import (
    ActionPlan,
    Comment,
    Milestone,
    Obstacle,
    PeriodStanding,
    PlanVersion,
    Report,
)
from innovations.models import Agency, Innovation, Region, Replication
from innovations.models.region import within

ROWS_PER_PAGE = 10
ATTENTION_SHOWN = 8
# A report waits "near" its review deadline from so many working days before it.
REVIEW_NEAR_DAYS = 2
# Above so many plans the overdue milestones, of which every one must be read, are remembered for
# a while; all other figures are read anew each time.
# The first baseline is drawn for so many plans at most: it is read from their snapshots.
BASELINE_PLANS = 25

PERCENT = DecimalField(max_digits=11, decimal_places=8)

# The figure of a quarter: verified where its own report is verified, else the claim.
ACTUAL = Case(
    When(verified_quarter=F("period__quarter"), then=F("verified")),
    default=F("claimed"),
    output_field=PERCENT,
)
ABSORPTION = Cast("spent", FloatField()) * 100.0 / NullIf(Cast("ceiling", FloatField()), Value(0.0))

TITLE = Coalesce(
    NullIf("plan__replication__local_name", Value("")), "plan__replication__innovation__name"
)

# Kinds of the attention list, most urgent first; the first five are read from standings.
STANDING_CONCERNS = ("unsent", "returned", "waiting", "deviation", "absorption")
CONCERNS = ("unsent", "returned", "waiting", "suggestion", "deviation", "overdue", "absorption")


def standings(user, selection):
    """PeriodStandings of the chosen year in the user's scope, narrowed by agency and words."""
    rows = PeriodStanding.objects.visible_to(user).filter(period__in=selection.periods)
    return narrowed(rows, selection, "plan__replication__")


def standings_of(plan):
    """The standings of a plan with their periods, in order."""
    rows = PeriodStanding.objects.filter(plan=plan).select_related("period")
    return list(rows.order_by("period__quarter"))


def narrowed(rows, selection, path):
    """`rows` of the chosen region, innovation, agency and words; `path` leads to a replication."""
    if selection.region:
        rows = rows.filter(within(selection.region, f"{path}agency__region__code"))
    if selection.innovation:
        rows = rows.filter(**{f"{path}innovation": selection.innovation})
    if selection.agency:
        rows = rows.filter(**{f"{path}agency": selection.agency})
    for word in selection.words.split():
        rows = rows.filter(
            Q(**{f"{path}innovation__name__icontains": word})
            | Q(**{f"{path}local_name__icontains": word})
            | Q(**{f"{path}agency__name__icontains": word})
            | Q(**{f"{path}agency__short_name__icontains": word})
        )
    return rows


def measured(rows):
    """With `deviation` (points) and `lead` (absorption − claim, points) of each standing."""
    return rows.annotate(
        deviation=ACTUAL - F("planned"),
        lead=ABSORPTION - Cast("claimed", FloatField()),
    )


def concern_conditions(period, today):
    """{kind: Q over `measured` standings of `period`}; only what can be true today is in it."""
    found = {
        "returned": Q(report_state=Report.State.RETURNED),
        "deviation": Q(deviation__lt=workdays.rules().deviation_limit),
        "absorption": Q(lead__gt=workdays.rules().absorption_ahead),
    }
    if today > period.opens:
        found["unsent"] = Q(report_state="", due__lt=today)
    if workdays.between(today, period.review_due) <= REVIEW_NEAR_DAYS:
        found["waiting"] = Q(report_state=Report.State.SENT)
    return {kind: found[kind] for kind in STANDING_CONCERNS if kind in found}


def totals(user, selection):
    """{quarter: sums over the plans} of the chosen year, in one query.

    plans; planned, claimed, verified: means; reporting, verifying: over how many; verified_here:
    how many of them in this very quarter; verified_quarter: the latest; deviation: mean of
    claim − plan over those that reported; spent and ceiling of those that reported; sent,
    on_time: reports; and, for the chosen quarter, `concern_KIND`: how many plans each kind of
    concern touches.
    """
    reported = Q(claimed__isnull=False)
    columns = {
        "plans": Count("pk"),
        "planned": Avg("planned"),
        "claimed": Avg("claimed"),
        "reporting": Count("claimed"),
        "verified": Avg("verified"),
        "verifying": Count("verified"),
        "verified_here": Count("pk", filter=Q(verified_quarter=F("period__quarter"))),
        "verified_quarter": Max("verified_quarter"),
        "deviation": Avg(F("claimed") - F("planned"), output_field=PERCENT),
        "spent": Sum("spent"),
        "ceiling": Sum("ceiling", filter=reported),
        "sent": Count("days_late"),
        "on_time": Count("pk", filter=Q(days_late=0)),
    }
    rows = standings(user, selection)
    conditions = concern_conditions(selection.period, selection.today)
    chosen = Q(period=selection.period)
    for kind, condition in conditions.items():
        columns[f"concern_{kind}"] = Count("pk", filter=condition & chosen)
    # A column may not bear the name of a field that another one reads.
    columns = {f"of_{name}": column for name, column in columns.items()}
    quarters = measured(rows).order_by("period__quarter").values("period__quarter")
    return {
        row["period__quarter"]: {name.removeprefix("of_"): value for name, value in row.items()}
        for row in quarters.annotate(**columns)
    }


def _rank(conditions):
    return Case(
        *[When(condition, then=Value(at)) for at, condition in enumerate(conditions.values())],
        default=Value(len(conditions)),
        output_field=IntegerField(),
    )


STATE_ORDER = Case(
    When(report_state="", then=Value(0)),
    When(report_state=Report.State.RETURNED, then=Value(1)),
    When(report_state=Report.State.SENT, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


def _chosen(user, selection):
    """Measured standings of the chosen quarter with what a row shows of its plan."""
    conditions = concern_conditions(selection.period, selection.today)
    return (
        measured(standings(user, selection).filter(period=selection.period))
        .annotate(rank=_rank(conditions))
        .select_related("plan__replication__innovation", "plan__replication__agency")
    )


def replications(user, selection, count):
    """The page of the chosen quarter's standings, in the chosen order; `count` of them in all."""
    rows = _chosen(user, selection)
    if selection.concern:
        rows = _of_concern(rows, user, selection)
    orders = {
        "urgent": ("rank", STATE_ORDER, F("deviation").asc(nulls_last=True)),
        "deviation": (F("deviation").asc(nulls_last=True),),
        "name": (TITLE,),
        "state": (STATE_ORDER, F("days_late").desc(nulls_last=True)),
    }
    rows = rows.order_by(*orders[selection.sort], "pk").prefetch_related(
        "plan__replication__agency__names"
    )
    paginator = Paginator(rows, ROWS_PER_PAGE)
    if not selection.concern:
        paginator.count = count
    return paginator.get_page(selection.page)


def _of_concern(rows, user, selection):
    conditions = concern_conditions(selection.period, selection.today)
    if selection.concern == "suggestion":
        return rows.filter(plan__in=late_suggestions(user, selection).values("plan"))
    if selection.concern == "overdue":
        return rows.filter(plan__in=overdue_milestones(user, selection).values("plan"))
    condition = conditions.get(selection.concern)
    return rows.filter(condition) if condition is not None else rows.none()


def urgent_standings(user, selection):
    """The standings of greatest concern. Enough for the first ATTENTION_SHOWN concerns of them,
    since they come in the order of each one's gravest."""
    conditions = concern_conditions(selection.period, selection.today)
    return list(
        _chosen(user, selection)
        .filter(rank__lt=len(conditions))
        .order_by("rank", F("deviation").asc(nulls_last=True), "pk")[:ATTENTION_SHOWN]
    )


def late_suggestions(user, selection):
    """Open suggestions whose answer is overdue, on plans of the chosen year."""
    rows = Comment.objects.visible_to(user).open_suggestions()
    rows = rows.filter(plan__fiscal_year=selection.year, answer_by__lt=selection.today)
    return narrowed(rows, selection, "plan__replication__")


def overdue_milestones(user, selection):
    """Milestones past their due date and below 100 %, of plans of the chosen year that were
    approved and are not closed."""
    rows = (
        Milestone.objects.visible_to(user)
        .undone()
        .filter(plan__standings__period=selection.period, due__lt=selection.today)
        .exclude(plan__state=ActionPlan.State.FINISHED)
    )
    return narrowed(rows, selection, "plan__replication__")


def first_suggestions(user, selection):
    """The late suggestions that are overdue longest, each with `total`, the number of all."""
    rows = late_suggestions(user, selection).annotate(total=Window(Count("pk")))
    return list(
        rows.select_related(
            "milestone", "plan__replication__innovation", "plan__replication__agency"
        ).order_by("answer_by", "pk")[:ATTENTION_SHOWN]
    )


@dataclass(frozen=True)
class Overdue:
    """A plan's overdue milestones: how many, since when; `total` counts such plans."""

    plan_id: int
    title: str
    agency: str
    number: int
    since: date
    total: int


def first_overdue(user, selection):
    """The plans whose milestones are overdue longest, as Overdue."""
    agency = "plan__replication__agency__short_name"
    rows = (
        overdue_milestones(user, selection)
        .order_by()
        .values("plan", agency, title=TITLE)
        .annotate(number=Count("pk"), since=Min("due"), total=Window(Count("*")))
        .order_by("since", "plan")[:ATTENTION_SHOWN]
    )
    return [
        Overdue(row["plan"], row["title"], row[agency], row["number"], row["since"], row["total"])
        for row in rows
    ]


def year_of_plans(plan_ids, selection):
    """{plan id: its standings of the chosen year, in order}."""
    found = {}
    periods = {period.pk: period for period in selection.periods}
    rows = PeriodStanding.objects.filter(plan__in=plan_ids, period__in=periods)
    for row in rows.order_by("plan", "period__quarter"):
        row.period = periods[row.period_id]
        found.setdefault(row.plan_id, []).append(row)
    return found


def reports_of_plans(user, plan_ids, selection):
    """{(plan id, period id): sent report} of the chosen year."""
    rows = Report.objects.visible_to(user).sent()
    rows = rows.filter(plan__in=plan_ids, period__in=selection.periods).order_by("pk")
    return {(row.plan_id, row.period_id): row for row in rows}


def next_milestones(plan_ids):
    """{plan id: the undone milestone that is due first}, of plans that are not closed."""
    undone = (
        Milestone.objects.filter(plan__in=plan_ids, due__isnull=False)
        .undone()
        .exclude(plan__state=ActionPlan.State.FINISHED)
    )
    place = Window(RowNumber(), partition_by=F("plan"), order_by=["due", "number"])
    first = undone.annotate(place=place).filter(place=1).order_by("pk")
    return {row.plan_id: row for row in first.only("plan_id", "activity", "due", "number")}


def open_obstacles(plan_ids):
    """{plan id: (how many are open, since when)}."""
    rows = Obstacle.objects.open().filter(plan__in=plan_ids).order_by().values("plan")
    rows = rows.annotate(number=Count("pk"), since=Min("opened_on"))
    return {row["plan"]: (row["number"], row["since"]) for row in rows}


def open_suggestions(user, plan_ids):
    """{plan id: (how many suggestions are open, since when)}, of those the user may read."""
    rows = Comment.objects.visible_to(user).open_suggestions().filter(plan__in=plan_ids)
    rows = rows.order_by().values("plan").annotate(number=Count("pk"), since=Min("created_at"))
    return {row["plan"]: (row["number"], row["since"]) for row in rows}


def first_versions(user, selection):
    """First approved versions of the chosen plans, [] when none was revised since.

    One query, for at most BASELINE_PLANS plans.
    """
    rows = PlanVersion.objects.filter(plan__in=standings(user, selection).values("plan"))
    return list(rows.filter(Exists(rows.filter(number=2)), number=1).order_by("pk"))


def unapproved(user, selection):
    """How many plans of the chosen year were never approved: they have no standing yet."""
    rows = ActionPlan.objects.visible_to(user).filter(
        fiscal_year=selection.year, versions__isnull=True
    )
    return narrowed(rows, selection, "replication__").count()


def agencies(user, limit):
    """[(id, short name)] of the replicating agencies in scope; [] for more than `limit`."""
    rows = Agency.objects.visible_to(user).filter(replications__isnull=False).distinct()
    return _few(rows.order_by("short_name", "pk").values_list("pk", "short_name"), limit)


def innovations(user, limit):
    """[(id, name)] of the innovations that are replicated in scope; [] for more than `limit`."""
    seen = Replication.objects.visible_to(user).order_by().values("innovation")
    rows = Innovation.objects.filter(pk__in=seen)
    return _few(rows.order_by("name").values_list("pk", "name"), limit)


def regions(user, limit):
    """[(code, name)] of the regions whose agencies replicate; [] for more than `limit`."""
    seen = Replication.objects.visible_to(user).order_by().values("agency__region")
    rows = _few(Region.objects.filter(pk__in=seen).order_by("code"), limit)
    return [(row.code, row.full_name) for row in rows]


def _few(rows, limit):
    found = list(rows[: limit + 1])
    return found if len(found) <= limit else []
