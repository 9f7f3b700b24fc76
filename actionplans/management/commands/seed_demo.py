"""`manage.py seed_demo`: demo accounts and an illustrative history, once; never on a server."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from actionplans.demo import history
from actionplans.demo.people import ACCOUNTS
from actionplans.services import keeping
from replikasi.accounts.models import User
from replikasi.common.demo import DEMO_PASSWORD


class Command(BaseCommand):
    help = "Write demo accounts and illustrative plans, progress and reports around today."

    def add_arguments(self, parser):
        parser.add_argument(
            "--without-evidence", action="store_true", help="leave out pictures and documents"
        )

    def handle(self, *, without_evidence, **options):
        if not settings.DEBUG:
            raise CommandError(
                "Data contoh ditolak: DEBUG mati, dan sandi akun contoh diketahui umum. "
                "Jalankan dengan DEBUG=1 di komputer percobaan."
            )
        if User.objects.filter(is_demo=True, username=ACCOUNTS[0].username).exists():
            self.stdout.write("Data contoh sudah ada, tidak ada yang diubah.")
            return
        names = [account.username for account in ACCOUNTS]
        if taken := User.objects.filter(username__in=names).order_by("username").first():
            raise CommandError(
                f"Akun {taken.username} sudah ada dan bukan akun contoh. "
                "Data contoh hanya untuk basis data yang baru."
            )
        call_command("seed_facts", stdout=self.stdout)
        try:
            # Drawing the documents of its hundred decisions would take as long as all the rest.
            with keeping.without_files():
                people = history.seed(with_evidence=not without_evidence)
        except ValidationError as error:
            raise CommandError(
                "Data contoh tidak dapat ditulis di samping data yang sudah ada: "
                + " ".join(error.messages)
            ) from error
        self.stdout.write(
            f"{len(people)} akun contoh dengan sandi {DEMO_PASSWORD}: {', '.join(people)}"
        )
