"""Elements × adopters: agreed records of every region, proposed ones of one's own scope."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from innovations.models import ElementAdaptation
from replikasi.dashboard import adaptation_matrix
from tests import factories


@pytest.fixture
def innovation(sibakul):
    return sibakul.innovation


@pytest.fixture
def core(innovation):
    return [
        factories.InnovationElementFactory(innovation=innovation, number=number)
        for number in (1, 2)
    ]


@pytest.fixture
def address(innovation):
    return reverse("adaptation_matrix", args=[innovation.pk])


def adapted(replication, element, choice, by, *, agreed=True, **more):
    now = timezone.now()
    decided = {"state": "disepakati", "decided_by": by, "decided_at": now} if agreed else {}
    return ElementAdaptation.objects.create(
        replication=replication,
        element=element,
        choice=choice,
        **{"state": "diajukan", "proposed_by": by, "proposed_at": now, **decided, **more},
    )


@pytest.fixture
def elsewhere(innovation, rini):
    """An adopter in another regency."""
    return factories.ReplicationFactory(
        innovation=innovation,
        agency=factories.AgencyFactory(name="Dinas Jauh", region__code="19.03"),
        programme_year=2024,
    )


def seen(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_agreed_records_of_another_region_are_read_by_everybody(
    address, core, elsewhere, rini, tono, as_user
):
    row = adapted(
        elsewhere, core[0], "disesuaikan", rini, how="Lewat radio desa.", reason="Tanpa sinyal.",
        agreed_with="Bu Kontak Asal",
    )  # fmt: skip

    html = seen(as_user(tono), address)

    assert "Dinas Jauh" in html
    assert "Lewat radio desa." in html
    assert "Tanpa sinyal." in html
    assert "Bu Kontak Asal" not in html
    assert reverse("adaptation", args=[row.pk]) not in html


def test_what_is_proposed_elsewhere_is_nobody_elses(
    address, core, elsewhere, sibakul, rini, tono, lia, as_user
):
    adapted(elsewhere, core[0], "disesuaikan", rini, how="Rahasia dulu.", reason="a", agreed=False)
    own = adapted(sibakul, core[0], "ditinggalkan", rini, reason="Mahal.", agreed=False)

    for who in (rini, lia):
        html = seen(as_user(who), address)
        assert "Mahal." in html
        assert "sementara" in html
        assert "Rahasia dulu." not in html
        assert reverse("adaptation", args=[own.pk]) in html
    assert "Mahal." not in seen(as_user(tono), address)


def test_elements_are_counted_over_all_that_is_agreed(core, elsewhere, sibakul, rini):
    adapted(elsewhere, core[0], "diadopsi", rini)
    adapted(sibakul, core[0], "ditinggalkan", rini, reason="a")
    adapted(sibakul, core[1], "diadopsi", rini, agreed=False)

    found = adaptation_matrix.matrix_of(rini, sibakul.innovation)
    rows = {row.element: dict(row.counts) for row in found.rows}

    assert rows[core[0]] == {"diadopsi": 1, "disesuaikan": 0, "ditinggalkan": 1}
    assert rows[core[1]] == {"diadopsi": 0, "disesuaikan": 0, "ditinggalkan": 0}


def test_it_is_sorted_by_year_name_or_fidelity(address, core, elsewhere, sibakul, rini, as_user):
    adapted(elsewhere, core[0], "ditinggalkan", rini, reason="a")
    adapted(sibakul, core[0], "diadopsi", rini)
    own = sibakul.agency.name

    def first(sort):
        html = seen(as_user(rini), f"{address}?urut={sort}")
        head = html[html.index("<thead>") : html.index("</thead>")]
        return "jauh" if head.index("Dinas Jauh") < head.index(own) else "sibakul"

    assert first("tahun") == "jauh"
    assert first("nama") == "jauh"
    assert first("kesetiaan") == "sibakul"
    assert first("ngawur") == "jauh"


def test_many_adopters_are_paged_with_the_same_queries(
    address, core, innovation, sibakul, rini, as_user
):
    def more(count):
        for _ in range(count):
            adapted(factories.ReplicationFactory(innovation=innovation), core[0], "diadopsi", rini)

    more(7)
    client = as_user(rini)
    few = drawn(client, address, 1)
    more(20)

    assert drawn(client, address, 2) == few
    html = seen(client, f"{address}?page=2")
    assert "27 diadopsi" in html  # the counts stand over all of them


def drawn(client, address, number):
    """How many queries a page asks that was not drawn before."""
    client.get(f"{address}?page=1&n={number}a")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{address}?page=1&n={number}b")
    return len(asked)


def test_what_nobody_agreed_to_yet_is_told(address, core, rini, as_user):
    assert "Belum ada catatan adaptasi yang disepakati" in seen(as_user(rini), address)


def test_the_feeds_carry_every_page(innovation, core, rini, tono, as_user):
    for _ in range(8):
        adapted(
            factories.ReplicationFactory(innovation=innovation), core[0], "disesuaikan", rini,
            how="=1+1", reason="b",
        )  # fmt: skip
    client = as_user(tono)

    def feed(form):
        response = client.get(reverse("adaptation_matrix_feed", args=[innovation.pk, form]))
        assert response.status_code == 200
        return response.content

    rows = json.loads(feed("json"))["baris"]
    assert len(rows) == 16
    assert {row["Perlakuan"] for row in rows} == {"Disesuaikan", "belum dilaporkan"}
    assert {row["Jenis angka"] for row in rows} == {"terverifikasi", None}
    assert rows[0]["Unsur inti dipertahankan, terverifikasi (%)"] == 50.0
    lines = list(csv.reader(io.StringIO(feed("csv").decode("utf-8-sig"))))
    assert len(lines) == 17
    assert "'=1+1" in lines[1]
    assert feed("xlsx")[:2] == b"PK"
