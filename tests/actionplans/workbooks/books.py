"""Workbooks in tests: as files to upload, changed as a person changes them, and new ones."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from actionplans import columns
from actionplans.services import imports
from actionplans.workbooks.writing import matrix_workbook
from replikasi.common.listbook import XLSX

HEAD_ROWS = 2


def as_file(book, name="rencana.xlsx"):
    """What a browser sends: of bytes, or of an openpyxl Workbook."""
    if not isinstance(book, bytes):
        out = io.BytesIO()
        book.save(out)
        book = out.getvalue()
    return SimpleUploadedFile(name, book, content_type=XLSX)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def downloaded(plan):
    return Book(opened(matrix_workbook(plan)))


def uploaded(plan, by, book, **options):
    book = book.book if isinstance(book, Book) else book
    return imports.upload(by=by, plan=plan, file=as_file(book), **options)


class Book:
    """The matrix of a downloaded workbook, addressed by row of data and name of column."""

    def __init__(self, book):
        self.book, self.sheet = book, book.worksheets[0]
        for row in self.sheet.iter_rows():
            if row[0].value == "No":
                self.first = row[0].row + HEAD_ROWS
                break
        self.columns = {name: at for at, name in enumerate(columns.NAMES, start=2)}
        self.key = len(columns.NAMES) + 2

    def cell(self, row, name):
        """The cell of the `row`-th milestone, from 0."""
        at = self.key if name == "key" else self.columns[name]
        return self.sheet.cell(self.first + row, at)

    def put(self, row, **values):
        for name, value in values.items():
            cell = self.cell(row, name)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # the format of the column is text: Excel keeps what is typed

    def values(self, row):
        return [cell.value for cell in self.sheet[self.first + row]]

    def write(self, row, values):
        for at, value in enumerate(values, start=1):
            self.sheet.cell(self.first + row, at).value = value

    def remove(self, row):
        self.sheet.delete_rows(self.first + row)

    def insert(self, row, **values):
        self.sheet.insert_rows(self.first + row)
        self.put(row, **values)

    def swap(self, one, two):
        first, second = self.values(one), self.values(two)
        self.write(one, second)
        self.write(two, first)


def foreign(heads, rows, title="Rencana aksi"):
    """A workbook that did not come from here: a title, the heads, the rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.append([])
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    return book


def typed(name, plain):
    """A plain value as a person types it into a cell of the column: a number, a day, a text."""
    if plain in (None, ""):
        return None
    value = columns.value_of(name, plain)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value
    return columns.shown(name, value)


def counts(result):
    """The kinds that there are, without those of no row."""
    return {kind: count for kind, count in result["counts"].items() if count}


def entries(result, kind):
    return [row for row in result["rows"] if row["kind"] == kind]
