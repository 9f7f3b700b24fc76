"""One innovation from the catalogue to the check after six months, each role at its own.

At 1280 px; what is done standing in the field, at 360 px: the agency's answers and a measured
value with its photo. The steps follow each other: what one person did is what the next one finds.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.adoptions import (
    ADOPTIONS,
    completed_plan,
    opened_report,
    to_page,
    to_replication,
    to_task,
)
from tests.browser.auditing import faults
from tests.browser.cast import Cast, confirm, go, is_told, one_step, state
from tests.browser.conftest import DESKTOP, PHONE, browsers, served

pytestmark = pytest.mark.browser

COMMITMENT = "Komitmen bersama replikasi inovasi pelayanan publik"
INDICATOR = "Usaha yang memakainya"
ADAPTED = "Kategori mengikuti komoditas."
ADVICE = "Cocokkan dulu dengan kategori instansi asal."
LESSON = "Mulai dari kelompok yang ketuanya aktif."
CLAUSE = "Unsur inti inovasi diterapkan di daerah."
COMPLETED = "20/05/2026"  # half a year ago, so that the check is due


@pytest.fixture(scope="module", params=ADOPTIONS, ids=lambda adoption: adoption.staff)
def adoption(request):
    return request.param


@pytest.fixture(scope="module")
def portal(demo, adoption):
    """A portal an adoption, so that each begins with the demo as it was written."""
    with served(demo) as address:
        yield address


@pytest.fixture(scope="module")
def cast(browser, portal):
    """`cast("litbang")` at 1280 px."""
    with browsers(browser, portal) as open_:
        yield Cast(lambda: open_(DESKTOP))


@pytest.fixture(scope="module")
def on_phone(browser, portal):
    """`on_phone(adoption.staff)` is the same person at 360 px."""
    with browsers(browser, portal) as open_:
        yield Cast(lambda: open_(PHONE, has_touch=True))


@pytest.fixture(scope="module")
def stopped(adoption):
    """Where the journey of this innovation stopped: [] or [name of the step]."""
    return []


@pytest.fixture(autouse=True)
def step(request, cast, on_phone, stopped):
    with one_step(request, stopped, cast, on_phone):
        yield


# -- before adoption ------------------------------------------------------------------------------


def test_litbang_finds_it_and_begins_the_suitability(adoption, cast):
    page = cast("litbang")
    go(page, "Inovasi")
    page.get_by_label("Cari").fill(adoption.innovation.split()[1].lower())
    page.get_by_role("button", name="Terapkan").click()
    page.get_by_role("link", name=adoption.innovation, exact=True).click()
    page.get_by_role("link", name="Uji kesesuaian").click()
    page.get_by_label("OPD yang akan mengadopsi").select_option(label=adoption.agency)
    page.get_by_role("button", name="Mulai mengisi").click()

    expect(page.get_by_role("heading", name="Isi uji kesesuaian")).to_be_visible()
    expect(page.get_by_text("0 dari 15 pernyataan dijawab")).to_be_visible()


def test_the_agency_answers_on_the_phone(adoption, on_phone):
    page = on_phone(adoption.staff)
    page.get_by_role("link", name=re.compile("^Notifikasi")).click()
    page.get_by_role(
        "button", name=re.compile(f"uji kesesuaian.*{adoption.innovation}")
    ).first.click()
    page.get_by_role("link", name="Isi jawaban").click()
    expect(page.get_by_role("heading", name="Isi uji kesesuaian")).to_be_visible()
    page.get_by_label("Dasar jawaban").first.fill("Data dinas 2026: 214 usaha tani.")
    assert faults(page, on_phone=True) == []
    for at in range(1, 7):  # each stands open when its turn has come
        for question in page.locator(f"#aspek-{at} fieldset").all():
            question.get_by_role("radio", name="3, Hampir penuh").check()
        if at < 6:
            page.get_by_role("button", name=f"Simpan, lanjut ke aspek {at + 1}").click()
    page.get_by_role("button", name="Simpan dan lihat hasil").click()

    is_told(page, "Jawaban disimpan.")
    expect(page.get_by_text("75,0 %").first).to_be_visible()
    expect(page.get_by_text("Giliran: Litbang menyelesaikannya.")).to_be_visible()


def test_litbang_finishes_it_and_adopts(adoption, cast):
    page = cast("litbang")
    to_page(page, "Kesesuaian")
    page.get_by_role("row").filter(has_text=adoption.agency).filter(has_text="Diisi").get_by_role(
        "link", name=adoption.innovation
    ).click()
    page.get_by_role("link", name="Selesaikan").click()
    page.get_by_label("Catatan Litbang").fill("Biaya tahun pertama masuk DPA.")
    page.get_by_role("button", name="Selesaikan").click()
    is_told(page, "Uji kesesuaian diselesaikan.")

    page.get_by_role("link", name="Mulai replikasi").click()
    page.get_by_label("Tahun program").select_option("2026")
    expect(page.get_by_role("heading", name="Rencana usulan 2026")).to_be_visible()
    expect(page.get_by_text(adoption.core)).to_be_visible()
    page.get_by_label("Nama lokal").fill(adoption.local)
    page.get_by_label("Fasilitator").select_option(label="Universitas Bangka Belitung")
    page.get_by_label("Komitmen bersama").select_option(label=COMMITMENT)
    page.get_by_role("button", name="Mulai replikasi").click()

    is_told(page, "Replikasi dimulai. OPD diberi tahu.")
    expect(page.get_by_role("heading", name=adoption.local, level=1)).to_be_visible()


# -- the plan -------------------------------------------------------------------------------------


def test_the_agency_submits_its_proposed_plan_and_litbang_approves_it(adoption, cast):
    completed_plan(adoption)
    page = cast(adoption.head)
    to_task(page, f"Lengkapi rencana aksi 2026, {adoption.local}")
    expect(state(page)).to_have_text("Draf")
    confirm(page, "Ajukan rencana")

    is_told(page, "Rencana diajukan. Litbang sudah diberi tahu.")
    page = cast("litbang")
    go(page, "Tugas")
    page.get_by_role("link", name=f"Putuskan rencana aksi 2026, {adoption.local}").click()
    confirm(page, "Setujui rencana")

    is_told(page, "Rencana disetujui.")


def test_a_clause_of_the_commitment_is_traced_to_the_milestone_that_serves_it(adoption, cast):
    page = cast("litbang")
    to_page(page, "Komitmen")
    page.get_by_role("link", name=COMMITMENT).click()
    expect(page.get_by_role("main").get_by_role("link", name=adoption.local)).to_be_visible()
    page.get_by_role("link", name="Catat butir").click()
    page.get_by_label("Isi butir").first.fill(CLAUSE)
    page.get_by_role("button", name="Simpan komitmen").click()

    owner = cast(adoption.staff)
    to_page(owner, "Komitmen")
    owner.get_by_role("link", name=COMMITMENT).click()
    owner.get_by_role("link", name=re.compile("^Kaitkan dengan tonggak")).click()
    owner.get_by_role("link", name=f"Pilih tonggak dari {adoption.local} 2026").click()
    owner.get_by_label(adoption.core).check()
    owner.get_by_role("button", name="Simpan", exact=True).click()

    expect(owner.get_by_role("link", name=adoption.core)).to_be_visible()


# -- what was adapted -----------------------------------------------------------------------------


def record(page, element, choice):
    """The agency says of `element` that it was adopted, adapted or dropped."""
    page.get_by_role("row").filter(has_text=element).get_by_role(
        "link", name=re.compile("^Catat perlakuan")
    ).click()
    page.get_by_role("radio", name=choice).check()


def test_the_agency_records_its_adaptations_with_evidence(adoption, cast, photo):
    page = cast(adoption.staff)
    to_replication(page, adoption, "Adaptasi")
    first, *others = adoption.elements
    record(page, first, "Disesuaikan")
    page.get_by_label("Apa yang disesuaikan").fill(ADAPTED)
    page.get_by_label("Alasan").fill("Usaha tani tidak memakai kategori UKM.")
    page.get_by_role("button", name="Simpan draf").click()
    page.get_by_label("Unggah bukti dukung").set_input_files(photo)
    page.get_by_role("button", name="Unggah", exact=True).click()
    expect(page.get_by_role("link", name=photo.name, exact=True)).to_be_visible()
    page.get_by_role("link", name="Adaptasi", exact=True).click()
    for element in others:
        record(page, element, "Diadopsi")
        page.get_by_role("button", name="Simpan draf").click()
        page.get_by_role("link", name="Adaptasi", exact=True).click()
    page.get_by_role("button", name=f"Ajukan {len(adoption.elements)} unsur").click()

    expect(page.get_by_text("Menunggu persetujuan", exact=True)).to_have_count(
        len(adoption.elements)
    )
    expect(page.get_by_text(adoption.fidelity).first).to_be_visible()


def test_the_facilitator_comments_on_an_element(adoption, cast):
    page = cast("fasilitator")
    to_replication(page, adoption, "Adaptasi")
    page.get_by_role("row").filter(has_text=adoption.elements[0]).get_by_role(
        "link", name=re.compile("^Tulis catatan")
    ).first.click()
    page.get_by_role("textbox", name="Isi").fill(ADVICE)
    page.get_by_role("button", name="Simpan catatan").click()

    expect(page.get_by_role("article").filter(has_text=ADVICE)).to_be_visible()


def test_litbang_agrees_to_the_elements(adoption, cast):
    page = cast("litbang")
    go(page, "Tugas")
    page.get_by_role("link", name=re.compile("^Putuskan . penyesuaian unsur")).click()
    page.get_by_role("row").filter(has_text=adoption.local).get_by_role("link").first.click()
    page.get_by_role("button", name="Sepakati semua yang diajukan").click()
    page.get_by_role("button", name=f"Sepakati {len(adoption.elements)} unsur").click()

    expect(page.get_by_text("Menunggu persetujuan", exact=True)).to_have_count(0)
    expect(page.get_by_text("terverifikasi", exact=True).first).to_be_visible()
    expect(page.get_by_text(adoption.fidelity).first).to_be_visible()


# -- what it achieves -----------------------------------------------------------------------------


def test_the_agency_defines_an_outcome(adoption, cast):
    page = cast(adoption.staff)
    to_replication(page, adoption, "Hasil")
    page.get_by_role("link", name="Tambah indikator").click()
    page.get_by_role("radio", name="Hasil: manfaat bagi warga").check()
    page.get_by_label("Indikator", exact=True).fill(INDICATOR)
    page.get_by_label("Satuan").fill("usaha")
    page.get_by_role("radio", name="Makin besar makin baik").check()
    page.get_by_role("textbox", name=re.compile("^Nilai awal")).fill("12")
    page.get_by_label("Tanggal nilai awal").fill("5/1/2026")
    page.get_by_label("Sumber nilai awal").fill("Rekap dinas Januari 2026")
    page.get_by_role("textbox", name=re.compile(r"^Target \(")).fill("112")
    page.get_by_label("Target dicapai pada").fill("31/12/2026")
    page.get_by_role("button", name="Simpan indikator").click()

    expect(page.get_by_role("heading", name=INDICATOR)).to_be_visible()
    expect(page.get_by_text("1 indikator hasil, belum ada nilai terverifikasi.")).to_be_visible()


def test_the_agency_records_a_value_with_a_photo_on_the_phone(adoption, on_phone, photo):
    page = on_phone(adoption.staff)
    to_replication(page, adoption, "Hasil")
    page.get_by_role("link", name=f"Catat nilai {INDICATOR}").click()
    page.get_by_label("Tanggal ukur").fill("20/11/2026")
    page.get_by_role("textbox", name=re.compile("^Nilai")).fill("62")
    page.get_by_label("Sumber").fill("Katalog, 20 November")
    page.get_by_label("Bukti dukung").set_input_files(photo)
    assert faults(page, on_phone=True) == []
    page.get_by_role("button", name="Kirim nilai").click()

    is_told(page, "Nilai dikirim; menunggu verifikasi Litbang.")
    expect(page.get_by_role("link", name=photo.name, exact=True)).to_be_visible()


def test_the_leader_sees_the_value_as_soon_as_litbang_verified_it(adoption, cast):
    leader = cast("pimpinan")
    to_replication(leader, adoption, "Hasil")
    expect(leader.get_by_text("Belum diukur.")).to_be_visible()
    page = cast("litbang")
    to_replication(page, adoption, "Hasil")
    page.get_by_role("link", name="Periksa").first.click()
    confirm(page.get_by_role("main"), "Verifikasi")

    expect(page.get_by_role("main")).to_contain_text("Diverifikasi")
    leader.reload()
    expect(leader.get_by_text("Menempuh 50,0 % dari jarak ke target").first).to_be_visible()


# -- progress, and the end ------------------------------------------------------------------------


def test_the_head_sends_the_report_and_litbang_verifies_it(adoption, cast):
    opened_report(adoption)
    name, page = f"{adoption.local}, TW III 2026", cast(adoption.head)
    go(page, "Laporan")
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("textbox", name="Alasan tidak ada kemajuan").fill("Sudah tuntas sejak Mei.")
    for answer in ("Permasalahan", "Upaya pemecahan", "Langkah berikutnya"):
        page.get_by_role("textbox", name=answer).fill("Tidak ada.")
    page.get_by_role("button", name="Kirim laporan").click()
    page.get_by_role("button", name="Kirim laporan").click()
    is_told(page, "Laporan dikirim ke Litbang.")

    page = cast("litbang")
    go(page, "Verifikasi")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("button", name=re.compile("^Terima")).first).to_be_visible()
    for _ in range(page.locator("[data-line]").count()):
        page.locator("[data-accept]:visible").click()
    expect(page.locator("[data-left]")).to_have_text("Semua baris sudah diputuskan")
    page.get_by_role("button", name="Verifikasi laporan").click()
    is_told(page, "Laporan terverifikasi. OPD sudah diberi tahu.")

    leader = cast("pimpinan")
    to_replication(leader, adoption)
    expect(leader.get_by_role("link", name="Realisasi terverifikasi 100,0 %")).to_be_visible()


def test_the_head_proposes_to_close_it_with_lessons(adoption, cast):
    page = cast(adoption.head)
    to_replication(page, adoption)
    page.get_by_role("link", name="Tutup replikasi").click()
    page.get_by_label("Tuntas pada").fill(COMPLETED)
    page.get_by_label("Yang membantu, 1").fill("Penyuluh di tiap kecamatan.")
    page.get_by_label("Yang menghambat, 1").fill("Sinyal lemah di dua desa.")
    page.get_by_label("Saran untuk berikutnya, 1").fill(LESSON)
    assert faults(page, on_phone=False) == []
    page.get_by_role("button", name="Ajukan penutupan").click()

    expect(page.get_by_text("Menunggu persetujuan").first).to_be_visible()


def test_litbang_agrees_and_the_lessons_are_everybodys(adoption, cast):
    page = cast("litbang")
    go(page, "Tugas")
    page.get_by_role("link", name="Putuskan 1 penutupan replikasi").click()
    confirm(page, "Setujui penutupan")
    expect(page.get_by_text("Disepakati").first).to_be_visible()

    reader = cast("pariwisata")
    to_page(reader, "Pelajaran")
    expect(reader.get_by_text(LESSON)).to_be_visible()


def test_the_agency_answers_the_check_after_six_months_and_litbang_agrees(adoption, cast):
    page = cast(adoption.staff)
    go(page, "Tugas")
    page.get_by_role(
        "link", name=re.compile(f"Jawab pemeriksaan 6 bulan, {adoption.local}")
    ).click()
    page.get_by_role("radio", name="Masih berjalan").check()
    page.get_by_label("Masih dipakai oleh").fill("40")
    page.get_by_label("Satuan").fill("usaha")
    page.get_by_label("Dibiayai dari").fill("APBD 2026")
    page.get_by_role("button", name="Ajukan kepada Litbang").click()

    expect(page.get_by_text("sementara sampai disepakati Litbang").first).to_be_visible()
    page = cast("litbang")
    to_replication(page, adoption, "Keberlanjutan")
    page.get_by_role("link", name="Setujui 6 bulan").click()
    page.get_by_role("button", name="Setujui").click()

    expect(page.get_by_role("region", name="6 bulan", exact=True)).to_contain_text("Disepakati")
    expect(page.get_by_role("main")).to_contain_text("berlanjut mandiri")


# -- who reads ------------------------------------------------------------------------------------


def test_litbang_recognises_it_and_anybody_reads_so_on_the_front_page(adoption, cast):
    page = cast("litbang")
    page.get_by_role("link", name="Penutupan dan pelajaran").click()
    page.get_by_role("link", name="Beri penghargaan").click()
    page.get_by_label("Karena").fill("seluruh tonggaknya terverifikasi")
    page.get_by_label("Tampilkan di halaman depan").check()
    page.get_by_role("button", name="Buat piagam").click()
    is_told(page, "Piagam dibuat.")

    owner = cast(adoption.head)
    to_replication(owner, adoption, "Keberlanjutan")
    link = owner.get_by_role("link", name="Piagam (PDF)").get_attribute("href")
    answer = owner.request.get(link)
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF")

    anybody = cast.stranger("anybody")
    anybody.goto("/")
    expect(anybody.get_by_role("row").filter(has_text=adoption.local)).to_contain_text(
        adoption.agency
    )


def test_the_map_and_the_matrix_show_it(adoption, cast):
    page = cast("pimpinan")
    to_page(page, "Wilayah")
    page.get_by_role("main").get_by_role("link", name="Kabupaten Bangka Barat").first.click()
    expect(page.get_by_role("main").get_by_role("link", name=adoption.local).first).to_be_visible()

    reader = cast("pariwisata")
    to_page(reader, adoption.innovation)
    reader.get_by_role("link", name="Apa yang diubah para pengadopsi").click()
    expect(reader.get_by_role("main")).to_contain_text(ADAPTED)
