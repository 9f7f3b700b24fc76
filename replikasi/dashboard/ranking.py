"""Peringkat realisasi: replications, agencies or regions by what they reached in a quarter.

Only what has a figure of the chosen quarter is ranked; silence has no place and is never the last.
Equal figures, as they are printed, share a place and the next one is left out: 1, 2, 2, 4.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter

from django.core.paginator import Paginator
from django.urls import reverse

from actionplans import arithmetic, workdays
from actionplans.models import PeriodStanding, Report
from replikasi.common import formats, listbook
from replikasi.common.listbook import ListColumn

from . import plan_figures as figures
from .chosen import NOT_ASKED
from .feeds import Table
from .heads import is_beyond
from .plan_figures import CLAIMED, VERIFIED

ROWS = 20
# Below so many ranked the page says that the order tells little.
FEW = 5
SHOWN = Decimal("0.1")
KINDS = {VERIFIED: "Terverifikasi", CLAIMED: "Sementara"}
REPLICATION, AGENCY, REGION = "replication", "agency", "region"
GROUPINGS = {REPLICATION: "Replikasi", AGENCY: "OPD", REGION: "Wilayah"}
NOUNS = {REPLICATION: "replikasi", AGENCY: "OPD", REGION: "wilayah"}
ABSENT = {
    Report.State.SENT: "menunggu verifikasi",
    Report.State.RETURNED: "dikembalikan",
    Report.State.VERIFIED: "terverifikasi",
    PeriodStanding.NOT_ASKED: NOT_ASKED,
}


def told(query):
    """(kind, grouping) of `query` (request.GET); "" and replications for what is none."""
    kind, by = query.get("of"), query.get("by")
    return (kind if kind in KINDS else "", by if by in GROUPINGS else REPLICATION)


# -- arithmetic ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """What a group of plans reached: means over the `counted` of its `plans` that have a figure.

    `planned` is the mean over the same plans, so that the deviation compares like with like.
    """

    key: object
    of: tuple  # of Figures
    plans: int
    counted: int
    planned: Decimal | None
    actual: Decimal | None
    absorption: Decimal | None

    @property
    def deviation(self):
        return arithmetic.deviation(self.actual, self.planned)

    @property
    def achievement(self):
        return arithmetic.achievement(self.actual, self.planned)


def measured(key, rows, kind):
    """The Measured of `rows` (Figures) by the figure `kind`."""
    known = [row for row in rows if row.figure(kind) is not None]
    planned, _ = arithmetic.mean([row.planned for row in known])
    actual, _ = arithmetic.mean([row.figure(kind) for row in known])
    spent = sum((row.spent for row in known), Decimal(0)) if known else None
    ceiling = sum((row.ceiling for row in known), Decimal(0))
    return Measured(
        *(key, tuple(rows), len(rows), len(known)),
        planned=planned,
        actual=actual,
        absorption=arithmetic.absorption(spent, ceiling),
    )


def places(reached):
    """{key: place} of (key, figure or None): equal printed figures share a place."""
    shown = [
        (key, figure.quantize(SHOWN, ROUND_HALF_UP))
        for key, figure in reached
        if figure is not None
    ]
    shown.sort(key=lambda one: one[1], reverse=True)
    found, place, last = {}, 0, None
    for at, (key, figure) in enumerate(shown, start=1):
        if figure != last:
            place, last = at, figure
        found[key] = place
    return found


def _grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _places(groups):
    """{key: place} of {key: [Reached]}, by the mean of those that have a figure."""
    return places(
        (key, arithmetic.mean([row.figure for row in rows])[0]) for key, rows in groups.items()
    )


# -- the list -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One place of the list; without a `place` the row is not ranked and `absent` says why;
    `claimed` is what a replication says of itself meanwhile.

    `moved`: places gained since the quarter before (negative: lost), None where it had none.
    """

    place: int | None
    name: str
    agency: str
    region: str
    region_id: str
    page_url: str
    url: str
    measured: Measured
    band: str | None
    is_beyond: bool
    absent: str
    claimed: Decimal | None
    moved: int | None
    earlier: int | None

    @property
    def lost(self):
        return -self.moved


