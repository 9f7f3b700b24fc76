"""Rows of the two tables: a replication in the chosen quarter, and its year of reports."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from actionplans import workdays
from actionplans.models import ActionPlan, PeriodStanding, Report
from replikasi.common import formats

from . import benefits, charts, matters, promised, recap
from .heads import is_beyond
from .lateness import deadline, for_days

# Letters of an obstacle or a suggestion that a row has room for.
TITLE_LENGTH = 48
BADGES = {
    PeriodStanding.NOT_ASKED: ("draft", "Tidak diminta"),
    "": ("none", "Belum dilaporkan"),
    Report.State.SENT: ("wait", "Menunggu verifikasi"),
    Report.State.RETURNED: ("bad", "Dikembalikan"),
    Report.State.VERIFIED: ("ok", "Terverifikasi"),
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
    is_late: bool = False


@dataclass(frozen=True)
class Open:
    """How many obstacles or suggestions are open, the list of them, and the oldest with its age
    in words."""

    number: int
    list_url: str = ""
    title: str = ""
    url: str = ""
    age: str = ""


@dataclass(frozen=True)
class Due:
    """A milestone of a row: what, where it stands, when it is due or how long it is overdue; of
    overdue ones the oldest, with how many there are and where they are shown."""

    title: str
    url: str
    when: str
    number: int = 1
    list_url: str = ""


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
    late: Due | None
    next: Due | None
    next_absent: str
    promise: promised.Promise | None
    promise_url: str
    benefit: benefits.Line | None
    benefit_url: str
    obstacles: Open
    suggestions: Open
    quarters: tuple


@dataclass(frozen=True)
class Beside:
    """What stands beside the standings of a page, by plan id; `reports` with drafts, by plan and
    period.

    `may_list_advice`: whether the reader has a list of suggestions; `with_region`: whether an
    agency is told apart by its region; `own`: whether the reports are the reader's own.
    """

    years: dict
    reports: dict
    matters: dict
    promises: dict
    benefits: dict
    may_list_advice: bool = False
    with_region: bool = False
    own: bool = False

    def sent(self, plan_id, period_id):
        """The report of a quarter, once it was sent; None before."""
        report = self.reports.get((plan_id, period_id))
        return report if report and report.state != Report.State.DRAFT else None

    def may_open(self, report):
        return self.own or report.state != Report.State.DRAFT


def row_of(standing, beside, selection):
    """The Row of a measured standing."""
    plan, replication = standing.plan, standing.plan.replication
    today, year = selection.today, beside.years[standing.plan_id]
    own = standing.verified_quarter == selection.quarter
    why = reverse("why", args=[plan.pk])
    found = beside.matters.get(plan.pk, matters.NOTHING)
    plan_url = reverse("plan", args=[plan.pk])
    promise = beside.promises.get(plan.pk)
    name = replication.agency.name_in(selection.year)
    return Row(
        plan_url=plan_url,
        why_url=f"{why}?tw={selection.quarter}",
        why_verified_url=f"{why}?tw={standing.verified_quarter}"
        if standing.verified_quarter
        else "",
        title=replication.title,
        agency=f"{name}, {replication.agency.region.full_name}" if beside.with_region else name,
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
        badge=badge_of(standing, selection.period, beside.sent(plan.pk, standing.period_id), today),
        late=_late(found.late, plan_url, today),
        next=_next(found.next),
        next_absent="rencana ditutup"
        if plan.state == ActionPlan.State.FINISHED
        else "tidak ada lagi"
        if found.late
        else "semua selesai",
        promise=promise,
        promise_url=reverse("report", args=[promise.report]) if promise else "",
        benefit=beside.benefits.get(replication.pk),
        benefit_url=reverse("outcomes", args=[replication.pk]),
        obstacles=_open(found.obstacle, today, _obstacle_list(replication, selection)),
        suggestions=_open(
            found.suggestion, today, _advice_list(replication, selection, beside, found)
        ),
        quarters=tuple(
            recap.cell_of(one, beside.reports.get((plan.pk, one.period_id)), today, beside.may_open)
            for one in year
        ),
    )


def _next(found):
    if found is None:
        return None
    url = reverse("milestone", args=[found.pk])
    return Due(found.activity, url, formats.short_date(found.due))


def _late(found, plan_url, today):
    if found is None:
        return None
    return Due(
        title=found.activity,
        url=reverse("milestone", args=[found.pk]),
        when=f"lewat {for_days(workdays.between(found.due, today))}",
        number=found.number,
        list_url=f"{plan_url}#garis-waktu",
    )


def _open(found, today, list_url):
    if found is None:
        return Open(0)
    days = (today - _day(found.since)).days
    age = f"{formats.number(days)} hari" if days else "hari ini"
    title = Truncator(" ".join(found.title.split())).chars(TITLE_LENGTH)
    return Open(found.number, list_url, title, found.url, age)


def _obstacle_list(replication, selection):
    asked = {
        "agency": replication.agency_id,
        "innovation": replication.innovation_id,
        "year": selection.year,
    }
    return f"{reverse('obstacle_list')}?{urlencode(asked)}"


def _advice_list(replication, selection, beside, found):
    """The advisers' list of open suggestions; others have the thread of the oldest one."""
    if not beside.may_list_advice:
        return found.suggestion.url if found.suggestion else ""
    asked = {
        "tampil": "terbuka",
        "agency": replication.agency_id,
        "year": selection.year,
        "q": replication.title,
    }
    return f"{reverse('advising')}?{urlencode(asked)}"


def _day(moment):
    return timezone.localdate(moment) if hasattr(moment, "hour") else moment


def badge_of(standing, period, report, today):
    """The report of the chosen quarter, with its deadline or since when."""
    if not standing.report_state and not period.is_open(today):
        return Badge("", "", f"dibuka {formats.short_date(period.opens)}")
    kind, label = BADGES[standing.report_state]
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
    return Badge(kind, label, note, url, is_late=not standing.report_state and late > 0)
