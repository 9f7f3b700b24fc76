"""Verification: judging a sent report line by line, verifying, returning, un-verifying it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplans import notices
from actionplans.models import ActionPlan, Evidence, Looking, Report, ReportLine, Verification
from replikasi.common import formats
from replikasi.common.locking import Conflict, locked, refuse_stale, require
from replikasi.common.states import move

from . import keeping, standing

LONGEST_REMARK = 500
CLOSED_PLAN = "Rencana aksi ini sudah ditutup."


@transaction.atomic
def judge_lines(*, report, by, judgements, remarks=None, seen=None):
    """Set verified values: `judgements` maps line.pk to (percent or None, reason).

    None leaves a line undecided. `remarks` maps line.pk to what is to be mended there. A value
    above the claim, or below it without a reason, is an error under the key "line-PK"; then
    nothing is written.
    """
    require(by, "actionplans.verify_report", report)
    # The plan first, as in send_report: two decisions at once would write stale standings.
    locked(report.plan)
    report = _waiting(report, seen)
    errors, changed = {}, []
    for line in report.lines.all():
        if line.pk in judgements:
            percent, reason = judgements[line.pk]
            if sentence := _refusal(line, percent, reason.strip()):
                errors[f"line-{line.pk}"] = sentence
            line.verified_percent, line.verdict_note = percent, reason.strip()
        if remarks and line.pk in remarks:
            line.remark = remarks[line.pk].strip()
            if len(line.remark) > LONGEST_REMARK:
                errors[f"remark-{line.pk}"] = (
                    f"Catatan paling panjang {LONGEST_REMARK} huruf. Ringkas dahulu."
                )
        changed.append(line)
    if errors:
        raise ValidationError(errors)
    ReportLine.objects.bulk_update(changed, ["verified_percent", "verdict_note", "remark"])
    return report


def _refusal(line, percent, reason):
    """Why a line cannot have that verified value, or ""."""
    if percent is None:
        return ""
    if not 0 <= percent <= 100:
        return "Isi antara 0 dan 100."
    if percent > line.percent:
        return f"Tidak boleh lebih tinggi daripada klaim, {formats.percent(line.percent)}."
    if percent < line.percent and not reason:
        return "Tulis alasan mengapa lebih rendah daripada klaim."
    return ""


def _waiting(report, seen=None):
    """`report` read anew and locked; tells who decided it meanwhile when it does not wait."""
    fresh = locked(report)
    if fresh.state == Report.State.SENT:
        refuse_stale(fresh, seen)
        return fresh
    sentence = not_waiting(fresh)
    if seen is not None and int(seen) != fresh.revision:
        raise Conflict(sentence, revision=fresh.revision)
    raise ValidationError(sentence, code="state")


def not_waiting(report):
    """A sentence that says why a report is not judged now, and who decided it when."""
    sentence = (
        "Laporan ini tidak sedang menunggu verifikasi. "
        f"Statusnya sekarang: {report.get_state_display().lower()}"
    )
    last = report.verifications.select_related("by").order_by("-at", "-id").first()
    if last is None or report.state == Report.State.DRAFT:
        return f"{sentence}."
    at = timezone.localtime(last.at)
    return f"{sentence}, oleh {last.by.name}, {formats.short_date(at)} pukul {formats.clock(at)}."


@transaction.atomic
def judge(*, evidence, report, by, verdict, note="", page=None):
    """The officer's verdict on a file or link of a report that waits; `page` is where to look."""
    require(by, "actionplans.verify_report", report)
    if evidence.update.milestone.plan_id != report.plan_id:
        raise ValidationError("Bukti ini bukan bagian dari laporan itu.")
    _waiting(report)
    if verdict not in Evidence.Verdict.values:
        raise ValidationError("Pilih salah satu penilaian berkas.")
    evidence.verdict, evidence.verdict_note, evidence.verdict_by = verdict, note.strip(), by
    evidence.verdict_page, evidence.verdict_at = page, timezone.now()
    evidence.save(
        update_fields=["verdict", "verdict_note", "verdict_by", "verdict_page", "verdict_at"]
    )
    return evidence


@transaction.atomic
def verify_report(*, report, by, judgements=None, remarks=None, seen=None):
    """Verify a report whose every line is decided (`judgements` as in judge_lines)."""
    report = judge_lines(
        report=report, by=by, judgements=judgements or {}, remarks=remarks, seen=seen
    )
    undecided = report.lines.filter(verified_percent=None).count()
    if undecided:
        raise ValidationError(
            f"{undecided} baris belum diputuskan. "
            "Terima klaimnya atau isi nilai yang lebih rendah.",
            code="undecided",
        )
    row = _decide(report, "verify", Verification.Decision.VERIFIED, by=by)
    keeping.keep(keeping.VERIFIED, row)
    notices.about_report(
        notices.REPORT_VERIFIED,
        report,
        by=by,
        recipients=[*notices.agency_people(report.plan), *notices.facilitators(report.plan)],
    )
    return report


