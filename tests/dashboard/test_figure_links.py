"""A figure of Perbandingan or Perlu perhatian leads to a page that shows the same figure."""

import re
from datetime import date

import pytest

from actionplans.models import Milestone
from tests import factories
from tests.dashboard.attention_list import PAGE as ATTENTION
from tests.dashboard.attention_list import listed
from tests.dashboard.conftest import progress
from tests.rig.shared import shared

pytestmark = pytest.mark.django_db
COMPARISON = "/dasbor/perbandingan/"
REPORTED = ("Rencana", "Terverifikasi", "Sementara", "Deviasi", "Serapan anggaran")


def plan_of(agency, percents, quarters, step="sent"):
    plan = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(agency=agency),
        milestones=len(percents),
        approved=True,
    )
    for quarter in quarters:
        progress(plan, percents, quarter)
        verified = quarter != quarters[-1] or step == "verified"
        factories.ReportFactory(
            plan=plan, quarter=quarter, **{"verified" if verified else "sent": True}
        )
    return plan


def readers():
    """Who looks at an agency of one plan, verified by lowered lines, and one of three that stand
    differently."""
    region = factories.RegionFactory(code="19.05", name="Bangka Barat")
    found = {
        "litbang": factories.UserFactory(litbang=True, region=region),
        "pimpinan": factories.UserFactory(pimpinan=True, region=region),
    }
    one, three = (
        factories.AgencyFactory(region=region, short_name=name) for name in ("Satu", "Tiga")
    )
    lowered = plan_of(one, [60, 10, 0], [1])
    progress(lowered, [80, 30, 0], 2)
    factories.ReportFactory(plan=lowered, quarter=2, verified=True, lowered=50)
    for percents, quarters, step in (
        ([100, 20, 10], [1, 2], "verified"),
        ([30, 0, 100], [1, 2], "sent"),
        ([10, 0, 0], [1], "verified"),
    ):
        plan = plan_of(three, percents, quarters, step)
        factories.ObstacleFactory(plan=plan)
    for advised in (lowered, plan):
        factories.CommentFactory(plan=advised, suggestion=True)
    factories.ObstacleFactory(plan=lowered)
    return found


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with shared(django_db_blocker, readers, day=date(2026, 10, 13)) as made:
        yield made


@pytest.fixture
def reading_as(world, october, as_user):
    return lambda role: as_user(world[role])


def text_of(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    text = re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\u00a0", " ")
    return response, re.sub(r"\s+", " ", text)


def cells(client, label):
    comparison = client.get(f"{COMPARISON}?quarter=2").context["comparison"]
    (measure,) = [row for row in comparison.measures if row.label == label]
    assert all(cell.value for cell in measure.cells)
    return {cell.agency: cell for cell in measure.cells}


@pytest.mark.parametrize("who", ["litbang", "pimpinan"])
@pytest.mark.parametrize("label", REPORTED)
def test_a_compared_figure_is_explained(reading_as, label, who):
    client = reading_as(who)

    for cell in cells(client, label).values():
        value = cell.value.replace("\u00a0", " ")
        unit = " poin" if label == "Deviasi" else ""
        assert f"Mengapa {value}{unit}?" in text_of(client, cell.url)[1], cell.url


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_reports_in_time_are_counted_in_the_recap(reading_as, quarter):
    client = reading_as("litbang")
    comparison = client.get(f"{COMPARISON}?quarter={quarter}").context["comparison"]
    (measure,) = [row for row in comparison.measures if row.label == "Laporan tepat waktu"]

    for cell in measure.cells:
        assert f"{cell.value} {cell.unit} laporan" in text_of(client, cell.url)[1]


def test_milestones_lead_to_the_plans(reading_as):
    client = reading_as("litbang")
    found = cells(client, "Tonggak selesai")

    single, _ = text_of(client, found["Satu"].url)
    done = Milestone.objects.filter(plan=single.context["plan"], reached__gte=100)
    assert found["Satu"].value == str(done.count())
    several, _ = text_of(client, found["Tiga"].url)
    plans = [row.record.pk for row in several.context["table"].page.object_list]
    assert len(plans) == 3
    done = Milestone.objects.filter(plan__in=plans, reached__gte=100)
    assert found["Tiga"].value == str(done.count())


@pytest.mark.parametrize("label", ["Permasalahan terbuka", "Saran terbuka"])
def test_what_is_open_leads_to_as_many_of_the_list(reading_as, label):
    client = reading_as("litbang")

    for cell in cells(client, label).values():
        response, _ = text_of(client, cell.url)
        assert str(response.context["total"]) == cell.value


def test_who_has_no_list_of_advice_is_led_to_the_notes(reading_as):
    client = reading_as("pimpinan")

    for cell in cells(client, "Saran terbuka").values():
        response, text = text_of(client, cell.url)
        assert cell.url.endswith("#pendampingan")
        assert 'id="pendampingan"' in response.content.decode()
        assert "aran terbuka" in text


def test_a_figure_that_needs_attention_is_explained(reading_as):
    client = reading_as("litbang")
    seen = set()

    for quarter in (1, 2):
        for item in listed(client, f"?quarter={quarter}").page.object_list:
            if item.kind not in ("deviation", "absorption", "behind"):
                continue
            seen.add(item.kind)
            title = item.title.replace("\u00a0", " ")
            (figure,) = re.findall(r"^(?:Deviasi|Serapan) (\S+ (?:poin|%))", title)
            assert f"Mengapa {figure}?" in text_of(client, item.url)[1], (title, item.url)
    assert "deviation" in seen
    assert seen & {"absorption", "behind"}
    assert client.get(ATTENTION).status_code == 200
