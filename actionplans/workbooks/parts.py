"""The XML parts of a workbook: which sheets there are, number formats, shared strings, one sheet.

Read here, and not by openpyxl, because a sheet must be bounded while it is read, and because
workbooks of LibreOffice, Google Sheets, WPS and e-office exports leave out or add what openpyxl
insists on. Only what an import needs is looked at.
"""

import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel
from openpyxl.utils.escape import unescape

from replikasi.common.formats import number

from .package import MOST_CELLS, damaged, resolved, too_much

MOST_ROWS = 20_000
MOST_COLUMNS = 300
MOST_SHEETS = 100
MOST_STRAYS = 1_000
MOST_MERGES = 100_000
MOST_SHADES = 50_000
MOST_LETTERS = 12_000_000  # of all cells together; one shared string may stand in many
LONGEST_TEXT = 32_767
LONGEST_FIGURE = 60
LONGEST_FORMAT = 300
MOST_STYLES = 70_000
MOST_STRINGS = 200_000
LAST_SERIAL = 2_958_466  # the day after 31 December 9999
MAIN, RELS = "xl/workbook.xml", "_rels/.rels"
FORMULA_WITHOUT_VALUE = "="
WHITE = {"FFFFFFFF", "00FFFFFF", "FFFFFF"}
# Built-in formats that differ by language; in every one of them they are dates.
LOCAL_DATES = {*range(27, 37), *range(50, 59)}
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")


@dataclass
class Part:
    """A worksheet as the workbook lists it."""

    name: str
    path: str
    state: str

    @property
    def hidden(self):
        return self.state != "visible"


@dataclass
class Contents:
    sheets: list = field(default_factory=list)
    strings: str = ""
    styles: str = ""
    epoch_1904: bool = False

    @property
    def paths(self):
        return [path for path in (self.strings, self.styles) if path] + [
            sheet.path for sheet in self.sheets
        ]


def workbook_path(package):
    """Where the workbook itself is described, or "" when the zip holds none."""
    for kind, target, _ in _relations(package, RELS, ""):
        if kind == "officedocument" and target.lower().startswith("xl/") and target in package:
            return target if target.lower().endswith(".xml") else ""
    return MAIN if MAIN in package else ""


def _relations(package, path, base):
    """[(kind in lower case, path of the part, id)]"""
    found = []

    def start(tag, attributes):
        if tag == "Relationship" and attributes.get("TargetMode", "") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2].lower()
            target = resolved(base, attributes.get("Target", ""))
            found.append((kind, target, attributes.get("Id", "")))
            if len(found) > MOST_CELLS // 100:
                raise damaged()

    if path in package:
        package.parse(path, start)
    return found


def contents(package):
    """The Contents of a workbook. Refused when it lists no sheet that is there."""
    main = workbook_path(package)
    found, listed = Contents(), []

    def start(tag, attributes):
        if tag == "sheet":
            key = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            listed.append((attributes.get("name", ""), key, attributes.get("state", "visible")))
            if len(listed) > MOST_SHEETS:
                raise too_much(f"lebih dari {MOST_SHEETS} lembar")
        elif tag == "workbookPr":
            found.epoch_1904 = attributes.get("date1904", "") in ("1", "true")

    package.parse(main, start)
    folder, _, name = main.rpartition("/")
    targets = {}
    for kind, target, key in _relations(package, f"{folder}/_rels/{name}.rels", main):
        if target not in package:
            continue
        if kind == "worksheet":
            targets[key] = target
        elif kind == "sharedstrings":
            found.strings = target
        elif kind == "styles":
            found.styles = target
    found.sheets = [
        Part(name, targets[key], state) for name, key, state in listed if key in targets
    ]
    if not found.sheets:
        raise damaged()
    return found


def needed(package):
    """Paths of all parts that reading looks at, beside the few that list them."""
    return contents(package).paths


# -- number formats -----------------------------------------------------------------------------


def kind_of_format(code):
    """What a number format makes of a number: "d" day, "m" month, "p" percent, or ""."""
    bare = _LITERALS.sub("", code.split(";")[0])
    if is_date_format(code):
        lower = bare.lower()
        if "y" not in lower and "d" not in lower:
            return ""  # a time of day
        return "d" if "d" in lower else "m"
    return "p" if "%" in bare else ""


