"""What people are told by mail about their account; the outbox delivers it."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string


def _send(subject, message, to, context):
    """One mail to the address `to`; `subject` and `message` are templates."""
    context = {
        "portal_name": settings.PORTAL_NAME,
        "portal_owner": settings.PORTAL_OWNER,
        **context,
    }
    send_mail(
        render_to_string(subject, context).strip(),
        render_to_string(message, context).strip() + "\n",
        None,
        [to],
    )


def send_invitation(invitation, link):
    """The one-time link; it is written nowhere else."""
    _send(
        "accounts/email/invitation_subject.txt",
        "accounts/email/invitation_message.txt",
        invitation.email,
        {"invitation": invitation, "link": link},
    )


def send_email_changed(user, old_email):
    """To the former address, so that a stranger's change does not go unnoticed."""
    if old_email:
        _send(
            "accounts/email/email_changed_subject.txt",
            "accounts/email/email_changed_message.txt",
            old_email,
            {"person": user},
        )
