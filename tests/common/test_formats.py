"""Writing figures, money and dates the Indonesian way, and reading back what people type."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replikasi.common import formats

decimals = st.decimals(
    min_value=Decimal("-1e15"), max_value=Decimal("1e15"), allow_nan=False, places=4
)
money = st.decimals(min_value=0, max_value=Decimal("1e15"), allow_nan=False, places=2)
dates = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


@pytest.mark.parametrize(
    ("write", "value", "text"),
    [
        (formats.percent, Decimal("62.4"), "62,4\u00a0%"),
        (formats.percent, 100, "100,0\u00a0%"),
        (formats.percent, 0.05, "0,1\u00a0%"),
        (formats.percent, Decimal("-0.04"), "0,0\u00a0%"),
        (formats.percent, Decimal("1234.5"), "1.234,5\u00a0%"),
        (formats.number, Decimal("1234.50"), "1.234,5"),
        (formats.number, Decimal("1E+3"), "1.000"),
        (formats.number, 600, "600"),
        (formats.number, Decimal("-7.25"), "−7,25"),
        (formats.signed, Decimal("-2.6"), "−2,6"),
        (formats.signed, Decimal("0.6"), "+0,6"),
        (formats.signed, 0, "0,0"),
        (formats.signed, Decimal("-0.01"), "0,0"),
        (formats.points, Decimal("-2.6"), "−2,6\u00a0poin"),
        (formats.rupiah, 1234567, "Rp1.234.567"),
        (formats.rupiah, Decimal("1234567.00"), "Rp1.234.567"),
        (formats.rupiah, Decimal("1234567.5"), "Rp1.234.567,50"),
        (formats.rupiah, Decimal("-5"), "−Rp5"),
        (formats.rupiah, 0, "Rp0"),
        (formats.short_date, date(2026, 11, 24), "24\u00a0Nov\u00a02026"),
        (formats.day_month, date(2026, 8, 3), "3\u00a0Agu"),
        (formats.long_date, date(2026, 11, 24), "24\u00a0November\u00a02026"),
        (formats.file_size, 512, "512\u00a0B"),
        (formats.file_size, 412 * 1024, "412\u00a0kB"),
        (formats.file_size, 1024 * 1024 - 1, "1\u00a0MB"),
        (formats.file_size, 1_258_291, "1,2\u00a0MB"),
        (formats.file_size, 20 * 1024 * 1024, "20\u00a0MB"),
        (formats.file_size, 3 * 1024**4, "3.072\u00a0GB"),
        (formats.quarter_name, 3, "TW\u00a0III"),
    ],
)
def test_a_value_is_written(write, value, text):
    assert write(value) == text


@pytest.mark.parametrize("value", [None, ""])
def test_what_is_absent_is_written_as_nothing(value):
    writers = (
        formats.percent, formats.number, formats.signed, formats.points, formats.rupiah,
        formats.short_date, formats.day_month, formats.long_date, formats.clock,
        formats.file_size, formats.quarter_name,
    )  # fmt: skip
    assert {write(value) for write in writers} == {""}
    assert formats.date_range(value, value) == ""


def test_the_clock_is_that_of_the_portal():
    instant = datetime(2026, 12, 31, 20, 30, tzinfo=UTC)

    assert formats.clock(instant) == "03.30\u00a0WIB"
    assert formats.short_date(instant) == "1\u00a0Jan\u00a02027"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 1, 4), date(2026, 1, 29), "4 Jan–29 Jan 2026"),
        (date(2025, 12, 4), date(2026, 1, 29), "4 Des 2025–29 Jan 2026"),
        (date(2026, 1, 4), date(2026, 1, 4), "4 Jan 2026"),
        (date(2026, 1, 4), None, "sejak 4 Jan 2026"),
        (None, date(2026, 1, 4), "sampai 4 Jan 2026"),
    ],
)
def test_a_range_of_dates_is_written(start, end, text):
    assert formats.date_range(start, end).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1.234", "1234"),
        ("62,4", "62.4"),
        ("62.4", "62.4"),
        ("0.125", "0.125"),
        (",5", "0.5"),
        (" 1\u00a0234 ", "1234"),
        ("−2,6", "-2.6"),
        ("-0", "0"),
        ("+7", "7"),
        ("007", "7"),
    ],
)
def test_a_number_is_read(text, value):
    assert formats.parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "abc", "1e9", "NaN", "Infinity", "1,234.5", "1.23.4", "1.2345,6", "--1", "1,2,3",
     "٣", "5 kg", "9" * 41, "1." , "-"],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"^(Isi|“|Angka).+\.$"):
        formats.parse_decimal(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rp1.234.567", "1234567"),
        ("rp. 1.234.567,50", "1234567.5"),
        ("1.250.000,-", "1250000"),
        ("1250000", "1250000"),
        ("1500000.00", "1500000"),
        ("−Rp5", "-5"),
    ],
)
def test_money_is_read(text, value):
    assert formats.parse_rupiah(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "Rp", "dua juta", "12.5", "1.50", "1,234", "100,999"])
def test_doubtful_money_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"\.$"):
        formats.parse_rupiah(text)


@pytest.mark.parametrize(
    "text",
    ["30 Juni 2022", "30-06-2022", "30/6/22", "2022-06-30", "30.06.2022", "30 Jun 2022",
     "kamis, 30 juni 2022", " 30  JUNI  2022 ", "30\u00a0Juni\u00a02022", "30 June 2022"],
)  # fmt: skip
def test_a_date_is_read(text):
    assert formats.parse_date(text) == date(2022, 6, 30)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("31 Juni 2022", "tidak ada"),
        ("29-02-2023", "tidak ada"),
        ("30 Juno 2022", "bukan tanggal"),
        ("besok", "bukan tanggal"),
        ("30 Juni", "belum lengkap"),
        ("30/6", "belum lengkap"),
        ("01-01-0202", "tidak masuk akal"),
        ("", "Tulis tanggal"),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(text, word):
    with pytest.raises(ValueError, match=word):
        formats.parse_date(text)


@given(decimals)
def test_a_number_read_back_is_the_number(value):
    assert formats.parse_decimal(formats.number(value)) == value
    assert formats.parse_decimal(formats.signed(value, 4)) == value


@given(money)
def test_money_read_back_is_the_money(value):
    assert formats.parse_rupiah(formats.rupiah(value)) == value


@given(dates)
def test_a_date_read_back_is_the_date(day):
    for write in (formats.short_date, formats.long_date, date.isoformat):
        assert formats.parse_date(write(day)) == day
    assert formats.parse_date(f"{day:%d-%m-%Y}") == day


@given(st.text(max_size=50), st.sampled_from(["decimal", "rupiah", "date"]))
def test_any_text_is_read_or_refused_with_a_value_error(text, what):
    try:
        getattr(formats, f"parse_{what}")(text)
    except ValueError as error:
        assert str(error).endswith(".")  # noqa: PT017 - not being refused is fine too
