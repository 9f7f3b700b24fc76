"""Advice: comments, suggestions and visit notes, their answers, and closing a suggestion.

Its author may say it otherwise for some minutes; after that it is only withdrawn, with a trace.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplans import mentions, notices
from actionplans.models import Comment, CommentFile
from replikasi.common import formats, uploads
from replikasi.common.disk import disk_full_is_told
from replikasi.common.locking import Conflict, locked, require

from .belonging import require_same_plan

MOST_PHOTOS = 10
# What the author may change, by kind; what is for whom and of which kind stays as it was.
CHANGEABLE = {
    Comment.Kind.COMMENT: ("body",),
    Comment.Kind.SUGGESTION: ("body", "answer_by"),
    Comment.Kind.VISIT: ("body", "visited_on", "visited_place", "attendees"),
    Comment.Kind.ANSWER: ("body",),
}


@disk_full_is_told()
def advise(*, comment, by, files=()):
    """Write a comment, suggestion or visit note; the same form sent twice is written once.

    `files` are photos of a visit: all are kept with it, or nothing is written.
    """
    require(by, "actionplans.advise", comment.plan)
    if existing := _written(comment.key, by):
        return existing
    kept = [_photo(file, by) for file in files]  # read before anything is locked
    try:
        with transaction.atomic():
            locked(comment.plan)
            if existing := _written(comment.key, by):
                return existing
            comment.by = by
            _check(comment, photos=len(kept))
            comment.full_clean()
            comment.save()
            for piece, content in kept:
                piece.comment = comment
                piece.keep(content)
            told = _mention(comment, by=by)
            notices.about_advice(notices.ADVICE_GIVEN, comment, by=by, but=told)
    except Exception:
        # The rows did not come to be, so neither do their files.
        for piece, _ in kept:
            piece.delete_files()
        raise
    return comment


def _written(key, by):
    return Comment.objects.filter(key=key, by=by).first()


def _check(comment, *, photos=0):
    """Hold a comment to its kind; what belongs to another kind is refused, not lost."""
    require_same_plan(comment)
    if comment.kind not in Comment.ADVICE:
        raise ValidationError("Catatan perbaikan ditulis saat memeriksa rencana yang diajukan.")
    if comment.kind == Comment.Kind.SUGGESTION:
        comment.wants_answer = comment.wants_answer or comment.answer_by is not None
    else:
        comment.answer_by = None
    if comment.kind == Comment.Kind.VISIT:
        _check_visit(comment)
        if photos > MOST_PHOTOS:
            sentence = f"Paling banyak {MOST_PHOTOS} foto untuk satu catatan."
            raise ValidationError({"files": sentence})
        return
    if photos or comment.visited_place or comment.attendees:
        sentence = "Tempat, yang hadir, dan foto hanya untuk catatan kunjungan. Pilih jenis itu."
        raise ValidationError({"kind": sentence})
    comment.visited_on = None


def _check_visit(comment):
    errors = {}
    if comment.visited_on is None:
        errors["visited_on"] = "Isi tanggal kunjungan."
    elif comment.visited_on > timezone.localdate():
        errors["visited_on"] = "Tanggal kunjungan belum terjadi. Isi hari ini atau sebelumnya."
    if not comment.visited_place.strip():
        errors["visited_place"] = "Isi tempat yang dikunjungi."
    if errors:
        raise ValidationError(errors)


def _photo(file, by):
    """(the unsaved CommentFile of a photo, its content); ValidationError for anything else."""
    try:
        content, upload, taken_on = uploads.accept(file)
    except ValidationError as error:
        sentences = [f"{file.name}: {message}" for message in error.messages]
        raise ValidationError({"files": sentences}) from error
    if not upload.is_photo:
        sentence = "Hanya foto yang dilampirkan pada catatan: JPEG, PNG, WebP, atau HEIC."
        raise ValidationError({"files": f"{file.name}: {sentence}"})
    return CommentFile.of(content, upload, taken_on, uploaded_by=by), content


def _mention(comment, *, by):
    """Keep whom the words name, and tell those who are new among them; returns all of them."""
    found = mentions.named(comment)
    before = set(comment.mentions.values_list("pk", flat=True)) if comment.edited_at else set()
    if found or before:
        comment.mentions.set(found)
    new = [person for person in found if person.pk not in before]
    if new:
        notices.mentioned(comment, people=new, by=by)
    return found


def closed_words(remark):
    """Why a closed remark takes no answer: who closed it and when."""
    when = formats.short_date(remark.closed_at)
    return f"Catatan ini sudah ditutup {remark.closed_by.name}, {when}, jadi tidak dijawab lagi."


def withdrawn_words(comment):
    """Who took it back and when."""
    at = timezone.localtime(comment.withdrawn_at)
    when = f"{formats.short_date(at)} pukul {formats.clock(at)}"
    return f"Ditarik oleh {comment.by.name}, {when}."


@transaction.atomic
def answer(*, parent, body, by, key):
    """Answer a comment, one level below it; the same form sent twice is written once."""
    require(by, "actionplans.answer", parent)
    locked(parent.plan)
    if existing := _written(key, by):
        return existing
    parent = locked(parent.parent or parent)
    if parent.withdrawn_at is not None:
        raise ValidationError(
            f"{withdrawn_words(parent)} Catatan itu tidak dijawab lagi.", code="closed"
        )
    if parent.is_closed_remark:
        raise ValidationError(closed_words(parent), code="closed")
    reply = Comment(
        key=key,
        plan=parent.plan,
        milestone=parent.milestone,
        report=parent.report,
        adaptation=parent.adaptation,
        parent=parent,
        kind=Comment.Kind.ANSWER,
        body=body,
        advisers_only=parent.advisers_only,
        by=by,
    )
    reply.full_clean()
    reply.save()
    told = _mention(reply, by=by)
    notices.about_advice(notices.ADVICE_ANSWERED, reply, by=by, but=told)
    return reply


@transaction.atomic
def edit(*, comment, by, seen="", **values):
    """Say it otherwise within minutes of writing it; it is marked as changed.

    `values` are fields that CHANGEABLE names for its kind; `seen` is `edited_mark` of the comment
    that the form was opened with.
    """
    comment = _own(comment, by)
    if seen != edited_mark(comment):
        raise Conflict(
            "Catatan ini sudah Anda ubah di tempat lain. Periksa isinya, lalu simpan lagi.",
            revision=edited_mark(comment),
        )
    if not comment.is_fresh:
        minutes = int(Comment.EDITABLE_FOR.total_seconds() // 60)
        raise ValidationError(
            f"Catatan hanya dapat diubah {minutes} menit sesudah ditulis. Tarik catatan itu, "
            "lalu tulis yang baru.",
            code="late",
        )
    before = [getattr(comment, name) for name in CHANGEABLE[comment.kind]]
    for name in CHANGEABLE[comment.kind]:
        setattr(comment, name, values.get(name, getattr(comment, name)))
    if before == [getattr(comment, name) for name in CHANGEABLE[comment.kind]]:
        return comment
    if comment.kind == Comment.Kind.VISIT:
        _check_visit(comment)
    if comment.kind == Comment.Kind.SUGGESTION:
        comment.wants_answer = comment.answer_by is not None
    comment.edited_at = timezone.now()
    comment.full_clean()
    comment.save()
    _mention(comment, by=by)
    return comment


def edited_mark(comment):
    """What tells one state of a comment from another; "" before it was changed."""
    return comment.edited_at.isoformat() if comment.edited_at else ""


@transaction.atomic
def withdraw(*, comment, by):
    """Take it back: the words are shown to nobody, that they were there is. Twice does it once."""
    comment = _own(comment, by)
    if comment.withdrawn_at is None:
        comment.withdrawn_at = timezone.now()
        comment.save()
    return comment


def _own(comment, by):
    """The author's comment, locked below its plan."""
    require(by, "actionplans.edit_advice", comment)
    if comment.kind == Comment.Kind.REMARK:
        raise ValidationError("Catatan perbaikan diubah di matriks rencana.")
    locked(comment.plan)
    return locked(comment)


@transaction.atomic
def close_suggestion(*, comment, by):
    """The adviser closes the own suggestion."""
    require(by, "actionplans.close_advice", comment)
    comment = locked(comment)
    if comment.kind != Comment.Kind.SUGGESTION:
        raise ValidationError("Hanya saran yang dapat ditutup.")
    if comment.withdrawn_at is not None:
        raise ValidationError("Saran ini sudah ditarik, jadi tidak perlu ditutup.")
    return close(comment, by=by)


def close(comment, *, by):
    """Close a comment that is locked; twice does it once."""
    if comment.closed_at is None:
        comment.closed_by, comment.closed_at = by, timezone.now()
        comment.save()
    return comment
