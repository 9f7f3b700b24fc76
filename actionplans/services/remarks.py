"""Remarks: what Litbang wants mended in a plan that waits, pinned to its milestones."""

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplans.models import ActionPlan, Comment
from replikasi.common.locking import locked, require

from .advice import close

WAITS_NO_MORE = (
    "Rencana ini tidak sedang menunggu keputusan, jadi catatan perbaikan tidak dapat ditulis "
    "atau diubah lagi."
)


def _require_waiting(plan):
    """Raise ValidationError unless Litbang has to decide on the plan, which is locked."""
    if plan.state != ActionPlan.State.SUBMITTED:
        raise ValidationError(WAITS_NO_MORE, code="state")


def _own(comment, by):
    """The remark locked; ValidationError unless it is still the author's to change."""
    require(by, "actionplans.decide_plan", comment)
    _require_waiting(locked(comment.plan))
    comment = locked(comment)
    if comment.by_id != by.pk:
        raise ValidationError("Hanya penulisnya yang mengubah catatan ini.")
    if comment.closed_at or comment.answers.exists():
        raise ValidationError("Catatan ini sudah dijawab atau ditutup, jadi tidak diubah lagi.")
    return comment


def _body(body):
    if not body.strip():
        raise ValidationError({"body": "Tulis apa yang perlu diperbaiki."})
    return body.strip()


@transaction.atomic
def remark(*, milestone, body, by, key):
    """Pin a remark to a milestone; the agency sees it at once. Sent twice, it is written once."""
    require(by, "actionplans.decide_plan", milestone)
    plan = locked(milestone.plan)
    existing = Comment.objects.filter(key=key, by=by).first()
    if existing:
        return existing
    _require_waiting(plan)
    return pin(plan, milestone, body, by=by, key=key)


def pin(plan, milestone, body, *, by, key=None):
    """Write the remark; inside a transaction that holds the plan."""
    written = Comment(
        plan=plan, milestone=milestone, kind=Comment.Kind.REMARK, body=_body(body), by=by
    )
    if key is not None:
        written.key = key
    written.full_clean()
    written.save()
    return written


@transaction.atomic
def change_remark(*, comment, body, by):
    """Say it otherwise, as long as nobody has answered and the plan waits."""
    comment = _own(comment, by)
    comment.body = _body(body)
    comment.save()
    return comment


@transaction.atomic
def withdraw_remark(*, comment, by):
    """Take an own remark back, as long as nobody has answered and the plan waits."""
    _own(comment, by).delete()


@transaction.atomic
def settle_remark(*, comment, by):
    """Say that it is mended; any officer who may decide on the plan. Twice does it once."""
    require(by, "actionplans.decide_plan", comment)
    comment = locked(comment)
    if comment.kind != Comment.Kind.REMARK:
        raise ValidationError("Hanya catatan perbaikan yang dapat dinyatakan beres.")
    return close(comment, by=by)


def settle_all(plan, *, by):
    """Close what is open: the decision on the plan has overtaken it. Returns how many."""
    found = list(plan.comments.open_remarks().order_by("pk"))
    for comment in found:
        close(comment, by=by)
    return len(found)
