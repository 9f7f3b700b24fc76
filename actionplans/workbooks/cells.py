"""What a cell of a workbook can carry of a value; what it cannot carry is no difference."""

import re
from datetime import date
from decimal import Decimal

from actionplans import columns

from .parts import INVISIBLE

# A cell holds so many UTF-16 units, a figure so many digits; Excel's calendar begins in 1900 and
# counts a 29 February of that year, so that only from 1901 on everybody agrees.
LONGEST_TEXT = 32_767
MOST_DIGITS = 15
FIRST_DAY = date(1901, 1, 1)
_NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\u0085]")


def text_of(text):
    """`text` as a cell can hold it: lines end with \\n, nothing that XML forbids, not too long."""
    text = _NOT_IN_XML.sub("", _LINE_ENDS.sub("\n", text or ""))
    if len(text) > LONGEST_TEXT // 2:
        units = text.encode("utf-16-le")[: LONGEST_TEXT * 2]
        text = units.decode("utf-16-le", "ignore")
    return text


def fits_as_number(value):
    return len(value.normalize().as_tuple().digits) <= MOST_DIGITS


def fits_as_date(value):
    return value >= FIRST_DAY


def settled(name, value):
    """The plain `value` of a column as it looks after it has been in a workbook.

    Two values that settle alike are the same to a person with a spreadsheet: outer spaces, kinds
    of line ends and of spaces, what cannot be seen, and how an empty cell is kept, do not count.
    """
    kind = columns.BY_NAME[name].kind
    if kind in columns.NUMBERS:
        if value in (None, ""):
            return "0.00" if name == "ceiling" else None
        return columns.plain(Decimal(value))
    if kind == columns.DATE:
        return value or None
    text = INVISIBLE.sub("", text_of(value))
    if kind == columns.LINES:
        return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    return " ".join(text.split())


def differ(name, before, after):
    return before != after and settled(name, before) != settled(name, after)
