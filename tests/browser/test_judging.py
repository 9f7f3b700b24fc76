"""Judging in a real browser: by keys alone, saved as it goes, and with nothing typed lost."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from actionplans.models import Report, Verification
from replikasi.accounts.models import User
from tests import factories

pytestmark = pytest.mark.browser


@pytest.fixture
def report():
    """A waiting report of the demo's region: four lines, the first with two photos and a PDF."""
    officer = User.objects.get(username="litbang")
    agency = factories.AgencyFactory(region=officer.region)
    plan = factories.ActionPlanFactory(replication__agency=agency, milestones=4, approved=True)
    for milestone in plan.milestones.all():
        update = factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(60))
        if milestone.number == 1:
            for kind in ("jpeg", "png", "pdf"):
                factories.EvidenceFactory(update=update, kind=kind)
    return factories.ReportFactory(plan=plan, quarter=1, sent=True)


def opened(page, report):
    page.goto(reverse("report", args=[report.pk]))
    expect(page.locator("[data-accept]:visible")).to_be_visible()
    page.wait_for_load_state("networkidle")  # a viewer that is still loading may take the focus
    return page


def pdf_is_drawn(page):
    """The viewer is done: while it loads it may take a click that was not meant for it."""

    def is_viewer(frame):
        return frame.url.startswith("chrome-extension:")

    found = next(filter(is_viewer, page.frames), None)
    frame = found or page.wait_for_event("framenavigated", is_viewer)
    frame.wait_for_load_state("networkidle")


def saved(report):
    return {
        line.milestone.number: (line.verified_percent, line.verdict_note, line.remark)
        for line in report.lines.select_related("milestone")
    }


def all_is_saved(page):
    expect(page.locator("[data-left]")).not_to_contain_text("belum tersimpan")


def test_a_report_is_judged_and_verified_by_keys_alone(open_browser, report):
    page = opened(open_browser(as_="litbang"), report)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("terima klaim")
    page.keyboard.press("Escape")

    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("dialog:focus-within")).to_have_count(0)  # the keys are the page's again
    page.keyboard.press("1")
    pressed = page.locator(".verdict:visible .btn-on")
    expect(pressed).to_have_text(re.compile("Diterima"), timeout=15_000)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("bukti 2 dari 3")).to_be_visible()
    page.keyboard.press("+")
    expect(page.locator("[data-paper]:visible img")).to_have_class("z2")
    page.keyboard.press("-")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("a")
    page.keyboard.press("e")
    page.keyboard.type("40")
    page.keyboard.press("Tab")
    page.keyboard.type("Foto untuk separuhnya.")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("a")
    expect(page.locator("[data-left]")).to_have_text("Semua baris sudah diputuskan")
    page.keyboard.press("v")

    expect(page.get_by_role("status").filter(has_text="Laporan terverifikasi.")).to_be_visible()
    assert saved(report)[2] == (40, "Foto untuk separuhnya.", "")
    assert Report.objects.get(pk=report.pk).state == "diverifikasi"
    # A value below the claim is refused until its reason is typed.
    assert [fault for fault in page.watch.take() if not fault.startswith("422 POST")] == []


def test_a_remark_fills_the_reason_of_returning(open_browser, report):
    page = opened(open_browser(360, as_="litbang"), report)
    page.keyboard.press("r")
    page.keyboard.type("Daftar hadir belum lengkap.")
    page.keyboard.press("Escape")
    all_is_saved(page)
    assert saved(report)[1][2] == "Daftar hadir belum lengkap."
    reason = page.get_by_label("Alasan bila dikembalikan")
    expect(reason).to_have_value("Tonggak 1: Daftar hadir belum lengkap.")
    page.get_by_role("button", name="Kembalikan", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Laporan dikembalikan.")).to_be_visible()
    decision = Verification.objects.get(report=report)
    assert decision.reason == "Tonggak 1: Daftar hadir belum lengkap."


def test_a_lower_value_without_a_reason_is_told_at_its_line(open_browser, report):
    page = opened(open_browser(as_="litbang"), report)
    page.keyboard.press("e")
    page.keyboard.type("30")
    page.keyboard.press("Tab")
    error = page.get_by_text("Tulis alasan mengapa lebih rendah daripada klaim.")
    expect(error).to_be_visible()
    page.keyboard.type("Baru separuh.")
    page.keyboard.press("Escape")
    expect(error).to_be_hidden()
    all_is_saved(page)
    assert saved(report)[1] == (30, "Baru separuh.", "")


def test_what_was_typed_without_a_connection_is_saved_later(open_browser, report):
    page = opened(open_browser(as_="litbang"), report)
    page.context.set_offline(True)
    page.keyboard.press("a")
    expect(page.get_by_role("alert").filter(has_text="Sambungan putus")).to_be_visible()
    assert saved(report)[1][0] is None
    page.context.set_offline(False)
    all_is_saved(page)
    assert saved(report)[1][0] == 60
    page.watch.take()


def test_an_expired_session_keeps_what_was_typed(open_browser, report):
    page = opened(open_browser(as_="litbang"), report)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.keyboard.press("a")
    expect(page.get_by_role("alert").filter(has_text="Sesi Anda berakhir")).to_be_visible()
    assert saved(report)[1][0] is None
    page.context.add_cookies(cookies)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    all_is_saved(page)
    assert saved(report)[1][0] == 60
    page.watch.take()


def test_the_note_and_page_of_a_file_go_with_its_verdict(open_browser, report):
    page = opened(open_browser(as_="litbang"), report)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    pdf_is_drawn(page)
    verdict = page.locator(".verdict:visible")
    verdict.get_by_label("Catatan berkas").fill("Tanda tangan tidak ada.")
    verdict.get_by_label("Halaman").fill("3")
    chosen = verdict.locator(".btn-on")
    for _ in range(3):  # Chromium's viewer takes a click now and then while it settles
        verdict.get_by_role("button", name="Perlu diganti").click()
        page.wait_for_timeout(1_000)
        if chosen.count():
            break
    expect(chosen).to_have_text(re.compile("Perlu diganti"))
    piece = report.plan.milestones.get(number=1).updates.get().evidence.get(verdict="ganti")
    assert (piece.verdict_note, piece.verdict_page) == ("Tanda tangan tidak ada.", 3)
    assert piece.is_pdf
