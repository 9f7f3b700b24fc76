"""Files kept with an innovation or a replication: checked, cleaned and stored, or taken away."""

from django.core.exceptions import ValidationError
from django.db import transaction

from innovations.models import Document, Judged, OutcomeValue
from replikasi.common import uploads
from replikasi.common.disk import disk_full_is_told
from replikasi.common.locking import locked, require

MAX_FILES = 10


@disk_full_is_told()
def add_document(*, owner, by, file, perm, key=None):
    """Store an uploaded `file` with `owner` (see Document.place_of).

    Type by content, photos without EXIF. The same `key` twice adds one file. ValidationError with
    a sentence for a file that is refused.
    """
    require(by, perm, owner)
    place = Document.place_of(owner)
    if existing := _of(key, place, owner):
        return existing
    content, upload, taken_on = uploads.accept(file, keep_place=False)
    values = {place: owner, "uploaded_by": by, **({"key": key} if key else {})}
    document = Document.of(content, upload, taken_on, **values)
    try:
        with transaction.atomic():
            refuse_settled(locked(owner))
            if existing := _of(key, place, owner):  # it came while this one was being read
                return existing
            if Document.objects.filter(**{place: owner}).count() >= MAX_FILES:
                raise ValidationError(f"Paling banyak {MAX_FILES} berkas.")
            document.keep(content)
    except Exception:
        # The row did not come to be, so neither do its files.
        document.delete_files()
        raise
    return document


def _of(key, place, owner):
    return Document.objects.filter(key=key, **{place: owner}).first() if key else None


@transaction.atomic
def remove_document(*, document, by, perm):
    """Delete a file's row and, once that is certain, the file."""
    owner = document.owner
    require(by, perm, owner)
    if not may_remove(locked(owner)):
        raise ValidationError("Berkas ini sedang atau sudah diperiksa Litbang, jadi tetap ada.")
    document.delete()
    transaction.on_commit(document.delete_files)


def is_settled(owner):
    """Whether Litbang has agreed to what the files are kept with: then none are added."""
    if isinstance(owner, Judged):
        return owner.state == Judged.State.AGREED
    return isinstance(owner, OutcomeValue) and owner.state == OutcomeValue.State.VERIFIED


def may_remove(owner):
    """Not while Litbang looks at it, nor after; what was measured waits from the start."""
    return owner.is_open if isinstance(owner, Judged) else not is_settled(owner)


def refuse_settled(owner):
    if is_settled(owner):
        raise ValidationError("Ini sudah disahkan Litbang, jadi berkasnya tidak ditambah lagi.")