@dataclass(frozen=True)
class Ranking:
    """A page of Rows: the ranked, then the others. `earlier_label` is "" in the first quarter."""

    page: object
    rows: list
    ranked: int
    total: int
    earlier_label: str
    caution: str
    options: tuple  # for dashboard/_options.html: of which figure, among what
    bands: tuple  # of (bounds in words, name)

    @property
    def is_alone(self):
        """A single one is ranked: its number would say nothing."""
        return self.ranked == 1

    @property
    def placed(self):
        return [row for row in self.rows if row.place]

    @property
    def unplaced(self):
        return [row for row in self.rows if not row.place]


@dataclass(frozen=True, slots=True)
class Standing:
    """A group in its order: the ranked by place and name, then the others by name."""

    key: object
    of: list  # of plan_figures.Reached
    name: str
    agency: str
    place: int | None
    earlier: int | None

    @property
    def order(self):
        return (self.place is None, self.place or 0, self.name.casefold(), self.agency)


KEYS = {REPLICATION: "plan_id", AGENCY: "agency_id", REGION: "region_id"}
NAMES = {REPLICATION: "title", AGENCY: "agency", REGION: "region"}


def ordered(user, selection, kind, by):
    """[Standing] of the whole selection, in order; two queries."""
    rows = figures.reached(user, selection, kind) if selection.period else []
    if not rows:
        return []
    key, name = attrgetter(KEYS[by]), attrgetter(NAMES[by])
    groups = _grouped(rows, key)
    place_of = _places(groups)
    earlier = _places(_grouped(figures.before(user, selection, kind), key))
    found = [
        Standing(
            *(one, group, name(group[0]), group[0].agency),
            place=place_of.get(one),
            earlier=earlier.get(one),
        )
        for one, group in groups.items()
    ]
    return sorted(found, key=attrgetter("order"))


def _measured(user, selection, kind, by, shown):
    """{key: Measured} of the Standings `shown`, None for all; one query."""
    plans = shown and [row.plan_id for one in shown for row in one.of]
    groups = _grouped(figures.of_quarter(user, selection, plans), attrgetter(KEYS[by]))
    return {key: measured(key, rows, kind) for key, rows in groups.items()}


def _row(standing, one, selection, kind, by):
    """The Row of a Standing and its Measured."""
    place, earlier = standing.place, standing.earlier
    first = one.of[0]
    return Row(
        place=place,
        name=standing.name,
        agency=first.agency if by == REPLICATION else "",
        region=first.region if by != REGION else "",
        region_id=first.region_id,
        page_url=_page_url(one, by),
        url=_url(one, selection, kind, by),
        measured=one,
        band=_band(one),
        is_beyond=is_beyond(one.deviation),
        absent="" if place else _absent(one, selection),
        claimed=first.claimed if by == REPLICATION else None,
        moved=earlier - place if place and earlier else None,
        earlier=earlier,
    )


def _band(one):
    return arithmetic.band(one.achievement, workdays.rules().bands)


def _page_url(one, by):
    """The page of the thing itself; a region has none."""
    if by == REGION:
        return ""
    return reverse({REPLICATION: "plan", AGENCY: "agency"}[by], args=[one.key])


def _url(one, selection, kind, by):
    """What the figure is made of: the lines of a report, or the replications of a group."""
    if by == REPLICATION:
        figure = "sementara" if kind == CLAIMED else "terverifikasi"
        return f"{reverse('why', args=[one.key])}?tw={selection.quarter}&angka={figure}"
    of_group = {AGENCY: "agency", REGION: "region"}[by]
    return f"{reverse('ranking')}?{selection.query(of=kind, **{of_group: one.key})}"


def _absent(one, selection):
    states = {row.state for row in one.of}
    if states == {""}:
        return "belum dilaporkan" if selection.period.is_open(selection.today) else "belum dibuka"
    if len(states) == 1:
        return ABSENT[states.pop()]
    return "belum terverifikasi"


def ranking_of(user, selection, kind, by):
    """The Ranking that `user` sees of `selection`, or None where nothing is approved."""
    found = ordered(user, selection, kind, by)
    if not found:
        return None
    page = Paginator(found, ROWS).get_page(selection.page)
    shown = list(page.object_list)
    whole = _measured(user, selection, kind, by, shown if len(shown) < len(found) else None)
    ranked = sum(1 for one in found if one.place)
    return Ranking(
        page=page,
        rows=[_row(one, whole[one.key], selection, kind, by) for one in shown if one.key in whole],
        ranked=ranked,
        total=len(found),
        earlier_label=selection.previous.label if selection.previous else "",
        options=_options(found, selection, kind, by),
        caution=_caution(ranked, selection, kind, by),
        bands=tuple(bounds(workdays.rules().bands)),
    )


