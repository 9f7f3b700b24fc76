"""An explanation as a workbook whose sums are formulas, with their values for who only looks.

The same sheet, without its sums, is the table that CSV and JSON carry.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import xlsxwriter

from replikasi.common.listbook import (
    AS_TEXT,
    FIGURE,
    LONGEST_CELL,
    NUMBER_FORMATS,
    workbook_response,
)
from replikasi.common.sheets import guarded

from . import feeds, shares

EXACT = "exact"
FORMATS = {**NUMBER_FORMATS, EXACT: "#,##0.0#######"}
EXACT_PLACES = 8
FIRST_ROW = 2  # below the row of labels, as a spreadsheet counts


@dataclass(frozen=True)
class Formula:
    """`text`: as a spreadsheet reads it; `value`: what comes of it, None for an empty cell."""

    text: str
    value: object


@dataclass
class Sheet:
    """`facts`: what the figure is, as (label, text); `sums`: numbers of the rows that add up
    others (stages, the total), which the bare table leaves out."""

    title: str
    name: str
    columns: tuple
    facts: list
    places: int = 1
    lines: list = field(default_factory=list)
    sums: set = field(default_factory=set)

    @property
    def next_row(self):
        return FIRST_ROW + len(self.lines)

    def add(self, line, *, is_sum=False):
        if is_sum:
            self.sums.add(self.next_row)
        self.lines.append(line)


def download(sheet, form):
    """The response that carries `sheet` as "xlsx", "csv" or "json"."""
    if form == "xlsx":
        return workbook_response(workbook(sheet), f"{sheet.name}.xlsx")
    rows = [
        [_plain(cell) for cell in line]
        for number, line in enumerate(sheet.lines, start=FIRST_ROW)
        if number not in sheet.sums
    ]
    return feeds.download(feeds.Table(sheet.title, sheet.name, sheet.columns, rows), form)


def _plain(cell):
    value = cell.value if isinstance(cell, Formula) else cell
    if value == "":
        return None
    return shares.rounded(value, EXACT_PLACES) if isinstance(value, Fraction) else value


def copied(sheet):
    """The table as tab-separated text for a spreadsheet set to Indonesian, to be pasted at A1."""
    lines = [[column.label for column in sheet.columns], *sheet.lines]
    return "\n".join("\t".join(_copied(cell) for cell in line) for line in lines)


def _copied(cell):
    match cell:
        case None:
            return ""
        case Formula():
            return cell.text.replace(",", ";")
        case Fraction():
            return _copied(shares.rounded(cell, EXACT_PLACES))
        case Decimal() | int() | float():
            return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else str(cell)
        case date():
            return cell.isoformat()
        case _:
            return str(guarded(" ".join(str(cell).split())))


def workbook(sheet):
    """Bytes of an .xlsx: the table, and a second sheet that says what it is."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, AS_TEXT)
    book.set_properties({"title": sheet.title})
    page = book.add_worksheet("Mengapa")
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#EEF1F4", "bottom": 1}
    )
    formats = {}
    for place, column in enumerate(sheet.columns):
        shown = "#,##0" + (f".{'0' * sheet.places}" if sheet.places else "")
        number = shown if column.kind == FIGURE else FORMATS[column.kind]
        for is_sum in (False, True):
            style = {"num_format": number, "text_wrap": True, "valign": "top", "bold": is_sum}
            formats[place, is_sum] = book.add_format(style)
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.label, head)
    words = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for number, line in enumerate(sheet.lines, start=FIRST_ROW):
        for place, cell in enumerate(line):
            _write(page, number - 1, place, cell, formats[place, number in sheet.sums], words)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    _facts(book, sheet.facts)
    book.close()
    return out.getvalue()


def _facts(book, facts):
    page = book.add_worksheet("Keterangan")
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for row, (label, text) in enumerate(facts):
        page.write_string(row, 0, label, bold)
        page.write_string(row, 1, text, wrap)


def _write(page, row, place, cell, style, words):
    match cell:
        case None:
            page.write_blank(row, place, None, style)
        case Formula():
            value = cell.value
            page.write_formula(row, place, cell.text, style, value if value == "" else float(value))
        case Decimal() | Fraction() | int() | float():
            page.write_number(row, place, float(cell), style)
        case date():
            page.write_datetime(row, place, cell, style)
        case _:
            text = str(cell)[:LONGEST_CELL]
            page.write_string(row, place, text, style if style.bold else words)


def summed(letter, rows, value):
    """The sum of a span of rows (first, last), or of a list of single rows."""
    if isinstance(rows, tuple):
        return Formula(f"=SUM({letter}{rows[0]}:{letter}{rows[1]})", value)
    return Formula("=" + "+".join(f"{letter}{row}" for row in rows), value)
