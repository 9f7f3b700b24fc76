"""Verification: judging a sent report line by line, verifying, returning, un-verifying it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplans import notices
from actionplans.models import ActionPlan, Report, ReportLine, Verification
from replikasi.common import formats

from . import standing
from .locking import locked, require
from .plans import move


@transaction.atomic
def judge_lines(*, report, by, judgements, seen=None):
    """Set verified values: `judgements` maps line.pk to (percent or None, reason).

    None leaves a line undecided. A value above the claim, or below it without a reason, is an
    error under the key "line-PK"; then nothing is written.
    """
    require(by, "actionplans.verify_report", report)
    # The plan first, as in send_report: two decisions at once would write stale standings.
    locked(report.plan)
    report = locked(report, seen=seen)
    if report.state != Report.State.SENT:
        raise ValidationError(_not_waiting(report), code="state")
    errors, changed = {}, []
    for line in report.lines.all():
        if line.pk not in judgements:
            continue
        percent, reason = judgements[line.pk]
        reason = reason.strip()
        if percent is not None and not 0 <= percent <= 100:
            errors[f"line-{line.pk}"] = "Isi antara 0 dan 100."
        elif percent is not None and percent > line.percent:
            claim = formats.percent(line.percent)
            errors[f"line-{line.pk}"] = f"Tidak boleh lebih tinggi daripada klaim, {claim}."
        elif percent is not None and percent < line.percent and not reason:
            errors[f"line-{line.pk}"] = "Tulis alasan mengapa lebih rendah daripada klaim."
        line.verified_percent, line.verdict_note = percent, reason
        changed.append(line)
    if errors:
        raise ValidationError(errors)
    ReportLine.objects.bulk_update(changed, ["verified_percent", "verdict_note"])
    return report


def _not_waiting(report):
    return (
        "Laporan ini tidak sedang menunggu verifikasi. "
        f"Statusnya sekarang: {report.get_state_display().lower()}."
    )


@transaction.atomic
def verify_report(*, report, by, judgements=None, seen=None):
    """Verify a report whose every line is decided (`judgements` as in judge_lines)."""
    report = judge_lines(report=report, by=by, judgements=judgements or {}, seen=seen)
    undecided = report.lines.filter(verified_percent=None).count()
    if undecided:
        raise ValidationError(
            f"{undecided} baris belum diputuskan. "
            "Terima klaimnya atau isi nilai yang lebih rendah.",
            code="undecided",
        )
    _decide(report, "verify", Verification.Decision.VERIFIED, by=by)
    notices.about_report(
        notices.REPORT_VERIFIED,
        report,
        by=by,
        recipients=[*notices.agency_people(report.plan), *notices.facilitators(report.plan)],
    )
    return report


@transaction.atomic
def return_report(*, report, by, reason, judgements=None, seen=None):
    """Return with a reason; the updates open for the agency again, judgements are kept."""
    report = judge_lines(report=report, by=by, judgements=judgements or {}, seen=seen)
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
        raise ValidationError("Rencana aksi ini sudah ditutup.", code="state")
    later = report.plan.reports.filter(
        state=Report.State.VERIFIED, period__quarter__gt=report.period.quarter
    )
    if later.exists():
        raise ValidationError(
            "Hanya laporan terverifikasi terakhir yang dapat dibatalkan verifikasinya.",
            code="not_latest",
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


def _decide(report, transition, decision, *, by, reason=""):
    move(report, transition, "Keputusan ini tidak dapat diambil.")
    report.decided_at = timezone.now()
    report.revision += 1
    report.save()
    Verification.objects.create(
        report=report, decision=decision, by=by, at=report.decided_at, reason=reason
    )
    standing.refresh(report.plan)
