"""The data export as each form gives it back: {table: [{column: value}]}, all forms alike."""

import csv
import io
import json
import zipfile
from datetime import date, datetime

import openpyxl

from replikasi.dashboard import concerns, filters
from replikasi.documents.gathering import data

NUMBERS = ("bulat", "angka", "persen", "poin", "rupiah")


def selection(**query):
    return filters.read({"year": "2026", **query}, concerns.CONCERNS)


def content(user, form, tell=None, **query):
    """(bytes, file name or None) of what the user exports."""
    out = io.BytesIO()
    name = data.write(user, selection(**query), form, out, tell)
    return out.getvalue(), name


def told(user, **query):
    """The tables as JSON gives them."""
    return json.loads(content(user, "json", **query)[0])


def kinds(tables):
    """{(table, column): kind}, as the definitions say."""
    return {(row["tabel"], row["kolom"]): row["jenis"] for row in tables["definisi"]}


def from_csv(written):
    """The tables of a ZIP of CSV files, read as the definitions in it say."""
    archive = zipfile.ZipFile(io.BytesIO(written))
    assert archive.testzip() is None
    raw = {}
    for name in archive.namelist():
        text = archive.read(name).decode("utf-8-sig")
        raw[name.removesuffix(".csv")] = list(csv.DictReader(io.StringIO(text, newline="")))
    kind = kinds(raw)
    return {
        table: [
            {column: _parsed(cell, kind.get((table, column))) for column, cell in row.items()}
            for row in rows
        ]
        for table, rows in raw.items()
    }


def _parsed(cell, kind):
    if cell == "":
        return None
    if kind in NUMBERS:
        return float(cell)
    return cell[1:] if cell.startswith("'") and cell[1:2] in "=+-@\t" else cell


def sheets(written):
    """{name: openpyxl's sheet}."""
    book = openpyxl.load_workbook(io.BytesIO(written))
    return {sheet.title: sheet for sheet in book.worksheets}


def from_xlsx(written):
    found = {}
    for name, sheet in sheets(written).items():
        head, *rows = sheet.iter_rows(values_only=True)
        found[name] = [dict(zip(head, map(_plain, row), strict=True)) for row in rows]
    return found


def _plain(cell):
    if isinstance(cell, datetime):
        assert (cell.hour, cell.minute) == (0, 0)
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell
