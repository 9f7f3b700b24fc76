"""A workbook as JSON: every kind of cell, workbooks of other programs, and the hidden sheet."""

import io
import json
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from actionplans.workbooks import keys, reading

from . import bombs, making, messy


def sheet_of(content):
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    return reading.read(file).sheets[0]


def written(cells, **options):
    """A sheet by xlsxwriter: {place: (value, format code)}."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as made:
        page = made.add_worksheet("Lembar")
        for place, (value, form) in cells.items():
            style = made.add_format({"num_format": form}) if form else None
            if isinstance(value, date):
                page.write_datetime(place, value, style)
            elif isinstance(value, str):
                page.write_string(place, value, style)
            else:
                page.write(place, value, style)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "form", "cell"),
    [
        ("teks", "", "teks"),
        (1, "", {"n": "1"}),
        (0.1 + 0.2, "", {"n": "0.3"}),
        (1250000.5, "#,##0.00", {"n": "1250000.5"}),
        (1e15, "", {"n": "1000000000000000"}),
        (-5, "0", {"n": "-5"}),
        (0.25, "0%", {"n": "0.25", "p": True}),
        (25, '0"%"', {"n": "25"}),
        (4, '0" dokumen"', {"n": "4"}),
        (1 / 3, "0.00%", {"n": "0.333333333333333", "p": True}),
        (date(2026, 1, 31), "dd/mm/yyyy", {"d": "2026-01-31"}),
        (datetime(2026, 1, 31, 23, 59, 59), "dd/mm/yyyy hh:mm", {"d": "2026-01-31"}),
        (date(2026, 6, 1), "mmm-yy", {"d": "2026-06-01", "m": True}),
        (date(2026, 6, 1), "[$-421]dd mmmm yyyy;@", {"d": "2026-06-01"}),
        (0.5, "hh:mm", {"n": "0.5"}),
        (-1, "dd/mm/yyyy", {"n": "-1"}),
        (True, "", "ya"),
        (False, "", "tidak"),
        ("=1+1", "", "=1+1"),
        ("+62", "", "+62"),
        ("@a", "", "@a"),
        ("a\nb", "", "a\nb"),
    ],
)
def test_each_kind_of_cell_has_one_form(value, form, cell):
    assert sheet_of(written({"A1": (value, form)}))["rows"] == [[cell]]


def test_dates_since_1904_are_the_same_days():
    cells = {"A1": (date(2026, 1, 31), "dd/mm/yyyy")}
    sheet = sheet_of(written(cells, date_1904=True))
    assert sheet["rows"] == [[{"d": "2026-01-31"}]]
    assert sheet["epoch_1904"]


def test_errors_and_formulas_without_a_value_are_told_apart():
    raw = (
        '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><f>A2</f></c>'
        '<c r="C1"><f>1+1</f><v>2</v></c><c r="D1" t="str"><f>A2</f><v></v></c>'
        '<c r="E1" t="str"><f>A2</f><v>teks</v></c></row>'
    )
    rows = sheet_of(bombs.package(bombs.sheet(raw)))["rows"]
    assert rows == [[{"e": "#REF!"}, {"e": "="}, {"n": "2"}, None, "teks"]]


def test_a_sheet_without_references_dimension_and_styles_is_read():
    """As small programs write them: cells in order, texts in place, a prefix on every tag."""
    raw = (
        "<row><c t='inlineStr'><is><t>Kegiatan</t></is></c><c/><c><v>1</v></c></row>"
        "<row/><row><c/><c t='inlineStr'><is><r><t>Ra</t></r><r><t>pat</t></r></is></c></row>"
    )
    plain = bombs.sheet(raw)
    assert sheet_of(bombs.package(plain))["rows"] == [
        ["Kegiatan", None, {"n": "1"}],
        [],
        [None, "Rapat"],
    ]
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    prefixed = prefixed.replace("xmlns=", "xmlns:x=")
    assert sheet_of(bombs.package(prefixed)) == sheet_of(bombs.package(plain))


def test_phonetic_hints_are_no_text_and_escapes_are_undone():
    strings = (
        "<sst><si><t>Ra</t><rPh><t>no</t></rPh></si><si><r><t>a</t></r><r><t> b</t></r></si>"
        "<si><t>x_x000D_\ny_x005F_x000D_</t></si><si><t>_xD83D__xD800_\u200b!</t></si></sst>"
    )
    raw = "".join(f'<c t="s"><v>{n}</v></c>' for n in (0, 1, 2, 3, 9))
    content = bombs.package(bombs.sheet(f"<row>{raw}</row>"), xl__sharedStrings=strings)
    [row] = sheet_of(content)["rows"]
    assert row == ["Ra", "a b", "x\ny_x000D_", "\u200b!"]
    json.dumps(row).encode("utf-8")


def test_hidden_columns_sheets_and_merged_ranges_are_told():
    made = openpyxl.Workbook()
    page = made.active
    page["A1"], page["C3"] = "Judul", "x"
    page.merge_cells("A1:Z1")
    page.column_dimensions["B"].hidden = True
    made.create_sheet("Referensi")["A1"] = "y"
    made["Referensi"].sheet_state = "hidden"
    first, second = reading.read(making.saved(made)).sheets
    assert first["hidden_columns"] == [1]
    assert first["merges"] == [[0, 0, 0, 2]]
    assert (first["hidden"], second["hidden"]) == (False, True)
    assert first["rows"] == [["Judul"], [], [None, None, "x"]]


def test_a_main_part_by_another_name_is_found():
    pointer = (
        f'<Relationships xmlns="{bombs.PACKAGE}"><Relationship Id="r" '
        f'Type="{bombs.REL}/officeDocument" Target="/xl/buku2.xml"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("_rels/.rels", pointer)
        archive.writestr("xl\\buku2.xml", bombs.WORKBOOK)
        archive.writestr("xl/_rels/buku2.xml.rels", bombs.RELS)
        archive.writestr("xl/worksheets/Sheet1.xml", bombs.sheet("<row><c><v>5</v></c></row>"))
    assert sheet_of(out.getvalue())["rows"] == [[{"n": "5"}]]


def with_meta(text):
    made = openpyxl.Workbook()
    made.active["A1"] = "x"
    page = made.create_sheet(keys.META_SHEET)
    for place in range(0, len(text), 30):
        page.cell(place // 30 + 1, 1, text[place : place + 30]).data_type = "s"
    page.sheet_state = "veryHidden"
    return reading.read(making.saved(made))


def test_the_hidden_sheet_is_read_and_not_shown():
    meta = {"plan": 7, "keys": list(range(40)), "prints": []}
    book = with_meta(json.dumps(meta))
    assert book.meta == meta
    assert len(book.sheets) == 1


@pytest.mark.parametrize(
    "text", ["", "{", '{"plan": "7", "keys": []}', '{"plan": 7, "keys": ["a"]}', "[" * 9000, "[]"]
)
def test_a_hidden_sheet_that_was_tampered_with_counts_for_nothing(text):
    assert with_meta(text).meta is None


def test_progress_rises_to_the_end():
    seen = []
    reading.read(messy.titles_and_two_row_head(), progress=lambda *step: seen.append(step))
    dones = [done for done, _ in seen]
    assert dones == sorted(dones)
    assert seen[-1][0] == seen[-1][1] > 0


@given(
    st.lists(
        st.lists(
            st.none()
            | st.text(
                st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1
            ).filter(str.strip)
            | st.integers(-(10**12), 10**12)
            | st.dates(date(1901, 1, 1), date(2199, 12, 31)),
            max_size=6,
        ),
        max_size=6,
    )
)
def test_what_was_written_is_read(grid):
    cells = {
        xlsxwriter.utility.xl_rowcol_to_cell(row, column): (
            value,
            "yyyy-mm-dd" if isinstance(value, date) else "",
        )
        for row, values in enumerate(grid)
        for column, value in enumerate(values)
        if value is not None
    }
    rows = sheet_of(written(cells))["rows"]

    def form(value):
        if isinstance(value, date):
            return {"d": value.isoformat()}
        return {"n": str(value)} if isinstance(value, int) else value

    wanted = [[form(value) for value in values] for values in grid]
    for values in wanted:
        while values and values[-1] is None:
            values.pop()
    while wanted and not wanted[-1]:
        wanted.pop()
    assert rows == wanted
