"""Laporan deviasi: how far from its plan each replication is, since when, why, whose move."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from actionplans import workdays
from actionplans.models import Obstacle, Report
from replikasi.common import formats, listbook
from replikasi.common.listbook import ListColumn

from . import plan_figures as figures
from . import queries
from .feeds import Table
from .plan_figures import CLAIMED

ROWS = 20
BEYOND, NEAR, WITHIN, AHEAD, SILENT = "beyond", "near", "within", "ahead", "silent"
LABELS = {
    BEYOND: "Di luar ambang",
    NEAR: "Mendekati ambang",
    WITHIN: "Sesuai rencana",
    AHEAD: "Mendahului rencana",
    SILENT: "Belum dilaporkan",
}
KINDS = {figures.VERIFIED: "terverifikasi", CLAIMED: "sementara"}


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
    """The group of a deviation, SILENT for None; `edges` are `bands`."""
    if deviation is None:
        return SILENT
    return next(name for lower, name in reversed(edges) if lower is None or deviation >= lower)


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

    `year`: the plan's standings with their periods. A silent quarter ends the row.
    """
    since = quarter
    for row in sorted(year, key=lambda one: one.period.quarter, reverse=True):
        if row.period.quarter >= quarter:
            continue
        own = row.verified_quarter == row.period.quarter
        actual = row.verified if own else row.claimed
        if actual is None or actual - row.planned >= limit:
            break
        since = row.period.quarter
    return since


# -- the list -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A replication's deviation; `since` only beyond the threshold, `reason` "" without one."""

    group: str
    title: str
    agency: str
    region: str
    region_id: str
    plan_url: str
    why_url: str
    planned: Decimal
    actual: Decimal | None
    kind: str
    deviation: Decimal | None
    since: str
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
class Deviations:
    """A page of the groups, worst first; `groups` has all, `shown` those with rows here."""

    page: object
    groups: list
    total: int

    @property
    def shown(self):
        return [group for group in self.groups if group.rows]


def _label(group, selection):
    """A silent plan has not failed to report before the quarter has opened."""
    opened = selection.period.is_open(selection.today)
    return "Belum dibuka" if group == SILENT and not opened else LABELS[group]


def _sorted(user, selection, group):
    """([(group, Figures)] worst first, {group: number of all})."""
    edges = bands(workdays.rules())
    rows = figures.of_quarter(user, selection) if selection.period else []
    found = [(group_of(row.deviation, edges), row) for row in rows]
    numbers = dict.fromkeys(LABELS, 0)
    for key, _ in found:
        numbers[key] += 1
    if group:
        found = [one for one in found if one[0] == group]
    # Stable: equal deviations, and the silent, stay in the order of their titles.
    found.sort(key=lambda one: (one[1].deviation is None, one[1].deviation or 0))
    return found, numbers


def deviations_of(user, selection, group):
    """The Deviations that `user` sees of `selection`, or None where nothing is approved."""
    found, numbers = _sorted(user, selection, group)
    total = sum(numbers.values())
    if not total:
        return None
    page = Paginator(found, ROWS).get_page(selection.page)
    rows = _rows(user, selection, list(page.object_list))
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
    )


def _rows(user, selection, found):
    """Rows of [(group, Figures)]; three queries, however many."""
    beyond = [one.plan_id for key, one in found if key == BEYOND]
    asked = [one.plan_id for key, one in found if key not in (WITHIN, AHEAD)]
    years = queries.year_of_plans(beyond, selection)
    obstacles = _oldest_obstacles(user, asked)
    problems = _problems(user, asked, selection)
    return [
        _row(key, one, years.get(one.plan_id, []), obstacles, problems, selection)
        for key, one in found
    ]


def _oldest_obstacles(user, plans):
    """{plan id: the open obstacle that is open longest}."""
    place = Window(RowNumber(), partition_by=[F("plan")], order_by=["opened_on", "pk"])
    rows = Obstacle.objects.visible_to(user).open().filter(plan__in=plans)
    rows = rows.annotate(place=place).filter(place=1)
    return {row.plan_id: row for row in rows.order_by("pk")}


def _problems(user, plans, selection):
    """{plan id: its sent report of the chosen quarter}."""
    rows = Report.objects.visible_to(user).sent().filter(plan__in=plans, period=selection.period)
    rows = rows.only("plan", "problem", "idle_reason").order_by("pk")
    return {row.plan_id: row for row in rows}


def _row(key, one, year, obstacles, problems, selection):
    limit = workdays.rules().deviation_limit
    since = since_quarter(year, selection.quarter, limit) if key == BEYOND else None
    obstacle, report = obstacles.get(one.plan_id), problems.get(one.plan_id)
    reason = reason_of = reason_url = ""
    if key in (WITHIN, AHEAD):
        pass  # nothing is behind, so nothing is to be explained
    elif obstacle:
        reason, reason_url = obstacle.description, obstacle.get_absolute_url()
        reason_of = f"permasalahan terbuka sejak {formats.short_date(obstacle.opened_on)}"
    elif report and (report.problem or report.idle_reason):
        reason, reason_url = (
            report.problem or report.idle_reason,
            reverse("report", args=[report.pk]),
        )
        reason_of = f"laporan {selection.period.label}"
    why = f"{reverse('why', args=[one.plan_id])}?tw={selection.quarter}"
    return Row(
        group=key,
        title=one.title,
        agency=one.agency,
        region=one.region,
        region_id=one.region_id,
        plan_url=reverse("plan", args=[one.plan_id]),
        why_url=f"{why}&angka=sementara" if one.kind == CLAIMED else why,
        planned=one.planned,
        actual=one.actual,
        kind=KINDS[one.kind] if one.actual is not None else "",
        deviation=one.deviation,
        since=formats.quarter_name(since),
        reason=reason,
        reason_of=reason_of,
        reason_url=reason_url,
        turn=_turn(key, one, obstacle, selection),
    )


def _turn(key, one, obstacle, selection):
    """Whose move it is; nobody's where nothing is behind or nothing is due yet."""
    if key == SILENT:
        return f"Kepala {one.short_agency}" if selection.period.is_open(selection.today) else ""
    if key in (BEYOND, NEAR):
        return obstacle.turn or obstacle.get_level_display() if obstacle else one.short_agency
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
    ListColumn("Penyebab", width=40),
    ListColumn("Sumber penyebab", width=26),
    ListColumn("Giliran", width=24),
)


def table(user, selection, group):
    """The Table of the whole list, worst first."""
    label = selection.period.label.replace(formats.NBSP, " ") if selection.period else ""
    found, _ = _sorted(user, selection, group)
    return Table(
        title=f"Deviasi {label} {selection.year}",
        name=f"deviasi-{selection.year}-tw{selection.quarter or 0}",
        columns=COLUMNS,
        rows=[_line(row, selection) for row in _rows(user, selection, found)],
    )


def _line(row, selection):
    return (
        _label(row.group, selection),
        *(row.title, row.agency, row.region, row.region_id),
        row.planned,
        _label(SILENT, selection).lower() if row.actual is None else row.actual,
        row.kind or None,
        row.deviation,
        row.since or None,
        row.reason or None,
        row.reason_of or None,
        row.turn or None,
    )
