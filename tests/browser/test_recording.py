"""Recording on a phone with a bad line: nothing typed is lost, and nothing is sent twice."""

import re
from datetime import date
from itertools import count

import pytest
from django.conf import settings
from django.test import Client
from PIL import ExifTags, Image
from playwright.sync_api import expect

from actionplans.models import ProgressUpdate
from replikasi.accounts.models import User
from replikasi.common.demo import DEMO_PASSWORD
from tests.browser.auditing import faults
from tests.browser.cast import is_told
from tests.browser.conftest import PATIENCE, PHONE

pytestmark = pytest.mark.browser

MILESTONE = "Uji coba katalog di 2 sentra"
POOR_LINE = {"offline": False, "latency": 40, "downloadThroughput": -1, "uploadThroughput": 200_000}
KEPT = """(value) => import("/static/js/outbox.js").then((outbox) => outbox.all()).then((items) =>
  items.some((one) => one.files.length && one.fields.some((field) => field[1] === value)))"""
numbers = count(1)


@pytest.fixture
def page(open_browser):
    return open_browser(PHONE, as_="koperasi", has_touch=True)


@pytest.fixture
def note():
    """What this test writes, and finds its own update by."""
    return f"Catatan uji nomor {next(numbers)}."


@pytest.fixture(scope="module")
def shots(tmp_path_factory):
    """Two photos as a phone takes them, of 3 November 2026."""
    place = tmp_path_factory.mktemp("shots")
    exif = Image.Exif()
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: "2026:11:03 08:15:00"}
    paths = [place / "katalog-satu.jpg", place / "katalog-dua.jpg"]
    for path in paths:
        noise = Image.effect_noise((2400, 1800), 60).convert("RGB")
        noise.save(path, quality=90, exif=exif.tobytes())
    return paths


def fill_in(page, note, *, percent="75", files=()):
    """From the tasks to the form, and everything in it but the last press."""
    page.goto("/tugas/")
    page.get_by_role("link", name=MILESTONE).click()
    expect(page.locator("[data-pick]")).to_be_visible()  # the script has begun
    page.get_by_label("Capaian sampai hari ini", exact=True).fill(percent)
    page.get_by_role("textbox", name="Catatan").fill(note)
    if files:
        page.get_by_label("Foto dan berkas").set_input_files(files)
        expect(page.locator('[data-state="shrinking"]')).to_have_count(0)
    expect(page.locator("form .up")).to_have_count(len(files))


def wait_until_kept(page, value):
    """Until the device holds an item with this `value` and a file."""
    for _ in range(PATIENCE // 50):
        if page.evaluate(KEPT, value):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{value} is not kept on the device")


def save(page):
    page.get_by_role("button", name="Simpan progres").click()


def bar(page):
    return page.get_by_role("complementary", name="Belum terkirim")


def updates(note):
    return ProgressUpdate.objects.filter(note=note)


def session_of(username):
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def log_in_as(context, username, portal):
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(username), "url": portal}
    context.add_cookies([cookie])


def test_what_was_saved_offline_is_sent_once_with_its_photos(page, note, shots):
    fill_in(page, note, files=shots)
    page.context.set_offline(True)
    save(page)
    expect(bar(page)).to_contain_text("1 catatan belum terkirim")
    expect(page.get_by_text("Isian disimpan di perangkat ini")).to_be_visible()
    assert not updates(note).exists()

    page.context.set_offline(False)
    is_told(page, "Progres tersimpan.")

    pieces = updates(note).get().evidence.all()
    assert sorted(piece.name for piece in pieces) == ["katalog-dua.jpg", "katalog-satu.jpg"]
    for piece, path in zip(pieces.order_by("-name"), shots, strict=True):
        assert piece.size < path.stat().st_size / 2
        assert piece.taken_on == date(2026, 11, 3)
    expect(bar(page)).to_be_hidden()


