"""One sheet of a workbook: its cells, merged ranges and hidden columns, read as a stream.

However far out a cell stands, nothing is counted through up to it: what lies beyond the last row
or column of a sensible matrix is left aside, and its place is told.
"""

import re
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from replikasi.common.formats import number

from . import parts
from .package import MOST_CELLS, too_many_cells, too_much

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_LETTERS = re.compile("[A-Z]+")
WIDE = 0.01  # a column narrower than this is hidden as well
MOST_FILLED = 200_000  # of all sheets together; each takes some 300 bytes


@dataclass
class Sheet:
    """`rows`: {row: {column: cell}}, counted from 0; `beyond`: the first place left aside."""

    rows: dict = field(default_factory=dict)
    merges: list = field(default_factory=list)
    hidden_columns: list = field(default_factory=list)
    shades: list = field(default_factory=list)
    beyond: str = ""


def column_number(letters):
    """ "A" -> 0, "AA" -> 26."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1


def place(row, column):
    """The name Excel gives the cell; row and column are counted from 0."""
    return f"{get_column_letter(column + 1)}{row + 1}"


def _index(key):
    return int(key) if key.isdecimal() and len(key) < 9 else 10**9


class Book:
    """What all sheets of one workbook share, and how much they have taken together."""

    def __init__(self, styles, strings, epoch_1904):
        self.styles, self.strings, self.epoch_1904 = styles, strings, epoch_1904
        self.cells = self.filled = self.letters = 0

    def style(self, key):
        """(kind of number format, shaded) of the style with that number."""
        return self.styles[place] if (place := _index(key)) < len(self.styles) else ("", False)

    def shared(self, key):
        place = _index(key.strip())
        return self.strings[place] if place < len(self.strings) else None

    def cell(self, kind, style, raw, formula):
        """The JSON form of a cell, None when it is empty. See reading.read for the forms."""
        if kind == "s":
            return self.counted(self.shared(raw))
        if kind in ("inlineStr", "str"):
            return self.counted(parts.written(raw))
        raw = raw.strip()
        if not raw:
            return {"e": parts.FORMULA_WITHOUT_VALUE} if formula else None
        if kind == "e":
            return {"e": raw[:40]}
        if kind == "b":
            return "ya" if raw in ("1", "true") else "tidak"
        if kind == "d":
            day = parts.iso_day(raw)
            return {"d": day.isoformat()} if day else self.counted(parts.written(raw))
        return self.number(raw, self.style(style)[0])

    def number(self, raw, form):
        figure = parts.figure(raw)
        if figure is None:
            return self.counted(parts.written(raw))
        if form in ("d", "m"):
            day = parts.day_of(float(figure), self.epoch_1904)
            if day and form == "m":
                return {"d": day.isoformat(), "m": True}
            if day:
                return {"d": day.isoformat()}
        return {"n": figure, "p": True} if form == "p" else {"n": figure}

    def counted(self, text):
        if text:
            self.letters += len(text)
            if self.letters > parts.MOST_LETTERS:
                raise too_much("teksnya terlalu panjang")
        return text


def read(package, part, book, progress=None):
    """The Sheet that the Part holds."""
    found = Sheet()
    rows, strays = found.rows, 0
    row, column = -1, -1
    kind = style = ""
    cell_open = collecting = phonetic = formula = False
    pieces, columns = [], {}

    def start(tag, attributes):
        nonlocal row, column, kind, style, cell_open, collecting, formula, phonetic
        if tag == "c":
            book.cells += 1
            if book.cells > MOST_CELLS:
                raise too_many_cells()
            cell_open, formula = True, False
            kind, style = attributes.get("t", "n"), attributes.get("s", "0")
            pieces.clear()
            reference = attributes.get("r")
            if reference is None:
                column += 1
                return
            letters = reference.rstrip("0123456789")
            column = columns.get(letters, -1)
            if column < 0:
                match = _LETTERS.fullmatch(letters)
                column = column_number(letters) if match and len(letters) < 4 else 10**6
                if column < 10**6:
                    columns[letters] = column
        elif tag == "v" or tag == "t":
            collecting = cell_open and not phonetic
        elif tag == "f":
            formula = True
        elif tag == "row":
            named = attributes.get("r", "")
            row = int(named) - 1 if named.isdecimal() and 0 < len(named) < 9 else row + 1
            column = -1
        elif tag == "rPh":
            phonetic = True
        elif tag == "mergeCell":
            _merge(found, attributes.get("ref", ""))
        elif tag == "col":
            _hide(found, attributes)

    def end(tag):
        nonlocal cell_open, collecting, phonetic
        if tag == "c":
            cell_open = False
            close()
        elif tag == "v" or tag == "t":
            collecting = False
        elif tag == "rPh":
            phonetic = False

    def close():
        nonlocal strays
        if not (pieces or formula):
            if style != "0" and book.style(style)[1]:
                _shade(found, row, column)
            return
        value = book.cell(kind, style, "".join(pieces), formula)
        if value is None:
            return
        book.filled += 1
        if book.filled > MOST_FILLED:
            raise too_much(f"lebih dari {number(MOST_FILLED)} sel berisi")
        if row >= parts.MOST_ROWS or column >= parts.MOST_COLUMNS or row < 0:
            strays += 1
            found.beyond = found.beyond or place(max(row, 0), min(column, 16_383))
            if strays > parts.MOST_STRAYS and row >= parts.MOST_ROWS:
                raise parts.too_many_rows(part.name)
            return
        rows.setdefault(row, {})[column] = value

    def text(letters):
        if collecting:
            pieces.append(letters)

    package.parse(part.path, start, end, text, progress)
    return found


def _shade(found, row, column):
    near = column < parts.MOST_COLUMNS and 0 <= row < parts.MOST_ROWS
    if near and len(found.shades) < parts.MOST_SHADES:
        found.shades.append((row, column))


def _merge(found, reference):
    """Keep a merged range, cut to where cells are read."""
    first, _, last = reference.upper().partition(":")
    corners = [_REFERENCE.fullmatch(corner) for corner in (first, last or first)]
    if not all(corners):
        return
    if len(found.merges) >= parts.MOST_MERGES:
        raise too_much("terlalu banyak sel gabungan")
    (left, top), (right, bottom) = (
        (column_number(corner[1]), int(corner[2]) - 1) for corner in corners
    )
    if top < parts.MOST_ROWS and left < parts.MOST_COLUMNS and top <= bottom and left <= right:
        bottom, right = min(bottom, parts.MOST_ROWS - 1), min(right, parts.MOST_COLUMNS - 1)
        if (top, left) != (bottom, right):
            found.merges.append((top, left, bottom, right))


def _hide(found, attributes):
    try:
        first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
        narrow = float(attributes.get("width", 8)) < WIDE
    except ValueError:
        return
    if (attributes.get("hidden") in ("1", "true") or narrow) and first > 0:
        found.hidden_columns += range(first - 1, min(last, parts.MOST_COLUMNS))
        if len(found.hidden_columns) > parts.MOST_COLUMNS * 10:
            raise too_much("terlalu banyak kolom")
