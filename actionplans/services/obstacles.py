"""Obstacles: opened where somebody meets one, changed, closed with what helped, opened again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplans.models import Obstacle
from replikasi.common import formats
from replikasi.common.locking import locked, require

from .belonging import require_same_plan

# A line of the history holds no longer reason.
LONGEST_REASON = 100
# What its opener and the agency may change.
FIELDS = ("milestone", "cause", "description", "unblocked_by", "turn", "level")


@transaction.atomic
def open_obstacle(*, obstacle, by):
    """Write a new obstacle; the same form sent twice (`obstacle.key`) opens one."""
    require(by, "actionplans.record_obstacle", obstacle.plan)
    locked(obstacle.plan)
    existing = Obstacle.objects.filter(key=obstacle.key, plan=obstacle.plan, opened_by=by).first()
    if existing:
        return existing
    require_same_plan(obstacle)
    _require_open_talk(obstacle)
    obstacle.opened_by, obstacle.opened_on = by, timezone.localdate()
    obstacle.full_clean()
    obstacle.save()
    return obstacle


def _require_open_talk(obstacle):
    """An obstacle is read by everybody, so nothing said among advisers becomes one."""
    comment = obstacle.comment
    if comment is None:
        return
    if comment.plan_id != obstacle.plan_id:
        raise ValidationError("Catatan ini bukan milik rencana aksi itu.")
    if comment.advisers_only:
        raise ValidationError(
            "Catatan ini hanya untuk pendamping, sedangkan permasalahan dibaca semua pihak. "
            "Catat permasalahannya dari halaman tonggak, dengan kata yang boleh dibaca OPD."
        )
    if comment.withdrawn_at:
        raise ValidationError("Catatan ini sudah ditarik penulisnya.")


@transaction.atomic
def change_obstacle(*, obstacle, by, seen, **values):
    """Write what its opener or the agency changed; Conflict when `seen` is stale.

    `values`: any of FIELDS.
    """
    require(by, "actionplans.edit_obstacle", obstacle)
    locked(obstacle.plan)
    fresh = locked(obstacle, seen=seen)
    if fresh.closed_on:
        raise ValidationError(_closed_words(fresh), code="closed")
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is not changed by hand")
        setattr(fresh, name, value)
    require_same_plan(fresh)
    fresh.full_clean()
    return _saved(fresh)


@transaction.atomic
def close_obstacle(*, obstacle, by, note):
    """Close it with what helped; the same person closing it twice does it once."""
    require(by, "actionplans.record_obstacle", obstacle.plan)
    if not note.strip():
        raise ValidationError({"note": "Tulis apa yang menolong."})
    locked(obstacle.plan)
    fresh = locked(obstacle)
    if fresh.closed_on:
        if fresh.closed_by_id == by.pk:
            return fresh
        raise ValidationError(_closed_words(fresh), code="closed")
    fresh.closed_on, fresh.closed_by = timezone.localdate(), by
    fresh.closing_note = note.strip()
    return _saved(fresh)


@transaction.atomic
def reopen_obstacle(*, obstacle, by, reason):
    """Open a closed one again; the reason stands in its history, with what had helped."""
    require(by, "actionplans.record_obstacle", obstacle.plan)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "Tulis mengapa dibuka lagi."})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": f"Paling panjang {LONGEST_REASON} huruf."})
    locked(obstacle.plan)
    fresh = locked(obstacle)
    if fresh.closed_on is None:
        return fresh
    fresh.closed_on, fresh.closed_by, fresh.closing_note = None, None, ""
    fresh._change_reason = reason
    return _saved(fresh)


def _saved(obstacle):
    obstacle.revision += 1
    obstacle.save()
    return obstacle


def _closed_words(obstacle):
    who = obstacle.closed_by.name if obstacle.closed_by else "orang lain"
    return (
        f"Permasalahan ini sudah ditutup {who}, {formats.short_date(obstacle.closed_on)}: "
        f"{obstacle.closing_note}"
    )
