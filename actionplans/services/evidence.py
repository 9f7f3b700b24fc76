"""Evidence: added to an open update, removed with its file; judged in `verification`."""

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplans import expected
from actionplans.models import ActionPlan, Evidence
from replikasi.common import uploads
from replikasi.common.disk import disk_full_is_told
from replikasi.common.locking import locked, require

from .progress import edit_progress, record_progress, refuse_locked

MAX_PIECES = 20


@disk_full_is_told()
def add_file(
    *,
    update,
    by,
    file,
    key=None,
    taken=None,
    keep_place=False,
    confidential=False,
    fulfils="",
):
    """Check, clean and store an uploaded file as evidence of `update`.

    The type is told by content; photos lose their EXIF data unless the place is kept on purpose.
    `taken` is the day that a browser read from a photo before it shrank it; what the file itself
    says goes before. Raises ValidationError with a sentence for a file that is refused. The same
    `key` twice adds one piece, also when both come at once.
    """
    require(by, "actionplans.record_progress", update.milestone)
    if existing := _piece_of(key, update):
        return existing
    content, upload, taken_on = uploads.accept(file, keep_place=keep_place)
    piece = Evidence.of(
        content,
        upload,
        taken_on or (taken if upload.is_photo else None),
        update=update,
        confidential=confidential,
        fulfils=line_of(update.milestone, fulfils),
        uploaded_by=by,
        **({"key": key} if key else {}),
    )
    try:
        with transaction.atomic():
            fresh = locked(update)
            if existing := _piece_of(key, update):  # it came while this one was being read
                return existing
            refuse_locked(fresh)
            if fresh.evidence.count() >= MAX_PIECES:
                raise ValidationError(f"Paling banyak {MAX_PIECES} bukti untuk satu catatan.")
            piece.keep(content)
    except Exception:
        # The row did not come to be, so neither do its files.
        piece.delete_files()
        raise
    return piece


def _piece_of(key, update):
    """The piece of `update` that was uploaded under `key`, or None."""
    return Evidence.objects.filter(key=key, update=update).first() if key else None


def record_with_evidence(
    *, update, by, files=(), link="", keep_place=False, confidential=False, fulfils=""
):
    """Record (or, with a pk, edit) an update and add its evidence: all of it or nothing.

    `fulfils` is the line of expected evidence that the new pieces are for. Returns the update; a
    repeated request returns the one already recorded.
    """
    stored = []
    try:
        with transaction.atomic():
            if update.pk:
                edit_progress(update=update, by=by, seen=update.revision)
            else:
                update, created = record_progress(update=update, by=by)
                if not created:
                    return update
            options = {
                "update": update,
                "by": by,
                "confidential": confidential,
                "fulfils": fulfils,
            }
            for file in files:
                stored.append(add_file(file=file, keep_place=keep_place, **options))
            if link and not update.evidence.filter(url=link).exists():
                add_link(url=link, **options)
    except Exception:
        for piece in stored:
            piece.delete_files()
        raise
    return update


@transaction.atomic
def add_link(*, update, by, url, name="", confidential=False, fulfils=""):
    """Add an address as evidence of `update`."""
    require(by, "actionplans.record_progress", update.milestone)
    refuse_locked(locked(update))
    piece = Evidence(
        update=update,
        url=url,
        name=(name or url)[:200],
        confidential=confidential,
        fulfils=line_of(update.milestone, fulfils),
        uploaded_by=by,
    )
    piece.full_clean()
    piece.save()
    return piece


def line_of(milestone, fulfils):
    """`fulfils` when it is a line of the milestone's expected evidence or ""; else an error."""
    if fulfils and fulfils not in expected.lines_of(milestone):
        raise ValidationError(
            "Baris bukti itu tidak ada pada tonggak ini. Pilih salah satu dari daftarnya.",
            code="fulfils",
        )
    return fulfils


@transaction.atomic
def assign(*, evidence, fulfils, by):
    """Say which line of the expected evidence a piece is for; "" takes it back.

    A label that changes no figure, so a sent report does not hold it; a closed plan does.
    """
    milestone = evidence.update.milestone
    require(by, "actionplans.record_progress", milestone)
    if locked(milestone.plan).state == ActionPlan.State.FINISHED:
        raise ValidationError("Rencana aksi ini sudah ditutup.", code="state")
    evidence.fulfils = line_of(milestone, fulfils)
    evidence.save(update_fields=["fulfils"])
    return evidence


@transaction.atomic
def remove(*, evidence, by):
    """Delete a piece of evidence and, once that is certain, its file."""
    require(by, "actionplans.record_progress", evidence.update.milestone)
    refuse_locked(locked(evidence.update))
    evidence.delete()
    transaction.on_commit(evidence.delete_files)
