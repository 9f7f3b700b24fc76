"""A document as plain data: what is printed, in which order, on which paper. No layout.

A Paper is gathered once and handed to a renderer. It goes to JSON and back unchanged, so that what
was printed at one moment can be kept and printed again. Figures are Decimals, ints and dates; how
they are written is the renderer's matter, by the kind of their column.
"""

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal

A4, F4 = "a4", "f4"
# Kinds of a column, and of a fact's value where it is no text.
TEXT, WHOLE, NUMBER, PERCENT, POINTS, MONEY, DATE = (
    *("text", "whole", "number", "percent", "points", "money", "date"),
)
NUMERIC = (WHOLE, NUMBER, PERCENT, POINTS, MONEY)


@dataclass(frozen=True)
class Letterhead:
    """`owner`: the government; `unit`: who writes, under the name of that year."""

    owner: str
    unit: str
    lines: tuple = ()


@dataclass(frozen=True)
class Title:
    """What the whole is called; before any heading."""

    text: str
    subtitle: str = ""


@dataclass(frozen=True)
class Heading:
    """`number`: roman of the section, 0 for none."""

    text: str
    number: int = 0


@dataclass(frozen=True)
class Paragraph:
    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Fact:
    label: str
    value: object
    kind: str = TEXT


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and a value; a value of None is left out by who gathers."""

    rows: tuple


@dataclass(frozen=True)
class Figure:
    """A figure to be seen from afar: `value` as it is written, `notes` in small letters below it.
    `is_absent`: it is the reason why there is none."""

    label: str
    value: str
    notes: tuple = ()
    is_absent: bool = False


@dataclass(frozen=True)
class Figures:
    """Figures side by side."""

    rows: tuple


@dataclass(frozen=True)
class Items:
    """A list of sentences; each with its number where `is_numbered`."""

    texts: tuple
    is_numbered: bool = False


@dataclass(frozen=True)
class Column:
    """`width`: parts of the table's width. A word in a column of numbers stands for no figure."""

    label: str
    kind: str = TEXT
    width: int = 4


@dataclass(frozen=True)
class Row:
    """`cells`: one value a column; `kind`: "" a plain row, "section" (only the first cell, over the
    whole width) or "total"."""

    cells: tuple
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """`name`: of its sheet in a workbook, and what is read to who does not see it."""

    name: str
    columns: tuple
    rows: tuple
    empty: str = "Tidak ada."


@dataclass(frozen=True)
class Chart:
    """A drawing as SVG that needs nothing from outside, and the same in words."""

    svg: str
    words: str


@dataclass(frozen=True)
class Signature:
    """`above`: place and date, or "Mengetahui"; an official without NIP has ""."""

    position: str
    name: str
    rank: str = ""
    nip: str = ""
    above: str = ""


@dataclass(frozen=True)
class Signatures:
    """One or two, side by side."""

    rows: tuple


@dataclass(frozen=True)
class Break:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Letter:
    """The head of a letter: number, nature, attachment, subject; addressed to somebody."""

    facts: tuple
    to: tuple
    place_date: str


@dataclass(frozen=True)
class Check:
    """How a printed copy is checked against the portal."""

    number: str
    url: str


@dataclass(frozen=True)
class Paper:
    """A whole document. `mark`: a word across every page ("DRAF"), or "".

    `at`: the moment of which it speaks, and that the files bear as the time of their making.
    `is_compact`: set small and close, to be held in one look.
    """

    title: str
    name: str
    blocks: tuple
    at: datetime
    letterhead: Letterhead | None = None
    size: str = A4
    is_wide: bool = False
    mark: str = ""
    foot: str = ""
    check: Check | None = None
    is_compact: bool = False

    def tables(self):
        return [block for block in self.blocks if isinstance(block, Table)]


# -- to JSON and back ---------------------------------------------------------------------------

CLASSES = {
    one.__name__: one
    for one in (
        *(Letterhead, Title, Heading, Paragraph, Fact, Facts, Figure, Figures, Items, Column, Row),
        *(Table, Chart, Signature, Signatures, Break, Letter, Check, Paper),
    )
}
VALUES = {"Decimal": Decimal, "date": date.fromisoformat, "datetime": datetime.fromisoformat}


def dumps(paper):
    """The JSON text of `paper`; the same paper gives the same text."""
    return json.dumps(_plain(paper), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(text):
    """The Paper of what `dumps` wrote. Raises KeyError for what it did not write."""
    return _living(json.loads(text))


def _plain(value):
    if is_dataclass(value):
        own = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {"_": type(value).__name__, **own}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return {"_": "Decimal", "is": str(value)}
    if isinstance(value, datetime | date):
        return {"_": type(value).__name__, "is": value.isoformat()}
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a document.")


def _living(value):
    if isinstance(value, list):
        return tuple(_living(one) for one in value)
    if not isinstance(value, dict):
        return value
    name = value["_"]
    if name in VALUES:
        return VALUES[name](value["is"])
    return CLASSES[name](**{key: _living(one) for key, one in value.items() if key != "_"})
