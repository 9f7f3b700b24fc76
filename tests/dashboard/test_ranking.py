"""Peringkat realisasi: places, bands and changes against the reports' lines; who sees what."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans import arithmetic, workdays
from actionplans.models import ReportingRules
from replikasi.dashboard import ranking
from tests import factories
from tests.dashboard import random_year
from tests.dashboard.conftest import progress
from tests.dashboard.reporting import feed, reporting

KIND_WORDS = {"verified": "terverifikasi", "claimed": "sementara"}


def expected(plans, quarter, kind):
    """{title: (place, figure, planned, deviation, achievement, absorption)} by the slow script."""
    reports = {plan.replication.title: random_year.report_of(plan, quarter) for plan in plans}
    figures = {title: random_year.reached(row, kind) for title, row in reports.items()}
    places = random_year.places(figures)
    found = {}
    for title, figure in figures.items():
        if figure is None:
            found[title] = (None,) * 6
            continue
        planned = random_year.planned(reports[title])
        found[title] = (
            *(places[title], figure, planned, figure - planned),
            figure / planned * 100 if planned else None,
            random_year.absorbed([reports[title]]),
        )
    return found


@pytest.mark.parametrize("seed", [3])
@pytest.mark.parametrize("kind", ["verified", "claimed"])
def test_every_figure_of_the_ranking_comes_from_the_lines(october, as_user, lia, seed, kind):
    plans = random_year.year_of(seed, 8)
    client, bands = as_user(lia), ReportingRules.objects.get().bands

    for quarter in (1, 2, 3):
        told = {
            row["Replikasi"]: row
            for row in feed(client, "peringkat", f"?year=2026&quarter={quarter}&of={kind}")
        }
        earlier = expected(plans, quarter - 1, kind) if quarter > 1 else {}
        slow = expected(plans, quarter, kind)
        assert set(told) == set(slow)
        is_alone = sum(row[0] is not None for row in slow.values()) == 1
        for title, (place, figure, planned, deviation, achieved, absorbed) in slow.items():
            row = told[title]
            assert row["Peringkat"] == (None if is_alone else place)
            assert row[f"Realisasi {KIND_WORDS[kind]}, %"] == (figure and float(figure))
            assert row["Rencana, %"] == (planned and float(planned))
            assert row["Deviasi, poin"] == (deviation and float(deviation))
            assert row["Capaian, %"] == (achieved and float(achieved))
            assert row["Serapan, %"] == (absorbed and float(absorbed))
            assert row["Pita capaian"] == arithmetic.band(achieved, bands)
            before = earlier.get(title, (None,))[0]
            assert row["Peringkat triwulan sebelumnya"] == (None if is_alone else before)
            assert (row["Keterangan"] is None) == (place is not None)


def test_agencies_are_ranked_by_the_mean_of_those_of_their_plans_that_reported(
    october, as_user, lia
):
    plans = random_year.year_of(5, 9)
    slow = {}
    for plan in plans:
        slow.setdefault(plan.replication.agency.name, []).append(random_year.report_of(plan, 1))

    rows = feed(as_user(lia), "peringkat", "?quarter=1&of=claimed&by=agency")
    told = {row["OPD"]: row for row in rows}

    assert any(len(reports) > 1 for reports in slow.values())
    for name, reports in slow.items():
        known = [row for row in reports if row]
        row = told[name]
        assert (row["Jumlah yang dihitung"], row["Jumlah replikasi"]) == (len(known), len(reports))
        if known:
            actual = sum(random_year.reached(one, "claimed") for one in known) / len(known)
            planned = sum(random_year.planned(one) for one in known) / len(known)
            assert row["Realisasi sementara, %"] == float(actual)
            assert row["Deviasi, poin"] == float(actual - planned)
            assert row["Serapan, %"] == float(random_year.absorbed(known))
        else:
            assert (row["Peringkat"], row["Keterangan"]) == (None, "belum dilaporkan")


def test_who_reported_nothing_has_no_place_and_is_never_the_last(october, as_user, lia):
    reporting([0, 0], innovation__name="Nol")
    factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(innovation__name="Diam"),
        milestones=1,
        approved=True,
    )

    response = as_user(lia).get("/dasbor/peringkat/?quarter=1&of=claimed")

    rows = response.context["ranking"].rows
    assert [(row.name, row.place, row.absent) for row in rows] == [
        ("Nol", 1, ""),
        ("Diam", None, "belum dilaporkan"),
    ]
    page = response.content.decode()
    assert "Tanpa peringkat" in page
    assert "None" not in page


def test_a_quarter_that_has_not_opened_is_not_called_unreported(october, plan, as_user, lia):
    rows = feed(as_user(lia), "peringkat", "?quarter=4&of=claimed")

    assert [row["Keterangan"] for row in rows] == ["belum dibuka"]


def test_equal_figures_share_a_place_and_the_next_is_left_out(october, as_user, lia):
    for name, percent in (("A", 80), ("B", 60), ("C", 60), ("D", 20)):
        reporting([percent], innovation__name=name)

    rows = feed(as_user(lia), "peringkat", "?quarter=1&of=claimed")

    assert [(row["Replikasi"], row["Peringkat"]) for row in rows] == [
        *(("A", 1), ("B", 2), ("C", 2), ("D", 4)),
    ]


@given(st.lists(st.one_of(st.none(), st.decimals(0, 100, places=8, allow_nan=False)), max_size=12))
def test_a_place_counts_those_that_are_printed_higher(figures):
    assert ranking.places(enumerate(figures)) == random_year.places(dict(enumerate(figures)))


def test_what_is_not_verified_in_the_quarter_itself_is_not_ranked_as_verified(
    october, verified_plan, other_plan, as_user, lia
):
    rows = {
        row["Replikasi"]: row for row in feed(as_user(lia), "peringkat", "?quarter=2&of=verified")
    }

    ours = rows["Rajutan SiBakul Jogja"]
    assert (ours["Peringkat"], ours["Keterangan"]) == (None, "menunggu verifikasi")
    assert rows["Aksi Tali Intan"]["Keterangan"] == "belum dilaporkan"


def test_the_change_of_place_since_the_quarter_before(october, as_user, lia):
    def both(name, first, second):
        plan = reporting([first], innovation__name=name)
        progress(plan, [second], 2)
        factories.ReportFactory(plan=plan, quarter=2, sent=True)

    both("Naik", 10, 90)
    both("Turun", 30, 40)
    both("Tetap", 20, 50)
    reporting([95], quarter=2, innovation__name="Baru")

    client = as_user(lia)
    response = client.get("/dasbor/peringkat/?quarter=2&of=claimed")

    rows = {
        row.name: (row.place, row.earlier, row.moved) for row in response.context["ranking"].rows
    }
    assert rows == {
        "Baru": (1, None, None),
        "Naik": (2, 3, 1),
        "Tetap": (3, 2, -1),
        "Turun": (4, 1, -3),
    }
    page = response.content.decode()
    assert "naik 1" in page
    assert "turun 3" in page
    assert "baru berperingkat" in page
    first = client.get("/dasbor/peringkat/?quarter=1&of=claimed").content.decode()
    assert "triwulan pertama" in first


@pytest.mark.parametrize(("number", "is_said"), [(4, True), (5, False)])
def test_small_numbers_say_that_the_order_tells_little(october, as_user, lia, number, is_said):
    for at in range(number):
        reporting([at * 10])

    page = as_user(lia).get("/dasbor/peringkat/?quarter=1&of=claimed").content.decode()

    assert ("selisih kecil belum banyak berarti" in page) is is_said
    assert "tingkat kesulitannya" in page


def test_the_only_one_bears_no_number(october, as_user, lia):
    reporting([40])

    client = as_user(lia)
    page = client.get("/dasbor/peringkat/?quarter=1&of=claimed").content.decode()

    assert "Peringkat&nbsp;" not in page
    assert "tanpa pembanding" in page
    assert "tidak ada urutan" in page
    assert feed(client, "peringkat", "?quarter=1&of=claimed")[0]["Peringkat"] is None


def test_the_bands_are_named_with_their_bounds(october, plan, as_user, lia):
    rules = ReportingRules.objects.get()
    rules.band_watch = 55
    rules.save()
    workdays.forget()

    page = as_user(lia).get("/dasbor/peringkat/").content.decode()

    for words in (
        "kritis di bawah 55",
        "perlu perhatian 55 sampai di bawah 80",
        "melampaui 105 ke",
    ):
        assert words in page


def test_a_figure_leads_to_what_it_is_made_of(october, verified_plan, as_user, lia, dinkop):
    client = as_user(lia)
    for by, start in (("replication", "/rencana/"), ("agency", "/dasbor/peringkat/?")):
        row = client.get(f"/dasbor/peringkat/?quarter=1&by={by}").context["ranking"].rows[0]
        assert row.url.startswith(start)
        assert client.get(row.url).status_code == 200
    of_agency = client.get(f"{row.url}&page=1").context["ranking"].rows
    assert [one.name for one in of_agency] == ["Rajutan SiBakul Jogja"]


# -- who sees what, here and in the deviations ----------------------------------------------------

PAGES = ("peringkat", "deviasi")


@pytest.mark.parametrize("name", PAGES)
def test_staff_see_their_own_agency_alone(october, verified_plan, other_plan, as_user, rini, name):
    client = as_user(rini)

    for address in (f"/dasbor/{name}/", f"/dasbor/{name}.csv", f"/dasbor/{name}/?by=region"):
        content = client.get(f"{address}{'&' if '?' in address else '?'}quarter=1").content.decode()
        assert "Tali Intan" not in content
        assert "DPP" not in content
    assert [row["Replikasi"] for row in feed(client, name)] == ["Rajutan SiBakul Jogja"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["joko", "dr_wati"])
def test_outside_the_scope_there_is_nothing(october, verified_plan, as_user, request, who, name):
    client = as_user(request.getfixturevalue(who))

    assert feed(client, name) == []
    assert "Belum ada rencana yang disetujui" in client.get(f"/dasbor/{name}/").content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_what_is_no_choice_falls_back(october, verified_plan, as_user, lia, name):
    query = "?year=abc&quarter=9&of=x&by=y&group=z&page=w&region=19.0&q=%00"
    assert as_user(lia).get(f"/dasbor/{name}/{query}").status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_no_plans_is_a_sentence(october, as_user, lia, name):
    client = as_user(lia)
    assert "Belum ada periode pelaporan" in client.get(f"/dasbor/{name}/").content.decode()
    assert feed(client, name) == []


@pytest.mark.parametrize(
    "address",
    [
        *("/dasbor/peringkat/?quarter=2&of=claimed", "/dasbor/peringkat/?by=agency"),
        *("/dasbor/deviasi/?quarter=1", "/dasbor/peringkat.json", "/dasbor/deviasi.json?quarter=1"),
    ],
)
def test_queries_do_not_grow_with_the_plans(october, as_user, lia, queries, address):
    def many(number):
        for _ in range(number):
            factories.ObstacleFactory(plan=reporting([0]), opened_on=date(2026, 5, 1))

    client = as_user(lia)
    many(2)
    two = queries(client, address)
    many(6)

    assert queries(client, address) == two


def test_the_ranked_come_before_the_others_over_the_pages(october, as_user, lia):
    for at in range(20):
        reporting([at * 5])
    factories.ActionPlanFactory(milestones=1, approved=True)
    client = as_user(lia)

    first, second = (
        client.get(f"/dasbor/peringkat/?quarter=1&of=claimed&page={n}").context["ranking"]
        for n in (1, 2)
    )

    assert [row.place for row in first.rows] == list(range(1, 21))
    assert [row.place for row in second.rows] == [None]
    assert (first.ranked, first.total) == (20, 21)


def test_the_choices_of_the_page_survive_its_filter(october, verified_plan, as_user, lia):
    page = as_user(lia).get("/dasbor/peringkat/?of=claimed&by=agency").content.decode()

    assert 'id="saring"' in page
    for name, value in (("of", "claimed"), ("by", "agency")):
        assert f'<input type="hidden" form="saring" name="{name}" value="{value}">' in page


def test_without_a_choice_the_figure_that_ranks_more_leads(october, as_user, lia):
    client = as_user(lia)

    def led_by(query="?quarter=1"):
        return client.get(f"/dasbor/peringkat/{query}").context["kind"]

    reporting([80], step="verified")
    assert led_by() == "verified"  # on a tie
    reporting([60])
    assert led_by() == "claimed"
    assert led_by("?quarter=1&of=verified") == "verified"
    assert [row["Peringkat"] for row in feed(client, "peringkat", "?quarter=1")] == [1, 2]
    page = client.get("/dasbor/peringkat/?quarter=1").content.decode()
    # What was not chosen is not carried into another quarter.
    assert '<input type="hidden" form="saring" name="of" value="">' in page
    assert led_by("?quarter=2") == "verified"
