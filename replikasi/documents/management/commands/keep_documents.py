"""Keeps what was approved, sent or verified before decisions were kept."""

from django.core.management.base import BaseCommand

from replikasi.documents import tasks
from replikasi.documents.services import keeping


class Command(BaseCommand):
    help = (
        "Keep documents of decisions that were taken before this version, and make files that are "
        "missing. Safe to run again."
    )

    def handle(self, **options):
        self.stdout.write(f"{keeping.keep_earlier(tasks.draw.enqueue)} documents kept")
