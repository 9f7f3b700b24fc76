"""Forgotten and changed passwords."""

import re

import pytest
from django.urls import reverse

from replikasi.accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "lautan-timah-biru-7"


def ask(client, email):
    return client.post(reverse("account_reset_password"), {"email": email}, follow=True)


def link_in(mail):
    return re.search(r"http://testserver(/\S+)", mail.body)[1]


def test_the_mail_is_in_indonesian_and_its_link_sets_a_password(client, rini, mailoutbox):
    page = ask(client, "rini@contoh.test").content.decode()
    assert "Periksa email Anda" in page
    (mail,) = mailoutbox
    assert mail.to == ["rini@contoh.test"]
    assert mail.subject == "Kata sandi baru untuk akun Anda, portal Replikasi Inovasi"
    assert "Yth. Rini Astuti" in mail.body
    form = client.get(link_in(mail), follow=True)

    done = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)

    assert "Kata sandi tersimpan" in done.content.decode()
    assert User.objects.get(pk=rini.pk).check_password(NEW)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, rini, mailoutbox):
    known = ask(client, "rini@contoh.test").content
    unknown = ask(client, "siapa@contoh.test").content

    assert known == unknown
    assert len(mailoutbox) == 1


def test_a_deactivated_person_gets_no_mail(client, rini, mailoutbox):
    rini.is_active = False
    rini.save()
    ask(client, "rini@contoh.test")

    assert mailoutbox == []


def test_a_link_works_once(client, rini, mailoutbox):
    ask(client, "rini@contoh.test")
    link = link_in(mailoutbox[0])
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    assert "Tautan tidak berlaku lagi" in client.get(link, follow=True).content.decode()


def test_a_weak_password_is_refused_in_indonesian(client, rini, mailoutbox):
    ask(client, "rini@contoh.test")
    form = client.get(link_in(mailoutbox[0]), follow=True)
    page = client.post(form.request["PATH_INFO"], {"password1": "12345", "password2": "12345"})

    assert "terlalu pendek" in page.content.decode()
    assert User.objects.get(pk=rini.pk).check_password(PASSWORD)


def test_asking_over_and_over_is_stopped(client, rini, mailoutbox):
    answers = [ask(client, "rini@contoh.test").status_code for _ in range(7)]

    assert answers == [200] * 5 + [429] * 2
    assert len(mailoutbox) == 5


def test_a_person_changes_the_own_password(as_user, rini):
    client = as_user(rini)
    url = reverse("account_change_password")
    wrong = client.post(url, {"oldpassword": "salah", "password1": NEW, "password2": NEW})
    assert "Kata sandi yang sekarang tidak cocok." in wrong.content.decode()

    client.post(url, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert User.objects.get(pk=rini.pk).check_password(NEW)
    assert client.get(reverse("profile")).status_code == 200
