"""Perlu perhatian, milestones, obstacles, commitments: exactly when their rule holds, and how."""

from datetime import date, timedelta

import pytest

from actionplans.models import (
    Obstacle,
    PeriodStanding,
)
from innovations.models import Replication
from tests import factories
from tests.dashboard.attention_list import TODAY, kinds, listed, one


def test_overdue_milestones_are_told_once_a_plan(october, verified_plan, as_user, lia):
    # The second of three ended in August; the first is at 90 %.
    overdue = one(as_user(lia), "overdue")

    assert overdue.title == "2 tonggak lewat tenggat"
    assert "Terlama: Kegiatan 1, tenggat " in overdue.note
    assert overdue.url == f"/rencana/{verified_plan.pk}/"


@pytest.mark.parametrize(("due", "late"), [("2026-10-13", False), ("2026-10-12", True)])
def test_a_milestone_is_late_from_the_day_after_it_was_due(october, plan, as_user, lia, due, late):
    plan.milestones.update(reached=100)
    plan.milestones.filter(number=2).update(reached=99, due=due)

    found = [item for item in listed(as_user(lia)).page.object_list if item.kind == "overdue"]

    assert bool(found) is late
    if late:
        milestone = plan.milestones.get(number=2)
        assert found[0].title == "Tonggak lewat tenggat: Kegiatan 2"
        assert found[0].url == f"/tonggak/{milestone.pk}/"


@pytest.mark.parametrize(("days", "old"), [(30, False), (31, True)])
def test_an_obstacle_counts_when_it_is_open_longer(october, plan, as_user, lia, days, old):
    obstacle = factories.ObstacleFactory(plan=plan)
    Obstacle.objects.update(opened_on=TODAY - timedelta(days=days))

    found = [item for item in listed(as_user(lia)).page.object_list if item.kind == "obstacle"]

    assert bool(found) is old
    for told in found:
        assert told.title == "Permasalahan terbuka 31 hari kalender"
        assert told.note == (
            "Rajutan SiBakul Jogja, Dinkop UKM. Anggaran belum cair, sejak 12\u00a0Sep"
        )
        assert told.url == f"/hambatan/{obstacle.pk}/"


def test_an_obstacle_is_the_move_of_its_level(october, plan, as_user, lia, ibu_sekda):
    for level in Obstacle.Level:
        factories.ObstacleFactory(plan=plan, level=level)
    Obstacle.objects.update(opened_on=date(2026, 6, 1))
    client = as_user(ibu_sekda)

    turns = {
        turn: [item.turn for item in listed(client, f"?concern=obstacle&turn={turn}").page]
        for turn in ("opd", "litbang", "pimpinan")
    }

    assert turns == {"opd": ["Dinkop UKM"], "litbang": ["Bappelitbang"], "pimpinan": ["Bupati"]}
    own = listed(client, "?turn=pimpinan").page.object_list[0]
    assert own.told_turn == "Bupati (Anda: putuskan jalan keluarnya)"


def test_a_closed_obstacle_is_no_concern(october, plan, as_user, lia):
    factories.ObstacleFactory(plan=plan)
    Obstacle.objects.update(opened_on=date(2026, 6, 1), closed_on=date(2026, 10, 1))

    assert "obstacle" not in kinds(as_user(lia))


@pytest.mark.parametrize(("days", "near"), [(91, False), (90, True), (0, True), (-5, True)])
def test_a_commitment_counts_from_so_many_days_before_its_end(
    october, plan, sibakul, as_user, lia, days, near
):
    sibakul.commitment = factories.CommitmentFactory(valid_until=TODAY + timedelta(days=days))
    sibakul.save()

    assert ("commitment" in kinds(as_user(lia))) is near


def test_a_commitment_needs_attention_since_it_came_near_its_end(
    october, plan, sibakul, as_user, lia
):
    sibakul.commitment = factories.CommitmentFactory(valid_until=date(2026, 12, 31))
    sibakul.save()

    told = one(as_user(lia), "commitment")

    assert told.title == "Komitmen bersama hampir berakhir"
    assert told.note.endswith("1 replikasi. Berlaku sampai 31\u00a0Des, 79 hari lagi")
    assert told.since == date(2026, 10, 2)
    assert told.url == f"/komitmen/{sibakul.commitment_id}/"


def test_a_commitment_is_told_once_for_all_its_replications(
    october, plan, other_plan, as_user, lia, rini, joko
):
    commitment = factories.CommitmentFactory(valid_until=date(2026, 10, 3), title="Komitmen A")
    Replication.objects.update(commitment=commitment)

    told = one(as_user(lia), "commitment")

    assert told.title == "Komitmen bersama sudah berakhir"
    assert told.note == "Komitmen A, 2 replikasi. Berlaku sampai 3\u00a0Okt, lewat 10 hari"
    assert told.turn == "Litbang"
    assert "1 replikasi" in one(as_user(rini), "commitment").note
    assert "commitment" not in kinds(as_user(joko))


def test_the_commitment_of_a_stopped_replication_is_no_concern(
    october, plan, sibakul, as_user, lia
):
    sibakul.commitment = factories.CommitmentFactory(valid_until=TODAY)
    sibakul.status = Replication.Status.STOPPED
    sibakul.save()

    assert "commitment" not in kinds(as_user(lia))


def test_a_closed_plan_has_nothing_overdue_or_silent(october, as_user, lia, sibakul):
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2025, milestones=2, finished=True)
    PeriodStanding.objects.filter(period__year=2025).update(report_state="")

    assert {"overdue", "unsent"}.isdisjoint(kinds(as_user(lia), "?year=2025&quarter=4"))
