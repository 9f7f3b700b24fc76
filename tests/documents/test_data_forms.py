"""The forms of the data export: the same cells in each, whatever people wrote."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
import time_machine

from actionplans.models import PlanVersion
from replikasi.documents.data import as_xlsx
from replikasi.documents.data.columns import DATE, MONEY, TEXT, Column, Table, plain
from tests import factories
from tests.documents.data_files import content, from_csv, from_xlsx, sheets, told

pytestmark = pytest.mark.django_db
NASTY = (
    "=1+1",
    "+62 812",
    "-3,5",
    "@SUM(A1)",
    "\tmasuk",
    "=cmd|' /C calc'!A0",
    "https://contoh.example/=1",
    '"kutip"; titik, koma\nbaris kedua',
    "19.10",
    "007",
    "1e5",
    "مرحبا 大😀",
    "K" * 250,
)


@pytest.fixture
def nasty(on_day, sibakul, rini, pak_kadis, lia):
    """A plan with a milestone for each nasty text, which is in all its words."""
    on_day("2026-10-13")
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=len(NASTY), approved=True)
    version = PlanVersion.objects.get()
    for row, text in zip(version.snapshot, NASTY, strict=True):
        row.update(activity=text, output=text, evidence_expected=text, remark=text, unit=text)
    version.save()
    sibakul.local_name = "=HYPERLINK(0)"
    sibakul.save()
    first = plan.milestones.get(number=1)
    factories.ProgressUpdateFactory(milestone=first, percent="33.33", spent="1234567.89")
    factories.ReportFactory(plan=plan, quarter=1, verified=True)
    return plan


def test_every_form_tells_the_same(nasty, lia):
    tables = told(lia)
    expected = {name: rows for name, rows in tables.items() if name != "tentang"}
    for form, read in (("xlsx", from_xlsx), ("csv", from_csv)):
        found = read(content(lia, form)[0])
        about = {row["hal"]: row["isi"] for row in found.pop("tentang")}
        assert {**about, "dibuat_pada": ""} == {**tables["tentang"], "dibuat_pada": ""}
        assert found == expected
    activities = [row["kegiatan"] for row in tables["tonggak"]]
    assert activities == list(NASTY)


def test_no_text_becomes_a_formula_a_link_or_a_number(nasty, lia):
    for sheet in sheets(content(lia, "xlsx")[0]).values():
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    sheet = sheets(content(lia, "xlsx")[0])["tonggak"]
    head = [cell.value for cell in sheet[1]]
    codes = [row[head.index("kode_wilayah")] for row in sheet.iter_rows(min_row=2)]
    assert {(cell.value, cell.data_type, cell.number_format) for cell in codes} == {
        ("19.05", "s" if codes[0].data_type == "s" else "inlineStr", "@")
    }


def test_the_csv_guards_texts_and_leaves_numbers_alone(nasty, lia):
    archive = zipfile.ZipFile(io.BytesIO(content(lia, "csv")[0]))
    assert archive.namelist() == [
        f"{name}.csv"
        for name in ("tentang", "definisi", "wilayah", "tonggak", "laporan", "capaian")
    ]
    text = archive.read("tonggak.csv").decode()
    assert text.startswith("\ufeffkode_wilayah,wilayah,opd,")
    assert ",'=1+1," in text
    assert ",'=HYPERLINK(0)," in text
    assert ",'+62 812," in text
    assert ",=" not in text
    standings = archive.read("capaian.csv").decode()
    assert ",-" in standings, "a deviation below the plan stays a number"
    assert "'-" not in standings


def test_the_workbook_is_one_to_work_with(nasty, lia):
    found = sheets(content(lia, "xlsx")[0])
    assert list(found) == ["tentang", "definisi", "wilayah", "tonggak", "laporan", "capaian"]
    for sheet in found.values():
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert (
            sheet.auto_filter.ref == f"A1:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
        )
        assert all(
            sheet.column_dimensions[openpyxl.utils.get_column_letter(at + 1)].width
            > len(cell.value)
            for at, cell in enumerate(sheet[1])
            if at in (0, 2)
        )
    sheet = found["tonggak"]
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, sheet[2], strict=True))
    assert row["mulai"].is_date
    assert row["mulai"].number_format == "dd-mm-yyyy"
    assert row["pagu_rp"].number_format == "#,##0"
    assert (row["pagu_rp"].data_type, row["bobot_persen"].data_type) == ("n", "n")


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_the_same_moment_gives_the_same_bytes(nasty, lia, form):
    with time_machine.travel("2026-10-13 10:00+07:00", tick=False):
        assert content(lia, form) == content(lia, form)


def test_what_no_sheet_can_hold_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(as_xlsx, "SHEET_ROWS", 3)
    table = Table("tonggak", "Tonggak", (Column("nama", TEXT, "Nama."), Column("hari", DATE, "H.")))
    out = io.BytesIO()
    facts = [("dibuat_pada", "2026-10-13T10:00:00+07:00"), ("judul", "J"), ("portal", "P")]
    monkeypatch.setattr(as_xlsx, "ABOUT", table)
    as_xlsx.write(out, facts, [])
    names = list(sheets(out.getvalue()))
    assert names == ["tonggak", "tonggak_2"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("", None),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00\x0bb\ufffe", "ab"),
        ("\x01", None),
        (date(2026, 1, 2), date(2026, 1, 2)),
        (True, "ya"),
        (None, None),
    ],
)
def test_a_cell_holds_what_every_form_can_write(value, cell):
    assert plain(value) == cell


def test_money_keeps_its_sen(nasty, lia):
    row = told(lia)["tonggak"][0]
    assert row["uang_sementara_rp"] == 1234567.89
    assert row["realisasi_sementara_persen"] == 33.33
    assert MONEY == "rupiah"
