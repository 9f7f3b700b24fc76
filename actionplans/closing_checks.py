"""What must hold before a replication is closed, and what Litbang is told when it decides."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.urls import reverse

from innovations.models import InnovationElement, Judged, Outcome, OutcomeValue
from replikasi.common import formats

from .models import ActionPlan, PeriodStanding, Report

State = ActionPlan.State
LAST_QUARTER, WHOLE = 4, 100


@dataclass
class ClosingCheck:
    """One demand; `must`: without it nothing is proposed, else it only warns.

    `items` are (sentence, address); empty when it is met.
    """

    label: str
    must: bool
    items: list = field(default_factory=list)

    @property
    def done(self):
        return not self.items


def before_closing(replication):
    """The checks in the order in which they are shown; six queries at most."""
    checks = [plans_check(replication), _elements_check(replication), _outcomes_check(replication)]
    drafts = _drafts_check(replication)
    return checks if drafts.done else [*checks, drafts]


def missing(checks):
    """Sentences of the musts that are not met."""
    return [sentence for check in checks if check.must for sentence, _ in check.items]


def plans_check(replication):
    """Every plan finished, or its last report verified; a later draft is no work done."""
    plans = replication.plans.order_by("fiscal_year", "pk").prefetch_related(dated_standings())
    check = ClosingCheck("Semua rencana aksi selesai atau laporan terakhirnya terverifikasi", True)
    check.items = faults_of_plans(list(plans))
    if not check.items and not plans:
        check.items = [("belum ada rencana aksi", reverse("replication", args=[replication.pk]))]
    return check


def dated_standings():
    """Standings with their periods, to be prefetched in one query."""
    return Prefetch("standings", PeriodStanding.objects.select_related("period"))


def plans_until(replication):
    """The plans up to the year in which a closed replication was complete: what came after it was
    closed is no part of it. With their standings prefetched no query is made."""
    last = replication.completed_on.year
    return [plan for plan in replication.plans.all() if plan.fiscal_year <= last]


def _later_drafts(plans):
    """Those never submitted, of years after the last one that was."""
    last = max((plan.fiscal_year for plan in plans if plan.state != State.DRAFT), default=None)
    return [plan for plan in plans if last is not None and plan.fiscal_year > last]


def _drafts_check(replication):
    check = ClosingCheck("Tidak ada draf rencana yang tertinggal", False)
    check.items = [
        (
            f"rencana aksi {plan.fiscal_year} masih draf dan tidak ikut dihitung; "
            "hapus bila tidak akan dikerjakan",
            reverse("plan", args=[plan.pk]),
        )
        for plan in _later_drafts(list(replication.plans.order_by("fiscal_year", "pk")))
    ]
    return check


def faults_of_plans(plans):
    """[(sentence, address)] of what keeps `plans` from being done with, but for later drafts."""
    drafts = _later_drafts(plans)
    found = [(plan, _plan_fault(plan)) for plan in plans if plan not in drafts]
    return [
        (f"rencana aksi {plan.fiscal_year}: {fault}", reverse("plan", args=[plan.pk]))
        for plan, fault in found
        if fault
    ]


def _plan_fault(plan):
    """What keeps the plan from being done with, or ""."""
    if plan.state == State.FINISHED:
        return ""
    if plan.state != State.APPROVED:
        return f"statusnya {plan.get_state_display().lower()}"
    sent = [row for row in plan.standings.all() if row.is_reported]
    if not sent:
        return "belum punya laporan"
    last = max(sent, key=lambda row: row.period.quarter)
    if last.report_state != Report.State.VERIFIED:
        return f"laporan {last.period.label} belum terverifikasi"
    if last.period.quarter < LAST_QUARTER and last.verified != WHOLE:
        return (
            f"baru {formats.percent(last.verified)} terverifikasi sampai {last.period.label}, "
            "laporan berikutnya belum ada"
        )
    return ""


def _elements_check(replication):
    check = ClosingCheck("Penyesuaian semua unsur inti disepakati", False)
    core = replication.innovation.elements.filter(kind=InnovationElement.Kind.CORE)
    agreed = set(
        replication.adaptations.filter(state=Judged.State.AGREED)
        .order_by()
        .values_list("element", flat=True)
    )
    address = reverse("adaptation_record", args=[replication.pk])
    elements = list(core.order_by("number"))
    if not elements:
        check.items.append(("unsur inti inovasinya belum dicatat", address))
    for element in elements:
        if element.pk not in agreed:
            check.items.append((f"unsur “{element.name}” belum disepakati", address))
    return check


def _outcomes_check(replication):
    check = ClosingCheck("Ada indikator hasil dengan nilai terverifikasi", False)
    outcomes = replication.outcomes.filter(kind=Outcome.Kind.OUTCOME)
    address = reverse("outcomes", args=[replication.pk])
    if not outcomes.exists():
        check.items.append(("belum ada indikator hasil", address))
    elif not OutcomeValue.objects.verified().filter(outcome__in=outcomes).exists():
        check.items.append(("belum ada nilai hasil yang terverifikasi", address))
    return check
