"""Error pages, the health check and what every template knows."""

import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client

from replikasi.common import context, views


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def ask(rf, db):
    """A request as the middleware would hand it to a view, by nobody in particular."""
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = AnonymousUser()
    return request


@pytest.mark.django_db
def test_the_health_check_needs_no_log_in(client):
    response = client.get("/sehat/")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_the_health_check_takes_no_other_method(client):
    assert client.post("/sehat/").status_code == 405


@pytest.mark.django_db
def test_a_lost_database_is_told_without_details(client, monkeypatch, caplog):
    class Lost:
        def cursor(self):
            raise OperationalError("sandi salah untuk pemilik rahasia")

    monkeypatch.setattr(views, "connection", Lost())

    response = client.get("/sehat/")

    assert response.status_code == 503
    assert response.json() == {"status": "error", "database": "error"}
    assert "no database" in caplog.text


@pytest.mark.django_db
def test_an_unknown_address_is_a_404_that_says_where_to_go(client):
    response = client.get("/tidak-ada/")

    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in text(response)
    assert "Ke halaman depan" in text(response)


def test_a_403_tells_its_reason_or_speaks_of_the_role(ask):
    told = views.permission_denied(ask, PermissionDenied("Laporan ini Anda tulis sendiri."))
    plain = views.permission_denied(ask, PermissionDenied())

    assert (told.status_code, plain.status_code) == (403, 403)
    assert "Laporan ini Anda tulis sendiri." in text(told)
    assert "hubungi admin portal" in text(plain)


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_what_to_do():
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/masuk/", {"login": "x"})

    assert response.status_code == 403
    assert "Izinkan kuki" in text(response)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("CSRF token from POST incorrect.", "sudah kedaluwarsa"),
        ("CSRF token missing.", "salin isian Anda"),
        ("Referer checking failed - no Referer.", "tidak berasal dari halaman portal"),
        ("Origin checking failed - x does not match.", "tidak berasal dari halaman portal"),
    ],
)
def test_each_csrf_reason_has_its_advice(ask, reason, words):
    response = views.csrf_failure(ask, reason)

    assert response.status_code == 403
    assert words in text(response)
    assert reason not in text(response)


@pytest.mark.parametrize(("view", "status"), [("bad_request", 400), ("server_error", 500)])
def test_pages_for_a_broken_request_need_nothing(rf, view, status):
    # No database mark: a query would fail this test; and the request has neither user nor session.
    response = getattr(views, view)(rf.get("/"))

    assert response.status_code == status
    assert "<!DOCTYPE html>" in text(response)
    assert "css/base.css" in text(response)


def test_a_500_is_answered_even_when_its_page_is_broken(rf, monkeypatch, caplog):
    def broken(name):
        raise ValueError("no such static file")

    monkeypatch.setattr(views, "get_template", broken)

    response = views.server_error(rf.get("/"))

    assert response.status_code == 500
    assert response["Content-Type"].startswith("text/plain")
    assert "Portal sedang bermasalah" in text(response)


@pytest.mark.django_db
def test_a_strange_host_gets_the_bare_400(client):
    response = client.get("/sehat/", headers={"host": "asing.example"})

    assert response.status_code == 400
    assert "Permintaan tidak dapat dibaca" in text(response)


def test_templates_know_the_portal_and_ask_for_demo_data_only_when_needed(rf, settings):
    # No database mark: looking up is_demo here would fail.
    known = context.portal(rf.get("/"))

    assert known["portal_name"] == settings.PORTAL_NAME
    assert known["portal_owner"] == settings.PORTAL_OWNER
    assert known["programme_name"] == settings.PROGRAMME_NAME


@pytest.mark.django_db
def test_whether_there_is_demo_data_is_remembered(rf, django_assert_num_queries):
    caches["pages"].delete(context.DEMO_KEY)

    assert not context.portal(rf.get("/"))["is_demo"]
    with django_assert_num_queries(0):
        assert not context.portal(rf.get("/"))["is_demo"]
