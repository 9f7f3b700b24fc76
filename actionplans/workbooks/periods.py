"""Days and periods as officials write them: "30 Juni", "Jan–Mar 2026", "TW II", "minggu I Mei"."""

import calendar
import re
from datetime import date

from replikasi.common import formats
from replikasi.common.formats import MONTH_NUMBERS

from . import entries, parts

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
WEEKS = ((1, 7), (8, 14), (15, 21), (22, 31), (29, 31))
PARTS = {"awal": (1, 10), "pertengahan": (11, 20), "tengah": (11, 20), "akhir": (21, 31)}
HOW = "Tulis seperti Januari–Maret 2026, TW II, atau 1 Feb 2026 s.d. 30 Jun 2026."
LONGEST = 120
SERIALS = (20_000, 80_000)  # 1954 to 2119
_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_WHICH = "(?:iv|iii|ii|i|v|[1-5])"
_TO = re.compile(
    r"\s*(?:–|—|\bs\s*[./]\s*d\b\.?|\bsd\b\.?|\bsampai(?: dengan| ke)?\b|\bhingga\b|\bto\b|"
    r"\bke\b(?=\s*[0-9ivx])|\s-\s|(?<=[a-z])\s*-\s*(?=[a-z])|(?<=[0-9])-(?=[a-z])|"
    r"(?<=[a-z])-(?=[0-9]{1,2}\s)|(?<=[0-9]{4})-(?=[0-9]{1,2}[/. ]))\s*",
    re.I,
)
_LIST = re.compile(r"\s*(?:,|&|\bdan\b|;|\n|\+)\s*", re.I)
_QUARTER = re.compile(
    r"(?:tw|trw|triw|triwulan|tri wulan|kuartal|q)\s*\.?\s*(?:ke\s*-?\s*)?(iv|iii|ii|i|[1-4])"
    r"(?:\s*(?:tahun|thn|ta|/)?\s*([0-9]{4}))?",
    re.I,
)
_SEMESTER = re.compile(r"(?:semester|smt|sem)\s*\.?\s*(ii|i|[12])(?:\s*(?:tahun)?\s*([0-9]{4}))?")
_MONTH_YEAR = re.compile(
    rf"(?:bulan\s*)?({_MONTH})\.?(?:\s*[-/., ’']?\s*(?:tahun|thn)?\s*([0-9]{{4}}|[0-9]{{2}}))?"
)
_NUMERIC_MONTH = re.compile(r"(0?[1-9]|1[0-2])[-/]([0-9]{4})")
_WEEK = re.compile(
    rf"(?:minggu|mg|m)\s*\.?\s*(?:ke\s*-?\s*)?(iv|iii|ii|i|v|[1-5])(?:\s*bulan)?\s*[-/,]?\s*"
    rf"({_MONTH})\.?(?:\s*([0-9]{{4}}))?"
)
_PART = re.compile(rf"({'|'.join(PARTS)})(?:\s*bulan)?\s+({_MONTH})\.?(?:\s*([0-9]{{4}}))?")
_DAY_MONTH = re.compile(rf"([0-9]{{1,2}})[-/. ]*(?:({_MONTH})\.?|[-/. ]([0-9]{{1,2}}))")
_WHOLE_YEAR = re.compile(
    r"(sepanjang tahun|setahun|1 tahun|satu tahun|(se)?tiap (bulan|triwulan|minggu|hari)|bulanan|"
    r"triwulanan|rutin|berkala|januari[ -]*desember|tahun|12 bulan|sepanjang)"
    r"( (tahun )?[0-9]{4})?|(tahun )?(20[0-9]{2})"
)
_TIME = re.compile(r"[t ]\s*[0-9]{1,2}[:.][0-9]{2}([:.][0-9]{2}([.,][0-9]+)?)?( ?wib)?$", re.I)


def month(year, month, first=1, last=31):
    end = calendar.monthrange(year, month)[1]
    return date(year, month, min(first, end)), date(year, month, min(last, end))


def quarter(year, number):
    return date(year, 3 * number - 2, 1), month(year, 3 * number)[1]


def _number(text):
    return ROMAN.get(text.lower()) or int(text)


def _year(text, default):
    if not text:
        return default
    year = int(text)
    return year + 2000 if year < 100 else year


def _single(text, year):
    """(first day, last day) of one term, or None. ValueError for a day that does not exist."""
    lower = " ".join(text.lower().split()).strip(" .")
    if match := _QUARTER.fullmatch(lower):
        return quarter(_year(match[2], year), _number(match[1]))
    if match := _SEMESTER.fullmatch(lower):
        own, half = _year(match[2], year), _number(match[1])
        return date(own, 6 * half - 5, 1), month(own, 6 * half)[1]
    if match := _WEEK.fullmatch(lower):
        first, last = WEEKS[_number(match[1]) - 1]
        return month(_year(match[3], year), MONTH_NUMBERS[match[2]], first, last)
    if match := _PART.fullmatch(lower):
        return month(_year(match[3], year), MONTH_NUMBERS[match[2]], *PARTS[match[1]])
    if match := _MONTH_YEAR.fullmatch(lower):
        return month(_year(match[2], year), MONTH_NUMBERS[match[1]])
    if match := _NUMERIC_MONTH.fullmatch(lower):
        return month(int(match[2]), int(match[1]))
    if match := _WHOLE_YEAR.fullmatch(lower):
        own = int(re.search("20[0-9]{2}", lower)[0]) if re.search("20[0-9]{2}", lower) else year
        return date(own, 1, 1), date(own, 12, 31)
    return None


