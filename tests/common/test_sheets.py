"""Cells and files of the admin site's Excel import and export."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import tablib

from replikasi.common import sheets


def book(*rows):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd", "-cmd", "\tx"])
def test_text_never_becomes_a_formula(text):
    dataset = tablib.Dataset([text], headers=["nama"])
    cell = openpyxl.load_workbook(io.BytesIO(sheets.Xlsx().export_data(dataset))).active["A2"]
    assert (cell.data_type, cell.value) == ("s", text)

    written = sheets.Csv().export_data(dataset)
    assert f"'{text}" in written
    assert sheets.Csv().create_dataset(written.encode())["nama"] == [text]


def test_a_negative_figure_stays_a_figure_in_csv():
    dataset = tablib.Dataset(["-5,5"], headers=["nilai"])

    assert sheets.Csv().create_dataset(sheets.Csv().export_data(dataset).encode())["nilai"] == [
        "-5,5"
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_any_delimiter(delimiter):
    text = f"kode{delimiter}nama\r\n19.05{delimiter}Bangka Barat\r\n\r\n"

    assert sheets.Csv().create_dataset(text.encode("utf-8-sig")).dict == [
        {"kode": "19.05", "nama": "Bangka Barat"}
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "nama semua kolom"),
        ([["kode", "nama"]], "tidak berisi baris data"),
        ([["kode", None, "nama"], [1, 2, 3]], "nama semua kolom"),
        ([["kode"], *([n] for n in range(sheets.MAX_ROWS + 1))], "Paling banyak"),
    ],
)
def test_a_file_without_usable_rows_is_told(rows, sentence):
    with pytest.raises(sheets.UnreadableFile, match=sentence):
        sheets.Xlsx().create_dataset(book(*rows))


def test_empty_rows_and_missing_cells_are_tolerated():
    dataset = sheets.Xlsx().create_dataset(book(["kode", "nama"], ["19.05"], [None, None], ["19"]))

    assert dataset.dict == [{"kode": "19.05", "nama": None}, {"kode": "19", "nama": None}]


@pytest.mark.parametrize(
    ("cell", "typed", "value"),
    [
        (sheets.Text(), " Rini ", "Rini"),
        (sheets.Text(), None, ""),
        (sheets.Text(), 2026.0, "2026"),
        (sheets.Digits(), "19800101 200501 2 003", "198001012005012003"),
        (sheets.RegionCode(), 19.05, "19.05"),
        (sheets.RegionCode(), 19.1, "19.10"),
        (sheets.RegionCode(), 19, "19"),
        (sheets.Whole(), "2026", 2026),
        (sheets.Whole(), 2026.0, 2026),
        (sheets.Whole(), "", None),
        (sheets.Figure(), "1.234,5", Decimal("1234.5")),
        (sheets.Figure(), 0.1, Decimal("0.1")),
        (sheets.Figure(), None, None),
        (sheets.Day(), "30 Juni 2026", date(2026, 6, 30)),
        (sheets.Day(), datetime(2026, 6, 30, 0, 0), date(2026, 6, 30)),
        (sheets.Day(), "", None),
        (sheets.YesNo(), "Ya", True),
        (sheets.YesNo(), "", False),
        (sheets.Choice([("opd", "OPD")]), "opd", "opd"),
        (sheets.Choice([("setda", "Sekretariat daerah")]), "sekretariat DAERAH", "setda"),
    ],
)
def test_a_cell_is_read_as_people_write_it(cell, typed, value):
    assert cell.clean(typed) == value


@pytest.mark.parametrize(
    ("cell", "typed", "sentence"),
    [
        (sheets.Digits(), 198001012005012003, "sebagai teks"),
        (sheets.Whole(), "dua ribu", "bukan bilangan bulat"),
        (sheets.Figure(), "abc", "bukan angka"),
        (sheets.Day(), "31-02-2026", "tidak ada"),
        (sheets.YesNo(), "mungkin", "“ya” atau “tidak”"),
        (sheets.Choice([("opd", "OPD")]), "dinas", "Pilihannya: OPD"),
    ],
)
def test_a_wrong_cell_is_told_in_indonesian(cell, typed, sentence):
    with pytest.raises(ValueError, match=sentence):
        cell.clean(typed)
