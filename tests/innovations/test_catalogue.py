"""The catalogue: open to everybody who is logged in, narrowed by what is in the address."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from innovations.models import Innovation, Region
from tests import factories

LIST = "/inovasi/"


@pytest.fixture
def catalogue(db):
    call_command("seed_facts", verbosity=0)
    return {innovation.name: innovation for innovation in Innovation.objects.order_by("name")}


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


@pytest.mark.parametrize("column", ["name", "origin", "award", "status", "replication_count"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_the_list_is_sorted_by_any_column(sign, column, catalogue, rini, as_user):
    found = names(as_user(rini).get(f"{LIST}?sort={sign}{column}"))

    assert sorted(found) == sorted(catalogue)


def test_a_region_is_named_with_its_province(catalogue, rini, as_user):
    assert "Kota Batu, Jawa Timur" in as_user(rini).get(LIST).content.decode()


def test_what_is_unknown_says_so(catalogue, rini, as_user):
    sibakul = catalogue["Rajutan SiBakul Jogja"]

    page = as_user(rini).get(f"{LIST}{sibakul.pk}/").content.decode()

    # origin agency, year, award, status
    assert page.count("belum dikonfirmasi") == 4


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


def test_only_keepers_of_reference_data_are_led_to_the_admin_site(
    catalogue, rini, pak_kadis, ibu_sekda, dr_budi, lia, admin, as_user
):
    innovation = catalogue["Sip Banget"]
    change = reverse("admin:innovations_innovation_change", args=[innovation.pk])
    add = reverse("admin:innovations_innovation_add")

    def led(person):
        client = as_user(person)
        return (
            change in client.get(f"{LIST}{innovation.pk}/").content.decode(),
            add in client.get(LIST).content.decode(),
        )

    assert [led(person) for person in (lia, admin)] == [(True, True)] * 2
    assert [led(person) for person in (rini, pak_kadis, ibu_sekda, dr_budi)] == [(False, False)] * 4
    assert as_user(lia).get(change).status_code == 200


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


def test_the_list_does_not_ask_more_as_it_grows(lia, as_user, queries):
    client = as_user(lia)
    factories.ReplicationFactory(innovation__origin_region=factories.RegionFactory(code="35.79"))
    few = queries(client, LIST)

    for number in range(20):
        region = factories.RegionFactory(code=f"35.{number + 10}")
        factories.ReplicationFactory(
            innovation__origin_region=region,
            innovation__origin_agency=factories.AgencyFactory(region=region),
        )

    assert queries(client, LIST) == few


def test_the_page_does_not_ask_more_as_it_grows(lia, as_user, queries):
    client, innovation = as_user(lia), factories.InnovationFactory()
    factories.ReplicationFactory(innovation=innovation)
    factories.InnovationElementFactory(innovation=innovation)
    few = queries(client, f"{LIST}{innovation.pk}/")

    for _ in range(30):
        factories.ReplicationFactory(innovation=innovation)
        factories.InnovationElementFactory(innovation=innovation)

    assert queries(client, f"{LIST}{innovation.pk}/") == few


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
