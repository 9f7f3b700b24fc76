"""Telling people: rows written in the same transaction as what they tell of."""

from django.db import transaction
from django.utils import timezone

from . import mails
from .models import Mode, Notification, Preference
from .registry import NOTICES, kinds_of
from .subjects import require_known


@transaction.atomic
def tell(notice, *, recipients, by, url, facts, about=""):
    """One unread notification for each active recipient but the actor; no duplicates.

    `about` names the thing ("report:12"): whoever loses the right to see it loses the notice.
    Roles that cannot get the kind are left out. Who wants to know at once gets a mail, whose row
    of the outbox is written here as well: it goes if, and only if, what it tells of stands.
    """
    require_known(about)
    people = {
        person.pk: person
        for person in recipients
        if person.is_active and person != by and notice.is_for(person)
    }
    modes = modes_of(notice, people.values())
    now = timezone.now()
    rows = Notification.objects.bulk_create(
        Notification(
            recipient=person,
            kind=notice.code,
            facts=facts,
            url=url,
            about=about,
            mail=modes[person.pk],
            mailed_at=now if modes[person.pk] == Mode.AT_ONCE else None,
        )
        for person in people.values()
    )
    mails.put([mails.at_once(row) for row in rows if row.mail == Mode.AT_ONCE and is_seen(row)])


def is_seen(row):
    """Whether the recipient may see what the row is about; nothing else leaves by mail."""
    return Notification.objects.visible_to(row.recipient).filter(pk=row.pk).exists()


def modes_of(notice, people):
    """{person.pk: Mode} for one kind; nobody without an address is told by mail."""
    chosen = dict(
        Preference.objects.filter(kind=notice.code, user__in=list(people)).values_list(
            "user", "mode"
        )
    )
    return {
        person.pk: chosen.get(person.pk, notice.mail) if mails.reaches(person) else Mode.OFF
        for person in people
    }


@transaction.atomic
def mark_read(*, by, notification=None):
    """Mark one, or all, of the person's notifications as read; returns how many were unread."""
    rows = Notification.objects.visible_to(by).unread()
    if notification is not None:
        rows = rows.filter(pk=notification.pk)
    return rows.update(read_at=timezone.now())


@transaction.atomic
def mark_unread(*, by, notification):
    """Keep one for later, as if it had not been read."""
    Notification.objects.visible_to(by).filter(pk=notification.pk).update(read_at=None)


@transaction.atomic
def choose(*, by, modes):
    """Keep the person's own modes, {kind: Mode}; what is the kind's default needs no row.

    What already waits for a digest follows the new choice.
    """
    allowed = {notice.code for notice in kinds_of(by)}
    for kind, mode in modes.items():
        if kind not in allowed:
            raise ValueError(f"{by.role} cannot be told of {kind!r}")
        if mode == NOTICES[kind].mail:
            Preference.objects.filter(user=by, kind=kind).delete()
        else:
            Preference.objects.update_or_create(user=by, kind=kind, defaults={"mode": mode})
        if mode != Mode.AT_ONCE:
            waiting = Notification.objects.filter(recipient=by, kind=kind, mailed_at=None)
            waiting.exclude(mail__in=(Mode.OFF, mode)).update(mail=mode)


@transaction.atomic
def reset_choices(*, by):
    """Back to every kind's default."""
    choose(by=by, modes={notice.code: notice.mail for notice in kinds_of(by)})
