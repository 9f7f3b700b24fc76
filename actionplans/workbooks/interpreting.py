"""The rows of a recognised sheet as plain rows of the matrix, with every fault at its cell.

What is guessed in workbooks that did not come from here is told in `quarters` (percents), in
`periods` (days) and in `rows` (stages, joined rows, sums and signatures).
"""

import re
from collections import namedtuple
from dataclasses import dataclass, field
from decimal import Decimal

from actionplans import columns
from actionplans.models import Stage
from replikasi.common import formats

from . import entries, headings, keys, periods, quarters, recognising, stages
from .headings import KEY, QUARTERS, SCHEDULE
from .rows import Lines
from .sheets import place

Fault = namedtuple("Fault", "place name sentence")
DIGITS = {"target": 12, "ceiling": 15}  # before the comma
NUMBERED = re.compile(r"^\(?([0-9]{1,3}|[a-z])[.)]\s+(?=\S)", re.I)
STAGE_LABELS = ", ".join(str(label) for label in Stage.labels[:-1])
WHICH_STAGE = f"Tulis {STAGE_LABELS}, atau {Stage.labels[-1]}."


@dataclass
class Row:
    """`line`: row of Excel, from 1; `values`: as columns.plain writes them, faulty cells left out.

    Faults have a place ("H12"), the name of a column, and a sentence.
    """

    line: int
    key: keys.Key | None = None
    values: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)


@dataclass(frozen=True)
class Interpreted:
    """`skipped`: [(row of Excel, why it is no milestone)]."""

    rows: list
    skipped: list


def interpret(sheet, recognition, *, year, ours):
    """The Interpreted rows of a sheet below the head that `recognition` tells.

    `year` completes dates that name none; `ours`: the workbook came from this portal, so that
    nothing is guessed.
    """
    return Interpreter(sheet, recognition, year, ours).run()


