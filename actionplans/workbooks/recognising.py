"""Where the matrix stands on a sheet: its head of one to three rows, and what each column means."""

import re
from dataclasses import dataclass
from itertools import pairwise

from . import entries, headings, stages
from .headings import KEY, NO, QUARTERS, SCHEDULE

# The head is looked for in so many rows from the first one that holds anything.
DEEPEST_HEAD = 40
MOST_HEAD_ROWS = 3
SAMPLE = 300
WORTH = {"activity": 3, KEY: 3, NO: 0.5}
MONTH_WORTH = 0.2
LEAST_WORTH = 1
HIDDEN_WORTH = 6
JOINED = " / "
_COUNTED = re.compile(r"\(?[0-9]{1,2}\)?(\s*=.*)?")


@dataclass(frozen=True)
class Recognition:
    """`first_row`: the first row of data, from 0; `mapping`: {column name: column of the sheet}.

    `heads`: the text of each column's head, for assigning by hand. A `score` of 0: nothing known.
    """

    first_row: int
    mapping: dict
    heads: list
    score: float = 0


def best(sheets):
    """The index of the sheet that most likely holds the matrix; a hidden one only without rival."""
    found = [recognise(sheet).score / (HIDDEN_WORTH if sheet["hidden"] else 1) for sheet in sheets]
    return max(range(len(found)), key=lambda place: (found[place], -place)) if found else 0


def recognise(sheet):
    """The Recognition of a sheet as reading.read gives it."""
    grid = Grid(sheet)
    candidates = [
        grid.attempt(top, depth)
        for top in grid.tops()
        for depth in range(1, MOST_HEAD_ROWS + 1)
        if top + depth <= len(grid.rows)
    ]
    candidates = [found for found in candidates if found.worth > 0]
    if not candidates:
        return grid.unknown()
    chosen = max(candidates, key=lambda found: (round(found.worth, 3), -found.depth, -found.top))
    deeper = grid.attempt(chosen.top, chosen.depth + 1)
    if grid.goes_on(chosen) and deeper.worth >= chosen.worth - 0.01:
        chosen = deeper
    if chosen.worth < LEAST_WORTH:
        return grid.unknown()
    return Recognition(
        grid.first_row(chosen), dict(chosen.mapping), chosen.heads, round(chosen.worth, 2)
    )


@dataclass
class Attempt:
    top: int
    depth: int
    mapping: dict
    heads: list
    worth: float


