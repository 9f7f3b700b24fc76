"""What every list of this app shares: a filter, a table in pages."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from replikasi.common.lists import page_records, paged


def kept_query(request):
    """The filter and order in the address, without the page."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def all_rows(request, table_class, filterset):
    """Every row of the list as it is filtered and ordered, as a queryset."""
    table = table_class(filterset.qs)
    if order := request.GET.getlist("sort"):
        table.order_by = order
    return table.data.data


def render_list(request, template, *, filterset, table_class, context=None, prepare=None):
    """Render `template` with `filter`, `table`, `total`, and `kept`, the filter and order.

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
            "kept": kept_query(request),
            **(context or {}),
        },
    )
    patch_vary_headers(response, ["HX-Request"])
    return response
