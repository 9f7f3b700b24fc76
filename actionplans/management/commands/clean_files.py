"""`manage.py clean_files`: deletes files that no row names; for a daily timer."""

from django.core.management.base import BaseCommand

from actionplans.services import clean_files


class Command(BaseCommand):
    help = "Delete stored files that no row names and that are older than a day."

    def add_arguments(self, parser):
        parser.add_argument(
            "--hours", type=float, default=clean_files.DELAY_HOURS, help="younger files stay"
        )

    def handle(self, *, hours, **options):
        deleted = clean_files.clean_files(hours=hours)
        self.stdout.write(f"{len(deleted)} berkas tanpa catatan dihapus.")
