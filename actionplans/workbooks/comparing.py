"""What a workbook would change in a plan: row by row, cell by cell, each with its kind.

An entry is a dict that JSON can keep: `kind`, `line` (row of the sheet or None), `id` and `seen`
(milestone and its fingerprint at this comparison), `number`, `title`, `cells` [[column, before,
after]], `faults` [[place, column, sentence, value in the plan]], `notes` [sentence].
"""

from bisect import bisect_left
from decimal import Decimal

from django.core.exceptions import ValidationError
from xlsxwriter.utility import xl_col_to_name

from actionplans import columns
from actionplans.models import Milestone, Stage

from . import cells

NEW, CHANGED, REMOVED, SAME = "baru", "berubah", "dihapus", "tetap"
REFUSED, WRONG = "ditolak", "salah"
KINDS = (WRONG, REFUSED, NEW, CHANGED, REMOVED, SAME)
APPLIED = (NEW, CHANGED, REMOVED)
KEEP, REMOVE = "pertahankan", "hapus"

EMPTY = {name: cells.settled(name, None) for name in columns.NAMES}
HELD = (
    "Tonggak ini ada di rencana yang sudah disetujui, jadi tidak dapat dihapus. "
    "Beri bobot 0 bila tidak jadi dikerjakan."
)
GONE = "Tonggak ini tidak ada lagi di rencana. Tambahkan lagi bila masih perlu."
COPIED = "Kuncinya sama dengan baris {}, jadi dianggap salinan."


def compare(present, read, *, plan_id, mapping, meta, history, held=(), missing="", stage=""):
    """The result as a dict: `rows` (entries), `counts`, `order`, `reordered`, `moved`, `skipped`,
    `keyed`, `missing` (the choice made for rows that the workbook lacks), `lacking` (how many),
    `known`, `after` (what the plan adds up to once this is applied).

    present: the plan's plain rows in their order; read: interpreting.Interpreted; history:
    callable ({key: fingerprint}) -> meanwhile.Meanwhile; held: keys that an approved version
    holds; missing: KEEP or REMOVE, empty for what is usual; stage: for new rows that name none.
    """
    return _Comparison(present, read, plan_id, mapping, meta, held, missing, stage).result(history)


