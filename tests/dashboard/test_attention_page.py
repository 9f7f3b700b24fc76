"""Perlu perhatian as a page: order, numbers, filters, whose, downloads, thresholds."""

import re
from datetime import date, datetime

import pytest
from django.urls import reverse

from actionplans.models import (
    Comment,
    MilestoneTrace,
    Obstacle,
    ReportingPeriod,
    ReportingRules,
)
from tests import factories
from tests.dashboard.attention_list import PAGE, listed, on_dashboard, stand
from tests.factories import WIB


@pytest.fixture
def everything(october, verified_plan, other_plan, sibakul):
    """A concern of every kind for Dinkop and DPP."""
    factories.CommentFactory(plan=verified_plan, suggestion=True, answer_by="2026-10-01")
    for level in Obstacle.Level:
        factories.ObstacleFactory(plan=other_plan, level=level)
    Obstacle.objects.update(opened_on=date(2026, 6, 1))
    Comment.objects.update(created_at=datetime(2026, 6, 1, 9, tzinfo=WIB))
    sibakul.commitment = factories.CommitmentFactory(valid_until=date(2026, 11, 1))
    sibakul.save()
    for number, due in ((1, date(2026, 9, 1)), (2, None)):
        clause = factories.ClauseFactory(commitment=sibakul.commitment, number=number, due=due)
        if due:
            MilestoneTrace.objects.create(milestone=verified_plan.milestones.first(), clause=clause)
    factories.OutcomeValueFactory(outcome__replication=sibakul, value=2, verified=True)
    values = {"planned": 60, "report_state": "dikirim", "ceiling": 100}
    stand(verified_plan, claimed=20, spent=90, **values)
    stand(other_plan, claimed=70, spent=1, **values)
    late = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(
            agency=sibakul.agency, facilitator=sibakul.facilitator
        ),
        milestones=1,
        approved=True,
    )
    return {"waiting": verified_plan, "returned": other_plan, "unsent": late}


ALL = (
    *("unsent", "returned", "waiting", "suggestion", "deviation", "away", "overdue", "clause"),
    *("obstacle", "absorption", "behind", "commitment", "unadvised"),
)


def test_the_kinds_come_most_urgent_first_and_are_counted(everything, as_user, lia):
    page = listed(as_user(lia))
    found = [item.kind for item in page.page.object_list]

    assert list(dict.fromkeys(found)) == list(ALL)
    assert page.total == len(found) == page.page.paginator.count
    numbers = {choice.key: choice.number for choice in page.kinds}
    assert numbers == {"": len(found), **{kind: found.count(kind) for kind in ALL}}
    assert sum(choice.number for choice in page.turns if choice.key) == len(found)


def test_the_dashboard_tells_the_first_ones_and_the_same_numbers(everything, as_user, lia, rini):
    for person in (lia, rini):
        page, short = listed(as_user(person)), on_dashboard(as_user(person))

        assert list(short.items) == page.page.object_list[: len(short.items)]
        assert short.total == page.total
        assert {kind: number for kind, number, _ in short.kinds} == {
            choice.key: choice.number for choice in page.kinds if choice.key
        }


def test_every_kind_has_a_since_and_its_link_answers_its_reader(
    everything, as_user, lia, rini, pak_kadis, tono, bu_kadis_tani, dr_budi, ibu_sekda, admin
):
    for person in (lia, rini, pak_kadis, tono, bu_kadis_tani, dr_budi, ibu_sekda, admin):
        client = as_user(person)
        items = listed(client).page.object_list
        assert items
        for item in items:
            assert all([item.since, item.turn, item.note])
            address, _, place = item.url.partition("#")
            answer = client.get(address)
            assert answer.status_code == 200, item
            assert f'id="{place}"' in answer.content.decode() if place else True


@pytest.mark.parametrize("kind", ALL)
def test_a_kind_can_be_chosen_alone(everything, as_user, lia, kind):
    client = as_user(lia)
    number = {choice.key: choice.number for choice in listed(client).kinds}[kind]

    chosen = listed(client, f"?concern={kind}")

    assert [item.kind for item in chosen.page.object_list] == [kind] * number
    plans = client.get(f"/dasbor/?concern={kind}").context["dashboard"].page.paginator.count
    assert 0 < plans <= number


def test_the_turn_can_be_chosen_and_the_kinds_are_counted_with_it(everything, as_user, lia):
    page = listed(as_user(lia), "?turn=litbang")

    assert {item.turn for item in page.page.object_list} == {"Litbang", "Bappelitbang"}
    numbers = {choice.key: choice.number for choice in page.kinds}
    assert numbers == {"": 4, "waiting": 1, "clause": 1, "obstacle": 1, "commitment": 1}


def test_a_kind_or_turn_that_there_is_not_is_passed_over(everything, as_user, lia):
    client = as_user(lia)

    assert listed(client, "?concern=x&turn=y").total == listed(client).total


def test_the_filter_of_the_dashboard_narrows_the_list(everything, as_user, lia, dinkop, distan):
    client = as_user(lia)
    parts = [listed(client, f"?agency={agency.pk}").total for agency in (dinkop, distan)]

    assert all(parts)
    assert sum(parts) == listed(client).total


