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


@pytest.mark.parametrize("seed", [6])
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
    assert first["Keterangan"] == "Izin belum keluar."
    assert first["Jenis keterangan"] == "permasalahan terbuka sejak 4\u00a0Mei\u00a02026"
    assert first["Giliran"] == (
        "Dinkop UKM (kejar tonggak), Bupati (permasalahan: Izin belum keluar)"
    )
    second = rows["Dari laporan"]
    assert (second["Keterangan"], second["Giliran"]) == ("Narasumber terlambat.", "Dinkop UKM")
    assert second["Jenis keterangan"] == "menurut laporan TW\u00a0I"
    assert rows["Diam"]["Giliran"] == "Kepala Dinkop UKM"
    assert rows["Diam"]["Realisasi, %"] == "belum dilaporkan"


def test_the_turn_of_a_deviation_is_told_in_the_same_words_everywhere(
    october, as_user, lia, tono, distan
):
    plan = reporting([0], quarter=3, innovation__name="Berkendala", agency=distan)
    for description, level, turn in (
        ("Narasumber jarang datang.", "opd", "DPP"),
        ("Izin pakai data belum keluar.", "bappelitbang", "Bappelitbang"),
        ("Aturan berubah.", "bupati", "Dinas Kominfo"),
    ):
        factories.ObstacleFactory(plan=plan, description=description, level=level, turn=turn)
    words = (
        "DPP (kejar tonggak), Bappelitbang (permasalahan: Izin pakai data belum keluar), "
        "Dinas Kominfo (permasalahan: Aturan berubah; keputusan Bupati)"
    )
    client = as_user(lia)

    (row,) = feed(client, "deviasi")
    assert row["Giliran"] == words
    (concern,) = client.get("/dasbor/perhatian.json?concern=deviation").json()["baris"]
    assert concern["Giliran"] == words
    for page in ("deviasi/", "perhatian/", "", "paparan/?ke=2"):
        assert words in client.get(f"/dasbor/{page}").content.decode(), page
    own = as_user(tono).get("/dasbor/perhatian/?concern=deviation").content.decode()
    assert words.replace("(kejar tonggak)", "(Anda: kejar tonggak yang tertinggal)") in own


@pytest.mark.parametrize("step", ["sent", "verified"])
def test_the_milestone_that_holds_back_most_is_that_of_the_explanation(october, as_user, lia, step):
    plan = reporting([30, 0, 10], quarter=3, step=step, innovation__name="Berkendala")
    lines = plan.reports.get(period__quarter=3).lines.select_related("milestone")
    gaps = {
        line.milestone: line.weight * (line.planned - line.percent) / 100
        for line in lines.order_by("milestone__number")
    }
    worst = max(gaps, key=gaps.get)
    other = plan.milestones.exclude(pk=worst.pk).first()
    client = as_user(lia)
    with factories.at(date(2026, 5, 4)):
        factories.ObstacleFactory(plan=plan, milestone=other, description="Paling lama.")

    (row,) = feed(client, "deviasi")
    assert row["Tonggak paling menahan"] == f"{worst.number}. {worst.activity}"
    assert abs(row["Menahan, poin"] - float(gaps[worst])) <= 0.1
    # An obstacle of another milestone is no cause.
    assert row["Keterangan"] == "Paling lama."
    assert row["Jenis keterangan"].startswith("permasalahan terbuka sejak")

    factories.ObstacleFactory(plan=plan, milestone=worst, description="Milik yang menahan.")
    (row,) = feed(client, "deviasi")
    assert row["Keterangan"] == "Milik yang menahan."
    assert row["Jenis keterangan"].startswith(f"penyebab: permasalahan tonggak {worst.number},")
    page = client.get("/dasbor/deviasi/")
    points = f"{row['Menahan, poin']:.1f}".replace(".", ",")
    assert f"Tonggak {worst.number} menahan {points} poin" in page.content.decode()
    (shown,) = [one for group in page.context["deviations"].groups for one in group.rows]
    why = client.get(shown.deviation_url).content.decode()
    assert f"tonggak {worst.number} menahan {points}" in why


def test_the_page_says_how_the_programme_is_reckoned_and_leads_to_it(october, as_user, lia):
    reporting([40], step="verified", innovation__name="Satu")
    reporting([10], innovation__name="Dua")
    factories.ActionPlanFactory(milestones=1, approved=True)
    client = as_user(lia)

    response = client.get("/dasbor/deviasi/?quarter=1")

    programme = response.context["deviations"].programme
    heads = client.get("/dasbor/?quarter=1").context["dashboard"].heads
    (head,) = [one for one in heads if one.label == "Deviasi"]
    assert (programme.value, programme.url) == (f"{head.value}\u00a0poin", head.url)
    assert f"Mengapa {programme.value}?" in client.get(programme.url).content.decode()
    assert "rata-rata angka sementara 2 dari 3 replikasi" in response.content.decode()


def test_a_silent_replication_says_what_was_last_known(october, as_user, lia):
    reporting([40], step="verified", innovation__name="Diam")
    factories.ActionPlanFactory(
        replication__innovation__name="Belum pernah", milestones=1, approved=True
    )
    client = as_user(lia)

    rows = {row["Replikasi"]: row for row in feed(client, "deviasi", "?quarter=3")}

    planned = f"{rows['Diam']['Rencana, %']:.1f}".replace(".", ",")
    words = f"terakhir TW\u00a0I: 40,0\u00a0% terverifikasi, rencana kini {planned}\u00a0%"
    assert rows["Diam"]["Posisi terakhir"].replace("\u00a0", " ") == words.replace("\u00a0", " ")
    assert rows["Belum pernah"]["Posisi terakhir"] is None
    assert words in client.get("/dasbor/deviasi/?quarter=3").content.decode()
