"""The map of a province's governments, and the page of a region."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovations.models import Region
from replikasi.dashboard import regions
from tests import factories
from tests.dashboard.conftest import progress

pytestmark = pytest.mark.django_db
MAP = "/wilayah/"
NAMES = {
    "19.01": "Bangka",
    "19.02": "Belitung",
    "19.03": "Bangka Selatan",
    "19.04": "Bangka Tengah",
    "19.05": "Bangka Barat",
    "19.06": "Belitung Timur",
    "19.71": "Pangkal Pinang",
}


@pytest.fixture(autouse=True)
def province(october):
    for code, name in {"19": "Kepulauan Bangka Belitung", **NAMES}.items():
        level = {2: "provinsi"}.get(len(code), "kota" if code == "19.71" else "kabupaten")
        Region.objects.update_or_create(code=code, defaults={"name": name, "level": level})


@pytest.fixture
def leader(db):
    return factories.UserFactory(pimpinan=True, region=Region.objects.get(pk="19"))


@pytest.fixture
def south(db):
    """A plan of Bangka Selatan that has reported 30 % on the day."""
    agency = factories.AgencyFactory(region=Region.objects.get(pk="19.03"))
    plan = factories.ActionPlanFactory(replication__agency=agency, milestones=1, approved=True)
    progress(plan, [30], 3)
    factories.ReportFactory(plan=plan, quarter=3, sent=True)
    return plan


def tiles(client, **query):
    found = client.get(MAP, {"year": 2026, "quarter": 3, **query})
    assert found.status_code == 200
    return found.content.decode()


def seen(user, measure=regions.VERIFIED):
    from replikasi.dashboard import filters

    selection = filters.read({"year": "2026", "quarter": "3"}, ())
    return {tile.region.pk: tile for tile in regions.map_of(user, selection, measure).tiles}


def test_every_government_has_its_place_and_no_two_the_same():
    assert set(regions.PLACES) == set(NAMES)
    assert len(set(regions.PLACES.values())) == len(NAMES)


def test_the_map_tells_the_figure_and_the_silence(leader, verified_plan, south):
    found = seen(leader)

    own = found["19.05"]
    assert own.value == Decimal(verified_plan.standings.get(period__quarter=1).verified)
    assert (own.over, own.absent) == (1, "")
    assert found["19.03"].absent == "belum ada yang diverifikasi"
    assert found["19.01"].absent == "belum ada replikasi"
    assert seen(leader, regions.CLAIMED)["19.03"].value == 30


def test_what_lies_outside_ones_scope_is_no_silence_and_no_figure(lia, south, verified_plan):
    tile = seen(lia, regions.CLAIMED)["19.03"]

    assert (tile.value, tile.url, tile.absent) == (None, "", "di luar lingkup Anda")
    assert tile.replications == 0


def test_a_page_of_a_region_shows_only_what_one_may_see(as_user, lia, leader, south):
    text = as_user(lia).get("/wilayah/19.03/").content.decode()
    assert south.replication.title not in text
    assert "Belum ada replikasi dalam lingkup Anda" in text

    assert south.replication.title in as_user(leader).get("/wilayah/19.03/").content.decode()
    assert as_user(lia).get("/wilayah/19.99/").status_code == 404
    assert as_user(lia).get("/wilayah/bukan%20kode/").status_code == 404


def test_the_measure_and_the_quarter_stay_in_the_address(as_user, leader, south):
    text = tiles(as_user(leader), ukuran="deviasi")

    assert "Kepulauan Bangka Belitung: deviasi" in text
    assert "ukuran=sementara" in text
    assert "/wilayah/19.03/?year=2026&amp;quarter=3" in text


def test_the_table_can_be_taken_along(as_user, lia, leader, south):
    lines = as_user(leader).get("/wilayah.csv?year=2026&quarter=3").content.decode().splitlines()
    assert len(lines) == 1 + len(NAMES)
    (line,) = [line for line in lines if line.startswith("19.03")]
    assert "30" in line

    text = as_user(lia).get("/wilayah.csv?year=2026&quarter=3").content.decode()
    (line,) = [line for line in text.splitlines() if line.startswith("19.03")]
    assert line == "19.03,Kabupaten Bangka Selatan,,,,,,,,,di luar lingkup Anda"


@given(st.sampled_from(sorted(regions.MEASURES)), st.decimals(-200, 200, places=2))
def test_every_value_has_one_of_the_tones_in_its_order(measure, value):
    tone = regions.tone_of(measure, value)

    assert 0 <= tone <= 4
    assert regions.tone_of(measure, value + 1) >= tone


def test_queries_do_not_grow_with_the_replications(as_user, leader, south, queries):
    client = as_user(leader)
    addresses = (f"{MAP}?ukuran=tuntas", "/wilayah/19.03/")

    def counts():
        from django.core.cache import caches

        found = []
        for address in addresses:
            client.get(address)
            caches["pages"].clear()
            found.append(queries(client, address))
        return found

    few = counts()
    for _ in range(4):
        factories.ActionPlanFactory(
            replication__agency=south.replication.agency, milestones=1, approved=True
        )
    assert counts() == few
