"""Mails about notifications, as rows of the outbox; `send_mail` delivers them."""

from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from post_office.mail import create
from post_office.models import Email

from .registry import sentence_of

LONGEST_SUBJECT = 150
# Of what a digest tells beyond these it says how many there are.
MOST_LINES = 40


def reaches(person):
    """Whether mail can reach the person: demo accounts have addresses that do not exist."""
    return bool(person.email) and person.is_active and not person.is_demo


def full_address(path):
    """The address of a page of the portal as a mail needs it."""
    return urljoin(settings.PORTAL_URL, path)


def put(mails):
    """Write `mails` into the outbox, within the transaction that runs."""
    if mails:
        Email.objects.bulk_create(mails)


def at_once(notification):
    """The mail that tells of one notification, not yet saved."""
    sentence = sentence_of(notification)
    return letter(
        notification.recipient,
        sentence,
        "notifications/email/notice_message.txt",
        {"sentence": sentence, "link": _link(notification)},
    )


def _link(notification):
    """To the notification, not past it: it works after a log-in, and not without the right."""
    return full_address(reverse("notification_open", args=[notification.pk]))


def digest(person, notifications, *, weekly):
    """One mail with everything in `notifications`, newest first, not yet saved."""
    lines = [
        {
            "sentence": sentence_of(row),
            "at": row.created_at,
            "link": _link(row),
        }
        for row in notifications[:MOST_LINES]
    ]
    return letter(
        person,
        f"{len(notifications)} kabar {'minggu ini' if weekly else 'hari ini'} dari portal "
        f"{settings.PORTAL_NAME}",
        "notifications/email/digest_message.txt",
        {
            "lines": lines,
            "more": len(notifications) - len(lines),
            "weekly": weekly,
            "list_link": full_address(f"{reverse('notification_list')}?tampil=belum"),
        },
    )


def letter(person, subject, template, context):
    """A mail to `person` from a template of text, not yet saved."""
    context = {
        "person": person,
        "portal_name": settings.PORTAL_NAME,
        "portal_owner": settings.PORTAL_OWNER,
        "settings_link": full_address(reverse("notification_settings")),
        **context,
    }
    mail = create(
        settings.DEFAULT_FROM_EMAIL,
        [person.email],
        priority="medium",
        commit=False,
    )
    # Set after, because `create` reads both as templates, and people's words are in them.
    # A header holds one line, whatever a fact held.
    mail.subject = " ".join(subject.split())[:LONGEST_SUBJECT]
    mail.message = render_to_string(template, context).strip() + "\n"
    mail.headers = {"Auto-Submitted": "auto-generated"}
    return mail
