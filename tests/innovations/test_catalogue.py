"""The catalogue: open to everybody who is logged in, narrowed by what is in the address."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from innovations.models import Closing, Innovation, Region
from tests import factories

LIST = "/inovasi/"


@pytest.fixture
def catalogue(db):
    call_command("seed_facts", verbosity=0)
    return {innovation.name: innovation for innovation in Innovation.objects.order_by("name")}


@pytest.fixture
def anew():
    """`anew(client, address)`: how many queries a page costs of which nothing is kept."""

    def count(client, address):
        client.get(address)
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    return count


def names(response):
    return [row.record.name for row in response.context["table"].page.object_list]


@pytest.mark.parametrize(
    "person", ["rini", "pak_kadis", "lia", "dr_budi", "ibu_sekda", "admin", "joko"]
)
def test_everybody_sees_the_whole_catalogue(person, catalogue, request, as_user):
    response = as_user(request.getfixturevalue(person)).get(LIST)

    assert names(response) == sorted(catalogue)


def test_a_visitor_is_sent_to_log_in(client, db):
    assert client.get(LIST).headers["Location"] == f"{reverse('account_login')}?next={LIST}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=perlindungan", ["Aksi Tali Intan"]),
        ("q=BATU", ["Sip Banget"]),
        ("q=jogja+kelas", ["Bersama Jogja Belajar Class"]),
        ("q=top+45", ["Aksi Tali Intan", "Bersama Jogja Belajar Class"]),
        ("q=tidak-ada", []),
        ("origin=34", ["Bersama Jogja Belajar Class", "Rajutan SiBakul Jogja"]),
        ("origin=35.79", ["Sip Banget"]),
        ("status=hidup", []),
        ("origin=32&status=belum", ["Aksi Tali Intan"]),
    ],
)
def test_the_address_narrows_the_list(query, found, catalogue, rini, as_user):
    assert names(as_user(rini).get(f"{LIST}?{query}")) == found


@pytest.mark.parametrize("query", ["origin=19.0", "status=aneh", "page=999", "page=x", "sort=aneh"])
def test_a_senseless_filter_is_no_failure(query, catalogue, rini, as_user):
    assert as_user(rini).get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize(
    "column", ["name", "origin", "started_year", "award", "status", "replication_count"]
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_the_list_is_sorted_by_any_column(sign, column, catalogue, rini, as_user):
    found = names(as_user(rini).get(f"{LIST}?sort={sign}{column}"))

    assert sorted(found) == sorted(catalogue)


def test_a_region_is_named_with_its_province(catalogue, rini, as_user):
    assert "Kota Batu, Jawa Timur" in as_user(rini).get(LIST).content.decode()


def test_what_is_unknown_says_so(catalogue, rini, as_user):
    sibakul = catalogue["Rajutan SiBakul Jogja"]

    response = as_user(rini).get(f"{LIST}{sibakul.pk}/")

    unknown = {
        fact.label
        for name in ("facts", "needs")
        for fact in response.context[name]
        if not fact.value
    }
    assert unknown == {
        *("Instansi asal", "Bidang", "Tahun mulai", "Penghargaan", "Status di daerah asal"),
        *("Aturan", "Orang", "Sistem dan sarana", "Biaya"),
    }
    page = response.content.decode()
    assert page.count(">belum diketahui<") == len(unknown)
    assert "Masalahnya belum diketahui" in page
    assert "Unsurnya belum diketahui" in page


def test_each_fact_names_its_source(catalogue, rini, as_user):
    response = as_user(rini).get(f"{LIST}{catalogue['Aksi Tali Intan'].pk}/")

    told = {fact.label: [row.title for row in fact.sources] for fact in response.context["facts"]}
    public = ["Halaman publik di luar laporan pers"]
    assert told == {
        "Daerah asal": public,
        "Instansi asal": public,
        "Bidang": [],
        "Tahun mulai": public,
        "Penghargaan": public,
        "Status di daerah asal": [],
    }
    assert "Sumber bagi: asal, tahun mulai, penghargaan." in response.content.decode()


def test_what_is_needed_is_told(catalogue, rini, as_user):
    innovation = catalogue["Sip Banget"]
    innovation.needs_rules, innovation.needs_money = "Peraturan bupati", "Rp10 juta"
    innovation.save()
    innovation.sources.create(title="Buku panduan", facts=["needs"])

    needs = as_user(rini).get(f"{LIST}{innovation.pk}/").context["needs"]

    assert {fact.label: fact.value for fact in needs} == {
        "Aturan": "Peraturan bupati",
        "Orang": "",
        "Sistem dan sarana": "",
        "Biaya": "Rp10 juta",
    }
    sourced = [
        fact.label for fact in needs if [row.title for row in fact.sources] == ["Buku panduan"]
    ]
    assert sourced == ["Aturan", "Biaya"]


def lesson(replication, by, kind, number, stage="1-persiapan"):
    return replication.lessons.create(kind=kind, stage=stage, text=f"{kind} {number}", by=by)


def close(replication, by, state="disepakati"):
    now = timezone.now()
    Closing.objects.create(
        replication=replication,
        completed_on=now.date(),
        state=state,
        proposed_by=by,
        proposed_at=now,
        decided_by=by,
        decided_at=now,
    )


def test_lessons_of_adopters_anywhere_are_told_five_of_a_kind(catalogue, rini, joko, as_user):
    innovation = catalogue["Sip Banget"]
    agency = factories.AgencyFactory(
        name="Dinas Jauh", region=factories.RegionFactory(code="19.03", name="Bangka Selatan")
    )
    agency.names.create(name="Dinas Jauh Dahulu", from_year=2020)
    closed = factories.ReplicationFactory(innovation=innovation, agency=agency)
    close(closed, joko)
    lesson(closed, joko, "saran", 0, stage="3-monev")
    for number in range(1, 7):
        lesson(closed, joko, "saran", number)
    lesson(closed, joko, "membantu", 1)
    running = factories.ReplicationFactory(innovation=innovation)
    lesson(running, joko, "membantu", 99)
    returned = factories.ReplicationFactory(innovation=innovation)
    close(returned, joko, state="diajukan")
    lesson(returned, joko, "membantu", 98)

    response = as_user(rini).get(f"{LIST}{innovation.pk}/")

    told = {
        group.label: ([row.text for row in group.rows], group.total)
        for group in response.context["lessons"]
    }
    # by stage: the one of the last stage comes last, and is among those left out
    assert told["Saran untuk berikutnya"] == ([f"saran {n}" for n in (6, 5, 4, 3, 2)], 7)
    assert told["Yang membantu"] == (["membantu 1"], 1)
    page = response.content.decode()
    assert "Dinas Jauh Dahulu, Kabupaten Bangka Selatan, 2022" in page
    assert "membantu 99" not in page
    assert "membantu 98" not in page
    assert f"{reverse('lessons')}?innovation={innovation.pk}" in page


def test_only_replications_in_scope_are_counted_and_listed(catalogue, tono, lia, as_user, distan):
    innovation = catalogue["Sip Banget"]
    own = factories.ReplicationFactory(innovation=innovation, agency=distan)
    elsewhere = factories.ReplicationFactory(innovation=innovation, agency__region__code="19.03")

    def counted(person):
        rows = as_user(person).get(LIST).context["table"].page.object_list
        return {row.record.name: row.record.replication_count for row in rows}[innovation.name]

    page = as_user(tono).get(f"{LIST}{innovation.pk}/").content.decode()

    # Lia's region has the one of the facts as well.
    assert (counted(tono), counted(lia)) == (1, 2)
    assert reverse("replication", args=[own.pk]) in page
    assert reverse("replication", args=[elsewhere.pk]) not in page


def test_the_adopting_agency_bears_the_name_of_the_programme_year(catalogue, lia, as_user):
    page = as_user(lia).get(f"{LIST}{catalogue['Aksi Tali Intan'].pk}/").content.decode()

    assert "Dinas Pertanian dan Pangan</a>" in page
    assert "Sekarang Dinas Ketahanan Pangan dan Pertanian" in page


def test_elements_stand_by_kind(catalogue, rini, as_user):
    innovation = catalogue["Sip Banget"]
    factories.InnovationElementFactory(innovation=innovation, name="Satu data wisata")
    factories.InnovationElementFactory(innovation=innovation, name="Peta cetak", kind="adaptif")

    groups = as_user(rini).get(f"{LIST}{innovation.pk}/").context["element_groups"]

    assert [[row.name for row in elements] for _, _, elements in groups] == [
        ["Satu data wisata"],
        ["Peta cetak"],
    ]


def test_only_keepers_of_reference_data_are_led_to_the_forms(
    catalogue, rini, pak_kadis, ibu_sekda, dr_budi, lia, admin, as_user
):
    innovation = catalogue["Sip Banget"]
    forms = {
        f"{LIST}{innovation.pk}/": [
            reverse(name, args=[innovation.pk])
            for name in ("innovation_edit", "element_list", "source_create", "contact_create")
        ],
        LIST: [reverse("innovation_create")],
    }

    def led(person):
        client = as_user(person)
        return {
            form in client.get(page).content.decode()
            for page, addresses in forms.items()
            for form in addresses
        }

    assert [led(person) for person in (lia, admin)] == [{True}] * 2
    assert [led(person) for person in (rini, pak_kadis, ibu_sekda, dr_budi)] == [{False}] * 4
    for address in (*forms[f"{LIST}{innovation.pk}/"], *forms[LIST]):
        assert as_user(lia).get(address).status_code == 200
        assert as_user(rini).get(address).status_code == 403


def test_an_unknown_innovation_is_not_found(rini, as_user):
    assert as_user(rini).get(f"{LIST}4711/").status_code == 404


def test_an_empty_catalogue_says_when_it_fills(rini, as_user):
    assert "Katalog terisi setelah" in as_user(rini).get(LIST).content.decode()


def test_a_page_holds_15_and_the_next_one_the_rest(rini, as_user):
    factories.InnovationFactory.create_batch(20)
    client = as_user(rini)

    first, second = client.get(f"{LIST}?q=inovasi"), client.get(f"{LIST}?q=inovasi&page=2")

    assert (len(names(first)), len(names(second))) == (15, 5)
    assert not set(names(first)) & set(names(second))
    assert "q=inovasi&amp;page=2" in first.content.decode()


def test_the_page_does_not_ask_more_as_it_grows(lia, as_user, anew):
    client, innovation = as_user(lia), factories.InnovationFactory()
    factories.ReplicationFactory(innovation=innovation)
    factories.InnovationElementFactory(innovation=innovation)
    innovation.sources.create(title="Berita")
    close(innovation.replications.get(), lia)
    few = anew(client, f"{LIST}{innovation.pk}/")

    for number in range(30):
        factories.ReplicationFactory(innovation=innovation)
        factories.InnovationElementFactory(innovation=innovation)
        innovation.contacts.create(name=f"Sri {number}", phone="08")
    for number in range(5):
        innovation.sources.create(title=f"Berita {number}", facts=["award"])

    assert anew(client, f"{LIST}{innovation.pk}/") == few


def test_too_many_regions_are_offered_as_provinces(lia, as_user):
    for number in range(61):
        code = f"{11 + number // 40}.{10 + number % 40}"
        factories.InnovationFactory(origin_region=factories.RegionFactory(code=code))
    for code in ("11", "12"):
        factories.RegionFactory(code=code)

    response = as_user(lia).get(f"{LIST}?origin=12")

    offered = [value for value, _ in response.context["filter"].form.fields["origin"].choices]
    assert [value for value in offered if value] == list(
        Region.objects.filter(level="provinsi").order_by("code").values_list("code", flat=True)
    )
    assert response.context["total"] == 21


def test_an_innovation_shows_the_figures_of_what_the_reader_sees(lia, joko, as_user, on_day):
    on_day("2026-11-24")
    innovation = factories.InnovationFactory()
    for code, percent in (("19.05", 90), ("19.03", 30)):
        plan = factories.ActionPlanFactory(
            replication=factories.ReplicationFactory(
                innovation=innovation, agency=factories.AgencyFactory(region__code=code)
            ),
            milestones=1,
            approved=True,
        )
        factories.ProgressUpdateFactory(milestone=plan.milestones.get(), percent=percent)
        factories.ReportFactory(plan=plan, quarter=3, sent=True)
    address = f"{LIST}{innovation.pk}/?quarter=3"

    def claimed(person):
        return as_user(person).get(address).context["parts"].dashboard.heads[2].value

    assert (claimed(lia), claimed(joko)) == ("90,0\u00a0%", "30,0\u00a0%")
    page = as_user(lia).get(address).content.decode()
    assert f"/dasbor/?year=2026&amp;quarter=3&amp;innovation={innovation.pk}" in page


def test_an_innovation_nobody_adopted_in_scope_shows_no_figures(catalogue, rini, as_user):
    page = as_user(rini).get(f"{LIST}{catalogue['Sip Banget'].pk}/").content.decode()

    assert "Angka utama" not in page
    assert "Belum ada replikasi dalam lingkup Anda" in page
