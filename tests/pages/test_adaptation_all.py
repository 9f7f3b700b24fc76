"""Agreeing to every proposed element of an adaptation record at once."""

import pytest
from django.urls import reverse

from innovations.models import ElementAdaptation
from innovations.services import adaptation
from tests import factories

State = ElementAdaptation.State


@pytest.fixture
def elements(sibakul):
    make = factories.InnovationElementFactory
    return [
        make(innovation=sibakul.innovation, number=number, name=name)
        for number, name in enumerate(["Kurasi produk", "Ongkos kirim", "Pendampingan"], 1)
    ]


@pytest.fixture
def record(sibakul):
    return reverse("adaptation_record", args=[sibakul.pk])


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def tick(*rows):
    return {"unsur": [f"{row.pk}-{row.revision}" for row in rows]}


def several(sibakul, elements, rini):
    rows = [
        adaptation.decide(replication=sibakul, element=element, by=rini, choice="diadopsi")
        for element in elements
    ]
    chosen = {row.pk: row.revision for row in rows}
    adaptation.propose(replication=sibakul, by=rini, chosen=chosen)
    for row in rows:
        row.refresh_from_db()
    return rows


def test_litbang_agrees_to_all_after_being_asked_once(
    record, sibakul, elements, rini, lia, as_user
):
    rows, client = several(sibakul, elements, rini), as_user(lia)
    assert "Sepakati semua yang diajukan" in page(client, record)
    address = reverse("adaptation_agree_all", args=[sibakul.pk])

    asked = client.get(address, tick(*rows)).content.decode()
    assert "Sepakati 3 unsur sekaligus?" in asked
    assert "Kurasi produk: diadopsi" in asked
    assert not sibakul.adaptations.agreed().exists()

    for _ in range(2):
        assert client.post(address, tick(*rows))["Location"] == record
    assert sibakul.adaptations.agreed().count() == 3
    for row in rows:
        agreed = row.history.filter(state=State.AGREED)
        assert [line.history_user for line in agreed] == [lia]
    assert "Sepakati semua" not in page(client, record)


def test_of_all_none_is_agreed_to_where_one_was_decided_meanwhile(
    sibakul, elements, rini, lia, as_user
):
    rows = several(sibakul, elements, rini)
    adaptation.send_back(
        replication=sibakul, by=lia, chosen={rows[1].pk: rows[1].revision}, reason="Kurang"
    )

    response = as_user(lia).post(
        reverse("adaptation_agree_all", args=[sibakul.pk]), tick(*rows), follow=True
    )

    assert "Ongkos kirim: Seseorang sudah menyimpan perubahan" in response.content.decode()
    assert not sibakul.adaptations.agreed().exists()
