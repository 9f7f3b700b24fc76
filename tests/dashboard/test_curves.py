"""S-curves of plans, replications and selections: their pictures, and whose figures are in them."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from replikasi.dashboard import curves, filters
from tests import factories

from .conftest import progress

SVG = "{http://www.w3.org/2000/svg}"


def picture(client, address):
    """(title, response) of an SVG file."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(response.content)  # noqa: S314 our own
    return root.find(f"{SVG}title").text, response


def test_the_picture_needs_no_stylesheet(october, verified_plan, as_user, lia):
    for address in (
        f"/rencana/{verified_plan.pk}/kurva-s.svg",
        f"/replikasi/{verified_plan.replication_id}/kurva-s.svg",
        "/dasbor/kurva-s.svg",
    ):
        _, response = picture(as_user(lia), address)
        text = response.content.decode()
        assert "style" not in text
        assert "var(" not in text
        shapes = re.findall(r"<(?:polyline|polygon)[^>]*>", text)
        assert shapes
        assert all("fill=" in shape for shape in shapes if "class=" in shape)


def test_a_replications_picture_is_that_of_its_plan_of_the_year(
    october, verified_plan, as_user, lia
):
    address = f"/replikasi/{verified_plan.replication_id}/kurva-s.svg"
    title, _ = picture(as_user(lia), address)

    assert title.startswith("Kurva S Rajutan SiBakul Jogja, 2026: ")
    assert as_user(lia).get(f"{address}?year=2025").status_code == 404
    assert picture(as_user(lia), f"{address}?year=2026")[0] == title


def test_a_picture_of_a_selection_holds_what_its_reader_may_see(
    october, verified_plan, other_plan, as_user, lia, rini
):
    everything, _ = picture(as_user(lia), "/dasbor/kurva-s.svg")
    own, _ = picture(as_user(rini), "/dasbor/kurva-s.svg")
    chosen, _ = picture(
        as_user(lia), f"/dasbor/kurva-s.svg?agency={verified_plan.replication.agency_id}"
    )
    foreign = as_user(rini).get(f"/dasbor/kurva-s.svg?agency={other_plan.replication.agency_id}")

    assert own == chosen != everything
    assert foreign.status_code == 404


def test_a_month_of_a_selection_stands_over_those_that_recorded(
    october, verified_plan, other_plan, as_user, lia
):
    curve = as_user(lia).get("/dasbor/").context["dashboard"].curve
    months = [row for group in curve.groups for row in group.rows]

    assert months[2].over == 2
    assert months[2].claimed is not None
    assert months[0].claimed is None
    assert months[0].word == "belum dicatat"
    assert months[11].word == "belum tiba"
    assert not curve.has_forecast
    assert "perlu sedikitnya 3" in curve.outlook


def test_the_forecast_of_a_selection_says_over_how_many(october, plan, as_user, lia):
    for month, percent in ((6, 10), (7, 20), (8, 30), (9, 40)):
        for milestone in plan.milestones.all():
            factories.ProgressUpdateFactory(
                milestone=milestone, happened_on=date(2026, month, 20), percent=Decimal(percent)
            )
    page = as_user(lia).get("/dasbor/").content.decode()

    assert "Perkiraan akhir 2026: " in page
    assert "dari laju sejak " in page
    assert 'class="c-fan"' in page


def test_a_selections_curve_asks_the_same_however_many_plans(october, verified_plan, request, lia):
    selection = filters.read({}, ())

    with CaptureQueriesContext(connection) as few:
        curves.of_selection(lia, selection)
    request.getfixturevalue("other_plan")
    with CaptureQueriesContext(connection) as more:
        curves.of_selection(lia, selection)

    assert len(more) == len(few) <= 4


@pytest.mark.parametrize("who", ["tono", "joko", "dr_wati"])
def test_other_peoples_replications_have_no_picture(october, verified_plan, as_user, request, who):
    client = as_user(request.getfixturevalue(who))

    assert client.get(f"/replikasi/{verified_plan.replication_id}/kurva-s.svg").status_code == 404


def test_the_picture_is_not_sent_twice(october, verified_plan, as_user, lia):
    client = as_user(lia)
    _, first = picture(client, "/dasbor/kurva-s.svg")
    again = client.get("/dasbor/kurva-s.svg", headers={"if-none-match": first["ETag"]})
    progress(verified_plan, [95, 30, 10], 3)
    later = client.get("/dasbor/kurva-s.svg", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert later.status_code == 200
