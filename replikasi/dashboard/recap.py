"""Rekap pengiriman laporan: the plans of a selection by the quarters of its year."""

from dataclasses import dataclass
from functools import cache

from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.urls import reverse

from actionplans import workdays
from actionplans.models import PeriodStanding, Report
from innovations.models import Region
from replikasi.common import formats, listbook
from replikasi.common.listbook import ListColumn

from .chosen import ASKED, TITLE, standings
from .feeds import Table
from .plan_figures import AGENCY, agency_name
from .recap_cells import (
    DRAFT,
    LATE,
    NOT_ASKED,
    RETURNED,
    SENT,
    STATES,
    UNOPENED,
    UNSENT,
    VERIFIED,
    cell_of,
    days_late,
)

ROWS = 20
# A download holds so many plans at most: four times the whole country.
FEED_ROWS = 8_000
ORDERS = {"agency": "OPD", "late": "Paling terlambat", "state": "Status laporan"}


# -- which plans, in which order ----------------------------------------------------------------


def told(query):
    """(state, order) of `query` (request.GET): "" and "agency" for what is no choice."""
    state, order = query.get("state"), query.get("sort")
    return (
        state if state in STATES or state == LATE else "",
        order if order in ORDERS else "agency",
    )


def _with_drafts(rows):
    draft = Report.objects.filter(
        plan=OuterRef("plan"), period=OuterRef("period"), state=Report.State.DRAFT
    )
    return rows.annotate(is_draft=Exists(draft))


def _conditions(today):
    """{state: Q over standings `_with_drafts`}; every standing is in exactly one, LATE apart."""
    silent, opened = Q(report_state=""), Q(period__opens__lte=today)
    return {
        UNSENT: silent & Q(is_draft=False) & opened,
        DRAFT: (silent | ~ASKED) & Q(is_draft=True),
        SENT: Q(report_state=Report.State.SENT),
        RETURNED: Q(report_state=Report.State.RETURNED),
        VERIFIED: Q(report_state=Report.State.VERIFIED),
        UNOPENED: silent & Q(is_draft=False) & ~opened,
        NOT_ASKED: ~ASKED & Q(is_draft=False),
        LATE: Q(days_late__gt=0) | silent & Q(due__lt=today),
    }


def sums(user, selection):
    """{quarter: {state: how many, "plans", "asked", "on_time", "not_due", "fell_due",
    "kept_due"}} over the selection; one query.

    not_due: not sent, and in time as long as it comes by the agency's own due date; fell_due: that
    date is past, kept_due: of those sent in time.
    """
    columns = {
        "plans": Count("pk"),
        "asked": Count("pk", filter=ASKED),
        "on_time": Count("pk", filter=Q(days_late=0)),
        "not_due": Count("pk", filter=Q(report_state="", due__gte=selection.today)),
        "fell_due": Count("pk", filter=ASKED & Q(due__lt=selection.today)),
        "kept_due": Count("pk", filter=Q(days_late=0, due__lt=selection.today)),
    }
    for state, condition in _conditions(selection.today).items():
        columns[f"of_{state}"] = Count("pk", filter=condition)
    rows = _with_drafts(standings(user, selection)).order_by("period__quarter")
    return {
        row["period__quarter"]: {name.removeprefix("of_"): value for name, value in row.items()}
        for row in rows.values("period__quarter").annotate(**columns)
    }


def _chosen(user, selection, state, order):
    """Standings of the chosen quarter in the chosen order, each with `title`, `agency_name`."""
    conditions = _conditions(selection.today)
    rows = _with_drafts(standings(user, selection).filter(period=selection.period))
    if state:
        rows = rows.filter(conditions[state])
    overdue = Q(report_state="", due__lt=selection.today)
    orders = {
        "agency": (),
        # What has not come yet is later than all that has, by the same due date.
        "late": (
            Case(When(overdue, then=F("due"))).asc(nulls_last=True),
            F("days_late").desc(nulls_last=True),
        ),
        "state": (
            Case(
                *[When(conditions[key], then=Value(at)) for at, key in enumerate(STATES)],
                output_field=IntegerField(),
            ),
        ),
    }
    return (
        rows.annotate(title=TITLE, agency_name=agency_name(selection.year))
        .select_related("plan__replication__agency__region")
        .order_by(*orders[order], "agency_name", "title", "pk")
    )


