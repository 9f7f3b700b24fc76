"""Obstacles: opened where somebody meets one, closed with what helped."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from .locking import require, require_same_plan


@transaction.atomic
def open_obstacle(*, obstacle, by):
    require(by, "actionplans.record_obstacle", obstacle.plan)
    require_same_plan(obstacle)
    obstacle.opened_by, obstacle.opened_on = by, timezone.localdate()
    obstacle.full_clean()
    obstacle.save()
    return obstacle


@transaction.atomic
def close_obstacle(*, obstacle, by, note):
    require(by, "actionplans.record_obstacle", obstacle.plan)
    if not note.strip():
        raise ValidationError({"note": "Tulis apa yang menolong."})
    if obstacle.closed_on is None:
        obstacle.closed_on, obstacle.closing_note = timezone.localdate(), note.strip()
        obstacle.save()
    return obstacle
