"""The list of agencies: those in a person's scope, by kind, region and words."""

import pytest

from innovations.models import AgencyName
from tests import factories

LIST = "/opd/"


def names(response):
    return [row.record.name for row in response.context["table"].page.object_list]


@pytest.fixture
def elsewhere(db):
    return factories.AgencyFactory(name="Dinas di Basel", region__code="19.03")


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("rini", {"dinkop"}),
        ("pak_kadis", {"dinkop"}),
        ("lia", {"dinkop", "distan", "bappelitbang"}),
        ("ibu_sekda", {"dinkop", "distan", "bappelitbang"}),
        ("dr_budi", {"dinkop", "ubb"}),
        ("admin", {"dinkop", "distan", "bappelitbang", "ubb", "elsewhere"}),
    ],
)
def test_each_role_sees_its_scope(
    person, seen, dinkop, distan, bappelitbang, ubb, elsewhere, sibakul, request, as_user
):
    agencies = {
        "dinkop": dinkop,
        "distan": distan,
        "bappelitbang": bappelitbang,
        "ubb": ubb,
        "elsewhere": elsewhere,
    }

    response = as_user(request.getfixturevalue(person)).get(LIST)

    assert set(names(response)) == {agencies[name].name for name in seen}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=koperasi", ["Dinas Koperasi, UKM dan Perindustrian"]),
        ("q=dpp", ["Dinas Pertanian dan Pangan"]),
        ("q=tanaman+lama", ["Dinas Pertanian dan Pangan"]),
        ("kind=bappelitbang", ["Bappelitbang"]),
        ("region=19.05&q=pangan", ["Dinas Pertanian dan Pangan"]),
        ("region=19.03", ["Dinas di Basel"]),
        ("kind=setda", []),
    ],
)
def test_the_address_narrows_the_list(
    query, found, dinkop, distan, bappelitbang, elsewhere, admin, as_user
):
    AgencyName.objects.create(agency=distan, name="Dinas Tanaman Lama", from_year=2010)

    assert names(as_user(admin).get(f"{LIST}?{query}")) == found


def test_only_replications_in_scope_are_counted(dinkop, ubb, dr_budi, lia, as_user):
    factories.ReplicationFactory(agency=dinkop, facilitator=ubb)
    factories.ReplicationFactory(agency=dinkop)

    def counted(person):
        rows = as_user(person).get(LIST).context["table"].page.object_list
        return {row.record.pk: row.record.replication_count for row in rows}[dinkop.pk]

    assert (counted(dr_budi), counted(lia)) == (1, 2)


@pytest.mark.parametrize("column", ["name", "kind", "region", "replication_count"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_the_list_is_sorted_by_any_column(sign, column, dinkop, distan, admin, as_user):
    assert as_user(admin).get(f"{LIST}?sort={sign}{column}").context["total"] == 2


def test_only_an_admin_adds_agencies(lia, admin, as_user):
    add = "/admin/innovations/agency/add/"

    assert add in as_user(admin).get(LIST).content.decode()
    assert add not in as_user(lia).get(LIST).content.decode()


def test_the_list_does_not_ask_more_as_it_grows(dinkop, admin, as_user, queries):
    client = as_user(admin)
    few = queries(client, LIST)

    for number in range(20):
        agency = factories.AgencyFactory(region__code=f"19.{number + 10}")
        factories.ReplicationFactory(agency=agency)

    assert queries(client, LIST) == few