def test_others_are_not_counted(everything, as_user, rini, tono, joko, dr_wati):
    for person in (joko, dr_wati):
        assert listed(as_user(person)).total == 0
    titles = {item.replication for item in listed(as_user(rini)).page.object_list}
    assert "Aksi Tali Intan" not in titles
    titles = {item.replication for item in listed(as_user(tono)).page.object_list}
    assert titles == {"Aksi Tali Intan"}


def test_an_empty_list_says_what_will_stand_here(october, as_user, lia, plan):
    plan.delete()
    answer = as_user(lia).get(PAGE)

    assert "Tidak ada yang mendesak" in answer.content.decode()


def test_without_a_period_the_page_says_so(october, as_user, lia):
    ReportingPeriod.objects.all().delete()
    answer = as_user(lia).get(PAGE)

    assert "Belum ada periode pelaporan" in answer.content.decode()
    assert as_user(lia).get("/dasbor/perhatian.json").json()["baris"] == []


def test_the_list_is_taken_along_as_it_is_filtered(everything, as_user, lia):
    client = as_user(lia)
    whole = client.get("/dasbor/perhatian.json").json()["baris"]
    items = listed(client).page.object_list

    assert [(row["Hal"], row["Giliran"]) for row in whole] == [
        (item.title, item.turn) for item in items
    ]
    silent = client.get("/dasbor/perhatian.json?concern=unsent").json()["baris"]
    assert len(silent) == 1
    assert silent[0]["Sejak"] == "2026-10-07"
    assert silent[0]["Lama, hari kerja"] == 4
    # The page says the same of what it counts in working days.
    for item, row in zip(items, whole, strict=True):
        said = re.search(r"(\d+) hari kerja", item.note)
        if said and item.kind != "waiting":
            assert row["Lama, hari kerja"] == int(said[1])
    assert silent[0]["OPD"] == "Dinas Koperasi, UKM dan Perindustrian"
    assert (
        silent[0]["Tautan"]
        == "http://testserver"
        + reverse("plan_reminders", args=[everything["unsent"].pk])
        + "?triwulan=3"
    )
    assert client.get("/dasbor/perhatian.csv?turn=litbang").content.decode().count("\r\n") == 5
    assert client.get("/dasbor/perhatian.xlsx").content[:2] == b"PK"


def test_pages_follow_one_another_without_a_gap(october, as_user, lia, ubb, bangka_barat):
    agency = factories.AgencyFactory(region=bangka_barat)
    for _ in range(14):
        factories.ActionPlanFactory(
            replication=factories.ReplicationFactory(agency=agency, facilitator=ubb),
            milestones=1,
            approved=True,
        )
    client = as_user(lia)
    whole = client.get("/dasbor/perhatian.json").json()["baris"]
    assert len(whole) > 25

    pages = [listed(client, f"?page={number}").page for number in (1, 2)]

    assert [item.title for page in pages for item in page][: len(whole)] == [
        row["Hal"] for row in whole
    ][:50]
    assert [item.note for page in pages for item in page] == [row["Keterangan"] for row in whole][
        :50
    ]
    short = on_dashboard(client)
    assert [item.kind for item in short.items] == ["unsent"] * 8
    assert short.kinds[0][:2] == ("unsent", 14)


@pytest.mark.parametrize("address", [PAGE, "/dasbor/perhatian.json", f"{PAGE}?concern=overdue"])
def test_queries_do_not_grow(everything, as_user, lia, ubb, distan, queries, address):
    client = as_user(lia)
    few = queries(client, f"{address}{'&' if '?' in address else '?'}page=1")
    for _ in range(4):
        plan = factories.ActionPlanFactory(
            replication=factories.ReplicationFactory(agency=distan, facilitator=ubb),
            milestones=2,
            approved=True,
        )
        factories.ReportFactory(plan=plan, quarter=1, returned=True)
        factories.ObstacleFactory(plan=plan)
        factories.CommentFactory(plan=plan, suggestion=True, answer_by="2026-10-01")
    Obstacle.objects.update(opened_on=date(2026, 6, 1))

    assert queries(client, f"{address}{'&' if '?' in address else '?'}page=2") <= few


# -- the thresholds -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("deviation", {"deviation_points": 90}),
        ("absorption", {"absorption_ahead": 90}),
        ("behind", {"absorption_behind": 90}),
        ("obstacle", {"obstacle_days": 300}),
        ("commitment", {"commitment_days": 5}),
        ("unadvised", {"advice_days": 360}),
    ],
)
def test_a_changed_threshold_changes_the_list_at_once(everything, as_user, lia, kind, values):
    client = as_user(lia)
    before = client.get(PAGE)
    assert kind in [choice.key for choice in before.context["listing"].kinds]
    tag = before["ETag"]

    ReportingRules.objects.update(**values)

    after = client.get(PAGE, HTTP_IF_NONE_MATCH=tag)
    assert after.status_code == 200
    assert kind not in [choice.key for choice in after.context["listing"].kinds]