class Grid:
    """A sheet while its head is looked for."""

    def __init__(self, sheet):
        self.rows = sheet["rows"]
        self.hidden = set(sheet.get("hidden_columns", ()))
        self.width = max((len(row) for row in self.rows), default=0)
        self.merges = {}
        for top, left, bottom, right in sheet.get("merges", ()):
            for column in range(left, right + 1) if top < self.last_top() + 9 else ():
                for row in range(top, min(bottom, top + 9) + 1):
                    self.merges[row, column] = (top, left, bottom, right)

    def last_top(self):
        first = next((n for n, row in enumerate(self.rows) if row), 0)
        return min(len(self.rows), first + DEEPEST_HEAD)

    def tops(self):
        return [n for n in range(self.last_top()) if sum(map(_filled, self.rows[n])) > 0]

    def text(self, row, column):
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        cell = cells[column] if column < len(cells) else None
        return entries.text_of(cell)[: headings.LONGEST_LINE] if _filled(cell) else ""

    def lines(self, top, depth, column):
        """The texts of a column's head from the top; a merged cell stands in all it covers."""
        found = []
        for row in range(top, top + depth):
            merge = self.merges.get((row, column))
            if merge and merge[0] < top:
                found.append("")
            elif merge:
                found.append(self.text(merge[0], merge[1]))
            else:
                found.append(self.text(row, column) or self.group(top, depth, row, column))
        return tuple(
            text for n, text in enumerate(found) if text and (n == 0 or text != found[n - 1])
        )

    def group(self, top, depth, row, column):
        """The head of a group that was centred over its columns without merging them."""
        below = row + 1
        if below >= top + depth or not self.text(below, column):
            return ""
        while column > 0:
            column -= 1
            if (row, column) in self.merges or not self.text(below, column):
                return ""
            if text := self.text(row, column):
                return text
        return ""

    # -- one attempt ----------------------------------------------------------------------------

    def attempt(self, top, depth):
        heads = [self.lines(top, depth, column) for column in range(self.width)]
        options = [headings.meanings(lines) for lines in heads]
        _fill_quarters(heads, options)
        mapping = self.assigned(options, top + depth)
        months = sum(1 for found in months_of([JOINED.join(lines) for lines in heads]))
        return Attempt(
            top,
            depth,
            {name: column for name, (column, _) in mapping.items()},
            [JOINED.join(lines) for lines in heads],
            _worth(mapping) + MONTH_WORTH * months,
        )

    def assigned(self, options, first):
        """{name: (column, strength)}; each name and each column at most once."""
        ranked = []
        for column, found in enumerate(options):
            for name, strength in found:
                bonus = self.fitness(name, column, first) if strength < 10 else 0
                ranked.append((strength + bonus, name, column, strength))
        ranked.sort(key=lambda item: (-item[0], item[2]))
        taken, mapping = set(), {}
        for _, name, column, strength in ranked:
            if name not in mapping and column not in taken:
                mapping[name] = (column, strength)
                taken.add(column)
        if "start" in mapping and "due" in mapping:
            mapping.pop(SCHEDULE, None)
        if mapping and "stage" not in mapping:
            self.find_stage(mapping, taken, first)
        return mapping

    def fitness(self, name, column, first):
        """How well what stands below suits the name; settles which of two like heads is meant."""
        if name not in ("activity", "stage", "output", "indicator", NO):
            return -1 if column in self.hidden and name != KEY else 0
        values = [
            self.text(row, column) for row in range(first, min(first + SAMPLE, len(self.rows)))
        ]
        filled = [value for value in values if value]
        if not filled:
            return -1 if column in self.hidden else 0
        staged = sum(
            1 for value in filled if stages.stage_of(value) or stages.stage_by_order(value)
        ) / len(filled)
        bonus = 0.3 * len(filled) / len(values) - (column in self.hidden)
        if name == "stage":
            return bonus + (2 if staged >= 0.6 else -0.5)
        if name == NO:
            return bonus - (sum(map(len, filled)) / len(filled) > 8) * 2
        worded = [
            value
            for value in filled
            if not (stages.is_numbering(value) or stages.stage_of(value) or stages.total_of(value))
        ]
        # Numbers of a list, titles and sums count for nothing.
        bonus = 0.3 * len(worded) / len(values) - (column in self.hidden)
        return bonus - (2 if staged >= 0.8 else 0)

    def below(self, column, first):
        last = min(first + SAMPLE, len(self.rows))
        return [self.text(row, column) for row in range(first, last)]

    def find_stage(self, mapping, taken, first):
        """A column without a telling head in which nothing but stages stand."""
        for column in range(self.width):
            if column in taken or column in self.hidden:
                continue
            values = self.below(column, first)
            filled = [value for value in values if value]
            if filled and all(stages.stage_of(value) for value in filled):
                mapping["stage"] = (column, headings.LOOSE / 2)
                taken.add(column)
                return

    # -- the end of the head --------------------------------------------------------------------

    def goes_on(self, chosen):
        """Whether the row below still belongs to the head: only parts of groups stand in it."""
        row = chosen.top + chosen.depth
        if chosen.depth >= MOST_HEAD_ROWS or row >= len(self.rows):
            return False
        activity = chosen.mapping.get("activity")
        filled = [column for column, cell in enumerate(self.rows[row]) if _filled(cell)]
        if not filled or activity in filled or is_count(self.rows[row]):
            return False
        for column in filled:
            above = self.merges.get((row - 1, column))
            spans = above and above[1] != above[3]
            blank = not self.text(row - 1, column) and not above
            if not (spans or blank) or isinstance(self.rows[row][column], dict):
                return False
        return True

    def first_row(self, chosen):
        """Below the head, its merged cells and a row of column numbers."""
        row = chosen.top + chosen.depth
        for column in range(self.width):
            for at in range(chosen.top, chosen.top + chosen.depth):
                merge = self.merges.get((at, column))
                if merge and merge[0] >= chosen.top and self.text(merge[0], merge[1]):
                    row = max(row, min(merge[2] + 1, chosen.top + 6))
        while row < len(self.rows) and (not any(map(_filled, self.rows[row]))):
            row += 1
        if row < len(self.rows) and is_count(self.rows[row]):
            row += 1
        return row

    def unknown(self):
        """Nothing recognised: the heads are those of the first row with several cells."""
        top = next(
            (n for n, row in enumerate(self.rows[: self.last_top()]) if sum(map(_filled, row)) > 2),
            None,
        )
        if top is None:
            return Recognition(0, {}, [""] * self.width)
        return Recognition(top + 1, {}, [self.text(top, n) for n in range(self.width)])


def _worth(mapping):
    """How much the heads found are worth together; a single word above a list is hardly a head."""
    named = mapping.keys() - {NO}
    if named == {"activity"}:
        return LEAST_WORTH
    if "activity" not in named and len(named) < 3:
        return 0
    return sum(
        WORTH.get(name, 1) * min(1, strength / 2 + 0.25) for name, (_, strength) in mapping.items()
    )


def _filled(cell):
    return cell is not None and bool(isinstance(cell, dict) or cell.strip())


def is_count(row):
    """ "(1) (2) (3) …" below a head."""
    texts = [entries.text_of(cell).strip() for cell in row if _filled(cell)]
    if len(texts) < 3 or not all(_COUNTED.fullmatch(text) for text in texts):
        return False
    numbers = [int(re.search("[0-9]+", text)[0]) for text in texts]
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    return numbers[0] <= 2 and all(1 <= step <= 3 for step in steps)


def _fill_quarters(heads, options):
    """I, II, III, IV side by side are the quarters, also without a head above them."""
    for column in range(len(heads) - 3):
        four = heads[column : column + 4]
        leaves = [headings.plain(lines[-1]) if lines else "" for lines in four]
        if any(options[column : column + 4]) and leaves != ["1", "2", "3", "4"]:
            continue
        if leaves == ["1", "2", "3", "4"]:
            above = {tuple(headings.plain(line) for line in lines[:-1]) for lines in four}
            lines = above.pop()
            text = " ".join(lines)
            if above or headings.month(lines) or headings.IGNORED.search(text):
                continue
            if not headings.tells_quarters(text):
                continue
        elif leaves != ["i", "ii", "iii", "iv"]:
            continue
        if not any(headings.MONEY.search(line.lower()) for line in four[0]):
            for place, name in enumerate(QUARTERS):
                options[column + place] = ((name, headings.EXACT),)


def months_of(heads):
    """{column: month} of the columns that stand for months, by the texts of their heads."""
    found = {}
    for column, head in enumerate(heads):
        parts = [headings.plain(line) for line in head.split(JOINED)]
        if (number := headings.month([part for part in parts if part])) and (
            not headings.IGNORED.search(headings.plain(head)) and not headings.MONEY.search(head)
        ):
            found[column] = number
    return found if len(set(found.values())) >= 3 else {}