def _caution(ranked, selection, kind, by):
    """What must be said before anybody reads an order into so few; "" for enough."""
    label = selection.period.label
    if not ranked and kind == VERIFIED:
        return (
            f"Belum ada laporan {label} yang terverifikasi, jadi belum ada peringkat. "
            "Pilih Sementara untuk melihat angka yang dilaporkan OPD."
        )
    if not ranked:
        return f"Belum ada laporan {label}, jadi belum ada peringkat."
    if ranked == 1:
        return f"Hanya 1 {NOUNS[by]} punya angka {KINDS[kind].lower()} {label}: tidak ada urutan."
    if ranked < FEW:
        return f"Hanya {ranked} {NOUNS[by]}: selisih kecil belum banyak berarti."
    return ""


def bounds(bands):
    """Each band's bounds in words, of arithmetic.band's (lower bound or None, name)."""
    lowers = [formats.number(lower) for lower, _ in bands[1:]]
    for at, (lower, name) in enumerate(bands):
        if lower is None:
            yield f"di bawah {lowers[at]}", name
        elif at < len(lowers):
            yield f"{formats.number(lower)} sampai di bawah {lowers[at]}", name
        else:
            yield f"{formats.number(lower)} ke atas", name


def _options(found, selection, kind, by):
    """What can be chosen; among agencies or regions only where there are several."""
    rows = [row for one in found for row in one.of]
    several = {
        by,
        REPLICATION,
        *(key for key in (AGENCY, REGION) if len({getattr(row, KEYS[key]) for row in rows}) > 1),
    }

    def links(choices, name, now, other):
        query = {key: selection.query(**{name: key}, **other) for key in choices}
        page = reverse("ranking")
        return [(label, f"{page}?{query[key]}", key == now) for key, label in choices.items()]

    among = {key: label for key, label in GROUPINGS.items() if key in several}
    return links(KINDS, "of", kind, {"by": by}), links(among, "by", by, {"of": kind})


# -- the same as a table to take along ----------------------------------------------------------


def table(user, selection, kind, by):
    """The Table of the whole list; the only one that is ranked bears no number."""
    found = ordered(user, selection, kind, by)
    whole = _measured(user, selection, kind, by, None) if found else {}
    is_alone = sum(one.place is not None for one in found) == 1
    label = selection.period.label.replace(formats.NBSP, " ") if selection.period else ""
    name = f"peringkat-{NOUNS[by].lower()}-{selection.year}-tw{selection.quarter or 0}"
    columns = (
        ListColumn("Peringkat", listbook.WHOLE, 10),
        ListColumn(GROUPINGS[by], width=34),
        *([ListColumn("OPD", width=34)] if by == REPLICATION else []),
        *([ListColumn("Wilayah", width=26)] if by != REGION else []),
        ListColumn("Kode wilayah", width=10),
        ListColumn(f"Realisasi {KINDS[kind].lower()}, %", listbook.FIGURE, 14),
        ListColumn("Rencana, %", listbook.FIGURE, 11),
        ListColumn("Deviasi, poin", listbook.FIGURE, 11),
        ListColumn("Capaian, %", listbook.FIGURE, 11),
        ListColumn("Pita capaian", width=18),
        ListColumn("Serapan, %", listbook.FIGURE, 11),
        ListColumn("Peringkat triwulan sebelumnya", listbook.WHOLE, 12),
        ListColumn("Jumlah yang dihitung", listbook.WHOLE, 12),
        ListColumn("Jumlah replikasi", listbook.WHOLE, 10),
        ListColumn("Keterangan", width=22),
    )
    return Table(
        title=f"Peringkat {label} {selection.year}",
        name=name,
        columns=columns,
        rows=[
            _line(one, whole[one.key], selection, by, is_alone) for one in found if one.key in whole
        ],
    )


def _line(standing, one, selection, by, is_alone):
    first = one.of[0]
    return (
        None if is_alone else standing.place,
        standing.name,
        *([first.agency] if by == REPLICATION else []),
        *([first.region] if by != REGION else []),
        first.region_id,
        one.actual,
        one.planned,
        one.deviation,
        one.achievement,
        _band(one),
        one.absorption,
        None if is_alone else standing.earlier,
        one.counted,
        one.plans,
        None if standing.place else _absent(one, selection),
    )
