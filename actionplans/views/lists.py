"""What every list shares: a filter, a table, 25 rows a page."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_tables2 import RequestConfig

ROWS = 25


def render_list(request, template, *, filterset, table_class, context=None, prepare=None):
    """Render `template` with `filter`, `table` and `total`.

    `prepare(rows)` is called with the rows of the page alone, before they are drawn.
    """
    table = table_class(filterset.qs, request=request)
    RequestConfig(
        request,
        paginate={"per_page": ROWS, "silent": True, "paginator_class": Paginator},
    ).configure(table)
    if prepare:
        prepare([row.record for row in table.page.object_list])
    response = render(
        request,
        template,
        {
            "filter": filterset,
            "table": table,
            "total": table.paginator.count,
            **(context or {}),
        },
    )
    patch_vary_headers(response, ["HX-Request"])
    return response
