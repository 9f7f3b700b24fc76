"""One's own account."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from replikasi.accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
URL = "/akun/"


@pytest.fixture
def mine(client, rini):
    """Rini's client, logged in the long way."""
    client.post("/masuk/", {"login": "rini", "password": PASSWORD})
    return client


def details(user, **changes):
    return {
        "name": user.name,
        "position": user.position,
        "nip": user.nip,
        "email": user.email,
    } | changes


def test_a_person_changes_name_position_and_nip(mine, rini):
    response = mine.post(
        URL, details(rini, name="Rini A.", position="Analis", nip="19800101 200501 2 003")
    )

    assert response.url == URL
    rini.refresh_from_db()
    assert (rini.name, rini.position, rini.nip) == ("Rini A.", "Analis", "198001012005012003")


def test_a_wrong_nip_is_told_beside_the_field_and_kept_as_typed(mine, rini):
    page = mine.post(URL, details(rini, nip="123")).content.decode()

    assert "NIP terdiri dari 18 angka" in page
    assert 'value="123"' in page


def test_role_and_agency_cannot_be_posted(mine, rini, distan):
    mine.post(URL, details(rini, role="admin", agency=distan.pk, may_send="on", is_active=""))

    rini.refresh_from_db()
    assert (rini.role, rini.may_send, rini.is_active) == ("staf", False, True)
    assert rini.agency != distan


def test_a_new_address_wants_the_password_again_and_tells_the_old_one(mine, rini, mailoutbox):
    EmailAddress.objects.create(user=rini, email="rini@contoh.test", primary=True)
    response = mine.post(URL, details(rini, email="Baru@contoh.test"))
    assert response.url.startswith(reverse("account_reauthenticate"))
    rini.refresh_from_db()
    assert rini.email == "rini@contoh.test"

    response = mine.post(response.url, {"password": PASSWORD})

    assert response.url == URL
    rini.refresh_from_db()
    assert rini.email == "baru@contoh.test"
    assert not EmailAddress.objects.filter(email="rini@contoh.test").exists()
    (mail,) = mailoutbox
    assert mail.to == ["rini@contoh.test"]
    assert "diganti" in mail.subject


def test_an_address_of_somebody_else_is_refused(mine, rini, tono):
    mine.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = mine.post(URL, details(rini, email="TONO@contoh.test")).content.decode()

    assert "sudah dipakai orang lain" in page
    assert User.objects.get(pk=rini.pk).email == "rini@contoh.test"


@pytest.mark.parametrize("name", ["rini", "pak_kadis", "lia", "dr_budi", "ibu_sekda", "admin"])
def test_every_role_has_the_page_with_its_ways_to_security(request, as_user, name):
    page = as_user(request.getfixturevalue(name)).get(URL).content.decode()

    for target in (
        "account_change_password",
        "mfa_index",
        "mfa_list_webauthn",
        "usersessions_list",
        "account_logout",
    ):
        assert f'href="{reverse(target)}"' in page
