"""Indonesian ways of writing numbers, money, dates and sizes, and of reading them back. Pure.

Every writer gives "" for None and "" (an absent figure is the template's matter, never 0).
"""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils import timezone

NBSP = "\u00a0"
MINUS = "\u2212"
EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
SHORT_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "Mei", "Jun"),
    *("Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
)
QUARTERS = {1: "I", 2: "II", 3: "III", 4: "IV"}
# Spellings met in letters and exports, beside the names above.
OTHER_MONTHS = {
    "pebruari": 2, "peb": 2, "agt": 8, "agust": 8, "ags": 8, "sept": 9, "nop": 11, "nopember": 11,
    "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "august": 8,
    "aug": 8, "october": 10, "oct": 10, "december": 12, "dec": 12,
}  # fmt: skip
MONTH_NUMBERS = {
    **OTHER_MONTHS,
    **{name.lower(): number for number, name in enumerate(MONTHS, 1)},
    **{name.lower(): number for number, name in enumerate(SHORT_MONTHS, 1)},
}


# -- numbers ------------------------------------------------------------------------------------


def _absent(value):
    return value is None or value == ""


def _decimal(value):
    """`value` (int, Decimal, float or numeric text) as an exact Decimal."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _written(value, places, *, plus=False):
    """`value` with dots between thousands, a decimal comma and a true minus sign.

    Halves are rounded away from zero; what rounds to nothing carries no sign.
    """
    text = f"{_rounded(_decimal(value), places):,f}"
    sign = "-" if text.startswith("-") else "+"
    text = text.lstrip("-")
    text = text.replace(",", "\0").replace(".", ",").replace("\0", ".")
    if not text.strip("0.,"):
        return text
    return {"-": MINUS, "+": "+" if plus else ""}[sign] + text


def _rounded(value, places):
    """`value` with so many digits after the comma; EXACT keeps it from Decimal's usual 28."""
    return value.quantize(Decimal(1).scaleb(-places), context=EXACT)


def number(value, places=None):
    """`1234.50` -> "1.234,5"; with `places`, exactly so many digits after the comma."""
    if _absent(value):
        return ""
    value = _decimal(value)
    if places is None:
        places = len(f"{value:f}".partition(".")[2].rstrip("0"))
    return _written(value, int(places))


def percent(value, places=1):
    """`62.4` (already in percent) -> "62,4 %"."""
    return "" if _absent(value) else f"{_written(value, int(places))}{NBSP}%"


def signed(value, places=1):
    """`-2.6` -> "−2,6", `0.6` -> "+0,6", `0` -> "0,0"."""
    return "" if _absent(value) else _written(value, int(places), plus=True)


def points(value):
    """A difference of percents: `-2.6` -> "−2,6 poin"."""
    return "" if _absent(value) else f"{signed(value)}{NBSP}poin"


def rupiah(value):
    """`1234567` -> "Rp1.234.567"; sen are written only when there are any."""
    if _absent(value):
        return ""
    value = _rounded(_decimal(value), 2)
    text = _written(abs(value), 0 if value == value.to_integral_value() else 2)
    return f"{MINUS if value < 0 else ''}Rp{text}"


def file_size(value):
    """Bytes -> "512 B", "412 kB", "1,2 MB" (steps of 1024, as the size limit counts)."""
    if _absent(value):
        return ""
    size, units = Decimal(value), ["B", "kB", "MB", "GB"]
    while _rounded(size, 0) >= 1024 and len(units) > 1:
        size, units = size / 1024, units[1:]
    unit = units[0]
    places = 1 if unit in ("MB", "GB") and size < 100 else 0
    return f"{number(_rounded(size, places))}{NBSP}{unit}"


def quarter_name(quarter):
    """`3` -> "TW III". Anything but 1–4 is a KeyError."""
    return "" if _absent(quarter) else f"TW{NBSP}{QUARTERS[int(quarter)]}"


def nip(value):
    """An official's number in groups of 8-6-1-3; what has no 18 digits as it is."""
    if len(value) != 18:
        return value
    return NBSP.join((value[:8], value[8:14], value[14], value[15:]))


# -- days and hours -----------------------------------------------------------------------------


