"""The officer at a report: judging its lines and files, deciding, taking back, correcting."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from actionplans import access
from actionplans.forms import (
    CorrectionForm,
    ReasonForm,
    judgements_from,
    remarks_from,
    verdict_from,
)
from actionplans.models import Evidence, Report
from actionplans.queue_lists import next_after
from actionplans.services import verification
from replikasi.common import formats
from replikasi.common.confirm import ask_and_do, by_script

from .report_parts import (
    in_queue,
    kept,
    officer_context,
    queue_address,
    report_context,
    typed_lines,
)


def decide(request, pk):
    """Save judgements (tombol simpan), verify, or return: one form, three buttons."""
    report = access.get_report(request.user, pk, "actionplans.verify_report")
    if request.method != "POST":
        return redirect("report", pk)
    action = request.POST.get("aksi", "simpan")
    is_script = by_script(request)
    try:
        common = {"report": report, "by": request.user, **_judged(request, report)}
        common["seen"] = _revision(request)
        if action == "verifikasi":
            verification.verify_report(**common)
            return _on_to_the_next(request, report, "Laporan terverifikasi.")
        if action == "kembalikan":
            verification.return_report(reason=request.POST.get("reason", ""), **common)
            return _on_to_the_next(request, report, "Laporan dikembalikan.")
        verification.judge_lines(**common)
        if is_script:
            return HttpResponse(status=204)
    except ValidationError as error:
        if is_script:
            return _refused_by_line(error)
        return _refused(request, report, error)
    messages.success(request, "Penilaian tersimpan; laporan belum diputuskan.")
    return redirect(in_queue("report", pk, kept(request)))


def _judged(request, report):
    """What was typed at the lines; ValidationError beside each that is no number."""
    lines = list(report.lines.all())
    judgements, errors = judgements_from(request.POST, lines)
    if errors:
        raise ValidationError(errors)
    return {"judgements": judgements, "remarks": remarks_from(request.POST, lines)}


def _revision(request):
    """The revision that the page showed, or None."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else None


def _on_to_the_next(request, report, done):
    """After a decision: the next report of the queue, and a word about the last one."""
    query = kept(request)
    messages.success(
        request,
        format_html(
            '{} OPD sudah diberi tahu. <a href="{}">Buka lagi</a>',
            done,
            reverse("report", args=[report.pk]),
        ),
        extra_tags="undo",
    )
    coming = next_after(report, request.user, query)
    if coming is None:
        return redirect(queue_address(query))
    return redirect(in_queue("report", coming.pk, query))


def _sentences(error):
    """{field: its first sentence} of a ValidationError; {} for one about no field."""
    if not hasattr(error, "error_dict"):
        return {}
    return {name: sentences[0] for name, sentences in error.message_dict.items()}


def _refused_by_line(error):
    return JsonResponse({"errors": error.messages, "fields": _sentences(error)}, status=422)


def _refused(request, report, error):
    """The page again, with everything that was typed and a sentence at each line."""
    report = Report.objects.for_list().get(pk=report.pk)
    context = report_context(request, report) | officer_context(request, report)
    errors = _sentences(error)
    context["error_summary"] = " ".join(error.messages)
    if errors:
        context["error_summary"] = "Belum tersimpan. Perbaiki yang ditandai."
    for line in context["lines"]:
        line.typed_percent = request.POST.get(f"percent-{line.pk}")
        line.typed_reason = request.POST.get(f"reason-{line.pk}")
        line.typed_remark = request.POST.get(f"remark-{line.pk}")
        line.error = errors.get(f"line-{line.pk}")
        line.remark_error = errors.get(f"remark-{line.pk}")
    reason = request.POST.get("reason", "").strip()
    if context["may_judge"]:
        # An empty reason is answered with what the remarks and verdicts say already.
        context["typed_reason"] = reason or context["typed_reason"]
    else:
        # Somebody else decided meanwhile: what was typed is shown, so that it can be copied.
        context["typed"] = typed_lines(request, context["lines"])
        context["typed_reason"] = reason
    context["reason_error"] = errors.get("reason", "")
    return render(request, "actionplans/report.html", context, status=422)


# -- files ---------------------------------------------------------------------------------------


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
    form = verdict_from(request.POST, piece)
    try:
        if not form.is_valid():
            raise ValidationError([errors[0] for errors in form.errors.values()])
        if not request.htmx:
            judged = _judged(request, report)
            judged["judgements"] = {
                pk: given for pk, given in judged["judgements"].items() if given[0] is not None
            }
            verification.judge_lines(report=report, by=request.user, **judged)
        verification.judge(evidence=piece, report=report, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        if request.htmx:
            return _verdict(request, report, form.data, piece, error.messages[0])
        return _refused(request, report, error)
    if request.htmx:
        return _verdict(request, report, form.data, piece)
    messages.success(request, f"{piece.name}: {piece.get_verdict_display().lower()}.")
    return redirect(f"{in_queue('report', pk, kept(request))}#bukti-{piece.pk}")


def _verdict(request, report, typed, piece, error=""):
    return render(
        request,
        "actionplans/_verdict.html",
        {
            "piece": {
                "pk": piece.pk,
                "name": piece.name,
                "verdict": piece.verdict,
                "verdict_note": typed["note"],
                "page": typed["page"],
                "pdf": piece.is_pdf,
            },
            "verdicts": Evidence.Verdict.choices,
            "report": report,
            "error": error,
        },
        status=422 if error else 200,
    )


# -- taking back, correcting -----------------------------------------------------------------------


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


def correct(request, pk, line_pk):
    """Another value for one line of a verified report."""
    report = access.get_report(request.user, pk, "actionplans.verify_report")
    line = report.lines.select_related("milestone").filter(pk=line_pk).first()
    if line is None:
        # Corrected by somebody else meanwhile, or no line of this report.
        if not report.lines.model.every.filter(report=report, pk=line_pk).exists():
            raise Http404("Baris ini tidak ada.")
        messages.error(request, "Baris ini baru saja dikoreksi. Periksa nilainya yang sekarang.")
        return redirect("report", pk)
    back = f"{reverse('report', args=[pk])}#baris-{line.pk}"
    return ask_and_do(
        request,
        verb=lambda cleaned: verification.correct_line(
            line=_of(report, line), by=request.user, **cleaned
        ),
        back=reverse("report", args=[pk]),
        form_class=CorrectionForm,
        title=f"Koreksi nilai tonggak {line.milestone.number}",
        text=f"{line.milestone.activity}. Klaim {formats.percent(line.percent)}, "
        f"terverifikasi {formats.percent(line.verified_percent) or 'belum'}. "
        "Nilai lama tetap terlihat beserta siapa yang mengoreksi.",
        label="Simpan koreksi",
        done="Koreksi tersimpan. OPD sudah diberi tahu.",
        crumb=[
            (reverse("queue"), "Verifikasi"),
            (back, f"Laporan {report.period}, {report.plan.replication.title}"),
        ],
    )


def _of(report, line):
    line.report = report
    return line
