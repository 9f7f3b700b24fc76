"""Two people in one row: what somebody else saved meanwhile, and what becomes of both writings."""

from dataclasses import dataclass

from django.utils import timezone

from replikasi.common import formats
from replikasi.common.locking import record_at

from . import columns

TAKEN, BOTH = "diambil", "keduanya"
NOBODY = "Orang lain"


@dataclass(frozen=True)
class Change:
    """One cell as somebody else left it. `kind`: TAKEN where only they touched it, so that their
    value stands in the form now; BOTH where the person wrote something else, which stays."""

    name: str
    label: str
    before: str
    after: str
    who: str
    at: str
    kind: str

    @property
    def moved(self):
        return f"{self.label} {self.before} → {self.after}" if self.before else self.label

    @property
    def sentence(self):
        return f"{self.who} mengubah {self.moved} pukul {self.at}"


@dataclass(frozen=True)
class Merge:
    """`values`: {field: what the form holds after the merge}, for the cells that were taken."""

    changes: list
    values: dict

    @property
    def sentence(self):
        """Who changed what, each person once; "" when nothing that is shown differs."""
        told = {}
        for change in self.changes:
            told.setdefault((change.who, change.at), []).append(change.moved)
        return "; ".join(
            f"{who} mengubah {', '.join(moved)} pukul {at}" for (who, at), moved in told.items()
        )

    def of(self, name):
        return next((change for change in self.changes if change.name == name), None)


def merge(stored, seen, typed):
    """Three ways together: the row at revision `seen`, as it is `stored` now, and as `typed`.

    `typed`: {field: value}. A cell that the person did not touch takes the stored value; where both
    wrote, the person's stays and the other one is told beside it.
    """
    base = record_at(stored, seen)
    records = list(
        stored.history.filter(revision__gt=seen)
        .select_related("history_user")
        .order_by("-history_date", "-history_id")
    )
    changes, values = [], {}
    for column in columns.COLUMNS:
        name = column.name
        if name not in typed:
            continue
        theirs, mine = getattr(stored, name), typed[name]
        old = getattr(base, name) if base else None
        if columns.plain(theirs) == columns.plain(mine) or (base and theirs == old):
            continue
        untouched = base is not None and columns.plain(mine) == columns.plain(old)
        if untouched:
            values[name] = theirs
        who, at = _writer(records, name, theirs)
        changes.append(
            Change(
                name=name,
                label=column.label,
                before=_shown(name, old) if base else "",
                after=_shown(name, theirs),
                who=who,
                at=at,
                kind=TAKEN if untouched else BOTH,
            )
        )
    return Merge(changes, values)


def _shown(name, value):
    return columns.shown(name, value) or "(kosong)"


def _writer(records, name, value):
    """(name, clock) of whoever of the `records`, latest first, wrote `value` into the cell."""
    writer = None
    for record in records:
        if getattr(record, name) != value:
            break
        writer = record
    who = str(writer.history_user or NOBODY) if writer else NOBODY
    return who, formats.clock(timezone.localtime(writer.history_date if writer else None))
