"""The list of plans, a new plan, and the plan's page with its matrix."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Max, Prefetch
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access, checks
from actionplans.curve import plan_curve
from actionplans.filters import PlanFilter
from actionplans.forms import AdviceForm, NewPlanForm
from actionplans.models import (
    ActionPlan,
    Comment,
    PeriodStanding,
    Report,
    Stage,
)
from actionplans.services import plans
from actionplans.tables import PlanTable

from .lists import render_list


def opened_standings(today):
    """Prefetch a plan's standings of quarters that have opened, latest first."""
    return Prefetch(
        "standings",
        PeriodStanding.objects.filter(period__opens__lte=today)
        .select_related("period")
        .order_by("-period__year", "-period__quarter"),
        to_attr="opened",
    )


@require_safe
def plan_list(request):
    today = timezone.localdate()
    rows = ActionPlan.objects.visible_to(request.user).for_list()
    filterset = PlanFilter(request.GET, queryset=rows.prefetch_related(opened_standings(today)))

    def prepare(records):
        for plan in records:
            plan.latest = plan.opened[0] if plan.opened else None

    return render_list(
        request,
        "actionplans/plan_list.html",
        filterset=filterset,
        table_class=PlanTable,
        prepare=prepare,
        context={"may_create": request.user.has_perm("actionplans.edit_plan")},
    )


def plan_create(request):
    chosen = request.GET.get("replikasi")
    form = NewPlanForm(
        request.POST or None,
        user=request.user,
        initial={"replication": chosen, "fiscal_year": request.GET.get("tahun")},
    )
    if not request.user.has_perm("actionplans.edit_plan"):
        return access.refuse()
    if request.method == "POST" and form.is_valid():
        existing = ActionPlan.objects.filter(**form.cleaned_data).first()
        if existing:
            messages.info(request, "Rencana ini sudah ada; ini halamannya.")
            return redirect("plan", existing.pk)
        try:
            plan = plans.create_plan(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, "Rencana dibuat dari templat tiga tahap. Sesuaikan tonggaknya."
            )
            return redirect("plan", plan.pk)
    return render(request, "actionplans/plan_create.html", {"form": form})


def matrix_of(plan):
    """(milestones, their groups by stage); `reached_on` is when each was last told of."""
    rows = plan.milestones.annotate(reached_on=Max("updates__happened_on"))
    milestones = list(rows.order_by("number"))
    groups = []
    for value, label in Stage.choices:
        rows = [row for row in milestones if row.stage == value]
        groups.append(
            {
                "stage": value,
                "label": label,
                "rows": rows,
                "weight": checks.weight_total(rows),
                "ceiling": plans.total_ceiling(rows),
            }
        )
    return milestones, groups


@require_safe
def plan_page(request, pk):
    plan = access.get_plan(request.user, pk)
    user, today = request.user, timezone.localdate()
    milestones, groups = matrix_of(plan)
    standings = list(plan.standings.select_related("period").order_by("period__quarter"))
    editing = plan.is_editable and user.has_perm("actionplans.edit_plan", plan)
    found = checks.before_submission(plan, milestones) if plan.is_editable else []
    reports = {
        report.period_id: report
        for report in plan.reports.all()
        if report.state != report.State.DRAFT or user.role in user.AGENCY_ROLES
    }
    for standing in standings:
        standing.report = reports.get(standing.period_id)
    return render(
        request,
        "actionplans/plan.html",
        {
            "plan": plan,
            "agency_name": plan.replication.agency.name_in(plan.fiscal_year),
            "groups": groups,
            "milestones": milestones,
            "weight": checks.weight_total(milestones),
            "weight_gap": checks.weight_gap(milestones),
            "without_weight": any(row.weight is None for row in milestones),
            "ceiling": plans.total_ceiling(milestones),
            "editing": editing,
            "checks_open": [check for check in found if not check.done],
            "checks_done": [check.label for check in found if check.done],
            "checks_total": len(found),
            "may_submit": plan.is_editable and user.has_perm("actionplans.submit_plan", plan),
            "may_revise": plan.state == plan.State.APPROVED
            and user.has_perm("actionplans.submit_plan", plan),
            "may_decide": plan.state == plan.State.SUBMITTED
            and user.has_perm("actionplans.decide_plan", plan),
            "may_finish": plan.state == plan.State.APPROVED
            and any(
                row.period.quarter == 4 and row.report_state == Report.State.VERIFIED
                for row in standings
            )
            and user.has_perm("actionplans.decide_plan", plan),
            "may_report": user.has_perm("actionplans.write_report", plan),
            "versions": list(plan.versions.select_related("approved_by").order_by("-number")),
            "standings": standings,
            "curve": plan_curve(plan, standings, today),
            "today": today,
            "threads": Comment.objects.visible_to(user)
            .filter(plan=plan, milestone=None, report=None)
            .threads()
            .prefetch_related("answers__by"),
            "advice_form": AdviceForm() if user.has_perm("actionplans.advise", plan) else None,
            "may_answer": user.has_perm("actionplans.answer", plan),
            "advise_url": "plan_advise",
            "subject": plan,
        },
    )
