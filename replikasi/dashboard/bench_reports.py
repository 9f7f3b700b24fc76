"""The deadline day for `make bench` and `make storm`: agencies whose reports are ready to be sent.

Runs on a database that seed_scale has filled with `--quarters=2`, so that TW III is open.
"""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from actionplans.models import ActionPlan, ProgressUpdate, Report, ReportingPeriod
from actionplans.services import plans, progress, reports
from innovations.models import Innovation, Replication
from replikasi.accounts.models import User

from . import bench_plans

QUARTER = 3
LINES = (12, 100)
Role = User.Role


def session_of(user):
    """The key of a new session in which `user` is logged in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def deadline_day(count):
    """Drafts of `count` agencies with progress of the quarter, and sessions of who acts on them.

    {"agencies": [{plan, milestone, update, report, staff, head}], "officers": [session, session]}.
    """
    period = _period()
    ready = (
        ActionPlan.objects.filter(fiscal_year=period.year, state=ActionPlan.State.APPROVED)
        .exclude(reports__state=Report.State.RETURNED)
        .exclude(reports__period=period)
        .select_related("replication__agency")
        .order_by("pk")
    )[:count]
    agencies = []
    for plan in ready:
        staff, head = _people(plan.replication.agency_id)
        milestone = plan.milestones.earliest("number")
        update, _ = progress.record_progress(update=_update(milestone, period), by=staff)
        report, _ = reports.open_report(plan=plan, period=period, by=staff)
        agencies.append(
            {
                "plan": plan.pk,
                "milestone": milestone.pk,
                "update": update.pk,
                "report": report.pk,
                "staff": session_of(staff),
                "head": session_of(head),
            }
        )
    if len(agencies) < count:
        raise LookupError(f"only {len(agencies)} agencies are ready; seed more of them")
    officer = User.objects.get(username="skala.litbang")
    colleague = User.objects.create_user(
        "skala.litbang.kedua",
        "kedua@skala.example",
        name="Litbang kedua",
        role=Role.LITBANG,
        agency=officer.agency,
        region=officer.region,
    )
    return {"agencies": agencies, "officers": [session_of(officer), session_of(colleague)]}


def long_reports():
    """{lines: pk of a report with that many lines that waits for verification}."""
    period = _period()
    staff, head = (User.objects.get(username=f"skala.{role}") for role in ("staf", "kepala"))
    officer = User.objects.get(username="skala.litbang")
    found = {}
    for lines in LINES:
        innovation, _ = Innovation.objects.get_or_create(name=f"Inovasi {lines} baris")
        replication, _ = Replication.objects.get_or_create(
            innovation=innovation, agency=staff.agency, programme_year=period.year
        )
        plan = bench_plans.plan_of(lines, period.year, replication)
        if plan.state == ActionPlan.State.DRAFT:
            plan = plans.submit_plan(plan=plan, by=head)
            plan = plans.approve_plan(plan=plan, by=officer)
            for milestone in plan.milestones.all():
                progress.record_progress(update=_update(milestone, period), by=staff)
            report, _ = reports.open_report(plan=plan, period=period, by=staff)
            reports.send_report(
                report=report, by=head, problem="", solution="", next_steps="Kegiatan dilanjutkan."
            )
        found[lines] = plan.reports.get(period=period).pk
    return found


def _period():
    return ReportingPeriod.objects.filter(quarter=QUARTER).latest("year")


def _people(agency):
    people = User.objects.filter(agency=agency)
    return people.filter(role=Role.STAF).earliest("pk"), people.filter(role=Role.KEPALA).get()


def _update(milestone, period):
    last = milestone.updates.latest_first().first()
    return ProgressUpdate(
        milestone=milestone,
        happened_on=period.ends,
        percent=max(last.percent if last else 0, 40),
        quantity=last.quantity if last else None,
        spent=last.spent if last else None,
        note="Kegiatan triwulan ini berjalan.",
    )
