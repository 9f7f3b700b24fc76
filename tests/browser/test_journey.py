"""One whole cycle in the browser, each role at its own, at 1280 and at 360 px.

The steps of a width follow each other: what one person did is what the next one finds.
"""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from tests.browser.auditing import faults
from tests.browser.cast import Cast, confirm, go, is_told, most_urgent, one_step, state
from tests.browser.conftest import DESKTOP, PHONE, browsers, served

pytestmark = pytest.mark.browser

RETURNED = "Tonggak 3: sebutkan sentra yang ikut pelatihan."
SUGGESTION = "Mulai dari sentra yang paling siap."
ANSWER = "Setuju, dimulai dari sentra Mentok."
MILESTONE = "Uji coba katalog di 2 sentra"
UNREPORTED = "Bersama Jogja Belajar Class"
PASSWORD = "tepung-sagu-42"
POOR_LINE = {"offline": False, "latency": 40, "downloadThroughput": -1, "uploadThroughput": 100_000}


@pytest.fixture(scope="module", params=[DESKTOP, PHONE])
def width(request):
    return request.param


@pytest.fixture(scope="module")
def portal(demo, width):
    """A portal a width, so that each begins with the demo as it was written."""
    with served(demo) as address:
        yield address


@pytest.fixture(scope="module")
def cast(browser, portal, width):
    with browsers(browser, portal) as open_:
        yield Cast(lambda: open_(width, has_touch=width == PHONE))


@pytest.fixture(scope="module")
def stopped(width):
    """Where the cycle of this width stopped: [] or [name of the step]."""
    return []


@pytest.fixture(autouse=True)
def step(request, cast, stopped):
    with one_step(request, stopped, cast):
        yield


# -- the plan -------------------------------------------------------------------------------------


def test_staff_start_a_plan_from_the_template(cast):
    page = cast("pariwisata")
    go(page, "Rencana")
    page.get_by_role("link", name="Susun rencana baru").click()
    page.get_by_label("Replikasi", exact=True).select_option(label="Sip Banget")
    page.get_by_label("Tahun anggaran").select_option("2027")
    page.get_by_role("button", name="Buat rencana").click()

    is_told(page, "Rencana dibuat. Sesuaikan tonggaknya.")
    expect(state(page)).to_have_text("Draf")
    expect(page.get_by_role("link", name="Pembentukan SK tim replikasi").first).to_be_visible()
    expect(page.get_by_text("Jumlah bobot 100:")).to_be_visible()
    expect(page.get_by_role("link", name="Ajukan rencana")).to_have_count(0)


def test_staff_complete_the_draft(cast, width):
    page = cast("koperasi")
    page.get_by_role("link", name="Lengkapi rencana aksi 2027").click()
    expect(page.get_by_text("4 dari 8 beres")).to_be_visible()

    page.get_by_role("link", name="tonggak 6 berhenti di 75").click()
    expect(page.get_by_label("TW IV", exact=True)).to_be_focused()
    page.get_by_label("TW IV", exact=True).fill("101")
    page.watch.expect(422)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_label("TW IV", exact=True)).to_have_value("101")
    expect(page.locator(".field-bad")).to_contain_text("100")
    assert faults(page, on_phone=width == PHONE) == []
    page.watch.expect()
    page.get_by_label("TW IV", exact=True).fill("100")
    page.get_by_role("button", name="Simpan", exact=True).click()
    is_told(page, "Tonggak 6 tersimpan")

    page.get_by_role("button", name="Bagi rata sisa bobot").click()
    is_told(page, "Sisa bobot dibagi rata ke 1 tonggak.")
    page.get_by_role("link", name="tonggak 8 kosong").first.click()
    expect(page.get_by_label("Indikator", exact=True)).to_be_focused()
    page.get_by_label("Indikator", exact=True).fill("4 laporan evaluasi")
    page.get_by_label("Penanggung jawab", exact=True).fill("Kasubbag Program")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("8 dari 8 beres")).to_be_visible()


def test_the_head_submits_the_plan(cast):
    page = cast("koperasi.kepala")
    page.get_by_role("link", name=re.compile("rencana aksi 2027")).click()
    confirm(page, "Ajukan rencana")

    is_told(page, "Rencana diajukan. Litbang sudah diberi tahu.")
    expect(state(page)).to_have_text("Menunggu persetujuan")


def test_litbang_returns_the_plan_with_a_reason(cast):
    page = cast("litbang")
    page.get_by_role("link", name="Putuskan rencana aksi 2027, Rajutan SiBakul Jogja").click()
    page.get_by_role("link", name="Kembalikan").click()
    page.get_by_label("Alasan").fill(RETURNED)
    page.get_by_role("button", name="Kembalikan").click()

    is_told(page, "Rencana dikembalikan. OPD sudah diberi tahu.")
    expect(state(page)).to_have_text("Dikembalikan")


