"""What a figure of several replications is made of, against the raw lines of their reports."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from replikasi.common import formats
from tests import factories
from tests.dashboard.whole_programme import FIGURES, KINDS, PAGE, build, text_of
from tests.factories.days import at


def test_the_chain_reaches_the_evidence_from_the_dashboard(october, plan, as_user, lia):
    update = factories.ProgressUpdateFactory(
        milestone=plan.milestones.get(number=1), happened_on=date(2026, 3, 1), percent=Decimal(50)
    )
    piece = factories.EvidenceFactory(update=update)
    factories.ReportFactory(plan=plan, quarter=1, verified=True)
    client = as_user(lia)
    programme = client.get(f"{PAGE}?quarter=1&angka=terverifikasi").context["breakdown"]
    of_plan = text_of(client.get(programme.parts[0].url))
    report, line = re.search(r'href="(/laporan/\d+/)#(baris-\d+)"', of_plan).groups()
    milestone = re.search(r'href="(/tonggak/\d+/)#bukti"', of_plan)[1]

    assert f'id="{line}"' in text_of(client.get(report))
    page = text_of(client.get(milestone))
    assert 'id="bukti"' in page
    assert reverse("evidence", args=[piece.pk]) in page


def test_who_is_left_out_is_named_with_the_reason(october, verified_plan, other_plan, as_user, lia):
    page = as_user(lia).get(f"{PAGE}?quarter=1&angka=terverifikasi")
    parts = {part.title: part for part in page.context["breakdown"].all_parts}

    assert parts["Aksi Tali Intan"].shown is None
    assert parts["Aksi Tali Intan"].reason == "dikembalikan"
    assert "Tidak ikut dihitung: 1 dikembalikan." in text_of(page)
    silent = as_user(lia).get(f"{PAGE}?quarter=3&angka=sementara")
    assert "Belum ada yang melapor" in text_of(silent)
    assert "belum dilaporkan, tenggat" in text_of(silent)
    unopened = text_of(as_user(lia).get(f"{PAGE}?quarter=4&angka=tepat-waktu"))
    assert "belum dibuka" in unopened.partition("<h1>")[2].partition("</h1>")[0]


def test_nothing_of_others_is_in_any_sum(
    october, verified_plan, other_plan, as_user, rini, tono, dr_wati, joko
):
    for figure in FIGURES:
        for who, plan in ((rini, verified_plan), (tono, other_plan)):
            for kind in KINDS:
                address = f"{PAGE}?quarter=1&angka={figure}&kelompok={kind}"
                page = as_user(who).get(address)
                found = page.context["breakdown"]
                assert found.whole.plans == 1
                other = other_plan if plan is verified_plan else verified_plan
                assert other.replication.title not in text_of(page)
                assert other.replication.agency.name not in text_of(page)
        agency = other_plan.replication.agency_id
        assert as_user(rini).get(f"{PAGE}?agency={agency}&angka={figure}").status_code == 404
        for form in ("xlsx", "csv", "json"):
            feed = f"/dasbor/penjelasan.{form}?agency={agency}&angka={figure}"
            assert as_user(rini).get(feed).status_code == 404
        for stranger in (dr_wati, joko):
            assert as_user(stranger).get(f"{PAGE}?angka={figure}").status_code == 404


@pytest.mark.parametrize(
    "query", ["angka=x", "kelompok=x", "urut=x", "persis=1", "page=x", "page=99"]
)
def test_an_address_that_says_nothing_known_still_answers(
    october, verified_plan, as_user, lia, query
):
    assert as_user(lia).get(f"{PAGE}?{query}").status_code == 200


@pytest.mark.parametrize("kind", KINDS[1:])
def test_queries_do_not_grow_with_the_replications(october, as_user, admin, ubb, queries, kind):
    address = f"{PAGE}?quarter=1&angka=sementara&kelompok={kind}"
    client = as_user(admin)

    def cold():
        client.get(address)
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    build(3, 1, ubb)
    few = cold(), queries(client, address)
    build(4, 2, ubb)

    assert (cold(), queries(client, address)) == few
    assert few[1] <= 12


def test_a_figure_that_changes_is_explained_anew(october, verified_plan, as_user, lia):
    client = as_user(lia)
    address = f"{PAGE}?quarter=3&angka=sementara"
    before = text_of(client.get(address))
    with at(factories.period(3).due):
        factories.ReportFactory(plan=verified_plan, quarter=3, sent=True)

    assert "Belum ada yang melapor" in before
    assert "Belum ada yang melapor" not in text_of(client.get(address))


def test_a_difference_is_shown_with_both_of_its_terms(
    october, verified_plan, other_plan, as_user, lia
):
    page = as_user(lia).get(f"{PAGE}?quarter=1&angka=deviasi&kelompok=replikasi")
    found, text = page.context["breakdown"], text_of(page)
    told = [part for part in found.all_parts if part.terms]

    assert told
    for part in told:
        claimed, planned = part.terms
        assert claimed - planned == part.value
        assert f"({formats.percent(part.shown_terms[0])} − " in text
        assert formats.percent(part.shown_terms[1]) in text
    claimed, planned = found.whole.terms
    assert claimed - planned == found.whole.total
    assert planned == sum(part.terms[1] for part in told) / len(told)
    assert "Selisih dihitung sebelum dibulatkan." in text


@pytest.mark.parametrize("of_plan", [False, True], ids=["programme", "plan"])
def test_an_open_page_of_reasons_stays_as_new_as_the_records(
    october, verified_plan, as_user, lia, of_plan
):
    client = as_user(lia)
    address = f"{PAGE}?quarter=3&angka=sementara"
    if of_plan:
        address = f"/rencana/{verified_plan.pk}/penjelasan/?tw=3&angka=sementara"
    page = client.get(address)
    tag = re.search(r'data-live="(.+?)"', text_of(page))[1].replace("&quot;", '"')
    part = {"HX-Request": "true", "If-None-Match": tag}

    assert "Keadaan per" in text_of(page)
    assert client.get(address, headers=part).status_code == 304
    with at(factories.period(3).due):
        factories.ReportFactory(plan=verified_plan, quarter=3, sent=True)
    newer = client.get(address, headers=part)
    assert newer.status_code == 200
    body = text_of(newer).strip()
    assert "<html" not in body
    assert '<div id="dasbor">' in body
    assert newer["ETag"] != tag
