"""Prepares the documents that people ordered, until it is stopped."""

import socket
import time

from django.core.management.base import BaseCommand
from django_tasks_db.management.commands.db_worker import Worker, validate_worker_id

from replikasi.documents.services import worker as care

TIDIED_EVERY = 60
INTERVAL = 1.0


class Command(BaseCommand):
    help = "Prepare what people ordered. Run one; a second one needs another --name."

    def add_arguments(self, parser):
        parser.add_argument(
            "--name",
            type=validate_worker_id,
            default=socket.gethostname()[:64],
            help="of this worker: when it starts again it takes up what it was at (default: the "
            "machine's)",
        )
        parser.add_argument(
            "--once", action="store_true", help="end when nothing is left, instead of waiting"
        )

    def handle(self, *, name, once, **options):
        worker = Worker(
            queue_names=["*"],
            interval=INTERVAL,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=name,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        taken = care.take_up(name)
        self.stdout.write(f"worker {name} waits for orders; {taken} taken up again")
        tidied = -TIDIED_EVERY
        while worker.running:
            if time.monotonic() - tidied >= TIDIED_EVERY:
                care.tidy()
                tidied = time.monotonic()
            # One task at a time, so that there is time to tidy in a long queue.
            before = worker._run_tasks = 0
            worker.run()
            if worker._run_tasks > before:
                continue
            if once:
                return
            time.sleep(INTERVAL)
