"""A list as an Excel workbook: one sheet, a frozen head, real numbers and dates, text as text."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone

from replikasi.common import formats

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT, WHOLE, FIGURE, MONEY, DATE = "text", "whole", "figure", "money", "date"
NUMBER_FORMATS = {
    TEXT: "@",  # so that 19.10 stays a code when the cell is edited
    WHOLE: "0",
    FIGURE: "#,##0.0",
    MONEY: "#,##0",
    DATE: "dd-mm-yyyy",
}
# A spreadsheet would calculate what begins with "=" and turn addresses into links; nothing of it.
AS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
LONGEST_CELL = 32_767
PAPER_A4 = 9


@dataclass(frozen=True)
class ListColumn:
    """`width` in letters. A word in a column of numbers ("belum dilaporkan") is written as text."""

    label: str
    kind: str = TEXT
    width: int = 16


def list_workbook(title, columns, rows):
    """Bytes of an .xlsx with `rows` (any iterable of sequences, one value a column).

    None is an empty cell; Decimal, int and float are numbers, dates are dates, the rest is text.
    """
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {**AS_TEXT, "constant_memory": True})
    book.set_properties({"title": title})
    sheet = book.add_worksheet(sheet_name(title))
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#EEF1F4", "bottom": 1}
    )
    cells = [
        book.add_format(
            {"num_format": NUMBER_FORMATS[column.kind], "text_wrap": True, "valign": "top"}
        )
        for column in columns
    ]
    words = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.label, head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, (value, cell) in enumerate(zip(row, cells, strict=True)):
            write_value(sheet, last, place, value, cell, words)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.freeze_panes(1, 1)
    _for_print(sheet, title)
    book.close()
    return out.getvalue()


def write_value(sheet, row, place, value, cell, words):
    """A figure or date in the form `cell`, a text in `words`; None is an empty cell."""
    match value:
        case None:
            sheet.write_blank(row, place, None, cell)
        case bool():
            sheet.write_string(row, place, "ya" if value else "tidak", words)
        case Decimal() | int() | float():
            sheet.write_number(row, place, float(value), cell)
        case date():
            sheet.write_datetime(row, place, value, cell)
        case _:
            sheet.write_string(row, place, str(value)[:LONGEST_CELL], words)


def sheet_name(title):
    """Excel takes 31 letters and none of these."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31]


def _for_print(sheet, title):
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    day = formats.long_date(timezone.localdate())
    sheet.set_header(f"&L&B{title.replace('&', '&&')}&R{day}")
    sheet.set_footer("&RHalaman &P dari &N")


def workbook_response(content, name):
    """The download of `content` under the file name `name`, which ends with .xlsx."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
