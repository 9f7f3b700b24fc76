"""What every list shares: a table in pages of 25 rows whose order and filter are in the address."""

from django.core.paginator import Paginator
from django_tables2 import RequestConfig

ROWS = 25


def paged(request, table, *, rows=ROWS):
    """Order and page `table` as the address says; a page beyond the last is the last."""
    paging = {"per_page": rows, "silent": True, "paginator_class": Paginator}
    RequestConfig(request, paginate=paging).configure(table)
    return table


def page_records(table):
    """The rows of the page that is shown, to hang on them what their cells need."""
    return [row.record for row in table.page.object_list]
