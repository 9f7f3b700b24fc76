"""What needs somebody's attention: each with since when, for how long, and whose move it is."""

from dataclasses import dataclass

from django.core.paginator import Paginator

from actionplans import workdays
from innovations.models import Agency
from replikasi.common import formats, listbook
from replikasi.common.listbook import ListColumn

from . import concern_rows, concern_strands, concern_words, concerns, queries, turns
from .feeds import Table

SHOWN = 8  # on the dashboard
PER_PAGE = 25

# How a kind is called beside its number; the table filtered by it is called the same.
LABELS = {
    "unsent": "belum dilaporkan",
    "returned": "dikembalikan",
    "waiting": "menunggu verifikasi",
    "suggestion": "saran belum dijawab",
    "deviation": "deviasi di bawah ambang",
    "away": "hasil menjauh atau mundur",
    "overdue": "rencana dengan tonggak lewat tenggat",
    "clause": "butir komitmen terlambat atau belum dilayani",
    "obstacle": "permasalahan terlalu lama",
    "absorption": "serapan mendahului fisik",
    "behind": "serapan tertinggal",
    "check": "pemeriksaan keberlanjutan",
    "commitment": "komitmen hampir berakhir",
    "unadvised": "belum didampingi",
}
TURNS = {
    concern_strands.OPD: "OPD",
    concern_strands.LITBANG: "Litbang",
    concern_strands.ADVISERS: "Pendamping",
    concern_strands.LEADERS: "Pimpinan",
}
OF_STANDINGS = ("deviation", "absorption", "behind")


@dataclass(frozen=True)
class Attention:
    """The most urgent concerns, how many there are in all, and how many of each kind; beside them
    how many plans were never approved."""

    items: tuple
    total: int
    kinds: tuple  # of (kind, number, label)
    unapproved: int


@dataclass(frozen=True)
class Choice:
    """A filter of the list by kind or by whose move it is, with what it would leave."""

    key: str
    label: str
    number: int


@dataclass(frozen=True)
class Listing:
    """A page of Concerns, and the choices by kind and turn, each counted with the other one."""

    page: object
    kinds: tuple
    turns: tuple
    kind_shown: str
    turn_shown: str
    total: int
    thresholds: tuple


class Concerns:
    """The list that `user` sees of a selection, of one `kind` and `turn` or ("") of all: counted
    in one query, sliced in three more. `counted`: {(kind, turn): number} without these filters,
    the strands `beside` the list among them."""

    def __init__(self, user, selection, kind="", turn="", *, beside=()):
        self.user, self.selection = user, selection
        found = concerns.strands(user, selection) if selection.period else []
        self.counted = concern_rows.numbers(user, [*found, *beside])
        self.strands = [one for one in found if kind in ("", one.kind) and turn in ("", one.turn)]

    def __len__(self):
        return sum(self.counted[one.kind, one.turn] for one in self.strands)

    def __getitem__(self, part):
        rows = concern_rows.rows_of(self.strands, self.counted, *part.indices(len(self))[:2])
        plans = {row.plan for row in rows if row.kind in OF_STANDINGS}
        years = queries.year_of_plans(sorted(plans), self.selection) if plans else {}
        deviating = {row.plan for row in rows if row.kind == "deviation"}
        obstacles = turns.open_obstacles(self.user, sorted(deviating)) if deviating else {}
        return [
            concern_words.told(
                row,
                self.user,
                years.get(row.plan),
                self.selection,
                obstacles.get(row.plan, ()),
            )
            for row in rows
        ]

    def number(self, kind="", turn=""):
        return sum(
            number
            for (of_kind, of_turn), number in self.counted.items()
            if kind in ("", of_kind) and turn in ("", of_turn)
        )


def gathered(user, selection):
    """The Attention of a selection, for the dashboard; four queries."""
    unapproved = concern_strands.Strand("unapproved", "", queries.unapproved(user, selection))
    found = Concerns(user, selection, beside=[unapproved])
    numbers = {kind: found.number(kind) for kind in concerns.CONCERNS}
    return Attention(
        items=tuple(found[:SHOWN]),
        total=len(found),
        kinds=tuple((kind, number, LABELS[kind]) for kind, number in numbers.items() if number),
        unapproved=found.number("unapproved"),
    )