class _Comparison:
    def __init__(self, present, read, plan_id, mapping, meta, held, missing, stage):
        self.present = {row["id"]: row for row in present}
        self.prints = {key: columns.fingerprint(row) for key, row in self.present.items()}
        self.read, self.plan_id, self.mapping = read, plan_id, mapping
        self.held, self.stage = set(held), stage
        own_keys = any(row.key and row.key.plan == plan_id for row in read.rows)
        own_meta = bool(meta) and meta.get("plan") == plan_id
        # Without a single key left nothing tells which rows were removed and which are new.
        self.keyed = own_keys or (own_meta and not read.rows)
        self.download = {}
        if self.keyed and own_meta:
            prints = meta.get("prints") or []
            self.download = dict(zip(meta["keys"], prints, strict=False))
        self.missing = missing or (REMOVE if self.download else KEEP)
        self.skipped = [list(pair) for pair in read.skipped]

    # -- which row is which -----------------------------------------------------------------------

    def matched(self):
        """[(row, key of its milestone or None, line of an earlier row with that key or None)]."""
        find = self.key_of if self.keyed else _ByContent(self.present).key_of
        taken, pairs = {}, []
        for row in self.read.rows:
            key = find(row)
            pairs.append((row, None, taken[key]) if key in taken else (row, key, None))
            if key is not None:
                taken.setdefault(key, row.line)
        return pairs, taken

    def key_of(self, row):
        return row.key.milestone if row.key and row.key.plan == self.plan_id else None

    def result(self, history):
        pairs, taken = self.matched()
        lacking = [key for key in self.present if key not in taken]
        if self.download:
            lacking = [key for key in lacking if key in self.download]
        stale = self.stale(pairs, lacking)
        self.meanwhile = history(stale) if stale else None
        entries = [entry for pair in pairs if (entry := self.entry(*pair))]
        order = [
            entry["id"] or -entry["line"]
            for entry in entries
            if entry["id"] or entry["kind"] == NEW
        ]
        if self.missing == REMOVE:
            entries += [self.removal(key) for key in lacking]
        reordered = self.is_reordered(order)
        return {
            "rows": sorted(entries, key=lambda entry: min(KINDS.index(entry["kind"]), 2)),
            "counts": {kind: sum(row["kind"] == kind for row in entries) for kind in KINDS},
            "order": order,
            "reordered": reordered,
            "moved": self.moved(entries, order) if reordered else 0,
            "skipped": sorted(self.skipped),
            "keyed": self.keyed,
            "missing": self.missing,
            "lacking": len(lacking),
            "known": list(self.present),
            "after": self.after(entries),
        }

    def after(self, entries):
        """What the plan adds up to with the entries that are applied."""
        rows = {key: dict(row) for key, row in self.present.items()}
        for entry in entries:
            if entry["kind"] == REMOVED:
                del rows[entry["id"]]
            elif entry["kind"] in (NEW, CHANGED):
                row = rows.setdefault(entry["id"] or -entry["line"], dict(EMPTY))
                row.update((name, after) for name, _, after in entry["cells"])
        return {"milestones": len(rows)} | {
            name: str(sum(Decimal(row[name] or 0) for row in rows.values()))
            for name in ("weight", "ceiling")
        }

    def stale(self, pairs, lacking):
        """{key: fingerprint at the download} of rows that are not as they were then."""
        if not self.keyed:
            return {}
        then = {key: row.key.fingerprint for row, key, _ in pairs if key}
        if self.missing == REMOVE:
            then |= {key: self.download[key] for key in lacking if key in self.download}
        return {key: print_ for key, print_ in then.items() if self.prints.get(key) != print_}

    # -- entries ----------------------------------------------------------------------------------

    def entry(self, row, key, twin):
        if key is None or (key not in self.present and not self.was_here(key)):
            return self.addition(row, twin)
        if key not in self.present:
            return self.gone(row, key)
        before = self.present[key]
        changes = self.changes(before, row)
        entry = self._entry(SAME, row.line, key, changes)
        if key in (self.meanwhile.wanted if self.meanwhile else ()):
            base = self.meanwhile.base(key)
            if not row.faults and (not changes or (base and not self.changes(base, row))):
                entry["cells"] = []  # the newer state of the plan stays
            else:
                if base:
                    theirs = {name for name, _, _ in self.changes(base, row)}
                    entry["cells"] = [cell for cell in changes if cell[0] in theirs]
                entry.update(kind=REFUSED, notes=self.meanwhile.told(key))
            return entry
        # Without keys the stage of a row that names none is the one that the plan has.
        faults = self.faults(row, before, changes, but="" if self.keyed else "stage")
        if faults:
            entry.update(kind=WRONG, faults=faults)
        elif changes:
            entry["kind"] = CHANGED
        return entry

    def addition(self, row, twin):
        values = {**EMPTY, **row.values}
        values["stage"] = values["stage"] or self.stage
        changes = _changes(EMPTY, values)
        entry = self._entry(NEW, row.line, None, changes)
        entry["title"] = values["activity"] or ""
        faults = self.faults(row, EMPTY, changes, but="stage" if self.stage else "")
        named = {name for _, name, *_ in faults}
        for name, sentence in (
            ("stage", f"Isi tahap: {', '.join(map(str, Stage.labels))}."),
            ("activity", "Isi kegiatan."),
        ):
            if not values[name] and name not in named:
                faults.append([self.place(row.line, name), name, sentence, None])
        if faults:
            entry.update(kind=WRONG, faults=faults)
        elif twin:
            entry["notes"] = [COPIED.format(twin)]
        return entry

    def gone(self, row, key):
        """A row that somebody removed from the plan since the download."""
        told, base = self.meanwhile.told(key), self.meanwhile.base(key)
        if base and not row.faults and not self.changes(base, row):
            self.skipped.append([row.line, told[-1]])
            return None
        changes = self.changes(base, row) if base else []
        entry = self._entry(REFUSED, row.line, None, changes)
        entry.update(title=row.values.get("activity") or "", notes=[*told, GONE])
        return entry

    def changes(self, before, row):
        """The cells that the row changes; without keys, no stage is the stage that there is."""
        values = row.values
        if not self.keyed and not values.get("stage"):
            values = {name: value for name, value in values.items() if name != "stage"}
        return _changes(before, values)

    def was_here(self, key):
        return self.meanwhile is not None and self.meanwhile.knows(key)

    def removal(self, key):
        before = self.present[key]
        entry = self._entry(REMOVED, None, key, _changes(before, EMPTY))
        if key in self.held:
            entry.update(kind=REFUSED, cells=[], notes=[HELD])
        elif self.meanwhile and key in self.meanwhile.wanted:
            told = self.meanwhile.told(key)
            entry.update(kind=REFUSED, cells=[], notes=[*told, "Karena itu tidak dihapus."])
        return entry

    def _entry(self, kind, line, key, changes):
        row = self.present.get(key, {})
        return {
            "kind": kind,
            "line": line,
            "id": key,
            "seen": self.prints.get(key, ""),
            "number": row.get("number"),
            "title": row.get("activity", ""),
            "cells": changes,
            "faults": [],
            "notes": [],
        }

    # -- what is wrong ----------------------------------------------------------------------------

    def place(self, line, name):
        at = self.mapping.get(name)
        return f"baris {line}" if at is None else f"{xl_col_to_name(at)}{line}"

    def faults(self, row, before, changes, but=""):
        """The `faults`: what the reader found, and what the row as a whole breaks.

        A row that the workbook leaves as the plan has it is not the workbook's fault. `but`: a
        column whose faults in the sheet do not count.
        """
        found = [[*fault, before.get(fault.name)] for fault in row.faults if fault.name != but]
        if not changes and all(name in row.values for _, name, *_ in found):
            return []
        after = {**before, **{name: value for name, _, value in changes}}
        named = {name for _, name, *_ in found}
        for name, sentence in _broken(after, {name for name, _, _ in changes}):
            if name not in named:
                named.add(name)
                found.append([self.place(row.line, name), name, sentence, before.get(name)])
        return found

    # -- order ------------------------------------------------------------------------------------

    def is_reordered(self, order):
        """Whether the person put rows of a stage in another order than that of the download."""
        reference = self.download or self.present
        place = {key: at for at, key in enumerate(reference)}
        last = {}
        for key in order:
            if key in place and key in self.present:
                stage = self.present[key]["stage"]
                if place[key] < last.get(stage, -1):
                    return True
                last[stage] = place[key]
        return False

    def moved(self, entries, order):
        """How many rows stand elsewhere among the others of their stage than in the plan."""
        leaving = {row["id"] for row in entries if row["kind"] == REMOVED}
        staying = [key for key in self.present if key not in leaving]
        place = {key: at for at, key in enumerate(staying)}
        sequence = [key for key in arranged(order, staying, reordered=True) if key > 0]
        moved = 0
        for stage in Stage.values:
            places = [place[key] for key in sequence if self.present[key]["stage"] == stage]
            moved += len(places) - _longest_rise(places)
        return moved


