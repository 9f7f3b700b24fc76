"""What the filter offers: choices in scope, never a single one, and words where they are many."""

import pytest

from replikasi.dashboard import filters
from tests import factories

PAGE = "/dasbor/?year=2026&quarter=3"


def plan_in(code, innovation="Inovasi A", short_name="Dinas A"):
    agency = factories.AgencyFactory(region__code=code, short_name=short_name)
    replication = factories.ReplicationFactory(innovation__name=innovation, agency=agency)
    return factories.ActionPlanFactory(replication=replication, milestones=1, approved=True)


@pytest.fixture
def page(october, as_user, admin):
    def get(query="", user=admin):
        return as_user(user).get(f"{PAGE}{query}").content.decode()

    return get


def test_a_single_choice_is_not_offered(page):
    plan_in("19.01")

    shown = page()

    assert 'name="quarter"' in shown
    for name in ("region", "innovation", "agency", "q"):
        assert f'name="{name}"' not in shown


def test_two_of_a_kind_are_offered(page):
    plan_in("19.01", "Inovasi A", "Dinas A")
    plan_in("19.02", "Inovasi B", "Dinas B")

    shown = page()

    for name in ("Kabupaten Contoh 19.01", "Inovasi B", "Dinas B"):
        assert f">{name}</option>" in shown


def test_of_another_scope_nothing_is_named(page):
    inside, outside = plan_in("19.01"), plan_in("19.02", "Inovasi B", "Dinas Lain")
    officer = factories.UserFactory(
        agency=factories.AgencyFactory(bappelitbang=True, region__code="19.01"),
        litbang=True,
        region__code="19.01",
    )
    agency = outside.replication.agency

    for query in ("", f"&agency={agency.pk}", "&region=19.02"):
        shown = page(query, officer)
        for name in ("Dinas Lain", "Inovasi B", "Contoh 19.02"):
            assert name not in shown
    assert inside.replication.agency.short_name == "Dinas A"


def test_many_agencies_are_sought_by_words_and_the_chosen_one_can_be_left(page, monkeypatch):
    monkeypatch.setattr(filters, "LISTED", 1)
    first = plan_in("19.01", short_name="Dinas A")
    plan_in("19.02", short_name="Dinas B")

    assert 'name="q"' in page()
    shown = page(f"&agency={first.replication.agency_id}")
    assert ">Dinas A</option>" in shown
    assert ">Dinas B</option>" not in shown
    assert ">Semua OPD</option>" in shown


def test_many_regions_are_offered_by_province(page, monkeypatch):
    monkeypatch.setattr(filters, "LISTED", 2)
    for code in ("19.01", "19.02", "31.71"):
        factories.RegionFactory(code=code[:2])
        plan_in(code)

    shown = page()

    assert 'value="19"' in shown
    assert 'value="31"' in shown
    assert 'value="19.01"' not in shown
    assert 'value="19.01" selected' in page("&region=19.01")
