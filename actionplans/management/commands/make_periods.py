"""`manage.py make_periods`: makes the periods of this and the next year; for a daily timer."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from actionplans.services import reporting_periods


class Command(BaseCommand):
    help = "Make the reporting periods of this and the next fiscal year where they are missing."

    def handle(self, **options):
        year = timezone.localdate().year
        made = reporting_periods.make_years((year, year + 1))
        for period in made:
            self.stdout.write(f"{period}: tenggat OPD {period.due:%d-%m-%Y}.")
        if not made:
            self.stdout.write(f"Periode {year} dan {year + 1} sudah ada.")
