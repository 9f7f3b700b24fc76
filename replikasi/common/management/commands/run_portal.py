"""`make run`: brings the database up to date, fills it once, prints the accounts and serves.

One process for all of it, because every start of Django costs a second.
"""

import os
import socket

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from replikasi.common.demo import DEMO_PASSWORD

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Prepare the database, seed it when it is new, and serve the portal on this machine."
    requires_system_checks = ()  # runserver makes them

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reload", action="store_true", help="restart when code changes")

    def handle(self, *, port, reload, **options):
        # With --reload Django starts this command again as a child, after the parent prepared.
        if os.environ.get("RUN_MAIN") != "true":
            self.refuse_to_start_in_vain(port)
            self.prepare()
            self.print_accounts(port)
        os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
        call_command("runserver", f"{HOST}:{port}", use_reloader=reload)

    def refuse_to_start_in_vain(self, port):
        """CommandError with what to do when DEBUG is off or the port is taken."""
        if not settings.DEBUG:
            raise CommandError(
                "make run is for development and demonstration, and DEBUG is off here "
                "(see .env). How to serve the portal for real: docs/operations.md"
            )
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError) as error:
                raise CommandError(
                    f"Port {port} cannot be used ({error}). Perhaps the portal runs already: look "
                    f"at http://{HOST}:{port}/, or choose another port: make run PORT=8123"
                ) from error

    def prepare(self):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if not self.demo_accounts().exists():
            self.stdout.write("Filling the database with facts and demo data")
            call_command("seed_demo", stdout=self.stdout)  # writes the facts first

    def print_accounts(self, port):
        self.stdout.write(f"\nDemo accounts, password {DEMO_PASSWORD}:")
        for user in self.demo_accounts().select_related("agency").order_by("pk"):
            place = user.agency.name if user.agency else ""
            self.stdout.write(f"  {user.username:<20} {user.role_label:<20} {place}".rstrip())
        self.stdout.write(self.style.SUCCESS(f"\nThe portal: http://{HOST}:{port}/\n"))

    @staticmethod
    def demo_accounts():
        # By the registry: this package stands below the one that has the people.
        return apps.get_model("accounts", "User").objects.filter(is_demo=True)