def test_a_photo_whose_place_is_kept_is_sent_as_it_is(page, note, shots):
    fill_in(page, note, files=shots[:1])
    page.get_by_text("Tautan, lokasi foto, dan kerahasiaan").click()
    page.get_by_label("Simpan lokasi pada foto").check()
    save(page)
    is_told(page, "Progres tersimpan.")
    piece = updates(note).get().evidence.get()
    with piece.file.open() as file:
        assert Image.open(file).size == (2400, 1800)


def test_a_closed_tab_loses_nothing(page, note, shots):
    fill_in(page, note, files=shots[:1])
    page.context.set_offline(True)
    save(page)
    expect(bar(page)).to_contain_text("1 catatan belum terkirim")
    context = page.context
    page.close()

    context.set_offline(False)
    another = context.new_page()
    another.goto("/dasbor/")
    expect(bar(another)).to_contain_text("Catatan terkirim.")
    assert updates(note).get().evidence.count() == 1


def test_an_answer_that_got_lost_doubles_nothing(page, note, shots):
    lost = []

    def lose_the_first(route):
        if route.request.method != "POST" or any(path == route.request.url for path in lost):
            return route.continue_()
        lost.append(route.request.url)
        route.fetch()
        return route.abort()

    fill_in(page, note, files=shots[:1])
    page.route(re.compile("/progres/|/bukti/"), lose_the_first)
    save(page)
    expect(page.get_by_text("Isian disimpan di perangkat ini")).to_be_visible()
    assert updates(note).count() == 1
    bar(page).get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_role("button", name="Ulangi katalog-satu.jpg")).to_be_visible()
    page.get_by_role("button", name="Ulangi katalog-satu.jpg").click()
    is_told(page, "Progres tersimpan.")

    assert len(lost) == 2
    assert updates(note).get().evidence.count() == 1


