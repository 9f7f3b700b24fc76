"""A safe request cannot change the portal's records: a GET that writes is a fault and stops."""

import re
from contextlib import ExitStack

from django.db import connections

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Records of the domain. Sessions, cache, log-in, sign-in factors and the mail outbox are not.
GUARDED = re.compile(r"(innovations|actionplans|documents)_|accounts_user$")
WRITE = re.compile(
    r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"
    r"[\"`]?(?P<table>\w+)",
    re.IGNORECASE,
)
# Returning from single sign-on is a GET, and every log-in notes its time on the person.
_LOGIN_TIME = re.compile(r'UPDATE "accounts_user" SET "last_login" = \S+ WHERE ')


def refuse_writes(execute, sql, params, many, context):
    """Wrapper of a query (`connection.execute_wrapper`): RuntimeError for a guarded write."""
    match = WRITE.match(sql)
    if match and GUARDED.match(match["table"]) and not _LOGIN_TIME.match(sql):
        raise RuntimeError(
            f"A safe request (GET, HEAD or OPTIONS) tried to write to {match['table']}. "
            "Change state in a service that a POST calls."
        )
    return execute(sql, params, many, context)


class ReadOnlyGetMiddleware:
    """Guards the view of every safe request; stands last, so that only the view is guarded."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(refuse_writes))
            return self.get_response(request)
