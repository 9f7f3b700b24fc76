"""Where the head of a matrix is, and what its columns mean, however they are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans import columns
from actionplans.workbooks import headings, keys, reading, recognising

from . import making, messy


def recognised(*rows, merges=(), hidden=()):
    sheet = reading.read(making.book(*rows, merges=merges, hidden=hidden)).sheets[0]
    return recognising.recognise(sheet)


SYNONYMS = {
    "stage": ["Tahap", "TAHAPAN", "Fase"],
    "activity": ["Kegiatan", "RENCANA AKSI", "Uraian Kegiatan", "Aktivitas", "Tahapan Kegiatan",
                 "Program/Kegiatan", "Kegiatan / Rencana Aksi", "Langkah-langkah", "Aksi"],
    "output": ["Keluaran", "Output", "Keluaran (Output)", "Output/Keluaran", "Produk",
               "Hasil yang diharapkan"],
    "indicator": ["Indikator", "Indikator Kinerja", "Indikator\nKeberhasilan", "Tolok Ukur",
                  "Indikator Output"],
    "unit": ["Satuan", "Sat.", "Satuan Target"],
    "target": ["Target", "Volume", "Target 2026", "Target Tahun 2026", "Target Tahunan", "Vol."],
    "weight": ["Bobot", "Bobot (%)", "BOBOT %", "Persentase Bobot"],
    "start": ["Mulai", "Tanggal Mulai", "Tgl. Mulai", "Start"],
    "due": ["Selesai", "Tenggat", "Batas Waktu", "Jatuh Tempo", "Tgl Selesai", "Deadline"],
    "schedule": ["Waktu", "Jadwal", "Waktu Pelaksanaan", "Bulan", "Periode", "Target Waktu"],
    "person_in_charge": ["PJ", "PIC", "Penanggungjawab", "Penanggung-Jawab", "Pelaksana",
                         "OPD Penanggung Jawab", "Unit Kerja Penanggung Jawab"],
    "related_parties": ["Pihak Terkait", "Instansi Terkait", "Mitra", "OPD terkait", "Stakeholder"],
    "budget_line": ["Subkegiatan", "Sub Kegiatan", "Kode Rekening", "Nomenklatur",
                    "Program / Kegiatan / Sub Kegiatan"],
    "ceiling": ["Pagu", "Anggaran", "Anggaran (Rp)", "Pagu Anggaran (Rp.)", "Biaya",
                "Kebutuhan Anggaran", "Pagu TA 2026"],
    "evidence_expected": ["Bukti Dukung", "Eviden", "Data Dukung", "Bukti", "Bukti Dukung/Eviden",
                          "Dokumen Pendukung"],
    "remark": ["Keterangan", "Ket.", "Catatan", "Ket"],
    "target_q1": ["TW I", "TW 1", "Triwulan I", "TRIWULAN I (%)", "B03", "Target TW I", "Q1",
                  "Trw. I", "Triwulan ke-1"],
    "target_q4": ["TW IV", "Tw.4", "TRIWULAN IV", "B12", "Target Triwulan IV 2026"],
    "no": ["No", "No.", "NOMOR", "No. Urut"],
    "key": [keys.KEY_LABEL],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "head"), [(name, head) for name, heads in SYNONYMS.items() for head in heads]
)
def test_a_head_is_known_by_its_synonyms(name, head):
    found = headings.meanings((head,))
    if head == "Program / Kegiatan / Sub Kegiatan":
        assert (name, headings.EXACT) in [(n, round(s)) for n, s in found]
    elif head == "Tahapan Kegiatan":  # its content decides between stage and activity
        assert name in [n for n, _ in found]
    else:
        assert found[0][0] == name


@pytest.mark.parametrize(
    "head",
    ["Realisasi", "Capaian Kinerja", "Sumber Dana", "Kendala", "Status", "Link Bukti", "Outcome",
     "Realisasi TW I", "Penyerapan Anggaran TW II", "Dibuat pada", "", "Latitude"],
)  # fmt: skip
def test_columns_of_reports_mean_nothing(head):
    assert not headings.meanings((head,))


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("Target", "I"), "target_q1"),
        (("Target", "Triwulan", "IV"), "target_q4"),
        (("Triwulan II", "Target"), "target_q2"),
        (("Triwulan II", "Fisik"), "target_q2"),
        (("Waktu Pelaksanaan", "Mulai"), "start"),
        (("Jadwal", "Akhir"), "due"),
        (("Anggaran", "Sub Kegiatan"), "budget_line"),
        (("Anggaran", "Jumlah (Rp)"), "ceiling"),
        (("Anggaran", "Pagu"), "ceiling"),
        (("Target", "Volume"), "target"),
        (("Target", "Satuan"), "unit"),
        (("Target", "2026"), "target"),
        (("Penanggung Jawab", "Nama"), "person_in_charge"),
        (("Indikator Kinerja", "Uraian"), "indicator"),
        (("Realisasi", "I"), None),
        (("Triwulan II", "Realisasi"), None),
        (("Triwulan II", "Anggaran (Rp)"), None),
        (("Rencana Penarikan", "TW I"), None),
        (("Jadwal", "Januari"), None),
        (("Jadwal", "Januari", "1"), None),
        (("Bulan", "4"), None),
    ],
)
def test_a_head_of_several_rows_is_read_as_one(lines, name):
    found = headings.meanings(lines)
    assert (found[0][0] if found else None) == name


@pytest.mark.parametrize(
    ("head", "factor"),
    [("Pagu (Rp)", 1), ("Pagu (Rp.000)", 1000), ("Anggaran (ribu rupiah)", 1000),
     ("Biaya (juta)", 1_000_000), ("Pagu 2026", 1), ("Anggaran (dalam jutaan)", 1_000_000)],
)  # fmt: skip
def test_the_head_of_money_tells_its_scale(head, factor):
    assert headings.scale(head) == factor


def test_columns_may_stand_in_any_order_and_be_missing():
    found = recognised(["Ket.", "Bobot", "Aksi"], ["x", 10, "Rapat"])
    assert found.mapping == {"remark": 0, "weight": 1, "activity": 2}
    assert found.first_row == 1
    assert found.heads == ["Ket.", "Bobot", "Aksi"]


def test_of_two_like_columns_the_visible_and_fuller_one_counts():
    rows = [["Target", "Kegiatan", "Target", "Uraian"], [1, "Rapat", 2, None], [3, "SK", 4, None]]
    assert recognised(*rows, hidden=["A"]).mapping["target"] == 2
    assert recognised(*rows).mapping["activity"] == 1
    rows = [["Kegiatan", "Rencana Aksi"], ["Persiapan", "Rapat"], [None, "SK"]]
    assert recognised(*rows).mapping == {"stage": 0, "activity": 1}


def test_a_row_of_numbers_below_the_head_is_no_data():
    for numbers in (["(1)", "(2)", "(3)"], [1, 2, 3], ["1", "2", "3=1x2"]):
        assert recognised(["No", "Kegiatan", "Bobot"], numbers, [1, "Rapat", 5]).first_row == 2


def test_a_sheet_without_a_matrix_is_unknown():
    found = recognised(["Nama", "NIP", "Golongan"], ["A", "1", "IV"])
    assert (found.mapping, found.score) == ({}, 0)
    assert found.heads == ["Nama", "NIP", "Golongan"]
    assert recognised([None]).mapping == {}


def test_the_sheet_with_the_matrix_is_the_best():
    sheets = reading.read(messy.thousands_in_the_head()).sheets
    assert recognising.best(sheets) == 1
    assert recognising.best(sheets[:1]) == 0
    hidden = {**sheets[1], "hidden": True}
    assert recognising.best([sheets[0], hidden, sheets[1]]) == 2
    assert recognising.best([sheets[0], hidden]) == 1


@pytest.mark.parametrize(
    ("name", "first", "wanted"),
    [
        ("titles_and_two_row_head", 7, 17),
        ("three_row_head", 5, 9),
        ("realisation_beside_targets", 2, 8),
        ("months_with_marks_and_colours", 2, 4),
        ("numbered_without_a_column", 3, 5),
        ("thousands_in_the_head", 2, 7),
        ("weeks_of_months", 3, 3),
    ],
)
def test_the_head_ends_where_the_data_begin(name, first, wanted):
    sheets = reading.read(messy.ALL[name]()).sheets
    found = recognising.recognise(sheets[recognising.best(sheets)])
    assert found.first_row == first
    assert len(found.mapping) == wanted


def test_quarters_may_be_numbered_only_side_by_side():
    found = recognised(["Kegiatan", "Target Triwulan"], [None, 1, 2, 3, 4], ["Rapat", 5, 6, 7, 8],
                       merges=["A1:A2", "B1:E1"])  # fmt: skip
    assert [found.mapping[name] for name in headings.QUARTERS] == [1, 2, 3, 4]
    assert "target" not in found.mapping
    assert recognised(["Kegiatan", "Target"], ["Rapat", 2]).mapping == {"activity": 0, "target": 1}


def test_realisation_and_money_by_quarter_are_no_targets():
    sheet = reading.read(messy.realisation_beside_targets()).sheets[0]
    mapping = recognising.recognise(sheet).mapping
    assert [mapping[name] for name in headings.QUARTERS] == [2, 3, 4, 5]


@given(st.permutations(columns.NAMES), st.integers(0, 9), st.booleans())
def test_the_labels_of_the_portal_are_known_in_any_order(names, above, numbered):
    top = [columns.BY_NAME[name].group or columns.BY_NAME[name].label for name in names]
    below = [columns.BY_NAME[name].label if columns.BY_NAME[name].group else None for name in names]
    rows = [["Judul"]] * above + [top, below] + [["(1)", "(2)", "(3)"]] * numbered + [["x"] * 19]
    sheet = {"name": "", "hidden": False, "hidden_columns": [], "rows": rows, "merges": []}
    found = recognising.recognise(sheet)
    assert found.mapping == {name: place for place, name in enumerate(names)}
    assert found.first_row == above + 2 + numbered