# -- the grid -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A plan and its Cells, one a quarter."""

    agency: str
    short_agency: str
    region: str
    region_id: str
    title: str
    plan_url: str
    cells: tuple


@dataclass(frozen=True)
class Line:
    """A line of the foot: how many of a state in each quarter, as (number, address or "")."""

    state: str
    kind: str
    label: str
    numbers: tuple


@dataclass(frozen=True)
class Timely:
    """A quarter in the foot: `on_time` of `plans` reports; `not_due` of those may still come."""

    is_open: bool
    on_time: int
    plans: int
    not_due: int


@dataclass(frozen=True)
class Recap:
    """A page of Rows, the foot below them, and the year: `on_time` of `due` reports; `upto`: the
    same up to the chosen quarter, None where that is the last one that fell due."""

    page: object
    rows: list
    lines: list
    timely: list
    chips: list
    plans: int
    on_time: int
    due: int
    upto: tuple | None


def recap_of(user, selection, state, order):
    """The Recap that `user` sees of `selection`, or None where nothing is approved."""
    of_quarters = sums(user, selection) if selection.period else {}
    if not of_quarters:
        return None
    now = of_quarters[selection.quarter]
    paginator = Paginator(_chosen(user, selection, state, order), ROWS)
    paginator.count = now[state] if state else now["plans"]
    page = paginator.get_page(selection.page)
    lines = [_line(key, of_quarters, selection) for key in (*STATES, LATE)]
    past = [of_quarters[row.quarter] for row in selection.periods if row.due < selection.today]
    return Recap(
        page=page,
        rows=_rows(user, list(page.object_list), selection),
        lines=lines,
        timely=[_timely(of_quarters[row.quarter], row, selection) for row in selection.periods],
        chips=_chips(lines, selection, state),
        plans=now["plans"],
        on_time=sum(row["on_time"] for row in past),
        due=sum(row["asked"] for row in past),
        upto=_upto(of_quarters, selection),
    )


def _upto(of_quarters, selection):
    """(in time, fell due) of the quarters up to the chosen one, or None where none is later."""
    rows = [row for quarter, row in of_quarters.items() if quarter <= selection.quarter]
    later = any(row["fell_due"] for at, row in of_quarters.items() if at > selection.quarter)
    found = tuple(sum(row[name] for row in rows) for name in ("kept_due", "fell_due"))
    return found if later and found[1] else None


def _line(state, of_quarters, selection):
    kind, label, _ = STATES.get(state, ("late", "Terlambat", ""))
    numbers = []
    for period in selection.periods:
        number = of_quarters[period.quarter][state]
        asked = selection.query(quarter=period.quarter, state=state)
        numbers.append((number, f"{reverse('recap')}?{asked}" if number else ""))
    return Line(state, kind, label, tuple(numbers))


def _chips(lines, selection, state):
    """For dashboard/_options.html: the states that occur in the chosen quarter, with how many."""
    at = [period.quarter for period in selection.periods].index(selection.quarter)
    found = [("Semua", f"{reverse('recap')}?{selection.query()}", not state)]
    for line in lines:
        number, url = line.numbers[at]
        if number:
            found.append((f"{line.label} ({formats.number(number)})", url, line.state == state))
    return found


def _timely(row, period, selection):
    return Timely(
        period.is_open(selection.today),
        row["on_time"],
        row["asked"],
        row["not_due"] if period.due < selection.today else 0,
    )


