"""What an agency proposes and Litbang judges: one way for every Judged row."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from innovations.models import Judged
from replikasi.common.locking import locked, refuse_stale, require
from replikasi.common.states import move, refusal

State = Judged.State
NOT_ASKED = "Ini tidak sedang menunggu persetujuan."


def save_draft(row, *, by, perm, seen=None, **values):
    """Write `values` without asking yet; only a draft or what was returned. Locked first.

    To be called inside a transaction, as all of these. Returns the fresh row; Conflict when `seen`
    is stale.
    """
    require(by, perm, row)
    fresh = locked(row, seen=seen)
    if not fresh.is_open:
        raise ValidationError(refusal(fresh, "Ini tidak dapat diubah lagi."), code="state")
    return saved(_with(fresh, values))


def propose(row, *, by, perm, seen=None, **values):
    """Write `values` and ask for agreement."""
    require(by, perm, row)
    fresh = _with(locked(row, seen=seen), values)
    move(fresh, "propose", "Ini tidak dapat diajukan.")
    fresh.proposed_by, fresh.proposed_at = by, timezone.now()
    fresh.decided_by = fresh.decided_at = None
    return saved(fresh)


def agree(row, *, by, perm, seen=None):
    """Litbang agrees to what was proposed; the same person agreeing twice does it once."""
    require(by, perm, row)
    fresh = locked(row)
    if fresh.state == State.AGREED and fresh.decided_by_id == by.pk:
        return fresh
    refuse_stale(fresh, seen)
    move(fresh, "agree", NOT_ASKED)
    fresh.return_reason = ""
    return _decided(fresh, by)


def send_back(row, *, by, perm, reason, seen=None):
    """Litbang returns it with a reason; the agency may change it again."""
    return _back(row, "send_back", NOT_ASKED, by=by, perm=perm, reason=reason, seen=seen)


def reopen(row, *, by, perm, reason, seen=None):
    """Litbang takes its agreement back with a reason; the agency may change it again."""
    sentence = "Ini belum disepakati."
    return _back(row, "reopen", sentence, by=by, perm=perm, reason=reason, seen=seen)


def _back(row, transition, sentence, *, by, perm, reason, seen):
    require(by, perm, row)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis apa yang perlu diperbaiki."})
    fresh = locked(row, seen=seen)
    move(fresh, transition, sentence)
    fresh.return_reason = reason.strip()
    return _decided(fresh, by)


def _with(row, values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _decided(row, by):
    row.decided_by, row.decided_at = by, timezone.now()
    return saved(row)


def saved(row):
    """`row` validated and written with the next revision."""
    row.revision += 1
    row.full_clean()
    row.save()
    return row
