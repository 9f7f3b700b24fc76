"""What an agency proposes and Litbang judges: one way for every Judged row."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from innovations.models import Judged
from replikasi.common.locking import locked, require

State = Judged.State


def propose(row, *, by, perm, seen=None, **values):
    """Write `values` and ask for agreement; only a draft or what was returned. Locked first.

    To be called inside a transaction. Returns the fresh row; Conflict when `seen` is stale.
    """
    require(by, perm, row)
    fresh = open_row(row, seen=seen)
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.state, fresh.proposed_by, fresh.proposed_at = State.PROPOSED, by, timezone.now()
    fresh.decided_by = fresh.decided_at = None
    return saved(fresh)


def save_draft(row, *, by, perm, seen=None, **values):
    """Write `values` without asking yet. As `propose`."""
    require(by, perm, row)
    fresh = open_row(row, seen=seen)
    for name, value in values.items():
        setattr(fresh, name, value)
    return saved(fresh)


def agree(row, *, by, perm, seen=None):
    """Litbang agrees to what was proposed; the same person agreeing twice does it once."""
    require(by, perm, row)
    fresh = locked(row, seen=None)
    if fresh.state == State.AGREED and fresh.decided_by_id == by.pk:
        return fresh
    fresh = _proposed(row, seen)
    fresh.state, fresh.return_reason = State.AGREED, ""
    fresh.decided_by, fresh.decided_at = by, timezone.now()
    return saved(fresh)


def send_back(row, *, by, perm, reason, seen=None):
    """Litbang returns it with a reason; the agency may change it again."""
    require(by, perm, row)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis apa yang perlu diperbaiki."})
    fresh = _proposed(row, seen)
    fresh.state, fresh.return_reason = State.RETURNED, reason.strip()
    fresh.decided_by, fresh.decided_at = by, timezone.now()
    return saved(fresh)


def open_row(row, *, seen=None):
    """`row` locked, if the agency may change it now; else a sentence."""
    fresh = locked(row, seen=seen)
    if not fresh.is_open:
        state = fresh.get_state_display().lower()
        raise ValidationError(
            f"Ini tidak dapat diubah lagi. Statusnya sekarang: {state}.", code="state"
        )
    return fresh


def _proposed(row, seen):
    fresh = locked(row, seen=seen)
    if fresh.state != State.PROPOSED:
        state = fresh.get_state_display().lower()
        raise ValidationError(
            f"Ini tidak sedang menunggu persetujuan. Statusnya sekarang: {state}.", code="state"
        )
    return fresh


def saved(row):
    """`row` validated and written with the next revision."""
    row.revision += 1
    row.full_clean()
    row.save()
    return row
