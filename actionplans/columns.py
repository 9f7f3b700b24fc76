"""The columns of a plan's matrix: their names, how a value is shown and read, what rows must hold.

One list serves the page, the form, the workbook in and out, and every before/after table.
A row is a dict {field name of Milestone: value}; a plain row is the same with JSON values, as
snapshots.taken writes it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from replikasi.common import formats

from .models import Milestone, Stage

TEXT, LINES, STAGE, FIGURE, PERCENT, MONEY, DATE = (
    *("text", "lines", "stage", "figure", "percent", "money", "date"),
)
NUMBERS = (FIGURE, PERCENT, MONEY)
QUARTER_GROUP = "Target kumulatif, %"


@dataclass(frozen=True)
class Column:
    """`name`: field of Milestone; `group`: the head above several columns; `width`: letters."""

    name: str
    label: str
    kind: str
    width: int
    group: str = ""

    @property
    def field(self):
        return Milestone._meta.get_field(self.name)


COLUMNS = (
    Column("stage", "Tahap", STAGE, 16),
    Column("activity", "Kegiatan", TEXT, 34),
    Column("output", "Keluaran", TEXT, 22),
    Column("indicator", "Indikator", TEXT, 24),
    Column("unit", "Satuan", TEXT, 11),
    Column("target", "Target", FIGURE, 9),
    Column("weight", "Bobot", PERCENT, 8),
    Column("start", "Mulai", DATE, 12),
    Column("due", "Selesai", DATE, 12),
    Column("target_q1", "TW I", PERCENT, 7, QUARTER_GROUP),
    Column("target_q2", "TW II", PERCENT, 7, QUARTER_GROUP),
    Column("target_q3", "TW III", PERCENT, 7, QUARTER_GROUP),
    Column("target_q4", "TW IV", PERCENT, 7, QUARTER_GROUP),
    Column("person_in_charge", "Penanggung jawab", TEXT, 20),
    Column("related_parties", "Pihak terkait", TEXT, 20),
    Column("budget_line", "Subkegiatan", TEXT, 22, "Anggaran"),
    Column("ceiling", "Pagu", MONEY, 16, "Anggaran"),
    Column("evidence_expected", "Bukti dukung", LINES, 24),
    Column("remark", "Keterangan", LINES, 22),
)
BY_NAME = {column.name: column for column in COLUMNS}
NAMES = tuple(BY_NAME)


def plain(value):
    """A value of a milestone as JSON keeps it; equal values are written alike."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else value


def value_of(name, written):
    """The inverse of `plain` for the column `name`."""
    column = BY_NAME.get(name)
    if written is None or column is None:
        return written
    if column.kind in NUMBERS:
        return Decimal(written)
    return date.fromisoformat(written) if column.kind == DATE else written


def fingerprint(row):
    """12 hexadecimal digits that change with any cell of the plain row, and only then."""
    cells = [row.get(name) for name in NAMES]
    written = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:12]


def shown(name, value):
    """A value of the column `name`, plain or not, as a person reads it; "" when it is empty."""
    column = BY_NAME[name]
    if value in (None, ""):
        return ""
    if column.kind in (*NUMBERS, DATE) and isinstance(value, str):
        value = value_of(name, value)
    if column.kind == MONEY:
        return formats.rupiah(value)
    if column.kind in NUMBERS:
        return formats.number(value)
    if column.kind == DATE:
        return formats.short_date(value)
    if column.kind == STAGE:
        return str(dict(Stage.choices).get(value, value))
    return str(value)


def changes(before, after):
    """[(column, value before, value after)] of the cells in which two plain rows differ."""
    return [
        (column, before.get(column.name), after.get(column.name))
        for column in COLUMNS
        if before.get(column.name) != after.get(column.name)
    ]


def faults_between(row):
    """[(field, sentence)] of what cells of one row must not say together; values, not plain."""
    found = []
    start, due = row.get("start"), row.get("due")
    if start and due and due < start:
        found.append(("due", "Tanggal selesai tidak boleh sebelum tanggal mulai."))
    known = [(name, row.get(name)) for name in Milestone.TARGETS if row.get(name) is not None]
    for (_, earlier), (name, later) in pairwise(known):
        if later < earlier:
            found.append((name, "Target bersifat kumulatif, jadi tidak boleh turun."))
    return found
