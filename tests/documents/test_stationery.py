"""Surat dan templat: an agency keeps its letterhead, who signs, and the template of reports."""

import pytest

from innovations.models import Stationery
from replikasi.documents.models import ReportTemplate
from replikasi.documents.standard_template import standard
from tests.documents.templates import template, upload

TYPED = {
    "from_year": "2026",
    "address": "Jalan Satu\n\n Jalan Dua ",
    "place": "Mentok",
    "position": "Kepala Dinas",
    "name": "Hasan Basri, S.E.",
    "rank": "Pembina Tk. I, IV/b",
    "nip": "19700101 199501 1 001",
}


@pytest.fixture
def home(dinkop):
    return f"/opd/{dinkop.pk}/surat/"


@pytest.fixture
def row(dinkop):
    return Stationery.objects.create(
        agency=dinkop, from_year=2021, place="Mentok", position="Kepala", name="Yang Lama"
    )


def test_a_head_adds_one_and_the_same_form_twice_adds_no_second(as_user, pak_kadis, home, dinkop):
    client = as_user(pak_kadis)
    for _ in range(2):
        assert client.post(f"{home}kop/baru/", TYPED)["Location"] == home
    made = dinkop.stationery.get()
    assert made.lines == ("Jalan Satu", "Jalan Dua")
    assert made.nip == "197001011995011001"
    assert made.history.get().history_user == pak_kadis
    text = client.get(home).content.decode()
    for told in ("dipakai tahun ini", "19700101 199501 1 001", "Jalan Dua", "Hasan Basri"):
        assert told in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"nip": "1970010119950110"}, "yang ditulis 16 angka"),
        ({"nip": "19700101199501100A"}, "17 angka dan tanda lain"),
        ({"address": "a\nb\nc\nd"}, "Paling banyak tiga baris"),
        ({"address": "a" * 101}, "paling panjang 100 huruf"),
        ({"from_year": "26"}, "Tahun antara 2000 dan 2100"),
        ({"from_year": "dua"}, "empat angka"),
        ({"place": ""}, "Tulis tempat surat"),
        ({"name": " "}, "Tulis nama penanda tangan"),
        ({"from_year": "2021"}, "Sudah ada kop surat untuk instansi ini"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(as_user, pak_kadis, home, row, typed, sentence):
    response = as_user(pak_kadis).post(f"{home}kop/baru/", {**TYPED, **typed})
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert "Pembina Tk. I, IV/b" in text
    assert Stationery.objects.get() == row


def test_who_saves_second_is_told_what_the_first_changed(as_user, pak_kadis, lia, home, row):
    address = f"{home}kop/{row.pk}/ubah/"
    seen = as_user(pak_kadis).get(address).context["form"]["seen"].value()
    first = as_user(lia).post(address, {**TYPED, "name": "Yang Baru", "seen": seen})
    assert first.status_code == 302
    second = as_user(pak_kadis).post(address, {**TYPED, "name": "Lain", "seen": seen})
    text = second.content.decode()
    assert second.status_code == 422
    assert "Lia Kartika sudah menyimpan perubahan" in text
    assert "Yang Lama → Yang Baru" in text
    row.refresh_from_db()
    assert row.name == "Yang Baru"
    again = second.context["form"]["seen"].value()
    as_user(pak_kadis).post(address, {**TYPED, "name": "Lain", "seen": again})
    row.refresh_from_db()
    assert row.name == "Lain"


def test_without_what_was_seen_nothing_is_overwritten(as_user, pak_kadis, home, row):
    assert as_user(pak_kadis).post(f"{home}kop/{row.pk}/ubah/", TYPED).status_code == 422


def test_a_row_of_another_agency_is_not_found(as_user, pak_kadis, home, distan):
    other = Stationery.objects.create(
        agency=distan, from_year=2021, place="Mentok", position="Kepala", name="Lain"
    )
    assert as_user(pak_kadis).get(f"{home}kop/{other.pk}/ubah/").status_code == 404
    mine = ReportTemplate(agency=distan, by=pak_kadis, name="a.docx", sha256="0" * 64, size=1)
    mine.file.save("a.docx", upload(b"x"))
    assert as_user(pak_kadis).get(f"{home}templat/{mine.pk}.docx").status_code == 404


def test_the_agency_page_leads_there_for_who_may(as_user, pak_kadis, rini, lia, home, dinkop):
    address = f"/opd/{dinkop.pk}/"
    assert home in as_user(pak_kadis).get(address).content.decode()
    assert home in as_user(lia).get(address).content.decode()
    assert home not in as_user(rini).get(address).content.decode()


def test_an_admin_may_keep_it_in_the_admin_site_too(as_user, admin, row):
    text = as_user(admin).get(f"/admin/innovations/agency/{row.agency_id}/change/").content.decode()
    assert 'name="stationery-0-nip"' in text


def test_an_agency_that_writes_no_reports_has_no_template(as_user, admin, bappelitbang):
    client = as_user(admin)
    text = client.get(f"/opd/{bappelitbang.pk}/surat/").content.decode()
    assert "Kop surat dan penanda tangan" in text
    assert "Templat laporan triwulan" not in text
    assert client.get(f"/opd/{bappelitbang.pk}/surat/templat/unggah/").status_code == 404


def test_a_template_is_uploaded_downloaded_taken_back_and_put_in_use_again(
    as_user, pak_kadis, home, dinkop
):
    client, content = as_user(pak_kadis), template("Laporan {{ judul }}")
    bad = client.post(
        f"{home}templat/unggah/", {"seen": 0, "file": upload(template("{{ jumlahh }}"))}
    )
    assert bad.status_code == 422
    assert "jumlahh, yang tidak dikenal" in bad.content.decode()
    empty = client.post(f"{home}templat/unggah/", {"seen": 0, "file": upload(b"")})
    assert "kosong" in empty.content.decode()
    assert (
        "Pilih berkasnya dahulu"
        in client.post(f"{home}templat/unggah/", {"seen": 0}).content.decode()
    )

    client.post(f"{home}templat/unggah/", {"seen": 0, "file": upload(content, "dinas.docx")})
    row = dinkop.report_templates.get()
    assert "dinas.docx" in client.get(home).content.decode()
    download = client.get(f"{home}templat/{row.pk}.docx")
    assert download.content == content
    assert "dinas.docx" in download["Content-Disposition"]
    assert client.get(f"{home}templat/standar.docx").content == standard()

    client.post(f"{home}templat/standar/")
    assert dinkop.report_templates.newest_first().first().is_standard
    client.post(f"{home}templat/{row.pk}/pakai/")
    assert dinkop.report_templates.newest_first().first().sha256 == row.sha256
    assert dinkop.report_templates.count() == 3
    text = client.get(home).content.decode()
    assert "Sebelumnya" in text


def test_the_queries_of_the_page_do_not_grow(as_user, lia, home, dinkop, pak_kadis, queries):
    def fill(first, last):
        for number in range(first, last):
            Stationery.objects.create(
                agency=dinkop, from_year=2000 + number, place="M", position="K", name="N"
            )
            kept = ReportTemplate(
                agency=dinkop, by=pak_kadis, name="a.docx", sha256=f"{number:064}", size=1
            )
            kept.file.save("a.docx", upload(b"x"))

    fill(0, 2)
    few = queries(as_user(lia), home)
    fill(2, 8)
    assert queries(as_user(lia), home) == few
