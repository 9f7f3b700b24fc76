"""Reports: compiled from the quarter's updates, sent, verified line by line, returned."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplans import arithmetic, notices, snapshots
from actionplans.models import (
    ActionPlan,
    Milestone,
    ProgressUpdate,
    Report,
    ReportLine,
    Verification,
)
from replikasi.common import formats
from replikasi.common.periods import working_days_between

from . import standing
from .locking import locked, require
from .plans import latest_version, move


@dataclass
class Draft:
    """A line as it would be frozen now: the milestone and its latest update of the period."""

    milestone: Milestone
    update: ProgressUpdate | None
    planned: Decimal
    weight: Decimal
    ceiling: Decimal

    @property
    def percent(self):
        return self.update.percent if self.update else Decimal(0)

    @property
    def quantity(self):
        return self.update.quantity if self.update else None

    @property
    def spent(self):
        return (self.update.spent if self.update else None) or Decimal(0)


def compiled(plan, period):
    """The lines a report of `period` would hold now, in the order of the approved version.

    Three queries for any number of milestones.
    """
    version = latest_version(plan)
    if version is None:
        return []
    approved = snapshots.approved(version)
    milestones = Milestone.objects.in_bulk([row.id for row in approved])
    latest = {}
    for update in (
        ProgressUpdate.objects.filter(milestone__plan=plan)
        .up_to(period.ends)
        .order_by("happened_on", "id")
        .prefetch_related("evidence")
    ):
        latest[update.milestone_id] = update
    return [
        Draft(
            milestone=milestones[row.id],
            update=latest.get(row.id),
            planned=arithmetic.planned_percent(row.shape, period.year, period.ends),
            weight=row.shape.weight,
            ceiling=row.ceiling,
        )
        for row in approved
    ]


@transaction.atomic
def open_report(*, plan, period, by):
    """The plan's report for `period`, as a draft when there is none; returns (report, made)."""
    require(by, "actionplans.write_report", plan)
    plan = locked(plan)
    existing = plan.reports.filter(period=period).first()
    if existing:
        return existing, False
    if period.year != plan.fiscal_year:
        raise ValidationError(f"Rencana ini untuk tahun anggaran {plan.fiscal_year}.")
    if latest_version(plan) is None:
        raise ValidationError("Laporan dapat disusun setelah rencana aksi disetujui Litbang.")
    if not period.is_open(timezone.localdate()):
        raise ValidationError(
            f"Laporan {period} dibuka {formats.short_date(period.opens)}. "
            "Progres yang dicatat sampai saat itu otomatis masuk.",
            code="not_open",
        )
    return Report.objects.create(plan=plan, period=period, created_by=by), True


@transaction.atomic
def save_report(*, report, by, problem, solution, next_steps, seen=None):
    """Keep the words of a report that is not sent."""
    require(by, "actionplans.write_report", report)
    report = locked(report, seen=seen)
    if report.state not in (Report.State.DRAFT, Report.State.RETURNED):
        raise ValidationError("Laporan ini sudah dikirim, jadi tidak dapat diubah.", code="state")
    report.problem, report.solution, report.next_steps = problem, solution, next_steps
    report.revision += 1
    report.save()
    return report


@transaction.atomic
def send_report(*, report, by, problem, solution, next_steps, seen=None):
    """Freeze one line a milestone and hand the report to Litbang.

    A line whose claim is unchanged since it was judged keeps its verified value and reason.
    """
    require(by, "actionplans.send_report", report)
    locked(report.plan)
    report = locked(report, seen=seen)
    move(report, "send", "Laporan ini tidak dapat dikirim.")
    earlier = (
        report.plan.reports.filter(
            period__quarter__lt=report.period.quarter, state=Report.State.RETURNED
        )
        .select_related("period")
        .first()
    )
    if earlier:
        raise ValidationError(f"Perbaiki dan kirim dahulu laporan {earlier.period}.")
    lines = compiled(report.plan, report.period)
    judged = {line.milestone_id: line for line in report.lines.all()}
    now = timezone.now()
    if report.days_late is None:
        report.days_late = working_days_between(report.period.due, timezone.localdate(now))
    report.problem, report.solution, report.next_steps = problem, solution, next_steps
    report.sent_by, report.sent_at, report.decided_at = by, now, None
    report.revision += 1
    report.save()
    report.lines.all().delete()
    ReportLine.objects.bulk_create(
        ReportLine(
            report=report,
            milestone=line.milestone,
            update=line.update,
            weight=line.weight,
            planned=line.planned,
            percent=line.percent,
            quantity=line.quantity,
            spent=line.spent,
            ceiling=line.ceiling,
            **_kept_judgement(judged.get(line.milestone.pk), line),
        )
        for line in lines
    )
    ProgressUpdate.objects.filter(milestone__plan=report.plan, held_by=None).up_to(
        report.period.ends
    ).update(held_by=report)
    standing.refresh(report.plan)
    notices.about_report(
        notices.REPORT_SENT,
        report,
        by=by,
        recipients=[*notices.officers(report.plan), *notices.facilitators(report.plan)],
    )
    return report


def _kept_judgement(before, line):
    if before is None or before.percent != line.percent:
        return {}
    return {"verified_percent": before.verified_percent, "verdict_note": before.verdict_note}


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
