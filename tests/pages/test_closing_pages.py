"""Pages of closing, lessons, later checks and recognition, over HTTP."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from innovations.models import Closing, Lesson, Recognition
from tests import factories
from tests.factories import endings

KINDS = ("membantu", "menghambat", "saran")


@pytest.fixture
def done(sibakul, rini, pak_kadis, lia, dr_budi):
    endings.finished(sibakul)
    return sibakul


@pytest.fixture
def address(done):
    return reverse("closing", args=[done.pk])


def form(texts, *, day="16-12-2025", **more):
    """What the browser sends; `texts`: {kind: [words]}, one blank row after them."""
    data = {"completed_on": day, "seen": "", "aksi": "ajukan"}
    for kind in KINDS:
        rows = [*texts.get(kind, ()), ""]
        data |= {f"{kind}-TOTAL_FORMS": len(rows), f"{kind}-INITIAL_FORMS": 0}
        for number, text in enumerate(rows):
            data |= {f"{kind}-{number}-text": text, f"{kind}-{number}-stage": ""}
    return data | more


WHOLE = {kind: [f"Hal yang {kind}."] for kind in KINDS}


# -- closing --------------------------------------------------------------------------------------


def test_the_head_closes_and_litbang_agrees(address, done, pak_kadis, lia, as_user):
    head, officer = as_user(pak_kadis), as_user(lia)
    assert head.get(address).status_code == 200
    assert head.post(address, form({**WHOLE, "saran": ["Satu.", "Dua."]})).status_code == 302
    assert Lesson.objects.count() == 4

    page = officer.get(address).content.decode()
    assert "Setujui penutupan" in page
    asked = officer.get(reverse("closing_agree", args=[done.pk])).content.decode()
    assert "belum ada indikator hasil" in asked
    seen = {"seen": Closing.objects.get().revision}
    assert officer.post(reverse("closing_agree", args=[done.pk]), seen).status_code == 302

    done.refresh_from_db()
    assert done.status == "selesai"
    assert "Hal yang saran" not in as_user(pak_kadis).get(address).content.decode()
    assert "Satu." in as_user(pak_kadis).get(address).content.decode()


def test_a_row_more_saves_nothing_and_loses_nothing(address, pak_kadis, as_user):
    page = as_user(pak_kadis).post(address, form(WHOLE, tambah="saran")).content.decode()

    assert "saran-2-text" in page
    assert "membantu-2-text" not in page
    assert "Hal yang membantu." in page
    assert not Closing.objects.exists()


def test_litbang_reads_whose_turn_it_is(address, lia, as_user):
    assert "Kepala OPD mengajukan penutupan" in as_user(lia).get(address).content.decode()


def test_what_is_missing_is_said_at_its_group(address, pak_kadis, as_user):
    answer = as_user(pak_kadis).post(address, form({"membantu": ["Tim kecil."]}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tulis paling sedikit satu hal yang menghambat." in page
    assert "Tulis paling sedikit satu saran untuk yang berikutnya." in page
    assert "Tim kecil." in page


def test_staff_keep_a_draft_and_cannot_send_it(address, rini, as_user):
    staff = as_user(rini)
    assert staff.post(address, form(WHOLE, aksi="draf")).status_code == 302
    assert Closing.objects.get().state == "draf"
    assert staff.post(address, form(WHOLE, seen="1")).status_code == 403
    assert ">Ajukan penutupan<" not in staff.get(address).content.decode()


def test_a_draft_that_came_between_is_told(address, rini, pak_kadis, as_user):
    as_user(rini).post(address, form(WHOLE, aksi="draf"))

    answer = as_user(pak_kadis).post(address, form({**WHOLE, "saran": ["Lain."]}))

    assert answer.status_code == 422
    assert "sudah menyimpan perubahan" in answer.content.decode()


def test_leaders_read_no_lesson_that_is_not_published(address, done, rini, ibu_sekda, as_user):
    as_user(rini).post(address, form(WHOLE, aksi="draf"))

    assert "Hal yang membantu" not in as_user(ibu_sekda).get(address).content.decode()
    assert "Hal yang membantu" not in as_user(ibu_sekda).get("/pelajaran/").content.decode()


# -- lessons --------------------------------------------------------------------------------------


def test_lessons_of_everybody_and_drafts_in_scope(done, rini, tono, joko, dr_budi, as_user):
    address = reverse("lessons")
    endings.closed(done)
    other = factories.ReplicationFactory(agency__region__code="19.03")
    Lesson.objects.create(replication=other, kind="saran", text="Masih draf.", by=joko)

    for reader in (rini, tono, dr_budi):
        page = as_user(reader).get(address).content.decode()
        assert "SK tim ditandatangani lebih dahulu." in page
        assert "Masih draf." not in page
    page = as_user(joko).get(address).content.decode()
    assert "Masih draf." in page
    assert page.count("Belum terbit") == 1


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?kind=saran", 1),
        ("?stage=1-persiapan", 1),
        ("?q=narasumber+terlambat", 1),
        ("?q=narasumber+desa", 0),
        ("?q=sibakul", 3),
        ("", 3),
    ],
)
def test_lessons_are_filtered(query, number, done, rini, as_user):
    endings.closed(done)

    assert as_user(rini).get(reverse("lessons") + query).context["total"] == number


def test_lessons_are_taken_along_as_they_are_filtered(done, tono, joko, as_user):
    endings.closed(done)
    other = factories.ReplicationFactory(agency__region__code="19.03")
    Lesson.objects.create(replication=other, kind="saran", text="Masih draf.", by=joko)

    content = as_user(tono).get(reverse("lessons_xlsx") + "?kind=saran").content

    rows = list(load_workbook(BytesIO(content)).active.values)
    assert [row[0] for row in rows[1:]] == ["Mulai dari desa yang siap."]
    assert rows[1][1:4] == ("Saran untuk berikutnya", "semua tahap", "Rajutan SiBakul Jogja")


def test_the_list_asks_no_more_for_more_lessons(done, rini, as_user, queries):
    endings.closed(done)
    few = queries(as_user(rini), reverse("lessons"))
    for number in range(8):
        other = factories.ReplicationFactory()
        other.closing = Closing.objects.create(
            replication=other,
            completed_on=date(2025, 1, 1),
            state="disepakati",
            proposed_by=rini,
            proposed_at="2025-01-02T00:00Z",
            decided_by=rini,
            decided_at="2025-01-02T00:00Z",
        )
        Lesson.objects.create(replication=other, kind="saran", text=f"Hal {number}.", by=rini)

    assert queries(as_user(rini), reverse("lessons")) == few


def test_advisers_add_and_take_away_their_own(done, lia, dr_budi, rini, as_user):
    add = reverse("lesson_add", args=[done.pk])
    words = {"kind": "saran", "stage": "", "text": "Bentuk tim kecil."}
    for _ in range(2):
        assert as_user(dr_budi).post(add, words).status_code == 302
    lesson = Lesson.objects.get()

    remove = reverse("lesson_remove", args=[lesson.pk])
    as_user(lia).post(remove)
    assert Lesson.objects.exists()
    as_user(dr_budi).post(remove)
    assert not Lesson.objects.exists()


def test_after_closing_the_facilitator_adds_no_more(done, lia, dr_budi, as_user):
    closed = endings.closed(done)
    add = reverse("lesson_add", args=[closed.pk])
    words = {"kind": "saran", "stage": "", "text": "Bentuk tim kecil."}

    assert as_user(dr_budi).post(add, words).status_code == 422
    assert as_user(lia).post(add, words).status_code == 302


# -- in the plan editor ---------------------------------------------------------------------------


@pytest.fixture
def elsewhere(done, tono, bu_kadis_tani):
    """A draft of another agency that adopts the same innovation."""
    endings.closed(done)
    replication = factories.ReplicationFactory(innovation=done.innovation, agency=tono.agency)
    return factories.ActionPlanFactory(replication=replication, milestones=3)


def test_lessons_stand_at_their_stage(elsewhere, tono, as_user):
    page = as_user(tono).get(reverse("plan", args=[elsewhere.pk])).content.decode()

    assert page.count("Pelajaran dari replikasi lain (1)") == 2
    first = page[page.index('id="pelajaran-1-persiapan"') :]
    assert "SK tim ditandatangani lebih dahulu." in first[: first.index("</tbody>")]
    assert "Mulai dari desa yang siap." not in page  # of no stage


def test_ones_own_lessons_are_not_offered(done, rini, as_user):
    endings.closed(done)
    plan = factories.ActionPlanFactory(replication=done, milestones=3)

    page = as_user(rini).get(reverse("plan", args=[plan.pk])).content.decode()

    assert "Pelajaran dari replikasi lain" not in page


def test_the_editor_asks_no_more_for_more_lessons(elsewhere, tono, rini, done, as_user, queries):
    address = reverse("plan", args=[elsewhere.pk])
    few = queries(as_user(tono), address)
    for stage in ("1-persiapan", "2-pelaksanaan", "3-monev"):
        for number in range(7):
            Lesson.objects.create(
                replication=done, kind="saran", stage=stage, text=f"{stage} {number}", by=rini
            )

    assert queries(as_user(tono), address) == few
    page = as_user(tono).get(address).content.decode()
    assert "Pelajaran dari replikasi lain (8)" in page
    assert "Semua 8 pelajaran tahap ini" in page


# -- later checks ---------------------------------------------------------------------------------


def test_a_check_is_answered_and_agreed_to(done, rini, lia, ibu_sekda, as_user):
    closed = endings.closed(done)
    check = closed.checks.get(months=6)
    page = reverse("checks", args=[closed.pk])
    answer = reverse("check_answer", args=[check.pk])
    words = {
        "seen": 0,
        "condition": "hidup",
        "why": "",
        "used_by": "40",
        "used_unit": "koperasi",
        "payer": "APBD 2026",
    }
    assert "Jawab 6 bulan" in as_user(rini).get(page).content.decode()
    missing = as_user(rini).post(answer, {**words, "payer": ""})
    assert missing.status_code == 422
    assert "Isi dari mana biayanya" in missing.content.decode()
    assert as_user(rini).post(answer, words).status_code == 302

    assert "40 koperasi" in as_user(lia).get(page).content.decode()
    assert "40 koperasi" not in as_user(ibu_sekda).get(page).content.decode()
    assert (
        as_user(lia).post(reverse("check_agree", args=[check.pk]), {"seen": 1}).status_code == 302
    )
    assert "40 koperasi" in as_user(ibu_sekda).get(page).content.decode()


def test_the_question_comes_first_and_holds_the_cursor(done, rini, as_user):
    check = endings.closed(done).checks.get(months=6)
    client, answer = as_user(rini), reverse("check_answer", args=[check.pk])

    def focused(value):
        html = " ".join(client.get(answer).content.decode().split())
        assert html.index("Keadaannya sekarang") < html.index("Unggah bukti dukung")
        assert html.count(" autofocus") == 1
        return re.search(rf'<input[^>]*value="{value}"[^>]*autofocus', html)

    assert focused("hidup")
    client.post(answer, {"seen": 0, "condition": "berhenti", "why": "Selesai.", "aksi": "draf"})
    assert focused("berhenti")
    refused = client.post(answer, {"seen": 1, "condition": "", "aksi": "ajukan"})
    assert refused.status_code == 422
    assert " autofocus" not in refused.content.decode()


def test_a_draft_answer_is_the_agencys_own(done, rini, lia, as_user):
    closed = endings.closed(done)
    check = closed.checks.get(months=6)
    answer = reverse("check_answer", args=[check.pk])
    words = {"seen": 0, "condition": "berhenti", "why": "Rahasia dulu.", "aksi": "draf"}
    assert as_user(rini).post(answer, words).status_code == 302

    page = reverse("checks", args=[closed.pk])
    assert "Rahasia dulu." in as_user(rini).get(page).content.decode()
    assert "Rahasia dulu." not in as_user(lia).get(page).content.decode()


def test_due_checks_are_tasks_of_the_agency(done, rini, tono, as_user):
    closed = endings.closed(done)
    page = as_user(rini).get("/tugas/").content.decode()

    assert "Jawab pemeriksaan 6 bulan, Rajutan SiBakul Jogja" in page
    assert "Jawab pemeriksaan 24 bulan" not in page
    assert "Jawab pemeriksaan" not in as_user(tono).get("/tugas/").content.decode()
    endings.answered(closed.checks.get(months=6), agreed=False)
    assert "Jawab pemeriksaan 6 bulan" not in as_user(rini).get("/tugas/").content.decode()


# -- recognition ----------------------------------------------------------------------------------


def test_litbang_chooses_and_the_front_page_shows_it(done, lia, client, as_user):
    closed = endings.closed(done)
    officer = as_user(lia)
    assert "Rajutan SiBakul Jogja" in officer.get(reverse("recognitions")).content.decode()
    address = reverse("recognise", args=[closed.pk])
    assert "001/INOVASI/2026" in officer.get(address).content.decode()
    words = {"number": "001/INOVASI/2026", "reason": "hasilnya nyata", "on_front_page": "on"}
    assert officer.post(address, words).status_code == 302

    front = client.get("/").content.decode()
    assert "Replikasi yang tuntas dan terverifikasi" in front
    assert "hasilnya nyata" not in front  # facts alone
    row = Recognition.objects.get()
    officer.post(reverse("recognition_front", args=[row.pk]), {"tampil": "0"})
    assert "tuntas dan terverifikasi" not in client.get("/").content.decode()
    officer.post(reverse("recognition_withdraw", args=[row.pk]), {"reason": "Salah pilih."})
    assert not Recognition.objects.exists()
    assert Recognition.history.first().history_change_reason == "Salah pilih."
    assert "002/INOVASI/2026" in officer.get(address).content.decode()


def test_what_is_not_verified_cannot_be_chosen(done, lia, as_user):
    closed = endings.closed(done)
    closed.plans.get().standings.update(report_state="dikirim")
    closed.plans.update(state="disetujui")

    page = as_user(lia).get(reverse("recognitions")).content.decode()
    assert "belum terverifikasi" in page
    words = {"number": "1", "reason": "hasilnya nyata"}
    answer = as_user(lia).post(reverse("recognise", args=[closed.pk]), words)
    assert answer.status_code == 422
    assert not Recognition.objects.exists()


def test_a_later_plan_keeps_nobody_from_a_certificate(done, lia, as_user):
    closed = endings.closed(done)
    factories.ActionPlanFactory(replication=closed, milestones=1)

    words = {"number": "1", "reason": "hasilnya nyata"}
    assert as_user(lia).post(reverse("recognise", args=[closed.pk]), words).status_code == 302


def test_the_list_asks_no_more_for_more_replications(done, lia, as_user, queries):
    endings.closed(done)
    few = queries(as_user(lia), reverse("recognitions"))
    for _ in range(2):
        other = factories.ReplicationFactory(agency__region=lia.region)
        endings.finished(other)
        endings.closed(other)

    assert queries(as_user(lia), reverse("recognitions")) == few
