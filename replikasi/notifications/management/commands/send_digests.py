"""Writes the digests; for a timer that runs it each working morning, and weekly with --weekly."""

from django.core.management.base import BaseCommand

from replikasi.notifications import digests
from replikasi.notifications.models import Mode


class Command(BaseCommand):
    help = "Put a digest of what is unread into the outbox for each person who wants one."

    def add_arguments(self, parser):
        parser.add_argument(
            "--weekly", action="store_true", help="the weekly digests instead of the daily ones"
        )

    def handle(self, *, weekly, **options):
        written = digests.send_digests(mode=Mode.WEEKLY if weekly else Mode.DAILY)
        self.stdout.write(f"{written} digests")
