"""Workbooks built by code, and what the reading side makes of them."""

import io

import openpyxl
from openpyxl.styles import PatternFill

from actionplans.workbooks import interpreting, reading, recognising


def book(*rows, merges=(), formats=None, hidden=(), sheet="Rencana Aksi", shaded=()):
    """A workbook of `rows` from A1; `formats` {"C5": "0%"}; `hidden` letters of columns."""
    made = openpyxl.Workbook()
    page = made.active
    page.title = sheet
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            if value is not None:
                cell = page.cell(number, place, value)
                if isinstance(value, str) and not value.startswith(("=SUM", "#")):
                    cell.data_type = "s"
    for address, form in (formats or {}).items():
        page[address].number_format = form
    for address in shaded:
        page[address].fill = PatternFill("solid", fgColor="FF92D050")
    for each in merges:
        page.merge_cells(each)
    for letter in hidden:
        page.column_dimensions[letter].hidden = True
    return saved(made)


def saved(made):
    out = io.BytesIO()
    made.save(out)
    out.seek(0)
    return out


def interpreted(file, year=2026, ours=False):
    """The Interpreted rows of the best sheet of a workbook."""
    sheets = reading.read(file).sheets
    sheet = sheets[recognising.best(sheets)]
    return interpreting.interpret(sheet, recognising.recognise(sheet), year=year, ours=ours)
