"""What every list shares: a table in pages of 25 rows whose order and filter are in the address."""

import django_tables2 as tables
from django.core.paginator import Paginator
from django.template import Context
from django.template.loader import get_template
from django_tables2 import RequestConfig

ROWS = 25


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


def paged(request, table, *, rows=ROWS):
    """Order and page `table` as the address says; a page beyond the last is the last."""
    paging = {"per_page": rows, "silent": True, "paginator_class": Paginator}
    RequestConfig(request, paginate=paging).configure(table)
    return table


def page_records(table):
    """The rows of the page that is shown, to hang on them what their cells need."""
    return [row.record for row in table.page.object_list]
