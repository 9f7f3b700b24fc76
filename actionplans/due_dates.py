"""The due dates of a person's calendar: of milestones, reports and reviews. Reads only."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse

from replikasi.accounts.models import User
from replikasi.common import formats

from . import dues
from .models import ActionPlan, Milestone, PlanVersion, ReportingPeriod

State = ActionPlan.State
# A calendar of a whole region holds the dates nearest to today, not every one.
MOST = 1000
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True)
class DueDate:
    """One all-day entry. `path` is the address of its page without the host; `fixed`: approved."""

    uid: str
    day: date
    title: str
    lines: tuple
    path: str
    fixed: bool
    sequence: int
    changed_at: datetime


def of_user(user, today):
    """The DueDates that `user` may see of this and the next fiscal year, at most about MOST."""
    found = [*_milestones(user, today), *_reports(user, today)]
    return sorted(found, key=lambda due: (due.day, due.uid))


# -- milestones ---------------------------------------------------------------------------------


def _approved_rows(user, years):
    """{plan: {key: row of its latest version}} of plans whose matrix may differ from it now."""
    versions = PlanVersion.objects.filter(
        plan__in=ActionPlan.objects.visible_to(user),
        plan__fiscal_year__in=years,
        plan__state__in=[State.REVISING, State.SUBMITTED, State.RETURNED],
    ).order_by("plan", "number")
    latest = dict(versions.values_list("plan_id", "snapshot"))
    return {plan: {row["id"]: row for row in rows} for plan, rows in latest.items()}


def _nearest(rows, today):
    """At most MOST of the milestones, those that lie furthest back left out first."""
    bound = today - LOOK_BACK
    coming = Q(due__gte=bound) | Q(due__isnull=True)
    found = list(rows.filter(coming).order_by("due", "pk")[:MOST])
    return list(rows.exclude(coming).order_by("-due", "-pk")[: MOST - len(found)]) + found


def _milestones(user, today):
    years = (today.year, today.year + 1)
    approved = _approved_rows(user, years)
    rows = (
        Milestone.objects.visible_to(user)
        .filter(Q(due__isnull=False) | Q(plan__in=list(approved)), plan__fiscal_year__in=years)
        .select_related("plan__replication__innovation", "plan__replication__agency")
    )
    found = (_of_milestone(row, approved.get(row.plan_id, {})) for row in _nearest(rows, today))
    return [due for due in found if due is not None]


def _of_milestone(milestone, approved):
    """The DueDate of a milestone as it was last approved, else as it is being drawn up; None for
    one without a date, or dropped (weight 0)."""
    plan = milestone.plan
    number, activity, indicator = milestone.number, milestone.activity, milestone.indicator
    person, day, weight = milestone.person_in_charge, milestone.due, milestone.weight
    fixed = plan.state in (State.APPROVED, State.FINISHED)
    if row := approved.get(milestone.pk):
        number, activity, indicator = row["number"], row["activity"], row["indicator"]
        person, weight, fixed = row["person_in_charge"], row["weight"], True
        day = date.fromisoformat(row["due"])
    if day is None or (weight is not None and Decimal(weight) == 0):
        return None
    done = milestone.reached is not None and milestone.reached >= 100
    lines = []
    if indicator:
        lines.append(f"Indikator: {indicator}")
    if person:
        lines.append(f"Penanggung jawab: {person}")
    if milestone.reached is None:
        lines.append("Belum ada catatan progres.")
    else:
        lines.append(f"Capaian {formats.percent(milestone.reached, 0)} (sementara)")
    if not fixed:
        lines.append("Rencana belum disetujui, jadi tanggal ini masih dapat berubah.")
    place = f"{plan.replication.title}, {plan.replication.agency.short_name}"
    return DueDate(
        uid=f"tonggak-{milestone.pk}",
        day=day,
        title=f"{'Selesai' if done else 'Tenggat'}: {number}. {activity} ({place})",
        lines=tuple(lines),
        path=reverse("milestone", args=[milestone.pk]),
        fixed=fixed,
        sequence=milestone.revision,
        changed_at=plan.updated_at,
    )


# -- reports ------------------------------------------------------------------------------------


def _reports(user, today):
    """Deadlines of the quarters: for agencies to send, for Litbang to verify."""
    first, last = date(today.year, 1, 1), date(today.year + 1, 12, 31)
    if user.role in User.AGENCY_ROLES:
        name, verb, path = "due", "Tenggat kirim laporan", reverse("report_list")
    elif user.role == User.Role.LITBANG:
        name, verb, path = "review_due", "Tenggat verifikasi laporan", reverse("queue")
    else:
        return []
    plans = ActionPlan.objects.visible_to(user).approved()
    years = plans.order_by("fiscal_year").values_list("fiscal_year", flat=True)
    near = range(today.year - 1, today.year + 2)
    periods = list(
        ReportingPeriod.objects.filter(year__in=set(years) & set(near)).order_by("year", "quarter")
    )
    # An agency goes by its own date, Litbang by the one that moved with everybody's.
    known = dues.of_agency(user.agency_id if name == "due" else None, periods)
    return [
        DueDate(
            uid=f"laporan-{name}-{period.year}-{period.quarter}",
            day=day,
            title=f"{verb} {period}",
            lines=_moved(known[period.pk]),
            path=path,
            fixed=True,
            sequence=known[period.pk].moves,
            changed_at=known[period.pk].moved_at or datetime(period.year, 1, 1, tzinfo=UTC),
        )
        for period in periods
        if first <= (day := known[period.pk].day if name == "due" else period.review_due) <= last
    ]


def _moved(due):
    if due.moved_from is None:
        return ()
    return (f"Tenggat OPD semula {formats.short_date(due.moved_from)}: {due.reason}",)
