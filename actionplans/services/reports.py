"""Reports: compiled from the quarter's updates, written, sent; judged in `verification`."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplans import arithmetic, mending, notices, report_checks, snapshots, workdays
from actionplans.models import (
    Milestone,
    ProgressUpdate,
    Report,
    ReportLine,
    Verification,
)
from actionplans.models.period import dues_of
from replikasi.common import formats
from replikasi.common.locking import locked, require
from replikasi.common.periods import quarter_bounds
from replikasi.common.states import move

from . import keeping, promises, standing
from .plans import latest_version


@dataclass
class Draft:
    """A line as it would be frozen now: the milestone and its latest update of the period."""

    milestone: Milestone
    update: ProgressUpdate | None
    planned: Decimal
    weight: Decimal
    ceiling: Decimal
    next_planned: Decimal | None = None  # the plan for the quarter after; None after TW IV

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
    after = quarter_bounds(period.year, period.quarter + 1)[1] if period.quarter < 4 else None
    for update in (
        ProgressUpdate.objects.filter(milestone__plan=plan)
        .up_to(period.ends)
        .order_by("happened_on", "id")
    ):
        latest[update.milestone_id] = update
    return [
        Draft(
            milestone=milestones[row.id],
            update=latest.get(row.id),
            planned=arithmetic.planned_percent(row.shape, period.year, period.ends),
            weight=row.shape.weight,
            ceiling=row.ceiling,
            next_planned=after and arithmetic.planned_percent(row.shape, period.year, after),
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
def save_report(
    *, report, by, problem, solution, next_steps, idle_reason="", answers=None, seen=None
):
    """Keep the words of a report that is not sent, and what it says of earlier promises."""
    require(by, "actionplans.write_report", report)
    locked(report.plan)
    report = locked(report, seen=seen)
    if report.state not in (Report.State.DRAFT, Report.State.RETURNED):
        raise ValidationError("Laporan ini sudah dikirim, jadi tidak dapat diubah.", code="state")
    promises.write_answers(report, answers or {})
    report.problem, report.solution, report.next_steps = problem, solution, next_steps
    report.idle_reason = idle_reason.strip()
    report.revision += 1
    report.save()
    return report


@transaction.atomic
def send_report(
    *, report, by, problem, solution, next_steps, idle_reason="", answers=None, seen=None
):
    """Freeze one line a milestone with its evidence and hand the report to Litbang.

    Where the quarter brought no update at all the report needs `idle_reason`; elsewhere there is
    none. A line that has not changed since it was judged keeps its verified value and reason;
    one that has says what changed.
    """
    require(by, "actionplans.send_report", report)
    locked(report.plan)
    report = locked(report, seen=seen)
    move(report, "send", "Laporan ini tidak dapat dikirim.")
    if earlier := returned_before(report):
        raise ValidationError(f"Perbaiki dan kirim dahulu laporan {earlier.period}.")
    lines = compiled(report.plan, report.period)
    idle = report_checks.nothing_recorded(lines, report.period)
    if idle and not idle_reason.strip():
        raise ValidationError({"idle_reason": IDLE_NEEDS_REASON})
    promises.write_answers(report, answers or {})
    rows = _frozen(report, lines)
    now = timezone.now()
    if report.first_sent_on is None:
        report.first_sent_on = timezone.localdate(now)
        due, _ = dues_of(report.plan.replication.agency_id, [report.period])[report.period_id]
        report.days_late = workdays.between(due, report.first_sent_on)
        report.assigned_to = _last_officer(report)
    report.problem, report.solution, report.next_steps = problem, solution, next_steps
    report.idle_reason = idle_reason.strip() if idle else ""
    report.sent_by, report.sent_at, report.decided_at = by, now, None
    report.revision += 1
    report.save()
    report.lines.all().delete()
    ReportLine.objects.bulk_create(rows)
    promises.write_steps(report)
    ProgressUpdate.objects.filter(milestone__plan=report.plan, held_by=None).up_to(
        report.period.ends
    ).update(held_by=report)
    standing.refresh(report.plan)
    keeping.keep(keeping.SENT, report)
    notices.about_report(
        notices.REPORT_SENT,
        report,
        by=by,
        recipients=[*notices.officers(report.plan), *notices.facilitators(report.plan)],
    )
    return report


IDLE_NEEDS_REASON = "Tulis mengapa tidak ada kemajuan pada triwulan ini."


def returned_before(report):
    """The plan's returned report of an earlier quarter, which must be sent first, or None."""
    return (
        report.plan.reports.filter(
            period__quarter__lt=report.period.quarter, state=Report.State.RETURNED
        )
        .select_related("period")
        .order_by("period__quarter")
        .first()
    )


def _frozen(report, lines):
    """The unsaved ReportLines of a report that is being sent, maybe again."""
    pieces = report_checks.pieces_of(report.plan, report.period)
    judged = mending.frozen_lines(report)
    changed = mending.changes(report, judged, lines, pieces)
    return [
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
            pieces=[piece.pk for piece in pieces.get(line.milestone.pk, [])],
            mended=changed.get(line.milestone.pk, []),
            **_kept_judgement(judged.get(line.milestone.pk), line, changed),
        )
        for line in lines
    ]


def _kept_judgement(before, line, changed):
    """What the officer said of a line: the remark stays, the value only where nothing changed."""
    if before is None:
        return {}
    kept = {"remark": before.remark}
    if before.percent == line.percent and line.milestone.pk not in changed:
        kept.update(verified_percent=before.verified_percent, verdict_note=before.verdict_note)
    return kept


def _last_officer(report):
    """Who last decided a report of the plan, if that officer still may; None leaves it to all."""
    last = (
        Verification.objects.filter(report__plan=report.plan)
        .select_related("by")
        .order_by("-at", "-id")
        .first()
    )
    may = last is not None and last.by.has_perm("actionplans.verify_report", report)
    return last.by if may else None
