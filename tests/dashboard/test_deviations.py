"""Laporan deviasi: every deviation against the reports' lines, its group, reason and turn."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans.models import ReportingRules
from replikasi.dashboard import deviations
from tests import factories
from tests.dashboard import random_year
from tests.dashboard.reporting import feed, reporting

KIND_WORDS = {"verified": "terverifikasi", "claimed": "sementara"}


@pytest.mark.parametrize("seed", [6, 7])
def test_every_deviation_comes_from_the_lines_worst_first(october, as_user, lia, seed):
    plans = random_year.year_of(seed, 8)
    client, limit = as_user(lia), ReportingRules.objects.get().deviation_limit

    for quarter in (1, 2, 3):
        slow = {}
        for plan in plans:
            report = random_year.report_of(plan, quarter)
            best = next(
                (kind for kind in KIND_WORDS if random_year.reached(report, kind) is not None), None
            )
            slow[plan.replication.title] = (
                (random_year.reached(report, best) - random_year.planned(report), KIND_WORDS[best])
                if best
                else (None, None)
            )
        rows = feed(client, "deviasi", f"?quarter={quarter}")
        assert {row["Replikasi"]: (row["Deviasi, poin"], row["Jenis angka"]) for row in rows} == {
            title: (one if one is None else float(one), kind) for title, (one, kind) in slow.items()
        }
        known = [row["Deviasi, poin"] for row in rows if row["Deviasi, poin"] is not None]
        assert known == sorted(known)
        assert all(row["Deviasi, poin"] is None for row in rows[len(known) :])
        for row in rows:
            beyond = slow[row["Replikasi"]][0] is not None and slow[row["Replikasi"]][0] < limit
            assert (row["Kelompok"] == "Di luar ambang") is beyond
            assert (row["Di bawah ambang sejak"] is not None) is beyond


@given(st.integers(1, 100), st.decimals(-100, 100, places=8, allow_nan=False))
def test_every_deviation_lies_in_one_group_and_its_bounds_say_which(points, deviation):
    edges = deviations.bands(SimpleNamespace(deviation_limit=-Decimal(points)))
    half = Decimal(points) / 2

    group = deviations.group_of(deviation, edges)

    if deviation < -points:
        assert group == "beyond"
    elif deviation < -half:
        assert group == "near"
    elif deviation < half:
        assert group == "within"
    else:
        assert group == "ahead"
    assert list(deviations.bounds(edges)) == ["beyond", "near", "within", "ahead"]


def test_the_groups_say_bounds_and_how_many(october, as_user, lia):
    behind = reporting([0], innovation__name="Tertinggal")
    reporting([100], innovation__name="Mendahului")
    factories.ActionPlanFactory(milestones=1, approved=True)

    response = as_user(lia).get("/dasbor/deviasi/?quarter=1")

    groups = response.context["deviations"].groups
    found = {one.key: (one.number, [row.title for row in one.rows]) for one in groups}
    assert found["beyond"] == (1, [behind.replication.title])
    assert found["ahead"] == (1, ["Mendahului"])
    assert found["silent"][0] == 1
    page = response.content.decode()
    assert "di bawah \u221210,0\u00a0poin" in page
    assert "+5,0\u00a0poin ke atas" in page
    only = as_user(lia).get("/dasbor/deviasi/?quarter=1&group=ahead").context["deviations"]
    assert [row.title for one in only.groups for row in one.rows] == ["Mendahului"]


def test_since_when_goes_back_over_quarters_in_a_row():
    def standing(quarter, deviation):
        return SimpleNamespace(
            period=SimpleNamespace(quarter=quarter),
            planned=Decimal(50),
            claimed=None if deviation is None else 50 + Decimal(deviation),
            verified=None,
            verified_quarter=None,
        )

    def since(*row):
        year = [standing(at, one) for at, one in enumerate(row, start=1)]
        return deviations.since_quarter(year, 3, Decimal(-10))

    assert since(-11, -12, -13) == 1
    assert since(-11, -10, -13) == 3
    assert since(-11, None, -13) == 3
    assert since(-9, -12, -13, -20) == 2


def test_a_deviation_says_why_and_whose_move_it_is(october, as_user, lia, dinkop):
    told = reporting([0], innovation__name="Berkendala", agency=dinkop)
    with factories.at(date(2026, 5, 4)):
        factories.ObstacleFactory(plan=told, description="Izin belum keluar.", level="bupati")
    factories.ObstacleFactory(plan=told, description="Lebih baru.")
    reporting([0], innovation__name="Dari laporan", agency=dinkop)
    factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(innovation__name="Diam", agency=dinkop),
        milestones=1,
        approved=True,
    )

    rows = {row["Replikasi"]: row for row in feed(as_user(lia), "deviasi", "?quarter=1")}

    first = rows["Berkendala"]
    assert (first["Penyebab"], first["Giliran"]) == ("Izin belum keluar.", "Bupati")
    assert "4\u00a0Mei\u00a02026" in first["Sumber penyebab"]
    second = rows["Dari laporan"]
    assert (second["Penyebab"], second["Giliran"]) == ("Narasumber terlambat.", "Dinkop UKM")
    assert rows["Diam"]["Giliran"] == "Kepala Dinkop UKM"
    assert rows["Diam"]["Realisasi, %"] == "belum dilaporkan"
