"""The list of concerns: counted in one query, read in slices, most urgent first, in one more."""

import json
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BigIntegerField, DateField, DateTimeField, FloatField, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from actionplans import waiting

from .concerns import CONCERNS


def numbers(user, found):
    """{(kind, turn): how many} of the strands `found`, in one query."""
    named = {f"n{place}": strand.rows for place, strand in enumerate(found)}
    counted = waiting.numbers_of(user, named)
    return {(strand.kind, strand.turn): counted[f"n{place}"] for place, strand in enumerate(found)}


@dataclass(frozen=True)
class Found:
    """A row of the list; what its kind does not have is None, 0 or "".

    since: the day from which it counts; plan, ref, at, report, agency: keys; number: how many, or
    that of the milestone; title: of the replication; short: of its agency; more: what only this
    kind has.
    """

    kind: str
    turn: str
    since: object
    plan: int
    ref: int
    at: int
    report: int
    number: int
    quarter: int
    agency: int
    title: str
    short: str
    words: str
    more: dict

    @property
    def of(self):
        return f"{self.title}, {self.short}"


WHOLE, TEXT = (
    ("plan", "ref", "at", "report", "number", "quarter", "agency"),
    ("title", "short", "words", "more"),
)
NAMES = ("rank", "since", "moment", "amount", *WHOLE, *TEXT, "turn")


def _columns(strand):
    """The columns of a strand, alike in every one so that they can be united."""
    given = {
        "since": Cast(Value(None), DateField()),
        "moment": Cast(Value(None), DateTimeField()),
        "amount": Cast(Value(None), FloatField()),
        **{name: Value(0, BigIntegerField()) for name in WHOLE},
        **{name: Value("", TextField()) for name in TEXT},
        **strand.columns,
        "rank": Value(CONCERNS.index(strand.kind)),
        "turn": Value(strand.turn, TextField()),
    }
    for name in strand.columns:
        if name in WHOLE:
            given[name] = Coalesce(Cast(given[name], BigIntegerField()), 0)
        elif name in TEXT:
            given[name] = Cast(given[name], TextField())
    return {f"c_{name}": given[name] for name in NAMES}


def rows_of(found, counted, start, stop):
    """The list's rows [start:stop] as Found; one query, over the kinds alone that are in it."""
    before, first, chosen = 0, None, []
    for kind in CONCERNS:
        of_kind = [one for one in found if one.kind == kind and counted[kind, one.turn]]
        size = sum(counted[kind, one.turn] for one in of_kind)
        if size and before < stop and before + size > start:
            first = before if first is None else first
            chosen += of_kind
        before += size
    if not chosen:
        return []
    parts = [
        one.rows.order_by().annotate(**_columns(one)).values_list(*[f"c_{name}" for name in NAMES])
        for one in chosen
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    rows = rows.order_by("c_rank", "c_since", "c_moment", "c_amount", "c_plan", "c_ref")
    return [_found(row) for row in rows[start - first : stop - first]]


def _found(row):
    rank_of, since, moment, _, *rest, more, turn = row
    names = (*WHOLE, *TEXT[:-1])
    return Found(
        kind=CONCERNS[rank_of],
        turn=turn,
        since=timezone.localdate(moment) if moment else since,
        more=json.loads(more, parse_float=Decimal) if more else {},
        **dict(zip(names, rest, strict=True)),
    )
