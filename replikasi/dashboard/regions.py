"""The governments of a province as tiles that lie as on the map, coloured by a chosen measure."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db.models import Count, Q
from django.db.models.functions import Left
from django.urls import reverse

from innovations.models import Agency, Region, Replication
from innovations.models.region import lies_within, within
from replikasi.accounts.models import User
from replikasi.common import formats, listbook
from replikasi.common.listbook import ListColumn

from . import queries
from .chosen import measured, standings
from .feeds import Table

GOVERNMENT = 5  # letters of a regency's or city's code
# (column, row) of the governments of Kepulauan Bangka Belitung, as they lie to one another.
PLACES = {
    "19.05": (1, 1),
    "19.01": (2, 1),
    "19.71": (3, 1),
    "19.04": (2, 2),
    "19.03": (3, 3),
    "19.02": (4, 2),
    "19.06": (5, 2),
}
VERIFIED, CLAIMED, DEVIATION = "terverifikasi", "sementara", "deviasi"
REPLICATIONS, COMPLETED = "replikasi", "tuntas"
MEASURES = {
    VERIFIED: "Terverifikasi",
    CLAIMED: "Sementara",
    DEVIATION: "Deviasi",
    REPLICATIONS: "Jumlah replikasi",
    COMPLETED: "Replikasi tuntas",
}
# Where the lightest tone ends, the next and so on; contiguous. The last tone has no end.
ENDS = {
    VERIFIED: (20, 40, 60, 80),
    CLAIMED: (20, 40, 60, 80),
    DEVIATION: (-20, -10, -5, 0),
    REPLICATIONS: (2, 4, 8, 16),
    COMPLETED: (1, 2, 4, 8),
}


@dataclass(frozen=True)
class Tile:
    """A government. `value` is None where nothing is told, and `absent` says why; `tone`: 0, the
    lightest, to 4, None without a value; `place`: (column, row), () where it has none."""

    region: Region
    place: tuple
    value: Decimal | int | None
    shown: str
    absent: str
    tone: int | None
    plans: int
    over: int
    replications: int
    completed: int
    sums: dict
    url: str


@dataclass(frozen=True)
class Map:
    """`tiles` in the order of their codes; `key`: (tone, words) from the lightest on."""

    province: Region | None
    provinces: tuple
    measure: str
    tiles: tuple
    key: tuple

    @property
    def label(self):
        return MEASURES[self.measure]

    @property
    def is_drawn(self):
        return bool(self.tiles) and all(tile.place for tile in self.tiles)


def measure_of(query):
    asked = query.get("ukuran", "")
    return asked if asked in MEASURES else VERIFIED


def map_of(user, selection, measure, province=""):
    """The Map of the province that was asked for, else of the one where the user belongs."""
    provinces = _provinces(user)
    chosen = next((row for row in provinces if row.pk == province), None)
    chosen = chosen or (provinces[0] if provinces else None)
    if chosen is None:
        return Map(None, (), measure, (), ())
    regions = Region.objects.filter(
        within(chosen.pk), level__in=(Region.Level.REGENCY, Region.Level.CITY)
    )
    sums, counts = _sums(user, selection, chosen.pk), _counts(user, chosen.pk)
    tiles = tuple(
        _tile(user, selection, measure, region, sums.get(region.pk), counts.get(region.pk, {}))
        for region in regions.order_by("code")
    )
    return Map(chosen, tuple(provinces), measure, tiles, _key(measure))


def _provinces(user):
    """Provinces in which the user may see an agency, the own one first; one query."""
    codes = Agency.objects.visible_to(user).order_by().annotate(top=Left("region", 2))
    own = (user.region_id or (user.agency.region_id if user.agency_id else ""))[:2]
    rows = Region.objects.filter(code__in=codes.values("top")).order_by("code")
    adopting = Region.objects.filter(
        code__in=Replication.objects.visible_to(user)
        .order_by()
        .annotate(top=Left("agency__region", 2))
        .values("top")
    )
    rows = list((rows.filter(pk=own) | adopting).distinct().order_by("code"))
    return sorted(rows, key=lambda row: row.pk != own)


def _sums(user, selection, province):
    """{code: figures} of the governments in the chosen quarter; one query."""
    if selection.period is None:
        return {}
    rows = measured(standings(user, selection).filter(period=selection.period)).order_by()
    rows = rows.filter(within(province, "plan__replication__agency__region__code"))
    rows = rows.annotate(key=Left("plan__replication__agency__region", GOVERNMENT)).values("key")
    return {row["key"]: queries.plain(row) for row in rows.annotate(**queries.figures())}


def _counts(user, province):
    """{code: {"number", "completed"}} of the replications of all years; one query."""
    rows = Replication.objects.visible_to(user).filter(within(province, "agency__region__code"))
    rows = rows.order_by().annotate(key=Left("agency__region", GOVERNMENT)).values("key")
    rows = rows.annotate(
        number=Count("pk"), completed=Count("pk", filter=Q(completed_on__isnull=False))
    )
    return {row["key"]: row for row in rows}


def is_in_sight(user, code, plans):
    """Whether silence there is silence: the user's scope holds the region, or something of it."""
    if plans or user.role == User.Role.ADMIN:
        return True
    if user.role in User.REGION_ROLES:
        return lies_within(code, user.region_id)
    return False


