"""Who added or took away which file when stays readable, on the page of what it was kept with."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from innovations.models import Document
from innovations.services import adaptation
from tests import factories
from tests.factories import endings

pytestmark = pytest.mark.django_db


def pdf(name):
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF")


@pytest.fixture(autouse=True)
def today(on_day):
    on_day("2026-11-24")


def kept_and_gone(client, kind, owner):
    """One file that stays, one that is taken away again."""
    for name in ("tetap.pdf", "salah.pdf"):
        done = client.post(
            reverse("document_add", args=[kind, owner.pk]),
            {"key": str(uuid4()), "files": pdf(name)},
        )
        assert done.status_code == 302
    piece = Document.objects.get(name="salah.pdf")
    assert client.post(reverse("document_remove", args=[piece.pk])).status_code == 302


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_element_tells_it_in_its_timeline(sibakul, rini, lia, as_user):
    element = factories.InnovationElementFactory(innovation=sibakul.innovation)
    row = adaptation.decide(replication=sibakul, element=element, by=rini, choice="diadopsi")
    kept_and_gone(as_user(rini), "adaptation", row)

    response = as_user(lia).get(reverse("adaptation", args=[row.pk]))

    told = [(entry.title, entry.text) for entry in response.context["entries"][:3]]
    assert told == [
        ("Berkas dihapus", "salah.pdf"),
        ("Berkas diunggah", "salah.pdf"),
        ("Berkas diunggah", "tetap.pdf"),
    ]
    assert "Rini Astuti" in response.context["entries"][0].note


def test_a_value_tells_it_and_not_to_leaders(sibakul, rini, lia, ibu_sekda, as_user):
    value = factories.OutcomeValueFactory(outcome__replication=sibakul, recorded_by=rini)
    kept_and_gone(as_user(rini), "value", value)
    address = reverse("outcome_value", args=[value.pk])

    html = text_of(as_user(lia), address)
    assert "Rini Astuti: salah.pdf dihapus" in html
    assert "Rini Astuti: tetap.pdf diunggah" in html

    client = as_user(lia)
    client.post(
        reverse("outcome_value_verify", args=[value.pk]),
        {"verified_value": "1", "reason": "Dihitung lagi.", "seen": value.revision},
    )
    value.refresh_from_db()
    assert value.state == "terverifikasi"
    assert "salah.pdf" not in text_of(as_user(ibu_sekda), address)


def test_a_commitment_and_a_source_tell_it(sibakul, lia, rini, as_user):
    commitment = factories.CommitmentFactory(valid_until=date(2027, 1, 10))
    source = sibakul.innovation.sources.create(title="Berita")
    kept_and_gone(as_user(lia), "commitment", commitment)
    html = text_of(as_user(rini), reverse("commitment", args=[commitment.pk]))
    assert "Lia Kartika: salah.pdf dihapus" in html

    kept_and_gone(as_user(lia), "source", source)
    entries = as_user(rini).get(f"/inovasi/{sibakul.innovation_id}/riwayat/").context["entries"]
    assert [(entry.title, entry.verb, entry.who) for entry in entries[:2]] == [
        ("Berkas salah.pdf", "dihapus", "Lia Kartika"),
        ("Berkas salah.pdf", "diunggah", "Lia Kartika"),
    ]


def test_a_later_check_tells_it_where_it_is_answered(sibakul, rini, as_user):
    endings.finished(sibakul)
    check = endings.closed(sibakul).checks.get(months=6)
    kept_and_gone(as_user(rini), "check_of", check)

    html = text_of(as_user(rini), reverse("check_answer", args=[check.pk]))

    assert "Rini Astuti: salah.pdf dihapus" in html


def test_histories_ask_no_more_for_more_files(sibakul, rini, lia, as_user, queries):
    source = sibakul.innovation.sources.create(title="Berita")
    address = f"/inovasi/{sibakul.innovation_id}/riwayat/"
    client = as_user(lia)
    kept_and_gone(client, "source", source)
    few = queries(client, address)
    Document.objects.filter(name="tetap.pdf").update(name="lama.pdf")
    kept_and_gone(client, "source", source)

    assert queries(client, address) == few
