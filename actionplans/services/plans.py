"""Plans: made, submitted, decided, revised. Their rows are changed by matrix.py."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from actionplans import checks, notices, snapshots
from actionplans.models import ActionPlan, Milestone, PlanVersion
from replikasi.common.locking import locked, require
from replikasi.common.states import move

from . import keeping, reporting_periods, standing
from . import remarks as pinned
from .journal import restore
from .matrix_rows import create_rows, touch

SEE_REMARKS = "Lihat catatan pada tonggaknya."
NOT_ASKED = "Revisi ini tidak sedang menunggu keputusan Litbang."
WITH_LITBANG = (
    "Revisi ini sedang menunggu keputusan Litbang. Minta Litbang mengembalikan atau menolaknya."
)


@transaction.atomic
def create_plan(*, replication, fiscal_year, by, rows=()):
    """A draft plan of `replication` for `fiscal_year`, with `rows` in the order of their stages.

    A row is a dict {field of Milestone: value}; its `waits_for` are the places, in `rows`, of the
    milestones that it waits for. ValidationError when the year has a plan already.
    """
    plan = ActionPlan(replication=replication, fiscal_year=fiscal_year, created_by=by)
    require(by, "actionplans.edit_plan", plan)
    locked(replication)  # two at once: the second finds the first one's plan
    write_plan(plan, rows, by=by)
    return plan


def write_plan(plan, rows, *, by):
    """Save the new draft `plan` with `rows`; the verb that does it has asked who may.

    Returns its milestones in the order of `rows`.
    """
    plan.full_clean(exclude=["created_by"])
    plan.save()
    made = []
    if rows:
        made = create_rows(
            plan,
            [{name: row[name] for name in row if name != "waits_for"} for row in rows],
            by=by,
        )
        through = Milestone.waits_for.through
        through.objects.bulk_create(
            through(from_milestone=milestone, to_milestone=made[place])
            for milestone, row in zip(made, rows, strict=True)
            for place in row.get("waits_for", ())
        )
    reporting_periods.ensure_year(plan.fiscal_year)
    return made


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
    touch(plan)
    notice = notices.PLAN_REVISION_SUBMITTED if plan.in_revision else notices.PLAN_SUBMITTED
    notices.about_plan(notice, plan, by=by, recipients=notices.officers(plan))
    return plan


@transaction.atomic
def approve_plan(*, plan, by, seen=None):
    """Approve: an immutable version is written and the standings are made.

    Remarks that are still open are closed with it: a plan that is approved cannot be mended.
    """
    plan = locked(plan, seen=seen)
    require(by, "actionplans.decide_plan", plan)
    move(plan, "approve", "Rencana ini tidak sedang menunggu persetujuan.")
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    version = PlanVersion.objects.create(
        plan=plan,
        number=last + 1,
        snapshot=snapshots.present(plan),
        reason=plan.revision_reason,
        note=plan.revision_note,
        approved_by=by,
        approved_at=timezone.now(),
    )
    plan.revision_reason = plan.revision_note = ""
    pinned.settle_all(plan, by=by)
    touch(plan)
    reporting_periods.ensure_year(plan.fiscal_year)
    standing.refresh(plan)
    keeping.keep(keeping.APPROVED, version)
    notices.about_plan(
        notices.PLAN_APPROVED,
        plan,
        by=by,
        recipients=[*notices.agency_people(plan), *notices.facilitators(plan)],
    )
    return plan


@transaction.atomic
def return_plan(*, plan, by, reason, remarks=(), seen=None):
    """Return with a reason; the plan opens for the agency again.

    `remarks`: (milestone, what is to be mended) that go with it. Where remarks are open, they
    are reason enough.
    """
    plan = locked(plan, seen=seen)
    require(by, "actionplans.decide_plan", plan)
    move(plan, "send_back", "Rencana ini tidak sedang menunggu persetujuan.")
    for milestone, body in remarks:
        pinned.pin(plan, milestone, body, by=by)
    count = plan.comments.open_remarks().count()
    plan.return_reason = reason.strip() or (SEE_REMARKS if count else "")
    if not plan.return_reason:
        raise ValidationError({"reason": "Tulis apa yang perlu diperbaiki."})
    touch(plan, by=by)
    notices.about_plan(
        notices.PLAN_RETURNED,
        plan,
        by=by,
        recipients=notices.agency_people(plan),
        reason=plan.return_reason + (f" ({count} catatan pada tonggak)" if count else ""),
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
    plan.return_reason = ""
    plan.revision_reason, plan.revision_note = reason, note.strip()
    touch(plan)
    return plan


@transaction.atomic
def reject_revision(*, plan, by, reason, seen=None):
    """Litbang: the revision will not be; the plan is again as it was last approved.

    The reason stays on the plan until it is revised or submitted again, and in its history.
    """
    plan = locked(plan, seen=seen)
    require(by, "actionplans.decide_plan", plan)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis mengapa revisi ini ditolak."})
    if plan.state != ActionPlan.State.SUBMITTED:
        raise ValidationError(NOT_ASKED, code="state")
    _drop(plan, ActionPlan.Dropped.REJECTED, by=by, reason=reason.strip())
    notices.about_plan(
        notices.PLAN_REVISION_REJECTED,
        plan,
        by=by,
        recipients=notices.agency_people(plan),
        reason=plan.return_reason,
    )
    return plan


@transaction.atomic
def give_up_revision(*, plan, by, seen=None):
    """The agency: the revision is not wanted after all; the plan is as it was last approved."""
    plan = locked(plan, seen=seen)
    require(by, "actionplans.submit_plan", plan)
    if plan.state == ActionPlan.State.SUBMITTED:
        raise ValidationError(WITH_LITBANG, code="state")
    return _drop(plan, ActionPlan.Dropped.GIVEN_UP, by=by)


def _drop(plan, how, *, by, reason=""):
    """End a revision without a new version; `how` and `reason` stay in the plan's history."""
    move(plan, "drop_revision", "Tidak ada revisi yang sedang berjalan.")
    restore(plan, latest_version(plan).snapshot, by=by)
    pinned.settle_all(plan, by=by)
    plan.revision_reason = plan.revision_note = ""
    plan.return_reason = reason
    touch(plan, by=by, why=how)
    return plan


@transaction.atomic
def delete_plan(*, plan, by):
    """Take away a draft made by mistake: never submitted, and nobody else has written in it."""
    require(by, "actionplans.edit_plan", plan)
    plan = locked(plan)
    if plan.state != ActionPlan.State.DRAFT or plan.versions.exists():
        raise ValidationError("Hanya draf yang belum pernah diajukan yang dapat dihapus.")
    if (
        plan.comments.filter(advisers_only=False).exclude(by__agency=by.agency_id).exists()
        or plan.obstacles.exclude(opened_by__agency=by.agency_id).exists()
    ):
        raise ValidationError(
            "Pendamping sudah menulis catatan pada draf ini, jadi tidak dapat dihapus."
        )
    plan.delete()


@transaction.atomic
def finish_plan(*, plan, by, seen=None):
    """Close the plan once its TW IV report is verified."""
    plan = locked(plan, seen=seen)
    require(by, "actionplans.decide_plan", plan)
    if not plan.reports.filter(state="diverifikasi", period__quarter=4).exists():
        raise ValidationError("Laporan TW IV belum diverifikasi, jadi rencana belum dapat ditutup.")
    move(plan, "finish", "Hanya rencana yang disetujui yang dapat ditutup.")
    touch(plan)
    return plan


def latest_version(plan):
    """The PlanVersion that reports are measured against, or None before the first approval."""
    return plan.versions.order_by("-number").first()
