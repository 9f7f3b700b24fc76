"""What a column of the data export is: its name for machines, its kind, and what it means.

A cell is None (nothing to say, never 0), a str, an int, a float or a date, the same in every form.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

TEXT, CODE, WHOLE, NUMBER = "teks", "kode", "bulat", "angka"
PERCENT, POINTS, MONEY, DATE = "persen", "poin", "rupiah", "tanggal"
WORDS = (TEXT, CODE)
UNITS = {
    PERCENT: "%",
    POINTS: "poin persen",
    MONEY: "Rp",
    DATE: "tahun-bulan-hari",
}
WIDTHS = {
    TEXT: 24,
    CODE: 12,
    WHOLE: 10,
    NUMBER: 12,
    PERCENT: 13,
    POINTS: 13,
    MONEY: 18,
    DATE: 12,
}
# What no workbook can hold: control characters, lone halves of pairs, XML's non-characters.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LINE_END = re.compile("\r\n?")


@dataclass(frozen=True)
class Column:
    """`meaning`, `values` (which are allowed, and what words mean) and `source` (where it comes
    from, with the name of the rule) are told in the table of definitions; `width` in letters."""

    name: str
    kind: str
    meaning: str
    values: str = ""
    source: str = ""
    unit: str = ""
    width: int = 0

    @property
    def is_words(self):
        return self.kind in WORDS

    @property
    def measured_in(self):
        return self.unit or UNITS.get(self.kind, "")

    @property
    def letters(self):
        """Its width: that of its name as well, with the arrow of the filter."""
        return max(self.width or WIDTHS[self.kind], len(self.name) + 4)


@dataclass(frozen=True)
class Table:
    """`rows(batch)`: tuples of cells, one a column, of a places.Batch of plans."""

    name: str
    title: str
    columns: tuple
    rows: Callable | None = None


def plain(value):
    """`value` as a cell: text without what cannot be written ("" is None), a Decimal as a number.

    A float holds every figure of the portal exactly enough to be printed the same; sums of money
    up to 90 trillion rupiah to the sen.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, int | float | date):
        return value
    return UNWRITABLE.sub("", LINE_END.sub("\n", str(value))) or None
