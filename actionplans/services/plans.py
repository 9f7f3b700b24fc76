"""Plans: made from the template, edited row by row, submitted, decided, revised."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from actionplans import arithmetic, checks, notices, snapshots
from actionplans.models import ActionPlan, Milestone, PlanVersion
from actionplans.template_plan import ROWS

from . import reporting_periods, standing
from .locking import locked, require

RENUMBER_OFFSET = 10_000


def move(plan, transition, sentence):
    """Run a declared transition; one that the state does not allow is a sentence, not a crash."""
    try:
        getattr(plan, transition)()
    except TransitionNotAllowed:
        state = plan.get_state_display().lower()
        raise ValidationError(f"{sentence} Statusnya sekarang: {state}.", code="state") from None


def _touch(plan):
    plan.revision += 1
    plan.save()


def _editable(plan):
    fresh = locked(plan)
    if not fresh.is_editable:
        raise ValidationError(
            "Rencana ini tidak sedang disusun, jadi tonggaknya tidak dapat diubah. "
            "Buka revisi lebih dahulu bila memang perlu.",
            code="state",
        )
    return fresh


@transaction.atomic
def create_plan(*, replication, fiscal_year, by, from_template=True):
    """A draft plan of `replication` for `fiscal_year`, with the template's rows."""
    plan = ActionPlan(replication=replication, fiscal_year=fiscal_year, created_by=by)
    require(by, "actionplans.edit_plan", plan)
    locked(replication)  # two at once: the second finds the first one's plan
    plan.full_clean(exclude=["created_by"])
    plan.save()
    if from_template:
        for number, (stage, activity, output, unit) in enumerate(ROWS, start=1):
            Milestone.objects.create(
                plan=plan,
                number=number,
                stage=stage,
                activity=activity,
                output=output,
                unit=unit,
            )
    reporting_periods.ensure_year(fiscal_year)
    return plan


@transaction.atomic
def save_milestone(*, milestone, by, seen=None):
    """Write a new or changed milestone of a plan that is being edited; numbers follow the stages.

    `seen` is the revision the form was opened with; Conflict when somebody saved since.
    """
    require(by, "actionplans.edit_plan", milestone.plan)
    plan = _editable(milestone.plan)
    revision = 0
    if milestone.pk:
        revision = locked(milestone, seen=seen).revision + 1
    else:
        last = plan.milestones.aggregate(last=Max("number"))["last"] or 0
        milestone.number = last + 1
    milestone.full_clean()
    milestone.revision = revision
    milestone.save()
    _renumber(plan)
    _touch(plan)
    milestone.refresh_from_db()
    return milestone


@transaction.atomic
def delete_milestone(*, milestone, by):
    """Remove a row that no approved version holds."""
    require(by, "actionplans.edit_plan", milestone.plan)
    plan = _editable(milestone.plan)
    if any(
        row["id"] == milestone.pk for version in plan.versions.all() for row in version.snapshot
    ):
        raise ValidationError(
            "Tonggak ini ada di rencana yang sudah disetujui, jadi tidak dapat dihapus. "
            "Beri bobot 0 bila tidak jadi dikerjakan."
        )
    milestone.delete()
    _renumber(plan)
    _touch(plan)


@transaction.atomic
def move_milestone(*, milestone, by, step):
    """Exchange the row with its neighbour of the same stage: step −1 is up, 1 is down."""
    require(by, "actionplans.edit_plan", milestone.plan)
    plan = _editable(milestone.plan)
    rows = list(plan.milestones.filter(stage=milestone.stage).order_by("number"))
    at = next(index for index, row in enumerate(rows) if row.pk == milestone.pk)
    if not 0 <= at + step < len(rows):
        return
    rows[at], rows[at + step] = rows[at + step], rows[at]
    others = plan.milestones.exclude(stage=milestone.stage).order_by("number")
    _write_numbers(plan, sorted([*others, *rows], key=lambda row: row.stage))
    _touch(plan)


def _renumber(plan):
    _write_numbers(plan, list(plan.milestones.order_by("stage", "number")))


def _write_numbers(plan, rows):
    """Number `rows` 1, 2, 3 …; in two steps, since a number is unique within a plan."""
    if [row.number for row in rows] == list(range(1, len(rows) + 1)):
        return
    plan.milestones.update(number=F("number") + RENUMBER_OFFSET)
    for number, row in enumerate(rows, start=1):
        row.number = number
    Milestone.objects.bulk_update(rows, ["number"])


