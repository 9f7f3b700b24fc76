"""Invitations: who may invite whom, and a link that makes one account, once, for a while."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from replikasi.accounts import services
from replikasi.accounts.models import Invitation, User
from tests.rig.markup import CheckingClient

pytestmark = pytest.mark.django_db
Role = User.Role
SECRET = "lautan-timah-biru-7"
TAKE = {"username": "sari", "password": SECRET, "password_again": SECRET}


def link_to(token):
    return f"http://testserver/undangan/{token}/"


@pytest.fixture
def link(pak_kadis, dinkop, mailoutbox):
    """Of an invitation of Sari as staff of Dinkop."""
    return invited(pak_kadis, dinkop, mailoutbox)


def invited(by, agency, mailoutbox, email="sari@contoh.test"):
    services.invite(
        by=by, name="Sari Dewi", email=email, role=Role.STAF, agency=agency, link_to=link_to
    )
    return re.search(r"http://testserver(/undangan/\S+)", mailoutbox[-1].body)[1]


def test_a_head_invites_staff_of_the_own_agency(as_user, pak_kadis, dinkop, mailoutbox):
    client = as_user(pak_kadis)
    assert "role" not in client.get(reverse("invite")).context["form"].fields
    response = client.post(
        reverse("invite"),
        {"name": "Sari Dewi", "email": "Sari@contoh.test", "position": "Analis", "role": "admin"},
    )

    assert response.url == reverse("people")
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.agency, invitation.email) == (
        Role.STAF,
        dinkop,
        "sari@contoh.test",
    )
    (mail,) = mailoutbox
    assert mail.subject == "Undangan ke portal Replikasi Inovasi"
    assert "Yth. Sari Dewi" in mail.body
    assert "Dinas Koperasi, UKM dan Perindustrian" in mail.body


@pytest.mark.parametrize("role", [Role.KEPALA, Role.LITBANG, Role.ADMIN])
def test_a_head_invites_nobody_but_staff(pak_kadis, dinkop, role):
    with pytest.raises(PermissionDenied):
        services.invite(
            by=pak_kadis, name="X", email="x@contoh.test", role=role, agency=dinkop, link_to=link_to
        )


def test_a_head_invites_nobody_for_another_agency(pak_kadis, distan):
    with pytest.raises(PermissionDenied):
        services.invite(
            by=pak_kadis,
            name="X",
            email="x@contoh.test",
            role=Role.STAF,
            agency=distan,
            link_to=link_to,
        )


@pytest.mark.parametrize("name", ["rini", "lia", "dr_budi", "ibu_sekda"])
def test_the_other_roles_invite_nobody(request, as_user, name):
    client = as_user(request.getfixturevalue(name))

    assert client.get(reverse("invite")).status_code == 403
    assert client.get(reverse("people")).status_code == 403


def test_an_admin_invites_an_officer_with_agency_and_region(
    as_user, admin, bappelitbang, bangka_barat
):
    asked = {"name": "Dewi", "email": "dewi@contoh.test", "role": Role.LITBANG}
    page = as_user(admin).post(reverse("invite"), asked).content.decode()
    assert "Pilih instansinya" in page
    assert "Pilih wilayah kerjanya" in page
    assert not Invitation.objects.exists()

    as_user(admin).post(
        reverse("invite"), asked | {"agency": bappelitbang.pk, "region": bangka_barat.pk}
    )

    invitation = Invitation.objects.get()
    assert (invitation.agency, invitation.region) == (bappelitbang, bangka_barat)


def test_what_a_role_has_no_use_for_is_left_out(admin, dinkop, bangka_barat):
    invitation = services.invite(
        by=admin,
        name="Bupati",
        email="bupati@contoh.test",
        role=Role.PIMPINAN,
        agency=dinkop,
        region=bangka_barat,
        link_to=link_to,
    )

    assert (invitation.agency, invitation.region) == (None, bangka_barat)


def test_an_address_that_has_an_account_is_not_invited(as_user, pak_kadis, rini):
    page = as_user(pak_kadis).post(reverse("invite"), {"name": "Rini", "email": "RINI@contoh.test"})

    assert "sudah punya akun" in page.content.decode()
    assert 'value="RINI@contoh.test"' in page.content.decode()
    assert not Invitation.objects.exists()


def test_a_doubled_click_invites_once(as_user, pak_kadis, mailoutbox):
    asked = {"name": "Sari", "email": "sari@contoh.test"}
    client = as_user(pak_kadis)
    client.post(reverse("invite"), asked)
    again = client.post(reverse("invite"), asked)

    assert "masih terbuka" in again.content.decode()
    assert Invitation.objects.count() == 1
    assert len(mailoutbox) == 1


def test_the_token_is_kept_nowhere(link):
    token = link.split("/")[2]

    assert token not in str(Invitation.objects.values().get())


def test_the_invited_person_makes_the_account_and_is_logged_in(client, link, dinkop):
    page = client.get(link).content.decode()
    assert "Selamat datang, Sari Dewi" in page
    assert "Hasan Basri" in page

    response = client.post(link, TAKE)

    assert response.url == reverse("tasks")
    sari = User.objects.get(username="sari")
    assert (sari.role, sari.agency, sari.email) == (Role.STAF, dinkop, "sari@contoh.test")
    assert client.session["_auth_user_id"] == str(sari.pk)
    assert client.get(reverse("profile")).status_code == 200


def test_a_link_works_once(client, link):
    CheckingClient().post(link, TAKE)
    response = client.get(link)
    assert response.status_code == 410
    assert "Undangan ini sudah dipakai." in response.content.decode()

    again = client.post(link, TAKE | {"username": "lain"})

    assert again.status_code == 410
    assert not User.objects.filter(username="lain").exists()


def test_the_service_itself_takes_a_token_once(link):
    token = link.split("/")[2]
    services.accept_invitation(token=token, username="sari", password=SECRET)

    with pytest.raises(ValidationError, match="sudah dipakai"):
        services.accept_invitation(token=token, username="lain", password=SECRET)


def test_a_link_expires(client, link):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = client.post(link, TAKE)

    assert response.status_code == 410
    assert "Masa berlaku undangan ini sudah habis." in response.content.decode()
    assert not User.objects.filter(username="sari").exists()


def test_a_withdrawn_link_is_dead(client, as_user, pak_kadis, link):
    invitation = Invitation.objects.get()
    as_user(pak_kadis).post(reverse("withdraw_invitation", args=[invitation.pk]))
    response = client.post(link, TAKE)

    assert response.status_code == 410
    assert "sudah ditarik" in response.content.decode()


def test_sending_again_makes_a_new_link_and_kills_the_old(
    client, as_user, pak_kadis, link, mailoutbox
):
    invitation = Invitation.objects.get()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    as_user(pak_kadis).post(reverse("resend_invitation", args=[invitation.pk]))
    new = re.search(r"http://testserver(/undangan/\S+)", mailoutbox[-1].body)[1]

    assert client.get(link).status_code == 410
    assert client.get(new).status_code == 200


def test_another_agency_cannot_touch_an_invitation(as_user, bu_kadis_tani, rini, link):
    invitation = Invitation.objects.get()
    for name in ("withdraw_invitation", "resend_invitation"):
        url = reverse(name, args=[invitation.pk])
        assert as_user(bu_kadis_tani).post(url).status_code == 404
        assert as_user(rini).post(url).status_code == 404
        assert as_user(bu_kadis_tani).get(url).status_code == 405

    assert Invitation.objects.waiting().exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"username": "rini"}, "Nama pengguna ini sudah dipakai."),
        ({"username": "RINI"}, "Nama pengguna ini sudah dipakai."),
        ({"username": "sari@contoh.test"}, "Pakai huruf, angka"),
        ({"password": "pendek", "password_again": "pendek"}, "terlalu pendek"),
        ({"password_again": "lain-lagi-sekali"}, "Kedua kata sandi tidak sama."),
        ({"username": ""}, "tidak boleh kosong"),
    ],
)
def test_a_wrong_choice_is_told_beside_its_field(client, rini, link, wrong, sentence):
    page = client.post(link, TAKE | wrong).content.decode()

    assert sentence in page
    assert not User.objects.filter(email="sari@contoh.test").exists()
    assert Invitation.objects.open().exists()


def test_a_link_nobody_knows_is_answered_kindly(client, db):
    response = client.get("/undangan/tidak-ada/")

    assert response.status_code == 410
    assert "tidak dikenal" in response.content.decode()


def test_guessing_links_is_stopped(client, db):
    answers = {client.get(f"/undangan/tebak{n}/").status_code for n in range(32)}

    assert answers == {410, 429}


def test_a_person_who_is_logged_in_makes_no_second_account(as_user, rini, link):
    page = as_user(rini).post(link, TAKE).content.decode()

    assert "Anda sudah masuk" in page
    assert Invitation.objects.open().exists()
