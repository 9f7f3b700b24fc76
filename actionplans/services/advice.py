"""Advice: comments, suggestions and visit notes, their answers, and closing a suggestion."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplans import notices
from actionplans.models import Comment
from replikasi.common import formats

from .locking import locked, require, require_same_plan


@transaction.atomic
def advise(*, comment, by):
    """Write a comment, suggestion or visit note; the same form sent twice is written once."""
    require(by, "actionplans.advise", comment.plan)
    locked(comment.plan)
    require_same_plan(comment)
    if comment.kind == Comment.Kind.REMARK:
        raise ValidationError("Catatan perbaikan ditulis saat memeriksa rencana yang diajukan.")
    existing = Comment.objects.filter(key=comment.key, by=by).first()
    if existing:
        return existing
    comment.by = by
    if comment.kind == Comment.Kind.SUGGESTION and comment.answer_by:
        comment.wants_answer = True
    comment.full_clean()
    comment.save()
    notices.about_advice(notices.ADVICE_GIVEN, comment, by=by)
    return comment


def closed_words(remark):
    """Why a closed remark takes no answer: who closed it and when."""
    when = formats.short_date(remark.closed_at)
    return f"Catatan ini sudah ditutup {remark.closed_by.name}, {when}, jadi tidak dijawab lagi."


@transaction.atomic
def answer(*, parent, body, by, key):
    """Answer a comment, one level below it; the same form sent twice is written once."""
    require(by, "actionplans.answer", parent)
    locked(parent.plan)
    existing = Comment.objects.filter(key=key, by=by).first()
    if existing:
        return existing
    if parent.parent_id:
        parent = parent.parent
    if parent.is_closed_remark:
        raise ValidationError(closed_words(parent), code="closed")
    reply = Comment(
        key=key,
        plan=parent.plan,
        milestone=parent.milestone,
        report=parent.report,
        parent=parent,
        kind=Comment.Kind.ANSWER,
        body=body,
        advisers_only=parent.advisers_only,
        by=by,
    )
    reply.full_clean()
    reply.save()
    notices.about_advice(notices.ADVICE_ANSWERED, reply, by=by)
    return reply


@transaction.atomic
def close_suggestion(*, comment, by):
    """The adviser closes the own suggestion."""
    require(by, "actionplans.close_advice", comment)
    comment = locked(comment)
    if comment.kind != Comment.Kind.SUGGESTION:
        raise ValidationError("Hanya saran yang dapat ditutup.")
    return close(comment, by=by)


def close(comment, *, by):
    """Close a comment that is locked; twice does it once."""
    if comment.closed_at is None:
        comment.closed_by, comment.closed_at = by, timezone.now()
        comment.save()
    return comment
