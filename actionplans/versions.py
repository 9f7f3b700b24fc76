"""What differs between two states of a plan's matrix, row by row and cell by cell. Pure.

A state is a list of plain rows, as snapshots.taken writes them.
"""

from bisect import bisect_left
from dataclasses import dataclass, field

from . import columns

NEW, CHANGED, REMOVED = "baru", "berubah", "dihapus"
ROWS = {NEW: "{} tonggak baru", REMOVED: "{} tonggak dihapus"}


@dataclass(frozen=True)
class Cell:
    """One cell that differs, as actionplans/_differences.html wants it."""

    label: str
    before: str
    after: str
    place: str = ""
    fault: str = ""


@dataclass
class Row:
    """One row that differs, as actionplans/_differences.html wants it."""

    kind: str
    label: str
    title: str
    number: int
    cells: list
    notes: list = field(default_factory=list)
    place: str = ""


@dataclass
class Differences:
    """`rows` that differ in the order of the later state; `unchanged`: how many do not."""

    rows: list
    unchanged: int

    @property
    def cells(self):
        """How many cells differ in rows that both states have."""
        return sum(len(row.cells) for row in self.rows if row.kind == CHANGED)

    @property
    def summary(self):
        """3 sel pada 2 tonggak, 1 tonggak baru, 1 dipindah."""
        return summary(
            [(row.kind, len(row.cells), bool(row.notes)) for row in self.rows],
        )


def summary(rows):
    """What `rows` [(kind, how many cells, whether it moved)] come to, in words."""
    parts = []
    touched = [cells for kind, cells, _ in rows if kind == CHANGED and cells]
    if touched:
        parts.append(f"{sum(touched)} sel pada {len(touched)} tonggak")
    for kind, words in ROWS.items():
        count = sum(1 for found, _, _ in rows if found == kind)
        if count:
            parts.append(words.format(count))
    moved = sum(1 for kind, _, has_moved in rows if kind == CHANGED and has_moved)
    if moved:
        parts.append(f"{moved} tonggak dipindah")
    return ", ".join(parts) or "tidak ada perbedaan"


def compare(before, after):
    """[(kind, row before or None, row after or None, cells, moved)] of the rows that differ.

    A cell is (column, before, after), plain; `column` None is what the milestone waits for, as
    numbers. Rows come in the order of `after`, removed ones near where they stood.
    """
    old, new = ({row["id"]: row for row in rows} for rows in (before, after))
    moved = _moved(before, after)
    found = []
    for key, row in new.items():
        if key not in old:
            found.append((NEW, None, row, _filled(row, new), False))
            continue
        cells = _changes(old[key], row)
        waits_before, waits_after = (_waits(one[key], one) for one in (old, new))
        if _waits_keys(old[key]) != _waits_keys(row) and waits_before != waits_after:
            cells.append((None, waits_before, waits_after))
        if cells or key in moved:
            found.append((CHANGED, old[key], row, cells, key in moved))
    for key, row in old.items():
        if key not in new:
            cells = [(column, value, None) for column, _, value in _filled(row, old)]
            found.append((REMOVED, row, None, cells, False))
    return sorted(found, key=lambda one: ((one[2] or one[1])["number"], one[2] is not None))


def differences(before, after):
    """The Differences of two states, as a page shows them."""
    found = compare(before, after)
    kept = sum(1 for kind, *_ in found if kind == CHANGED)
    both = len({row["id"] for row in before} & {row["id"] for row in after})
    return Differences([_row(*one) for one in found], both - kept)


def summary_of(before, after):
    """The summary of two states, without the texts of the cells."""
    return summary(
        [(kind, len(cells), moved) for kind, _, _, cells, moved in compare(before, after)]
    )


def _row(kind, before, after, cells, moved):
    row = after or before
    shown = [
        Cell(
            label=column.label if column else "Menunggu tonggak",
            before=columns.shown(column.name, old) if column else old,
            after=columns.shown(column.name, new) if column else new,
        )
        for column, old, new in cells
    ]
    notes = [f"Dari nomor {before['number']} ke nomor {after['number']}."] if moved else []
    label = "dipindah" if moved and not cells else kind
    return Row(kind, label, f"{row['number']}. {row['activity']}", row["number"], shown, notes)


def _empty(value):
    return value in (None, "")


def _changes(before, after):
    return [
        cell for cell in columns.changes(before, after) if not (_empty(cell[1]) and _empty(cell[2]))
    ]


def _filled(row, rows):
    """The cells of a row that stands on one side alone, as if all had been empty before."""
    cells = [
        (column, None, row[column.name])
        for column in columns.COLUMNS
        if not _empty(row.get(column.name))
    ]
    waits = _waits(row, rows)
    return [*cells, (None, "", waits)] if waits else cells


def _waits_keys(row):
    return set(row.get("waits_for", []))


def _waits(row, rows):
    """What the row waits for, as numbers of that state: "2, 5"."""
    numbers = sorted(rows[key]["number"] for key in _waits_keys(row) if key in rows)
    return ", ".join(map(str, numbers))


def _moved(before, after):
    """Keys of the fewest rows that must be taken out for the rest to keep its order."""
    place = {row["id"]: index for index, row in enumerate(before)}
    keys = [row["id"] for row in after if row["id"] in place]
    # Longest rising run: `ends[n]` is the smallest place at which a run of n + 1 ends.
    ends, last, previous = [], [], {}
    for key in keys:
        at = bisect_left(ends, place[key])
        previous[key] = last[at - 1] if at else None
        ends[at : at + 1] = [place[key]]
        last[at : at + 1] = [key]
    kept, key = set(), last[-1] if last else None
    while key is not None:
        kept.add(key)
        key = previous[key]
    return set(keys) - kept


def totals(rows):
    """(how many milestones, sum of their ceilings) of one state."""
    return len(rows), sum((columns.value_of("ceiling", row["ceiling"]) for row in rows), 0)


def touched_quarters(before, after, quarters):
    """Which of `quarters` are planned otherwise: their target differs, or any row's weight."""
    old, new = ({row["id"]: row for row in rows} for rows in (before, after))

    def differs(name):
        return any(
            columns.value_of(name, old.get(key, {}).get(name))
            != columns.value_of(name, new.get(key, {}).get(name))
            for key in old.keys() | new.keys()
        )

    if quarters and differs("weight"):
        return list(quarters)
    return [quarter for quarter in quarters if differs(f"target_q{quarter}")]
