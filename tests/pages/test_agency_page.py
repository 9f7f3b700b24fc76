"""An agency's page: its names over the years, its replications with where each stands."""

from decimal import Decimal

import pytest
from django.urls import reverse

from innovations.models import AgencyName
from tests import factories


@pytest.fixture
def address(dinkop):
    return reverse("agency", args=[dinkop.pk])


def shown(response, table="own"):
    return [row.record for row in response.context[table].page.object_list]


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("rini", 200),
        ("pak_kadis", 200),
        ("lia", 200),
        ("dr_budi", 200),
        ("ibu_sekda", 200),
        ("admin", 200),
        ("tono", 404),
        ("bu_kadis_tani", 404),
        ("joko", 404),
        ("dr_wati", 404),
    ],
)
def test_it_is_found_within_the_scope_alone(person, status, address, sibakul, request, as_user):
    assert as_user(request.getfixturevalue(person)).get(address).status_code == status


def test_names_stand_with_their_years_latest_first(address, dinkop, rini, as_user):
    for name, year in (("Dinas A", 2015), ("Dinas B", 2019), ("Dinas C", 2020)):
        AgencyName.objects.create(agency=dinkop, name=name, from_year=year)

    response = as_user(rini).get(address)

    assert response.context["names"] == [
        ("Dinas C", 2020, None),
        ("Dinas B", 2019, 2019),
        ("Dinas A", 2015, 2018),
    ]
    assert "2015–2018" in response.content.decode()


def test_one_agency_that_came_before_is_linked_only_where_it_may_be_opened(
    address, dinkop, distan, rini, lia, as_user
):
    dinkop.predecessor = distan
    dinkop.save()
    link = f'href="{reverse("agency", args=[distan.pk])}"'

    assert link in as_user(lia).get(address).content.decode()
    page = as_user(rini).get(address).content.decode()
    assert link not in page
    assert distan.name in page


def test_a_replication_stands_where_its_latest_reported_year_stands(
    address, sibakul, plan, milestone, rini, as_user
):
    factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(50))
    factories.ReportFactory(plan=plan, quarter=3, sent=True)
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2022, milestones=1, approved=True)
    # A draft for next year stands nowhere yet.
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2027)

    (replication,) = shown(as_user(rini).get(address))

    assert replication.position.plan == plan
    assert replication.position.standing.period.quarter == 3
    assert replication.position.provenance == "sementara"


def test_a_replication_without_a_plan_says_so(address, sibakul, rini, as_user):
    response = as_user(rini).get(address)

    assert shown(response)[0].position is None
    assert "belum disusun" in response.content.decode()


def test_a_university_sees_what_it_facilitates(ubb, dinkop, sibakul, dr_budi, as_user):
    other = factories.ReplicationFactory(agency=dinkop)
    AgencyName.objects.create(agency=dinkop, name="Dinas Koperasi Lama", from_year=2019)
    AgencyName.objects.create(agency=dinkop, name=dinkop.name, from_year=2024)

    response = as_user(dr_budi).get(reverse("agency", args=[ubb.pk]))

    assert (shown(response), shown(response, "facilitated")) == ([], [sibakul])
    assert "Dinas Koperasi Lama" in response.content.decode()
    assert other not in shown(response, "facilitated")


def test_only_what_the_reader_may_see_is_listed(address, dinkop, sibakul, dr_budi, lia, as_user):
    factories.ReplicationFactory(agency=dinkop)

    assert shown(as_user(dr_budi).get(address)) == [sibakul]
    assert len(shown(as_user(lia).get(address))) == 2


def test_the_head_is_led_to_the_people_of_the_own_agency(
    address, pak_kadis, rini, lia, admin, as_user
):
    def led(person):
        # The navigation leads there as well, so the words of the button are asked for.
        return "Kelola orang" in as_user(person).get(address).content.decode()

    assert [led(person) for person in (pak_kadis, rini, lia, admin)] == [True, False, False, False]


def test_only_an_admin_may_change_it(address, dinkop, lia, admin, as_user):
    change = reverse("admin:innovations_agency_change", args=[dinkop.pk])

    assert change in as_user(admin).get(address).content.decode()
    assert change not in as_user(lia).get(address).content.decode()


