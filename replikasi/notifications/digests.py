"""Digests: one mail a person with everything that is unread since the last one."""

from django.db import transaction
from django.utils import timezone

from replikasi.accounts.models import User

from . import mails
from .models import Mode, Notification


def send_digests(*, mode):
    """Put one digest of `mode` into the outbox for each person whom something waits for.

    Returns how many were written. Each person's rows are claimed in the same transaction as the
    mail's row: run twice at once, or again after a crash, everything is told exactly once.
    """
    waiting = Notification.objects.unmailed(mode).order_by("recipient").values("recipient")
    people = User.objects.filter(pk__in=waiting).order_by("pk")
    return sum(_send_digest(person, mode) for person in people)


@transaction.atomic
def _send_digest(person, mode):
    claimed = list(
        Notification.objects.filter(recipient=person)
        .unmailed(mode)
        .select_for_update()
        .values_list("pk", flat=True)
    )
    if not claimed:
        return 0
    rows = Notification.objects.filter(pk__in=claimed)
    told = list(
        Notification.objects.visible_to(person)
        .unread()
        .filter(pk__in=claimed)
        .order_by("-created_at", "-pk")
    )
    rows.update(mailed_at=timezone.now())
    if not told or not mails.reaches(person):
        return 0
    mails.put([mails.digest(person, told, weekly=mode == Mode.WEEKLY)])
    return 1
