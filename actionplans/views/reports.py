"""Reports of the agency: the list, starting one, filling it in, sending it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from actionplans import access, report_lists, workdays
from actionplans.filters import ReportFilter
from actionplans.forms import ReportForm
from actionplans.models import Report, ReportingPeriod
from actionplans.services import reports
from actionplans.tables import ReportTable
from actionplans.waiting import unsent
from replikasi.common.confirm import add_errors
from replikasi.common.listbook import workbook_response

from .lists import all_rows, render_list
from .report_draft import draft_context, steps_for, word_checks
from .report_parts import officer_context, report_context

UNSENT_SHOWN = 12
EDITABLE = (Report.State.DRAFT, Report.State.RETURNED)


def filtered(request):
    rows = Report.objects.visible_to(request.user).for_list()
    return ReportFilter(request.GET, queryset=rows)


@require_safe
def report_list(request):
    today = timezone.localdate()
    filterset = filtered(request)
    missing = (
        filterset.narrow(unsent(request.user, today))
        .select_related("plan__replication__innovation", "plan__replication__agency", "period")
        .order_by("due", "pk")
    )
    return render_list(
        request,
        "actionplans/report_list.html",
        filterset=filterset,
        table_class=ReportTable,
        prepare=report_lists.with_standings,
        context={
            "missing": missing[:UNSENT_SHOWN],
            "missing_total": missing.count(),
            "may_write": request.user.has_perm("actionplans.write_report"),
            "today": today,
        },
    )


@require_safe
def report_list_xlsx(request):
    """All pages of the list as it is filtered and ordered."""
    content = report_lists.workbook(all_rows(request, ReportTable, filtered(request)))
    return workbook_response(content, f"laporan-{timezone.localdate():%Y-%m-%d}.xlsx")


def open_report(request, plan_pk, quarter):
    """What the report would hold now (GET), and starting it (POST).

    Reminders lead here; whoever may read the plan and not write its report is led to the plan.
    """
    plan = access.get_plan(request.user, plan_pk)
    if not request.user.has_perm("actionplans.write_report", plan):
        return redirect("plan", plan.pk) if request.method == "GET" else access.refuse()
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
    return render(
        request,
        "actionplans/report_open.html",
        {
            "plan": plan,
            "period": period,
            "is_open": period.is_open(timezone.localdate()),
            **draft_context(request.user, plan, period),
        },
    )


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


def _form(request, report, drawn, steps, *, sending=False):
    """The report's form; before anything was kept it proposes what the open obstacles say."""
    initial = {}
    if not report.revision and drawn["obstacles"]:
        rows = drawn["obstacles"]
        initial["problem"] = "\n".join(row.description for row in rows)
        initial["solution"] = "\n".join(row.unblocked_by for row in rows if row.unblocked_by)
    return ReportForm(
        request.POST if request.method == "POST" else None,
        instance=report,
        idle=drawn["idle"],
        steps=steps,
        sending=sending,
        initial=initial,
    )


def _write(request, report):
    """The agency's page of a report that is not sent."""
    drawn = draft_context(request.user, report.plan, report.period, report)
    steps, earlier = steps_for(report)
    form = _form(request, report, drawn, steps)
    if request.method == "POST" and form.is_valid() and _save(request, form, report):
        messages.success(request, "Isian laporan tersimpan, belum dikirim.")
        return redirect("report", report.pk)
    return _draw(request, report, form, drawn, earlier)


def _draw(request, report, form, drawn, earlier):
    """The page on which a report is filled in, with what was typed and why it was refused."""
    around = report_context(request, report)
    return render(
        request,
        "actionplans/report_write.html",
        around
        | drawn
        | {
            "form": form,
            "late": _days_late(report, around["due"]),
            "checks": word_checks(report, form, drawn["obstacles"], earlier) + drawn["checks"],
            "may_send": request.user.has_perm("actionplans.send_report", report),
        },
        status=422 if form.errors else 200,
    )


def _days_late(report, due):
    """How many working days late the report is, or would be if it were sent today."""
    if report.first_sent_on is not None:
        return report.days_late
    return workdays.between(due.day, timezone.localdate())


def _save(request, form, report):
    """The saved report, or None with the reasons in the form."""
    try:
        return reports.save_report(
            report=report, by=request.user, seen=form.cleaned_data["seen"], **form.written
        )
    except ValidationError as error:
        add_errors(form, error)
        return None


@require_POST
def send(request, pk):
    """Asks first (without `pasti`), with all that is missing or odd; then sends.

    What was typed is kept before it asks, so that leaving the question loses nothing.
    """
    report = access.get_report(request.user, pk, "actionplans.send_report")
    drawn = draft_context(request.user, report.plan, report.period, report)
    steps, earlier = steps_for(report)
    form = _form(request, report, drawn, steps, sending=True)
    if not form.is_valid():
        return _draw(request, report, form, drawn, earlier)
    if "pasti" not in request.POST:
        saved = _save(request, form, report)
        if saved is None:
            return _draw(request, Report.objects.for_list().get(pk=pk), form, drawn, earlier)
        form.data = form.data.copy()
        form.data["seen"] = str(saved.revision)
        return render(
            request,
            "actionplans/report_send.html",
            drawn
            | {
                "report": report,
                "plan": report.plan,
                "form": form,
                "checks": word_checks(report, form, drawn["obstacles"], earlier) + drawn["checks"],
            },
        )
    try:
        reports.send_report(
            report=Report.objects.get(pk=pk),
            by=request.user,
            seen=form.cleaned_data["seen"],
            **form.written,
        )
    except ValidationError as error:
        add_errors(form, error)
        return _draw(request, Report.objects.for_list().get(pk=pk), form, drawn, earlier)
    messages.success(request, "Laporan dikirim ke Litbang.")
    return redirect("report", pk)