def styles(package, path):
    """[(kind of number format, shaded)] by the number that a cell's `s` gives."""
    formats, fills, found = {}, [], []
    inside = {"cellXfs": False, "fills": False}

    def start(tag, attributes):
        if len(found) + len(fills) + len(formats) > MOST_STYLES:
            raise too_much("terlalu banyak gaya sel")
        if tag in inside:
            inside[tag] = True
        elif tag == "numFmt":
            formats[attributes.get("numFmtId")] = attributes.get("formatCode", "")[:LONGEST_FORMAT]
        elif tag == "fill" and inside["fills"]:
            fills.append(False)
        elif tag == "patternFill" and fills and inside["fills"]:
            fills[-1] = attributes.get("patternType", "none") not in ("none", "gray125")
        elif tag == "fgColor" and fills and inside["fills"]:
            if (
                attributes.get("rgb", "").upper() in WHITE
                or attributes.get("indexed") in (*("9", "64", "65"),)
                or (attributes.get("theme") == "0" and "tint" not in attributes)
            ):
                fills[-1] = False
        elif tag == "xf" and inside["cellXfs"]:
            found.append((attributes.get("numFmtId", "0"), attributes.get("fillId", "0")))

    def end(tag):
        if tag in inside:
            inside[tag] = False

    if not path:
        return []
    package.parse(path, start, end)
    kinds = {}

    def kind(key):
        if key not in kinds:
            if key not in formats and key.isdecimal() and int(key) in LOCAL_DATES:
                kinds[key] = "d"
            else:
                code = formats.get(key)
                if code is None and key.isdecimal():
                    code = BUILTIN_FORMATS.get(int(key), "")
                kinds[key] = kind_of_format(code or "")
        return kinds[key]

    def shaded(key):
        return key.isdecimal() and int(key) < len(fills) and fills[int(key)]

    return [(kind(form), shaded(fill)) for form, fill in found]


# -- text ---------------------------------------------------------------------------------------


def written(text):
    """Text of the file as text of a cell: line ends are \\n; None when there is none."""
    if "_x" in text:
        text = unescape(text).encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
        text = _NOT_IN_XML.sub("", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text[:LONGEST_TEXT]
    return text if text.strip() else None


def strings(package, path):
    """The shared strings; phonetic hints are left out."""
    found, pieces = [], []
    state = {"collect": False, "phonetic": False}

    def start(tag, _attributes):
        if tag == "si":
            pieces.clear()
        elif tag == "t":
            state["collect"] = not state["phonetic"]
        elif tag == "rPh":
            state["phonetic"] = True

    def end(tag):
        if tag == "t":
            state["collect"] = False
        elif tag == "rPh":
            state["phonetic"] = False
        elif tag == "si":
            found.append(written("".join(pieces)))
            if len(found) > MOST_STRINGS:
                raise too_much(f"lebih dari {number(MOST_STRINGS)} teks yang berbeda")

    def text(letters):
        if state["collect"]:
            pieces.append(letters)

    if path:
        package.parse(path, start, end, text)
    return found


# -- numbers and days ---------------------------------------------------------------------------


def figure(raw):
    """The decimal text of a number cell, without the noise behind Excel's 15 digits; or None."""
    if len(raw) > LONGEST_FIGURE:
        return None
    if _WHOLE.fullmatch(raw):
        return str(int(raw))
    try:
        value = float(raw)
    except ValueError:
        return None
    if not math.isfinite(value) or abs(value) > 1e30:
        return None
    return format(Decimal(format(value, ".15g")), "f")


def day_of(serial, epoch_1904=False):
    """The day that a serial number of Excel means, or None."""
    if not 1 - epoch_1904 <= serial < LAST_SERIAL:
        return None
    try:
        # The last second of a day may be a fraction short.
        moment = from_excel(serial + 1e-6, MAC_EPOCH if epoch_1904 else WINDOWS_EPOCH)
    except (ValueError, OverflowError):
        return None
    if isinstance(moment, datetime):
        return moment.date()
    return date(1904, 1, 1) if epoch_1904 and isinstance(moment, timedelta) else None


def iso_day(raw):
    try:
        return date.fromisoformat(raw.strip()[:10])
    except ValueError:
        return None


def too_many_rows(name):
    return too_much(f"lembar “{name[:40]}” lebih dari {number(MOST_ROWS)} baris")