def _tile(user, selection, measure, region, sums, counts):
    sums, number = sums or {}, counts.get("number", 0)
    value, over = _value(measure, sums, counts)
    sees = is_in_sight(user, region.pk, number)
    absent = ""
    if not sees:
        value, absent = None, "di luar lingkup Anda"
    elif value is None:
        absent = _silence(selection, measure, sums, number)
    return Tile(
        region=region,
        place=PLACES.get(region.pk, ()),
        value=value,
        shown=_written(measure, value),
        absent=absent,
        tone=None if value is None else tone_of(measure, value),
        plans=sums.get("plans", 0),
        over=over,
        replications=number,
        completed=counts.get("completed", 0),
        sums=sums,
        url=reverse("region", args=[region.pk], query=_kept(selection)) if sees else "",
    )


def _kept(selection):
    return {"year": selection.year, "quarter": selection.quarter} if selection.period else {}


def _value(measure, sums, counts):
    """(the value or None, over how many replications it stands)."""
    if measure == REPLICATIONS:
        return counts.get("number", 0), counts.get("number", 0)
    if measure == COMPLETED:
        return counts.get("completed", 0), counts.get("number", 0)
    over = sums.get("verifying" if measure == VERIFIED else "reporting", 0)
    name = {VERIFIED: "verified", CLAIMED: "claimed", DEVIATION: "deviation"}[measure]
    return sums.get(name), over


def _silence(selection, measure, sums, number):
    if not number:
        return "belum ada replikasi"
    if not sums:
        return "belum ada rencana disetujui"
    if selection.period is not None and not selection.period.is_open(selection.today):
        return "belum dibuka"
    return "belum ada yang diverifikasi" if measure == VERIFIED else "belum dilaporkan"


def _written(measure, value):
    if measure in (REPLICATIONS, COMPLETED):
        return formats.number(value)
    if measure == DEVIATION:
        return f"{formats.signed(value)}{formats.NBSP}poin" if value is not None else ""
    return formats.percent(value)


def tone_of(measure, value):
    """0 for the lightest tone to 4; a value at an end belongs to the darker one."""
    return sum(value >= end for end in ENDS[measure])


def _key(measure):
    ends = ENDS[measure]
    unit = {DEVIATION: " poin", REPLICATIONS: "", COMPLETED: ""}.get(measure, f"{formats.NBSP}%")

    def written(end):
        return f"{formats.number(end)}{unit}"

    middle = [
        f"{formats.number(low)} sampai di bawah {written(high)}" for low, high in pairwise(ends)
    ]
    words = (f"di bawah {written(ends[0])}", *middle, f"{written(ends[-1])} ke atas")
    return tuple(enumerate(words))


def table(user, selection, measure, province):
    """The Table of the map."""
    found = map_of(user, selection, measure, province)
    name = found.province.name if found.province else ""
    quarter = selection.period.label.replace(formats.NBSP, " ") if selection.period else ""
    return Table(
        title=f"Wilayah {name} {quarter} {selection.year}",
        name=f"wilayah-{found.province.pk if found.province else ''}-{selection.year}",
        columns=(
            ListColumn("Kode wilayah", width=12),
            ListColumn("Wilayah", width=28),
            ListColumn("Replikasi", listbook.WHOLE, 10),
            ListColumn("Replikasi tuntas", listbook.WHOLE, 10),
            ListColumn("Rencana, %", listbook.FIGURE, 11),
            ListColumn("Terverifikasi, %", listbook.FIGURE, 13),
            ListColumn("Dari replikasi", listbook.WHOLE, 10),
            ListColumn("Sementara, %", listbook.FIGURE, 13),
            ListColumn("Dari replikasi (sementara)", listbook.WHOLE, 12),
            ListColumn("Deviasi sementara, poin", listbook.FIGURE, 12),
            ListColumn("Keterangan", width=28),
        ),
        rows=[_line(tile) for tile in found.tiles],
    )


def _line(tile):
    sees, sums = bool(tile.url), tile.sums
    return (
        tile.region.pk,
        tile.region.full_name,
        tile.replications if sees else None,
        tile.completed if sees else None,
        sums.get("planned"),
        sums.get("verified"),
        sums.get("verifying"),
        sums.get("claimed"),
        sums.get("reporting"),
        sums.get("deviation"),
        tile.absent,
    )
