"""What `seed_facts` says of the four innovations, against what is known: field by field.

UNKNOWN is what DOMAIN.md does not give. A field that stands in no table fails until it is decided.
"""

import pytest
from django.core.management import call_command

from innovations import facts
from innovations.models import (
    Innovation,
    InnovationElement,
    InnovationSource,
    OriginContact,
)

pytestmark = pytest.mark.django_db

UNKNOWN = object()
REPORT, PUBLIC = "Laporan pers RIPP 2022", "Halaman publik di luar laporan pers"
# Written by the portal, not told by anybody.
BOOKKEEPING = {"id", "revision"}
# No innovation has these from DOMAIN.md.
NEVER_TOLD = dict.fromkeys(
    (
        *("problem", "status", "status_on", "status_source", "field"),
        *("needs_rules", "needs_people", "needs_systems", "needs_money"),
    ),
    UNKNOWN,
)
KNOWN = {
    "Rajutan SiBakul Jogja": {
        "name": "Rajutan SiBakul Jogja",
        "tagline": "Cara jitu usaha tangguh dengan sistem pembinaan koperasi dan pelaku usaha",
        "origin_region": "34",
        "origin_agency": UNKNOWN,
        "started_year": UNKNOWN,
        "award": UNKNOWN,
        **NEVER_TOLD,
    },
    "Aksi Tali Intan": {
        "name": "Aksi Tali Intan",
        "tagline": "Aksi petani peduli perlindungan tanaman",
        "origin_region": "32",
        "origin_agency": "Dinas Perkebunan Provinsi Jawa Barat",
        "started_year": 2018,
        "award": "Top 45 KIPP 2021",
        **NEVER_TOLD,
    },
    "Sip Banget": {
        "name": "Sip Banget",
        "tagline": "Sistem informasi pariwisata Batu dan pengembangan ekonomi kreatif",
        "origin_region": "35.79",
        "origin_agency": "Dinas Pariwisata Kota Batu",
        "started_year": UNKNOWN,
        "award": "Top 99 tahun 2021",
        **NEVER_TOLD,
    },
    "Bersama Jogja Belajar Class": {
        "name": "Bersama Jogja Belajar Class",
        "tagline": "Melintasi batas ruang kelas",
        "origin_region": "34",
        "origin_agency": "BTKP Dinas Dikpora DIY",
        "started_year": UNKNOWN,
        "award": "Top 45 tahun 2020",
        **NEVER_TOLD,
    },
}
# Of which facts each source tells, as DOMAIN.md says: its table is the report's, the paragraph
# below it is of public pages.
VOUCHED = {
    ("Rajutan SiBakul Jogja", REPORT): {"tagline", "origin"},
    ("Aksi Tali Intan", REPORT): {"tagline"},
    ("Aksi Tali Intan", PUBLIC): {"origin", "started_year", "award"},
    ("Sip Banget", REPORT): {"tagline", "origin"},
    ("Sip Banget", PUBLIC): {"origin", "award"},
    ("Bersama Jogja Belajar Class", REPORT): {"tagline", "origin"},
    ("Bersama Jogja Belajar Class", PUBLIC): {"origin", "award"},
}


@pytest.fixture(autouse=True)
def seeded(db):
    call_command("seed_facts", verbosity=0)


def told(innovation, field):
    """The value of a field, UNKNOWN where it is empty."""
    value = getattr(innovation, field.name)
    if field.is_relation and value is not None:
        value = value.code if field.name == "origin_region" else value.name
    return UNKNOWN if value in ("", None) else value


def test_the_four_and_no_other_are_there():
    assert set(Innovation.objects.values_list("name", flat=True)) == set(KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_every_field_is_told_as_it_is_known(name):
    innovation = Innovation.objects.get(name=name)
    fields = [field for field in Innovation._meta.concrete_fields if field.name not in BOOKKEEPING]

    assert {field.name: told(innovation, field) for field in fields} == KNOWN[name]


def test_each_source_vouches_for_what_it_tells():
    rows = InnovationSource.objects.select_related("innovation")

    assert {(row.innovation.name, row.title): set(row.facts) for row in rows} == VOUCHED
    # neither address nor date is known of either
    assert set(rows.values_list("url", "published_on")) == {("", None)}


@pytest.mark.parametrize("name", KNOWN)
def test_every_known_fact_names_its_source_and_no_unknown_one_does(name):
    innovation = Innovation.objects.get(name=name)
    vouched = set().union(*innovation.sources.values_list("facts", flat=True))
    keys = {
        "origin_region": "origin",
        "origin_agency": "origin",
        **{key: "needs" for key in KNOWN[name] if key.startswith("needs_")},
    }
    known = {
        keys.get(field, field)
        for field, value in KNOWN[name].items()
        if field != "name" and value is not UNKNOWN
    }

    assert vouched == known
    assert vouched <= set(InnovationSource.FACTS)


def test_nothing_else_is_told():
    assert not InnovationElement.objects.exists()
    assert not OriginContact.objects.exists()
    assert set(facts.VOUCHED) == set(KNOWN)
