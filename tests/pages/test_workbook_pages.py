"""The workbook through the browser's eyes: down, up, the preview, taking it over, dropping it."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from actionplans.models import PlanImport
from actionplans.services import matrix
from replikasi.common.listbook import XLSX
from tests import factories
from tests.actionplans.workbooks import books

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(sibakul, rini, pak_kadis, lia):
    return factories.ActionPlanFactory(replication=sibakul, milestones=6)


def send(client, plan, book, **more):
    book = book.book if isinstance(book, books.Book) else book
    file = book if hasattr(book, "read") else books.as_file(book)
    return client.post(reverse("plan_import", args=[plan.pk]), {"file": file, **more})


def text(response):
    return response.content.decode()


# -- down -----------------------------------------------------------------------------------------


def test_the_matrix_comes_as_a_workbook_named_for_the_plan(as_user, ibu_sekda, plan):
    answer = as_user(ibu_sekda).get(reverse("plan_workbook", args=[plan.pk]))
    assert answer["Content-Type"] == XLSX
    assert (
        'filename="rencana-aksi-2026-rajutan-sibakul-jogja.xlsx"' in (answer["Content-Disposition"])
    )
    assert books.Book(books.opened(answer.content)).cell(0, "activity").value == "Kegiatan 1"


def test_a_version_comes_as_it_was_approved(as_user, rini, sibakul):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=2, revising=True)
    plan.milestones.filter(number=1).update(activity="Sudah lain")
    client, address = as_user(rini), reverse("plan_workbook", args=[plan.pk])
    book = books.Book(books.opened(client.get(address, {"versi": 1}).content))
    assert book.cell(0, "activity").value == "Kegiatan 1"
    assert client.get(address, {"versi": 9}).status_code == 404
    assert client.get(address, {"versi": "x"}).status_code == 404


# -- up, looked at, applied -----------------------------------------------------------------------


def test_a_plain_post_leads_to_the_preview_and_from_there_into_the_plan_and_back(
    as_user, rini, plan
):
    client = as_user(rini)
    before = client.get(reverse("plan_workbook", args=[plan.pk])).content
    book = books.Book(books.opened(before))
    book.put(0, weight=20.5, output="Modul <baru>")
    preview = send(client, plan, book)
    assert preview.status_code == 302
    page = text(client.get(preview.url))
    assert "Terapkan 1 baris" in page
    for shown in ("16,67", "20,5", "Modul &lt;baru&gt;", "H9", "Baris 9"):
        assert shown in page
    assert plan.milestones.get(number=1).output == "Dokumen"

    done = client.post(preview.url + "terapkan/", follow=True)
    assert "Buku kerja diterapkan: 1 tonggak diubah." in text(done)
    edit = PlanImport.objects.get().edit
    assert reverse("plan_undo", args=[edit.pk]) in text(done)
    assert plan.milestones.get(number=1).output == "Modul <baru>"
    client.post(reverse("plan_undo", args=[edit.pk]))
    assert client.get(reverse("plan_workbook", args=[plan.pk])).content == before
    assert "Unggahan diurungkan" in text(client.get(preview.url))


def test_applied_twice_it_is_done_once(as_user, rini, plan):
    client = as_user(rini)
    book = books.downloaded(plan)
    book.put(6, stage="Persiapan", activity="Baru")
    url = send(client, plan, book).url
    for _ in range(2):
        client.post(url + "terapkan/")
    assert plan.milestones.filter(activity="Baru").count() == 1


def test_nothing_changed_is_said_so(as_user, rini, plan):
    client = as_user(rini)
    page = text(client.get(send(client, plan, books.downloaded(plan)).url))
    assert "Tidak ada perubahan" in page
    assert "terapkan/" not in page


def test_errors_stand_first_and_the_button_counts_what_it_applies(as_user, rini, plan):
    client = as_user(rini)
    book = books.downloaded(plan)
    book.put(0, output="Lain")
    book.put(3, weight="banyak")
    page = text(client.get(send(client, plan, book).url))
    assert "Terapkan 1 baris" in page
    assert "1 baris dengan kesalahan dilewati" in page
    assert page.index("H12") < page.index("Baris 9")
    assert "Perbaiki di buku kerja, lalu unggah lagi." in page
    assert "Unduh rencana lagi" not in page


def test_a_refused_row_is_to_be_done_again_in_a_fresh_download(as_user, rini, plan):
    client = as_user(rini)
    book = books.downloaded(plan)
    book.put(0, output="Lain")
    row = plan.milestones.get(number=1)
    row.output = "Milik orang"
    matrix.save_milestone(milestone=row, by=rini)
    page = text(client.get(send(client, plan, book).url))
    assert "1 baris yang ditolak dilewati" in page
    assert "Unduh rencana lagi, lalu ulangi perubahan pada baris ini." in page
    assert "Perbaiki di buku kerja" not in page


def test_the_preview_says_what_the_plan_adds_up_to(as_user, rini, plan):
    client = as_user(rini)
    plan.milestones.update(weight=10, ceiling=1_000_000)
    plan.milestones.filter(number=1).update(weight=50)
    book = books.downloaded(plan)
    book.put(0, weight=45, ceiling=3_000_000)
    book.put(3, weight="banyak", ceiling=9_000_000)  # at fault, so it stays as it is
    book.put(6, stage="Persiapan", activity="Baru", weight=3)
    page = text(client.get(send(client, plan, book).url))
    assert "Sesudah diterapkan: 7 tonggak" in page
    assert 'class="late strong">bobot 98 (kurang 2)</span>, pagu Rp8.000.000.' in page

    book.put(6, weight=5)
    page = text(client.get(send(client, plan, book).url))
    assert "<span>bobot 100</span>" in page
    book.put(6, weight=7.5)
    page = text(client.get(send(client, plan, book).url))
    assert "bobot 102,5 (lebih 2,5)" in page


def test_rows_left_out_are_shown_after_the_rest_was_applied(as_user, rini, plan):
    client = as_user(rini)
    book = books.downloaded(plan)
    book.put(0, output="Lain")
    book.put(3, weight="banyak")
    done = client.post(send(client, plan, book).url + "terapkan/", follow=True)
    assert "Tidak diterapkan" in text(done)
    assert "H12" in text(done)
    assert "1 tonggak diubah" in text(done)


def test_the_kinds_are_filters_in_the_address(as_user, rini, plan):
    client = as_user(rini)
    book = books.downloaded(plan)
    book.put(0, output="Lain sekali")
    book.put(6, stage="Persiapan", activity="Baru sama sekali")
    url = send(client, plan, book).url
    page = text(client.get(url, {"tampil": "baru"}))
    assert "Baru sama sekali" in page
    assert "Lain sekali" not in page
    same = text(client.get(url, {"tampil": "tetap"}))
    assert "6. Kegiatan 6" in same
    assert "Tidak ada baris di sini" in text(client.get(url, {"tampil": "dihapus"}))


def test_columns_are_assigned_by_hand_on_the_preview(as_user, rini, plan):
    client = as_user(rini)
    book = books.foreign(
        ["Tahap", "Kegiatan", "Apa saja"], [["Persiapan", "Kegiatan 1", "Dari tangan"]]
    )
    url = send(client, plan, book).url
    page = text(client.get(url))
    assert "C · Apa saja" in page
    assert "1 kolom tidak dipakai" in page
    fields = {"sheet": "0", "missing": "pertahankan", "stage": ""}
    fields |= {"kolom-0": "stage", "kolom-1": "activity", "kolom-2": "output"}
    assert client.post(url, fields).url == url
    assert "Dari tangan" in text(client.get(url))
    twice = client.post(url, fields | {"kolom-1": "output"})
    assert twice.status_code == 422
    assert "sudah diisi dari kolom lain" in text(twice)


def test_a_changed_plan_is_told_on_an_older_preview(as_user, rini, pak_kadis, plan):
    client = as_user(rini)
    book = books.downloaded(plan)
    book.put(0, output="Lain")
    url = send(client, plan, book).url
    row = plan.milestones.get(number=1)
    row.weight = 3
    matrix.save_milestone(milestone=row, by=pak_kadis)
    assert "Rencana berubah sejak pratinjau ini dibuat" in text(client.get(url))
    client.post(url, {"missing": "hapus"})
    page = text(client.get(url))
    assert "Rencana berubah sejak" not in page
    assert "1 baris yang ditolak dilewati" in page


def test_dropped_it_leaves_the_plan_as_it_is(as_user, rini, plan):
    client = as_user(rini)
    book = books.downloaded(plan)
    book.put(0, output="Lain")
    url = send(client, plan, book).url
    client.post(url + "buang/")
    assert plan.milestones.get(number=1).output == "Dokumen"
    assert "Unggahan dibuang" in text(client.get(url))
    refused = client.post(url + "terapkan/", follow=True)
    assert "sudah diterapkan atau dibuang" in text(refused)


# -- refusals -------------------------------------------------------------------------------------


def test_a_file_that_is_no_workbook_gets_a_sentence(as_user, rini, plan):
    answer = send(as_user(rini), plan, books.as_file(b"bukan buku kerja"))
    assert answer.status_code == 422
    assert "field-err" in text(answer)
    assert not PlanImport.objects.exists()


def test_without_a_file_the_form_asks_for_one(as_user, rini, plan):
    answer = as_user(rini).post(reverse("plan_import", args=[plan.pk]))
    assert answer.status_code == 422
    assert "Pilih berkas .xlsx" in text(answer)


def test_a_plan_that_is_not_being_edited_takes_no_workbook(as_user, rini, sibakul):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=1, approved=True)
    client = as_user(rini)
    page = text(client.get(reverse("plan_import", args=[plan.pk])))
    assert "tidak sedang disusun" in page
    assert 'type="file"' not in page
    answer = send(client, plan, books.downloaded(plan))
    assert answer.status_code == 422
    assert "tidak sedang disusun" in text(answer)


def test_the_plan_page_offers_excel_to_readers_and_upload_to_editors(
    as_user, rini, ibu_sekda, plan
):
    address = reverse("plan", args=[plan.pk])
    mine, theirs = text(as_user(rini).get(address)), text(as_user(ibu_sekda).get(address))
    for page in (mine, theirs):
        assert reverse("plan_workbook", args=[plan.pk]) in page
    assert reverse("plan_import", args=[plan.pk]) in mine
    assert reverse("plan_import", args=[plan.pk]) not in theirs


# -- by script ------------------------------------------------------------------------------------


def test_a_script_is_told_the_address_and_how_far_the_reading_is(as_user, rini, tono, plan):
    client, key = as_user(rini), uuid4()
    answer = client.post(
        reverse("plan_import", args=[plan.pk]),
        {"file": books.as_file(books.downloaded(plan).book), "key": key},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    preview = PlanImport.objects.get(key=key)
    assert answer.json() == {"url": reverse("import_preview", args=[preview.pk])}
    progress = reverse("import_progress", args=[key])
    assert client.get(progress).json() == {"percent": 100}
    assert as_user(tono).get(progress).json() == {"percent": None}
    cache.clear()
    assert client.get(progress).json() == {"percent": None}


def test_a_doubled_press_is_one_import(as_user, rini, plan):
    client, key = as_user(rini), uuid4()
    first = send(client, plan, books.downloaded(plan), key=key)
    second = send(client, plan, books.downloaded(plan), key=key)
    assert first.url == second.url
    assert PlanImport.objects.count() == 1


# -- growth ---------------------------------------------------------------------------------------


def test_the_preview_asks_the_same_of_few_rows_and_of_many(as_user, rini, plan, queries):
    client = as_user(rini)
    few = books.foreign(["Tahap", "Kegiatan"], [["Persiapan", "Baru 1"]])
    many = books.foreign(["Tahap", "Kegiatan"], [["Persiapan", f"Baru {n}"] for n in range(60)])
    asked = queries(client, send(client, plan, few).url)
    url = send(client, plan, many).url
    assert queries(client, url) == asked
    assert "1–25 dari 60" in text(client.get(url))
    assert "26–50 dari 60" in text(client.get(url, {"page": 2}))


def test_comparing_asks_the_same_of_few_changes_by_others_and_of_many(
    rini, pak_kadis, sibakul, django_assert_max_num_queries
):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=12)
    book = books.downloaded(plan)
    for row in plan.milestones.all():
        row.output = "Milik kepala"
        row.save()
    for at in range(12):
        book.put(at, output="Milik saya")
    with django_assert_max_num_queries(12):
        preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"ditolak": 12}
