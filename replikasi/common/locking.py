"""Who saved first: a row is locked before it changes, and a stale form is told what changed."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from replikasi.common import formats


class Conflict(ValidationError):
    """Somebody saved the same thing since the form was opened; nothing was written.

    `revision` is the one that there is now.
    """

    def __init__(self, message, *, revision):
        super().__init__(message, code="conflict")
        self.revision = revision


def require(by, perm, obj):
    """Raise PermissionDenied unless the rules let `by` do it."""
    if not by.has_perm(perm, obj):
        raise PermissionDenied


def locked(obj, *, seen=None):
    """`obj` read anew and locked until the transaction ends.

    `seen` is the revision that the person's form was opened with; Conflict when it is stale.
    """
    fresh = type(obj).objects.select_for_update(of=("self",)).get(pk=obj.pk)
    refuse_stale(fresh, seen)
    return fresh


def refuse_stale(fresh, seen):
    """Conflict when the form was opened with another revision than the locked `fresh` has."""
    if seen is not None and int(seen) != fresh.revision:
        raise Conflict(changed_since(fresh, int(seen)), revision=fresh.revision)


def record_at(obj, seen):
    """The history record of `obj` as it stood at revision `seen`, or None."""
    records = obj.history.filter(revision__lte=seen)
    return records.order_by("-history_date", "-history_id").first()


def changed_since(obj, seen):
    """A sentence that says who changed what since revision `seen`."""
    after = obj.history.order_by("-history_date", "-history_id").first()
    return change_told(obj, record_at(obj, seen), after)


def change_told(obj, before, after):
    """A sentence that says who changed what between two history records of `obj`, or None each."""
    if after is None:
        return "Data ini sudah diubah orang lain. Muat ulang halaman untuk melihatnya."
    who = str(after.history_user or "Seseorang")
    when = formats.clock(timezone.localtime(after.history_date))
    changes = []
    if before is not None:
        for change in after.diff_against(before).changes:
            field = obj._meta.get_field(change.field)
            if field.editable:
                old, new = _shown(field, change.old), _shown(field, change.new)
                changes.append(f"{field.verbose_name} {old} → {new}")
    what = "; ".join(changes) or "isinya"
    return (
        f"{who} sudah menyimpan perubahan pukul {when}: {what}. "
        "Isian Anda belum disimpan; periksa lalu simpan lagi."
    )


def _shown(field, value):
    if value in (None, "", []):
        return "(kosong)"
    if isinstance(value, list):
        return f"{len(value)} pilihan"
    if isinstance(value, Decimal):
        return formats.number(value)
    if isinstance(value, date):
        return formats.short_date(value)
    return str(dict(field.flatchoices).get(value, value))
