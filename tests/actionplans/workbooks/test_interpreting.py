"""Messy workbooks: what can be read is read right, what cannot is named with row and column."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans import columns
from actionplans.workbooks import interpreting, keys, reading, recognising, writing

from . import making, messy

P, L, M = "1-persiapan", "2-pelaksanaan", "3-monev"


def rows_of(name):
    """(values by Excel row, {place: name} of faults, {row: why} of what was skipped)"""
    found = making.interpreted(messy.ALL[name]())
    return (
        {row.line: row.values for row in found.rows},
        {fault.place: fault.name for row in found.rows for fault in row.faults},
        dict(found.skipped),
    )


def column(rows, name):
    return [values.get(name) for values in rows.values()]


def targets(values):
    return [values[name] and float(values[name]) for name in columns.NAMES if "_q" in name]


def of(*rows, **options):
    return making.interpreted(making.book(*rows, **options))


@pytest.mark.parametrize("total", ["Rp66.500.000", "66.500.000,00", 66_500_000, None])
def test_a_sum_named_in_the_column_of_numbers_ends_the_matrix(total):
    found = of(
        ["No", "Kegiatan", "Tahap", "Pagu", "Penanggung jawab"],
        [1, "Uji coba", "Pelaksanaan", "Rp66.500.000", "Kabid"],
        ["JUMLAH", None, None, total, None],
        [None, None, None, None, "Mentok, 5 Januari 2026"],
    )
    assert [row.values["activity"] for row in found.rows] == ["Uji coba"]
    assert not any(row.faults for row in found.rows)
    assert (3, "baris jumlah") in found.skipped


# -- the messy ones -----------------------------------------------------------------------------


def test_titles_two_row_head_sections_sum_and_signatures():
    rows, faults, skipped = rows_of("titles_and_two_row_head")
    assert not faults
    assert list(rows) == [9, 10, 13, 15]
    assert column(rows, "stage") == [P, P, L, M]
    assert column(rows, "weight") == ["12.50", "7.50", "60.00", "20.00"]
    assert column(rows, "start") == ["2026-01-05", "2026-02-01", "2026-04-01", "2026-03-01"]
    assert column(rows, "due") == ["2026-01-30", "2026-03-31", "2026-09-30", "2026-12-31"]
    assert column(rows, "ceiling") == ["2500000.00", "15750000.00", "125000000.00", "10000000.00"]
    assert targets(rows[15]) == [25, 50, 75, 100]
    assert rows[13]["target"] == "1200.00"
    assert rows[9] == {
        "stage": P, "activity": "Penyusunan SK Tim Replikasi", "output": "SK Tim",
        "indicator": "SK ditetapkan", "unit": "Dokumen", "target": "1.00", "weight": "12.50",
        "start": "2026-01-05", "due": "2026-01-30", "target_q1": "100.00", "target_q2": "100.00",
        "target_q3": "100.00", "target_q4": "100.00", "person_in_charge": "Kepala Dinas",
        "ceiling": "2500000.00", "evidence_expected": "- SK Tim\n- Daftar hadir", "remark": "",
    }  # fmt: skip
    assert skipped == {
        8: "judul tahap", 12: "judul tahap", 14: "judul tahap", 16: "baris jumlah",
        **dict.fromkeys((18, 19, 21, 22), "di bawah baris jumlah"),
    }  # fmt: skip


def test_fractions_in_every_dress_become_percents():
    rows, faults, skipped = rows_of("fractions_and_merged_stages")
    assert not faults
    assert column(rows, "stage") == [P, P, L, M]
    assert column(rows, "weight") == ["10.00", "15.00", "50.00", "25.00"]
    assert [targets(values) for values in rows.values()] == [
        [100, 100, 100, 100], [50, 100, 100, 100], [0, 25, 75, 100], [25, 50, 75, 100],
    ]  # fmt: skip
    assert column(rows, "ceiling") == ["0.00", "25000000.00", "0.00", "0.00"]
    assert skipped == {6: "baris jumlah"}


def test_shares_and_counts_of_each_quarter_are_added_up():
    rows, faults, _ = rows_of("shares_of_each_quarter")
    assert not faults
    assert [targets(values) for values in rows.values()] == [
        [25, 50, 75, 100], [25, 50, 75, 100], [25, 50, 75, 100], [None, None, 100, 100],
        [100, 100, 100, 100], [25, 50, 75, 100],
    ]  # fmt: skip


def test_a_schedule_in_words_becomes_two_days():
    rows, faults, _ = rows_of("schedule_in_words")
    assert faults == {"D14": "schedule"}
    assert [f"{v['start'][5:]} {v['due'][5:]}" for v in rows.values() if "start" in v] == [
        "01-01 03-31", "02-01 06-30", "04-01 06-30", "02-01 02-28", "02-01 06-30", "03-01 03-15",
        "01-01 09-30", "04-08 04-14", "01-01 10-31", "01-01 12-31", "07-01 07-01", "07-01 07-31",
        "11-01 12-31", "06-30 06-30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("marks_by_quarter", ["01-01 03-31", "04-01 09-30", "01-01 12-31"]),
        ("months_with_marks_and_colours", ["01-01 02-28", "03-01 06-30", "12-01 12-31"]),
        ("weeks_of_months", ["01-01 01-31", "02-01 03-31"]),
        ("quarters_in_colour", ["01-01 03-31", "04-01 09-30"]),
    ],
)
def test_marks_and_colours_become_two_days_and_no_targets(name, wanted):
    rows, faults, _ = rows_of(name)
    assert not faults
    assert [f"{v['start'][5:]} {v['due'][5:]}" for v in rows.values()] == wanted
    assert not any(targets(v) for v in rows.values() if "target_q1" in v and any(targets(v)))


def test_repeated_heads_subtotals_and_hidden_columns():
    rows, faults, skipped = rows_of("repeated_heads_and_subtotals")
    assert not faults
    assert list(rows) == [4, 5, 11]
    assert column(rows, "stage") == [P, P, L]
    assert column(rows, "unit") == ["dokumen", "SK", "orang"]
    assert column(rows, "target") == ["1.00", "1.00", "30.00"]
    assert skipped[9] == "judul kolom yang berulang"
    assert {skipped[row] for row in (6, 12, 13)} == {"baris jumlah"}
    assert list(skipped) == [3, 6, 9, 10, 12, 13, 14]


def test_lines_of_one_activity_are_joined_and_parts_with_figures_are_not():
    rows, faults, _ = rows_of("activity_over_several_rows")
    assert list(rows) == [2, 5, 6, 7, 9]
    assert rows[2]["evidence_expected"] == "SK Tim\nUndangan\nDaftar hadir"
    assert column(rows, "weight") == ["40.00", "20.00", "40.00", None, None]
    assert rows[6]["activity"] == "Pelatihan"
    assert rows[6]["person_in_charge"] == "Kabid"
    assert rows[7]["evidence_expected"] == "Foto\nVideo"
    assert faults == {"B9": "activity"}


def test_every_cell_that_cannot_be_read_is_named():
    found = making.interpreted(messy.errors_and_oddities())
    faults = {fault.place: fault for row in found.rows for fault in row.faults}
    assert {place: fault.name for place, fault in faults.items()} == {
        "B3": "stage", "C3": "weight", "D3": "start", "E3": "due", "F3": "ceiling",
        "H3": "target_q2", "C4": "weight", "E4": "due", "F4": "ceiling", "G4": "target_q1",
        "H4": "target_q2", "A5": "activity", "A6": "activity", "C6": "weight", "F6": "ceiling",
        "K6": "output",
    }  # fmt: skip
    assert "“31 Februari 2026” tidak ada" in faults["D3"].sentence
    assert "#REF!" in faults["C4"].sentence
    assert "paling banyak 250 huruf" in faults["A6"].sentence
    assert "belum punya nilai" in faults["K6"].sentence
    assert all(fault.sentence.endswith(".") for fault in faults.values())
    values = {row.line: row.values for row in found.rows}
    assert values[2]["start"] == "2026-06-30"
    assert values[4]["output"] == "=1+1"
    assert values[6]["due"] == "2026-06-30"  # a day as a bare number
    assert "weight" not in values[3]


def test_money_in_thousands_units_in_targets_stages_by_number():
    rows, faults, _ = rows_of("thousands_in_the_head")
    assert not faults
    assert column(rows, "stage") == [P, L, M]
    assert column(rows, "ceiling") == ["2500000.00", "12500000.00", "0.00"]
    assert column(rows, "unit") == ["dokumen", "orang", "dok"]
    assert column(rows, "budget_line")[0] == "1.02.03 Pembinaan"


def test_without_any_stage_each_milestone_says_so():
    rows, faults, _ = rows_of("realisation_beside_targets")
    assert faults == {"B3": "stage", "B4": "stage"}
    assert [targets(values) for values in rows.values()] == [[100] * 4, [0, 25, 50, 100]]
    assert column(rows, "due") == ["2026-03-31", "2026-12-31"]


@pytest.mark.parametrize(
    ("name", "stage", "activities"),
    [
        ("three_row_head", [P, L], ["Menyusun SK", "Bimtek"]),
        ("plain_words_only", [P, P, L], ["Rapat", "SK Tim", "Pelatihan"]),
        ("old_milestones_named_like_stages", [P, L, M],
         ["Persiapan", "Pelaksanaan", "Monitoring dan evaluasi"]),
        ("quarters_over_target_and_realisation", [P, P], ["Rapat", "Bimtek"]),
        ("table_away_from_the_corner", [P, P, L], ["Rapat tim", "Susun SK", "Uji coba"]),
        ("parents_above_their_parts", [L, L, L], ["Rapat", "SK", "Modul"]),
        ("form_with_hints", [P, L], ["Rapat", "Lokakarya"]),
        ("money_in_millions", [P, L], ["Rapat", "Uji"]),
        ("numbered_without_a_column", [P, P, L, M],
         ["Rapat koordinasi", "Penyusunan SOP", "Uji coba", "Evaluasi"]),
    ],
)  # fmt: skip
def test_stages_and_activities(name, stage, activities):
    rows, faults, _ = rows_of(name)
    assert column(rows, "stage") == stage
    assert column(rows, "activity") == activities
    assert list(faults) == (["G6"] if name == "numbered_without_a_column" else [])


def test_quarters_above_target_and_realisation():
    rows, _, _ = rows_of("quarters_over_target_and_realisation")
    assert [targets(values) for values in rows.values()] == [[25, 50, 75, 100]] * 2


def test_text_is_cleaned_and_never_becomes_a_formula():
    rows, faults, _ = rows_of("dirty_text")
    assert rows[2] == {
        "stage": P, "activity": "Rapat koordinasi", "output": "=1+1", "start": "2026-01-31",
        "evidence_expected": "- a\n\n- b", "remark": "@semua",
    }  # fmt: skip
    assert rows[3]["activity"] == "+62 811"
    assert rows[3]["evidence_expected"] == "-5"
    assert rows[3]["remark"] == "ya"
    assert faults == {"F3": "start"}


# -- rules --------------------------------------------------------------------------------------

HEAD = ["Tahap", "Kegiatan", "Bobot", "Pagu"]


def test_only_mapped_columns_are_in_the_values():
    [row] = of(["Kegiatan", "Bobot"], ["Rapat", 100]).rows
    assert row.values == {"activity": "Rapat", "weight": "100.00"}
    assert [fault.name for fault in row.faults] == ["stage"]


def test_a_sum_in_the_middle_does_not_end_the_matrix():
    found = of(
        HEAD, ["Persiapan", "Rapat", 50, 1], ["Jumlah", None, 50, 1],
        ["Pelaksanaan", "Uji coba", 50, 1], ["Jumlah", None, 100, 2], ["Lain-lain", "x", None],
    )  # fmt: skip
    assert [row.line for row in found.rows] == [2, 4]
    assert [line for line, _ in found.skipped] == [3, 5, 6]


def test_a_milestone_of_which_only_the_name_is_known_may_follow_a_sum_in_the_middle():
    found = of(
        HEAD, ["Persiapan", "Rapat", 50, 1], ["Jumlah", None, 50, 1],
        ["Pelaksanaan", "Uji coba", 50, 1], [None, "Rencana lain"],
    )  # fmt: skip
    assert [row.line for row in found.rows] == [2, 4, 5]


def test_a_sum_without_a_name_below_all_is_left_out():
    found = of(HEAD, ["Persiapan", "Rapat", 60, 1], [None, "SK", 40, 1], [None, None, 100, 2])
    assert [row.line for row in found.rows] == [2, 3]
    assert found.skipped == [(4, "baris jumlah")]


def test_an_activity_that_begins_like_a_sum_or_is_named_like_a_stage_is_kept():
    found = of(
        [*HEAD, "PJ"], ["Persiapan", "Jumlah", 10, 1, "Kadis"],
        ["Persiapan", "Total survei", 20, 1, "Kadis"], ["Persiapan", "Evaluasi", 70, 1, "Kadis"],
    )  # fmt: skip
    assert [row.values["activity"] for row in found.rows] == ["Jumlah", "Total survei", "Evaluasi"]
    assert {row.values["stage"] for row in found.rows} == {P}


def test_money_of_a_merged_cell_counts_once_and_days_hold_for_all():
    found = of(
        ["Tahap", "Kegiatan", "Pagu", "Selesai"],
        ["Persiapan", "Rapat", 5_000_000, "31 Maret 2026"], [None, "SK tim"],
        merges=["A2:A3", "C2:C3", "D2:D3"],
    )  # fmt: skip
    assert [row.values["ceiling"] for row in found.rows] == ["5000000.00", "0.00"]
    assert [row.values["due"] for row in found.rows] == ["2026-03-31"] * 2


def test_limits_of_the_fields_are_held():
    found = of(
        ["Tahap", "Kegiatan", "Satuan", "Target", "Pagu", "TW I"],
        ["Persiapan", "Rapat", "x" * 41, 10**12, 10**15, 101],
        ["Persiapan", "SK", "dok", -1, -1, -1],
        ["Persiapan", "SK", "dok", 10**12 - 1, 10**15 - 1, 100],
    )  # fmt: skip
    faults = [sorted(fault.place for fault in row.faults) for row in found.rows]
    assert faults == [["C2", "D2", "E2", "F2"], ["D3", "E3", "F3"], []]


def test_numbers_before_the_activities_stay_where_there_are_few_of_them():
    texts = ["1. Rapat", "2. SK", "Uji coba"]
    found = of(["Tahap", "Kegiatan", "Bobot"], *[["Persiapan", text, 10] for text in texts])
    assert [row.values["activity"] for row in found.rows] == texts


# -- workbooks of the portal --------------------------------------------------------------------


def own_row(**values):
    row = dict.fromkeys(columns.NAMES, "") | dict.fromkeys(
        ("target", "weight", "start", "due", *(f"target_q{n}" for n in (1, 2, 3, 4)))
    )
    return row | {"id": 5, "number": 1, "stage": L, "activity": "Rapat", "ceiling": "0.00"} | values


def own(*rows):
    written = writing.written(7, 2026, ["Judul", "Dinas"], [*rows])
    book = reading.read(io.BytesIO(written))
    sheet = book.sheets[recognising.best(book.sheets)]
    found = recognising.recognise(sheet)
    return book, interpreting.interpret(sheet, found, year=2026, ours=True)


def test_a_workbook_of_the_portal_is_read_without_guessing():
    rows = [
        own_row(id=1, number=1, activity="Jumlah", weight="0.25", target="1.00",
                target_q1="0.25", target_q2="0.50", target_q3="0.75", target_q4="1.00"),
        own_row(id=2, number=2, activity="Persiapan", weight="0.75", unit="-", remark="-",
                target="4.00", target_q1="1.00", target_q2="1.00", target_q3="1.00",
                target_q4="1.00"),
        own_row(id=3, number=3, activity="Mengetahui", output="=1+1", person_in_charge="@x",
                evidence_expected="a\nb", start="2026-01-01", due="2026-12-31"),
        own_row(id=4, number=4, activity="1. Rapat", ceiling="1234567.89"),
    ]  # fmt: skip
    book, found = own(*rows)
    assert book.meta["plan"] == 7
    assert [row.key.milestone for row in found.rows] == [1, 2, 3, 4]
    for row, wanted in zip(found.rows, rows, strict=True):
        assert not row.faults
        assert row.values == {name: wanted[name] for name in columns.NAMES}
        assert row.key == keys.key_of(7, wanted)
    assert [why for _, why in found.skipped] == ["baris jumlah"]


def test_a_spoilt_key_and_an_emptied_stage_are_faults_in_a_workbook_of_the_portal():
    book, _ = own(own_row())
    sheet = book.sheets[0]
    found = recognising.recognise(sheet)
    row = sheet["rows"][found.first_row]
    row[found.mapping["key"]] = "7.5.xyz"
    row[found.mapping["stage"]] = None
    [read] = interpreting.interpret(sheet, found, year=2026, ours=True).rows
    assert {fault.name for fault in read.faults} == {"key", "stage"}
    assert read.key is None


# -- anything at all ----------------------------------------------------------------------------

WORDS = st.sampled_from([
    "Kegiatan", "Tahap", "TW I", "TW II", "Target", "Bobot", "Pagu", "I", "II", "III", "IV", "No",
    "Mulai", "Selesai", "Waktu", "Jan", "Feb", "Mar", "Jumlah", "A. PERSIAPAN", "Pelaksanaan",
    "Mengetahui", "x", "√", "25%", "0,25", "Rp 1.000", "1 dokumen", "30 Juni 2026", "TW II", "-",
    "Satuan", "Bukti", "Kunci (jangan diubah)", "7.5.0123456789ab", "(1)", "(2)", "(3)", "=1+1",
])  # fmt: skip
CELL = (
    st.none()
    | WORDS
    | st.text(max_size=12)
    | st.integers(-5, 200).map(lambda n: {"n": str(n)})
    | st.floats(-1, 2).map(lambda n: {"n": f"{n:.4f}", "p": True})
    | st.dates().map(lambda day: {"d": day.isoformat()})
    | st.sampled_from([{"e": "#REF!"}, {"e": "="}, {"n": "46000"}, {"n": "1000000000000000000000"}])
)
RANGE = st.tuples(*[st.integers(0, 9)] * 4).map(
    lambda four: [min(four[0], four[2]), min(four[1], four[3]), max(four[::2]), max(four[1::2])]
)


@given(
    st.lists(st.lists(CELL, max_size=9), max_size=12),
    st.lists(RANGE, max_size=4),
    st.booleans(),
    st.lists(st.sampled_from([*columns.NAMES, "key", "no", "schedule"]), unique=True, max_size=9),
)
def test_no_grid_breaks_reading_it(grid, merges, ours, by_hand):
    sheet = {
        "name": "x", "hidden": False, "hidden_columns": [1], "rows": grid, "merges": merges,
        "shades": [[3, 2], [4, 2]], "epoch_1904": False, "beyond": "",
    }  # fmt: skip
    found = recognising.recognise(sheet)
    assert recognising.best([sheet]) == 0
    for mapping in (found.mapping, {name: place for place, name in enumerate(by_hand)}):
        tried = recognising.Recognition(found.first_row, mapping, found.heads, 1)
        read = interpreting.interpret(sheet, tried, year=2026, ours=ours)
        lines = [row.line for row in read.rows] + [line for line, _ in read.skipped]
        assert len(lines) == len(set(lines))
        for row in read.rows:
            for name, value in row.values.items():
                assert value == columns.plain(columns.value_of(name, value))
                columns.shown(name, value)
            for fault in row.faults:
                assert re.fullmatch("[A-Z]+[0-9]+", fault.place)
                assert fault.sentence.endswith(".")
