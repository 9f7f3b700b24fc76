"""What leaders read of an adaptation record: what Litbang agreed to, and of the rest no word."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from innovations.models import Document
from innovations.services import adaptation
from tests import factories

WORDS = {"choice": "disesuaikan", "how": "Rahasia tiga kelas.", "reason": "Alasan rahasia."}


@pytest.fixture
def elements(sibakul):
    make = factories.InnovationElementFactory
    return [
        make(innovation=sibakul.innovation, number=number, name=name)
        for number, name in enumerate(["Kurasi produk", "Ongkos kirim", "Pendampingan"], 1)
    ]


@pytest.fixture
def drafted(sibakul, elements, rini):
    return adaptation.decide(replication=sibakul, element=elements[0], by=rini, **WORDS)


@pytest.fixture
def proposed(sibakul, drafted, rini):
    adaptation.propose(replication=sibakul, by=rini, chosen={drafted.pk: drafted.revision})
    drafted.refresh_from_db()
    return drafted


@pytest.fixture
def returned(sibakul, proposed, lia):
    chosen = {proposed.pk: proposed.revision}
    adaptation.send_back(replication=sibakul, by=lia, chosen=chosen, reason="Dikembalikan rahasia.")
    proposed.refresh_from_db()
    return proposed


def pages(sibakul, row):
    """Every address at which something of the record is read."""
    innovation = sibakul.innovation_id
    return [
        reverse("adaptation_record", args=[sibakul.pk]),
        reverse("adaptation", args=[row.pk]),
        reverse("replication", args=[sibakul.pk]),
        reverse("innovation", args=[innovation]),
        reverse("adaptation_matrix", args=[innovation]),
        *(reverse("adaptation_matrix_feed", args=[innovation, form]) for form in ("csv", "json")),
    ]


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("state", ["drafted", "proposed", "returned"])
def test_nothing_of_what_is_not_agreed_is_read_anywhere(
    request, sibakul, state, ibu_sekda, as_user
):
    row, client = request.getfixturevalue(state), as_user(ibu_sekda)

    for address in pages(sibakul, row):
        text = read(client, address)
        for words in (
            "ahasia",
            "Draf",
            "Menunggu persetujuan",
            "Dikembalikan",
        ):
            assert words not in text, (address, words)
        assert ">Disesuaikan" not in text


def test_a_draft_looks_as_if_there_were_none(sibakul, drafted, ibu_sekda, as_user):
    html = read(as_user(ibu_sekda), reverse("adaptation_record", args=[sibakul.pk]))

    assert "3 unsur belum dilaporkan." in html
    assert "unsur belum disepakati" not in html


def test_what_is_proposed_is_told_as_not_agreed(sibakul, proposed, ibu_sekda, as_user):
    client = as_user(ibu_sekda)
    html = read(client, reverse("adaptation_record", args=[sibakul.pk]))

    assert "1 unsur belum disepakati. 2 unsur belum dilaporkan." in html
    assert "Menurut OPD" not in html
    assert "50,0" not in html  # what it would come to
    assert "begitu Litbang menyepakatinya" in read(
        client, reverse("adaptation", args=[proposed.pk])
    )


def test_what_is_agreed_is_read_without_how_it_came_to_be(
    sibakul, proposed, lia, ibu_sekda, as_user
):
    adaptation.agree(replication=sibakul, by=lia, chosen={proposed.pk: proposed.revision})
    client = as_user(ibu_sekda)

    html = read(client, reverse("adaptation", args=[proposed.pk]))
    assert "Rahasia tiga kelas." in html
    assert "Riwayat" not in html
    assert "50,0" in read(client, reverse("adaptation_record", args=[sibakul.pk]))


def test_files_are_read_once_it_is_agreed(sibakul, proposed, rini, lia, ibu_sekda, as_user):
    pdf = SimpleUploadedFile("sk.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF")
    as_user(rini).post(
        reverse("document_add", args=["adaptation", proposed.pk]),
        {"key": str(uuid4()), "files": pdf},
    )
    client, piece = as_user(ibu_sekda), reverse("document", args=[Document.objects.get().pk])
    assert client.get(piece).status_code == 404
    assert "sk.pdf" not in read(client, reverse("adaptation", args=[proposed.pk]))

    adaptation.agree(replication=sibakul, by=lia, chosen={proposed.pk: proposed.revision})

    shown = client.get(piece)
    assert b"".join(shown.streaming_content).startswith(b"%PDF")
    shown.close()


def test_agency_litbang_and_facilitator_read_drafts_marked(
    sibakul, drafted, rini, lia, dr_budi, as_user
):
    for who in (rini, lia, dr_budi):
        html = read(as_user(who), reverse("adaptation_record", args=[sibakul.pk]))
        assert "Draf, belum diajukan" in html
        assert "Rahasia tiga kelas." in html


def test_the_matrix_counts_for_leaders_what_is_agreed(sibakul, proposed, lia, ibu_sekda, as_user):
    feed = reverse("adaptation_matrix_feed", args=[sibakul.innovation_id, "json"])
    client = as_user(ibu_sekda)
    assert json.loads(client.get(feed).content)["baris"] == []

    adaptation.agree(replication=sibakul, by=lia, chosen={proposed.pk: proposed.revision})

    first = json.loads(client.get(feed).content)["baris"][0]
    assert (first["Perlakuan"], first["Jenis angka"]) == ("Disesuaikan", "terverifikasi")