@transaction.atomic
def return_report(*, report, by, reason, judgements=None, remarks=None, seen=None):
    """Return with a reason; the updates open for the agency again, judgements are kept."""
    report = judge_lines(
        report=report, by=by, judgements=judgements or {}, remarks=remarks, seen=seen
    )
    if not reason.strip():
        raise ValidationError({"reason": "Tulis apa yang perlu diperbaiki."})
    _decide(report, "send_back", Verification.Decision.RETURNED, by=by, reason=reason.strip())
    _release(report)
    notices.about_report(
        notices.REPORT_RETURNED,
        report,
        by=by,
        recipients=notices.agency_people(report.plan),
        reason=reason.strip(),
    )
    return report


def _release(report):
    """Open the report's updates again, but for those that another sent report froze as well."""
    other = (
        report.plan.reports.filter(state__in=[Report.State.SENT, Report.State.VERIFIED])
        .exclude(pk=report.pk)
        .select_related("period")
        .order_by("-period__quarter")
        .first()
    )
    if other:
        report.held_updates.up_to(other.period.ends).update(held_by=other)
    report.held_updates.update(held_by=None)


@transaction.atomic
def unverify_report(*, report, by, reason, seen=None):
    """Take back the verification of the plan's latest verified report."""
    plan = locked(report.plan)
    report = locked(report, seen=seen)
    require(by, "actionplans.verify_report", report)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasan pembatalan."})
    if plan.state == ActionPlan.State.FINISHED:
        raise ValidationError(CLOSED_PLAN, code="state")
    if later_verified(report).exists():
        raise ValidationError(
            "Hanya laporan terverifikasi terakhir yang dapat dibatalkan verifikasinya.",
            code="not_latest",
        )
    for line in report.lines.filter(corrected_at__isnull=False):
        # A correction says what it said; what is judged from here on is a line of its own.
        successor_of(
            line, corrects=None, corrected_by=None, corrected_at=None, correction_reason=""
        )
    _decide(report, "unverify", Verification.Decision.UNVERIFIED, by=by, reason=reason.strip())
    notices.about_report(
        notices.REPORT_UNVERIFIED,
        report,
        by=by,
        recipients=notices.agency_people(report.plan),
        reason=reason.strip(),
    )
    return report


def later_verified(report):
    """Verified reports of the plan's later quarters: while there is one, this one stays."""
    return report.plan.reports.filter(
        state=Report.State.VERIFIED, period__quarter__gt=report.period.quarter
    )


@transaction.atomic
def correct_line(*, line, by, percent, reason):
    """Another verified value for a line of a verified report: a new line that replaces it.

    The old line stays with its value; who corrected, when and why stand on the new one.
    """
    require(by, "actionplans.verify_report", line.report)
    plan = locked(line.report.plan)
    report = locked(line.report)
    line = locked_line(line)
    reason = reason.strip()
    if plan.state == ActionPlan.State.FINISHED:
        raise ValidationError(CLOSED_PLAN, code="state")
    if report.state != Report.State.VERIFIED:
        raise ValidationError(
            "Yang dikoreksi hanya laporan terverifikasi. "
            f"Statusnya sekarang: {report.get_state_display().lower()}.",
            code="state",
        )
    if not reason:
        raise ValidationError({"reason": "Tulis alasan koreksi."})
    if sentence := _refusal(line, percent, reason):
        raise ValidationError({"percent": sentence})
    if percent == line.verified_percent:
        raise ValidationError({"percent": "Nilainya sama dengan yang sekarang."})
    before = line.verified_percent
    new = successor_of(
        line,
        corrects=line,
        verified_percent=percent,
        verdict_note=reason if percent < line.percent else "",
        corrected_by=by,
        corrected_at=timezone.now(),
        correction_reason=reason,
    )
    report.revision += 1
    report.save()
    standing.refresh(plan)
    notices.about_report(
        notices.REPORT_CORRECTED,
        report,
        by=by,
        recipients=[*notices.agency_people(plan), *notices.facilitators(plan)],
        reason=reason,
        number=line.milestone.number,
        before=formats.percent(before),
        after=formats.percent(percent),
    )
    return new


def successor_of(line, **values):
    """A new line that counts in place of `line`, which stays as it was; alike but for `values`."""
    line.superseded = True
    line.save(update_fields=["superseded"])
    new = ReportLine.every.get(pk=line.pk)
    new.pk, new._state.adding, new.superseded = None, True, False
    for name, value in values.items():
        setattr(new, name, value)
    new.save()
    return new


def locked_line(line):
    """`line` read anew and locked; ValidationError when it was corrected meanwhile."""
    fresh = ReportLine.every.select_for_update(of=("self",)).get(pk=line.pk)
    if fresh.superseded:
        raise ValidationError(
            "Baris ini baru saja dikoreksi orang lain. Muat ulang halaman untuk melihat nilainya.",
            code="conflict",
        )
    return fresh


def _decide(report, transition, decision, *, by, reason=""):
    move(report, transition, "Keputusan ini tidak dapat diambil.")
    report.decided_at = timezone.now()
    report.revision += 1
    report.save()
    row = Verification.objects.create(
        report=report, decision=decision, by=by, at=report.decided_at, reason=reason
    )
    Looking.objects.filter(report=report).delete()
    standing.refresh(report.plan)
    return row
