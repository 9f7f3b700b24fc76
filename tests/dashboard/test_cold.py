"""Pages drawn anew: how many queries each asks, whoever looks and however many plans there are."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.dashboard.conftest import half_verified, returned
from tests.dashboard.reporting import reporting
from tests.rig.shared import shared

pytestmark = pytest.mark.django_db

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
OF_ONE = {"why": 10, "plan_curve": 9, "replication": 36, "innovation": 35, "agency": 35}


def programme():
    """A plan half verified, one returned, three of other innovations; and who looks at them."""
    region = factories.RegionFactory(code="19.05")
    own, other = factories.AgencyFactory.create_batch(2, region=region)
    facilitator = factories.AgencyFactory(university=True)
    officer = factories.UserFactory(litbang=True, region=region)
    head = factories.UserFactory(agency=own, kepala=True)
    people = (factories.UserFactory(agency=own), head, officer, factories.UserFactory(admin=True))
    replication = factories.ReplicationFactory(agency=own, facilitator=facilitator)
    plan = half_verified(
        factories.ActionPlanFactory(replication=replication, milestones=3, approved=True)
    )
    returned(other, facilitator)
    for number in range(3):
        reporting([number * 30], innovation__name=f"Inovasi {number}")
    return SimpleNamespace(plan=plan, replication=replication, people=people, officer=officer)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with shared(django_db_blocker, programme, day=date(2026, 10, 13)) as its:
        yield its


@pytest.fixture
def world(made, october):
    return made


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
def test_a_page_of_the_programme_asks_few_queries(world, as_user, name):
    for person in world.people:
        seen = asked(as_user(person), f"{reverse(name)}?year=2026&quarter=3")
        assert len(seen) <= MOST[name], (person.role, len(seen))


@pytest.mark.parametrize("name", OF_ONE)
def test_a_page_of_one_thing_asks_few_queries(world, as_user, name):
    replication = world.replication
    key = {
        "replication": replication.pk,
        "innovation": replication.innovation_id,
        "agency": replication.agency_id,
    }.get(name, world.plan.pk)
    for person in world.people:
        seen = asked(as_user(person), f"{reverse(name, args=[key])}?year=2026")
        assert len(seen) <= OF_ONE[name], (person.role, len(seen))


def test_the_catalogue_asks_few_queries(world, as_user):
    for person in world.people:
        seen = asked(as_user(person), reverse("innovation_list"))
        assert len(seen) <= 12, (person.role, len(seen))


def test_the_navigation_of_a_page_is_one_query(world, as_user):
    seen = asked(as_user(world.officer), reverse("programme_why"))

    of_navigation = [sql for sql in seen if "notifications_notification" in sql]
    assert len(of_navigation) == 2, of_navigation  # the other tells whether anything is new
