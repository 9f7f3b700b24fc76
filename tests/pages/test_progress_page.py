"""Recording progress in a browser: what is typed is kept, what is sent twice is written once."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionplans.models import Evidence, ProgressUpdate
from tests import factories
from tests.common import samples

pytestmark = pytest.mark.django_db


def data(**changes):
    return {
        "key": str(uuid4()),
        "percent": "62,5",
        "quantity": "3",
        "spent": "1.250.000",
        "happened_on": "20-11-2026",
        "note": "Empat kecamatan selesai.",
    } | changes


@pytest.fixture
def address(milestone):
    return reverse("record_progress", args=[milestone.pk])


def test_progress_with_files_is_recorded_in_one_go(as_user, rini, milestone, address):
    page = as_user(rini).post(
        address,
        data(files=[samples.file_of_kind("pdf"), samples.file_of_kind("png")]),
        follow=True,
    )
    update = milestone.updates.get()
    assert update.percent == Decimal("62.5")
    assert update.spent == Decimal(1_250_000)
    assert update.evidence.count() == 2
    assert "Progres tersimpan" in page.content.decode()
    assert "Urungkan" in page.content.decode()


@pytest.mark.parametrize("percent", ["101", "-1", "abc", ""])
def test_a_percent_that_is_none_is_refused_beside_the_field(
    as_user, rini, milestone, address, percent
):
    page = as_user(rini).post(address, data(percent=percent, note="Jangan hilang"))
    text = page.content.decode()
    assert page.status_code == 422
    assert '<div class="field field-bad" id="div_id_percent">' in text
    assert f'value="{percent}"' in text or not percent
    assert "Jangan hilang" in text
    assert not milestone.updates.exists()


def test_the_last_figures_are_already_there(as_user, rini, milestone, address):
    factories.ProgressUpdateFactory(
        milestone=milestone, percent=Decimal(45), quantity=Decimal(2), spent=Decimal(500_000)
    )
    text = as_user(rini).get(address).content.decode()
    assert 'value="45"' in text
    assert 'value="2"' in text
    assert "500.000" in text


def test_a_form_sent_twice_is_recorded_once(as_user, rini, milestone, address):
    client, form = as_user(rini), data()
    client.post(address, form)
    client.post(address, form)
    assert milestone.updates.count() == 1


def test_a_fall_without_a_reason_is_refused(as_user, rini, milestone, address):
    factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(80), spent=Decimal(9))
    page = as_user(rini).post(address, data(percent="60", note=""))
    assert "Bila ini koreksi, tulis alasannya di catatan." in page.content.decode()
    as_user(rini).post(address, data(percent="60", note="Salah hitung bulan lalu."))
    assert milestone.updates.count() == 2


def test_a_day_that_has_not_come_is_refused(as_user, rini, milestone, address):
    page = as_user(rini).post(address, data(happened_on="25-11-2026"))
    assert "Tanggal belum tiba" in page.content.decode()
    assert not milestone.updates.exists()


def test_a_program_named_pdf_is_refused_and_nothing_is_written(as_user, rini, milestone, address):
    program = SimpleUploadedFile("laporan.pdf", b"MZ\x90\x00" + b"\0" * 400)
    page = as_user(rini).post(address, data(files=[program]))
    text = page.content.decode()
    assert page.status_code == 422
    assert "laporan.pdf" in text
    assert "program" in text
    assert not milestone.updates.exists()
    assert not Evidence.objects.exists()


def test_an_empty_file_is_refused(as_user, rini, milestone, address):
    page = as_user(rini).post(address, data(files=[SimpleUploadedFile("kosong.pdf", b"")]))
    assert "kosong (0 byte)" in page.content.decode()
    assert not milestone.updates.exists()


def test_another_agencys_milestone_is_not_found(as_user, tono, address):
    assert as_user(tono).get(address).status_code == 404
    assert as_user(tono).post(address, data()).status_code == 404


def test_another_agencys_milestone_in_the_form_is_ignored(as_user, tono, rini, milestone):
    own = factories.ActionPlanFactory(
        replication__agency=tono.agency, approved=True, milestones=1
    ).milestones.get()
    as_user(tono).post(reverse("record_progress", args=[own.pk]), data(milestone=milestone.pk))
    assert own.updates.count() == 1
    assert not milestone.updates.exists()


def test_a_leader_may_read_but_not_record(as_user, ibu_sekda, milestone, address):
    assert as_user(ibu_sekda).get(reverse("milestone", args=[milestone.pk])).status_code == 200
    assert as_user(ibu_sekda).get(address).status_code == 403


def test_the_second_saver_of_an_update_is_told(as_user, rini, pak_kadis, milestone):
    update = factories.ProgressUpdateFactory(milestone=milestone, by=rini)
    address = reverse("progress_edit", args=[update.pk])
    both = data(key=str(update.key), seen=update.revision, happened_on="10-02-2026")
    as_user(pak_kadis).post(address, both | {"percent": "30"})
    page = as_user(rini).post(address, both | {"percent": "40"})
    assert "Hasan Basri sudah menyimpan perubahan" in page.content.decode()
    update.refresh_from_db()
    assert update.percent == 30


def test_an_update_can_be_taken_back_until_a_report_holds_it(as_user, rini, milestone, plan):
    update = factories.ProgressUpdateFactory(milestone=milestone)
    address = reverse("progress_withdraw", args=[update.pk])
    assert "Urungkan catatan progres?" in as_user(rini).get(address).content.decode()
    factories.ReportFactory(plan=plan, quarter=1, sent=True)
    page = as_user(rini).post(address, follow=True)
    assert "tidak dapat diubah" in page.content.decode()
    assert ProgressUpdate.objects.filter(pk=update.pk).exists()


def test_a_script_is_told_where_to_go_and_where_the_files_go(as_user, rini, milestone, address):
    answer = as_user(rini).post(address, data(), headers={"X-Requested-With": "XMLHttpRequest"})
    update = milestone.updates.get()
    assert answer.json() == {
        "update": update.pk,
        "url": reverse("milestone", args=[milestone.pk]),
        "upload_url": reverse("progress_upload", args=[update.pk]),
    }


# -- what the outbox of a device sends -----------------------------------------------------------

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def upload_address(milestone, rini):
    return reverse(
        "progress_upload", args=[factories.ProgressUpdateFactory(milestone=milestone).pk]
    )


def piece(**changes):
    return {"key": str(uuid4()), "file": samples.file_of_kind("jpeg")} | changes


def test_one_file_is_added_once_under_its_key(as_user, rini, upload_address):
    client, form = as_user(rini), piece(taken="2026-02-08", fulfils="", confidential="on")
    answers = []
    for _ in range(2):
        form["file"].seek(0)
        answers.append(client.post(upload_address, form, headers=SCRIPT))
    kept = Evidence.objects.get()
    assert [answer.json() for answer in answers] == [{"id": kept.pk, "name": kept.name}] * 2
    assert (kept.taken_on, kept.confidential) == (date(2026, 2, 8), True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"file": SimpleUploadedFile("kosong.pdf", b"")}, "kosong (0 byte)"),
        ({"file": SimpleUploadedFile("x.pdf", b"MZ\x90\x00" + b"\0" * 400)}, "program"),
        ({"file": ""}, "Pilih lagi berkasnya"),
        ({"key": "bukan kunci"}, "UUID"),
        ({"fulfils": "Kuitansi"}, "Baris bukti itu tidak ada"),
    ],
)
def test_a_file_that_is_refused_says_why(as_user, rini, upload_address, changes, words):
    answer = as_user(rini).post(upload_address, piece(**changes), headers=SCRIPT)
    assert answer.status_code == 422
    assert words in " ".join(answer.json()["errors"])
    assert not Evidence.objects.exists()


def test_a_day_that_is_none_is_left_out(as_user, rini, upload_address):
    as_user(rini).post(upload_address, piece(taken="kemarin"), headers=SCRIPT)
    assert Evidence.objects.get().taken_on is None


def test_a_file_for_a_sent_report_is_refused(as_user, rini, plan, upload_address):
    factories.ReportFactory(plan=plan, quarter=1, sent=True)
    answer = as_user(rini).post(upload_address, piece(), headers=SCRIPT)
    assert answer.status_code == 422
    assert "dipegang laporan" in answer.json()["errors"][0]


def test_what_one_person_prepared_is_not_sent_by_another(
    as_user, rini, pak_kadis, milestone, address, upload_address
):
    headers = SCRIPT | {"X-Portal-User": str(rini.pk)}
    client = as_user(pak_kadis)
    assert client.post(address, data(), headers=headers).status_code == 409
    assert client.post(upload_address, piece(), headers=headers).status_code == 409
    assert not milestone.updates.filter(percent=Decimal("62.5")).exists()
    assert not Evidence.objects.exists()
    assert as_user(rini).post(address, data(), headers=headers).status_code == 200


def test_what_is_sent_behind_another_page_is_not_told_there(as_user, rini, address):
    client = as_user(rini)
    client.post(address, data(), headers=SCRIPT | {"X-Portal-Behind": "1"})
    assert "Progres tersimpan" not in client.get("/tugas/").content.decode()


def test_a_script_is_told_that_the_session_has_ended(client, address, upload_address):
    for place in (address, upload_address):
        answer = client.post(place, headers=SCRIPT)
        assert (answer.status_code, answer.json()) == (401, {"login": "/masuk/"})


def test_only_people_of_an_agency_have_the_outbox(as_user, rini, lia):
    assert "data-outbox " in as_user(rini).get("/tugas/").content.decode()
    assert "data-outbox " not in as_user(lia).get("/tugas/").content.decode()


def test_a_session_that_ended_leads_an_htmx_request_to_the_login(client, address):
    answer = client.get(address, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/masuk/")
