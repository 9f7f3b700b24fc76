"""Where the events of a timeline come from: rows with a moment and a person, newest first."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from .entries import Entry, stamp


@dataclass(frozen=True)
class Moment:
    """The place of an event in a timeline: time, then source, then key; the newest is greatest."""

    at: object
    rank: int
    pk: int

    @property
    def key(self):
        return self.at, self.rank, self.pk


class Source:
    """Rows of one table that are events of a timeline; each subclass says how they read.

    `time` and `actor` are fields of the rows; `kind` is one of entries.KINDS.
    """

    kind, time, actor = "", "at", "by"
    name, tone = "pencil-square", "muted"

    def rows(self, place, user):
        """The queryset of rows that `user` may see, or None where there can be none."""
        raise NotImplementedError

    def entries(self, rows, place, user):
        """An Entry for each of the list `rows`, None for one that has nothing to say."""
        return [self.entry(row, place, user) for row in rows]

    def entry(self, row, place, user):
        raise NotImplementedError

    def told(self, row, title, text="", **more):
        """The Entry of a row, by and at its person and moment."""
        at, by = getattr(row, self.time), getattr(row, self.actor)
        look = {"name": self.name, "tone": self.tone} | more
        return Entry(at=at, title=title, note=stamp(at, by), text=text, **look)

    # -- what paging asks -----------------------------------------------------------------------

    def batch(self, place, user, rank, *, before, person, limit):
        """Up to `limit` rows before the Moment `before` as a list, newest first."""
        rows = self.rows(place, user)
        if rows is None:
            return []
        if person:
            rows = rows.filter(**{self.actor: person})
        if before:
            earlier = Q(**{f"{self.time}__lt": before.at})
            if rank < before.rank:
                earlier |= Q(**{self.time: before.at})
            elif rank == before.rank:
                earlier |= Q(**{self.time: before.at, "pk__lt": before.pk})
            rows = rows.filter(earlier)
        return list(rows.select_related(self.actor).order_by(f"-{self.time}", "-pk")[:limit])

    def actors(self, place, user):
        """Keys of the people who occur, as a query; None where there are no rows."""
        rows = self.rows(place, user)
        if rows is None:
            return None
        keys = rows.exclude(**{self.actor: None}).select_related(None)
        return keys.order_by().values_list(f"{self.actor}_id", flat=True)


class HistorySource(Source):
    """Lines of a model's history; `was` is the line before of the same object, or None."""

    time, actor = "history_date", "history_user"
    model = None

    def lines(self):
        """The whole history, each line with the key of the one before it."""
        history = self.model.history.model.objects
        earlier = history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
        earlier = earlier.order_by("-history_id").values("history_id")[:1]
        return history.annotate(earlier=Subquery(earlier))

    def entries(self, rows, place, user):
        history = self.model.history.model.objects
        before = history.in_bulk({row.earlier for row in rows if row.earlier})
        for row in rows:
            row.was = before.get(row.earlier)
        return super().entries(rows, place, user)


def shown_changes(was, row, fields):
    """["Capaian 20 % → 40 %" …] of the `fields` {name: (label, how a value is shown)}."""
    found = []
    for name, (label, show) in fields.items():
        old, new = getattr(was, name), getattr(row, name)
        if old != new and not (old in (None, "") and new in (None, "")):
            found.append(f"{label} {_value(old, show)} → {_value(new, show)}")
    return found


def _value(value, show):
    return "(kosong)" if value in (None, "") else show(value)
