"""What people are told by mail about their account; the outbox delivers it."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string


def _send(template, context, to):
    context = {"portal_name": settings.PORTAL_NAME, "portal_owner": settings.PORTAL_OWNER, **context}
    subject = render_to_string(f"accounts/email/{template}_subject.txt", context).strip()
    body = render_to_string(f"accounts/email/{template}_message.txt", context).strip() + "\n"
    send_mail(subject, body, None, [to])


def send_invitation(invitation, link):
    """The one-time link; it is written nowhere else."""
    _send("invitation", {"invitation": invitation, "link": link}, invitation.email)


def send_email_changed(user, old_email):
    """To the former address, so that a stranger's change does not go unnoticed."""
    if old_email:
        _send("email_changed", {"person": user}, old_email)
