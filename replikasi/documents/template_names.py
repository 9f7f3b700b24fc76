"""The names that a template of the quarterly report may use: what each holds, and an example.

The page for agencies lists them, a new template is tried with the examples, and a test holds
`report_context.context_of` to this shape.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """`example`: a text; () where it has `parts`. `is_list`: one of the parts for each line, or a
    list of texts where there are none. `is_picture`: PNG, or "" where there is nothing to draw."""

    name: str
    holds: str
    example: object = ""
    parts: tuple = ()
    is_list: bool = False
    is_picture: bool = False


NAMES = (
    Name(
        "kop",
        "Kop surat menurut tahun laporan.",
        parts=(
            Name("pemerintah", "Nama pemerintah daerah.", "PEMERINTAH KABUPATEN BANGKA BARAT"),
            Name("instansi", "Nama instansi pada tahun itu.", "DINAS CONTOH"),
            Name("baris", "Baris alamat.", ("Jalan Contoh Nomor 1, Mentok",), is_list=True),
        ),
    ),
    Name(
        "surat",
        "Surat pengantar.",
        parts=(
            Name("tempat_tanggal", "Tempat dan tanggal.", "Mentok, 14 Oktober 2026"),
            Name("nomor", "Titik-titik untuk diisi dengan tangan.", "…………………………"),
            Name("lampiran", "Jumlah lampiran.", "1 (satu) berkas"),
            Name("hal", "Hal surat.", "Laporan Triwulan III Tahun 2026"),
            Name(
                "kepada",
                "Yang dituju, baris demi baris.",
                ("Kepala Bappelitbang", "Kabupaten Bangka Barat", "di Mentok"),
                is_list=True,
            ),
            Name("isi", "Paragraf surat.", ("Bersama ini kami sampaikan laporan …",), is_list=True),
        ),
    ),
    Name("judul", "Judul laporan.", "Laporan Triwulan III Tahun 2026"),
    Name("subjudul", "Replikasi dan instansinya.", "Rajutan SiBakul Jogja, Dinas Contoh"),
    Name(
        "data_umum",
        "Bagian I, satu baris satu keterangan.",
        parts=(
            Name("nama", "Nama keterangan.", "Posisi per"),
            Name("isi", "Isinya.", "30 September 2026"),
        ),
        is_list=True,
    ),
    Name(
        "indikator",
        "Bagian II, satu baris satu tonggak.",
        parts=(
            Name("no", "Nomor tonggak.", "1"),
            Name("kegiatan", "Kegiatan.", "Pelatihan pengelola"),
            Name("indikator", "Indikator.", "Orang terlatih"),
            Name("satuan", "Satuan.", "orang"),
            Name("target", "Target.", "1.250"),
            Name("realisasi", "Klaim OPD, atau “belum dilaporkan”.", "1.000,5"),
        ),
        is_list=True,
    ),
    Name("catatan_realisasi", "Keterangan bahwa angkanya sementara.", "Angka realisasi sementara."),
    Name(
        "realisasi",
        "Bagian III, satu baris satu tonggak; persen tanpa tanda %, uang tanpa Rp.",
        parts=(
            Name("no", "Nomor tonggak.", "1"),
            Name("kegiatan", "Kegiatan.", "Pelatihan pengelola"),
            Name("bobot", "Bobot.", "40,0"),
            Name("rencana", "Rencana sampai akhir triwulan.", "75,0"),
            Name("realisasi", "Klaim OPD (sementara), atau “belum dilaporkan”.", "60,0"),
            Name("sumbangan", "Bobot × realisasi ÷ 100.", "24"),
            Name("pagu", "Pagu.", "25.000.000"),
            Name("uang_dipakai", "Uang yang dipakai.", "12.500.000"),
            Name("serapan", "Serapan, atau “tanpa pagu”.", "50,0"),
        ),
        is_list=True,
    ),
    Name(
        "jumlah",
        "Baris jumlah tertimbang dari realisasi.",
        parts=(
            Name("bobot", "Jumlah bobot.", "100,0"),
            Name("rencana", "Rencana seluruhnya.", "75,0"),
            Name("realisasi", "Realisasi seluruhnya (sementara).", "62,4"),
            Name("sumbangan", "Jumlah sumbangan.", "62,4"),
            Name("pagu", "Jumlah pagu.", "100.000.000"),
            Name("uang_dipakai", "Jumlah uang yang dipakai.", "48.000.000"),
            Name("serapan", "Serapan seluruhnya.", "48,0"),
        ),
    ),
    Name("kurva_s", "Gambar kurva S; kosong bila belum ada.", is_picture=True),
    Name("kurva_s_kalimat", "Kurva S dalam kata-kata.", "Realisasi 62,4 % dari rencana 75,0 %."),
    Name(
        "uraian",
        "Bagian IV dalam kata-kata: alasan, permasalahan, dan pemecahannya.",
        ("Permasalahan: narasumber mundur.",),
        is_list=True,
    ),
    Name(
        "permasalahan",
        "Bagian IV, satu baris satu permasalahan yang terbuka.",
        parts=(
            Name("no", "Nomor urut.", "1"),
            Name("permasalahan", "Permasalahannya.", "Ruang pelatihan dipakai"),
            Name("sebab", "Sebabnya.", "Sarana"),
            Name("pembuka", "Yang akan membukanya.", "Jadwal ruang dari Sekretariat Daerah"),
            Name("giliran", "Giliran siapa.", "OPD"),
            Name("sejak", "Sejak kapan.", "01-09-2026"),
        ),
        is_list=True,
    ),
    Name(
        "rencana_berikutnya",
        "Bagian V, satu baris satu langkah.",
        ("Pelatihan gelombang kedua",),
        is_list=True,
    ),
    Name(
        "bukti",
        "Bagian VI, satu baris satu bukti dukung.",
        parts=(
            Name("no", "Nomor urut.", "1"),
            Name("tonggak", "Nomor tonggaknya.", "1"),
            Name("nama", "Nama berkas, tautan, atau “berkas rahasia”.", "daftar-hadir.pdf"),
            Name("tanggal", "Tanggal progresnya.", "12-08-2026"),
            Name("sha256", "Sidik berkas; kosong bagi tautan.", "9f86d081884c7d65"),
        ),
        is_list=True,
    ),
    Name(
        "penanda_tangan",
        "Penanda tangan menurut tahun laporan.",
        parts=(
            Name("tempat_tanggal", "Tempat dan tanggal.", "Mentok, 14 Oktober 2026"),
            Name("jabatan", "Jabatan.", "Kepala Dinas Contoh"),
            Name("nama", "Nama.", "Nama Contoh, S.E."),
            Name("pangkat", "Pangkat/golongan.", "Pembina Tk. I, IV/b"),
            Name("nip", "NIP berkelompok 8-6-1-3.", "19700101 199501 1 001"),
        ),
    ),
    Name("nomor_periksa", "Nomor untuk mencocokkan cetakan.", "K7QDX-93MXA"),
    Name("alamat_periksa", "Alamat untuk mencocokkannya.", "https://contoh.go.id/periksa/"),
    Name("kode_qr", "Gambar kode QR menuju alamat itu.", is_picture=True),
    Name("kaki", "Kalimat kaki halaman.", "Dikirim 14 Oktober 2026. Angka sementara."),
)
PICTURES = tuple(one.name for one in NAMES if one.is_picture)


def example(names=NAMES, *, is_empty=False):
    """The context of the examples, pictures left out; `is_empty`: every list without a line and
    every text that may be missing without one."""
    return {one.name: _example(one, is_empty) for one in names if not one.is_picture}


def _example(one, is_empty):
    if one.is_list:
        if is_empty:
            return []
        return [example(one.parts)] if one.parts else list(one.example)
    if one.parts:
        return example(one.parts, is_empty=is_empty)
    return "" if is_empty else one.example
