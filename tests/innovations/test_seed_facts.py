"""`seed_facts`: only facts, and the same however often it runs."""

from io import StringIO

import pytest
from django.core.management import call_command

from innovations.models import Agency, AgencyName, Commitment, Innovation, Region, Replication

pytestmark = pytest.mark.django_db
MODELS = (Region, Agency, AgencyName, Innovation, Commitment, Replication)


def seed():
    out = StringIO()
    call_command("seed_facts", stdout=out)
    return out.getvalue()


def every_row():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


def test_the_four_replications_of_2022_stand():
    seed()
    rows = Replication.objects.order_by("innovation__name").values_list(
        "innovation__name", "agency__short_name", "programme_year", "facilitator__short_name"
    )
    assert list(rows) == [
        ("Aksi Tali Intan", "DKPP", 2022, "UBB"),
        ("Bersama Jogja Belajar Class", "Dindikpora", 2022, "UBB"),
        ("Rajutan SiBakul Jogja", "Dinkop UKM", 2022, "UBB"),
        ("Sip Banget", "Disparbud", 2022, "UBB"),
    ]


def test_a_second_run_changes_nothing():
    seed()
    before = every_row()
    histories = Innovation.history.count(), Agency.history.count()
    said = seed()
    assert every_row() == before
    assert (Innovation.history.count(), Agency.history.count()) == histories
    assert all("0 dibuat, 0 dilengkapi" in line for line in said.splitlines())


def test_it_says_in_indonesian_what_it_did():
    said = seed()
    assert "wilayah: 12 dibuat, 0 dilengkapi, 0 sudah ada" in said
    assert "replikasi: 4 dibuat" in said


def test_what_people_wrote_since_stays():
    seed()
    sibakul = Innovation.objects.get(name="Rajutan SiBakul Jogja")
    sibakul.award, sibakul.tagline = "Dikonfirmasi kemudian", ""
    sibakul.save()
    seed()
    sibakul.refresh_from_db()
    assert sibakul.award == "Dikonfirmasi kemudian"
    assert sibakul.tagline.startswith("Cara jitu usaha tangguh")


def test_an_agency_renamed_since_is_not_made_twice():
    seed()
    agency = Agency.objects.get(short_name="DKPP")
    agency.name = "Dinas Pangan"
    agency.save()
    count = Agency.objects.count()
    seed()
    agency.refresh_from_db()
    assert (Agency.objects.count(), agency.name) == (count, "Dinas Pangan")


def test_what_is_not_confirmed_is_empty():
    seed()
    sibakul = Innovation.objects.get(name="Rajutan SiBakul Jogja")
    assert (sibakul.award, sibakul.started_year, sibakul.origin_agency) == ("", None, None)
    started = Innovation.objects.exclude(started_year=None).values_list("name", "started_year")
    assert list(started) == [("Aksi Tali Intan", 2018)]
    assert set(Innovation.objects.values_list("status", flat=True)) == {""}
    commitment = Commitment.objects.get()
    assert (commitment.signed_on, commitment.valid_until) == (None, None)


def test_an_agency_bears_the_name_of_the_year():
    seed()
    agency = Agency.objects.get(short_name="DKPP")
    assert agency.name_in(2022) == "Dinas Pertanian dan Pangan"
    assert agency.name_in(2024) == "Dinas Ketahanan Pangan dan Pertanian"


def test_regions_bear_the_dotted_codes_of_kemendagri():
    seed()
    assert Region.objects.get(code="19.05").full_name == "Kabupaten Bangka Barat"
    assert Region.objects.get(code="35.79").full_name == "Kota Batu"
    assert Region.objects.within("19").count() == 8
