"""Laporan deviasi: how far from its plan each replication is, since when, why, whose move."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Q, When
from django.urls import reverse

from actionplans import workdays
from actionplans.models import PeriodStanding, Report
from replikasi.common import formats, listbook
from replikasi.common.listbook import ListColumn

from . import holding, programme_whole, queries, shares, turns
from . import plan_figures as figures
from .chosen import ASKED, PERCENT_UNITS, standings, units
from .feeds import Table
from .figures import DEVIATION, FIGURES
from .heads import address
from .lateness import first_of_run, is_below
from .plan_figures import CLAIMED, VERIFIED

ROWS = 20
BEYOND, NEAR, WITHIN, AHEAD, SILENT, FREE = "beyond", "near", "within", "ahead", "silent", "free"
LABELS = {
    BEYOND: "Di luar ambang",
    NEAR: "Mendekati ambang",
    WITHIN: "Sesuai rencana",
    AHEAD: "Mendahului rencana",
    SILENT: "Belum dilaporkan",
    FREE: "Tidak diminta",
}
# Where nothing is behind nothing is to be explained.
UNEXPLAINED = (WITHIN, AHEAD, FREE)
KINDS = {VERIFIED: "terverifikasi", CLAIMED: "sementara"}


def told(query):
    """The group that `query` (request.GET) asks for, or ""."""
    group = query.get("group")
    return group if group in LABELS else ""


# -- arithmetic ---------------------------------------------------------------------------------


def bands(rules):
    """Of a deviation in points, as arithmetic.band reads them: contiguous, worst first.

    Beyond below the threshold; within up to half of it on either side of the plan.
    """
    half = rules.deviation_limit / 2
    return [(None, BEYOND), (rules.deviation_limit, NEAR), (half, WITHIN), (-half, AHEAD)]


def group_of(deviation, edges):
    """The group of a deviation, None for None; `edges` are `bands`."""
    if deviation is None:
        return None
    return next(name for lower, name in reversed(edges) if lower is None or deviation >= lower)


def is_behind(deviation, rules):
    """Whether somebody has to move: beyond the threshold or near it."""
    return group_of(deviation, bands(rules)) in (BEYOND, NEAR)


def bounds(edges):
    """{group: its bounds in words}."""
    (_, first), (limit, second), (half, third), (upper, last) = edges
    low, middle, high = (formats.points(edge) for edge in (limit, half, upper))
    return {
        first: f"di bawah {low}",
        second: f"{low} sampai di bawah {middle}",
        third: f"{middle} sampai di bawah {high}",
        last: f"{high} ke atas",
    }


def since_quarter(year, quarter, limit):
    """The first of the quarters in a row up to `quarter` whose deviation is below `limit`.

    `year`: the plan's standings with their periods, in any order. A silent quarter ends the row.
    """
    in_order = sorted(year, key=lambda one: one.period.quarter)
    return first_of_run(in_order, quarter, is_below(limit)).period.quarter


# -- the list -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A replication's deviation; `since` only beyond the threshold, `reason` "" without one.

    `held`: the milestone that holds it back most, or None. `reason_of` calls the reason a cause
    where it is of that milestone. `last`: of a silent plan what was last known.
    """

    group: str
    title: str
    agency: str
    region: str
    region_id: str
    plan_url: str
    why_url: str
    deviation_url: str
    planned: Decimal
    actual: Decimal | None
    kind: str
    deviation: Decimal | None
    since: str
    last: str
    held: holding.Held | None
    reason: str
    reason_of: str
    reason_url: str
    turn: str


@dataclass(frozen=True)
class Group:
    """A group as it stands on the page; `number` counts all of the selection."""

    key: str
    label: str
    bounds: str
    number: int
    rows: list
    url: str


@dataclass(frozen=True)
class Programme:
    """The mean by claims of all that is chosen, as the dashboard says it: `value` is written
    already, "" without a report; over `counted` replications."""

    value: str
    counted: int
    url: str


@dataclass(frozen=True)
class Deviations:
    """A page of the groups, worst first; `groups` has all, `shown` those with rows here."""

    page: object
    groups: list
    total: int
    programme: Programme

    @property
    def shown(self):
        return [group for group in self.groups if group.rows]


def _label(group, selection):
    """A silent plan has not failed to report before the quarter has opened."""
    opened = selection.period.is_open(selection.today)
    return "Belum dibuka" if group == SILENT and not opened else LABELS[group]


# A standing's deviation by the figure that speaks for its quarter, in whole units.
POINTS = Case(
    When(verified_quarter=F("period__quarter"), then=units("verified")), default=units("claimed")
) - units("planned")