class Interpreter:
    def __init__(self, sheet, recognition, year, ours):
        self.year, self.ours = year, ours
        self.epoch_1904 = sheet.get("epoch_1904", False)
        self.mapping = recognition.mapping
        self.heads = recognition.heads
        self.lines = Lines(sheet, recognition, ours)
        self.months = recognising.months_of(recognition.heads)
        self.beyond = sheet.get("beyond", "")
        self.weights = []  # (row, Figure, place)

    def run(self):
        found = [self.row(line) for line in self.lines.milestones()]
        self.weigh()
        if not self.ours and "no" not in self.mapping:
            _drop_numbering(found)
        for row, cells in found:
            self.check_between(row, cells)
        skipped = sorted(self.lines.skipped)
        if self.beyond:
            line = int(re.search("[0-9]+", self.beyond)[0])
            why = f"sel {self.beyond} terlalu jauh dari tabel, tidak dibaca"
            skipped.append((line, why))
        return Interpreted([row for row, _ in found], skipped)

    # -- one row --------------------------------------------------------------------------------

    def row(self, line):
        """(Row, {name: place}) of a rows.Line."""
        row = Row(line.row + 1)
        self.places = {name: place(line.row, column) for name, column in self.mapping.items()}
        self.cells = line.cells
        self.values = {}
        self.now = row
        if KEY in self.mapping:
            self.read_key()
        self.read_stage(line)
        for name in self.mapping:
            if name in columns.BY_NAME and name not in ("stage", "target", "weight", *QUARTERS):
                self.read(name, getattr(self, f"read_{columns.BY_NAME[name].kind}"))
        self.read("target", self.read_target)
        self.read("weight", self.read_weight)
        self.read_quarters(line)
        self.read_schedule(line)
        for name, value in self.values.items():
            row.values[name] = columns.plain(value)
        return row, (dict(self.values), self.places)

    def fault(self, name, sentence):
        column = self.mapping.get(name, self.mapping.get("activity", 0))
        where = self.places.get(name) or place(self.now.line - 1, column)
        self.now.faults.append(Fault(where, name, sentence))

    def read(self, name, reader):
        """Put what `reader` makes of the cell in place; a fault when it cannot."""
        if name not in self.mapping:
            return
        try:
            value = reader(name, self.cells.get(name))
            self.in_range(name, value)
        except ValueError as error:
            self.fault(name, str(error))
        else:
            if value is not LATER:
                self.values[name] = value

    def read_key(self):
        cell = self.cells.get(KEY)
        self.now.key = keys.parse(entries.text_of(cell))
        if self.ours and not entries.blank(cell) and self.now.key is None:
            self.fault(
                KEY, "Kunci baris ini berubah. Kosongkan bila barisnya baru, atau unduh ulang."
            )

    def read_stage(self, line):
        cell = self.cells.get("stage")
        text = ""
        try:
            entries.refuse_error(cell)
            text = entries.text_of(cell)
        except ValueError as error:
            self.fault("stage", str(error))
            return
        code = stages.stage_of(text) or stages.stage_by_order(text)
        if not code and not self.ours and text:
            code = stages.stage_in_title(text)
        if not text:
            code = line.stage
        if code:
            self.values["stage"] = code
        elif text:
            self.fault("stage", f"Tahap “{text[:60]}” tidak dikenal. {WHICH_STAGE}")
        else:
            self.fault("stage", f"Tahap belum diisi. {WHICH_STAGE}")

    def read_text(self, name, cell):
        return self.bounded(name, cell, lines=False)

    def read_lines(self, name, cell):
        return self.bounded(name, cell, lines=True)

    def bounded(self, name, cell, lines):
        entries.refuse_error(cell)
        if self.ours and isinstance(cell, str):
            text = entries.spaced(cell, lines)  # the plan may well hold letters without width
        else:
            text = entries.text_of(cell, lines)
            text = "" if text in entries.DASHES and not self.ours else text
        limit = columns.BY_NAME[name].field.max_length
        if limit and len(text) > limit:
            raise ValueError(f"Terlalu panjang ({len(text)} huruf), paling banyak {limit} huruf.")
        if name == "activity" and not text:
            raise ValueError("Kegiatan kosong. Tulis kegiatannya, atau hapus baris ini.")
        return text

    def read_money(self, name, cell):
        scale = 1 if self.ours else headings.scale(self.head(name))
        value = entries.money_of(cell, scale)
        return Decimal(0) if value is None else value

    def head(self, name):
        column = self.mapping[name]
        return self.heads[column] if column < len(self.heads) else ""

    def read_date(self, name, cell):
        try:
            period = periods.period_in(
                cell, self.year, assume=not self.ours, epoch_1904=self.epoch_1904
            )
        except ValueError:
            if isinstance(cell, str):
                formats.parse_date(entries.clean(cell))  # its sentence speaks of one day
            raise
        if period is None:
            return None
        if self.ours and period[0] != period[1]:
            raise ValueError(
                f"“{entries.text_of(cell)[:40]}” bukan tanggal. "
                f"{formats.how_to_write_a_date(self.year)}"
            )
        return period[0] if name == "start" else period[1]

    def read_target(self, name, cell):
        figure = entries.figure_of(cell)
        if figure is None:
            return None
        unit = self.values.get("unit")
        if figure.unit and not unit and (not self.ours or unit is None):
            limit = columns.BY_NAME["unit"].field.max_length
            if len(figure.unit) > limit:
                raise ValueError(f"“{figure.unit[:60]}” terlalu panjang untuk satuan.")
            self.values["unit"] = figure.unit
        return entries.rounded(figure.value, always=figure.percent)

    def read_weight(self, name, cell):
        figure = entries.figure_of(cell)
        if figure is None:
            return None
        self.weights.append((self.now, figure, self.places["weight"]))
        return LATER

    def in_range(self, name, value):
        """ValueError unless a figure is one that its field can hold."""
        column = columns.BY_NAME.get(name)
        if column is None or column.kind not in columns.NUMBERS or not isinstance(value, Decimal):
            return
        if value.as_tuple().exponent < -2:
            entries.rounded(value)
        if column.kind == columns.PERCENT and not 0 <= value <= 100:
            raise ValueError("Isi antara 0 dan 100.")
        if value < 0:
            what = "Pagu tidak boleh kurang dari nol." if name == "ceiling" else "Isi 0 atau lebih."
            raise ValueError(what)
        if name in DIGITS and value >= Decimal(10) ** DIGITS[name]:
            raise ValueError(f"Angka ini terlalu besar, paling banyak {DIGITS[name]} angka.")

    # -- quarters, schedule, weights ------------------------------------------------------------

    def read_quarters(self, line):
        """Targets of the four quarters, or the marks of a schedule that stand in their place."""
        mapped = [name for name in QUARTERS if name in self.mapping]
        marks = [name for name in mapped if self.is_marked(name, line)]
        others = [name for name in mapped if name not in marks]
        if marks and not self.ours and all(entries.blank(self.cells.get(n)) for n in others):
            self.values |= dict.fromkeys(mapped)
            numbers = [QUARTERS.index(name) + 1 for name in marks]
            first, last = min(numbers), max(numbers)
            self.dated(periods.quarter(self.year, first)[0], periods.quarter(self.year, last)[1])
            return
        figures = {}
        for name in mapped:
            try:
                if name in marks and self.cells.get(name):
                    raise ValueError("Isi persen kumulatif, misalnya 25, bukan tanda.")
                figures[name] = entries.figure_of(self.cells.get(name))
            except ValueError as error:
                self.fault(name, str(error))
        four = [figures.get(name) for name in QUARTERS]
        if self.ours or len(figures) < len(mapped):
            four = [figure.value if figure else None for figure in four]
        else:
            four = quarters.cumulative(four, self.values.get("target"))
        for name, value in zip(QUARTERS, four, strict=True):
            if name in figures:
                try:
                    value = None if value is None else self.percent(value, figures[name])
                    self.in_range(name, value)
                    self.values[name] = value
                except ValueError as error:
                    self.fault(name, str(error))

    def is_marked(self, name, line):
        cell = self.cells.get(name)
        coloured = cell is None and line.is_marked(self.mapping[name])
        return entries.is_mark(cell) or (coloured and not self.ours)

    def percent(self, value, figure):
        """Two decimals; what was computed or formatted as a percent is rounded."""
        computed = figure is None or figure.percent or value != figure.value
        return entries.rounded(value, always=computed and not self.ours)

    def dated(self, start, due):
        """Start and due date out of a schedule, where the row has no dates of its own."""
        if self.values.get("start") is None and self.values.get("due") is None:
            faulty = {fault.name for fault in self.now.faults}
            if not faulty & {"start", "due"}:
                self.values["start"], self.values["due"] = start, due

    def read_schedule(self, line):
        if SCHEDULE in self.mapping:
            head = headings.plain(self.head(SCHEDULE))
            bare = "month" if "bulan" in head else ""
            bare = "quarter" if re.search(r"triwulan|\btw\b", head) else bare
            try:
                period = periods.period_in(
                    self.cells.get(SCHEDULE), self.year, bare=bare, epoch_1904=self.epoch_1904
                )
            except ValueError as error:
                self.fault(SCHEDULE, str(error))
            else:
                if period:
                    self.dated(*period)
                elif "due" not in self.mapping:
                    self.values |= {"start": None, "due": None}
        elif self.months and not self.ours:
            marked = [
                month
                for column, month in self.months.items()
                if column not in self.mapping.values() and line.is_marked(column)
            ]
            if marked:
                start = periods.month(self.year, min(marked))[0]
                self.dated(start, periods.month(self.year, max(marked))[1])

    def weigh(self):
        """Weights once the whole sheet is known: 0,25 may mean 25."""
        fractions = not self.ours and quarters.are_fractions([f for _, f, _ in self.weights])
        for row, figure, where in self.weights:
            value = figure.value * 100 if fractions and not figure.percent else figure.value
            try:
                value = entries.rounded(value, always=figure.percent and not self.ours)
                self.in_range("weight", value)
            except ValueError as error:
                row.faults.append(Fault(where, "weight", str(error)))
            else:
                row.values["weight"] = columns.plain(value)

    def check_between(self, row, cells):
        values, places = cells
        faulty = {fault.name for fault in row.faults}
        for name, sentence in columns.faults_between(values):
            if name not in faulty:
                where = places.get(name) or places.get(SCHEDULE) or places.get("activity")
                row.faults.append(Fault(where or place(row.line - 1, 0), name, sentence))


LATER = object()


def _drop_numbering(found):
    """Take "1. " off the activities when nearly all of them are numbered so."""
    texts = [row.values["activity"] for row, _ in found if row.values.get("activity")]
    numbered = sum(1 for text in texts if NUMBERED.match(text))
    if numbered >= 3 and numbered >= 0.8 * len(texts):
        for row, _ in found:
            if row.values.get("activity"):
                row.values["activity"] = NUMBERED.sub("", row.values["activity"])
