"""The officer's side: the queue, judging lines and files, verifying, returning, un-verifying."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from actionplans import access, workdays
from actionplans.filters import QueueFilter
from actionplans.forms import EvidenceVerdictForm, ReasonForm, judgements_from
from actionplans.models import Evidence, Report, ReportLine
from actionplans.services import evidence as evidence_service
from actionplans.services import verification
from actionplans.tables import QueueTable
from actionplans.waiting import waiting_plans

from .confirm import ask_and_do, by_script
from .lists import render_list
from .report_parts import officer_context, report_context


@require_safe
def queue(request):
    if not request.user.has_perm("actionplans.open_queue"):
        raise PermissionDenied
    today = timezone.localdate()
    rows = Report.objects.visible_to(request.user).waiting().for_list()

    def prepare(records):
        counts = {
            row["report"]: row
            for row in ReportLine.objects.filter(report__in=records)
            .order_by("report")
            .values("report")
            .annotate(judged=Count("verified_percent"), lines=Count("pk"))
        }
        for report in records:
            report.judged_count = counts[report.pk]["judged"]
            report.line_count = counts[report.pk]["lines"]
            report.age = workdays.between(timezone.localtime(report.sent_at).date(), today)
            report.is_late = today > report.review_due

    return render_list(
        request,
        "actionplans/queue.html",
        filterset=QueueFilter(request.GET, queryset=rows),
        table_class=QueueTable,
        prepare=prepare,
        context={"today": today, "plans": waiting_plans(request.user).count()},
    )


def decide(request, pk):
    """Save judgements (tombol simpan), verify, or return: one form, three buttons."""
    report = access.get_report(request.user, pk, "actionplans.verify_report")
    if request.method != "POST":
        return redirect("report", pk)
    action = request.POST.get("aksi", "simpan")
    is_script = by_script(request)
    judgements, errors = judgements_from(request.POST, list(report.lines.all()))
    common = {
        "report": report,
        "by": request.user,
        "judgements": judgements,
        "seen": request.POST.get("seen") or None,
    }
    try:
        if errors:
            raise ValidationError(errors)
        if action == "verifikasi":
            verification.verify_report(**common)
            messages.success(request, "Laporan terverifikasi. OPD sudah diberi tahu.")
            return redirect("queue")
        if action == "kembalikan":
            verification.return_report(reason=request.POST.get("reason", ""), **common)
            messages.success(request, "Laporan dikembalikan. OPD sudah diberi tahu.")
            return redirect("queue")
        verification.judge_lines(**common)
        if is_script:
            return HttpResponse(status=204)
    except ValidationError as error:
        if is_script:
            return JsonResponse({"errors": error.messages}, status=422)
        return _refused(request, report, error)
    messages.success(request, "Penilaian tersimpan; laporan belum diputuskan.")
    return redirect("report", pk)


def _refused(request, report, error):
    """The page again, with everything that was typed and a sentence at each line."""
    report.refresh_from_db()
    context = report_context(request, report) | officer_context(request, report)
    errors = {}
    context["error_summary"] = " ".join(error.messages)
    if hasattr(error, "error_dict"):
        errors = {name: sentences[0] for name, sentences in error.message_dict.items()}
        context["error_summary"] = "Belum tersimpan. Perbaiki yang ditandai."
    for line in context["lines"]:
        line.typed_percent = request.POST.get(f"percent-{line.pk}")
        line.typed_reason = request.POST.get(f"reason-{line.pk}")
        line.error = errors.get(f"line-{line.pk}")
    context["typed_reason"] = request.POST.get("reason", "")
    context["reason_error"] = errors.get("reason", "")
    return render(request, "actionplans/report.html", context, status=422)


@require_POST
def judge(request, pk, evidence_pk):
    """A verdict on one file or link of the report.

    htmx gets the verdict's part of the page; without it the page's form comes along, and what was
    typed at the lines is saved with the verdict.
    """
    report = access.get_report(request.user, pk, "actionplans.verify_report")
    piece = access.get_evidence(request.user, evidence_pk)
    if piece.update.milestone.plan_id != report.plan_id:
        return access.refuse()
    form = EvidenceVerdictForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(form.errors.get("verdict", ["Pilih penilaian berkas."]))
        if not request.htmx:
            judgements, errors = judgements_from(request.POST, list(report.lines.all()))
            if errors:
                raise ValidationError(errors)
            decided = {pk: given for pk, given in judgements.items() if given[0] is not None}
            verification.judge_lines(report=report, by=request.user, judgements=decided)
        evidence_service.judge(evidence=piece, report=report, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        return _refused(request, report, error)
    if request.htmx:
        return render(
            request,
            "actionplans/_verdict.html",
            {
                "piece": piece,
                "verdict": piece.verdict,
                "verdicts": Evidence.Verdict.choices,
                "report": report,
            },
        )
    messages.success(request, f"{piece.name}: {piece.get_verdict_display().lower()}.")
    return redirect(f"{reverse('report', args=[pk])}#bukti-{piece.pk}")


def unverify(request, pk):
    report = access.get_report(request.user, pk, "actionplans.verify_report")
    back = reverse("report", args=[pk])
    return ask_and_do(
        request,
        verb=lambda cleaned: verification.unverify_report(
            report=report, by=request.user, reason=cleaned["reason"]
        ),
        back=back,
        form_class=ReasonForm,
        title="Batalkan verifikasi",
        text="Laporan kembali menunggu verifikasi dan angkanya kembali sementara.",
        label="Batalkan verifikasi",
        done="Verifikasi dibatalkan. OPD sudah diberi tahu.",
        bad=True,
        crumb=[(reverse("queue"), "Verifikasi"), (back, report.plan.replication.title)],
    )
