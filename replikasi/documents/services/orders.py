"""Ordering a document, preparing it behind, giving it up, and clearing away what is past."""

import logging
import time
from datetime import timedelta
from functools import partial
from tempfile import TemporaryFile

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.http import QueryDict
from django.utils import timezone

from replikasi.accounts import pulse
from replikasi.documents import notices
from replikasi.documents.compiled import COMPILED
from replikasi.documents.models import Order
from replikasi.documents.models.order import KEPT_FOR, QUIET_AFTER, scope_of

logger = logging.getLogger(__name__)
State = Order.State

# How often the work tells how far it is; each time is a write.
TOLD_EVERY = 1.0
# Who got it within so many seconds has not gone away, and needs no notice.
WATCHED = timedelta(seconds=10)
REMEMBERED = timedelta(days=30)
BROKE = "Ada gangguan di portal. Siapkan lagi; bila tetap gagal, beri tahu Litbang."
DIED = "Pekerja portal berhenti berulang kali saat menyiapkannya. Beri tahu Litbang."


class Cancelled(Exception):
    """Somebody gave the order up, or another worker took it over."""


def order(*, by, document, form, query, start):
    """The Order of that document: one that is under way or still right, else a new one.

    `query`: the choices, as in an address; `start(pk)` puts a new one before the workers.
    """
    same = {"by": by, "document": document, "form": form, "query": query}
    _give_up_quiet(same)
    reading, scope = pulse.reading(), scope_of(by)
    found = Order.objects.filter(**same).under_way().first() or _still_right(same, reading, scope)
    if found:
        return found
    try:
        with transaction.atomic():
            made = Order.objects.create(**same, scope=scope, reading=reading)
            transaction.on_commit(partial(start, made.pk))
    except IntegrityError:  # pressed twice
        return Order.objects.filter(**same).under_way().latest("pk")
    return made


def _still_right(same, reading, scope):
    """One made today of records that did not change since, or None."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    ready = Order.objects.filter(**same, state=State.READY, reading=reading, scope=scope)
    return ready.filter(ordered_at__gte=today, expires_at__gt=timezone.now()).first()


def _give_up_quiet(same):
    """Of whose worker nothing was heard: it stands in the way of a new one."""
    quiet = Order.objects.filter(**same, touched_at__lt=timezone.now() - QUIET_AFTER)
    quiet.under_way().update(state=State.CANCELLED, finished_at=timezone.now())


def cancel(*, order):
    """Give it up; what is under way stops when it next tells of itself. Returns whether it was."""
    rows = Order.objects.filter(pk=order.pk).under_way()
    return bool(rows.update(state=State.CANCELLED, finished_at=timezone.now()))


def prepare(pk):
    """Make the file of the order `pk`, in no transaction. Again after a worker that died is safe:
    who has the order now is told by its tries."""
    now = timezone.now()
    taken = Order.objects.filter(pk=pk).under_way()
    if not taken.update(state=State.RUNNING, tries=F("tries") + 1, touched_at=now, done=0):
        return
    made = Order.objects.select_related("by__agency", "by__region").get(pk=pk)
    try:
        _write(made, _Telling(made))
    except Cancelled:
        return
    except Exception:
        logger.exception("order %s failed", pk)
        _end(made, state=State.FAILED, failure=BROKE)


class _Telling:
    """Called with how far the work is; Cancelled once the order is not ours any more."""

    def __init__(self, order):
        self.order, self.told = order, 0.0

    def __call__(self, done, whole):
        if time.monotonic() - self.told < TOLD_EVERY:
            return
        self.told = time.monotonic()
        values = {"done": min(done, whole), "whole": whole, "touched_at": timezone.now()}
        if not _ours(self.order).update(**values):
            raise Cancelled


def _ours(order):
    return Order.objects.filter(pk=order.pk, state=State.RUNNING, tries=order.tries)


def _write(order, tell):
    document = COMPILED.get(order.document)
    if document is None or not order.by.is_active or scope_of(order.by) != order.scope:
        _end(order, state=State.FAILED, failure="Dokumen ini tidak lagi dapat Anda minta.")
        return
    with TemporaryFile() as out:
        name = document.made(order.by, QueryDict(order.query), order.form, out, tell)
        if name is None:
            _end(order, state=State.FAILED, failure=document.absent)
            return
        size = out.tell()
        out.seek(0)
        _keep(order, name, out, size)


def _keep(order, name, content, size):
    order.file.save(name, File(content), save=False)
    kept = order.file.name
    values = {"state": State.READY, "file": kept, "name": name, "size": size}
    if not _end(order, expires_at=timezone.now() + KEPT_FOR, **values):
        order.file.storage.delete(kept)


@transaction.atomic
def _end(order, **values):
    """Whether the order was still ours to end; who may have gone away is told."""
    now = timezone.now()
    if not _ours(order).update(finished_at=now, touched_at=now, **values):
        return False
    if now - order.ordered_at > WATCHED:
        notices.tell_of(order, is_ready=values["state"] == State.READY)
    return True


def fail_dead(tasks):
    """Orders whose task is among the ids `tasks`, of which no worker will take one up again."""
    rows = Order.objects.filter(task__in=list(tasks)).under_way()
    for made in rows.select_related("by"):
        if (
            Order.objects.filter(pk=made.pk)
            .under_way()
            .update(state=State.FAILED, failure=DIED, finished_at=timezone.now())
        ):
            notices.tell_of(made, is_ready=False)


def unstarted():
    """Ids of orders that were never put before the workers: the portal stopped in between."""
    late = timezone.now() - timedelta(minutes=1)
    rows = Order.objects.filter(state=State.WAITING, task="", ordered_at__lt=late)
    return list(rows.values_list("pk", flat=True))


def clear_away():
    """Delete files that are past their time, and rows that nobody remembers; returns how many
    files."""
    number = 0
    for made in Order.objects.expired():
        made.file.storage.delete(made.file.name)
        number += Order.objects.filter(pk=made.pk).update(file="")
    forgotten = Q(finished_at__lt=timezone.now() - REMEMBERED)
    Order.objects.filter(forgotten, file="").delete()
    return number
