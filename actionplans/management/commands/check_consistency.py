"""`manage.py check_consistency`: recomputes every standing and names each one that differs."""

import sys
from itertools import chain

from django.core.management.base import BaseCommand

from actionplans.models import ActionPlan
from actionplans.services import clean_files, consistency


class Command(BaseCommand):
    help = "Recompute all standings from versions and reports; exit 1 naming each difference."

    def add_arguments(self, parser):
        parser.add_argument(
            "--repair", action="store_true", help="first write anew the standings that differ"
        )

        parser.add_argument("--files", action="store_true", help="also look for each stored file")

    def handle(self, *, repair, files, **options):
        plans = ActionPlan.objects.all()
        if repair:
            self.stdout.write(f"{consistency.repair(plans)} rencana: posisi ditulis ulang")
        found = consistency.differences(plans)
        if files:
            found = chain(found, clean_files.missing_files())
        count = 0
        for sentence in found:
            self.stderr.write(sentence)
            count += 1
        self.stdout.write(f"{plans.count()} rencana diperiksa, {count} perbedaan")
        if count:
            sys.exit(1)
