"""What advisers and agencies say in the demo, and what stands in their way.

`days` count back from today. `story` is the user name of the replication's staff, `number` the
milestone of the reporting year's plan, or None for the plan as a whole.
"""

from dataclasses import dataclass

from actionplans.models import Comment, Obstacle

Kind, Cause, Level = Comment.Kind, Obstacle.Cause, Obstacle.Level
AGENCY = "opd"


@dataclass(frozen=True)
class Said:
    """A comment with its `answers`: (days, who, body); `closed` days ago it was closed."""

    story: str
    number: int | None
    kind: str
    days: int
    who: str
    body: str
    answer_in: int | None = None
    answers: tuple = ()
    closed: int | None = None
    advisers_only: bool = False
    place: str = ""
    attendees: str = ""


@dataclass(frozen=True)
class Met:
    """An obstacle, opened `days` ago; `closed` is (days, what helped)."""

    story: str
    number: int
    cause: str
    days: int
    description: str
    unblocked_by: str
    turn: str
    level: str
    closed: tuple = ()


SAID = (
    Said(
        "koperasi",
        6,
        Kind.SUGGESTION,
        12,
        "fasilitator",
        "Pendataan di Parittiga dan Jebus masih di kertas. Sebaiknya pakai formulir yang sama "
        "dengan DIY agar kategori UKM dapat dibandingkan. Apa kendalanya?",
        answer_in=3,
        answers=(
            (
                8,
                AGENCY,
                "Petugas sudah kami beri tautan formulir. Sinyal di dua desa lemah, jadi dicatat "
                "dulu lalu disalin.",
            ),
            (
                5,
                "fasilitator",
                "Baik. Tolong sebutkan dua desa itu, supaya bisa saya bawa ke Diskominfo.",
            ),
        ),
    ),
    Said(
        "koperasi",
        3,
        Kind.COMMENT,
        40,
        "litbang",
        "Kategori jasa dapat memakai pembagian dari data Dinas Perdagangan.",
    ),
    Said(
        "pariwisata",
        7,
        Kind.SUGGESTION,
        12,
        "fasilitator",
        "Peta digital sebaiknya memakai titik yang sama dengan data Dinas PUPR. Siapa yang "
        "dapat dihubungi di sana?",
        answer_in=3,
    ),
    Said(
        "pariwisata",
        5,
        Kind.VISIT,
        26,
        "fasilitator",
        "Kunjungan ke dua destinasi. Pengelola siap dilatih pada hari kerja, bukan akhir pekan.",
        answers=((24, AGENCY, "Terima kasih, jadwal angkatan berikutnya kami ubah."),),
        place="Dua destinasi di Kecamatan Mentok",
        attendees="Pengelola destinasi, staf Disparbud",
    ),
    Said(
        "pertanian",
        6,
        Kind.SUGGESTION,
        34,
        "fasilitator",
        "Catat asal starter tiap batch agar hasil uji coba dapat ditelusuri.",
        answers=((31, AGENCY, "Sudah, nomor batch kami tulis di berita acara."),),
        closed=29,
    ),
    Said(
        "pertanian",
        5,
        Kind.VISIT,
        20,
        "fasilitator",
        "Melihat latihan angkatan keempat. Petani cepat mengenali gejala dari foto daun.",
        place="Balai penyuluhan pertanian",
        attendees="Penyuluh dan kelompok tani",
    ),
    Said(
        "pendidikan",
        4,
        Kind.COMMENT,
        15,
        "fasilitator",
        "Bila jaringan sekolah lambat, modul dapat dikirim sehari sebelum kelas.",
        answers=((13, AGENCY, "Kami coba di dua sekolah lebih dulu."),),
    ),
    Said(
        "pendidikan",
        None,
        Kind.COMMENT,
        6,
        "litbang",
        "Laporan belum masuk. Apakah kita bantu menyusunnya bersama sekali ini?",
        answers=((5, "fasilitator", "Saya ke sana pekan depan, sekalian melihat bukti."),),
        advisers_only=True,
    ),
)

MET = (
    Met(
        "pariwisata",
        4,
        Cause.COORDINATION,
        21,
        "Izin pakai data kunjungan belum keluar.",
        "Surat persetujuan pemakaian data",
        "Bappelitbang",
        Level.BAPPELITBANG,
    ),
    Met(
        "pariwisata",
        5,
        Cause.PEOPLE,
        9,
        "Narasumber pelatihan hanya dapat hadir dua hari sebulan.",
        "Narasumber kedua dari kampus",
        "Disparbud",
        Level.AGENCY,
    ),
    Met(
        "koperasi",
        6,
        Cause.TECHNOLOGY,
        12,
        "Sinyal lemah di dua desa, pendataan dicatat di kertas lalu disalin.",
        "Titik akses sementara di kantor desa",
        "Dinkop UKM",
        Level.AGENCY,
    ),
    Met(
        "pendidikan",
        4,
        Cause.TECHNOLOGY,
        34,
        "Jaringan di sekolah Tempilang belum terpasang.",
        "Pemasangan oleh penyedia",
        "Dindikpora",
        Level.AGENCY,
    ),
    Met(
        "pertanian",
        6,
        Cause.ORIGIN,
        58,
        "Starter dari daerah asal terlambat datang.",
        "Starter dari balai proteksi tanaman",
        "DKPP",
        Level.AGENCY,
        closed=(41, "Starter diambil dari balai proteksi tanaman terdekat."),
    ),
)
