"""Sends leaders the briefing when it is due; for a timer that runs it each morning."""

from django.core.management.base import BaseCommand

from replikasi.documents.services import briefs


class Command(BaseCommand):
    help = "Put the briefings that are due into the outbox. Safe to run twice at once."

    def handle(self, **options):
        self.stdout.write(f"{briefs.send_briefs()} briefings")
