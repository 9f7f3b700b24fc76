"""What every list shares: a table in pages of 15 rows whose order and filter are in the address."""

from functools import partial

import django_tables2 as tables
from django.core.paginator import Paginator
from django.template import Context
from django.template.loader import get_template
from django_tables2 import RequestConfig

ROWS = 15


class PartColumn(tables.Column):
    """A column drawn by a part of templates/; `record` is the row and all that the part knows.

    Not the library's TemplateColumn: that runs every context processor once a cell.
    """

    empty_values = ()

    def __init__(self, template_name, verbose_name=None, **options):
        super().__init__(verbose_name=verbose_name, **options)
        self.template_name = template_name

    def render(self, record):
        part = get_template(self.template_name).template
        return part.render(Context({"record": record}))


class PortalTable(tables.Table):
    """A table as templates/common/_table.html draws it."""

    class Meta:
        default = ""

    def drawn_rows(self):
        """Rows of the page, each a list of (attributes of the cell, head of its column, cell).

        What a column says of its cells is asked once a table, not once a cell as the library does.
        """
        columns = [
            (column.name, column.attrs["td"].as_html(), column.header) for column in self.columns
        ]
        for row in self.paginated_rows:
            yield [(attrs, head, row.get_cell(name)) for name, attrs, head in columns]


class CountedPaginator(Paginator):
    """Pages of rows that were counted already."""

    def __init__(self, *args, count, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = count


def paged(request, table, *, rows=ROWS, count=None):
    """Order and page `table` as the address says; a page beyond the last is the last.

    `count`: how many rows there are, where that is known already.
    """
    paginator = Paginator if count is None else partial(CountedPaginator, count=count)
    paging = {"per_page": rows, "silent": True, "paginator_class": paginator}
    RequestConfig(request, paginate=paging).configure(table)
    return table


def page_records(table):
    """The rows of the page that is shown, to hang on them what their cells need."""
    return [row.record for row in table.page.object_list]


def paged_rows(request, rows, size=ROWS):
    """The page of `rows` that the address names, for a list that is no table."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
