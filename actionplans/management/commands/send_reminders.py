"""Reminds people of what is due; for a timer that runs it each morning."""

from django.core.management.base import BaseCommand

from actionplans.services import due_reminders


class Command(BaseCommand):
    help = "Remind people of what is due or late; on days off nothing. Safe to run twice at once."

    def handle(self, **options):
        self.stdout.write(f"{due_reminders.send_due_reminders()} reminders")
