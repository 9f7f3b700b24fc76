"""The dashboard of many replications: gathered by region, innovation or agency, and one by one."""

from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.models import PeriodStanding
from replikasi.dashboard import groups
from tests import factories

PLACES = ("19.01", "19.02", "19.03")
PAGE = "/dasbor/?year=2026&quarter=3"


def plan_in(code, innovation, **standing):
    agency = factories.AgencyFactory(region__code=code)
    plan = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(innovation__name=innovation, agency=agency),
        milestones=1,
        approved=True,
    )
    PeriodStanding.objects.filter(plan=plan, period__quarter=3).update(**standing)
    return plan


@pytest.fixture
def thirteen(db, october):
    """Nine plans in 19.01, three in 19.02 and one in 19.03; two innovations; all but the first
    reported TW III in time, the last one far behind."""
    found = []
    for number in range(13):
        code = PLACES[0] if number < 9 else PLACES[1] if number < 12 else PLACES[2]
        claimed = Decimal(50 + number) if number else None
        if number == 12:
            claimed = Decimal(10)
        found.append(
            plan_in(
                code,
                f"Inovasi {'A' if number % 2 else 'B'}",
                planned=Decimal(60),
                claimed=claimed,
                spent=claimed,
                ceiling=Decimal(100),
                report_state="diverifikasi" if number else "",
                days_late=0 if number else None,
            )
        )
    return found


def dashboard(client, query=""):
    caches["pages"].clear()  # a part that is drawn again tells what it was drawn from
    return client.get(f"{PAGE}{query}").context["dashboard"]


def rows(client, query):
    return {row.name: row for row in dashboard(client, query).groups.rows}


def test_a_few_replications_are_shown_one_by_one_and_no_grouping_is_offered(
    october, as_user, admin
):
    for _ in range(2):
        plan_in("19.01", "Inovasi A")

    found = dashboard(as_user(admin), "&group=region")

    assert found.groups is None
    assert len(found.rows) == 2


def test_above_a_dozen_the_grouping_is_offered_and_used_when_asked_for(thirteen, as_user, admin):
    client = as_user(admin)

    assert len(dashboard(client).rows) == 10
    assert [key for key, _ in dashboard(client).groups.offered] == [
        *("region", "innovation", "agency", "none"),
    ]
    assert len(dashboard(client, "&group=region").groups.rows) == 3
    assert len(dashboard(client, "&group=innovation").groups.rows) == 2
    assert len(dashboard(client, "&group=agency").groups.rows) == 13
    assert len(dashboard(client, "&group=none").rows) == 10
    assert len(dashboard(client, "&group=1").rows) == 10


def test_hundreds_are_gathered_by_region_where_there_are_several(
    thirteen, as_user, admin, monkeypatch
):
    monkeypatch.setattr(groups, "USED_ABOVE", 12)

    assert dashboard(as_user(admin)).groups.kind == "region"


def test_hundreds_of_one_region_are_gathered_by_innovation(october, as_user, admin, monkeypatch):
    monkeypatch.setattr(groups, "OFFERED_ABOVE", 2)
    monkeypatch.setattr(groups, "USED_ABOVE", 2)
    for name in "AAB":
        plan_in("19.01", f"Inovasi {name}")

    found = dashboard(as_user(admin))

    assert found.groups.kind == "innovation"
    assert "region" not in dict(found.groups.offered)


def test_a_groups_figures_are_those_of_the_page_that_it_leads_to(thirteen, as_user, admin):
    client = as_user(admin)

    for query in ("&group=region", "&group=innovation"):
        for row in rows(client, query).values():
            alone = client.get(row.url.replace("#replikasi", "")).context["dashboard"].sums
            for name in (
                *("plans", "planned", "claimed", "reporting", "verified", "verifying"),
                *("deviation", "spent", "ceiling", "absorbed", "on_time"),
            ):
                assert row.sums[name] == alone[name], name


def test_a_group_says_how_many_of_its_replications_are_urgent(thirteen, as_user, admin):
    client = as_user(admin)

    found = rows(client, "&group=region")

    # One did not report, one is 50 points behind.
    urgent = {name: row.urgent for name, row in found.items()}
    assert urgent == {
        "Kabupaten Contoh 19.01": 1,
        "Kabupaten Contoh 19.02": 0,
        "Kabupaten Contoh 19.03": 1,
    }
    target = client.get(found["Kabupaten Contoh 19.01"].urgent_url.replace("#replikasi", ""))
    first = target.context["dashboard"].rows[0]
    assert first.plan_url == f"/rencana/{thirteen[0].pk}/"


def test_silence_in_a_group_is_a_word(thirteen, as_user, admin):
    PeriodStanding.objects.filter(plan=thirteen[12], period__quarter=3).update(
        claimed=None, spent=None, report_state="", days_late=None
    )

    page = as_user(admin).get(f"{PAGE}&group=region").content.decode()

    assert "belum dilaporkan" in page
    assert "None" not in page


def test_the_gravest_group_comes_first(thirteen, as_user, admin):
    found = dashboard(as_user(admin), "&group=region&sort=deviation").groups.rows

    assert found[0].name == "Kabupaten Contoh 19.03"


def test_provinces_are_gathered_before_their_regencies(thirteen, as_user, admin):
    for code in ("19", "31"):
        factories.RegionFactory(code=code)
    plan_in("31.71", "Inovasi A")
    client = as_user(admin)

    provinces = rows(client, "&group=region")
    assert sorted(row.sums["plans"] for row in provinces.values()) == [1, 13]
    inner = client.get(f"{PAGE}&region=19&group=region").context["dashboard"]
    assert len(inner.groups.rows) == 3


def test_an_agency_that_stands_above_the_other_regions_leads_nowhere_wider(
    thirteen, as_user, admin
):
    plan_in("19", "Inovasi A")

    row = rows(as_user(admin), "&group=region")["Kepulauan Bangka Belitung"]

    assert (row.sums["plans"], row.url, row.note) == (1, "", "hanya OPD tingkat ini")


def test_groups_hold_the_readers_scope_alone(thirteen, as_user, monkeypatch):
    monkeypatch.setattr(groups, "OFFERED_ABOVE", 1)
    officer = factories.UserFactory(
        agency=factories.AgencyFactory(bappelitbang=True, region__code="19.02"),
        litbang=True,
        region__code="19.02",
    )

    found = dashboard(as_user(officer), "&group=agency")

    assert found.sums["plans"] == 3
    assert {row.sums["plans"] for row in found.groups.rows} == {1}
    assert len(found.groups.rows) == 3


def test_groups_are_paged_and_kept_in_the_address(thirteen, as_user, admin, monkeypatch):
    monkeypatch.setattr(groups, "GROUPS_PER_PAGE", 10)
    client = as_user(admin)

    first = dashboard(client, "&group=agency").groups.rows
    second = dashboard(client, "&group=agency&page=2").groups.rows

    assert (len(first), len(second)) == (10, 3)
    assert not {row.url for row in first} & {row.url for row in second}
    assert "group=agency&amp;page=2" in client.get(f"{PAGE}&group=agency").content.decode()


@pytest.mark.parametrize("kind", ["region", "innovation", "agency", "none"])
def test_queries_do_not_grow_with_the_groups(thirteen, as_user, admin, kind):
    client = as_user(admin)

    def queries():
        client.get(f"{PAGE}&group={kind}")
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{PAGE}&group={kind}")
        return len(captured)

    few = queries()
    for number in range(4):
        plan_in(f"19.0{number + 4}", f"Inovasi {number}")

    assert queries() == few
