"""One cell: figures, money, days and schedules as officials type them; shares and fractions."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans.workbooks import entries, periods, quarters, stages
from actionplans.workbooks.entries import Figure
from replikasi.common import formats

D = Decimal
CELLS = st.none() | st.text(max_size=60) | st.builds(
    dict, n=st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    p=st.booleans(),
) | st.builds(lambda day: {"d": day.isoformat()}, st.dates()) | st.just({"e": "#N/A"})  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ({"n": "4"}, Figure(D(4))),
        ({"n": "0.25", "p": True}, Figure(D("25.00"), True)),
        ("12,5", Figure(D("12.5"))),
        ("12.5", Figure(D("12.5"))),
        ("1.200", Figure(D(1200))),
        ("1,250.50", Figure(D("1250.50"))),
        ("25%", Figure(D(25), True, "persen")),
        ("25,5 %", Figure(D("25.5"), True, "persen")),
        ("25 persen", Figure(D(25), True, "persen")),
        ("1 dokumen", Figure(D(1), False, "dokumen")),
        ("1 (satu) dokumen", Figure(D(1), False, "dokumen")),
        ("1.200 orang peserta", Figure(D(1200), False, "orang peserta")),
        ("2 dok.", Figure(D(2), False, "dok")),
        ("-", None),
        ("\u00a0", None),
        (None, None),
    ],
)
def test_figures(cell, value):
    assert entries.figure_of(cell) == value


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("SK", "bukan angka"),
        ("12.500 ribu", "penuh"),
        ("±100", "bukan angka"),
        ("3-5 orang", "bukan angka"),
        ({"d": "1900-01-04"}, "tanggal (4 Januari 1900)"),
        ({"e": "#REF!"}, "#REF!"),
        ({"e": "="}, "belum punya nilai"),
        ("9" * 90, "bukan angka"),
    ],
)
def test_what_is_no_figure_says_what_to_write(cell, part):
    with pytest.raises(ValueError, match=r"\.$") as fault:
        entries.figure_of(cell)
    assert part in str(fault.value)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Rp 12.500.000,-", "12500000"), ("Rp. 12.500.000,00", "12500000"),
        ("Rp12.500.000", "12500000"), ("12,500,000", "12500000"), ("12.500.000,50", "12500000.50"),
        ("IDR 1.000", "1000"), ("1.250.000 rupiah", "1250000"), ("Rp2.500.000 (APBD)", "2500000"),
        ("12.500.000.-", "12500000"), ("Rp -", "0"), ("Rp. 0,-", "0"), ("-", "0"), ("nihil", "0"),
        ("Non Anggaran", "0"), ("Tidak ada", "0"), ("", None), (None, None),
        ({"n": "12500000"}, "12500000"), ({"n": "33333333.3333333"}, "33333333.33"),
        ({"n": "0.300000000001"}, "0.30"), ("1,250,000.50", "1250000.50"), ("(1.000)", "-1000"),
    ],
)  # fmt: skip
def test_money(cell, value):
    assert entries.money_of(cell) == (None if value is None else D(value))


@pytest.mark.parametrize(
    "cell", ["12.500 ribu", "Rp 5 juta", "1,5 M", "12,500", "12.5", "lihat DPA", {"n": "1.234"},
             {"n": "0.5", "p": True}, {"d": "2026-01-01"}, "Rp 10.000 - 20.000"],
)  # fmt: skip
def test_doubtful_money_is_a_fault(cell):
    with pytest.raises(ValueError, match=r"\.$"):
        entries.money_of(cell)


def test_money_in_thousands_is_multiplied():
    assert entries.money_of({"n": "2500"}, 1000) == 2_500_000
    assert entries.money_of("12.500", 1000) == 12_500_000
    assert entries.money_of("1,5", 1_000_000) == 1_500_000


PERIODS = {
    "Januari - Maret 2026": ("01-01", "03-31"),
    "Januari–Maret": ("01-01", "03-31"),
    "Jan-Mar": ("01-01", "03-31"),
    "Jan s.d. Mar": ("01-01", "03-31"),
    "Jan s/d Maret 2026": ("01-01", "03-31"),
    "1 Feb s.d. 30 Jun 2026": ("02-01", "06-30"),
    "01-02-2026 s.d. 30-06-2026": ("02-01", "06-30"),
    "01/02/2026 - 30/06/2026": ("02-01", "06-30"),
    "2026-02-01 s.d. 2026-06-30": ("02-01", "06-30"),
    "1 - 30 Juni 2026": ("06-01", "06-30"),
    "1–30 Juni": ("06-01", "06-30"),
    "5 s.d. 9 Mei 2026": ("05-05", "05-09"),
    "TW II": ("04-01", "06-30"),
    "TW I - TW III": ("01-01", "09-30"),
    "TW I-II": ("01-01", "06-30"),
    "TW I, II": ("01-01", "06-30"),
    "TW III dan IV": ("07-01", "12-31"),
    "Triwulan I s.d. III": ("01-01", "09-30"),
    "Triwulan 3 Tahun 2026": ("07-01", "09-30"),
    "Februari": ("02-01", "02-28"),
    "Pebruari 2026": ("02-01", "02-28"),
    "Agt 2026": ("08-01", "08-31"),
    "06/2026": ("06-01", "06-30"),
    "Semester II": ("07-01", "12-31"),
    "Jan, Feb, Mar": ("01-01", "03-31"),
    "Januari dan Februari 2026": ("01-01", "02-28"),
    "Minggu II April 2026": ("04-08", "04-14"),
    "Minggu ke-3 Maret": ("03-15", "03-21"),
    "Minggu I - III Maret": ("03-01", "03-21"),
    "akhir November": ("11-21", "11-30"),
    "Sepanjang tahun": ("01-01", "12-31"),
    "Setiap bulan": ("01-01", "12-31"),
    "2026": ("01-01", "12-31"),
    "30 Juni 2026": ("06-30", "06-30"),
    "30 Juni": ("06-30", "06-30"),
    "Selasa, 30 Juni 2026": ("06-30", "06-30"),
    "2026-06-30 00:00:00": ("06-30", "06-30"),
    "30/6/26": ("06-30", "06-30"),
}


@pytest.mark.parametrize("text", PERIODS)
def test_periods_in_words(text):
    first, last = periods.period_of(text, 2026)
    assert (f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}") == tuple(
        f"2026-{day}" for day in PERIODS[text]
    )


def test_a_period_may_begin_in_the_year_before():
    assert periods.period_of("November 2025 - Februari 2026", 2026) == (
        date(2025, 11, 1),
        date(2026, 2, 28),
    )


@pytest.mark.parametrize(
    "text", ["kalau sempat", "31 Februari 2026", "Juni - Januari 2026", "", "x" * 500, "TW V",
             "6/30/2026", "Jan, entah", "32 s.d. 40 Mei"],
)  # fmt: skip
def test_what_is_no_period_is_a_fault(text):
    with pytest.raises(ValueError, match=r"\.$"):
        periods.period_of(text, 2026)


def test_cells_of_a_schedule():
    june = date(2026, 6, 1)
    assert periods.period_in({"d": "2026-06-01"}, 2026) == (june, june)
    assert periods.period_in({"d": "2026-06-01", "m": True}, 2026) == (june, date(2026, 6, 30))
    assert periods.period_in({"n": "46174"}, 2026) == (june, june)
    assert periods.period_in({"n": "6"}, 2026, bare="month") == (june, date(2026, 6, 30))
    assert periods.period_in("II", 2026, bare="quarter")[1] == date(2026, 6, 30)
    assert periods.period_in("1-3", 2026, bare="month")[1] == date(2026, 3, 31)
    assert periods.period_in("-", 2026) is None
    with pytest.raises(ValueError, match="bukan tanggal"):
        periods.period_in({"n": "6"}, 2026)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 400))
def test_a_range_of_days_is_read_in_every_way_it_is_written(first, length):
    last = first + timedelta(days=length)
    for form in (formats.long_date, formats.short_date, lambda day: f"{day:%d-%m-%Y}"):
        for between in (" s.d. ", " - ", " – ", " sampai dengan ", " s/d "):
            text = form(first) + between + form(last)
            assert periods.period_of(text, 2026) == (first, last), text


@given(CELLS)
def test_no_cell_breaks_a_reader(cell):
    for reader in (
        entries.figure_of,
        entries.money_of,
        lambda cell: periods.period_in(cell, 2026, bare="month"),
        lambda cell: periods.period_in(cell, 2026, assume=False),
    ):
        sentence = "."
        try:
            reader(cell)
        except ValueError as fault:
            sentence = str(fault)
        assert sentence.endswith(".")
    assert isinstance(entries.text_of(cell), str)


# -- quarters and weights -----------------------------------------------------------------------


def four(*values, percent=False):
    return [None if value is None else Figure(D(str(value)), percent) for value in values]


@pytest.mark.parametrize(
    ("values", "target", "wanted"),
    [
        ((25, 50, 75, 100), None, (25, 50, 75, 100)),
        ((25, 50, 75, 100), 250, (25, 50, 75, 100)),  # they also add up to the target
        ((25, 25, 25, 25), None, (25, 50, 75, 100)),
        ((0, 50, 50, 0), None, (0, 50, 100, 100)),
        ((50, None, 50, None), None, (50, 50, 100, 100)),
        ((None, None, 50, 100), None, (None, None, 50, 100)),
        ((33.33, 33.33, 33.33, None), None, (33.33, 66.66, 100, 100)),
        ((0.25, 0.5, 0.75, 1), None, (25, 50, 75, 100)),
        ((0, 0, 0, 1), None, (0, 0, 0, 100)),
        ((0.25, 0.25, 0.25, 0.25), None, (25, 50, 75, 100)),
        ((1, 1, 1, 1), 4, (25, 50, 75, 100)),
        ((1, 2, 3, 4), 4, (25, 50, 75, 100)),
        ((1, 1, 1, 1), 1, (100, 100, 100, 100)),
        ((0, 0, 1, 1), 1, (0, 0, 100, 100)),
        ((0, 1, 0, 0), 1, (0, 100, 100, 100)),
        ((30, 60, 90, 120), 120, (25, 50, 75, 100)),
        ((20, 40, 60, 80), 80, (25, 50, 75, 100)),
        ((10, 20, 30, 60), None, (10, 20, 30, 60)),
        ((10, 5, 30, 100), None, (10, 5, 30, 100)),
        ((0, 0, 0, 0), 4, (0, 0, 0, 0)),
        ((-5, 5, 50, 50), None, (-5, 5, 50, 50)),
        ((None,) * 4, 4, (None,) * 4),
    ],
)
def test_targets_of_quarters_become_cumulative_percents(values, target, wanted):
    found = quarters.cumulative(four(*values), None if target is None else D(target))
    assert found == [None if value is None else D(str(value)) for value in wanted]


def test_what_is_formatted_as_a_percent_is_no_fraction():
    assert quarters.cumulative(four(0.5, 1, 1, 1, percent=True)) == [D("0.5"), 1, 1, 1]
    mixed = [*four(50, percent=True), *four(1, 1, 1)]
    assert quarters.cumulative(mixed) == [50, 100, 100, 100]


@given(st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted))
def test_cumulative_percents_stay_as_they_are(values):
    assert quarters.cumulative(four(*values, 100)) == [*values, 100]


@pytest.mark.parametrize(
    ("weights", "wanted"),
    [
        ((0.1, 0.15, 0.75), True), ((0.25,) * 4, True), ((0.2, 0.2, 0.15), True),
        ((10, 15, 75), False), ((1, 1, 98), False), ((1,), False), ((0.5, 0.5, 99), False),
        ((0.333, 0.333, 0.334), True), ((0.02,) * 5000, False), ((), False), ((1, 0), True),
    ],
)  # fmt: skip
def test_weights_that_add_up_to_one_are_fractions(weights, wanted):
    assert quarters.are_fractions([Figure(D(str(each))) for each in weights]) is wanted


# -- titles, sums, signatures -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Persiapan", "1"), ("A. PERSIAPAN", "1"), ("I. Tahap Persiapan", "1"),
        ("Tahap I: Persiapan", "1"), ("TAHAP 1 PERSIAPAN", "1"), ("Perencanaan", "1"),
        ("1-persiapan", "1"), ("II. PELAKSANAAN KEGIATAN", "2"), ("Implementasi", "2"),
        ("Tahap Pelaksanaan (April–Juni)", "2"), ("Monev", "3"), ("Monitoring & Evaluasi", "3"),
        ("Monitoring dan evaluasi", "3"), ("C) Monitoring/Evaluasi", "3"), ("Pemantauan", "3"),
        ("Evaluasi dan Pelaporan", "3"), ("III. MONITORING DAN EVALUASI", "3"),
        ("Persiapan tim", ""), ("Pelaksanaan bimtek", ""), ("Sosialisasi", ""), ("", ""),
        ("Persiapan dan evaluasi", ""), ("Tahap", ""), ("x" * 200, ""),
    ],
)  # fmt: skip
def test_stages_by_name(text, code):
    assert stages.stage_of(text)[:1] == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jumlah", "total"), ("TOTAL", "total"), ("JUMLAH SELURUHNYA", "total"),
        ("Total Anggaran", "total"), ("Grand Total (Rp)", "total"), ("Jumlah :", "total"),
        ("Sub Jumlah", "subtotal"), ("Subtotal", "subtotal"), ("Jumlah A", "subtotal"),
        ("Jumlah Tahap Persiapan", "subtotal"), ("Jumlah peserta pelatihan", ""),
        ("Total quality management", ""), ("Rapat", ""),
    ],
)  # fmt: skip
def test_sums(text, kind):
    assert stages.total_of(text) == kind


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mengetahui,", True), ("Mentok, 5 Januari 2026", True), ("NIP. 1970", True),
        ("Muntok,    Januari 2026", True), ("Catatan: x", True), ("*) sementara", True),
        ("Kepala Dinas Pertanian", True), ("Plt. Kepala Dinas", True),
        ("Rapat di Mentok", False), ("Keterangan lengkap", False), ("Menyusun SK", False),
        ("Kepala Dinas membuka rapat ke-1", False),
    ],
)  # fmt: skip
def test_signatures_and_notes(text, wanted):
    assert stages.is_closing(text) is wanted
