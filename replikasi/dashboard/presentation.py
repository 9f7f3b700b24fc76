"""The dashboard for the meeting room: a slide of the programme, then one of each replication."""

from dataclasses import dataclass, replace

from django.db.models import Case, Value, When, prefetch_related_objects

from actionplans import months, workdays
from actionplans.curve import plan_curve
from actionplans.models import ActionPlan, Obstacle
from replikasi.common import formats

from . import curves, deviations, heads, matters, promised, queries, rows, turns
from .chosen import standings
from .heads import address, counted, is_beyond
from .lateness import for_days

ALL = "semua"


@dataclass(frozen=True)
class Matter:
    """Something to talk about: what, and beside it since when or whose move."""

    title: str
    note: str


@dataclass(frozen=True)
class Slide:
    """A replication; percents are Decimals or None, an absent Matter is None."""

    title: str
    agency: str
    standing: object
    verified_quarter: str
    deviation_of: str
    is_beyond: bool
    badge: rows.Badge
    curve: object
    obstacle: Matter | None
    needs_decision: bool  # of somebody above the agency
    more_obstacles: int
    turn: str  # of the deviation, "" where nothing is behind
    late: Matter | None
    next: Matter | None
    milestone_absent: str
    promise: Matter | None


@dataclass(frozen=True)
class Deck:
    """What is shown: the programme (its `heads` and curve) or `slides`; `place` of `total`."""

    heads: list
    curve: object
    slides: list
    place: int
    total: int
    title: str
    is_open: bool
    is_all: bool
    first_url: str
    previous_url: str
    next_url: str
    last_url: str
    all_url: str


def deck_of(user, selection, wanted):
    """The Deck at the place `wanted` (text: a number from 1, or ALL), or None without figures.

    The replications come in the order of their need of attention.
    """
    selection = replace(selection, sort="urgent", concern="", page="1", group="")
    if selection.period is None:
        return None
    count = standings(user, selection).filter(period=selection.period).count()
    if not count:
        return None
    total, is_all = count + 1, wanted == ALL
    # A wish beyond the last place is the last.
    place = min(max(int(wanted), 1), total) if wanted.isdecimal() and len(wanted) < 7 else 1
    found = []
    if is_all:
        found = list(queries.replications(user, selection, count).object_list)
    elif place > 1:
        found = [_standing_at(user, selection, place - 2, count)]

    def url(at):
        return address("presentation", selection, ke=at) if 1 <= at <= total else ""

    figures, curve = _programme(user, selection) if is_all or place == 1 else ([], None)
    return Deck(
        heads=figures,
        curve=_on_wall(curve),
        slides=slides(user, selection, found),
        place=place,
        total=total,
        title=counted(count, "replikasi"),
        is_open=selection.period.is_open(selection.today),
        is_all=is_all,
        first_url=url(1),
        previous_url=url(place - 1),
        next_url=url(place + 1),
        last_url=url(total),
        all_url=address("presentation", selection, ke=ALL),
    )


def _programme(user, selection):
    """(the six Heads, the Curve) of all that is chosen."""
    sums, before = queries.totals_and_before(user, selection)
    curve = curves.of_selection(user, selection, sums=sums)
    return heads.heads(sums, before, selection, only_plan=None), curve


def _on_wall(curve):
    """The Curve without its panel of money, for which a slide has no room."""
    if curve is None:
        return None
    return replace(
        curve, wide=replace(curve.wide, money=None), narrow=replace(curve.narrow, money=None)
    )


def _standing_at(user, selection, index, count):
    size = queries.ROWS_PER_PAGE
    there = replace(selection, page=str(index // size + 1))
    return list(queries.replications(user, there, count).object_list)[index % size]


def slides(user, selection, found, *, with_drafts=None):
    """[Slide] of measured standings; the number of queries does not grow with them.

    `with_drafts`: see promised.promises.
    """
    if not found:
        return []
    plans = [row.plan for row in found]
    ids = [plan.pk for plan in plans]
    prefetch_related_objects(plans, "versions")
    years = queries.year_of_plans(ids, selection)
    reports = queries.reports_of_plans(ids, selection)
    obstacles = _obstacles(user, ids)
    milestones = matters.open_matters(user, ids, selection.today)
    promises = promised.promises(user, ids, selection, reports, with_drafts=with_drafts)
    by_months = months.of_plans(plans, selection.today)
    return [
        _slide(
            row,
            selection,
            years[row.plan_id],
            reports.get((row.plan_id, row.period_id)),
            obstacles.get(row.plan_id, []),
            milestones.get(row.plan_id, matters.NOTHING),
            promises.get(row.plan_id),
            by_months[row.plan_id],
        )
        for row in found
    ]


def _slide(standing, selection, year, report, obstacles, found, promise, by_months):
    plan, today = standing.plan, selection.today
    replication = plan.replication
    is_own = standing.verified_quarter == selection.quarter
    is_finished = plan.state == ActionPlan.State.FINISHED
    turn = ""
    if deviations.is_behind(standing.deviation, workdays.rules()):
        by_age = sorted(obstacles, key=lambda row: (row.opened_on, row.pk))
        turn = turns.turn_of_deviation(replication.agency.short_name, by_age)
    return Slide(
        title=replication.title,
        agency=replication.agency.name_in(selection.year),
        standing=standing,
        verified_quarter=formats.quarter_name(standing.verified_quarter),
        deviation_of="terverifikasi" if is_own else "sementara",
        is_beyond=is_beyond(standing.deviation),
        badge=rows.badge_of(standing, selection.period, report, today),
        curve=_on_wall(plan_curve(plan, year, today, by_months)),
        obstacle=_of_obstacle(obstacles[0], today, turn) if obstacles else None,
        needs_decision=bool(obstacles) and obstacles[0].level != Obstacle.Level.AGENCY,
        more_obstacles=max(len(obstacles) - 1, 0),
        turn=turn,
        late=_late(found.late, today) if found.late else None,
        next=Matter(found.next.activity, formats.short_date(found.next.due))
        if found.next
        else None,
        milestone_absent="rencana ditutup" if is_finished else "semua selesai",
        promise=_of_promise(promise) if promise else None,
    )


def _obstacles(user, plan_ids):
    """{plan id: open obstacles}, what needs a decision above the agency first, then by age."""
    above = Case(When(level=Obstacle.Level.AGENCY, then=Value(1)), default=Value(0))
    found = {}
    open_ones = Obstacle.objects.visible_to(user).open().filter(plan__in=plan_ids)
    for row in open_ones.order_by(above, "opened_on", "pk"):
        found.setdefault(row.plan_id, []).append(row)
    return found


def _of_obstacle(row, today, turn_of_deviation):
    """Without its own turn where that of the deviation, which names it, is told beside it."""
    days = row.days_open(today)
    level, turn = row.get_level_display(), row.turn or row.get_level_display()
    if row.level != Obstacle.Level.AGENCY and turn != level:
        turn = f"{turn}, keputusan {level}"
    age = f"{days} hari" if days else "hari ini"
    if turn_of_deviation:
        return Matter(row.description, f"Terbuka {age}")
    return Matter(row.description, f"Terbuka {age}. Giliran: {turn}")


def _late(found, today):
    days = for_days(workdays.between(found.due, today))
    more = f" ({formats.number(found.number)} tonggak terlambat)" if found.number > 1 else ""
    return Matter(found.activity, f"{formats.short_date(found.due)}, lewat {days}{more}")


def _of_promise(promise):
    more = f", dan {promise.more} langkah lain" if promise.more else ""
    return Matter(promise.text, f"Laporan {promise.quarter}{more}: {promise.state}")
