"""The catalogue: who adopted what and how far, cards and table, words and filters, downloads."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from innovations.models import Innovation
from tests import factories

LIST = "/inovasi/"
SENSELESS = [
    *("field=aneh", "year=x", "adopted=mungkin", "tampil=awan", "sort=-aneh", "q=%00"),
    "sort=name&sort=award",
]


def rows(response):
    return [row.record for row in response.context["table"].page.object_list]


def names(response):
    return [row.name for row in rows(response)]


def adoption_of(person, as_user, innovation):
    shown = {row.pk: row for row in rows(as_user(person).get(f"{LIST}?q={innovation.name}"))}
    return shown[innovation.pk].adoption


def adopted(innovation, agency, *, verified=None, claimed=False, **values):
    """A replication whose plan of 2026 reported TW III, verified at a percent or only sent."""
    replication = factories.ReplicationFactory(innovation=innovation, agency=agency, **values)
    if verified is None and not claimed:
        return replication
    plan = factories.ActionPlanFactory(replication=replication, milestones=1, approved=True)
    milestone = plan.milestones.get()
    factories.ProgressUpdateFactory(milestone=milestone, percent=verified or 50)
    factories.ReportFactory(
        plan=plan, quarter=3, **({"verified": True} if verified else {"sent": True})
    )
    return replication


@pytest.fixture
def innovation(db):
    return factories.InnovationFactory(name="Sip Banget")


@pytest.fixture(autouse=True)
def late_november(on_day):
    on_day("2026-11-24")


# -- who adopted it and how far -----------------------------------------------------------------


def test_figures_are_of_what_the_reader_sees(innovation, lia, tono, joko, as_user, dinkop, distan):
    adopted(innovation, dinkop, verified=80)
    adopted(innovation, distan, verified=40, status="selesai")
    adopted(innovation, factories.AgencyFactory(region__code="19.03"), claimed=True)

    region, own, elsewhere = (
        adoption_of(person, as_user, innovation) for person in (lia, tono, joko)
    )

    assert (region.number, region.running, region.complete, region.stopped) == (2, 1, 1, 0)
    assert (float(region.verified), region.verifying) == (60.0, 2)
    assert (own.number, float(own.verified)) == (1, 40.0)
    # reported, and nothing verified: neither a figure nor silence
    assert (elsewhere.number, elsewhere.verified, elsewhere.silence) == (
        1,
        None,
        "belum terverifikasi",
    )
    assert {region.everywhere, own.everywhere, elsewhere.everywhere} == {3}


def test_silence_is_no_figure(innovation, lia, as_user, dinkop):
    adopted(innovation, dinkop)

    page = as_user(lia).get(LIST).content.decode()

    assert "belum dilaporkan" in page
    assert "0,0" not in page


def test_the_mean_is_of_those_that_have_a_verified_figure(innovation, lia, as_user, dinkop, distan):
    adopted(innovation, dinkop, verified=80)
    adopted(innovation, distan)

    page = as_user(lia).get(LIST).content.decode()

    assert "80,0\u00a0%" in page
    assert "rata-rata 1 dari 2 replikasi" in page


def test_what_others_adopted_is_counted_and_not_named(innovation, tono, as_user):
    agency = factories.AgencyFactory(name="Dinas Jauh", region__code="19.03")
    other = adopted(innovation, agency, verified=73)

    page = as_user(tono).get(LIST).content.decode()

    assert "Belum direplikasi di lingkup Anda" in page
    assert "1 OPD pengadopsi tercatat" in page
    for secret in ("Dinas Jauh", "73,0", reverse("replication", args=[other.pk])):
        assert secret not in page


def test_a_few_adopters_are_named_and_the_others_counted(innovation, lia, as_user, bangka_barat):
    for number in range(5):
        agency = factories.AgencyFactory(region=bangka_barat, name=f"Dinas {number}")
        adopted(innovation, agency, programme_year=2020 + number)

    adoption = adoption_of(lia, as_user, innovation)

    assert [row.agency_name for row in adoption.adopters] == ["Dinas 4", "Dinas 3", "Dinas 2"]
    assert adoption.more == 2


def test_the_adopter_bears_the_name_of_its_year(innovation, lia, as_user, distan):
    distan.names.create(name="Dinas Tani Lama", from_year=2019)
    distan.names.create(name="Dinas Tani Baru", from_year=2024)
    adopted(innovation, distan, programme_year=2022)

    (row,) = adoption_of(lia, as_user, innovation).adopters
    assert row.agency_name == "Dinas Tani Lama"


# -- cards and table ----------------------------------------------------------------------------


def test_cards_come_first_and_a_table_when_asked(innovation, rini, as_user):
    client = as_user(rini)

    assert "inno-card" in client.get(LIST).content.decode()
    table = client.get(f"{LIST}?tampil=tabel").content.decode()
    assert "inno-card" not in table
    assert "<table" in table
    # and stays while one filters, sorts and turns pages
    assert '<input type="hidden" name="tampil" value="tabel"' in table


def test_what_is_known_of_the_status_says_since_when_and_how(innovation, rini, as_user):
    innovation.status, innovation.status_on = "berhenti", date(2025, 3, 4)
    innovation.status_source = "surat dinas"
    innovation.save()

    for address in (LIST, f"{LIST}?tampil=tabel"):
        page = as_user(rini).get(address).content.decode()
        assert "Berhenti" in page
        assert "diperiksa 4\u00a0Mar\u00a02025, dari surat dinas" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=kupon", ["Dengan unsur"]),
        ("q=catatan+unsur", ["Dengan unsur"]),
        ("q=peraturan+bupati", ["Dengan kebutuhan"]),
        ("q=kupon+pajak", []),
        ("field=Pajak", ["Dengan bidang"]),
        ("field=belum", ["Dengan kebutuhan", "Dengan unsur"]),
        ("year=2019", ["Dengan bidang"]),
        ("year=belum", ["Dengan kebutuhan", "Dengan unsur"]),
        ("adopted=lingkup", ["Dengan unsur"]),
        ("adopted=sudah", ["Dengan bidang", "Dengan unsur"]),
        ("adopted=belum", ["Dengan kebutuhan"]),
        ("field=Pajak&adopted=lingkup", []),
        ("sort=-started_year", ["Dengan bidang", "Dengan kebutuhan", "Dengan unsur"]),
        ("sort=started_year", ["Dengan bidang", "Dengan kebutuhan", "Dengan unsur"]),
        ("sort=-replication_count", ["Dengan unsur", "Dengan kebutuhan", "Dengan bidang"]),
    ],
)
def test_words_filters_and_order(query, found, lia, as_user, dinkop):
    element = factories.InnovationElementFactory(
        innovation__name="Dengan unsur", name="Kupon panen", note="catatan unsur"
    )
    factories.InnovationFactory(name="Dengan kebutuhan", needs_rules="Peraturan bupati")
    field = factories.InnovationFactory(name="Dengan bidang", field="Pajak", started_year=2019)
    adopted(element.innovation, dinkop)
    adopted(field, factories.AgencyFactory(region__code="19.03"))

    assert names(as_user(lia).get(f"{LIST}?{query}")) == found


@pytest.mark.parametrize("query", SENSELESS)
def test_a_senseless_choice_is_no_failure(query, innovation, rini, as_user):
    client = as_user(rini)

    assert client.get(f"{LIST}?{query}").status_code == 200
    assert client.get(f"/inovasi.csv?{query}").status_code == 200


# -- downloads ----------------------------------------------------------------------------------


def test_downloads_hold_the_table_as_it_is_filtered(lia, as_user, dinkop):
    for number in range(20):
        factories.InnovationFactory(name=f"Inovasi pajak {number:02}", field="Pajak")
    other = factories.InnovationFactory(name="Khusus")
    adopted(other, dinkop, verified=80)
    client = as_user(lia)

    text = client.get("/inovasi.csv?field=Pajak&sort=-name").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["Inovasi"] for line in lines] == [
        f"Inovasi pajak {n:02}" for n in range(19, -1, -1)
    ]
    assert {line["Tahun mulai"] for line in lines} == {"belum diketahui"}

    told = json.loads(client.get("/inovasi.json?q=Khusus").content)["baris"]
    assert told[0]["Realisasi fisik, rata-rata terverifikasi (%)"] == 80.0
    book = openpyxl.load_workbook(io.BytesIO(client.get("/inovasi.xlsx?q=Khusus").content))
    assert next(cell.value for cell in book.active[2]) == "Khusus"


def test_downloads_tell_silence_in_words_and_no_more_than_the_page(innovation, tono, as_user):
    adopted(innovation, factories.AgencyFactory(region__code="19.03"), verified=73)
    own = factories.InnovationFactory(name="Milik sendiri")
    adopted(own, tono.agency)

    told = {
        row["Inovasi"]: row
        for row in json.loads(as_user(tono).get("/inovasi.json").content)["baris"]
    }

    mean = "Realisasi fisik, rata-rata terverifikasi (%)"
    assert told["Milik sendiri"][mean] == "belum dilaporkan"
    assert told["Sip Banget"][mean] is None
    assert told["Sip Banget"]["Replikasi di lingkup Anda"] == 0
    assert told["Sip Banget"]["OPD pengadopsi, semua daerah"] == 1


# -- many ---------------------------------------------------------------------------------------


def asked(client, address):
    """How many queries a page costs that is drawn anew."""
    client.get(address)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("address", [LIST, f"{LIST}?tampil=tabel", "/inovasi.csv"])
def test_it_does_not_ask_more_with_more_innovations_and_adopters(address, lia, as_user, dinkop):
    def grow(number):
        region = factories.RegionFactory(code=f"35.{number + 10}")
        innovation = factories.InnovationFactory(
            origin_region=region, origin_agency=factories.AgencyFactory(region=region), field="A"
        )
        adopted(innovation, dinkop, verified=40)
        adopted(innovation, factories.AgencyFactory(region=dinkop.region), claimed=True)

    client = as_user(lia)
    factories.RegionFactory(code="35")
    grow(0)
    few = asked(client, address)

    for number in range(1, 6):
        grow(number)

    assert asked(client, address) == few


def test_a_page_of_a_catalogue_of_3000_holds_15_and_asks_as_much(lia, as_user):
    client = as_user(lia)
    Innovation.objects.create(name="Inovasi A")
    few = asked(client, LIST)

    Innovation.objects.bulk_create(
        Innovation(name=f"Inovasi {n:04}", field=f"Bidang {n % 7}") for n in range(3000)
    )

    response = client.get(LIST)
    assert (response.context["total"], len(rows(response))) == (3001, 15)
    # One more: the fields that now occur are offered in the same query as before.
    assert asked(client, LIST) == few
    assert len(response.content) < 60_000