def _term(text, year, assume):
    """`_single`, or a day as formats.parse_date reads it, or a day without its year."""
    if found := _single(text, year):
        return found
    bare = _TIME.sub("", text.strip())
    bare = re.sub(r"^(tanggal|tgl)\.?\s*", "", bare, flags=re.I)
    if assume and (match := _DAY_MONTH.fullmatch(bare.lower().strip(" ."))):
        number = MONTH_NUMBERS[match[2]] if match[2] else int(match[3])
        bare = f"{match[1]}-{number}-{year}"
    day = formats.parse_date(bare)
    return day, day


def period_of(text, year, assume=True):
    """(first day, last day) of a schedule in words. ValueError with a sentence otherwise.

    What names no year belongs to `year`; in a range or list the year at its end counts for all.
    """
    text = entries.clean(text)
    if len(text) > LONGEST:
        raise ValueError(f"“{text[:60]}…” bukan jadwal yang dikenal. {HOW}")
    if found := _safely(_term, text, year, assume):
        return found
    years = re.findall(r"\b(20[0-9]{2})\b", text)
    year = int(years[-1]) if years else year
    ends = [end for end in _TO.split(text) if end.strip()]
    if len(ends) == 2:
        last = _term(_completed(ends[1], ends[0]), year, True)
        first = _safely(_term, _completed(ends[0], ends[1]), year, True)
        if not first:
            raise ValueError(f"“{text[:60]}” bukan jadwal yang dikenal. {HOW}")
        if first[0] > last[1]:
            raise ValueError(f"“{text[:60]}”: selesainya sebelum mulainya. Periksa jadwal ini.")
        return first[0], last[1]
    items = [item for item in _LIST.split(text) if item.strip()]
    if len(ends) <= 1 and len(items) > 1:
        found = []
        for item in items:
            found.append(_safely(period_of, _completed(item, items[0]), year))
        if all(found):
            return min(start for start, _ in found), max(end for _, end in found)
    raise ValueError(f"“{text[:60]}” bukan jadwal yang dikenal. {HOW}")


def _safely(reader, *arguments):
    try:
        return reader(*arguments)
    except ValueError:
        return None


def _completed(end, other):
    """One end of "1 - 30 Juni" or "TW I - II" with what only the other end names."""
    bare = end.strip().lower().rstrip(".")
    other = other.strip().lower()
    if re.fullmatch(rf"(?:minggu|mg|m)\s*\.?\s*{_WHICH}", bare):
        named = re.search(rf"\b({_MONTH})\b.*", other)
        return f"{bare} {named[0]}" if named else end
    if re.fullmatch(rf"{_WHICH}\s+(?:{_MONTH})\b.*", bare) and re.match(r"(minggu|mg|m)\b", other):
        return f"minggu {bare}" if not bare[0].isdigit() else end
    if re.fullmatch("[0-9]{1,2}", bare) and (
        match := re.search(rf"[0-9]\s*[-/. ]?\s*((?:{_MONTH})|[0-9]{{1,2}}[-/.](?=[0-9]))", other)
    ):
        if re.match("[0-9]{1,2}[-/. ]", other):
            return f"{bare}{other[re.match('[0-9]{1,2}', other).end() :]}"
        return f"{bare} {match[1]}"
    if re.fullmatch("iv|iii|ii|i|v|[1-5]", bare) and (
        match := re.match(r"(tw|trw|triw|triwulan|q|semester|minggu|mg|m)\b\.?\s*(ke-?)?", other)
    ):
        rest = re.sub(r"^\S+\s*(iv|iii|ii|i|v|[1-5])\b", "", other)
        return f"{match[1]} {bare}{rest if match[1].startswith('m') else ''}"
    return end


def period_in(cell, year, assume=True, bare="", epoch_1904=False):
    """`period_of` for any cell; None when it is empty.

    `bare` says what a lone number or roman numeral counts: "month", "quarter" or nothing.
    """
    entries.refuse_error(cell)
    if entries.blank(cell):
        return None
    if isinstance(cell, dict) and "d" in cell:
        day = date.fromisoformat(cell["d"])
        return month(day.year, day.month) if cell.get("m") else (day, day)
    if isinstance(cell, dict):
        return _counted(cell, year, bare, epoch_1904)
    text = entries.clean(cell)
    if text in entries.DASHES:
        return None
    if bare:
        pattern = "1[0-2]|[1-9]" if bare == "month" else "iv|iii|ii|i|[1-4]"
        to = rf"({pattern})(?:\s*(?:-|–|s\.?d\.?|s/d|sampai|,|dan|&)\s*({pattern}))?"
        if match := re.fullmatch(to, text.lower()):
            first, last = (_number(part or match[1]) for part in (match[1], match[2]))
            span = quarter if bare == "quarter" else month
            return span(year, first)[0], span(year, last)[1]
    return period_of(text, year, assume)


def _counted(cell, year, bare, epoch_1904):
    value = float(cell["n"])
    if bare and value.is_integer():
        if bare == "month" and 1 <= value <= 12:
            return month(year, int(value))
        if bare == "quarter" and 1 <= value <= 4:
            return quarter(year, int(value))
    if value.is_integer() and 2000 <= value <= 2100:
        return date(int(value), 1, 1), date(int(value), 12, 31)
    if SERIALS[0] <= value <= SERIALS[1] and (day := parts.day_of(value, epoch_1904)):
        return day, day
    raise ValueError(
        f"“{entries.text_of(cell)}” bukan tanggal. {formats.how_to_write_a_date(year)}"
    )
