"""Tabel laporan and tabel capaian: a row a plan and quarter, as Rekap laporan and Deviasi say."""

from dataclasses import replace

from django.utils import timezone

from actionplans import arithmetic, workdays
from actionplans.models import PeriodStanding, Report, Verification
from replikasi.accounts.models import User
from replikasi.dashboard import plan_figures, recap
from replikasi.dashboard.plan_figures import CLAIMED, VERIFIED
from replikasi.dashboard.recap_cells import cell_of, days_late

from .columns import DATE, MONEY, PERCENT, POINTS, TEXT, WHOLE, Column, Table, plain
from .places import PLACE_COLUMNS, quarter_name

State = Report.State
DECIDED = (State.VERIFIED, State.RETURNED)
KINDS = {VERIFIED: "terverifikasi", CLAIMED: "sementara"}
STATE_WORDS = (
    "belum dilaporkan: diminta, belum dikirim; angkanya kosong, bukan 0. "
    "tidak diminta: triwulan berakhir sebelum rencana disetujui, atau replikasi sudah tuntas. "
    "belum dibuka: belum waktunya melapor. "
    "menunggu verifikasi, dikembalikan, terverifikasi: laporannya sudah dikirim."
)
QUARTER_COLUMNS = (
    *PLACE_COLUMNS,
    Column("triwulan", WHOLE, "Triwulan tahun anggaran.", "1 sampai 4"),
    Column("periode", TEXT, "Triwulan dengan angka Romawi.", "TW I sampai TW IV", width=10),
)


# -- reports ------------------------------------------------------------------------------------

REPORT_COLUMNS = (
    *QUARTER_COLUMNS,
    Column(
        "diminta",
        TEXT,
        "Apakah laporan triwulan itu diminta.",
        "ya, tidak",
        "Posisi triwulan: tidak diminta bila berakhir sebelum persetujuan pertama tanpa rencana "
        "di dalamnya, atau sesudah replikasi tuntas.",
        width=10,
    ),
    Column(
        "status",
        TEXT,
        "Status laporan.",
        f"{STATE_WORDS} draf: sedang disusun OPD.",
        "Rekap pengiriman laporan.",
        width=22,
    ),
    Column(
        "tenggat",
        DATE,
        "Tenggat OPD.",
        source="Periode dan tenggat, termasuk yang digeser untuk OPD itu.",
    ),
    Column("tenggat_semula", DATE, "Tenggat sebelum digeser; kosong bila tidak digeser."),
    Column("pertama_dikirim", DATE, "Hari laporan pertama kali dikirim."),
    Column("terakhir_dikirim", DATE, "Hari laporan terakhir kali dikirim."),
    Column(
        "terlambat_hari_kerja",
        WHOLE,
        "Hari kerja sesudah tenggat sampai pertama dikirim; yang belum dikirim sampai hari "
        "unduhan. 0: tepat waktu. Kosong: masih dapat tepat waktu, atau tidak diminta.",
        source="Rekap pengiriman laporan; hari libur tidak dihitung.",
        unit="hari kerja",
    ),
    Column("diverifikasi_pada", DATE, "Hari Litbang memverifikasi; kosong bila belum."),
    Column("dikembalikan_pada", DATE, "Hari Litbang mengembalikan; kosong bila tidak sedang."),
    Column(
        "diputuskan_oleh",
        TEXT,
        "Peran yang mengambil keputusan itu, tanpa nama orang.",
        ", ".join(User.Role.labels),
        width=20,
    ),
)


def report_rows(batch):
    """Rows of the plans of `batch` by plan and quarter; three queries."""
    years = PeriodStanding.objects.filter(plan__in=batch.plans)
    # Nothing is linked, so it need not be asked who may open it.
    grid = recap.grid_of(batch.selection, batch.plans, years, may_open=lambda report: False)
    roles = _roles(batch.plans)
    for plan, place in batch.places.items():
        for standing, report, cell in grid.get(plan, ()):
            quarter = standing.period.quarter
            is_sent = report is not None and report.state != State.DRAFT
            decided = report.state if is_sent and report.state in DECIDED else None
            day = timezone.localdate(report.decided_at) if decided else None
            yield (
                *place,
                quarter,
                quarter_name(quarter),
                "ya" if standing.is_asked else "tidak",
                cell.label.lower(),
                standing.due,
                standing.moved_from,
                report.first_sent_on if is_sent else None,
                timezone.localdate(report.sent_at) if is_sent else None,
                days_late(standing, cell),
                day if decided == State.VERIFIED else None,
                day if decided == State.RETURNED else None,
                roles.get((plan, standing.period_id)) if decided else None,
            )