def test_the_head_reads_why_and_submits_again(cast):
    page = cast("koperasi.kepala")
    go(page, "Tugas")
    page.get_by_role("link", name=re.compile("rencana aksi 2027")).click()
    expect(page.get_by_text(RETURNED)).to_be_visible()
    confirm(page, "Ajukan rencana")

    expect(state(page)).to_have_text("Menunggu persetujuan")


def test_litbang_approves_the_plan(cast):
    page = cast("litbang")
    go(page, "Tugas")
    page.get_by_role("link", name="Putuskan rencana aksi 2027, Rajutan SiBakul Jogja").click()
    confirm(page, "Setujui rencana")

    is_told(page, "Rencana disetujui.")
    expect(state(page)).to_have_text("Disetujui")
    expect(page.get_by_text("Versi 1, disetujui").first).to_be_visible()


# -- progress -------------------------------------------------------------------------------------


def fill_in(page, percent, photo):
    """From the tasks to the form; the slider to `percent`, and a photo."""
    go(page, "Tugas")
    page.get_by_role("link", name=MILESTONE).click()
    expect(page.locator("[data-pick]")).to_be_visible()  # the script has begun
    page.get_by_role("slider").fill(str(percent))
    expect(page.get_by_label("Capaian sampai hari ini", exact=True)).to_have_value(str(percent))
    page.get_by_label("Foto dan berkas").set_input_files(photo)
    expect(page.get_by_text(photo.name)).to_be_visible()


def test_staff_record_progress_and_take_it_back(cast, photo):
    page = cast("koperasi")
    fill_in(page, 70, photo)
    page.get_by_role("button", name="Simpan progres").click()
    is_told(page, "Progres tersimpan.")
    expect(page.get_by_role("heading", name="Progres 65 % → 70 %")).to_be_visible()

    page.get_by_role("status").get_by_role("link", name="Urungkan").click()
    page.get_by_role("button", name="Urungkan catatan").click()
    is_told(page, "Catatan progres diurungkan.")
    # The journey is complete: it says what was recorded and that it was taken back.
    expect(page.get_by_role("heading", name="Catatan progres 70 % diurungkan")).to_be_visible()


def test_a_photo_on_a_poor_line_shows_how_far_it_is(cast, photo):
    page = cast("koperasi")
    fill_in(page, 75, photo)
    line = page.context.new_cdp_session(page)
    line.send("Network.emulateNetworkConditions", POOR_LINE)
    page.get_by_role("button", name="Simpan progres").click()
    expect(page.get_by_text(re.compile(r"Mengunggah, \d+ %"))).to_be_visible()
    line.detach()

    is_told(page, "Progres tersimpan.")
    expect(page.get_by_role("heading", name="Progres 65 % → 75 %")).to_be_visible()
    picture = page.get_by_role("link", name=re.compile(re.escape(photo.name))).locator("img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("img => img.naturalWidth") > 0


# -- the report -----------------------------------------------------------------------------------


def test_the_head_sends_the_report_that_was_missing(cast, width):
    page = cast("pendidikan.kepala")
    most_urgent(page, f"Kirim laporan TW III 2026, {UNREPORTED}").click()
    expect(state(page)).to_have_text("Belum dilaporkan")
    page.get_by_role("button", name="Susun laporan ini").click()
    expect(state(page)).to_have_text("Draf")
    page.get_by_role("textbox", name="Permasalahan").fill("Jaringan di dua sekolah sering putus.")
    page.get_by_role("textbox", name="Upaya pemecahan").fill("Rekaman kelas dibagikan sesudahnya.")
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_role("heading", name="Kirim laporan TW III 2026?")).to_be_visible()
    assert faults(page, on_phone=width == PHONE) == []
    page.get_by_role("button", name="Kirim laporan").click()

    is_told(page, "Laporan dikirim ke Litbang.")
    expect(state(page)).to_have_text("Menunggu verifikasi")
    expect(page.get_by_text("Jaringan di dua sekolah sering putus.")).to_be_visible()


def test_litbang_verifies_the_report_by_key_and_button(cast):
    page = cast("litbang")
    go(page, "Verifikasi")
    page.get_by_role("link", name=f"{UNREPORTED}, TW III 2026").click()
    expect(page.get_by_role("button", name=re.compile("^Terima")).first).to_be_visible()
    left = page.locator("[data-left]")
    lines = page.locator("[data-line]").count()
    expect(left).to_have_text(f"{lines} baris belum diputuskan")
    page.keyboard.press("a")
    expect(left).to_have_text(f"{lines - 1} baris belum diputuskan")
    for _ in range(lines - 1):
        page.locator("[data-accept]:visible").click()
    expect(left).to_have_text("Semua baris sudah diputuskan")
    page.get_by_role("button", name="Verifikasi laporan").click()

    is_told(page, "Laporan terverifikasi. OPD sudah diberi tahu.")
    expect(page.get_by_role("link", name=f"{UNREPORTED}, TW III 2026")).to_have_count(0)


