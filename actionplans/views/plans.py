"""The list of plans, the same as a workbook, and a new plan."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access, listed
from actionplans.filters import PlanFilter
from actionplans.forms import NewPlanForm
from actionplans.models import ActionPlan, PlanImport
from actionplans.services import beginnings, plans
from actionplans.tables import PlanTable
from replikasi.common.confirm import add_errors, by_script
from replikasi.common.listbook import workbook_response

from .lists import all_rows, render_list
from .workbooks import teller

# Milestones found by words, a page.
MILESTONES_FOUND = 10


def filtered(request):
    rows = ActionPlan.objects.visible_to(request.user).for_list()
    return PlanFilter(request.GET, queryset=rows)


@require_safe
def plan_list(request):
    today = timezone.localdate()
    filterset = filtered(request)

    def prepare(records):
        facts = listed.listed(records, today)
        for plan in records:
            plan.listed = facts[plan.pk]
            plan.latest = plan.listed.position.standing

    return render_list(
        request,
        "actionplans/plan_list.html",
        filterset=filterset,
        table_class=PlanTable,
        prepare=prepare,
        context={
            "may_create": request.user.has_perm("actionplans.edit_plan"),
            "may_keep_templates": request.user.has_perm("actionplans.change_plantemplate"),
            "milestones": milestones_found(request, filterset),
        },
    )


def milestones_found(request, filterset):
    """A page of the milestones that the words of the filter find; None without words."""
    if not filterset.words:
        return None
    rows = filterset.milestones().for_page().order_by("-plan__fiscal_year", "plan_id", "number")
    return Paginator(rows, MILESTONES_FOUND).get_page(request.GET.get("tonggak"))


@require_safe
def plan_list_xlsx(request):
    """All pages of the list as it is filtered and ordered."""
    today = timezone.localdate()
    content = listed.workbook(all_rows(request, PlanTable, filtered(request)), today)
    return workbook_response(content, f"rencana-aksi-{today:%Y-%m-%d}.xlsx")


def plan_create(request):
    if not request.user.has_perm("actionplans.edit_plan"):
        return access.refuse()
    asked, sent = request.GET, request.method == "POST"
    form = NewPlanForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        user=request.user,
        initial={
            "replication": asked.get("replication") or asked.get("replikasi"),
            "fiscal_year": asked.get("fiscal_year") or asked.get("tahun"),
            **{name: asked[name] for name in ("begin", "template", "plan") if name in asked},
        },
    )
    if sent:
        valid = form.is_valid()
        if answer := existing_plan(request, form):
            return answer
        if valid:
            try:
                return begun(request, form)
            except ValidationError as error:
                # Somebody else made it while this one was being read.
                if answer := existing_plan(request, form):
                    return answer
                add_errors(form, error)
    return render(
        request,
        "actionplans/plan_create.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


def existing_plan(request, form):
    """Leads to the plan that there is already for the replication and year; None without one."""
    cleaned = form.cleaned_data
    wanted = {name: cleaned.get(name) for name in ("replication", "fiscal_year")}
    plan = ActionPlan.objects.filter(**wanted).first() if all(wanted.values()) else None
    if plan is None:
        return None
    same = (
        PlanImport.objects.filter(plan=plan, by=request.user, key=cleaned.get("key"))
        .defer("sheets", "result")
        .first()
    )
    if same is not None:
        return leading_to(request, "import_preview", same.pk)
    messages.info(request, "Rencana ini sudah ada; ini halamannya.")
    return leading_to(request, "plan", plan.pk)


def begun(request, form):
    """Makes the plan with what it begins with, and leads there."""
    cleaned, by = form.cleaned_data, request.user
    what = {name: cleaned[name] for name in ("replication", "fiscal_year")}
    if cleaned["begin"] == form.WORKBOOK:
        found = beginnings.begin_with_workbook(
            **what,
            file=cleaned["file"],
            key=cleaned["key"],
            by=by,
            progress=teller(by, cleaned["key"]),
        )
        return leading_to(request, "import_preview", found.pk)
    plan = plans.create_plan(**what, rows=form.rows(), by=by)
    messages.success(request, "Rencana dibuat. Sesuaikan tonggaknya.")
    return leading_to(request, "plan", plan.pk)


def leading_to(request, name, pk):
    """A redirect; the script that shows how an upload goes is told the address instead."""
    url = reverse(name, args=[pk])
    return JsonResponse({"url": url}) if by_script(request) else redirect(url)
