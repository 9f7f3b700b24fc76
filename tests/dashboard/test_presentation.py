"""Presentation: one slide at a time in the order of need, by address, in scope, printable."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.models import Obstacle
from tests import factories
from tests.dashboard.conftest import progress

pytestmark = pytest.mark.django_db

PAGE = "/dasbor/paparan/"


@pytest.fixture
def programme(october, verified_plan, other_plan):
    """Two replications: Tali Intan has nothing since TW I, SiBakul sent TW II."""
    return verified_plan


def text_of(response):
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def shown(client, place, **more):
    query = "&".join(f"{name}={value}" for name, value in {"ke": place, **more}.items())
    return text_of(client.get(f"{PAGE}?{query}"))


def title(text):
    return re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1].strip()


def step(text, name):
    """The address of a step, None where there is none."""
    found = re.search(rf'href="([^"]+)" data-step="{name}"', text)
    return found and found[1].replace("&amp;", "&")


def test_it_begins_with_the_state_of_the_programme(programme, as_user, ibu_sekda):
    text = text_of(as_user(ibu_sekda).get(f"{PAGE}?quarter=2"))

    assert title(text) == "Keadaan program"
    assert "1 dari 3" in text
    assert "dua replikasi" in text
    assert text.count('class="slide-figure"') == 6
    assert "Kurva S program 2026" in text
    assert "Keadaan per" in text


def test_then_each_replication_in_the_order_of_need(programme, as_user, ibu_sekda):
    client = as_user(ibu_sekda)
    dashboard = client.get("/dasbor/?quarter=1").context["dashboard"]
    order = [row.title for row in dashboard.rows]

    assert [title(shown(client, place, quarter=1)) for place in (2, 3)] == order
    assert order[0] == "Aksi Tali Intan"  # returned, which comes first


def test_steps_are_plain_links_that_keep_the_choices(programme, as_user, ibu_sekda):
    client = as_user(ibu_sekda)
    address, seen = f"{PAGE}?year=2026&quarter=2", []
    while address:
        text = text_of(client.get(address))
        seen.append(re.search(r"data-deck-place>(.*?)<", text)[1])
        address = step(text, "next")
        assert address is None or "quarter=2" in address

    assert seen == ["1 dari 3", "2 dari 3", "3 dari 3"]
    assert "ke=2" in step(text, "previous")
    assert "ke=1" in step(text, "first")
    assert "/dasbor/?" in re.search(r'href="([^"]+)" data-deck-leave', text)[1]


@pytest.mark.parametrize(
    ("wanted", "place"), [("0", 1), ("99", 3), ("-1", 1), ("x", 1), ("²", 1), ("9" * 30, 1)]
)
def test_a_place_that_is_none_is_the_nearest_or_the_first(
    programme, as_user, ibu_sekda, wanted, place
):
    assert f"{place} dari 3" in shown(as_user(ibu_sekda), wanted)


def test_a_slide_answers_the_questions_of_the_meeting(programme, as_user, ibu_sekda):
    progress(programme, [95, 60, 0], 3)
    report = factories.ReportFactory(plan=programme, quarter=3, sent=True)
    report.steps.all().delete()
    report.steps.create(number=1, text="Uji coba katalog di dua sentra")
    report.steps.create(number=2, text="Rekrut pendamping")
    factories.ObstacleFactory(plan=programme, description="Kecil", level=Obstacle.Level.AGENCY)
    factories.ObstacleFactory(
        plan=programme,
        description="Izin pakai data belum keluar",
        level=Obstacle.Level.REGENT,
        turn="Dinas Kominfo",
    )
    client = as_user(ibu_sekda)
    texts = [shown(client, place) for place in (2, 3)]
    text = next(text for text in texts if title(text) == "Rajutan SiBakul Jogja")

    assert "Dinas Koperasi, UKM dan Perindustrian" in text
    assert "Menunggu verifikasi" in text
    assert "terverifikasi" in text
    assert "sementara" in text
    assert "Perlu keputusan" in text
    assert "Izin pakai data belum keluar" in text
    assert "Giliran: Dinkop UKM (kejar tonggak), Dinas Kominfo (permasalahan: " in text
    assert "keputusan Bupati)" in text
    assert "1 permasalahan lain terbuka" in text
    assert "Tonggak terlambat" in text
    assert "Berikut: " in text
    assert "Uji coba katalog di dua sentra" in text
    assert "Laporan TW III, dan 1 langkah lain: belum dijawab" in text


def test_silence_is_a_word(programme, as_user, ibu_sekda):
    client = as_user(ibu_sekda)
    text = shown(client, 2, quarter=3)

    assert "belum dilaporkan" in text
    assert "tidak ada" in text
    assert not re.search(r"(?<![\d,])0,0 %", text)
    assert "belum dibuka" in shown(client, 2, quarter=4)


def test_promises_of_a_draft_are_nobody_s_yet(programme, as_user, rini):
    progress(programme, [95, 60, 0], 3)
    report = factories.ReportFactory(plan=programme, quarter=3)
    report.steps.create(number=1, text="Janji yang belum dikirim")

    assert "Janji yang belum dikirim" not in shown(as_user(rini), 2)


def test_one_sees_slides_of_the_own_scope_only(programme, as_user, rini, joko, dr_budi):
    text = shown(as_user(rini), 99)
    assert title(text) == "Rajutan SiBakul Jogja"
    assert "2 dari 2" in text
    assert "3 dari 3" in shown(as_user(dr_budi), 99)
    text = shown(as_user(joko), 2)
    assert "Belum ada yang dipaparkan" in text
    assert "Rajutan" not in text


def test_the_filter_narrows_it(programme, as_user, ibu_sekda, dinkop):
    text = shown(as_user(ibu_sekda), 2, agency=dinkop.pk)

    assert title(text) == "Rajutan SiBakul Jogja"
    assert "2 dari 2" in text
    assert f"agency={dinkop.pk}" in step(text, "previous")


def test_the_dashboard_leads_to_it_with_its_choices(programme, as_user, ibu_sekda):
    text = text_of(as_user(ibu_sekda).get("/dasbor/?year=2026&quarter=2"))

    assert re.search(r'href="/dasbor/paparan/\?year=2026&amp;quarter=2"', text)


def test_there_is_no_navigation(programme, as_user, ibu_sekda):
    text = shown(as_user(ibu_sekda), 1)

    assert 'class="nav-main"' not in text
    assert 'class="tabs-phone"' not in text


def test_htmx_gets_the_slide_alone(programme, as_user, ibu_sekda):
    answer = as_user(ibu_sekda).get(f"{PAGE}?ke=2", headers={"HX-Request": "true"})

    assert text_of(answer).lstrip().startswith('<div id="dasbor"')


def test_all_of_them_can_be_printed(programme, as_user, ibu_sekda):
    text = shown(as_user(ibu_sekda), "semua")

    assert text.count('<article class="slide"') == 3
    assert "Keadaan program" in text
    assert "data-step" not in text


def test_a_slide_asks_no_more_with_more_replications(programme, as_user, ibu_sekda, bangka_barat):
    client = as_user(ibu_sekda)

    def asked(address):
        factories.ObstacleFactory(plan=programme)  # so that nothing is kept
        client.get("/tugas/")
        with CaptureQueriesContext(connection) as seen:
            text_of(client.get(address))
        return len(seen)

    def more(number):
        for _ in range(number):
            factories.ActionPlanFactory(
                replication__agency=factories.AgencyFactory(region=bangka_barat),
                milestones=1,
                approved=True,
            )

    addresses = (PAGE, f"{PAGE}?ke=2", f"{PAGE}?ke=3")
    more(9)  # more than the first page of the dashboard shows
    few = [asked(address) for address in addresses]
    more(3)

    assert [asked(address) for address in addresses] == few
    assert "15 dari 15" in shown(client, 15)


def test_a_slide_that_is_kept_asks_little(programme, as_user, queries, ibu_sekda):
    assert queries(as_user(ibu_sekda), f"{PAGE}?ke=2") <= 12


def test_it_stays_fresh_like_the_dashboard(programme, as_user, ibu_sekda):
    client = as_user(ibu_sekda)
    first = client.get(f"{PAGE}?ke=2")
    asked = {"If-None-Match": first["ETag"]}
    assert client.get(f"{PAGE}?ke=2", headers=asked).status_code == 304
    factories.ObstacleFactory(plan=programme)

    assert client.get(f"{PAGE}?ke=2", headers=asked).status_code == 200


def test_without_any_plan_it_says_so(october, as_user, ibu_sekda):
    assert "Belum ada yang dipaparkan" in shown(as_user(ibu_sekda), 1)