# -- advice ---------------------------------------------------------------------------------------


def test_the_facilitator_advises_on_a_milestone(cast):
    page = cast("fasilitator")
    go(page, "Rencana")
    page.get_by_role("row").filter(has_text="Rajutan SiBakul Jogja").filter(
        has_text="2026"
    ).get_by_role("link").first.click()
    page.wait_for_load_state()
    page.get_by_role("link", name=MILESTONE).first.click()  # the timeline has it too
    expect(page.get_by_role("heading", name="Progres 65 % → 75 %")).to_be_visible()
    page.get_by_text("Tulis catatan pendampingan").click()
    page.get_by_label("Jenis").select_option(label="Saran")
    page.get_by_label("Isi").fill(SUGGESTION)
    page.get_by_role("button", name="Simpan catatan").click()

    is_told(page, "Saran tersimpan.")
    expect(page.get_by_text("Saran terbuka")).to_be_visible()


def test_staff_answer_the_advice(cast):
    page = cast("koperasi")
    page.get_by_role("link", name=re.compile("^Notifikasi")).click()
    page.get_by_role("button", name=re.compile("Fasilitator UBB")).first.click()
    thread = page.get_by_role("article").filter(has_text=SUGGESTION)
    thread.get_by_label("Jawaban Anda").fill(ANSWER)
    thread.get_by_role("button", name="Kirim jawaban").click()

    is_told(page, "Jawaban terkirim.")
    expect(thread).to_contain_text(ANSWER)


def test_the_facilitator_closes_the_advice(cast):
    page = cast("fasilitator")
    go(page, "Tugas")
    page.get_by_role("link", name=re.compile("^Tinjau jawaban")).first.click()
    thread = page.get_by_role("article").filter(has_text=SUGGESTION)
    expect(thread).to_contain_text(ANSWER)
    thread.get_by_role("button", name="Tutup saran").click()

    is_told(page, "Saran ditutup.")
    expect(thread).to_contain_text("Saran ditutup")


# -- who reads ------------------------------------------------------------------------------------


def test_the_leader_sees_the_verified_figure_and_why(cast):
    page = cast("pimpinan")
    go(page, "Dasbor")
    row = page.locator("tr.d-row, tr").filter(has=page.get_by_role("link", name=UNREPORTED)).first
    expect(row).to_contain_text("Terverifikasi")
    expect(row).to_contain_text("24 Nov 2026")
    row.locator("a.fig").first.click()
    expect(page.get_by_role("heading", name=re.compile("^Mengapa [0-9,]+ %"))).to_be_visible()
    expect(page.get_by_text("Jumlah", exact=True)).to_be_visible()


def test_the_leader_chooses_another_quarter(cast):
    page = cast("pimpinan")
    go(page, "Dasbor")
    page.get_by_label("Triwulan").select_option("2")
    expect(page.get_by_role("heading", name="TW II 2026", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("quarter=2"))


# -- the administrator ----------------------------------------------------------------------------


def test_the_admin_invites_a_person_who_gets_in_once_by_the_link(cast):
    page = cast("admin")
    go(page, "Orang")
    page.get_by_role("link", name="Undang orang").click()
    page.get_by_label("Nama").fill("Sari Melati")
    page.get_by_label("Email").fill("sari.melati@contoh.example")
    page.get_by_label("Jabatan").fill("Staf Bidang UKM")
    page.get_by_label("Peran").select_option(label="Staf OPD")
    page.get_by_label("Instansi").select_option(
        label="Dinas Koperasi, UKM dan Perindustrian, Kabupaten Bangka Barat"
    )
    page.get_by_role("button", name="Kirim undangan").click()
    is_told(page, "Undangan dikirim ke sari.melati@contoh.example.")
    [letter] = [one for one in mail.outbox if "sari.melati@contoh.example" in one.to]
    link = re.search(r"http\S+/undangan/\S+", letter.body)[0]

    invited = cast.stranger("sari")
    invited.goto(link)
    expect(invited.get_by_role("heading", name="Selamat datang, Sari Melati")).to_be_visible()
    invited.get_by_label("Nama pengguna").fill("sari.melati")
    invited.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    invited.get_by_label("Kata sandi, sekali lagi").fill(PASSWORD)
    invited.get_by_role("button", name="Buat akun dan masuk").click()
    expect(invited.get_by_role("heading", name="Tugas saya")).to_be_visible()

    late = cast.stranger("somebody late")
    late.watch.expect(410)
    assert late.goto(link).status == 410
    expect(late.get_by_role("main")).to_contain_text("sudah dipakai")


def test_the_admin_finds_the_new_person_and_opens_the_admin_site(cast):
    page = cast("admin")
    go(page, "Orang")
    expect(page.get_by_role("main")).to_contain_text("Sari Melati")
    page.goto("/admin/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Inovasi", exact=True).first.click()
    expect(page.get_by_role("main")).to_contain_text("Rajutan SiBakul Jogja")
