"""Which rows below a head are milestones, and in what stage; what the others are.

- A stage stands in its own column, on every row or only on the first of its block, or in a row of
  its own ("A. PERSIAPAN"); such a row may carry sums. Other titles of sections are left out.
- A cell merged downwards holds for all its rows, except figures and money, which count once.
- Rows under one merged activity that have no figure or day of their own are joined to it, and so
  are rows that only go on with lists (evidence, remarks).
- A sum ends the matrix, and so do signatures and notes, unless rows with figures follow.

A row with a key of the portal is a milestone, whatever stands in it.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from actionplans import columns

from . import entries, headings, keys, recognising, stages
from .headings import KEY, NO, QUARTERS, SCHEDULE

TIMED = {"start", "due", SCHEDULE}
FIGURES = {name for name in columns.NAMES if columns.BY_NAME[name].kind in columns.NUMBERS}
LISTS = {name for name in columns.NAMES if columns.BY_NAME[name].kind == columns.LINES}
NAMELESS = {NO, KEY, "activity"}
CAPITAL = re.compile(r"^\(?([IVX]+|[A-Z])[.)]?\)?(\s|$)")
TITLE_SPAN = 3
LONGEST_SHARED = 1_000  # letters of a merged cell that are repeated for each of its rows
MILESTONE, SECTION, TITLE, TOTAL, SUBTOTAL, HEAD, COUNT, GUIDE, CLOSING, NOTHING, OTHER = range(11)
WHY = {
    SECTION: "judul tahap",
    TITLE: "judul bagian",
    TOTAL: "baris jumlah",
    SUBTOTAL: "baris jumlah",
    HEAD: "judul kolom yang berulang",
    COUNT: "nomor kolom",
    GUIDE: "petunjuk pengisian",
    CLOSING: "tanda tangan atau catatan",
    OTHER: "tidak ada isi pada kolom yang dikenal",
}
BELOW_TOTAL = "di bawah baris jumlah"


@dataclass
class Line:
    """One milestone to be: `row` from 0, `cells` {name: cell}, `stage` that holds here or ""."""

    row: int
    cells: dict
    stage: str = ""
    marked: frozenset = frozenset()

    def is_marked(self, column):
        return column in self.marked


class Lines:
    def __init__(self, sheet, recognition, ours):
        self.rows = [
            [None if entries.blank(cell) else cell for cell in row] for row in sheet["rows"]
        ]
        self.first = recognition.first_row
        self.mapping, self.ours = recognition.mapping, ours
        self.by_column = {column: name for name, column in self.mapping.items()}
        self.activity = self.mapping.get("activity")
        self.skipped = []
        self.spans = {}  # (row, column) of a merged cell's corner: its last column
        self.covered = {}  # (row, column) below a merged cell's corner: the corner's row
        for top, left, bottom, right in sheet.get("merges", ()):
            if top >= self.first:
                self.spans[top, left] = right
                if left in self.by_column:
                    for row in range(top + 1, bottom + 1):
                        self.covered[row, left] = top
        self.heads = [
            self._head_set(row) for row in self.rows[max(0, self.first - 45) : self.first]
        ]
        self.months = recognising.months_of(recognition.heads)
        four = [self.mapping[name] for name in QUARTERS if name in self.mapping]
        self.coloured = _shades(sheet, {*four, *self.months}, self.first)
        self.named = "" if ours else stages.stage_of(sheet.get("name", ""))
        self.timed = bool(self.mapping.keys() & (TIMED | FIGURES))

    def milestones(self):
        """The Lines of the milestones in order; `skipped` is filled on the way."""
        kinds = {row: self.kind(row) for row in range(self.first, len(self.rows))}
        self._sections_without_rows(kinds)
        self._parents(kinds)
        if MILESTONE not in kinds.values():
            for row, kind in kinds.items():
                if kind == TITLE and self.cell(row, "activity") is not None:
                    kinds[row] = MILESTONE
        strong = [row for row, kind in kinds.items() if kind == MILESTONE and self.is_strong(row)]
        last = strong[-1] if strong else -1
        return self._lines(kinds, last)

    def _lines(self, kinds, last):
        found, stage, ended, head = [], self.named, "", None
        for row, kind in kinds.items():
            if kind == NOTHING:
                continue
            if ended and row > last:
                self.skipped.append((row + 1, WHY[kind] if kind in (TOTAL, SUBTOTAL) else ended))
                continue
            if kind == SECTION:
                stage = self.section(row)[0]
            elif kind == TITLE:
                texts = [text for _, text in self.words(row)]
                stage = stages.stage_in_title(texts[0] if texts else "") or stage
            elif kind in (TOTAL, CLOSING) and row > last:
                ended = BELOW_TOTAL if kind == TOTAL else WHY[CLOSING]
            if kind == MILESTONE and row > last and self.is_bare_sum(row):
                kind = TOTAL
            if kind != MILESTONE:
                self.skipped.append((row + 1, WHY[kind]))
                head = None
                continue
            if head is not None and self.continues(row, head):
                self.join(found[-1], row)
                continue
            line = self.line(row)
            stage = self.stage_at(line, stage)
            line.stage = stage or self.own_stage(line)
            found.append(line)
            head = row
        return found

    # -- cells ----------------------------------------------------------------------------------

    def at(self, row, column):
        cells = self.rows[row]
        return cells[column] if column is not None and column < len(cells) else None

    def cell(self, row, name):
        return self.at(row, self.mapping.get(name))

    def filled(self, row, name):
        """The cell, or that of the merged cell it lies in where one holds for all its rows."""
        cell = self.cell(row, name)
        column = self.mapping[name]
        if cell is None and name not in FIGURES and name != KEY and (row, column) in self.covered:
            cell = self.at(self.covered[row, column], column)
            return None if isinstance(cell, str) and len(cell) > LONGEST_SHARED else cell
        return cell

    def words(self, row):
        """[(column, text)] of the cells that hold words."""
        found = []
        for column, cell in enumerate(self.rows[row]):
            if isinstance(cell, str) and not entries.is_mark(cell):
                text = entries.clean(cell)
                if text and not stages.is_numbering(text) and text not in entries.DASHES:
                    found.append((column, text))
        return found

    def _head_set(self, row):
        return frozenset(
            (column, headings.plain(cell))
            for column, cell in enumerate(row)
            if isinstance(cell, str) and headings.plain(cell)
        )

    # -- kinds of rows --------------------------------------------------------------------------

    def kind(self, row):
        named = {name for name in self.mapping if self.cell(row, name) is not None}
        if all(cell is None for cell in self.rows[row]):
            activity = (row, self.activity) in self.covered
            return MILESTONE if activity and self.timed and self.marks(row) else NOTHING
        if KEY in named and keys.parse(entries.text_of(self.cell(row, KEY))):
            return MILESTONE
        content = named - {NO, KEY}
        words = self.words(row)
        if self.is_head(row):
            return HEAD
        if not words and recognising.is_count(self.rows[row]) and "activity" in content:
            return COUNT
        if words and (total := stages.total_of(words[0][1])) and not self._is_work(row, words):
            return TOTAL if total == "total" else SUBTOTAL
        if self.ours:
            if content:
                closing = any(stages.is_closing(text) for _, text in words)
                return CLOSING if closing and len(content) < 2 else MILESTONE
            return CLOSING if words else NOTHING
        if len(words) > 1 and all(stages.is_guide(text) for _, text in words):
            return GUIDE
        if self.section(row)[0]:
            return SECTION
        if self.is_strong(row):
            return MILESTONE
        if any(stages.is_closing(text) for _, text in words):
            return CLOSING
        if self.is_title(row, words):
            return TITLE
        if not content:
            return OTHER if words else NOTHING
        return MILESTONE

    def _is_work(self, row, words):
        """Whether a row that begins like a sum has words of its own in other columns."""
        # "Rp66.500.000" in the column of money is a figure that is written as text.
        named = {
            text for column, text in words if self.by_column.get(column) not in {None, *FIGURES}
        }
        return len(named) > 1

    def is_head(self, row):
        found = self._head_set(self.rows[row])
        if not found:
            return False
        if found in self.heads:
            return True
        return len(found) > 2 and any(
            len(found & head) >= 0.8 * len(found) for head in self.heads if len(head) > 2
        )

    def section(self, row):
        """(stage code, whether sums stand beside it) of a row that only names a stage."""
        words = self.words(row)
        texts = {text for _, text in words}
        if len(texts) != 1:
            return "", False
        column, text = words[0]
        name = self.by_column.get(column)
        if name not in (None, NO, "activity", "stage") or self.is_timed(row):
            return "", False
        code = stages.stage_of(text)
        figures = [
            other
            for other, cell in enumerate(self.rows[row])
            if isinstance(cell, dict) and self.by_column.get(other) != NO
        ]
        return code, bool(figures)

    def is_timed(self, row):
        return any(self.cell(row, name) is not None for name in TIMED & self.mapping.keys())

    def _sections_without_rows(self, kinds):
        """Rows with figures that are named like a stage, and nothing below: milestones."""
        order = [row for row, kind in kinds.items() if kind not in (NOTHING, HEAD, COUNT)]
        following = dict(pairwise([*order, None]))
        for row in order:
            if kinds[row] != SECTION or not self.section(row)[1]:
                continue
            below = following[row]
            if below is None or kinds[below] in (SECTION, TOTAL, CLOSING):
                kinds[row] = MILESTONE if self.cell(row, "activity") is not None else SECTION

    def _parents(self, kinds):
        """Activities that stand alone above their parts ("1", then "1.1" or "a"): titles."""
        if NO not in self.mapping or self.ours:
            return
        for row, below in pairwise([row for row, kind in kinds.items() if kind == MILESTONE]):
            alone = {name for name in self.mapping if self.cell(row, name) is not None}
            upper, lower = (
                entries.text_of(self.cell(each, NO)).rstrip(".) ") for each in (row, below)
            )
            part = lower.startswith((f"{upper}.", f"{upper},")) or (
                upper.isdecimal() and re.fullmatch("[a-z]", lower)
            )
            if upper and alone == {NO, "activity"} and part:
                kinds[row] = TITLE

    def is_title(self, row, words):
        """A title of a section that names no stage: alone, and merged or lettered."""
        if len(words) != 1 or self.is_timed(row):
            return False
        column, text = words[0]
        if self.by_column.get(column) not in (None, NO, "activity", "stage"):
            return False
        others = {
            self.by_column.get(other)
            for other, cell in enumerate(self.rows[row])
            if other != column and cell is not None
        }
        if others - {NO, None} - FIGURES:
            return False
        if self.spans.get((row, column), column) - column >= TITLE_SPAN - 1:
            return True
        before = [entries.text_of(cell) for cell in self.rows[row][:column] if cell is not None]
        lettered = CAPITAL.match(text) and stages.is_lettered(text)
        numbered = before and all(CAPITAL.fullmatch(each) for each in before)
        return bool((lettered or numbered) and not others & FIGURES)

    def is_strong(self, row):
        """Whether a row is plainly a milestone: an activity, and figures or days beside it."""
        activity = self.cell(row, "activity")
        if activity is None:
            return False
        text = entries.text_of(activity)
        if stages.total_of(text) or (stages.is_closing(text) and not self.ours):
            return False
        others = [
            name
            for name in self.mapping
            if name not in NAMELESS and self.cell(row, name) is not None
        ]
        if self.ours or not self.timed:
            return len(others) >= (1 if self.ours else min(2, len(self.mapping.keys() - NAMELESS)))
        figures = any(_is_figure(self.cell(row, name)) for name in others if name in FIGURES)
        return len(others) >= min(2, len(self.mapping) - 2) and (
            figures or (self.is_timed(row) and len(others) >= 2)
        )

    def is_bare_sum(self, row):
        """Sums without a word, below the last milestone."""
        return (
            not self.ours
            and not self.words(row)
            and self.filled(row, "activity") is None
            and {name for name in self.mapping if self.cell(row, name) is not None}
            <= {"weight", "ceiling", NO, *QUARTERS}
            if self.activity is not None
            else False
        )

    # -- lines ----------------------------------------------------------------------------------

    def line(self, row):
        cells = {name: self.filled(row, name) for name in self.mapping}
        return Line(row, cells, marked=self.marks(row))

    def marks(self, row):
        """Columns of months that are marked or coloured in the row, and coloured quarters."""
        marked = {column for column in self.months if self.at(row, column) is not None}
        return frozenset(marked | self.coloured.get(row, set()))

    def stage_at(self, line, stage):
        """The stage that holds from this row on."""
        text = entries.text_of(line.cells.get("stage"))
        if self.ours:
            return ""
        if not text:
            return stage
        return stages.stage_of(text) or stages.stage_by_order(text) or stages.stage_in_title(text)

    def own_stage(self, line):
        """The stage that an activity is named after, where nothing else tells it."""
        return "" if self.ours else stages.stage_of(entries.text_of(line.cells.get("activity")))

    def continues(self, row, head):
        """Whether the row goes on with the milestone that began at `head`."""
        if self.ours or self.cell(row, "activity") is not None or self.activity is None:
            return False
        own = {
            name
            for name in self.mapping
            if name not in (NO, "stage") and self.cell(row, name) is not None
        }
        if self.covered.get((row, self.activity)) == head:
            return not own & (FIGURES | TIMED)
        return bool(own) and own <= LISTS

    def join(self, line, row):
        """Put the texts of a row that goes on behind those of its milestone."""
        for name in self.mapping:
            cell = self.cell(row, name)
            if name in (NO, KEY, "stage") or cell is None:
                continue
            lines = name in LISTS
            texts = [entries.text_of(line.cells.get(name), lines), entries.text_of(cell, lines)]
            line.cells[name] = ("\n" if lines else "; ").join(text for text in texts if text)
        line.marked |= self.marks(row)


def _is_figure(cell):
    if isinstance(cell, dict):
        return "n" in cell or "d" in cell
    return bool(cell) and bool(re.match(r"\s*(rp\.?\s*)?[0-9]", cell, re.I))


def _shades(sheet, timeline, first):
    """{row: coloured empty columns} of a schedule; none where rows are coloured throughout."""
    found = {}
    for row, column in sheet.get("shades", ()):
        if column in timeline and row >= first:
            found.setdefault(row, set()).add(column)
    alike = {frozenset(shaded) for shaded in found.values()}
    if len(found) > 1 and len(alike) == 1 and len(next(iter(alike))) == len(timeline):
        return {}
    return found
