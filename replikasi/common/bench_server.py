"""The portal as `make bench` serves it, and nobody else: with a query count and a bare page.

The bare page is what every page costs before it says anything: the same log-in and base template,
with nothing in between.
"""

import os
from functools import lru_cache

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

QUERY_COUNT_HEADER = "X-Query-Count"
BARE_PATH = "/bench/"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "replikasi.settings")
settings.ROOT_URLCONF = __name__
portal = get_wsgi_application()


@lru_cache
def _base():
    return engines["django"].from_string('{% extends "base.html" %}')


def bare(request):
    return HttpResponse(_base().render({}, request))


urlpatterns = [
    path(BARE_PATH.strip("/") + "/", bare, name="bench_bare"),
    path("", include("replikasi.urls")),
]


def application(environ, start_response):
    """WSGI: the portal, whose every answer says how many statements it took."""
    count = 0

    def counted(execute, sql, params, many, context):
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    def start(status, headers, *rest):
        return start_response(status, [*headers, (QUERY_COUNT_HEADER, str(count))], *rest)

    wrappers = [connection.execute_wrappers for connection in connections.all()]
    for stack in wrappers:
        stack.append(counted)
    try:
        return portal(environ, start)
    finally:
        for stack in wrappers:
            stack.remove(counted)
