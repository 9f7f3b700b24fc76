"""Telling people: rows written in the same transaction as what they tell of."""

from django.db import transaction
from django.utils import timezone

from .models import Notification


def tell(notice, *, recipients, by, url, facts, about=""):
    """One unread notification for each active recipient but the actor; no duplicates.

    `about` names the thing ("report:12"): whoever loses the right to see it loses the notice.
    """
    people = {person.pk: person for person in recipients if person.is_active and person != by}
    Notification.objects.bulk_create(
        Notification(recipient=person, kind=notice.code, facts=facts, url=url, about=about)
        for person in people.values()
    )


@transaction.atomic
def mark_read(*, by, notification=None):
    """Mark one, or all, of the person's notifications as read; returns how many were unread."""
    rows = Notification.objects.visible_to(by).unread()
    if notification is not None:
        rows = rows.filter(pk=notification.pk)
    return rows.update(read_at=timezone.now())
