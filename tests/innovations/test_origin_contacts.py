"""Contacts at the origin: for who works on a replication of it, and who keeps them; nobody else
finds them on any page, in any download, search or history."""

import json

import pytest
from django.urls import reverse

from innovations.models import OriginContact
from replikasi.accounts.models import User
from replikasi.dashboard import fresh
from tests import factories

pytestmark = pytest.mark.django_db

SECRETS = ("Sri Rahayu", "0812-9999", "sri@asal.test", "Pak Rahasia")


@pytest.fixture
def replication(dinkop, ubb):
    return factories.ReplicationFactory(
        innovation__name="Sip Banget",
        agency=dinkop,
        facilitator=ubb,
        origin_contact="Pak Rahasia 0811",
    )


@pytest.fixture
def innovation(replication):
    contact = OriginContact(
        innovation=replication.innovation,
        name="Sri Rahayu",
        phone="0812-9999",
        email="sri@asal.test",
    )
    contact.save()
    return replication.innovation


@pytest.fixture
def of_another_university(db):
    return factories.UserFactory(fasilitator=True)


PEOPLE = {
    "rini": True,
    "pak_kadis": True,
    "dr_budi": True,
    "lia": True,
    "joko": True,
    "admin": True,
    "tono": False,
    "bu_kadis_tani": False,
    "ibu_sekda": False,
    "of_another_university": False,
}


@pytest.mark.parametrize(("person", "sees"), PEOPLE.items())
def test_the_page_shows_them_to_these_alone(person, sees, innovation, request, as_user):
    page = as_user(request.getfixturevalue(person)).get(f"/inovasi/{innovation.pk}/")

    text = page.content.decode()
    assert [secret in text for secret in SECRETS[:3]] == [sees] * 3
    assert ("Narahubung" in text) == sees


@pytest.mark.parametrize(("person", "sees"), PEOPLE.items())
def test_the_history_tells_of_them_to_these_alone(person, sees, innovation, request, as_user):
    contact = innovation.contacts.get()
    contact.phone = "0813-1111"
    contact.save()
    contact.delete()

    text = as_user(request.getfixturevalue(person)).get(f"/inovasi/{innovation.pk}/riwayat/")

    found = text.content.decode()
    told = ("Sri Rahayu", "0812-9999", "0813-1111", "sri@asal.test")
    assert [secret in found for secret in told] == [sees] * 4


@pytest.mark.parametrize(
    ("person", "sees"), [("rini", True), ("dr_budi", True), ("lia", True), ("ibu_sekda", False)]
)
def test_the_replication_names_its_contact_to_these_alone(
    person, sees, replication, request, as_user
):
    """A leader sees the replication and not whom to call."""
    page = as_user(request.getfixturevalue(person)).get(f"/replikasi/{replication.pk}/")

    assert page.status_code == 200
    assert ("Pak Rahasia" in page.content.decode()) == sees


@pytest.mark.parametrize("person", [name for name, sees in PEOPLE.items() if not sees])
def test_no_list_search_or_download_holds_them(person, innovation, request, as_user):
    client = as_user(request.getfixturevalue(person))

    for address in (
        *("/inovasi/", "/inovasi/?tampil=tabel", "/inovasi.csv", "/inovasi.json"),
        "/inovasi/?q=Sri+Rahayu",
        f"/inovasi/{innovation.pk}/pengadopsi/",
        f"/inovasi/{innovation.pk}/pengadopsi.json",
    ):
        text = _without_typed(client.get(address).content.decode())
        assert not [secret for secret in SECRETS if secret in text]


def _without_typed(text):
    """The page without what the person typed into its search box."""
    return text.replace('value="Sri Rahayu"', "")


@pytest.mark.parametrize("person", ["rini", "lia", "admin"])
def test_words_do_not_find_a_contact(person, innovation, request, as_user):
    """Not even for who may see it: a search is no directory of people."""
    found = as_user(request.getfixturevalue(person)).get("/inovasi.json?q=Sri+Rahayu")

    assert json.loads(found.content)["baris"] == []


@pytest.mark.parametrize("person", ["tono", "ibu_sekda", "of_another_university"])
@pytest.mark.parametrize("action", ["edit", "delete"])
def test_who_may_not_see_one_does_not_learn_that_it_is_there(
    action, person, innovation, request, as_user
):
    client = as_user(request.getfixturevalue(person))
    address = reverse(f"contact_{action}", args=[innovation.contacts.get().pk])

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_who_works_on_it_reads_and_does_not_change(innovation, rini, as_user):
    address = reverse("contact_edit", args=[innovation.contacts.get().pk])

    assert as_user(rini).get(address).status_code == 403


@pytest.mark.parametrize("page", ["changelist", "export", "import", "add"])
def test_the_admin_site_shows_them_to_keepers_of_reference_data_alone(
    page, innovation, lia, rini, ibu_sekda, dr_budi, as_user
):
    address = reverse(f"admin:innovations_origincontact_{page}")

    assert as_user(lia).get(address).status_code == 200
    for person in (rini, ibu_sekda, dr_budi):
        assert as_user(person).get(address).status_code in (302, 403)


# -- the kept part ------------------------------------------------------------------------------


def audience(user):
    return (user.role, user.may_send, user.agency_id, user.region_id)


def test_the_right_is_the_same_for_all_who_share_a_kept_part(innovation, dinkop, distan, ubb):
    """`fresh.kept` draws a part once for role, agency and region: the right depends on no more."""
    regions = [factories.RegionFactory(code=code) for code in ("19.05", "19.03", "19")]
    people = []
    for role in User.Role.values:
        places = [{"agency": agency} for agency in (dinkop, distan, ubb)]
        if role in User.REGION_ROLES:
            places = [{"region": region} for region in regions]
        for place in places:
            people += [factories.UserFactory(role=role, **place) for _ in range(2)]
    rights = {}
    for person in people:
        right = person.has_perm("innovations.see_origin_contacts", innovation)
        rights.setdefault(audience(person), set()).add(right)

    assert len(rights) < len(people)
    assert all(len(found) == 1 for found in rights.values())
    assert {True} in rights.values()
    assert {False} in rights.values()


def test_a_part_that_was_drawn_for_one_is_not_given_to_another(
    innovation, rini, pak_kadis, tono, ibu_sekda, as_user, monkeypatch
):
    drawn = []
    real = fresh.get_template
    monkeypatch.setattr(fresh, "get_template", lambda name: drawn.append(name) or real(name))
    address = f"/inovasi/{innovation.pk}/"
    colleague = factories.UserFactory(agency=rini.agency, name="Rekan Rini")

    seen = {
        person: "0812-9999" in as_user(person).get(address).content.decode()
        for person in (rini, colleague, tono, ibu_sekda, rini)
    }

    assert seen == {rini: True, colleague: True, tono: False, ibu_sekda: False}
    # drawn for Rini, and kept for her colleague; anew for each of the other two
    assert drawn.count("dashboard/_innovation_details.html") == 3


def test_the_right_goes_with_the_replication(innovation, replication, rini, as_user, distan):
    client = as_user(rini)
    assert "0812-9999" in client.get(f"/inovasi/{innovation.pk}/").content.decode()

    replication.agency = distan
    replication.save()

    assert "0812-9999" not in client.get(f"/inovasi/{innovation.pk}/").content.decode()