def _conditions(edges):
    """{group: Q over standings with their `points`}, as group_of sorts deviations."""
    uppers = [*(lower for lower, _ in edges[1:]), None]
    found = {SILENT: Q(points=None) & ASKED, FREE: Q(points=None) & ~ASKED}
    for (lower, name), upper in zip(edges, uppers, strict=True):
        found[name] = Q(points__isnull=False)
        if lower is not None:
            found[name] &= Q(points__gte=int(lower * PERCENT_UNITS))
        if upper is not None:
            found[name] &= Q(points__lt=int(upper * PERCENT_UNITS))
    return found


def _sorted(user, selection, group):
    """Rows of plan_figures, worst first; equal deviations and the silent by their titles."""
    rows = figures.rows_of(user, selection).annotate(points=POINTS)
    rows = rows.order_by(F("points").asc(nulls_last=True), *rows.query.order_by)
    return rows.filter(_conditions(bands(workdays.rules()))[group]) if group else rows


def _summed(user, selection):
    """({group: number}, the Programme); one query."""
    figure, conditions = FIGURES[DEVIATION], _conditions(bands(workdays.rules()))
    columns = {f"in_{key}": Count("pk", filter=conditions[key]) for key in LABELS}
    rows = standings(user, selection).filter(period=selection.period).order_by()
    row = rows.annotate(points=POINTS).aggregate(**columns, **programme_whole.sums_of(figure))
    added, _ = programme_whole.added_of(figure, row)
    programme = Programme(
        value="" if added is None else figure.written(shares.rounded(added / row["of_counted"])),
        counted=row["of_counted"],
        url=address("programme_why", selection, angka=figure.key),
    )
    return {key: row[f"in_{key}"] for key in LABELS}, programme


def _told(rows, selection):
    """[(group, Figures)] of what _sorted gave."""
    edges = bands(workdays.rules())
    found = figures.told(rows, selection)
    return [(group_of(one.deviation, edges) or _without(one), one) for one in found]


def _without(one):
    return FREE if one.state == PeriodStanding.NOT_ASKED else SILENT


def deviations_of(user, selection, group):
    """The Deviations that `user` sees of `selection`, or None where nothing is approved."""
    if selection.period is None:
        return None
    numbers, programme = _summed(user, selection)
    total = sum(numbers.values())
    if not total:
        return None
    paginator = Paginator(_sorted(user, selection, group), ROWS)
    paginator.count = numbers[group] if group else total
    page = paginator.get_page(selection.page)
    rows = _rows(user, selection, _told(page.object_list, selection))
    words = bounds(bands(workdays.rules()))
    return Deviations(
        page=page,
        groups=[
            Group(
                key=key,
                label=_label(key, selection),
                bounds=words.get(key, ""),
                number=numbers[key],
                rows=[row for row in rows if row.group == key],
                url=f"{reverse('deviation_report')}?{selection.query(group=key)}",
            )
            for key in LABELS
        ],
        total=total,
        programme=programme,
    )


def _rows(user, selection, found):
    """Rows of [(group, Figures)]; four queries, however many."""
    asked = [one.plan_id for key, one in found if key not in UNEXPLAINED]
    behind = {one.plan_id: one.kind == VERIFIED for key, one in found if key in (BEYOND, NEAR)}
    told = [one.plan_id for key, one in found if key in (BEYOND, SILENT)]
    years = queries.year_of_plans(told, selection)
    obstacles = turns.open_obstacles(user, asked)
    problems = _problems(user, asked, selection)
    held = holding.most_held(behind, selection.period)
    return [
        _row(
            key,
            one,
            years.get(one.plan_id, []),
            held.get(one.plan_id),
            obstacles.get(one.plan_id, []),
            problems.get(one.plan_id),
            selection,
        )
        for key, one in found
    ]


def _problems(user, plans, selection):
    """{plan id: its sent report of the chosen quarter}."""
    rows = Report.objects.visible_to(user).sent().filter(plan__in=plans, period=selection.period)
    rows = rows.only("plan", "problem", "idle_reason").order_by("pk")
    return {row.plan_id: row for row in rows}


