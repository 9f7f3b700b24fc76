"""Rows of the two tables: a replication in the chosen quarter, and its year of reports."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from actionplans import workdays
from actionplans.models import ActionPlan, Report
from replikasi.common import formats

from . import charts
from .attention import deadline, for_days
from .heads import is_beyond

BADGES = {
    "": ("none", "Belum dilaporkan", "Belum"),
    Report.State.SENT: ("wait", "Menunggu verifikasi", "Menunggu"),
    Report.State.RETURNED: ("bad", "Dikembalikan", "Dikembalikan"),
    Report.State.VERIFIED: ("ok", "Terverifikasi", "Terverifikasi"),
}


@dataclass(frozen=True)
class Badge:
    """State of a report: kind and label of common/_state.html, a note, and where it leads.

    Without a kind the quarter has not opened: the note says when it will.
    """

    kind: str
    label: str
    note: str
    url: str = ""


@dataclass(frozen=True)
class Open:
    """How many obstacles or suggestions are open, and how old the oldest is, in words."""

    number: int
    age: str


@dataclass(frozen=True)
class Row:
    """A replication in the chosen quarter; percents are Decimals or None."""

    plan_url: str
    why_url: str
    why_verified_url: str
    title: str
    agency: str
    short_agency: str
    spark: charts.Spark
    planned: object
    verified: object
    verified_quarter: str
    claimed: object
    is_open: bool
    deviation: object
    deviation_of: str
    is_beyond: bool
    badge: Badge
    next_title: str
    next_url: str
    next_when: str
    next_late: str
    next_absent: str
    obstacles: Open
    suggestions: Open
    quarters: tuple


@dataclass(frozen=True)
class Beside:
    """What stands beside the standings of a page: maps of `queries`, by plan id."""

    years: dict
    reports: dict
    milestones: dict
    obstacles: dict
    suggestions: dict


def row_of(standing, beside, selection):
    """The Row of a measured standing."""
    plan, replication = standing.plan, standing.plan.replication
    today, year = selection.today, beside.years[standing.plan_id]
    own = standing.verified_quarter == selection.quarter
    why = reverse("why", args=[plan.pk])
    milestone = beside.milestones.get(plan.pk)
    late = milestone is not None and milestone.due < today
    return Row(
        plan_url=reverse("plan", args=[plan.pk]),
        why_url=f"{why}?tw={selection.quarter}",
        why_verified_url=f"{why}?tw={standing.verified_quarter}"
        if standing.verified_quarter
        else "",
        title=replication.title,
        agency=replication.agency.name_in(selection.year),
        short_agency=replication.agency.short_name,
        spark=charts.spark(year, selection.year, today),
        planned=standing.planned,
        verified=standing.verified,
        verified_quarter=formats.quarter_name(standing.verified_quarter),
        claimed=standing.claimed,
        is_open=selection.period.is_open(today),
        deviation=standing.deviation,
        deviation_of="terverifikasi" if own else "sementara",
        is_beyond=is_beyond(standing.deviation),
        badge=badge_of(
            standing, selection.period, beside.reports.get((plan.pk, standing.period_id)), today
        ),
        next_title=milestone.activity if milestone else "",
        next_url=reverse("milestone", args=[milestone.pk]) if milestone else "",
        next_when=formats.short_date(milestone.due) if milestone else "",
        next_late=f"lewat {for_days(workdays.between(milestone.due, today))}" if late else "",
        next_absent="rencana ditutup"
        if plan.state == ActionPlan.State.FINISHED
        else "semua selesai",
        obstacles=_open(beside.obstacles.get(plan.pk), today),
        suggestions=_open(beside.suggestions.get(plan.pk), today),
        quarters=tuple(
            recap_of(one, beside.reports.get((plan.pk, one.period_id)), today) for one in year
        ),
    )


def _open(found, today):
    if found is None:
        return Open(0, "")
    number, since = found
    days = (today - _day(since)).days
    return Open(number, f"{days} hari" if days else "hari ini")


def _day(moment):
    return timezone.localdate(moment) if hasattr(moment, "hour") else moment


def badge_of(standing, period, report, today):
    """The report of the chosen quarter, with its deadline or since when."""
    if not standing.report_state and not period.is_open(today):
        return Badge("", "", f"dibuka {formats.short_date(period.opens)}")
    kind, label, _ = BADGES[standing.report_state]
    url = reverse("report", args=[report.pk]) if report else ""
    if not standing.report_state:
        late = workdays.between(standing.due, today)
        note = f"lewat {for_days(late)}" if late else f"tenggat {deadline(standing.due, today)}"
    elif report is None:
        note = ""
    elif standing.report_state == Report.State.SENT:
        note = f"tenggat {deadline(report.review_due, today)}"
    elif standing.report_state == Report.State.RETURNED:
        days = workdays.between(_day(report.decided_at), today)
        note = f"{formats.day_month(report.decided_at)}, {for_days(days)}"
    else:
        note = formats.short_date(report.decided_at)
    return Badge(kind, label, note, url)


def recap_of(standing, report, today):
    """A cell of the year of reports: on time or how many days late."""
    period = standing.period
    if not standing.report_state and not period.is_open(today):
        return Badge("", "", f"dibuka {formats.day_month(period.opens)}")
    kind, _, label = BADGES[standing.report_state]
    url = reverse("report", args=[report.pk]) if report else ""
    if not standing.report_state:
        late = workdays.between(standing.due, today)
        note = f"lewat {late} hari" if late else f"tenggat {formats.day_month(standing.due)}"
    elif standing.report_state == Report.State.RETURNED and report:
        note = formats.day_month(report.decided_at)
    elif standing.days_late:
        note = f"terlambat {standing.days_late} hari"
    else:
        note = "tepat waktu"
    return Badge(kind, label, note, url)
