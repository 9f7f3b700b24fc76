"""The facts that the portal starts with, as plain data; `seed_facts` writes them.

What is not known for certain is left out, so that it stays empty: no field here may be a guess.
"""

from .models import Agency, Region

# code, name, level
REGIONS = [
    ("19", "Kepulauan Bangka Belitung", Region.Level.PROVINCE),
    ("19.01", "Bangka", Region.Level.REGENCY),
    ("19.02", "Belitung", Region.Level.REGENCY),
    ("19.03", "Bangka Selatan", Region.Level.REGENCY),
    ("19.04", "Bangka Tengah", Region.Level.REGENCY),
    ("19.05", "Bangka Barat", Region.Level.REGENCY),
    ("19.06", "Belitung Timur", Region.Level.REGENCY),
    ("19.71", "Pangkal Pinang", Region.Level.CITY),
    # where the innovations come from
    ("32", "Jawa Barat", Region.Level.PROVINCE),
    ("34", "DI Yogyakarta", Region.Level.PROVINCE),
    ("35", "Jawa Timur", Region.Level.PROVINCE),
    ("35.79", "Batu", Region.Level.CITY),
]

KOPERASI = "Dinas Koperasi, UKM dan Perindustrian"
PERTANIAN = "Dinas Ketahanan Pangan dan Pertanian"
PARIWISATA = "Dinas Pariwisata dan Kebudayaan"
PENDIDIKAN = "Dinas Pendidikan, Kepemudaan dan Olahraga"
UBB = "Universitas Bangka Belitung"
DISBUN_JABAR = "Dinas Perkebunan Provinsi Jawa Barat"
DISPAR_BATU = "Dinas Pariwisata Kota Batu"
BTKP = "BTKP Dinas Dikpora DIY"

# `names`: what it was called from which year; `name` is the present one.
AGENCIES = [
    {
        "name": KOPERASI,
        "short_name": "Dinkop UKM",
        "region": "19.05",
        "kind": Agency.Kind.OPD,
        "names": {2021: KOPERASI},
    },
    {
        "name": PERTANIAN,
        "short_name": "DKPP",
        "region": "19.05",
        "kind": Agency.Kind.OPD,
        "names": {2021: "Dinas Pertanian dan Pangan", 2024: PERTANIAN},
    },
    {
        "name": PARIWISATA,
        "short_name": "Disparbud",
        "region": "19.05",
        "kind": Agency.Kind.OPD,
        "names": {2021: PARIWISATA},
    },
    {
        "name": PENDIDIKAN,
        "short_name": "Dindikpora",
        "region": "19.05",
        "kind": Agency.Kind.OPD,
        "names": {2021: PENDIDIKAN},
    },
    {
        "name": "Bappelitbang",
        "short_name": "Bappelitbang",
        "region": "19.05",
        "kind": Agency.Kind.BAPPELITBANG,
    },
    {
        "name": "Sekretariat Daerah, Bagian Organisasi dan Reformasi Birokrasi",
        "short_name": "Setda",
        "region": "19.05",
        "kind": Agency.Kind.SETDA,
    },
    {"name": UBB, "short_name": "UBB", "region": "19", "kind": Agency.Kind.UNIVERSITY},
    {
        "name": DISBUN_JABAR,
        "short_name": "Disbun Jawa Barat",
        "region": "32",
        "kind": Agency.Kind.OPD,
    },
    {
        "name": DISPAR_BATU,
        "short_name": "Dispar Kota Batu",
        "region": "35.79",
        "kind": Agency.Kind.OPD,
    },
    {"name": BTKP, "short_name": "BTKP DIY", "region": "34", "kind": Agency.Kind.OPD},
]

# Only Tali Intan's start year is confirmed, and of SiBakul neither award nor agency.
INNOVATIONS = [
    {
        "name": "Rajutan SiBakul Jogja",
        "tagline": "Cara jitu usaha tangguh dengan sistem pembinaan koperasi dan pelaku usaha",
        "origin_region": "34",
    },
    {
        "name": "Aksi Tali Intan",
        "tagline": "Aksi petani peduli perlindungan tanaman",
        "origin_region": "32",
        "origin_agency": DISBUN_JABAR,
        "started_year": 2018,
        "award": "Top 45 KIPP 2021",
    },
    {
        "name": "Sip Banget",
        "tagline": "Sistem informasi pariwisata Batu dan pengembangan ekonomi kreatif",
        "origin_region": "35.79",
        "origin_agency": DISPAR_BATU,
        "award": "Top 99 tahun 2021",
    },
    {
        "name": "Bersama Jogja Belajar Class",
        "tagline": "Melintasi batas ruang kelas",
        "origin_region": "34",
        "origin_agency": BTKP,
        "award": "Top 45 tahun 2020",
    },
]

REPORT = "Laporan pers RIPP 2022"
PUBLIC_PAGES = "Halaman publik di luar laporan pers"
# title: what is said of it; neither address nor date is known.
SOURCES = {
    REPORT: "Laporan pers tentang empat replikasi Bangka Barat; tautannya belum dicatat.",
    PUBLIC_PAGES: "Halaman resmi yang terbuka untuk umum; tautannya belum dicatat.",
}
# innovation: {title of a source: which facts it vouches for, as keys of InnovationSource.FACTS}
VOUCHED = {
    "Rajutan SiBakul Jogja": {REPORT: ["tagline", "origin"]},
    "Aksi Tali Intan": {
        REPORT: ["tagline"],
        PUBLIC_PAGES: ["origin", "started_year", "award"],
    },
    "Sip Banget": {REPORT: ["tagline", "origin"], PUBLIC_PAGES: ["origin", "award"]},
    "Bersama Jogja Belajar Class": {
        REPORT: ["tagline", "origin"],
        PUBLIC_PAGES: ["origin", "award"],
    },
}

COMMITMENT = {
    "title": "Komitmen bersama replikasi inovasi pelayanan publik",
    "signed_period": "2021, tanggal belum pasti",
    "place": "Belitung",
    "signatories": (
        "Deputi Bidang Pelayanan Publik KemenPANRB\n"
        "Gubernur Kepulauan Bangka Belitung\n"
        "Bupati dan wali kota se-Kepulauan Bangka Belitung"
    ),
}

PROGRAMME_YEAR = 2022
# innovation, adopting agency
REPLICATIONS = [
    ("Rajutan SiBakul Jogja", KOPERASI),
    ("Aksi Tali Intan", PERTANIAN),
    ("Sip Banget", PARIWISATA),
    ("Bersama Jogja Belajar Class", PENDIDIKAN),
]
