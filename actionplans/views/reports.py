"""Reports of the agency: the list, starting one, filling it in, sending it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from actionplans import access, arithmetic
from actionplans.filters import ReportFilter
from actionplans.forms import ReportForm
from actionplans.models import Report, ReportingPeriod
from actionplans.services import reports
from actionplans.tables import ReportTable
from actionplans.waiting import unsent

from .confirm import add_errors
from .lists import render_list
from .report_parts import officer_context, report_context

UNSENT_SHOWN = 12
EDITABLE = (Report.State.DRAFT, Report.State.RETURNED)


@require_safe
def report_list(request):
    today = timezone.localdate()
    filterset = ReportFilter(
        request.GET, queryset=Report.objects.visible_to(request.user).for_list()
    )
    missing = (
        unsent(request.user, today)
        .select_related("plan__replication__innovation", "plan__replication__agency", "period")
        .order_by("due", "pk")
    )
    return render_list(
        request,
        "actionplans/report_list.html",
        filterset=filterset,
        table_class=ReportTable,
        context={
            "missing": missing[:UNSENT_SHOWN],
            "missing_total": missing.count(),
            "may_write": request.user.has_perm("actionplans.write_report"),
            "today": today,
        },
    )


def open_report(request, plan_pk, quarter):
    """What the report would hold now (GET), and starting it (POST)."""
    plan = access.get_plan(request.user, plan_pk, "actionplans.write_report")
    period = ReportingPeriod.objects.filter(year=plan.fiscal_year, quarter=quarter).first()
    if period is None:
        raise Http404("Periode ini tidak ada.")
    existing = plan.reports.filter(period=period).first()
    if existing:
        return redirect("report", existing.pk)
    if request.method == "POST":
        try:
            report, _ = reports.open_report(plan=plan, period=period, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(request.path)
        return redirect("report", report.pk)
    lines = reports.compiled(plan, period)
    return render(
        request,
        "actionplans/report_open.html",
        {
            "plan": plan,
            "period": period,
            "is_open": period.is_open(timezone.localdate()),
            **_draft_context(lines, period),
        },
    )


def _draft_context(lines, period):
    return {
        "lines": lines,
        "quarter": period.quarter,
        "claimed": arithmetic.realised((line.weight, line.percent) for line in lines),
        "planned": arithmetic.realised((line.weight, line.planned) for line in lines),
        "spent": sum(line.spent for line in lines),
        "ceiling": sum(line.ceiling for line in lines),
        "silent": [line for line in lines if line.update is None],
    }


def report_page(request, pk):
    """One address for everybody: the agency fills in, the officer judges, others read."""
    report = access.get_report(request.user, pk)
    may_write = request.user.has_perm("actionplans.write_report", report)
    if request.method == "POST" and not may_write:
        return access.refuse()
    # A report that was sent while somebody typed comes here as well: the words are kept.
    if may_write and (request.method == "POST" or report.state in EDITABLE):
        return _write(request, report)
    return render(
        request,
        "actionplans/report.html",
        report_context(request, report) | officer_context(request, report),
    )


def _write(request, report):
    """The agency's page of a report that is not sent."""
    form = ReportForm(request.POST or None, instance=report)
    if request.method == "POST" and form.is_valid() and _save(request, form, report):
        messages.success(request, "Isian laporan tersimpan, belum dikirim.")
        return redirect("report", report.pk)
    return _draw(request, report, form)


def _draw(request, report, form):
    """The page on which a report is filled in, with what was typed and why it was refused."""
    context = report_context(request, report) | _draft_context(
        reports.compiled(report.plan, report.period), report.period
    )
    judged = {line.milestone_id: line for line in report.lines.all()}
    for line in context["lines"]:
        line.judged = judged.get(line.milestone.pk)
    return render(
        request,
        "actionplans/report_write.html",
        context
        | {"form": form, "may_send": request.user.has_perm("actionplans.send_report", report)},
        status=422 if form.errors else 200,
    )


def _words(form):
    return {name: form.cleaned_data[name] for name in ("problem", "solution", "next_steps")}


def _save(request, form, report):
    try:
        reports.save_report(
            report=report, by=request.user, seen=form.cleaned_data["seen"], **_words(form)
        )
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


@require_POST
def send(request, pk):
    report = access.get_report(request.user, pk, "actionplans.send_report")
    form = ReportForm(request.POST, instance=report)
    if not form.is_valid():
        return _draw(request, report, form)
    if "pasti" not in request.POST:
        lines = reports.compiled(report.plan, report.period)
        without = [line for line in lines if line.update and not line.update.evidence.all()]
        return render(
            request,
            "actionplans/report_send.html",
            {
                "report": report,
                "plan": report.plan,
                "form": form,
                "without_evidence": len(without),
                **_draft_context(lines, report.period),
            },
        )
    try:
        reports.send_report(
            report=Report.objects.get(pk=pk),
            by=request.user,
            seen=form.cleaned_data["seen"],
            **_words(form),
        )
    except ValidationError as error:
        add_errors(form, error)
        return _draw(request, Report.objects.for_list().get(pk=pk), form)
    messages.success(request, "Laporan dikirim ke Litbang.")
    return redirect("report", pk)
