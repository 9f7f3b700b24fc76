"""Paparan for the leaders' meeting as plain data: every number and sentence of its slides.

Gathered once (gathering/briefing.py), then written as slides (as_pptx.py) or as one page.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from replikasi.common import formats

VERIFIED, CLAIMED = "terverifikasi", "sementara"
# What became of a promise, the gravest first.
BROKEN, PARTLY, WAITING, KEPT = "tidak", "sebagian", "menunggu", "ditepati"
PROMISE_WORDS = {
    BROKEN: "Tidak ditepati",
    PARTLY: "Ditepati sebagian",
    WAITING: "Belum dijawab",
    KEPT: "Ditepati",
}


@dataclass(frozen=True)
class Figure:
    """`value` is written already; "" where there is none, and `absent` says why in words.

    `kind`: VERIFIED, CLAIMED or ""; `note`: over what it stands; `change`: since the quarter
    before.
    """

    label: str
    value: str
    unit: str = ""
    kind: str = ""
    note: str = ""
    change: str = ""
    absent: str = ""
    is_beyond: bool = False


@dataclass(frozen=True)
class Series:
    """An S-curve in numbers: at the year's beginning and at the end of each quarter, as `labels`
    name them. Percents; None where nothing was reported, which is a gap and never 0.

    `sentence` tells it to who does not see it, `notes` what else stands below it on its page.
    """

    title: str
    sentence: str
    labels: tuple
    planned: tuple
    verified: tuple
    claimed: tuple
    baseline: tuple = ()
    baseline_name: str = ""
    notes: tuple = ()


@dataclass(frozen=True)
class Topic:
    """Something to talk about: what, and below it since when or whose move. Without `text` there
    is nothing, and `absent` says so."""

    label: str
    text: str = ""
    lines: tuple = ()
    absent: str = ""
    is_grave: bool = False


@dataclass(frozen=True)
class Replication:
    """What the slide of one replication shows; `tone`: kind of its report's state."""

    title: str
    agency: str
    state: str
    state_note: str
    tone: str
    figures: tuple
    curve: Series | None
    topics: tuple


@dataclass(frozen=True)
class Row:
    """A replication in a table; `actual` is of `kind`, VERIFIED or CLAIMED, None: not reported,
    and `state` says which state its report is in. `turn`: "" where nobody has to move."""

    title: str
    agency: str
    planned: Decimal | None
    actual: Decimal | None
    kind: str
    deviation: Decimal | None
    is_beyond: bool
    state: str
    turn: str


@dataclass(frozen=True)
class Group:
    """Replications gathered by region, innovation or agency, where they are many."""

    name: str
    plans: int
    planned: Decimal | None
    verified: Decimal | None
    claimed: Decimal | None
    deviation: Decimal | None
    is_beyond: bool
    sent: int
    asked: int
    urgent: int


@dataclass(frozen=True)
class Decision:
    """An open obstacle that waits for somebody above the agency (`level`, `turn`)."""

    text: str
    title: str
    agency: str
    level: str
    turn: str
    opens: str
    since: date
    days: int


@dataclass(frozen=True)
class Promise:
    """A step that a report promised; `state`: a key of PROMISE_WORDS."""

    state: str
    text: str
    note: str
    title: str
    agency: str
    quarter: str


@dataclass(frozen=True)
class Change:
    kind: str
    text: str
    of: str
    on: date


@dataclass(frozen=True)
class Listed:
    """The first `rows` of a list, and how many there are: `total`, and by kind `counts`, of
    (number, words)."""

    rows: tuple
    total: int
    counts: tuple = ()

    @property
    def more(self):
        return self.total - len(self.rows)

    @property
    def words(self):
        """The numbers: "2 ditepati, 1 belum dijawab"; "" without any."""
        told = [f"{formats.number(number)} {words}" for number, words in self.counts if number]
        return ", ".join(told)


@dataclass(frozen=True)
class Briefing:
    """Everything of one meeting. `at`: the moment of which it speaks; `since`: the day of the
    meeting before; `scope`: whose replications these are, in words.

    `replications`: those with a slide each, most in need of attention first; `rows`: all that are
    told in a table, these first; `total`: how many there are. `groups` where they are many, with
    the `group_total` of which these are the first.
    """

    name: str
    title: str
    programme: str
    scope: str
    quarter: int
    year: int
    period: str
    at: datetime
    since: date
    by: str
    is_demo: bool
    headline: str
    position: str
    figures: tuple
    curve: Series | None
    reports: tuple
    money: str
    total: int
    replications: tuple
    rows: tuple
    groups: tuple
    group_label: str
    group_total: int
    decisions: Listed
    promises: Listed
    changes: Listed

    @property
    def untold(self):
        """How many replications are in no table."""
        return self.total - len(self.rows)
