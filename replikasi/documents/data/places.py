"""Whose a row is: region, agency, innovation, plan; read a batch of plans at a time.

Batches in place of one long cursor: memory holds one of them, and nothing of the database is held
open while a row is written, so that progress may be noted and a pooler may stand in between.
"""

from dataclasses import dataclass, field
from functools import cache

from innovations.models import Region
from innovations.models.region import around
from replikasi.common import formats
from replikasi.dashboard.chosen import TITLE, standings
from replikasi.dashboard.plan_figures import AGENCY, agency_name

from .columns import CODE, TEXT, WHOLE, Column, Table, plain

PLANS_A_BATCH = 25
REGION = f"{AGENCY}__region"
PLACE = "plan__replication"
SELECTED = "Rencana aksi yang pernah disetujui, dalam cakupan pembaca dan filternya."
PLACE_COLUMNS = (
    Column(
        "kode_wilayah",
        CODE,
        "Kode Kemendagri wilayah OPD, bertitik; selalu teks.",
        "mis. 19.05",
        "Kepmendagri tentang kode wilayah; bukan kode BPS. Rincian di tabel wilayah.",
    ),
    Column("wilayah", TEXT, "Nama wilayah OPD.", source="Tabel wilayah."),
    Column(
        "opd",
        TEXT,
        "Nama OPD yang mereplikasi, seperti namanya pada tahun rencana.",
        source="Riwayat nama instansi.",
        width=34,
    ),
    Column("inovasi", TEXT, "Nama inovasi yang direplikasi.", width=30),
    Column(
        "replikasi",
        TEXT,
        "Nama replikasi: nama lokalnya bila ada, selain itu nama inovasinya.",
        width=30,
    ),
    Column("replikasi_id", WHOLE, "Nomor tetap replikasi di portal."),
    Column("rencana_id", WHOLE, "Nomor tetap rencana aksi; menghubungkan ketiga tabel."),
    Column("tahun", WHOLE, "Tahun anggaran rencana aksi."),
)


@dataclass(frozen=True)
class Batch:
    """`places`: {plan id: the cells of PLACE_COLUMNS}, by plan id; all are in the user's scope."""

    user: object
    selection: object
    places: dict
    known: dict = field(default_factory=dict)

    @property
    def plans(self):
        return list(self.places)


def plans_of(user, selection):
    """A standing a plan: those of the chosen quarter, as on the dashboard."""
    return standings(user, selection).filter(period=selection.period)


def batches(user, selection, size=PLANS_A_BATCH):
    """Batches of at most `size` plans by ascending id; a query each."""
    rows = plans_of(user, selection).annotate(title=TITLE, agency_name=agency_name(selection.year))
    rows = rows.order_by("plan_id").values_list(
        *("plan_id", REGION, f"{REGION}__name", f"{REGION}__level", "agency_name"),
        *(f"{PLACE}__innovation__name", "title", PLACE),
    )
    named = cache(lambda code, name, level: Region(code=code, name=name, level=level).full_name)
    last = 0
    while found := list(rows.filter(plan_id__gt=last)[:size]):
        last = found[-1][0]
        yield Batch(
            user,
            selection,
            {
                plan: (
                    code,
                    named(code, name, level),
                    *map(plain, (agency, innovation, title)),
                    replication,
                    plan,
                    selection.year,
                )
                for plan, code, name, level, agency, innovation, title, replication in found
            },
        )


# -- the regions that occur ---------------------------------------------------------------------


def region_rows(user, selection):
    """(code, name, level, code above) of the regions that occur and of those that hold them.

    Two queries.
    """
    seen = plans_of(user, selection).order_by().values_list(REGION, flat=True).distinct()
    codes = {holder for code in seen for holder in around(code)}
    rows = list(Region.objects.filter(pk__in=codes).order_by("code"))
    there = {row.code for row in rows}
    for row in rows:
        above = row.code.rpartition(".")[0]
        yield (
            row.code,
            plain(row.full_name),
            row.level,
            above if above in there else None,
        )


REGIONS = Table(
    "wilayah",
    "Wilayah yang muncul dalam data, dengan wilayah yang memuatnya",
    (
        Column("kode", CODE, "Kode Kemendagri, bertitik; selalu teks.", "mis. 19.05"),
        Column("nama", TEXT, "Nama wilayah.", width=34),
        Column("jenis", TEXT, "Tingkat wilayah.", ", ".join(Region.Level.values)),
        Column(
            "kode_induk",
            CODE,
            "Kode wilayah yang memuatnya; kosong bila tidak ada di tabel ini.",
            source="Kode tanpa ruas terakhirnya.",
        ),
    ),
)


def quarter_name(quarter):
    """ "TW I", with a plain blank: what machines compare bears no special one."""
    return formats.quarter_name(quarter).replace(formats.NBSP, " ")
