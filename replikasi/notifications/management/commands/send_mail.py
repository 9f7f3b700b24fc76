"""Delivers the outbox; for a timer that runs it every minute."""

from django.core.management.base import BaseCommand

from replikasi.notifications import outbox


class Command(BaseCommand):
    help = "Send the mails whose turn has come; safe to run twice at once, on one machine or two."

    def handle(self, **options):
        done = outbox.deliver()
        if done.sent or done.failed or done.postponed or done.is_down:
            self.stdout.write(
                f"{done.sent} sent, {done.postponed} postponed, {done.failed} given up"
                + (", the mail server does not answer: the rest waits" if done.is_down else "")
            )