def _day(value):
    """The date of `value`; a datetime with a zone counts by the clock of the portal."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def day_month(value):
    """`2026-11-24` -> "24 Nov"."""
    if _absent(value):
        return ""
    day = _day(value)
    return f"{day.day}{NBSP}{SHORT_MONTHS[day.month - 1]}"


def short_date(value):
    """`2026-11-24` -> "24 Nov 2026"."""
    return "" if _absent(value) else f"{day_month(value)}{NBSP}{_day(value).year}"


def long_date(value):
    """`2026-11-24` -> "24 November 2026"."""
    if _absent(value):
        return ""
    day = _day(value)
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def numeric_date(value):
    """`2026-11-24` -> "24-11-2026"."""
    return "" if _absent(value) else f"{_day(value):%d-%m-%Y}"


def clock(value):
    """A datetime -> "14.30 WIB", by the clock of the portal."""
    if _absent(value):
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
        zone = value.tzname()
    else:
        zone = "WIB"
    return f"{value:%H.%M}{NBSP}{zone}"


def date_range(start, end):
    """Two dates -> "4 Jan–29 Jan 2026"; one of them missing -> "sejak …" or "sampai …"."""
    if _absent(start) and _absent(end):
        return ""
    if _absent(end):
        return f"sejak {short_date(start)}"
    if _absent(start):
        return f"sampai {short_date(end)}"
    if _day(start) == _day(end):
        return short_date(end)
    first = day_month if _day(start).year == _day(end).year else short_date
    return f"{first(start)}–{short_date(end)}"


# -- reading back -------------------------------------------------------------------------------

_GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(,[0-9]+)?|,[0-9]+")
# A dot that cannot part thousands is a decimal point: sliders and spreadsheets write "62.4".
_POINT = re.compile(r"0?\.[0-9]+|[0-9]+\.([0-9]{1,2}|[0-9]{4,})|[0-9]{4,}\.[0-9]+")
LONGEST_NUMBER = 40


def parse_decimal(text):
    """`"1.234,5"` -> Decimal("1234.5"). A ValueError carries an Indonesian sentence.

    Dots part thousands and the comma is the decimal sign; a dot that does not stand before
    three digits (`"62.4"`) is read as a decimal point.
    """
    typed = str(text).strip()
    bare = re.sub(r"[\s\u00a0\u202f]", "", typed).replace(MINUS, "-").replace("–", "-")
    negative = bare.startswith("-")
    bare = bare[1:] if bare[:1] in ("-", "+") else bare
    if not bare:
        raise ValueError("Isi dengan angka, misalnya 1.234,5.")
    if len(bare) > LONGEST_NUMBER:
        raise ValueError("Angka ini terlalu panjang. Tulis angka yang lebih pendek.")
    if _GROUPED.fullmatch(bare) and not bare.startswith("0"):
        bare = bare.replace(".", "").replace(",", ".")
    elif _PLAIN.fullmatch(bare):
        bare = bare.replace(",", ".")
    elif not _POINT.fullmatch(bare):
        raise ValueError(f"“{typed[:LONGEST_NUMBER]}” bukan angka. Tulis seperti 1.234,5.")
    value = Decimal(bare)
    # copy_negate does not round, however many digits were typed.
    return value.copy_negate() if negative and value else value


def parse_rupiah(text):
    """`"Rp1.234.567,50"` (also without Rp, or with ",-") -> Decimal. ValueError otherwise."""
    typed = str(text).strip()
    bare = re.sub(r"^([-−+]?)\s*rp\.?", r"\1", typed, flags=re.IGNORECASE)
    bare = re.sub(r",\s*[-–−]{1,2}$", "", bare)
    try:
        value = parse_decimal(bare)
    except ValueError:
        raise ValueError("Tulis jumlah uang dengan angka, misalnya 1.250.000.") from None
    # "12.5" would be twelve and a half rupiah, most likely a slip for 12.500.
    if re.search(r"(^|[^0-9])[0-9]{1,3}\.[0-9]{1,2}$", bare):
        raise ValueError(f"“{typed[:LONGEST_NUMBER]}” meragukan. Tulis lengkap, misalnya 12.500.")
    if value != _rounded(value, 2):
        raise ValueError("Sen paling banyak dua angka, misalnya 1.250.000,50.")
    return value


_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NUMERIC = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_NAMED = re.compile(r"([0-9]{1,2})[-/. ]*([a-z]+)\.?[-/., ]*([0-9]{4}|[0-9]{2})")
_NO_YEAR = re.compile(r"[0-9]{1,2}([-/. ]+[0-9]{1,2}|[-/. ]*[a-z]+)")


def how_to_write_a_date(year=None):
    """The hint with an example of `year`, else of this year."""
    year = year or timezone.localdate().year
    return f"Tulis tanggal seperti 30-06-{year} atau 30 Juni {year}."


def parse_date(text):
    """`"30 Juni 2022"`, `"30-06-2022"`, `"30/6/22"` or ISO -> date.

    A year of two digits is of this century. A ValueError carries an Indonesian sentence.
    """
    if isinstance(text, date):
        return _day(text)
    typed = " ".join(str(text).split())[:60]
    # A leading weekday ("Kamis, 30 Juni 2022") says nothing that the date does not.
    bare = re.sub(r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu),? ", "", typed.lower())
    if match := _ISO.fullmatch(bare):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NUMERIC.fullmatch(bare):
        day, month, year = (int(part) for part in match.groups())
    elif (match := _NAMED.fullmatch(bare)) and match[2] in MONTH_NUMBERS:
        day, month, year = int(match[1]), MONTH_NUMBERS[match[2]], int(match[3])
    elif _NO_YEAR.fullmatch(bare):
        raise ValueError(f"“{typed}” belum lengkap. {how_to_write_a_date()}")
    else:
        what = f"“{typed}” bukan tanggal. " if typed else ""
        raise ValueError(what + how_to_write_a_date())
    year += 2000 if year < 100 else 0
    if not 1900 <= year <= 2199:
        raise ValueError(f"Tahun {year} tidak masuk akal. Periksa kembali tahunnya.")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"Tanggal “{typed}” tidak ada. {how_to_write_a_date()}") from None
