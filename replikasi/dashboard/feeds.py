"""The table of a page as Excel, CSV or JSON, for exactly what the reader of the page sees."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.urls.converters import StringConverter
from django.utils import timezone

from replikasi.common.listbook import list_workbook, workbook_response
from replikasi.common.sheets import guarded


class FormConverter(StringConverter):
    """The ending of a download's address."""

    regex = "xlsx|csv|json"


@dataclass(frozen=True)
class Table:
    """`columns`: ListColumns; `rows`: one value a column, None where there is nothing to say.

    `name`: of the file, without its ending.
    """

    title: str
    name: str
    columns: tuple
    rows: list


def download(table, form):
    """The response that carries `table` in the form "xlsx", "csv" or "json"."""
    name = f"{table.name}.{form}"
    if form == "xlsx":
        return workbook_response(list_workbook(table.title, table.columns, table.rows), name)
    if form == "csv":
        content, kind = _csv(table), "text/csv; charset=utf-8"
    else:
        content, kind = _json(table), "application/json"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(table):
    """Comma and decimal point, dates as 2026-11-29; a text that is a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.label for column in table.columns])
    for row in table.rows:
        writer.writerow([guarded(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _json(table):
    labels = [column.label for column in table.columns]
    told = {
        "judul": table.title,
        "per": timezone.localtime().isoformat(timespec="minutes"),
        "kolom": labels,
        "baris": [dict(zip(labels, map(_plain, row), strict=True)) for row in table.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _plain(cell):
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell
