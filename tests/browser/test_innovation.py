"""One innovation from the catalogue to the check after six months, each role at its own.

At 1280 px; what is done standing in the field, at 360 px: the agency's answers and a measured
value with its photo. The steps follow each other: what one person did is what the next one finds.
"""

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from actionplans.models import ActionPlan, ProgressUpdate, ReportingPeriod
from actionplans.services import matrix, progress, reports, verification
from replikasi.accounts.models import User
from tests.browser.auditing import faults
from tests.browser.cast import Cast, confirm, go, is_told, most_urgent, one_step, state
from tests.browser.conftest import DESKTOP, PHONE, browsers

pytestmark = pytest.mark.browser

INNOVATION, LOCAL = "Rajutan SiBakul Jogja", "SiBakul Tani"
COMMITMENT = "Komitmen bersama replikasi inovasi pelayanan publik"
AGENCY = "Dinas Ketahanan Pangan dan Pertanian"
ELEMENT = "Pendataan pelaku usaha menurut kategori"
CORE = f"Menerapkan unsur inti: {ELEMENT}"
INDICATOR = "Usaha tani di katalog"
ADVICE = "Cocokkan dulu dengan kategori dinas koperasi."
LESSON = "Mulai dari kelompok tani yang ketuanya aktif."
CLAUSE = "Unsur inti inovasi diterapkan di daerah."
DONE, COMPLETED = date(2026, 9, 20), "20/05/2026"  # half a year ago, so that the check is due


@pytest.fixture(scope="module")
def cast(browser, portal):
    """`cast("litbang")` at 1280 px."""
    with browsers(browser, portal) as open_:
        yield Cast(lambda: open_(DESKTOP))


@pytest.fixture(scope="module")
def on_phone(browser, portal):
    """`on_phone("pertanian")` is the same person at 360 px."""
    with browsers(browser, portal) as open_:
        yield Cast(lambda: open_(PHONE, has_touch=True))


@pytest.fixture(scope="module")
def stopped():
    """Where the journey stopped: [] or [name of the step]."""
    return []


@pytest.fixture(autouse=True)
def step(request, cast, on_phone, stopped):
    with one_step(request, stopped, cast, on_phone):
        yield


def person(name):
    return User.objects.get(username=name)


def to_page(page, name):
    """From anywhere to the page `name` beside the catalogue, or to an innovation in it."""
    go(page, "Inovasi")
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def to_replication(page, tab=None):
    """From the catalogue to the page of the replication, and to its `tab`."""
    to_page(page, INNOVATION)
    adopters = page.get_by_role("region", name="Direplikasi oleh")
    adopters.get_by_role("row").filter(has_text=LOCAL).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name=LOCAL, level=1, exact=True)).to_be_visible()
    if tab:
        tabs = page.get_by_role("navigation", name="Halaman replikasi")
        tabs.get_by_role("link", name=tab).click()
        expect(tabs.get_by_role("link", name=tab)).to_have_attribute("aria-current", "page")


# -- before adoption ------------------------------------------------------------------------------


def test_litbang_finds_it_and_begins_the_suitability(cast):
    page = cast("litbang")
    go(page, "Inovasi")
    page.get_by_label("Cari").fill("sibakul")
    page.get_by_role("button", name="Terapkan").click()
    page.get_by_role("link", name=INNOVATION, exact=True).click()
    page.get_by_role("link", name="Uji kesesuaian").click()
    page.get_by_label("OPD yang akan mengadopsi").select_option(label=AGENCY)
    page.get_by_role("button", name="Mulai mengisi").click()

    expect(page.get_by_role("heading", name="Isi uji kesesuaian")).to_be_visible()
    expect(page.get_by_text("0 dari 15 dijawab")).to_be_visible()


def test_the_agency_answers_on_the_phone(on_phone):
    page = on_phone("pertanian")
    page.get_by_role("link", name=re.compile("^Notifikasi")).click()
    page.get_by_role("button", name=re.compile(f"uji kesesuaian.*{INNOVATION}")).first.click()
    page.get_by_role("link", name="Isi jawaban").click()
    expect(page.get_by_role("heading", name="Isi uji kesesuaian")).to_be_visible()
    for question in page.get_by_role("main").get_by_role("group").all():
        question.get_by_role("radio", name="3, Hampir penuh").check()
    page.get_by_label("Dasar jawaban").first.fill("Data dinas 2026: 214 usaha tani.")
    assert faults(page, on_phone=True) == []
    page.get_by_role("button", name="Simpan dan lihat hasil").click()

    is_told(page, "Jawaban disimpan.")
    expect(page.get_by_text("75,0 %").first).to_be_visible()
    expect(page.get_by_text("Giliran: Litbang menyelesaikannya.")).to_be_visible()


def test_litbang_finishes_it_and_adopts(cast):
    page = cast("litbang")
    to_page(page, "Kesesuaian")
    page.get_by_role("row").filter(has_text=AGENCY).filter(has_text="Diisi").get_by_role(
        "link", name=INNOVATION
    ).click()
    page.get_by_role("link", name="Selesaikan").click()
    page.get_by_label("Catatan Litbang").fill("Biaya tahun pertama masuk DPA.")
    page.get_by_role("button", name="Selesaikan").click()
    is_told(page, "Uji kesesuaian diselesaikan.")

    page.get_by_role("link", name="Mulai replikasi").click()
    page.get_by_label("Tahun program").select_option("2026")
    expect(page.get_by_role("heading", name="Rencana usulan 2026")).to_be_visible()
    expect(page.get_by_text(CORE)).to_be_visible()
    page.get_by_label("Nama lokal").fill(LOCAL)
    page.get_by_label("Fasilitator").select_option(label="Universitas Bangka Belitung")
    page.get_by_label("Komitmen bersama").select_option(label=COMMITMENT)
    page.get_by_role("button", name="Mulai replikasi").click()

    is_told(page, "Replikasi dimulai. OPD diberi tahu.")
    expect(page.get_by_role("heading", name=LOCAL, level=1)).to_be_visible()


# -- the plan -------------------------------------------------------------------------------------


def proposed_plan():
    return ActionPlan.objects.get(replication__local_name=LOCAL, fiscal_year=2026)


def test_the_agency_submits_its_proposed_plan_and_litbang_approves_it(cast):
    for row in proposed_plan().milestones.all():  # cell by cell it is done in test_journey.py
        row.output, row.indicator = row.output or row.activity, "Jumlah dokumen"
        row.unit, row.target, row.evidence_expected = "dokumen", Decimal(1), "Dokumen"
        row.person_in_charge = "Kepala Bidang Ketahanan Pangan"
        matrix.save_milestone(milestone=row, by=person("pertanian"))
    page = cast("pertanian.kepala")
    most_urgent(page, f"Lengkapi rencana aksi 2026, {LOCAL}").click()
    expect(state(page)).to_have_text("Draf")
    confirm(page, "Ajukan rencana")

    is_told(page, "Rencana diajukan. Litbang sudah diberi tahu.")
    page = cast("litbang")
    go(page, "Tugas")
    page.get_by_role("link", name=f"Putuskan rencana aksi 2026, {LOCAL}").click()
    confirm(page, "Setujui rencana")

    is_told(page, "Rencana disetujui.")


def test_a_clause_of_the_commitment_is_traced_to_the_milestone_that_serves_it(cast):
    page = cast("litbang")
    to_page(page, "Komitmen")
    page.get_by_role("link", name=COMMITMENT).click()
    expect(page.get_by_role("main").get_by_role("link", name=LOCAL)).to_be_visible()
    page.get_by_role("link", name="Catat butir").click()
    page.get_by_label("Isi butir").first.fill(CLAUSE)
    page.get_by_role("button", name="Simpan komitmen").click()

    owner = cast("pertanian")
    to_page(owner, "Komitmen")
    owner.get_by_role("link", name=COMMITMENT).click()
    owner.get_by_role("link", name=re.compile("^Kaitkan dengan tonggak")).click()
    owner.get_by_role("link", name=f"Pilih tonggak dari {LOCAL} 2026").click()
    owner.get_by_label(CORE).check()
    owner.get_by_role("button", name="Simpan", exact=True).click()

    expect(owner.get_by_role("link", name=CORE)).to_be_visible()


# -- what was adapted -----------------------------------------------------------------------------


def record(page, element, choice):
    """The agency says of `element` that it was adopted, adapted or dropped."""
    page.get_by_role("row").filter(has_text=element).get_by_role(
        "link", name=re.compile("^Catat perlakuan")
    ).click()
    page.get_by_role("radio", name=choice).check()


def test_the_agency_records_its_adaptations_with_evidence(cast, photo):
    page = cast("pertanian")
    to_replication(page, "Adaptasi")
    record(page, ELEMENT, "Disesuaikan")
    page.get_by_label("Apa yang disesuaikan").fill("Kategori mengikuti komoditas.")
    page.get_by_label("Alasan").fill("Usaha tani tidak memakai kategori UKM.")
    page.get_by_role("button", name="Simpan draf").click()
    page.get_by_label("Unggah bukti dukung").set_input_files(photo)
    page.get_by_role("button", name="Unggah", exact=True).click()
    expect(page.get_by_role("link", name=photo.name, exact=True)).to_be_visible()
    page.get_by_role("link", name="Adaptasi", exact=True).click()
    for element in ("Kurasi produk", "Satu pendamping tetap"):
        record(page, element, "Diadopsi")
        page.get_by_role("button", name="Simpan draf").click()
        page.get_by_role("link", name="Adaptasi", exact=True).click()
    page.get_by_role("button", name="Ajukan 3 unsur").click()

    expect(page.get_by_text("Menunggu persetujuan", exact=True)).to_have_count(3)
    expect(page.get_by_text("83,3 %").first).to_be_visible()


def test_the_facilitator_comments_on_an_element(cast):
    page = cast("fasilitator")
    to_replication(page, "Adaptasi")
    page.get_by_role("row").filter(has_text=ELEMENT).get_by_role(
        "link", name=re.compile("^Tulis catatan")
    ).first.click()
    page.get_by_role("textbox", name="Isi").fill(ADVICE)
    page.get_by_role("button", name="Simpan catatan").click()

    expect(page.get_by_role("article").filter(has_text=ADVICE)).to_be_visible()


def test_litbang_agrees_to_the_elements(cast):
    page = cast("litbang")
    go(page, "Tugas")
    page.get_by_role("link", name=re.compile("^Putuskan . penyesuaian unsur")).click()
    page.get_by_role("row").filter(has_text=LOCAL).get_by_role("link").first.click()
    ticks = page.get_by_role("checkbox", name=re.compile("^Pilih unsur"))
    expect(ticks).to_have_count(3)
    for tick in ticks.all():
        tick.check()
    page.get_by_role("button", name="Sepakati").click()

    expect(page.get_by_text("Menunggu persetujuan", exact=True)).to_have_count(0)
    expect(page.get_by_text("terverifikasi", exact=True).first).to_be_visible()
    expect(page.get_by_text("83,3 %").first).to_be_visible()


# -- what it achieves -----------------------------------------------------------------------------


def test_the_agency_defines_an_outcome(cast):
    page = cast("pertanian")
    to_replication(page, "Hasil")
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


def test_the_agency_records_a_value_with_a_photo_on_the_phone(on_phone, photo):
    page = on_phone("pertanian")
    to_replication(page, "Hasil")
    page.get_by_role("link", name=f"Catat nilai {INDICATOR}").click()
    page.get_by_label("Tanggal ukur").fill("20/11/2026")
    page.get_by_role("textbox", name=re.compile("^Nilai")).fill("62")
    page.get_by_label("Sumber").fill("Katalog, 20 November")
    page.get_by_label("Bukti dukung").set_input_files(photo)
    assert faults(page, on_phone=True) == []
    page.get_by_role("button", name="Kirim nilai").click()

    is_told(page, "Nilai dikirim; menunggu verifikasi Litbang.")
    expect(page.get_by_role("link", name=photo.name, exact=True)).to_be_visible()


def test_the_leader_sees_the_value_as_soon_as_litbang_verified_it(cast):
    leader = cast("pimpinan")
    to_replication(leader, "Hasil")
    expect(leader.get_by_text("Belum diukur.")).to_be_visible()
    page = cast("litbang")
    to_replication(page, "Hasil")
    page.get_by_role("link", name="Periksa").first.click()
    confirm(page.get_by_role("main"), "Verifikasi")

    expect(page.get_by_role("main")).to_contain_text("Diverifikasi")
    leader.reload()
    expect(leader.get_by_text("Menempuh 50,0 % dari jarak ke target").first).to_be_visible()


# -- progress, and the end ------------------------------------------------------------------------


def test_progress_is_reported_and_verified(cast):
    plan, staff = proposed_plan(), person("pertanian")
    for row in plan.milestones.all():  # by hand it is done in test_journey.py
        update = ProgressUpdate(
            milestone=row, happened_on=DONE, percent=100, quantity=1, spent=0, note="Selesai."
        )
        progress.record_progress(update=update, by=staff)
    quarter = ReportingPeriod.objects.get(year=2026, quarter=3)
    report, _ = reports.open_report(plan=plan, period=quarter, by=staff)
    words = dict.fromkeys(("problem", "solution", "next_steps"), "Tidak ada.")
    report = reports.send_report(report=report, by=person("pertanian.kepala"), **words)
    accepted = {line.pk: (line.percent, "") for line in report.lines.all()}
    verification.verify_report(report=report, by=person("litbang"), judgements=accepted)
    page = cast("pimpinan")
    to_replication(page)

    expect(page.get_by_role("link", name="Realisasi terverifikasi 100,0 %")).to_be_visible()


def test_the_head_proposes_to_close_it_with_lessons(cast):
    page = cast("pertanian.kepala")
    to_replication(page)
    page.get_by_role("link", name="Tutup replikasi").click()
    page.get_by_label("Tuntas pada").fill(COMPLETED)
    page.get_by_label("Yang membantu, 1").fill("Penyuluh di tiap kecamatan.")
    page.get_by_label("Yang menghambat, 1").fill("Sinyal lemah di dua desa.")
    page.get_by_label("Saran untuk berikutnya, 1").fill(LESSON)
    assert faults(page, on_phone=False) == []
    page.get_by_role("button", name="Ajukan penutupan").click()

    expect(page.get_by_text("Menunggu persetujuan").first).to_be_visible()


def test_litbang_agrees_and_the_lessons_are_everybodys(cast):
    page = cast("litbang")
    go(page, "Tugas")
    page.get_by_role("link", name="Putuskan 1 penutupan replikasi").click()
    confirm(page, "Setujui penutupan")
    expect(page.get_by_text("Disepakati").first).to_be_visible()

    reader = cast("pariwisata")
    to_page(reader, "Pelajaran")
    expect(reader.get_by_text(LESSON)).to_be_visible()


def test_the_agency_answers_the_check_after_six_months_and_litbang_agrees(cast):
    page = cast("pertanian")
    go(page, "Tugas")
    page.get_by_role("link", name=re.compile(f"Jawab pemeriksaan 6 bulan, {LOCAL}")).click()
    page.get_by_role("radio", name="Masih berjalan").check()
    page.get_by_label("Masih dipakai oleh").fill("40")
    page.get_by_label("Satuan").fill("usaha")
    page.get_by_label("Dibiayai dari").fill("APBD 2026")
    page.get_by_role("button", name="Ajukan kepada Litbang").click()

    expect(page.get_by_text("sementara sampai disepakati Litbang").first).to_be_visible()
    page = cast("litbang")
    to_replication(page, "Keberlanjutan")
    page.get_by_role("link", name="Setujui 6 bulan").click()
    page.get_by_role("button", name="Setujui").click()

    expect(page.get_by_role("region", name="6 bulan", exact=True)).to_contain_text("Disepakati")
    expect(page.get_by_role("main")).to_contain_text("berlanjut mandiri")


# -- who reads ------------------------------------------------------------------------------------


def test_litbang_recognises_it_and_anybody_reads_so_on_the_front_page(cast):
    page = cast("litbang")
    page.get_by_role("link", name="Penutupan dan pelajaran").click()
    page.get_by_role("link", name="Beri penghargaan").click()
    page.get_by_label("Karena").fill("seluruh tonggaknya terverifikasi")
    page.get_by_label("Tampilkan di halaman depan").check()
    page.get_by_role("button", name="Buat piagam").click()
    is_told(page, "Piagam dibuat.")

    owner = cast("pertanian.kepala")
    to_replication(owner, "Keberlanjutan")
    link = owner.get_by_role("link", name="Piagam (PDF)").get_attribute("href")
    answer = owner.request.get(link)
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF")

    anybody = cast.stranger("anybody")
    anybody.goto("/")
    expect(anybody.get_by_role("row").filter(has_text=LOCAL)).to_contain_text(AGENCY)


def test_the_map_and_the_matrix_show_it(cast):
    page = cast("pimpinan")
    to_page(page, "Wilayah")
    page.get_by_role("main").get_by_role("link", name="Kabupaten Bangka Barat").first.click()
    expect(page.get_by_role("main").get_by_role("link", name=LOCAL).first).to_be_visible()

    reader = cast("pariwisata")
    to_page(reader, INNOVATION)
    reader.get_by_role("link", name="Apa yang diubah para pengadopsi").click()
    expect(reader.get_by_role("main")).to_contain_text("Kategori mengikuti komoditas.")
