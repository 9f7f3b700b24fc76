"""Tabel tonggak: a row a milestone of the version approved last, with where it stands today."""

from django.db.models import F, OuterRef, Subquery

from actionplans import arithmetic, columns, snapshots
from actionplans.models import Milestone, PlanVersion, ProgressUpdate, Report, ReportLine, Stage

from .columns import DATE, MONEY, NUMBER, PERCENT, TEXT, WHOLE, Column, Table, plain
from .places import PLACE_COLUMNS

APPROVED = "Versi rencana yang disetujui terakhir; yang sedang direvisi belum dihitung."
LATEST = "Catatan progres terakhir tonggak ini menurut OPD, belum diperiksa."
SILENT, CLAIMED, VERIFIED = "belum dilaporkan", "sementara", "terverifikasi"
STATES = (
    f"{SILENT}: belum ada catatan progres; angkanya kosong, bukan 0. "
    f"{CLAIMED}: ada catatan, belum ada laporan terverifikasi. "
    f"{VERIFIED}: ada nilai terverifikasi; angka sementara dapat lebih baru."
)
# Of the matrix, in its order; what names persons is left out.
MATRIX = (
    *("stage", "activity", "output", "indicator", "unit", "target", "weight", "start", "due"),
    *("target_q1", "target_q2", "target_q3", "target_q4"),
    *("related_parties", "budget_line", "ceiling", "evidence_expected", "remark"),
)
COLUMNS = (
    *PLACE_COLUMNS,
    Column("rencana_versi", WHOLE, "Nomor versi rencana yang disetujui terakhir."),
    Column("tonggak_id", WHOLE, "Nomor tetap tonggak di portal."),
    Column("tonggak_no", WHOLE, "Nomor urut tonggak dalam rencana itu.", source=APPROVED),
    Column("tahap", TEXT, "Tahap replikasi.", ", ".join(stage.label.lower() for stage in Stage)),
    Column("kegiatan", TEXT, "Kegiatan tonggak.", source=APPROVED, width=40),
    Column("keluaran", TEXT, "Keluaran kegiatan.", source=APPROVED),
    Column("indikator", TEXT, "Indikator keluaran.", source=APPROVED, width=30),
    Column("satuan", TEXT, "Satuan target.", source=APPROVED, width=14),
    Column("target", NUMBER, "Target keluaran, dalam kolom satuan.", source=APPROVED),
    Column("bobot_persen", PERCENT, "Bobot tonggak; jumlah satu rencana 100.", source=APPROVED),
    Column("mulai", DATE, "Hari pertama kegiatan.", source=APPROVED),
    Column("selesai", DATE, "Tenggat kegiatan.", source=APPROVED),
    *(
        Column(
            f"target_tw{quarter}_persen",
            PERCENT,
            f"Target kumulatif pada akhir triwulan {quarter}.",
            source=APPROVED,
        )
        for quarter in (1, 2, 3, 4)
    ),
    Column("pihak_terkait", TEXT, "Pihak lain yang terlibat.", source=APPROVED),
    Column("subkegiatan", TEXT, "Subkegiatan anggaran.", source=APPROVED),
    Column("pagu_rp", MONEY, "Pagu anggaran tonggak.", source=APPROVED),
    Column("bukti_diharapkan", TEXT, "Bukti dukung yang diharapkan.", source=APPROVED),
    Column("keterangan", TEXT, "Keterangan pada matriks.", source=APPROVED),
    Column(
        "rencana_persen",
        PERCENT,
        "Yang seharusnya tercapai pada hari unduhan, paling lambat 31 Desember tahun rencana.",
        source="Rencana kumulatif: garis lurus antara tanggal mulai, target triwulan, dan selesai.",
    ),
    Column("realisasi_sementara_persen", PERCENT, "Capaian kumulatif sementara.", source=LATEST),
    Column("sementara_per", DATE, "Hari yang diterangkan catatan itu.", source=LATEST),
    Column(
        "jumlah_sementara", NUMBER, "Keluaran sampai hari itu, dalam kolom satuan.", source=LATEST
    ),
    Column("uang_sementara_rp", MONEY, "Uang dipakai sampai hari itu.", source=LATEST),
    Column(
        "realisasi_terverifikasi_persen",
        PERCENT,
        "Capaian kumulatif yang diterima Litbang; 0 bila Litbang menerima bahwa belum ada.",
        source="Baris laporan terverifikasi yang terakhir, termasuk koreksinya.",
    ),
    Column(
        "terverifikasi_triwulan",
        WHOLE,
        "Triwulan laporan terverifikasi itu.",
        "1 sampai 4",
    ),
    Column("status", TEXT, "Jenis angka yang ada.", STATES, width=18),
)


def rows(batch):
    """Rows of the plans of `batch` by plan and number; two queries."""
    figures = _figures(batch.plans)
    for version in _versions(batch.plans):
        year = batch.selection.year
        on = min(batch.selection.today, batch.selection.today.replace(year=year, month=12, day=31))
        shapes = {row.id: row.shape for row in snapshots.approved(version)}
        place = (*batch.places[version.plan_id], version.number)
        for row in version.snapshot:
            yield (
                *place,
                row["id"],
                row["number"],
                *_matrix(row),
                plain(arithmetic.planned_percent(shapes[row["id"]], year, on)),
                *figures.get(row["id"], NO_FIGURES),
            )


def _versions(plans):
    later = PlanVersion.objects.filter(plan=OuterRef("plan")).order_by("-number")
    rows = PlanVersion.objects.filter(plan__in=plans, number=Subquery(later.values("number")[:1]))
    return list(rows.order_by("plan_id", "number").only("plan_id", "number", "snapshot"))


def _matrix(row):
    for name in MATRIX:
        value = columns.value_of(name, row[name])
        yield Stage(value).label.lower() if name == "stage" else plain(value)


NO_FIGURES = (*[None] * 6, SILENT)


def _figures(plans):
    """{milestone id: the last seven cells} of what was recorded and verified; one query."""
    latest = ProgressUpdate.objects.filter(milestone=OuterRef("pk")).latest_first()
    verified = ReportLine.objects.filter(
        milestone=OuterRef("pk"),
        report__state=Report.State.VERIFIED,
        verified_percent__isnull=False,
    ).order_by("-report__period__year", "-report__period__quarter", "-pk")
    found = Milestone.objects.filter(plan__in=plans).annotate(
        told_on=Subquery(latest.values("happened_on")[:1]),
        quantity=Subquery(latest.values("quantity")[:1]),
        spent=Subquery(latest.values("spent")[:1]),
        verified=Subquery(verified.values("verified_percent")[:1]),
        quarter=Subquery(verified.values("report__period__quarter")[:1]),
        told=F("reached"),
    )
    found = found.order_by("pk").values_list(
        "pk", "told", "told_on", "quantity", "spent", "verified", "quarter"
    )
    return {key: (*map(plain, cells), _state(cells)) for key, *cells in found}


def _state(cells):
    told, *_, verified, _ = cells
    if verified is not None:
        return VERIFIED
    return SILENT if told is None else CLAIMED


MILESTONES = Table("tonggak", "Tonggak capaian rencana aksi yang disetujui", COLUMNS, rows)
