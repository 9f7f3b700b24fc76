"""Logging in: by user name or e-mail, limited, with a second step, and out of a session."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import NoReverseMatch, reverse

from tests.factories import PASSWORD
from tests.rig.markup import CheckingClient

pytestmark = pytest.mark.django_db


def log_in(client, login, password=PASSWORD, headers=None, **fields):
    return client.post("/masuk/", {"login": login, "password": password, **fields}, headers=headers)


def is_logged_in(client):
    return "_auth_user_id" in client.session


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def secret(rini):
    """Rini has an authenticator app with this secret, and recovery codes."""
    secret = generate_totp_secret()
    TOTP.activate(rini, secret)
    RecoveryCodes.activate(rini)
    return secret


@pytest.mark.parametrize("login", ["rini", "RINI", "rini@contoh.test", "Rini@Contoh.test"])
def test_a_person_logs_in_by_user_name_or_email_and_lands_on_the_tasks(client, rini, login):
    response = log_in(client, login)

    assert (response.status_code, response.url) == (302, reverse("tasks"))
    assert is_logged_in(client)


def test_the_page_asked_for_is_where_log_in_leads(client, rini):
    response = client.get("/akun/")
    assert response.url == "/masuk/?next=/akun/"
    assert (
        '<input type="hidden" name="next" value="/akun/">'
        in client.get(response.url).content.decode()
    )

    response = client.post("/masuk/", {"login": "rini", "password": PASSWORD, "next": "/akun/"})

    assert response.url == "/akun/"


def test_log_in_leads_to_no_other_site(client, rini):
    response = log_in(client, "rini", next="https://jahat.example/")

    assert response.url == reverse("tasks")


def test_a_wrong_password_is_told_with_the_attempts_that_are_left(client, rini):
    page = log_in(client, "rini", "salah").content.decode()

    assert "Nama pengguna atau kata sandi tidak cocok." in page
    assert "Masih ada 4 kali percobaan sebelum jeda 5 menit." in page
    assert not is_logged_in(client)


def test_an_unknown_name_is_told_the_same_as_a_wrong_password(client, rini):
    known = log_in(client, "rini", "salah").context["form"].non_field_errors()
    unknown = log_in(client, "siapa", "salah").context["form"].non_field_errors()

    assert known == unknown


def test_too_many_wrong_passwords_stop_even_the_right_one(client, rini):
    for _ in range(5):
        log_in(client, "rini", "salah")
    page = log_in(client, "rini").content.decode()

    assert "Terlalu banyak percobaan yang gagal." in page
    assert not is_logged_in(client)


def test_a_deactivated_person_is_told_so_and_stays_out(client, rini):
    rini.is_active = False
    rini.save()
    page = client.get(log_in(client, "rini").url).content.decode()

    assert "Akun ini dinonaktifkan" in page
    assert not is_logged_in(client)


def test_deactivation_ends_a_session_that_is_open(as_user, rini):
    client = as_user(rini)
    rini.is_active = False
    rini.save()

    assert client.get(reverse("profile")).status_code == 302


def test_there_is_no_sign_up(client, db):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    for path in ("/akun/signup/", "/daftar/", "/accounts/signup/"):
        assert client.get(path).status_code == 404
    assert "signup" not in client.get("/masuk/").content.decode()


def test_the_second_step_is_asked_after_the_password(client, rini, secret):
    response = log_in(client, "rini")
    assert response.url == reverse("mfa_authenticate")
    assert not is_logged_in(client)
    assert "Langkah kedua" in client.get(response.url).content.decode()

    wrong = client.post(response.url, {"code": "000000"})
    assert "Kode tidak cocok." in wrong.content.decode()

    assert client.post(response.url, {"code": code_of(secret)}).status_code == 302
    assert is_logged_in(client)


def test_a_code_works_once(client, rini, secret):
    code = code_of(secret)
    log_in(client, "rini")
    client.post(reverse("mfa_authenticate"), {"code": code})
    other = CheckingClient()
    log_in(other, "rini")
    other.post(reverse("mfa_authenticate"), {"code": code})

    assert is_logged_in(client)
    assert not is_logged_in(other)


def test_a_recovery_code_stands_in_for_the_app(client, rini, secret):
    codes = Authenticator.objects.get(user=rini, type="recovery_codes").wrap().get_unused_codes()
    log_in(client, "rini")
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert is_logged_in(client)


def test_the_second_step_can_be_left_by_going_back(client, rini, secret):
    log_in(client, "rini")
    client.post(reverse("account_logout"), {"next": "/masuk/"})

    assert client.get("/masuk/").status_code == 200


def test_the_admin_site_is_no_way_round_the_second_step(client, admin):
    TOTP.activate(admin, generate_totp_secret())
    response = client.get("/admin/login/?next=/admin/")
    assert response.url.startswith("/masuk/")

    log_in(client, "admin")
    assert client.get("/admin/").status_code == 302


def test_a_person_puts_on_the_second_step(client, rini):
    log_in(client, "rini")
    response = client.get(reverse("mfa_activate_totp"))
    assert response.url.startswith(reverse("account_reauthenticate"))
    response = client.post(response.url, {"password": PASSWORD})
    assert response.url == reverse("mfa_activate_totp")
    page = client.get(response.url)
    secret = page.context["form"].secret
    assert secret in page.content.decode()

    response = client.post(response.url, {"code": code_of(secret)})

    assert response.url == reverse("mfa_view_recovery_codes")
    assert "10 dari 10 kode masih berlaku" in client.get(response.url).content.decode()
    assert "Terpasang" in client.get(reverse("mfa_index")).content.decode()
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 200
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=rini, type="totp").exists()


def test_a_passkey_has_its_pages(client, rini):
    log_in(client, "rini")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert "Belum ada kunci sandi" in client.get(reverse("mfa_list_webauthn")).content.decode()
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
    key = Authenticator.objects.create(
        user=rini, type="webauthn", data={"name": "Ponsel Rini", "credential": {}}
    )
    assert "Ponsel Rini" in client.get(reverse("mfa_list_webauthn")).content.decode()
    assert client.get(reverse("mfa_edit_webauthn", args=[key.pk])).status_code == 200
    assert client.get(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 200
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.filter(user=rini).exists()


def test_a_passkey_log_in_begins_with_a_challenge(client, db):
    answer = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})

    assert "challenge" in answer.json()["request_options"]["publicKey"]


def test_sessions_are_listed_and_the_others_can_be_ended(rini):
    here, there = CheckingClient(), CheckingClient()
    log_in(here, "rini", headers={"User-Agent": "Ponsel"})
    log_in(there, "rini", headers={"User-Agent": "Komputer kantor"})
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Komputer kantor" in page
    assert "Perangkat ini" in page

    here.post(reverse("usersessions_list"))

    assert here.get(reverse("profile")).status_code == 200
    assert there.get(reverse("profile")).status_code == 302
    assert "Komputer kantor" not in here.get(reverse("usersessions_list")).content.decode()


def test_logging_out_asks_and_ends_the_session(client, rini):
    log_in(client, "rini")
    assert "Keluar dari portal?" in client.get(reverse("account_logout")).content.decode()
    assert is_logged_in(client)

    client.post(reverse("account_logout"))

    assert not is_logged_in(client)
