"""Delivering the outbox: each mail is claimed for a while, sent, and noted as sent.

Not post_office's own `send_queued_mail`, whose lock holds on one machine only. A claim is the
mail's `scheduled_time` moved ahead: whoever dies with it loses it when the time is up. A mail is
sent twice only if the process dies between the mail server's yes and the note of it; the mail
keeps its Message-ID, by which mail readers know it as the same.
"""

import logging
import smtplib
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from post_office.connections import connections
from post_office.models import STATUS, Email, Log
from post_office.settings import get_default_mailer

logger = logging.getLogger(__name__)

# Longer than a slow server takes for one mail (EMAIL_TIMEOUT for each of its answers).
LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=2)
SERVER_GONE = (OSError, smtplib.SMTPServerDisconnected)


@dataclass
class Delivery:
    """What one run did. `is_down`: the mail server did not answer, so the rest waits."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    is_down: bool = False


def due():
    """Mails whose turn has come, in the order in which they are sent."""
    now = timezone.now()
    return (
        Email.objects.filter(status__in=[STATUS.queued, STATUS.requeued])
        .filter(Q(scheduled_time=None) | Q(scheduled_time__lte=now))
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .order_by("-priority", "pk")
    )


@transaction.atomic
def claim():
    """The next mail, held until LEASE is over, or None. Two runs at once get different ones."""
    mail = due().select_for_update(skip_locked=True).first()
    if mail is None:
        return None
    mail.scheduled_time = timezone.now() + LEASE
    Email.objects.filter(pk=mail.pk).update(scheduled_time=mail.scheduled_time)
    return mail


def deliver():
    """Send everything that is due; returns a Delivery.

    When the mail server is gone the run ends, and what was not tried waits as it is: after a
    night without a server the mails go, each once.
    """
    done = Delivery()
    try:
        if not due().exists():
            return done
        connection = connections[get_default_mailer()]
        while (mail := claim()) is not None:
            try:
                mail.dispatch(commit=False, disconnect_after_delivery=False, connection=connection)
            except Exception as error:  # a mail that breaks must not stop the others
                if _refused(mail, error):
                    done.failed += 1
                else:
                    done.postponed += 1
                if _is_gone(error):
                    raise
                continue
            _note(mail, status=STATUS.sent, scheduled_time=None)
            done.sent += 1
    except SERVER_GONE as error:
        logger.warning("The mail server does not answer: %s", error)
        done.is_down = True
    except smtplib.SMTPException as error:
        # Before a mail was tried: the server refuses the portal's log-in or its greeting.
        logger.warning("The mail server refuses the portal: %s", error)
        done.is_down = True
    finally:
        connections.close()
    return done


def _is_gone(error):
    return isinstance(error, SERVER_GONE) and not isinstance(
        error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused
    )


def _refused(mail, error):
    """Note a failure: whether the mail is given up (True), or tried again later."""
    logger.warning("Mail %s was not sent: %s", mail.pk, error)
    retries = (mail.number_of_retries or 0) + 1
    given_up = _is_for_ever(error) or retries > settings.POST_OFFICE["MAX_RETRIES"]
    with transaction.atomic():
        Log.objects.create(
            email=mail,
            status=STATUS.failed,
            message=str(error)[:1000],
            exception_type=type(error).__name__,
        )
        if given_up:
            _note(mail, status=STATUS.failed, number_of_retries=retries)
        else:
            wait = min(FIRST_WAIT * 2 ** (retries - 1), LONGEST_WAIT)
            _note(
                mail,
                status=STATUS.requeued,
                number_of_retries=retries,
                scheduled_time=timezone.now() + wait,
            )
    return given_up


def _is_for_ever(error):
    """The server knows none of the recipients."""
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in error.recipients.values()
    )


def _note(mail, **fields):
    """Write what became of a mail, unless the claim ran out and another run holds it now."""
    Email.objects.filter(pk=mail.pk, scheduled_time=mail.scheduled_time).update(
        last_updated=timezone.now(), **fields
    )
