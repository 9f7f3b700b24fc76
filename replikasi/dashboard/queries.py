"""Aggregates and bounded lists behind the dashboard; no query here grows with the data.

Percents that the database averages are floats on SQLite: for display, never for a decision.
"""

from dataclasses import replace

from django.core.paginator import Paginator
from django.db.models import (
    Avg,
    Case,
    Count,
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
)
from django.db.models.functions import Cast

from actionplans import arithmetic
from actionplans.models import (
    ActionPlan,
    Comment,
    Obstacle,
    PeriodStanding,
    PlanVersion,
    Report,
)

from .chosen import ASKED, PERCENT, TITLE, measured, narrowed, standings
from .concerns import concern_conditions, of_concern, rank

QUARTERS = (1, 2, 3, 4)
ROWS_PER_PAGE = 10
# The first baseline is drawn for so many plans at most: it is read from their snapshots.
BASELINE_PLANS = 25


def standings_of(plan):
    """The standings of a plan with their periods, in order."""
    rows = PeriodStanding.objects.filter(plan=plan).select_related("period")
    return list(rows.order_by("period__quarter"))


def figures():
    """Columns over standings of one quarter, grouped by whatever the caller groups by.

    plans; asked: of how many a report is asked; planned, claimed, verified: means; reporting,
    verifying: over how many; verified_here: how many of them in this very quarter; verified_1 …
    verified_4: how many last in that quarter; deviation: mean of claim − plan over those that
    reported; spent and ceiling of those that reported; sent, on_time: reports. Each bears "of_"
    before its name, as a column may not bear the name of a field that another one reads.
    """
    columns = {
        "plans": Count("pk"),
        "asked": Count("pk", filter=ASKED),
        "planned": Avg("planned"),
        "claimed": Avg("claimed"),
        "reporting": Count("claimed"),
        "verified": Avg("verified"),
        "verifying": Count("verified"),
        "verified_here": Count("pk", filter=Q(verified_quarter=F("period__quarter"))),
        "verified_quarter": Max("verified_quarter"),
        "deviation": Avg(F("claimed") - F("planned"), output_field=PERCENT),
        "spent": Sum("spent"),
        "ceiling": Sum("ceiling", filter=Q(claimed__isnull=False)),
        "sent": Count("days_late"),
        "on_time": Count("pk", filter=Q(days_late=0)),
    }
    for quarter in QUARTERS:
        columns[f"verified_{quarter}"] = Count("pk", filter=Q(verified_quarter=quarter))
    return {f"of_{name}": column for name, column in columns.items()}


def plain(row):
    """A row of `figures` without the prefix of their names, and with `absorbed`: money spent ÷
    ceiling of those that reported, in percent, or None."""
    found = {name.removeprefix("of_"): value for name, value in row.items()}
    return {**found, "absorbed": arithmetic.absorption(found["spent"], found["ceiling"])}


def totals(user, selection):
    """{quarter: `figures` over the plans} of the chosen year, in one query."""
    return totals_and_before(user, selection)[0]


def totals_and_before(user, selection):
    """(totals, the sums of the quarter before the chosen one or None), in two queries.

    The quarter before TW I is TW IV of the year before, over the same selection; its sums have
    `moves` as well, from it to the chosen quarter.
    """
    before = selection.before
    periods = {row.pk: row for row in (*selection.periods, *([before] if before else []))}
    rows = standings(user, replace(selection, periods=tuple(periods.values())))
    rows = rows.order_by("period__year", "period__quarter").values("period", "period__quarter")
    found = {row["period"]: plain(row) for row in rows.annotate(**figures())}
    of_year = {
        period.quarter: found[period.pk] for period in selection.periods if period.pk in found
    }
    earlier = found.get(before.pk) if before else None
    if earlier is None:
        return of_year, None
    return of_year, {**earlier, "moves": _moves(user, selection)}


def _moves(user, selection):
    """{name: (change, number)} of the figures since the quarter before, over the `number` of
    replications that have the figure in both quarters; the change is None without any."""
    then, now = selection.before, selection.period
    rows = standings(user, replace(selection, periods=(then, now))).order_by()
    fields = ("planned", "claimed", "verified", "spent", "ceiling")
    columns = {
        f"{when}_{name}": Max(name, filter=Q(period=period))
        for when, period in (("then", then), ("now", now))
        for name in fields
    }
    rows = rows.values("plan__replication").annotate(**columns)
    told = Q(then_claimed__isnull=False, now_claimed__isnull=False)
    sums = {
        f"of_{when}_{name}": Sum(f"{when}_{name}", filter=told)
        for when in ("then", "now")
        for name in ("spent", "ceiling")
    }
    differences = {
        name: F(f"now_{name}") - F(f"then_{name}") for name in ("planned", "claimed", "verified")
    }
    differences["deviation"] = differences["claimed"] - differences["planned"]
    row = rows.aggregate(
        **sums,
        **{f"of_{n}": Avg(one, output_field=PERCENT) for n, one in differences.items()},
        **{f"in_{n}": Count(Cast(one, FloatField())) for n, one in differences.items()},
    )
    moves = {name: (row[f"of_{name}"], row[f"in_{name}"]) for name in differences}
    absorbed = [
        arithmetic.absorption(row[f"of_{when}_spent"], row[f"of_{when}_ceiling"])
        for when in ("then", "now")
    ]
    moves["absorbed"] = (
        None if None in absorbed else absorbed[1] - absorbed[0],
        moves["claimed"][1],
    )
    return moves


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
        .annotate(rank=rank(conditions))
        .select_related("plan__replication__innovation", "plan__replication__agency__region")
    )


def replications(user, selection, count):
    """The page of the chosen quarter's standings, in the chosen order; `count` of them in all."""
    paginator = Paginator(in_order(user, selection), ROWS_PER_PAGE)
    if not selection.concern:
        paginator.count = count
    return paginator.get_page(selection.page)


def in_order(user, selection):
    """The chosen quarter's measured standings in the chosen order, to be sliced."""
    rows = _chosen(user, selection)
    if selection.concern:
        rows = of_concern(rows, user, selection)
    orders = {
        "urgent": ("rank", STATE_ORDER, F("deviation").asc(nulls_last=True)),
        "deviation": (F("deviation").asc(nulls_last=True),),
        "name": (TITLE,),
        "state": (STATE_ORDER, F("days_late").desc(nulls_last=True)),
    }
    return rows.order_by(*orders[selection.sort], "pk").prefetch_related(
        "plan__replication__agency__names"
    )


def year_of_plans(plan_ids, selection):
    """{plan id: its standings of the chosen year, in order}."""
    found = {}
    periods = {period.pk: period for period in selection.periods}
    rows = PeriodStanding.objects.filter(plan__in=plan_ids, period__in=periods)
    for row in rows.order_by("plan", "period__quarter"):
        row.period = periods[row.period_id]
        found.setdefault(row.plan_id, []).append(row)
    return found


def reports_of_plans(plan_ids, selection):
    """{(plan id, period id): report} of the chosen year, drafts among them, of plans in scope."""
    periods = {period.pk: period for period in selection.periods}
    rows = list(Report.objects.filter(plan__in=plan_ids, period__in=periods).order_by("pk"))
    for row in rows:
        row.period = periods[row.period_id]
    return {(row.plan_id, row.period_id): row for row in rows}


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
    """Plans of the chosen year that were never approved: they have no standing yet."""
    rows = ActionPlan.objects.visible_to(user).filter(
        fiscal_year=selection.year, versions__isnull=True
    )
    return narrowed(rows, selection, "replication__")
