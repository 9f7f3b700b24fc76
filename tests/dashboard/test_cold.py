"""Pages drawn anew: how many queries each asks, whoever looks and however many plans there are."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.dashboard.reporting import reporting

# Name of the page: the most it may ask, of log-in and navigation three.
MOST = {
    "dashboard": 24,
    "programme_why": 10,
    "recap": 13,
    "attention": 12,
    "ranking": 13,
    "deviation_report": 14,
    "comparison": 17,
    "presentation": 10,
    "selection_curve": 9,
}
OF_ONE = {"why": 10, "plan_curve": 9, "replication": 39, "innovation": 35, "agency": 35}
PEOPLE = ("rini", "pak_kadis", "lia", "admin")


def asked(client, address):
    """The statements of a request after which nothing is kept."""
    assert client.get(address).status_code == 200
    pages = caches["pages"]
    demo = pages.get("common.is_demo")  # not of the records: it is remembered over their changes
    pages.clear()
    pages.set("common.is_demo", demo)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in seen]


@pytest.mark.parametrize("name", MOST)
def test_a_page_of_the_programme_asks_few_queries(
    october, verified_plan, other_plan, as_user, request, name
):
    for number in range(3):
        reporting([number * 30], innovation__name=f"Inovasi {number}")
    for person in PEOPLE:
        seen = asked(
            as_user(request.getfixturevalue(person)), f"{reverse(name)}?year=2026&quarter=3"
        )
        assert len(seen) <= MOST[name], (person, len(seen))


@pytest.mark.parametrize("name", OF_ONE)
def test_a_page_of_one_thing_asks_few_queries(
    october, verified_plan, other_plan, as_user, request, name
):
    replication = verified_plan.replication
    key = {
        "replication": replication.pk,
        "innovation": replication.innovation_id,
        "agency": replication.agency_id,
    }.get(name, verified_plan.pk)
    for person in PEOPLE:
        seen = asked(
            as_user(request.getfixturevalue(person)), f"{reverse(name, args=[key])}?year=2026"
        )
        assert len(seen) <= OF_ONE[name], (person, len(seen))


def test_the_navigation_of_a_page_is_one_query(october, verified_plan, as_user, lia):
    seen = asked(as_user(lia), reverse("programme_why"))

    of_navigation = [sql for sql in seen if "notifications_notification" in sql]
    assert len(of_navigation) == 2, of_navigation  # the other tells whether anything is new
