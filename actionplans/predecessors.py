"""Which milestones wait for which: circles, what holds a milestone up, told as sentences."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from replikasi.common import formats

from .models import Milestone

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class End:
    """One end of a dependency. `percent` is None where nothing was recorded; `days_late` counts
    calendar days, and is 0 for what is done or was dropped (weight 0)."""

    pk: int
    number: int
    activity: str
    start: date | None
    due: date | None
    percent: Decimal | None
    counts: bool
    days_late: int

    @property
    def done(self):
        return self.percent is not None and self.percent >= HUNDRED

    @property
    def standing(self):
        """Where it stands: "terlambat 12 hari, 40 %"."""
        if self.done:
            return "selesai"
        percent = "belum ada catatan"
        if self.percent is not None:
            percent = formats.percent(self.percent, 0)
        if self.days_late:
            return f"terlambat {self.days_late} hari, {percent}"
        if self.due is None:
            return f"tanggal belum diisi, {percent}"
        return f"tenggat {formats.short_date(self.due)}, {percent}"


@dataclass(frozen=True)
class Link:
    """The milestone `waiting` waits for the milestone `awaited`."""

    waiting: End
    awaited: End

    @property
    def clashes(self):
        """Whether the plan lets `waiting` start before `awaited` is due."""
        start, due = self.waiting.start, self.awaited.due
        return bool(self.awaited.counts and start and due and due > start)

    @property
    def troubles(self):
        """Whether those who work on `waiting` have to know."""
        return bool(self.awaited.days_late) or self.clashes

    @property
    def trouble(self):
        """Why `waiting` is held up, as a clause, or ""."""
        if self.awaited.days_late:
            return self.awaited.standing
        if self.clashes:
            return f"mulai sebelum tonggak {self.awaited.number} selesai"
        return ""


FIELDS = ("id", "number", "activity", "weight", "start", "due", "reached")


def _end(values, today):
    pk, number, activity, weight, start, due, percent = values
    done = percent is not None and percent >= HUNDRED
    counts = not done and weight != 0
    late = (today - due).days if counts and due and due < today else 0
    return End(pk, number, activity, start, due, percent, counts, late)


def _links(today, **which):
    """Links that `which` narrows, by the numbers of the two; one query."""
    rows = (
        Milestone.waits_for.through.objects.filter(**which)
        .order_by("from_milestone__number", "to_milestone__number", "pk")
        .values_list(
            *(f"from_milestone__{name}" for name in FIELDS),
            *(f"to_milestone__{name}" for name in FIELDS),
        )
    )
    half = len(FIELDS)
    return [Link(_end(row[:half], today), _end(row[half:], today)) for row in rows]


def of_milestone(milestone, today):
    """(links to what it waits for, links to what waits for it); two queries."""
    return _links(today, from_milestone=milestone), _links(today, to_milestone=milestone)


def of_plan(plan, today):
    """{key of a milestone: links to what it waits for, in their order}; one query."""
    found = {}
    for link in _links(today, from_milestone__plan=plan):
        found.setdefault(link.waiting.pk, []).append(link)
    return found


def late_predecessors(plan, today):
    """{key of a milestone: links to what holds it up}: late, or due after its start."""
    found = {}
    for key, links in of_plan(plan, today).items():
        if troubles := [link for link in links if link.troubles]:
            found[key] = troubles
    return found


def edges_of(plan):
    """{key: set of keys that it waits for} of a plan; one query."""
    edges = {}
    rows = Milestone.waits_for.through.objects.filter(from_milestone__plan=plan).order_by("pk")
    for waiting, other in rows.values_list("from_milestone_id", "to_milestone_id"):
        edges.setdefault(waiting, set()).add(other)
    return edges


def circle(edges, starts=None):
    """Keys along one circle of `edges` {key: keys}, the first again at the end; [] if none.

    `starts`: where to begin looking, everywhere by default. Walks without recursion: a chain may
    be as long as a plan.
    """
    done = set()
    for first in sorted(edges) if starts is None else starts:
        if first in done:
            continue
        path, walks = [first], [iter(sorted(edges.get(first, ())))]
        while walks:
            key = next(walks[-1], None)
            if key is None:
                walks.pop()
                done.add(path.pop())
            elif key in path:
                return [*path[path.index(key) :], key]
            elif key not in done:
                path.append(key)
                walks.append(iter(sorted(edges.get(key, ()))))
    return []