@transaction.atomic
def spread_weights(*, plan, by):
    """Share what is missing of 100 among the milestones without a weight; returns how many."""
    require(by, "actionplans.edit_plan", plan)
    fresh = _editable(plan)
    rows = list(fresh.milestones.order_by("number"))
    empty = [row for row in rows if row.weight is None]
    gap = arithmetic.HUNDRED - checks.weight_total(rows)
    if not empty:
        raise ValidationError("Semua tonggak sudah berbobot; ubah bobotnya satu per satu.")
    if gap < 0:
        raise ValidationError(f"Jumlah bobot sudah {checks.weight_gap(rows)}, tidak ada sisa.")
    for row, weight in zip(empty, arithmetic.spread(gap, len(empty)), strict=True):
        row.weight = weight
        row.revision += 1
        row.save()
    _touch(fresh)
    return len(empty)


@transaction.atomic
def submit_plan(*, plan, by, seen=None):
    """Ask for approval; refused until every check is met."""
    require(by, "actionplans.submit_plan", plan)
    plan = locked(plan, seen=seen)
    lacking = [
        check
        for check in checks.before_submission(plan, list(plan.milestones.order_by("number")))
        if not check.done
    ]
    if lacking:
        first = "; ".join(f"{check.label}: {check.items[0][0]}" for check in lacking)
        raise ValidationError(f"Rencana belum dapat diajukan. {first}.", code="incomplete")
    move(plan, "submit", "Rencana ini tidak dapat diajukan.")
    plan.submitted_by, plan.submitted_at = by, timezone.now()
    plan.return_reason = ""
    _touch(plan)
    notices.about_plan(notices.PLAN_SUBMITTED, plan, by=by, recipients=notices.officers(plan))
    return plan


@transaction.atomic
def approve_plan(*, plan, by, seen=None):
    """Approve: an immutable version is written and the standings are made."""
    plan = locked(plan, seen=seen)
    require(by, "actionplans.decide_plan", plan)
    move(plan, "approve", "Rencana ini tidak sedang menunggu persetujuan.")
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    PlanVersion.objects.create(
        plan=plan,
        number=last + 1,
        snapshot=snapshots.taken(plan.milestones.all()),
        reason=plan.revision_reason,
        note=plan.revision_note,
        approved_by=by,
        approved_at=timezone.now(),
    )
    plan.revision_reason = plan.revision_note = ""
    _touch(plan)
    reporting_periods.ensure_year(plan.fiscal_year)
    standing.refresh(plan)
    notices.about_plan(
        notices.PLAN_APPROVED,
        plan,
        by=by,
        recipients=[*notices.agency_people(plan), *notices.facilitators(plan)],
    )
    return plan


@transaction.atomic
def return_plan(*, plan, by, reason, seen=None):
    """Return with a reason; the plan opens for the agency again."""
    plan = locked(plan, seen=seen)
    require(by, "actionplans.decide_plan", plan)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis apa yang perlu diperbaiki."})
    plan.return_reason = reason.strip()
    move(plan, "send_back", "Rencana ini tidak sedang menunggu persetujuan.")
    _touch(plan)
    notices.about_plan(
        notices.PLAN_RETURNED,
        plan,
        by=by,
        recipients=notices.agency_people(plan),
        reason=plan.return_reason,
    )
    return plan


@transaction.atomic
def revise_plan(*, plan, by, reason, note, seen=None):
    """Open a revision with a coded reason and a sentence; reports keep to the last version."""
    plan = locked(plan, seen=seen)
    require(by, "actionplans.submit_plan", plan)
    if reason not in ActionPlan.RevisionReason.values:
        raise ValidationError({"reason": "Pilih alasan revisi."})
    if not note.strip():
        raise ValidationError({"note": "Tulis satu kalimat penjelasan."})
    move(plan, "revise", "Hanya rencana yang disetujui yang dapat direvisi.")
    plan.revision_reason, plan.revision_note = reason, note.strip()
    _touch(plan)
    return plan


@transaction.atomic
def finish_plan(*, plan, by, seen=None):
    """Close the plan once its TW IV report is verified."""
    plan = locked(plan, seen=seen)
    require(by, "actionplans.decide_plan", plan)
    if not plan.reports.filter(state="diverifikasi", period__quarter=4).exists():
        raise ValidationError("Laporan TW IV belum diverifikasi, jadi rencana belum dapat ditutup.")
    move(plan, "finish", "Hanya rencana yang disetujui yang dapat ditutup.")
    _touch(plan)
    return plan


def latest_version(plan):
    """The PlanVersion that reports are measured against, or None before the first approval."""
    return plan.versions.order_by("-number").first()


def total_ceiling(milestones):
    return sum((row.ceiling for row in milestones), Decimal(0))
