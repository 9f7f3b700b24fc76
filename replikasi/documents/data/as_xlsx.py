"""The data as a workbook, written a row at a time: memory does not grow with the rows.

xlsxwriter's constant_memory keeps the rows of a sheet in a file until the book is closed, and text
in its cell, so that rows come from the top down.
"""

from datetime import datetime
from math import ceil
from tempfile import TemporaryDirectory

import xlsxwriter
from django.utils import timezone

from replikasi.common.listbook import AS_TEXT, LONGEST_CELL, PAPER_A4

from .columns import CODE, DATE, MONEY, NUMBER, PERCENT, POINTS, TEXT, WHOLE, WORDS
from .definitions import ABOUT, DEFINITIONS

NUMBER_FORMATS = {
    TEXT: "@",
    CODE: "@",  # so that 19.10 stays a code when the cell is edited
    WHOLE: "0",
    NUMBER: "General",
    PERCENT: "#,##0.0",
    POINTS: "+#,##0.0;-#,##0.0;0.0",
    MONEY: "#,##0",
    DATE: "dd-mm-yyyy",
}
# Rows of a sheet, its head among them: Excel's limit.
SHEET_ROWS = 1_048_576
# Letters across a printed page; what is wider goes on beside it.
PAGE_WIDTH = 260
# What is read by people is wrapped; a table of data is one line a row.
READ = (ABOUT.name, DEFINITIONS.name)
LINE_HEIGHT = 15


def write(out, told, tables):
    """Write to `out` (a binary file) a sheet for each (Table, iterable of rows) of `tables`.

    `told`: [(what, words)] of the data as a whole.
    """
    with TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(out, {**AS_TEXT, "constant_memory": True, "tmpdir": folder})
        try:
            _fill(book, dict(told), [(ABOUT, told), *tables])
        except BaseException:
            for sheet in book.worksheets():
                sheet._opt_close()  # the files of rows, which only a finished book closes by itself
            raise
        book.close()


def _fill(book, told, tables):
    at = datetime.fromisoformat(told["dibuat_pada"])
    book.set_properties(
        {
            "title": told["judul"],
            "company": told["portal"],
            "created": timezone.make_naive(at),
        }
    )
    styles = _styles(book)
    for table, rows in tables:
        _write_table(book, table, rows, styles)


def _styles(book):
    """{(part, kind): format} of the parts "head", "cell" and "read" of a column of the kind."""
    head = {"bold": True, "valign": "vcenter", "bg_color": "#EEF1F4", "bottom": 1}
    found = {}
    for kind, form in NUMBER_FORMATS.items():
        # A figure stands at the right edge of its column: the text beside it keeps its distance.
        side = {"align": "left", "indent": 1} if kind in WORDS else {"align": "right"}
        cell = {"num_format": form, "valign": "top", **side}
        found["head", kind] = book.add_format({**head, **side})
        found["cell", kind] = book.add_format(cell)
        found["read", kind] = book.add_format({**cell, "text_wrap": True})
    return found


def _write_table(book, table, rows, styles):
    """The sheets of a table: one, or as many as its rows need."""
    number, last, sheet = 1, 0, _sheet(book, table, 1, styles)
    is_read = table.name in READ
    forms = [styles["read" if is_read else "cell", column.kind] for column in table.columns]
    for row in rows:
        if last + 1 == SHEET_ROWS:
            _close(sheet, last, len(forms))
            number, last = number + 1, 0
            sheet = _sheet(book, table, number, styles)
        last += 1
        if is_read:
            sheet.set_row(last, LINE_HEIGHT * _lines(row, table.columns))
        for place, (value, form) in enumerate(zip(row, forms, strict=True)):
            if value is None:
                continue
            if isinstance(value, str):
                sheet.write_string(last, place, value[:LONGEST_CELL], form)
            elif isinstance(value, int | float):
                sheet.write_number(last, place, value, form)
            else:
                sheet.write_datetime(last, place, value, form)
    _close(sheet, last, len(forms))


def _lines(row, columns):
    """How many lines a row of words needs: not every program counts them."""
    return max(
        ceil(len(cell or "") / (column.letters - 2)) or 1
        for cell, column in zip(row, columns, strict=True)
    )


def _sheet(book, table, number, styles):
    """A new sheet with its head; what is printed repeats it."""
    sheet = book.add_worksheet(table.name if number == 1 else f"{table.name}_{number}")
    width = 0
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.letters)
        sheet.write_string(0, place, column.name, styles["head", column.kind])
        width += column.letters
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
    sheet.fit_to_pages(ceil(width / PAGE_WIDTH), 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L&B{table.title.replace('&', '&&')}")
    sheet.set_footer("&L&A&RHalaman &P dari &N")
    return sheet


def _close(sheet, last, columns):
    sheet.autofilter(0, 0, last, columns - 1)
