"""The plan's page: its position, what it still lacks, its matrix, curve, versions and advice."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access, dues
from actionplans.curve import plan_curve
from actionplans.models import Report
from actionplans.overview import overview_of

from .advice_parts import advice_context
from .around import plan_context
from .gantt import ON_PLAN_PAGE, part_for_plan_page
from .matrix_parts import table_context


@require_safe
def plan_page(request, pk):
    plan = access.get_plan(request.user, pk)
    user, today = request.user, timezone.localdate()
    standings = list(plan.standings.select_related("period").order_by("period__quarter"))
    versions = list(plan.versions.select_related("approved_by").order_by("-number"))
    editing = plan.is_editable and user.has_perm("actionplans.edit_plan", plan)
    overview = overview_of(plan, version=versions[0] if versions else None)
    first_rows = list(plan.milestones.order_by("stage", "number")[:ON_PLAN_PAGE])
    reports = {
        report.period_id: report
        for report in plan.reports.all()
        if report.state != report.State.DRAFT or user.role in user.AGENCY_ROLES
    }
    dues.explain(standings, plan.replication.agency_id)
    for standing in standings:
        standing.report = reports.get(standing.period_id)
    return render(
        request,
        "actionplans/plan.html",
        {
            "plan": plan,
            "agency_name": plan.replication.agency.name_in(plan.fiscal_year),
            **table_context(request, plan, overview, editing=editing),
            "may_revise": plan.state == plan.State.APPROVED
            and user.has_perm("actionplans.submit_plan", plan),
            "may_finish": plan.state == plan.State.APPROVED
            and any(
                row.period.quarter == 4 and row.report_state == Report.State.VERIFIED
                for row in standings
            )
            and user.has_perm("actionplans.decide_plan", plan),
            "may_report": user.has_perm("actionplans.write_report", plan),
            "may_make_template": user.has_perm("actionplans.add_plantemplate"),
            "versions": versions,
            **plan_context(user, plan, versions[0] if versions else None),
            "standings": standings,
            "curve": plan_curve(plan, standings, today),
            "gantt": part_for_plan_page(plan, today, first_rows, overview.count),
            "today": today,
            **advice_context(user, plan),
        },
    )