def _rows(user, chosen, selection):
    """Rows of the `chosen` standings; two queries, however many."""
    plans = [row.plan_id for row in chosen]
    own = user.role in user.AGENCY_ROLES

    def may_open(report):
        return own or report.state != Report.State.DRAFT

    grid = grid_of(selection, plans, PeriodStanding.objects.filter(plan__in=plans), may_open)
    return [
        Row(
            agency=row.agency_name,
            short_agency=row.plan.replication.agency.short_name,
            region=row.plan.replication.agency.region.full_name,
            region_id=row.plan.replication.agency.region_id,
            title=row.title,
            plan_url=reverse("plan", args=[row.plan_id]),
            cells=tuple(cell for _, _, cell in grid[row.plan_id]),
        )
        for row in chosen
    ]


def grid_of(selection, plans, years, may_open):
    """{plan id: [(standing, report or None, Cell)], by quarter} of `plans` (ids, or their query)
    whose standings are `years`; two queries."""
    # The plans are in the reader's scope. Of a draft only that it exists is told.
    reports = Report.objects.filter(plan__in=plans, period__in=selection.periods).order_by("pk")
    reports = reports.only("plan", "period", "state", "sent_at", "decided_at", "first_sent_on")
    found = {(row.plan_id, row.period_id): row for row in reports}
    periods = {period.pk: period for period in selection.periods}
    between, grid = cache(workdays.between), {}
    years = years.filter(period__in=periods).order_by("plan", "period__quarter")
    for row in years.only("plan", "period", "report_state", "days_late", "due", "moved_from"):
        row.period = periods[row.period_id]
        report = found.get((row.plan_id, row.period_id))
        cell = cell_of(row, report, selection.today, may_open, between)
        grid.setdefault(row.plan_id, []).append((row, report, cell))
    return grid


# -- the same as a table to take along ----------------------------------------------------------


def table(user, selection, state, order):
    """The Table of the whole filtered list; three queries, whatever is asked."""
    columns = [
        ListColumn("OPD", width=34),
        ListColumn("Wilayah", width=26),
        ListColumn("Kode wilayah", width=10),
        ListColumn("Replikasi", width=34),
        ListColumn("Tahun", listbook.WHOLE, 8),
    ]
    for period in selection.periods:
        label = period.label.replace(formats.NBSP, " ")
        columns += [
            ListColumn(f"{label}, status", width=20),
            ListColumn(f"{label}, tenggat", listbook.DATE, 12),
            ListColumn(f"{label}, tenggat semula", listbook.DATE, 12),
            ListColumn(f"{label}, pertama dikirim", listbook.DATE, 12),
            ListColumn(f"{label}, terlambat (hari kerja)", listbook.WHOLE, 12),
        ]
    return Table(
        title=f"Rekap laporan {selection.year}",
        name=f"rekap-laporan-{selection.year}",
        columns=tuple(columns),
        rows=_lines_of(user, selection, state, order) if selection.period else [],
    )


def _lines_of(user, selection, state, order):
    years = standings(user, selection)
    plans = years.filter(period=selection.period).values("plan")
    grid = grid_of(selection, plans, years, may_open=lambda report: False)
    region = f"{AGENCY}__region"
    rows = _chosen(user, selection, state, order).values(
        *("plan", "title", "agency_name", region, f"{region}__name", f"{region}__level")
    )
    named = cache(lambda code, name, level: Region(code=code, name=name, level=level).full_name)
    return [
        (
            row["agency_name"],
            named(row[region], row[f"{region}__name"], row[f"{region}__level"]),
            row[region],
            row["title"],
            selection.year,
            *(value for cell in grid[row["plan"]] for value in _values(*cell)),
        )
        for row in rows[:FEED_ROWS]
    ]


def _values(standing, report, cell):
    """Days late are 0 for what came in time, and None while it may still come."""
    return (
        cell.label,
        standing.due,
        standing.moved_from,
        report and report.first_sent_on,
        days_late(standing, cell),
    )