def test_a_session_that_ended_keeps_what_was_typed(page, note, shots):
    fill_in(page, note, files=shots[:1])
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.watch.expect(401)
    save(page)
    expect(page.locator("[data-callout]")).to_contain_text("Sesi berakhir")
    page.locator("[data-callout]").get_by_role("link", name="Masuk lagi").click()

    page.get_by_label("Nama pengguna atau email").fill("koperasi")
    page.get_by_label("Kata sandi", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    is_told(page, "Progres tersimpan.")
    assert updates(note).get().evidence.count() == 1


def test_what_the_portal_refuses_opens_the_form_again(page, note):
    fill_in(page, note, percent="101")
    page.context.set_offline(True)
    save(page)
    expect(bar(page)).to_contain_text("1 catatan belum terkirim")
    context = page.context
    page.close()
    context.set_offline(False)
    another = context.new_page()
    another.goto("/dasbor/")
    expect(bar(another)).to_contain_text("Isi dengan angka dari 0 sampai 100")

    bar(another).get_by_role("link", name="Buka").click()
    percent = another.get_by_label("Capaian sampai hari ini", exact=True)
    expect(percent).to_have_value("101")
    expect(another.locator(".field-bad")).to_contain_text("100")
    percent.fill("76")
    save(another)
    is_told(another, "Progres tersimpan.")
    assert updates(note).get().percent == 76
    expect(bar(another)).to_be_hidden()


def test_a_file_that_is_refused_is_thrown_away_and_the_rest_stays(page, note, shots, tmp_path):
    wrong = tmp_path / "daftar.pdf"
    wrong.write_bytes(b"MZ" + bytes(400))
    fill_in(page, note, files=[shots[0], wrong])
    page.watch.expect(422)
    save(page)
    row = page.get_by_role("listitem").filter(has_text="daftar.pdf")
    expect(row).to_contain_text("program")
    assert faults(page, on_phone=True) == []
    expect(page.get_by_role("listitem").filter(has_text="katalog-satu.jpg")).to_contain_text(
        "Terkirim"
    )
    page.get_by_role("button", name="Buang daftar.pdf").click()
    is_told(page, "Progres tersimpan.")
    assert [piece.name for piece in updates(note).get().evidence.all()] == ["katalog-satu.jpg"]


def test_an_upload_is_stopped_and_taken_up_again(page, note, shots):
    fill_in(page, note, files=shots)
    line = page.context.new_cdp_session(page)
    line.send("Network.emulateNetworkConditions", POOR_LINE)
    save(page)
    page.get_by_role("button", name="Hentikan katalog-dua.jpg").click()
    expect(page.get_by_role("listitem").filter(has_text="katalog-dua.jpg")).to_contain_text(
        "Dihentikan"
    )
    line.detach()
    page.get_by_role("button", name="Ulangi katalog-dua.jpg").click()
    is_told(page, "Progres tersimpan.")
    assert updates(note).get().evidence.count() == 2


def test_what_is_being_typed_survives_a_reload_and_can_be_thrown_away(page, note, shots):
    fill_in(page, note, percent="77", files=shots[:1])
    wait_until_kept(page, "77")
    page.reload()
    expect(page.get_by_label("Capaian sampai hari ini", exact=True)).to_have_value("77")
    expect(page.locator("form .up")).to_contain_text("katalog-satu.jpg")
    expect(page.get_by_text("belum disimpan.")).to_be_visible()
    expect(bar(page)).to_be_hidden()

    page.get_by_role("button", name="Buang isian").click()
    page.get_by_role("dialog").get_by_role("button", name="Buang isian").click()
    expect(page.get_by_label("Capaian sampai hari ini", exact=True)).not_to_have_value("77")
    assert not updates(note).exists()


def test_what_is_changed_after_it_was_saved_offline_waits_for_the_person(page, note):
    fill_in(page, note)
    page.context.set_offline(True)
    save(page)
    expect(page.get_by_text("Isian disimpan di perangkat ini")).to_be_visible()
    page.get_by_role("textbox", name="Capaian sampai hari ini").fill("7")
    expect(page.get_by_text("Isian berubah. Simpan lagi agar dikirim.")).to_be_visible()
    page.context.set_offline(False)
    page.goto("/tugas/")
    expect(bar(page)).to_contain_text("Diubah sesudah disimpan")
    assert not updates(note).exists()

    bar(page).get_by_role("link", name="Buka").click()
    percent = page.get_by_role("textbox", name="Capaian sampai hari ini")
    expect(percent).to_have_value("7")
    percent.fill("78")
    save(page)
    is_told(page, "Progres tersimpan.")
    assert updates(note).get().percent == 78


def test_another_person_on_the_device_neither_sees_nor_sends_it(page, note, portal):
    fill_in(page, note)
    page.context.set_offline(True)
    save(page)
    expect(bar(page)).to_contain_text("1 catatan belum terkirim")
    log_in_as(page.context, "pertanian", portal)
    page.context.set_offline(False)
    expect(page.locator("[data-callout]")).to_contain_text("Orang lain sedang masuk")

    page.goto("/tugas/")
    expect(page.get_by_text("Ada catatan orang lain yang belum terkirim")).to_be_visible()
    expect(bar(page)).to_be_hidden()
    assert MILESTONE not in page.content()
    assert not updates(note).exists()

    log_in_as(page.context, "koperasi", portal)
    page.goto("/tugas/")
    expect(bar(page)).to_contain_text("Catatan terkirim.")
    assert updates(note).get().by.username == "koperasi"


def test_what_is_not_wanted_any_more_is_discarded(page, note):
    fill_in(page, note)
    page.context.set_offline(True)
    save(page)
    expect(bar(page)).to_contain_text("1 catatan belum terkirim")
    page.route(
        "**/progres/",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.context.set_offline(False)
    page.goto("/tugas/")
    bar(page).get_by_role("button", name="Buang").click()
    page.get_by_role("dialog", name="Buang catatan ini?").get_by_role(
        "button", name="Buang catatan"
    ).click()
    expect(bar(page)).to_be_hidden()
    assert not updates(note).exists()