def _row(key, one, year, held, obstacles, report, selection):
    limit = workdays.rules().deviation_limit
    since = since_quarter(year, selection.quarter, limit) if key == BEYOND else None
    reason, reason_of, reason_url = (
        ("", "", "") if key in UNEXPLAINED else _reason(held, obstacles, report, selection)
    )
    why = f"{reverse('why', args=[one.plan_id])}?tw={selection.quarter}"
    return Row(
        group=key,
        title=one.title,
        agency=one.agency,
        region=one.region,
        region_id=one.region_id,
        plan_url=reverse("plan", args=[one.plan_id]),
        why_url=f"{why}&angka={KINDS[one.kind]}",
        deviation_url=f"{why}&angka=deviasi",
        planned=one.planned,
        actual=one.actual,
        kind=KINDS[one.kind] if one.actual is not None else "",
        deviation=one.deviation,
        since=formats.quarter_name(since),
        last=_last(year, one, selection) if key == SILENT else "",
        held=held,
        reason=reason,
        reason_of=reason_of,
        reason_url=reason_url,
        turn=_turn(key, one, obstacles, selection),
    )


def _reason(held, obstacles, report, selection):
    """(what is said, what that is, its address): the obstacle of the milestone that holds back
    most, else the oldest one, else the report's own words."""
    of_held = [row for row in obstacles if held and row.milestone_id == held.milestone_id]
    for obstacle in (of_held or obstacles)[:1]:
        opened = formats.short_date(obstacle.opened_on)
        kind = (
            f"penyebab: permasalahan tonggak {held.number}, terbuka sejak {opened}"
            if of_held
            else f"permasalahan terbuka sejak {opened}"
        )
        return obstacle.description, kind, obstacle.get_absolute_url()
    if report and (report.problem or report.idle_reason):
        kind = f"menurut laporan {selection.period.label}"
        return report.problem or report.idle_reason, kind, reverse("report", args=[report.pk])
    return "", "", ""


def _last(year, one, selection):
    """ "terakhir TW II: 33,2 % terverifikasi, rencana kini 63,0 %"; "" where nothing was told."""
    for row in sorted(year, key=lambda row: row.period.quarter, reverse=True):
        own = row.verified_quarter == row.period.quarter
        actual = row.verified if own else row.claimed
        if row.period.quarter < selection.quarter and actual is not None:
            kind = KINDS[VERIFIED if own else CLAIMED]
            return (
                f"terakhir {row.period.label}: {formats.percent(actual)} {kind}, "
                f"rencana kini {formats.percent(one.planned)}"
            )
    return ""


def _turn(key, one, obstacles, selection):
    """Whose move it is; nobody's where nothing is behind or nothing is due yet."""
    if key == SILENT:
        return f"Kepala {one.short_agency}" if selection.period.is_open(selection.today) else ""
    if key in (BEYOND, NEAR):
        return turns.turn_of_deviation(one.short_agency, obstacles)
    return ""


# -- the same as a table to take along ----------------------------------------------------------

COLUMNS = (
    ListColumn("Kelompok", width=20),
    ListColumn("Replikasi", width=34),
    ListColumn("OPD", width=34),
    ListColumn("Wilayah", width=26),
    ListColumn("Kode wilayah", width=10),
    ListColumn("Rencana, %", listbook.FIGURE, 11),
    ListColumn("Realisasi, %", listbook.FIGURE, 13),
    ListColumn("Jenis angka", width=14),
    ListColumn("Deviasi, poin", listbook.FIGURE, 11),
    ListColumn("Di bawah ambang sejak", width=12),
    ListColumn("Posisi terakhir", width=30),
    ListColumn("Tonggak paling menahan", width=34),
    ListColumn("Menahan, poin", listbook.FIGURE, 11),
    ListColumn("Keterangan", width=40),
    ListColumn("Jenis keterangan", width=30),
    ListColumn("Giliran", width=44),
)


def table(user, selection, group):
    """The Table of the whole list, worst first."""
    label = selection.period.label.replace(formats.NBSP, " ") if selection.period else ""
    rows = _sorted(user, selection, group) if selection.period else []
    return Table(
        title=f"Deviasi {label} {selection.year}",
        name=f"deviasi-{selection.year}-tw{selection.quarter or 0}",
        columns=COLUMNS,
        rows=[_line(row, selection) for row in _rows(user, selection, _told(rows, selection))],
    )


def _line(row, selection):
    return (
        _label(row.group, selection),
        *(row.title, row.agency, row.region, row.region_id),
        row.planned,
        _label(row.group, selection).lower() if row.actual is None else row.actual,
        row.kind or None,
        row.deviation,
        row.since or None,
        row.last or None,
        f"{row.held.number}. {row.held.activity}" if row.held else None,
        row.held and row.held.points,
        row.reason or None,
        row.reason_of or None,
        row.turn or None,
    )
