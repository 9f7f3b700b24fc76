"""A large document: ordered with one press, watched until it is there, fetched; or given up."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from replikasi.documents import compiled
from replikasi.documents.models import Order
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def ordered(open_browser, settings, monkeypatch):
    """`ordered(width)`: the leader's page of a rekapitulasi that waits for a worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    recap = replace(compiled.COMPILED["rekapitulasi"], most_at_once=0)
    monkeypatch.setitem(compiled.COMPILED, "rekapitulasi", recap)

    def open_(width=DESKTOP):
        page = open_browser(width, as_="pimpinan")
        page.goto("/dokumen/")
        page.get_by_role("link", name="Excel , Rekapitulasi").click()
        expect(page.get_by_role("heading", name="Dokumen ini besar")).to_be_visible()
        expect(page.get_by_role("button", name="Siapkan")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Menunggu giliran")).to_be_visible()
        return page

    yield open_
    Order.objects.all().delete()


def test_it_is_there_without_a_press_once_the_worker_has_made_it(ordered):
    page = ordered()
    call_command("run_worker", "--once", verbosity=0)
    link = page.get_by_role("link", name="Unduh")
    expect(link).to_be_visible()
    with page.expect_download() as fetched:
        link.click()
    assert fetched.value.suggested_filename == "rekapitulasi-tw3-2026.xlsx"
    page.goto("/dokumen/")
    expect(page.get_by_role("heading", name="Dipesan")).to_be_visible()
    assert page.watch.take() == []


def test_it_is_given_up_on_the_phone(ordered):
    page = ordered(PHONE)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Dibatalkan")).to_be_visible()
    call_command("run_worker", "--once", verbosity=0)
    expect(page.get_by_role("button", name="Siapkan lagi")).to_be_visible()
    assert not Order.objects.get().file
