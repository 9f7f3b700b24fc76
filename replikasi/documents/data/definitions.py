"""What stands beside the tables: what every column means, and whose and of when the data are."""

from django.conf import settings
from django.utils import timezone

from replikasi.dashboard.named import named
from replikasi.documents.gathering.heads import DEMO

from .columns import TEXT, Column, Table, plain
from .places import PLACE_COLUMNS, REGIONS, SELECTED

DEFINITIONS = Table(
    "definisi",
    "Arti setiap kolom",
    (
        Column("tabel", TEXT, "Tabel tempat kolom itu.", width=12),
        Column("kolom", TEXT, "Nama kolom untuk mesin; tidak berubah antarversi.", width=32),
        Column("arti", TEXT, "Apa yang ditulis di dalamnya.", width=60),
        Column("satuan", TEXT, "Satuan angkanya.", width=18),
        Column(
            "jenis",
            TEXT,
            "Jenis isinya.",
            "teks, kode (teks, nol dan titiknya dipertahankan), bulat, angka, persen, poin, "
            "rupiah, tanggal",
            width=10,
        ),
        Column("nilai", TEXT, "Nilai yang mungkin, dan arti kata-katanya.", width=60),
        Column("sumber", TEXT, "Asal angkanya atau rumusnya.", width=50),
    ),
)
ABOUT = Table(
    "tentang",
    "Tentang data ini",
    (
        Column("hal", TEXT, "Apa yang diterangkan.", width=16),
        Column("isi", TEXT, "Keterangannya.", width=110),
    ),
)
READING = (
    ("sel_kosong", "Tidak ada angka atau tidak ada keterangan; tidak pernah berarti 0."),
    (
        "persen",
        "Ditulis 0 sampai 100, tidak dibulatkan; halaman portal menampilkan satu desimal.",
    ),
    (
        "kunci",
        "rencana_id menghubungkan tonggak, laporan, dan capaian; kode_wilayah menunjuk "
        "kolom kode tabel wilayah.",
    ),
    (
        "bentuk_csv",
        "Satu ZIP; UTF-8 dengan BOM, pemisah koma, desimal titik, tanggal 2026-11-29, baris "
        "diakhiri CRLF. Teks yang diawali = + - @ tab diberi tanda petik tunggal di depannya "
        "agar tidak dihitung sebagai rumus. Kode wilayah diimpor sebagai teks; di Excel lebih "
        "mudah memakai bentuk xlsx.",
    ),
    ("bentuk_json", "Sel kosong null; tanggal teks 2026-11-29; angka dengan desimal titik."),
    (
        "bentuk_xlsx",
        "Tanggal dan angka sungguhan; teks paling panjang 32.767 huruf; tabel yang melebihi satu "
        "lembar berlanjut di lembar _2, _3.",
    ),
    (
        "orang",
        "Nama, surel, dan NIP orang tidak disertakan; keputusan disebut menurut peran.",
    ),
)


def definition_rows(tables):
    """A row a column of `tables`, of the regions and of this table itself."""
    for table in (*tables, REGIONS, DEFINITIONS):
        for column in table.columns:
            yield (
                table.name,
                column.name,
                column.meaning,
                plain(column.measured_in),
                column.kind,
                plain(column.values),
                plain(column.source or (SELECTED if column in PLACE_COLUMNS else "")),
            )


def about(user, selection, tables, at):
    """[(what, words)]: of which portal, what, when, for whom the data are, and how to read them."""
    narrowed = named(user, selection)
    facts = [
        ("judul", f"Data replikasi inovasi {selection.year}"),
        ("portal", settings.PORTAL_NAME),
        ("program", settings.PROGRAMME_NAME),
        ("dibuat_pada", timezone.localtime(at).isoformat(timespec="seconds")),
        ("tahun", str(selection.year)),
        ("isi", f"{SELECTED} Keempat triwulan tahun itu."),
        ("saringan", "; ".join(narrowed) or "tidak disaring"),
        ("cakupan", _scope(user)),
        *((f"tabel_{table.name}", f"{table.title}.") for table in (*tables, REGIONS, DEFINITIONS)),
        *READING,
    ]
    if user.is_demo:
        facts.append(("peringatan", DEMO))
    return [(what, plain(words)) for what, words in facts]


def _scope(user):
    """How far the reader sees: the own agency, region, or the own replications."""
    if user.role in user.AGENCY_ROLES:
        return f"OPD {user.agency.name}"
    if user.role in user.REGION_ROLES and user.region:
        return f"{user.region.full_name} ({user.region_id})"
    if user.role == user.Role.FASILITATOR and user.agency:
        return f"replikasi yang didampingi {user.agency.name}"
    return "seluruh portal"
