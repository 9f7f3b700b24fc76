"""Whether the portal's records changed: every write leaves a Pulse, and a reader compares them.

A wrapper around every statement of a connection sees the writes, so no service, import, command or
admin page can forget it. A pulse is written in the transaction of the change itself: it becomes
visible with the change, never before and never without it.
"""

import re

from django.db import connections
from django.db.models import Count, Max, Min

from replikasi.common.readonly import WRITE

from .models import Pulse

# Records that dashboards are made of. Not history, which only repeats them, and not who looks at
# what: that changes with every page that somebody opens.
_WATCHED = re.compile(
    r"(?:innovations|actionplans)_"
    r"(?!historical|looking$|visit$|planedit$|planimport$|calendarfeed$|(?:due)?reminder$)"
    r"|accounts_user$"
)
_LOGIN_TIME = re.compile(r'UPDATE "accounts_user" SET "last_login" = \S+ WHERE ')
# Aliases of the databases that have the table; it is missing while the first migrations run.
_ready = set()


def leave(execute, sql, params, many, context):
    """Wrapper of a query (`connection.execute_wrappers`): a Pulse after a watched write."""
    result = execute(sql, params, many, context)
    match = WRITE.match(sql)
    if match and _WATCHED.match(match["table"]) and not _LOGIN_TIME.match(sql):
        _write(context["connection"].alias)
    return result


def _write(alias):
    if alias not in _ready:
        if Pulse._meta.db_table not in connections[alias].introspection.table_names():
            return
        _ready.add(alias)
    pulse = Pulse.objects.using(alias).create()
    if pulse.pk % Pulse.SLICE == 0:
        _prune(alias, pulse.pk - Pulse.KEPT)


def _prune(alias, last):
    """Pulses up to `last` go, but for those that another transaction is removing just now.

    All of them, not only the newest of them: the number at which they were due may have been
    that of a transaction that was rolled back. One statement, without a transaction of its own:
    outside one, SQLite refuses to commit while the row of an INSERT … RETURNING, the very write
    that left this pulse, is not fetched yet.
    """
    connection, table = connections[alias], Pulse._meta.db_table
    free = (
        " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    )
    old = f"SELECT id FROM {table} WHERE id <= %s{free}"  # noqa: S608 - nothing from outside
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id IN ({old})", [last])  # noqa: S608


def watch(sender, connection, **more):
    """Receiver of `connection_created`."""
    if leave not in connection.execute_wrappers:
        # First, since a connection may open inside `execute_wrapper`, whose end takes the last.
        connection.execute_wrappers.insert(0, leave)


def reading():
    """Text that is the same exactly while nothing was changed; one query.

    Least, greatest and number: a long transaction may commit a lower pulse after a higher one.
    """
    found = Pulse.objects.aggregate(least=Min("pk"), most=Max("pk"), number=Count("pk"))
    return f"{found['least']}-{found['most']}-{found['number']}"