def _roles(plans):
    """{(plan id, period id): label of the role of who decided last}; one query."""
    found = Verification.objects.filter(report__plan__in=plans, report__state__in=DECIDED)
    found = found.order_by("at", "pk").values_list("report__plan", "report__period", "by__role")
    return {(plan, period): User.Role(role).label for plan, period, role in found}


REPORTS = Table(
    "laporan", "Laporan triwulan, yang diminta dan yang tidak", REPORT_COLUMNS, report_rows
)


# -- standings ----------------------------------------------------------------------------------

STANDING_COLUMNS = (
    *QUARTER_COLUMNS,
    Column("status", TEXT, "Status laporan triwulan itu.", STATE_WORDS, width=22),
    Column(
        "rencana_persen",
        PERCENT,
        "Rencana kumulatif pada akhir triwulan.",
        source="Jumlah bobot × rencana ÷ 100; laporan yang sudah dikirim memakai rencana saat itu.",
    ),
    Column(
        "realisasi_sementara_persen",
        PERCENT,
        "Realisasi fisik kumulatif menurut laporan OPD, belum diperiksa.",
        "Kosong: belum dilaporkan atau tidak diminta.",
        "Jumlah bobot × klaim ÷ 100 dari baris laporan.",
    ),
    Column(
        "realisasi_terverifikasi_persen",
        PERCENT,
        "Realisasi fisik kumulatif yang diterima Litbang untuk triwulan itu sendiri.",
        "Kosong: laporan triwulan itu belum diverifikasi.",
        "Jumlah bobot × nilai terverifikasi ÷ 100 dari baris laporan.",
    ),
    Column(
        "jenis_angka",
        TEXT,
        "Angka yang berlaku untuk triwulan itu.",
        "terverifikasi bila ada, selain itu sementara; kosong: tidak ada angka.",
        width=16,
    ),
    Column("realisasi_persen", PERCENT, "Realisasi menurut kolom jenis_angka."),
    Column(
        "deviasi_poin",
        POINTS,
        "Realisasi dikurangi rencana; minus berarti tertinggal.",
        source="realisasi_persen − rencana_persen.",
    ),
    Column(
        "capaian_persen",
        PERCENT,
        "Realisasi dibanding rencana.",
        "Kosong juga bila rencananya 0.",
        "realisasi_persen ÷ rencana_persen × 100.",
    ),
    Column(
        "pita_capaian",
        TEXT,
        "Kelompok capaian menurut ambang Litbang.",
        source="Periode dan tenggat, Ambang.",
        width=20,
    ),
    Column("pagu_rp", MONEY, "Pagu seluruh rencana.", source="Versi rencana, atau laporannya."),
    Column(
        "uang_sementara_rp",
        MONEY,
        "Uang dipakai sampai akhir triwulan menurut laporan OPD.",
        "Kosong: belum dilaporkan atau tidak diminta.",
    ),
    Column(
        "serapan_persen",
        PERCENT,
        "Serapan anggaran, sementara.",
        "Kosong juga bila pagunya 0.",
        "uang_sementara_rp ÷ pagu_rp × 100.",
    ),
)


def standing_rows(batch):
    """Rows of the plans of `batch` by plan and quarter; a query a quarter."""
    bands, found = workdays.rules().bands, {}
    for period in batch.selection.periods:
        chosen = replace(batch.selection, period=period)
        for one in plan_figures.of_quarter(batch.user, chosen, batch.plans):
            found[one.plan_id, period.quarter] = (period, one)
    for plan, place in batch.places.items():
        for quarter in (1, 2, 3, 4):
            if told := found.get((plan, quarter)):
                yield (*place, *_figures(*told, batch.selection.today, bands))


def _figures(period, one, today, bands):
    achievement = arithmetic.achievement(one.actual, one.planned)
    return (
        period.quarter,
        quarter_name(period.quarter),
        _state(period, one, today),
        plain(one.planned),
        plain(one.claimed),
        plain(one.verified),
        None if one.actual is None else KINDS[one.kind],
        plain(one.actual),
        plain(one.deviation),
        plain(achievement),
        plain(arithmetic.band(achievement, bands)),
        plain(one.ceiling),
        plain(one.spent),
        plain(arithmetic.absorption(one.spent, one.ceiling)),
    )


def _state(period, one, today):
    """As in the table of reports, but that a draft is silence: it says no figure yet."""
    standing = PeriodStanding(period=period, report_state=one.state, due=one.due)
    return cell_of(standing, None, today, may_open=lambda report: False).label.lower()


STANDINGS = Table("capaian", "Capaian rencana aksi tiap triwulan", STANDING_COLUMNS, standing_rows)