def test_an_agency_without_replications_says_when_they_come(address, rini, as_user):
    assert "Replikasi muncul di sini setelah" in as_user(rini).get(address).content.decode()


def test_the_two_tables_page_apart(ubb, dr_budi, as_user):
    factories.ReplicationFactory.create_batch(17, facilitator=ubb)

    response = as_user(dr_budi).get(
        reverse("agency", args=[ubb.pk]), {"dampingan-page": 2, "dampingan-sort": "-agency"}
    )

    assert len(shown(response, "facilitated")) == 2


def test_it_does_not_ask_more_as_it_grows(address, dinkop, lia, as_user, queries):
    client = as_user(lia)

    def grow(number):
        replication = factories.ReplicationFactory(agency=dinkop)
        factories.ActionPlanFactory(replication=replication, milestones=1, approved=True)
        AgencyName.objects.create(agency=dinkop, name=f"Nama {number}", from_year=2000 + number)

    grow(0)
    few = queries(client, address)
    for number in range(1, 8):
        grow(number)

    assert queries(client, address) == few


# -- the parts of the dashboard -------------------------------------------------------------------


def test_it_bears_the_name_of_the_year_shown_and_says_since_when_the_present_one(
    address, dinkop, sibakul, plan, rini, as_user
):
    AgencyName.objects.create(agency=dinkop, name="Dinas Koperasi Lama", from_year=2019)
    AgencyName.objects.create(agency=dinkop, name=dinkop.name, from_year=2024)
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2022, milestones=1, approved=True)
    client = as_user(rini)

    present = client.get(address).content.decode()
    earlier = client.get(f"{address}?year=2022").content.decode()

    assert f"<h1>{dinkop.name}</h1>" in present
    assert "Nama ini dipakai sejak 2024." in present
    assert "<h1>Dinas Koperasi Lama</h1>" in earlier
    assert f"Nama pada 2022. Sekarang {dinkop.name}, sejak 2024." in earlier


def test_its_figures_are_the_means_of_its_own_replications(
    address, dinkop, distan, plan, milestone, lia, as_user
):
    factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(90))
    factories.ReportFactory(plan=plan, quarter=3, sent=True)
    second = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(agency=dinkop), milestones=1, approved=True
    )
    factories.ProgressUpdateFactory(milestone=second.milestones.get(), percent=Decimal(50))
    factories.ReportFactory(plan=second, quarter=3, sent=True)
    elsewhere = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(agency=distan), milestones=1, approved=True
    )

    response = as_user(lia).get(f"{address}?quarter=3")

    heads = [head.value for head in response.context["parts"].dashboard.heads]
    assert heads[2] == "40,0\u00a0%"  # (30 + 50) / 2
    html = response.content.decode()
    assert f"/dasbor/?year=2026&amp;quarter=3&amp;agency={dinkop.pk}" in html
    assert f"/rencana/{elsewhere.pk}/" not in html


def test_a_facilitator_sees_figures_of_the_own_replications_alone(
    address, dinkop, plan, milestone, dr_budi, as_user
):
    factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(90))
    factories.ReportFactory(plan=plan, quarter=3, sent=True)
    other = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(agency=dinkop), milestones=1, approved=True
    )
    factories.ObstacleFactory(plan=other, description="Hanya di replikasi lain.")

    response = as_user(dr_budi).get(f"{address}?quarter=3")

    heads = [head.value for head in response.context["parts"].dashboard.heads]
    assert heads[2] == "30,0\u00a0%"
    assert "Hanya di replikasi lain." not in response.content.decode()


def test_the_advisers_channel_stays_theirs(address, plan, rini, lia, ibu_sekda, as_user):
    factories.CommentFactory(plan=plan, body="Untuk pendamping saja.", advisers_only=True)

    assert "Untuk pendamping saja." in as_user(lia).get(address).content.decode()
    for person in (rini, ibu_sekda):
        assert "Untuk pendamping saja." not in as_user(person).get(address).content.decode()


def test_few_queries_while_nothing_changes(address, plan, lia, as_user, queries):
    assert queries(as_user(lia), address) <= 12