def listed(user, selection, turn):
    """The Listing of `selection.concern` and `turn`, "" for all."""
    kind = selection.concern
    found = Concerns(user, selection, kind, turn)
    kinds = [Choice(one, LABELS[one], found.number(one, turn)) for one in concerns.CONCERNS]
    turns = [Choice(one, label, found.number(kind, one)) for one, label in TURNS.items()]
    return Listing(
        page=Paginator(found, PER_PAGE).get_page(selection.page),
        kinds=(
            Choice("", "semua", found.number("", turn)),
            *[one for one in kinds if one.number or one.key == kind],
        ),
        turns=(
            Choice("", "semua", found.number(kind)),
            *[one for one in turns if one.number or one.key == turn],
        ),
        kind_shown=LABELS.get(kind, "semua"),
        turn_shown=TURNS.get(turn, "semua"),
        total=found.number(),
        thresholds=thresholds(user),
    )


def thresholds(user):
    """The thresholds in force, in words; advice is told of to advisers alone."""
    rules = workdays.rules()
    told = (
        f"deviasi di bawah {formats.points(rules.deviation_limit)}",
        f"serapan lebih dari {rules.absorption_ahead} poin di depan "
        f"atau {rules.absorption_behind} di belakang fisik",
        f"permasalahan terbuka lebih dari {rules.obstacle_days} hari",
        f"komitmen berakhir dalam {rules.commitment_days} hari",
    )
    advice = f"tanpa catatan pendampingan lebih dari {rules.advice_days} hari"
    return (*told, advice) if user.has_perm("actionplans.advise") else told


@dataclass(frozen=True)
class Effect:
    """What other thresholds would do to a kind: its number now and then."""

    label: str
    now: int
    then: int

    @property
    def moved(self):
        """ "2 masuk" or "3 keluar"."""
        more = self.then - self.now
        return f"{formats.number(abs(more))} {'masuk' if more > 0 else 'keluar'}"


def effects(user, selection, rules):
    """Effects of `rules` (a ReportingRules not yet saved) on the kinds whose number would change;
    two queries."""
    now, then = (
        concern_rows.numbers(user, concerns.by_thresholds(user, selection, one))
        for one in (workdays.rules(), rules)
    )
    found = []
    for kind in concerns.CONCERNS:
        before, after = (
            sum(number for (of_kind, _), number in counted.items() if of_kind == kind)
            for counted in (now, then)
        )
        if before != after:
            found.append(Effect(LABELS[kind], before, after))
    return found


# -- the same as a table to take along ------------------------------------------------------------

COLUMNS = (
    ListColumn("Jenis", width=26),
    ListColumn("Hal", width=40),
    ListColumn("Replikasi", width=34),
    ListColumn("OPD", width=36),
    ListColumn("Sejak", listbook.DATE, 12),
    ListColumn("Lama, hari kerja", listbook.WHOLE, 10),
    ListColumn("Giliran", width=44),
    ListColumn("Keterangan", width=60),
    ListColumn("Tautan", width=50),
)


def table(user, selection, turn, absolute):
    """The Table of the whole filtered list; `absolute` makes an address a whole one."""
    found = list(Concerns(user, selection, selection.concern, turn)[:])
    agencies = Agency.objects.filter(pk__in={one.agency for one in found} - {0}).order_by("pk")
    names = {one.pk: one.name_in(selection.year) for one in agencies.prefetch_related("names")}
    label = selection.period.label.replace(formats.NBSP, " ") if selection.period else ""
    return Table(
        title=f"Perlu perhatian {label} {selection.year}",
        name=f"perlu-perhatian-{selection.year}-tw{selection.quarter or 0}",
        columns=COLUMNS,
        rows=[_line(one, names, selection, absolute) for one in found],
    )


def _line(one, names, selection, absolute):
    return (
        LABELS[one.kind],
        one.title,
        one.replication or None,
        names.get(one.agency),
        one.since,
        workdays.between(one.since, selection.today),
        one.turn,
        one.note,
        absolute(one.url),
    )
