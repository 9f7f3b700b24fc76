"""Every address × every kind of person: the answer is the one that the table promises."""

from datetime import date

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test.utils import override_settings
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from actionplans.context import Navigation
from tests.access import table
from tests.access.table import LOG_IN, MAY, ROLES
from tests.access.world import World
from tests.rig.markup import CheckingClient
from tests.rig.shared import shared

pytestmark = pytest.mark.django_db
ROWS = table.rows()
TODAY = date(2026, 11, 24)
# The form was understood, right or wrong: the person is let in.
ACCEPTED = {200, 302, 303, 400, 409, 422}


def routes(patterns=None, prefix=""):
    """{name: view} of every address of the portal; names of the admin begin with "admin:"."""
    found = {}
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= routes(pattern.url_patterns, space)
        else:
            found[f"{prefix}{pattern.name or pattern.pattern}"] = pattern.callback
    return found


def is_account_or_admin(name):
    return name.startswith((*table.ACCOUNT_PREFIXES, table.ADMIN_PREFIX))


@pytest.fixture(autouse=True, scope="module")
def a_place_of_its_own(tmp_path_factory):
    """Evidence of the one world that all of these tests knock at."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("access")):
        yield
    cache.clear()


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once: every answer is taken back, and in the end the world itself."""
    with shared(django_db_blocker, World, day=TODAY) as made:
        yield made


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(TODAY)


def client_of(world, role):
    client = CheckingClient()
    if world.people[role]:
        client.force_login(world.people[role])
    return client


def answer(client, method, address):
    """The response; whatever it wrote is taken back."""
    with transaction.atomic():
        response = client.generic(method, address)
        if response.streaming:
            b"".join(response.streaming_content)  # read to its end, the file is closed
        transaction.set_rollback(True)
    return response


def fits(response, cell):
    if cell == MAY:
        return response.status_code in ACCEPTED and not leads_to_log_in(response)
    if cell == LOG_IN:
        return leads_to_log_in(response)
    return response.status_code == int(cell) and not leads_to_log_in(response)


def leads_to_log_in(response):
    return response.status_code == 302 and response.url.startswith(reverse("account_login"))


# -- the table is whole -------------------------------------------------------------------------


def test_no_address_is_missing_from_the_table_and_none_is_made_up():
    listed = {row.name for row in ROWS}
    assert listed == {name for name in routes() if not is_account_or_admin(name)}


def test_every_address_says_what_get_does():
    assert {row.name for row in ROWS} == {row.name for row in ROWS if row.method == "GET"}


def test_the_table_names_each_address_and_method_once_in_order():
    keys = [(row.name, row.method) for row in ROWS]
    assert keys == sorted(set(keys))
    assert all(list(row.expected) == list(ROLES) for row in ROWS)


def test_the_public_addresses_are_these_and_no_other():
    public = {name for name, view in routes().items() if not getattr(view, "login_required", True)}
    assert public == table.PUBLIC
    assert login_not_required(lambda: None).login_required is False


def test_the_page_for_readers_is_up_to_date():
    assert table.PAGE.read_text(encoding="utf-8") == table.page(), (
        "run: python -m tests.access.table"
    )


# -- and it is true -----------------------------------------------------------------------------


@pytest.fixture
def bare_pages(monkeypatch):
    """403 and 404 without their pages, and no numbers in the navigation: here hundreds come."""

    def bare(resolver, status):
        return lambda request, exception=None: HttpResponse(status=status)

    monkeypatch.setattr(URLResolver, "resolve_error_handler", bare)
    monkeypatch.setattr(Navigation, "counted", ({}, 0))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("bare_pages")
def test_every_address_answers_this_person_as_the_table_says(world, role):
    client = client_of(world, role)
    wrong = []
    for row in ROWS:
        response = answer(client, row.method, world.address(row.name))
        if not fits(response, row.expected[role]):
            where = f" → {response.url}" if response.status_code == 302 else ""
            wrong.append(
                f"{row.name} {row.method}: {response.status_code}{where}, "
                f"the table says {row.expected[role]}"
            )
    assert wrong == []


def test_an_address_without_a_post_row_refuses_post(world):
    takes_post = {row.name for row in ROWS if row.method == "POST"}
    for role in ("kepala", "litbang"):
        client = client_of(world, role)
        answers = {
            row.name: answer(client, "POST", world.address(row.name)).status_code
            for row in ROWS
            if row.name not in takes_post
        }
        assert {name: status for name, status in answers.items() if status < 403} == {}


def test_what_does_not_exist_is_a_404_for_everybody(world):
    for role in ROLES:
        client = client_of(world, role)
        for name in ("plan", "milestone", "report", "evidence", "replication", "agency", "why"):
            response = answer(client, "GET", reverse(name, args=[987_654]))
            expected = LOG_IN if role == "anonim" else "404"
            assert fits(response, expected), (role, name)


# -- pages of the own account and of the admin site ---------------------------------------------


def addresses_with(prefixes):
    """(name, address) of every route below `prefixes` that needs nothing in its address."""
    for name in routes():
        if name.startswith(prefixes):
            try:
                yield name, reverse(name)
            except NoReverseMatch:
                continue


def test_pages_of_the_own_account_ask_for_log_in_unless_they_are_public(world):
    client = client_of(world, "anonim")
    asked = 0
    for name, address in addresses_with(table.ACCOUNT_PREFIXES):
        if name not in table.PUBLIC:
            assert fits(answer(client, "GET", address), LOG_IN), name
            asked += 1
    assert asked > 10


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonim"])
def test_pages_of_the_own_account_work_for_everybody(world, role):
    client = client_of(world, role)
    for name, address in addresses_with(table.ACCOUNT_PREFIXES):
        assert answer(client, "GET", address).status_code in (200, 302, 404, 405), name


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("bare_pages")
def test_the_admin_site_lets_in_admins_and_litbang_alone(world, role):
    client = client_of(world, role)
    insider = role in ("admin", "litbang", "litbang-lain")
    for name, address in addresses_with(table.ADMIN_PREFIX):
        if name in ("admin:login", "admin:logout", "admin:jsi18n"):
            continue
        status = answer(client, "GET", address).status_code
        assert status < 500, name
        assert insider or status in (302, 403, 404, 405), (name, status)
        if name == "admin:index":
            assert (status == 200) == insider


@pytest.mark.parametrize("role", ["litbang", "admin"])
def test_the_workflow_is_not_moved_from_the_admin_site(world, role):
    client = client_of(world, role)
    things = {
        "actionplan": world.plan,
        "milestone": world.milestone,
        "progressupdate": world.update,
        "report": world.report,
        "planversion": world.plan.versions.get(),
    }
    tried = 0
    for model, thing in things.items():
        for action, args in (("add", []), ("change", [thing.pk]), ("delete", [thing.pk])):
            name = f"admin:actionplans_{model}_{action}"
            if name in routes():
                status = answer(client, "POST", reverse(name, args=args)).status_code
                assert status == 403, (name, status)
                tried += 1
    assert tried >= 9
