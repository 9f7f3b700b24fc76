"""What every list of this app shares: a filter, a table in pages."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from replikasi.common.lists import page_records, paged


def render_list(request, template, *, filterset, table_class, context=None, prepare=None):
    """Render `template` with `filter`, `table` and `total`.

    `prepare(rows)` is called with the rows of the page alone, before they are drawn.
    """
    table = paged(request, table_class(filterset.qs, request=request))
    if prepare:
        prepare(page_records(table))
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
