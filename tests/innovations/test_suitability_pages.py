"""Pages of suitability: starting, the questionnaire, its result, the list and the statements."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from innovations.models import Dimension, Suitability, SuitabilityQuestion
from innovations.services import suitability as services
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/kesesuaian/"


def text_of(response):
    return response.content.decode()


@pytest.fixture
def innovation(db):
    return factories.InnovationFactory(name="Sip Banget")


@pytest.fixture
def questions(db):
    return [
        SuitabilityQuestion.objects.create(
            dimension=dimension, text=text, hint="Sebut datanya.", weight=weight, position=place
        )
        for place, (dimension, text, weight) in enumerate(
            [
                (Dimension.NEED, "Masalahnya ada di sini.", 10),
                (Dimension.BUDGET, "Anggarannya tersedia.", 10),
            ],
            1,
        )
    ]


@pytest.fixture
def suitability(innovation, dinkop, rini, questions):
    return services.start(innovation=innovation, agency=dinkop, by=rini)


def typed(questions, *scores, seen=0, **more):
    form = {"seen": seen, **more}
    for question, score in zip(questions, scores, strict=True):
        form[f"score-{question.pk}"] = "" if score is None else score
        form.setdefault(f"note-{question.pk}", "")
    return form


def fill(suitability, questions, by, *scores):
    return services.answer(
        suitability=suitability,
        by=by,
        seen=suitability.revision,
        answers={q.pk: (score, "") for q, score in zip(questions, scores, strict=True)},
    )


# -- starting -----------------------------------------------------------------------------------


def test_staff_start_for_their_own_agency_from_the_innovations_page(
    innovation, dinkop, rini, as_user, questions
):
    client = as_user(rini)
    link = f"/kesesuaian/baru/?inovasi={innovation.pk}"
    assert link in text_of(client.get(f"/inovasi/{innovation.pk}/"))
    answer = client.post(link)
    made = Suitability.objects.get()
    assert (made.agency, made.innovation, made.created_by) == (dinkop, innovation, rini)
    assert answer.url == f"/kesesuaian/{made.pk}/isi/"
    assert client.post(link).url == answer.url


def test_litbang_chooses_the_opd_of_its_region(innovation, dinkop, lia, as_user):
    far = factories.AgencyFactory(region__code="19.03")
    client = as_user(lia)
    page = text_of(client.get("/kesesuaian/baru/"))
    assert dinkop.name in page
    assert far.name not in page
    answer = client.post("/kesesuaian/baru/", {"innovation": innovation.pk, "agency": far.pk})
    assert answer.status_code == 422
    client.post("/kesesuaian/baru/", {"innovation": innovation.pk, "agency": dinkop.pk})
    assert Suitability.objects.get().agency == dinkop


# -- the questionnaire --------------------------------------------------------------------------


def test_all_statements_stand_on_one_page_and_are_saved_as_a_draft(
    suitability, questions, rini, as_user
):
    client, address = as_user(rini), f"/kesesuaian/{suitability.pk}/isi/"
    page = text_of(client.get(address))
    for words in ("Masalahnya ada di sini.", "Anggarannya tersedia.", "Belum diketahui"):
        assert words in page
    note = f"note-{questions[0].pk}"
    answer = client.post(
        address, typed(questions, 3, None, lanjut="2", **{note: "Data dinas 2025"})
    )
    assert answer.url == f"{address}?aspek=2#aspek-2"
    page = text_of(client.get(address))
    assert "1 dari 2 aspek lengkap, 1 dari 2 pernyataan dijawab" in page
    assert "Data dinas 2025" in page
    assert "Terakhir dijawab Rini Astuti" in page


def opened(response):
    return [aspect.label for aspect in response.context["aspects"] if aspect.is_open]


def test_one_aspect_stands_open_and_the_folded_ones_are_sent_along(
    suitability, questions, rini, as_user
):
    client, address = as_user(rini), f"/kesesuaian/{suitability.pk}/isi/"
    assert opened(client.get(address)) == ["Kebutuhan"]
    assert text_of(client.get(address)).count(" open>") == 1
    assert opened(client.get(f"{address}?aspek=2")) == ["Anggaran"]

    client.post(address, typed(questions, 3, 2, lanjut="2"))

    assert list(suitability.answers.values_list("score", flat=True).order_by("pk")) == [3, 2]
    assert opened(client.get(f"{address}?aspek=9")) == []  # all complete
    wrong = client.post(address, typed(questions, 3, 7, seen=1))
    assert opened(wrong) == ["Anggaran"]


def test_a_conflict_is_told_beside_its_question_and_nothing_is_lost(
    suitability, questions, rini, lia, as_user
):
    fill(suitability, questions, lia, 4, 2)
    client, address = as_user(rini), f"/kesesuaian/{suitability.pk}/isi/"
    note = f"note-{questions[0].pk}"
    answer = client.post(address, typed(questions, 1, None, **{note: "Menurut kami belum"}))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Lia Kartika menjawab pukul" in page
    assert "4, Penuh" in page
    assert "Menurut kami belum" in page
    form = answer.context["form"]
    assert form[f"score-{questions[0].pk}"].value() == "1"
    assert form[f"score-{questions[1].pk}"].value() == "2"  # hers, which he had not touched
    again = typed(questions, 1, 2, seen=form["seen"].value(), **{note: "Menurut kami belum"})
    assert client.post(address, again).status_code == 302
    scores = suitability.answers.order_by("dimension").values_list("score", flat=True)
    assert list(scores) == [1, 2]


def test_a_score_that_there_is_not_is_refused(suitability, questions, rini, as_user):
    answer = as_user(rini).post(f"/kesesuaian/{suitability.pk}/isi/", typed(questions, 7, None))
    assert answer.status_code == 422
    assert not suitability.answers.exists()


# -- the result ---------------------------------------------------------------------------------


def test_the_result_explains_itself(suitability, questions, rini, as_user):
    fill(suitability, questions, rini, 4, 1)
    page = text_of(as_user(rini).get(f"/kesesuaian/{suitability.pk}/"))
    assert "Layak dengan syarat" in page
    assert "62,5\u00a0%" in page
    assert "Aspek di bawah 50\u00a0%: Anggaran." in page
    assert "sementara, selama masih diisi" in page
    assert "Selesaikan</a>" not in page


def test_silence_is_never_shown_as_0(suitability, rini, as_user):
    page = text_of(as_user(rini).get(f"/kesesuaian/{suitability.pk}/"))
    assert "belum dijawab" in page
    assert "belum diketahui" in page
    assert "0,0" not in page


def test_litbang_finishes_and_opens_it_again(suitability, questions, rini, lia, as_user):
    fill(suitability, questions, rini, 4, 4)
    client, address = as_user(lia), f"/kesesuaian/{suitability.pk}/"
    assert "Layak. Nilai 100,0" in text_of(client.get(f"{address}selesai/"))
    client.post(f"{address}selesai/", {"note": "Siap diadopsi.", "seen": 1})
    page = text_of(client.get(address))
    assert "Siap diadopsi." in page
    assert "Mulai replikasi" in page
    assert f"/inovasi/{suitability.innovation_id}/adopsi/?opd={suitability.agency_id}" in page
    assert client.get(f"{address}isi/").url == address
    client.post(f"{address}buka-lagi/")
    suitability.refresh_from_db()
    assert suitability.state == "draf"


def test_a_replication_without_one_says_so(sibakul, rini, as_user):
    page = text_of(as_user(rini).get(f"/replikasi/{sibakul.pk}/kesesuaian/"))
    assert "Replikasi ini dimulai tanpa uji kesesuaian" in page


# -- the list -----------------------------------------------------------------------------------


def test_the_list_is_filtered_and_downloaded(
    suitability, questions, dinkop, distan, rini, tono, lia, as_user
):
    other = services.start(
        innovation=factories.InnovationFactory(name="Lain Hal"), agency=distan, by=tono
    )
    fill(other, questions, tono, 0, 0)
    services.finish(suitability=other, by=lia)
    client = as_user(lia)
    page = text_of(client.get(LIST))
    assert "2 uji kesesuaian" in page
    assert "Belum layak" in page
    assert "Lain Hal" not in text_of(client.get(LIST, {"state": "diisi"}))
    assert "Sip Banget" not in text_of(client.get(LIST, {"q": "pertanian"}))
    assert "Lain Hal" not in text_of(as_user(rini).get(LIST))
    sheet = load_workbook(BytesIO(client.get(f"{LIST}daftar.xlsx").content)).active
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows["Sip Banget"][4] == "belum diketahui"
    assert rows["Lain Hal"][4:7] == (0, 100, "Belum layak")


def test_an_empty_list_says_what_to_do(rini, ibu_sekda, as_user):
    assert "Mulai uji" in text_of(as_user(rini).get(LIST))
    assert "Mulai uji" not in text_of(as_user(ibu_sekda).get(LIST))


def test_the_list_asks_no_more_for_more_rows(
    suitability, questions, rini, lia, bangka_barat, as_user, queries
):
    client = as_user(lia)
    fill(suitability, questions, rini, 1, 2)
    few = queries(client, LIST)
    for _ in range(6):
        made = services.start(
            innovation=factories.InnovationFactory(),
            agency=factories.AgencyFactory(region=bangka_barat),
            by=lia,
        )
        fill(made, questions, lia, 3, None)
    assert queries(client, LIST) <= few + 1  # the choice of agencies appears


# -- statements ---------------------------------------------------------------------------------


def test_litbang_adds_changes_and_withdraws_statements(innovation, questions, lia, as_user):
    client, address = as_user(lia), "/kesesuaian/pernyataan/"
    assert "Masalahnya ada di sini." in text_of(client.get(address))
    new = {
        "dimension": Dimension.LEGAL,
        "text": "Perdanya ada.",
        "hint": "",
        "weight": "7,5",
        "position": 3,
        "is_active": "on",
    }
    assert client.post(f"{address}baru/", new).url == address
    own = f"{address}baru/?inovasi={innovation.pk}"
    client.post(own, {**new, "text": "Khusus Sip Banget.", "innovation": innovation.pk})
    assert "Khusus" not in text_of(client.get(address))
    assert "Khusus" in text_of(client.get(f"{address}?inovasi={innovation.pk}"))
    made = SuitabilityQuestion.objects.get(text="Perdanya ada.")
    assert (str(made.weight), made.history.get().history_user) == ("7.50", lia)
    client.post(f"{address}{made.pk}/", {**new, "weight": "5", "is_active": ""})
    made.refresh_from_db()
    assert (made.weight, made.is_active) == (5, False)
    refused = client.post(f"{address}baru/", {**new, "text": "Lain.", "weight": "0"})
    assert refused.status_code == 422
    assert "Bobot harus lebih dari 0." in text_of(refused)


def test_the_statements_are_litbangs_and_the_admins(questions, rini, admin, as_user):
    assert as_user(rini).get("/kesesuaian/pernyataan/").status_code == 403
    assert as_user(rini).get(f"/kesesuaian/pernyataan/{questions[0].pk}/").status_code == 403
    assert as_user(admin).get("/kesesuaian/pernyataan/").status_code == 200


def test_tugas_says_whose_turn_it_is(as_user, rini, tono, lia, suitability, questions):
    def asked(person):
        return text_of(as_user(person).get("/tugas/"))

    answering, finishing = "Jawab uji kesesuaian, Sip Banget", "Selesaikan uji kesesuaian"
    assert answering in asked(rini)
    assert answering not in asked(tono)
    assert finishing not in asked(lia)

    answers = {question.pk: (3, "") for question in questions}
    services.answer(suitability=suitability, by=rini, seen=0, answers=answers)
    assert answering not in asked(rini)
    assert finishing in asked(lia)

    suitability.refresh_from_db()
    services.finish(suitability=suitability, by=lia, seen=suitability.revision, note="Siap.")
    assert finishing not in asked(lia)
