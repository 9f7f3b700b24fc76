"""The main cycle once with JavaScript off: what a script does can be done without it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast, confirm, go, is_told, most_urgent, state
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

UNREPORTED = "Bersama Jogja Belajar Class"
MILESTONE = "Uji coba katalog di 2 sentra"
SUGGESTION = "Simpan juga foto katalog sebelum uji coba."


@pytest.fixture
def cast(open_browser):
    return Cast(lambda: open_browser(PHONE, java_script_enabled=False))


def test_the_cycle_works_without_javascript(cast, photo):
    staff, head, litbang = cast("koperasi"), cast("koperasi.kepala"), cast("litbang")
    adviser = cast("fasilitator")
    plan_is_decided(staff, head, litbang)
    progress_is_recorded(staff, photo)
    report_is_verified(cast("pendidikan.kepala"), litbang)
    advice_is_answered(adviser, staff)
    verified_figure_is_explained(cast("pimpinan"))

    assert cast.faults() == []


def plan_is_decided(staff, head, litbang):
    """The draft of 2027 is completed, submitted and approved."""
    staff.get_by_role("link", name=re.compile("^Lengkapi rencana aksi 2027")).click()
    staff.get_by_role("button", name="Bagi rata sisa bobot").click()
    is_told(staff, "Sisa bobot dibagi rata ke 1 tonggak.")
    for gap, label, value in (
        ("tonggak 6 berhenti di 75", "TW IV", "100"),
        ("tonggak 8 kosong", "Indikator", "4 laporan evaluasi"),
        ("tonggak 8 kosong", "Penanggung jawab", "Kasubbag Program"),
    ):
        staff.get_by_role("link", name=gap).first.click()
        staff.get_by_label(label).fill(value)
        staff.get_by_role("button", name="Simpan tonggak").click()
        is_told(staff, "tersimpan")
    expect(staff.get_by_text("8 dari 8 beres")).to_be_visible()

    go(head, "Tugas")
    head.get_by_role("link", name=re.compile("rencana aksi 2027")).click()
    confirm(head, "Ajukan rencana")
    is_told(head, "Rencana diajukan.")
    go(litbang, "Tugas")
    litbang.get_by_role("link", name="Putuskan rencana aksi 2027, Rajutan SiBakul Jogja").click()
    confirm(litbang, "Setujui rencana")
    is_told(litbang, "Rencana disetujui.")
    expect(state(litbang)).to_have_text("Disetujui")


def progress_is_recorded(staff, photo):
    go(staff, "Tugas")
    staff.get_by_role("link", name=MILESTONE).click()
    expect(staff.get_by_role("slider")).to_have_count(0)
    percent = staff.get_by_label("Capaian sampai hari ini", exact=True)
    percent.fill("101")
    staff.watch.expect(422)
    staff.get_by_role("button", name="Simpan progres").click()
    expect(percent).to_have_value("101")
    staff.watch.expect()
    percent.fill("75")
    staff.get_by_label("Foto dan berkas").set_input_files(photo)
    staff.get_by_role("button", name="Simpan progres").click()
    is_told(staff, "Progres tersimpan.")
    expect(staff.get_by_role("link", name=re.compile(re.escape(photo.name)))).to_be_visible()


def report_is_verified(head, litbang):
    most_urgent(head, f"Kirim laporan TW III 2026, {UNREPORTED}").click()
    head.get_by_role("button", name="Susun laporan ini").click()
    head.get_by_role("button", name="Kirim laporan").click()
    expect(head.get_by_role("heading", name="Kirim laporan TW III 2026?")).to_be_visible()
    head.get_by_role("button", name="Kirim laporan").click()
    is_told(head, "Laporan dikirim ke Litbang.")

    go(litbang, "Verifikasi")
    litbang.get_by_role("link", name=f"{UNREPORTED}, TW III 2026").click()
    values = litbang.get_by_label(re.compile("^Nilai terverifikasi tonggak"))
    expect(values.first).to_be_visible()
    for index in range(values.count()):
        values.nth(index).fill(values.nth(index).get_attribute("data-claim"))
    litbang.get_by_role("button", name="Verifikasi laporan").click()
    is_told(litbang, "Laporan terverifikasi.")


def advice_is_answered(adviser, staff):
    go(adviser, "Rencana")
    rows = adviser.get_by_role("row").filter(has_text="Rajutan SiBakul Jogja")
    rows.filter(has_text="2026").get_by_role("link").first.click()
    adviser.get_by_role("link", name=MILESTONE).locator("visible=true").first.click()
    adviser.get_by_text("Tulis catatan pendampingan").click()
    adviser.get_by_label("Jenis").select_option(label="Saran")
    adviser.get_by_label("Isi").fill(SUGGESTION)
    adviser.get_by_role("button", name="Simpan catatan").click()
    is_told(adviser, "Saran tersimpan.")

    staff.reload()
    thread = staff.get_by_role("article").filter(has_text=SUGGESTION)
    thread.get_by_label("Jawaban Anda").fill("Baik, disimpan.")
    thread.get_by_role("button", name="Kirim jawaban").click()
    is_told(staff, "Jawaban terkirim.")

    go(adviser, "Tugas")
    adviser.get_by_role("link", name=re.compile("^Tinjau jawaban")).first.click()
    adviser.get_by_role("article").filter(has_text=SUGGESTION).get_by_role("button").last.click()
    is_told(adviser, "Saran ditutup.")


def verified_figure_is_explained(leader):
    go(leader, "Dasbor")
    leader.get_by_label("Triwulan").select_option("2")
    leader.get_by_role("button", name="Terapkan").click()
    expect(leader.get_by_role("heading", name="TW II 2026", exact=True)).to_be_visible()
    leader.locator("a.fig").first.click()
    expect(leader.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Mengapa [\d,]+"))