def arranged(order, present, *, reordered):
    """The keys of the plan's rows and the new rows (negative line numbers) in their sequence.

    order: as the workbook has them; present: keys in the plan's order. Rows that one of the two
    lacks stand behind the row that they stood behind in the other.
    """
    known = set(present)
    order = [key for key in order if key < 0 or key in known]
    base, other = (order, present) if reordered else (present, order)
    has, behind, anchor = set(base), {}, None
    for key in other:
        if key in has:
            anchor = key
        else:
            behind.setdefault(anchor, []).append(key)
    sequence = list(behind.get(None, []))
    for key in base:
        sequence += [key, *behind.get(key, [])]
    return sequence


class _ByContent:
    """Finds the milestone of a row without a key: the same stage and activity, each once.

    A row that names no stage is the plan's only row with that activity.
    """

    def __init__(self, present):
        self.waiting = {}
        for key, row in present.items():
            activity = _folded(row["activity"])
            self.waiting.setdefault((row["stage"], activity), []).append(key)
            self.waiting.setdefault(("", activity), []).append(key)
        self.taken = set()

    def key_of(self, row):
        activity = _folded(row.values.get("activity"))
        stage = row.values.get("stage") or ""
        found = [key for key in self.waiting.get((stage, activity), []) if key not in self.taken]
        if not activity or not found or (not stage and len(found) > 1):
            return None
        self.taken.add(found[0])
        return found[0]


def _folded(text):
    return " ".join((text or "").split()).casefold()


def _changes(before, values):
    """[[column, before, after]] of the cells that differ, in the order of the columns."""
    return [
        [name, before.get(name), EMPTY[name] if values[name] in (None, "") else values[name]]
        for name in columns.NAMES
        if name in values and cells.differ(name, before.get(name), values[name])
    ]


def _broken(after, names):
    """[(column, sentence)] of what a plain row with changed cells `names` must not say."""
    values = {name: columns.value_of(name, after.get(name)) for name in columns.NAMES}
    others = [field.name for field in Milestone._meta.fields if field.name not in names]
    found = []
    try:
        Milestone(**values).clean_fields(exclude=others)
    except ValidationError as error:
        found = [(name, sentences[0]) for name, sentences in error.message_dict.items()]
    return found + columns.faults_between(values)


def _longest_rise(places):
    """The length of the longest rising subsequence."""
    ends = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)
