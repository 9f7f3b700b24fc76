"""The worker's care for what other workers left behind.

A task whose worker was killed stays "running" in django-tasks' table for good. A worker that starts
again under its own name knows which those are; those of a name that never came back are known by
their age. Each is given to a worker again, a few times.
"""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from replikasi.documents import tasks

from . import orders

MOST_TRIES = 3
# Longer than any document takes.
LONGEST = timedelta(minutes=30)
KEPT = timedelta(days=7)


class WorkerStopped(Exception):
    """The worker stopped in the middle, each time."""


def take_up(name=None):
    """Make ready again what a worker `name` was at when it stopped, or (None) what has been under
    way for longer than anything takes. Returns how many tasks."""
    running = DBTaskResult.objects.running()
    if name is None:
        left = list(running.filter(started_at__lt=timezone.now() - LONGEST))
    else:
        left = [row for row in running if row.worker_ids[-1:] == [name]]
    again = [row for row in left if len(row.worker_ids) < MOST_TRIES]
    DBTaskResult.objects.running().filter(pk__in=[row.pk for row in again]).update(
        status=TaskResultStatus.READY
    )
    for row in left:
        if row not in again:
            row.set_failed(WorkerStopped())
    orders.fail_dead(str(row.pk) for row in left if row not in again)
    return len(again)


def tidy():
    """What is done between two tasks, at most once a minute."""
    take_up()
    for pk in orders.unstarted():
        tasks.start(pk)
    orders.clear_away()
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()
