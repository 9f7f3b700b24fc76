"""The pages of the adaptation record: what each role does there, and what it is told."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionplans.models import Comment
from innovations.models import AgencyName, Document, ElementAdaptation
from innovations.services import adaptation
from replikasi.common import formats
from tests import factories

State = ElementAdaptation.State


@pytest.fixture
def elements(sibakul):
    make = factories.InnovationElementFactory
    return [
        make(innovation=sibakul.innovation, number=1, name="Kurasi produk"),
        make(innovation=sibakul.innovation, number=2, name="Ongkos kirim", kind="adaptif"),
        make(innovation=sibakul.innovation, number=3, name="Pendampingan"),
    ]


@pytest.fixture
def record(sibakul):
    return reverse("adaptation_record", args=[sibakul.pk])


@pytest.fixture
def row(sibakul, elements, rini):
    return adaptation.decide(replication=sibakul, element=elements[0], by=rini, choice="diadopsi")


@pytest.fixture
def proposed(sibakul, row, rini):
    adaptation.propose(replication=sibakul, by=rini, chosen={row.pk: row.revision})
    row.refresh_from_db()
    return row


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def tick(*rows, **more):
    return {"unsur": [f"{row.pk}-{row.revision}" for row in rows], **more}


@pytest.mark.parametrize("name", ["adaptation_record", "outcomes", "checks", "closing"])
def test_another_name_of_today_stands_beside_that_of_the_year(name, sibakul, dinkop, rini, as_user):
    AgencyName.objects.create(agency=dinkop, name="Dinas Koperasi Lama", from_year=2019)

    html = page(as_user(rini), reverse(name, args=[sibakul.pk]))

    assert html.count(f"Dinas Koperasi Lama (kini {dinkop.name})") == 1


# -- the record -----------------------------------------------------------------------------------


def test_core_elements_come_first_and_say_that_they_are_undecided(record, elements, rini, as_user):
    html = page(as_user(rini), record)

    assert html.index("Kurasi produk") < html.index("Pendampingan") < html.index("Ongkos kirim")
    assert html.count("belum diputuskan") >= 3
    assert "2 unsur inti" in html  # belum dilaporkan
    assert "0,0" not in html


def test_without_elements_it_says_what_is_missing(record, rini, as_user):
    assert "Unsur inovasi belum dicatat" in page(as_user(rini), record)


def test_the_figure_says_what_kind_it_is_and_adds_up(record, proposed, elements, lia, as_user):
    html = page(as_user(lia), record)
    assert "belum ada yang disepakati" in html
    assert "Mengapa 100,0\u00a0%, sementara?" in html

    as_user(lia).post(
        reverse("adaptation_decide", args=[proposed.replication_id]),
        tick(proposed, decision="sepakati", reason=""),
    )

    response = as_user(lia).get(record)
    found = response.context["fidelity"]
    lines = response.context["lines"]
    assert sum(line.verified for line in lines if line.verified is not None) == found.verified.total
    assert "Mengapa 100,0\u00a0%?" in response.content.decode()


def test_the_agency_proposes_all_decided_ones_at_once(
    record, row, elements, rini, sibakul, as_user
):
    other = adaptation.decide(replication=sibakul, element=elements[1], by=rini, choice="diadopsi")
    client = as_user(rini)
    assert "Ajukan 2 unsur" in page(client, record)

    response = client.post(reverse("adaptation_propose", args=[sibakul.pk]), tick(row, other))

    assert response["Location"] == record
    assert set(sibakul.adaptations.values_list("state", flat=True)) == {State.PROPOSED}
    assert "Ajukan 2 unsur" not in page(client, record)


def test_what_came_back_is_not_proposed_again_unchanged(
    record, proposed, lia, rini, sibakul, elements, as_user
):
    adaptation.send_back(
        replication=sibakul, by=lia, chosen={proposed.pk: proposed.revision}, reason="Kurang"
    )
    client = as_user(rini)
    assert "Ajukan 1 unsur" not in page(client, record)
    assert "Ajukan lagi" in page(client, reverse("adaptation", args=[proposed.pk]))

    adaptation.decide(
        replication=sibakul, element=elements[0], by=rini, seen=proposed.revision + 1,
        choice="disesuaikan", how="a", reason="b",
    )  # fmt: skip

    assert "Ajukan 1 unsur" in page(client, record)


def test_litbang_judges_the_ticked_ones(record, proposed, lia, as_user):
    client = as_user(lia)
    address = reverse("adaptation_decide", args=[proposed.replication_id])

    missing = client.post(address, tick(proposed, decision="kembalikan", reason=""))
    assert missing.status_code == 422
    assert "Tulis apa yang perlu diperbaiki." in missing.content.decode()
    assert f'value="{proposed.pk}-{proposed.revision}"' in missing.content.decode()

    client.post(address, tick(proposed, decision="kembalikan", reason="Sebutkan alurnya."))
    proposed.refresh_from_db()
    assert proposed.state == State.RETURNED
    assert "Sebutkan alurnya." in page(client, record)


def test_nothing_ticked_is_told(record, proposed, lia, as_user):
    address = reverse("adaptation_decide", args=[proposed.replication_id])

    response = as_user(lia).post(address, {"decision": "sepakati", "reason": ""})

    assert response.status_code == 422
    assert "Pilih unsur yang dimaksud." in response.content.decode()


def test_what_another_officer_decided_meanwhile_is_a_conflict(record, proposed, lia, as_user):
    stale = tick(proposed, decision="sepakati", reason="")
    adaptation.send_back(
        replication=proposed.replication,
        by=lia,
        chosen={proposed.pk: proposed.revision},
        reason="Kurang",
    )

    response = as_user(lia).post(
        reverse("adaptation_decide", args=[proposed.replication_id]), stale
    )

    assert response.status_code == 422
    assert "sudah menyimpan perubahan" in response.content.decode()


@pytest.mark.parametrize("who", ["pak_kadis", "dr_budi", "ibu_sekda", "admin", "lia"])
def test_only_the_agency_is_offered_to_write(request, record, row, sibakul, who, as_user):
    html = page(as_user(request.getfixturevalue(who)), record)

    assert ("Catat perlakuan" in html) == (who == "pak_kadis")
    assert "Putusan untuk unsur" not in html  # nothing waits


def test_the_number_of_queries_does_not_grow(record, sibakul, rini, lia, as_user, queries):
    def more(count):
        for element in factories.InnovationElementFactory.create_batch(
            count, innovation=sibakul.innovation
        ):
            made = adaptation.decide(
                replication=sibakul, element=element, by=rini, choice="diadopsi"
            )
            adaptation.propose(replication=sibakul, by=rini, chosen={made.pk: made.revision})

    more(2)
    client = as_user(lia)
    few = queries(client, record)
    more(8)

    assert queries(client, record) == few


# -- deciding on an element -----------------------------------------------------------------------


def test_the_form_asks_for_what_the_choice_needs(sibakul, elements, rini, as_user):
    client = as_user(rini)
    address = reverse("adaptation_edit", args=[sibakul.pk, elements[0].pk])
    assert page(client, address).count('type="radio"') == 3

    wrong = client.post(
        address,
        {"seen": 0, "choice": "disesuaikan", "how": "", "reason": "Kecil", "agreed_with": ""},
    )
    assert wrong.status_code == 422
    assert "Tulis apa yang disesuaikan." in wrong.content.decode()

    right = client.post(
        address,
        {"seen": 0, "choice": "disesuaikan", "how": "Tiga kelas", "reason": "Kecil"},
    )
    made = sibakul.adaptations.get()
    assert right["Location"] == reverse("adaptation", args=[made.pk])
    assert (made.choice, made.how) == ("disesuaikan", "Tiga kelas")


def test_of_two_forms_the_second_is_told_and_may_save_then(
    sibakul, elements, row, pak_kadis, as_user
):
    client = as_user(pak_kadis)
    address = reverse("adaptation_edit", args=[sibakul.pk, elements[0].pk])
    typed = {"choice": "disesuaikan", "how": "Tiga kelas", "reason": "Kecil"}

    stale = client.post(address, {"seen": 0, **typed})

    assert stale.status_code == 422
    assert "sudah menyimpan perubahan" in stale.content.decode()
    assert "Tiga kelas" in stale.content.decode()
    assert client.post(address, {"seen": row.revision, **typed}).status_code == 302


def test_what_waits_is_not_offered_for_changing(sibakul, elements, proposed, rini, as_user):
    client = as_user(rini)
    address = reverse("adaptation_edit", args=[sibakul.pk, elements[0].pk])

    assert client.get(address).status_code == 302
    assert "Statusnya: menunggu persetujuan" in page(
        client, reverse("adaptation", args=[proposed.pk])
    )


def test_an_element_of_another_innovation_is_not_found(sibakul, rini, as_user):
    stranger = factories.InnovationElementFactory()

    page(as_user(rini), reverse("adaptation_edit", args=[sibakul.pk, stranger.pk]), 404)


# -- the page of an element -----------------------------------------------------------------------


def test_an_element_tells_its_history(proposed, lia, rini, as_user):
    address = reverse("adaptation", args=[proposed.pk])
    as_user(lia).post(
        reverse("adaptation_decide", args=[proposed.replication_id]),
        tick(proposed, decision="sepakati", reason="", dari="unsur"),
    )
    as_user(lia).post(reverse("adaptation_reopen", args=[proposed.pk]), {"reason": "Berubah."})

    response = as_user(rini).get(address)

    titles = [entry.title for entry in response.context["entries"]]
    assert titles == [
        "Dibuka lagi oleh Litbang",
        "Disepakati Litbang",
        "Diajukan kepada Litbang",
        "Perlakuan dicatat",
    ]
    assert "Berubah." in response.content.decode()


def test_without_a_plan_it_says_when_comments_open(row, dr_budi, as_user):
    html = page(as_user(dr_budi), reverse("adaptation", args=[row.pk]))

    assert "begitu replikasi ini punya rencana aksi" in html
    address = reverse("adaptation_advise", args=[row.replication_id, row.element_id])
    assert as_user(dr_budi).get(address).status_code == 302


def test_the_facilitator_suggests_and_the_agency_answers(
    sibakul, elements, plan, row, dr_budi, rini, as_user
):
    advise = reverse("adaptation_advise", args=[sibakul.pk, elements[0].pk])
    as_user(dr_budi).post(
        advise, {"key": uuid4(), "kind": "saran", "body": "Pakai kurator setempat."}
    )

    said = Comment.objects.get(kind="saran")
    assert (said.adaptation, said.plan) == (row, plan)
    assert said.place == "unsur 1"
    assert said.get_absolute_url() == reverse("adaptation", args=[row.pk]) + f"#catatan-{said.pk}"
    as_user(rini).post(
        reverse("advice_answer", args=[said.pk]), {"key": uuid4(), "body": "Sudah ditunjuk."}
    )
    assert Comment.objects.get(kind="jawaban").adaptation == row
    record = page(as_user(dr_budi), reverse("adaptation_record", args=[sibakul.pk]))
    day = formats.day_month(Comment.objects.get(kind="jawaban").created_at)
    assert f"1 catatan</a>, dijawab {day}" in record
    html = page(as_user(rini), reverse("adaptation", args=[row.pk]))
    assert "Pakai kurator setempat." in html
    assert "Sudah ditunjuk." in html
    assert "Pakai kurator" not in page(as_user(rini), reverse("plan", args=[plan.pk]))


def test_a_comment_on_an_element_without_a_row_makes_the_row(
    sibakul, elements, plan, dr_budi, as_user
):
    address = reverse("adaptation_advise", args=[sibakul.pk, elements[2].pk])
    assert as_user(dr_budi).get(address).status_code == 200
    assert not sibakul.adaptations.exists()

    as_user(dr_budi).post(address, {"key": uuid4(), "kind": "komentar", "body": "Jangan lupa."})

    made = sibakul.adaptations.get()
    assert (made.choice, made.state) == ("", State.DRAFT)
    assert made.comments.get().body == "Jangan lupa."


# -- files ----------------------------------------------------------------------------------------


def pdf(name="sk.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF")


def test_the_agency_adds_files_once_and_takes_them_away(row, rini, as_user):
    client, key = as_user(rini), str(uuid4())
    address = reverse("document_add", args=["adaptation", row.pk])
    for _ in range(2):
        done = client.post(address, {"key": key, "files": [pdf(), pdf("dua.pdf")]})
        assert done.status_code == 302, done.content.decode()

    first, _ = row.documents.order_by("pk")
    html = page(client, reverse("adaptation", args=[row.pk]))
    assert "sk.pdf" in html
    client.post(reverse("document_remove", args=[first.pk]))
    assert [piece.name for piece in row.documents.all()] == ["dua.pdf"]


def test_no_file_is_told(row, rini, as_user):
    address = reverse("document_add", args=["adaptation", row.pk])

    response = as_user(rini).post(address, {"key": str(uuid4())})

    assert response.status_code == 422
    assert "Pilih berkasnya dahulu." in response.content.decode()


def test_files_of_what_waits_stay_and_of_what_is_agreed_are_fixed(proposed, rini, lia, as_user):
    client = as_user(rini)
    address = reverse("document_add", args=["adaptation", proposed.pk])
    client.post(address, {"key": str(uuid4()), "files": pdf()})
    piece = Document.objects.get()

    client.post(reverse("document_remove", args=[piece.pk]))
    assert Document.objects.exists()
    adaptation.agree(
        replication=proposed.replication, by=lia, chosen={proposed.pk: proposed.revision}
    )
    more = client.post(address, {"key": str(uuid4()), "files": pdf("lain.pdf")})
    assert more.status_code == 422
    assert Document.objects.count() == 1


@pytest.mark.parametrize("kind", ["apa", "replication"])
def test_an_unknown_kind_of_owner_is_not_found(kind, row, rini, as_user):
    page(as_user(rini), reverse("document_add", args=[kind, row.pk]), 404)


def test_files_are_for_who_may_read_the_record(row, rini, tono, lia, ibu_sekda, as_user):
    address = reverse("document_add", args=["adaptation", row.pk])
    as_user(rini).post(address, {"key": str(uuid4()), "files": pdf()})
    piece = reverse("document", args=[Document.objects.get().pk])

    shown = as_user(lia).get(piece)
    assert b"".join(shown.streaming_content).startswith(b"%PDF")
    shown.close()
    assert as_user(tono).get(piece).status_code == 404
    assert as_user(ibu_sekda).get(piece).status_code == 404  # nobody agreed to it yet
    assert as_user(ibu_sekda).post(address, {"key": str(uuid4())}).status_code == 403
