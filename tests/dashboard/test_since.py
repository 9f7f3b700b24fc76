"""Since my last visit: since when, how much of it, only what one may see and others did."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actionplans.models import Visit
from actionplans.services import advice
from replikasi.dashboard import since
from tests import factories
from tests.dashboard.conftest import progress

pytestmark = pytest.mark.django_db

LINE = '<p class="note since'


def page_of(client, address="/dasbor/", **more):
    response = client.get(address, **more)
    assert response.status_code == 200
    return response.content.decode()


def line_of(client):
    """The line of what is new, its spaces plain."""
    found = re.search(r'<p class="note since[" ].*?</p>', page_of(client), re.DOTALL)[0]
    text = " ".join(re.sub(r"<[^>]+>", " ", found).replace("\u00a0", " ").split())
    return text.replace(" ,", ",").replace(" .", ".")


def report_sent(plan, on_day, day="2026-10-06"):
    on_day(day)
    progress(plan, [70, 10, 0], 3)
    return factories.ReportFactory(plan=plan, quarter=3, sent=True)


def test_on_the_first_visit_there_is_no_line(plan, as_user, ibu_sekda, on_day):
    on_day("2026-10-01")
    client = as_user(ibu_sekda)

    assert LINE not in page_of(client)
    assert LINE not in page_of(client)
    on_day("2026-10-01", hour=15)
    assert LINE in page_of(client)


def test_what_happened_since_is_counted_in_words(plan, as_user, ibu_sekda, lia, on_day):
    on_day("2026-10-01")
    client = as_user(ibu_sekda)
    page_of(client)
    report_sent(plan, on_day)
    factories.ObstacleFactory(plan=plan)
    factories.CommentFactory(plan=plan, by=lia)
    on_day("2026-10-13")
    client.force_login(ibu_sekda)

    line = line_of(client)

    assert line.startswith("Sejak kunjungan terakhir Anda (1 Okt):")
    assert "1 laporan dikirim" in line
    assert "1 permasalahan baru" in line
    assert "1 catatan pendampingan" in line
    assert "3 progres dicatat" in line
    assert "diverifikasi" not in line


def test_nothing_new_is_said_too(plan, as_user, ibu_sekda, on_day):
    on_day("2026-10-01")
    client = as_user(ibu_sekda)
    page_of(client)
    on_day("2026-10-13")
    client.force_login(ibu_sekda)

    assert line_of(client) == "Tidak ada yang baru sejak kunjungan terakhir Anda (1 Okt)."


def test_the_moment_stays_while_the_visit_lasts(plan, as_user, ibu_sekda, on_day):
    on_day("2026-10-01")
    client = as_user(ibu_sekda)
    page_of(client)
    report_sent(plan, on_day)
    on_day("2026-10-13", hour=9)
    client.force_login(ibu_sekda)
    assert "1 laporan dikirim" in line_of(client)
    assert "1 laporan dikirim" in line_of(client)
    on_day("2026-10-13", hour=11)

    assert "hari ini pukul 09.00 WIB" in line_of(client)
    assert "laporan dikirim" not in line_of(client)


def test_what_the_page_asks_by_itself_is_no_visit(plan, as_user, ibu_sekda, on_day):
    on_day("2026-10-01")
    client = as_user(ibu_sekda)
    page_of(client)
    on_day("2026-10-01", hour=15)
    page_of(client, headers={"HX-Request": "true"})
    on_day("2026-10-01", hour=17)

    assert "(hari ini pukul 09.00 WIB)" in line_of(client)


def test_pages_of_plans_and_the_log_in_count_as_visits(plan, as_user, lia, on_day):
    on_day("2026-10-01")
    as_user(lia).post(reverse("plan_seen", args=[plan.pk]))
    on_day("2026-10-03")
    client = as_user(lia)
    assert "(1 Okt)" in line_of(client)

    on_day("2026-10-03", hour=14)
    other_device = as_user(lia)
    type(lia).objects.filter(pk=lia.pk).update(
        last_login=timezone.now() - timezone.timedelta(hours=2)
    )
    assert "(hari ini pukul 12.00 WIB)" in line_of(other_device)


def test_the_own_work_is_not_new(plan, as_user, lia, rini, on_day):
    on_day("2026-10-01")
    client = as_user(lia)
    page_of(client)
    on_day("2026-10-02")
    factories.CommentFactory(plan=plan, by=lia)
    on_day("2026-10-13")
    client.force_login(lia)

    assert "Tidak ada yang baru" in line_of(client)


def test_only_what_one_may_see_is_counted(
    plan, as_user, rini, tono, joko, dr_wati, ibu_sekda, dr_budi, lia, on_day
):
    on_day("2026-10-01")
    people = (rini, tono, joko, dr_wati, ibu_sekda, dr_budi, lia)
    clients = {person.username: as_user(person) for person in people}
    for client in clients.values():
        page_of(client)
    on_day("2026-10-02")
    factories.CommentFactory(plan=plan, advisers_only=True, by=factories.officer_of(lia.region))
    advice.withdraw(comment=factories.CommentFactory(plan=plan, by=dr_budi), by=dr_budi)
    on_day("2026-10-13")
    told = {}
    for person in people:
        clients[person.username].force_login(person)
        told[person.username] = "1 catatan pendampingan" in line_of(clients[person.username])

    # The officer who wrote it is lia herself where she is the region's only one.
    told.pop("lia")
    assert {name for name, is_told in told.items() if is_told} == {"budi"}


def test_another_person_on_the_same_device_has_a_past_of_their_own(
    plan, as_user, ibu_sekda, lia, on_day
):
    on_day("2026-10-01")
    client = as_user(ibu_sekda)
    page_of(client)
    on_day("2026-10-13")
    client.force_login(lia)

    assert LINE not in page_of(client)


@pytest.mark.parametrize("value", ["", "x", "1 2", "99999999999999999999 1 ", "1 1 :abc:def"])
def test_a_broken_or_forged_mark_is_no_visit(plan, as_user, ibu_sekda, on_day, value):
    on_day("2026-10-01")
    client = as_user(ibu_sekda)
    client.cookies[f"kunjungan-{ibu_sekda.pk}"] = value

    assert LINE not in page_of(client)


def test_the_mark_is_kept_from_scripts_and_to_the_dashboard(plan, as_user, ibu_sekda, on_day):
    on_day("2026-10-01")
    client = as_user(ibu_sekda)
    mark = client.get("/dasbor/").cookies[f"kunjungan-{ibu_sekda.pk}"]

    assert mark["httponly"]
    assert mark["samesite"] == "Lax"
    assert mark["path"] == "/dasbor/"


def test_a_get_writes_no_visit(plan, as_user, lia, on_day):
    on_day("2026-10-01")
    page_of(as_user(lia))
    assert not Visit.objects.exists()


def test_when_and_how_much_are_two_queries(plan, ibu_sekda, on_day):
    on_day("2026-10-01")
    with CaptureQueriesContext(connection) as seen:
        present = since.Presence(timezone.now(), timezone.now(), None)
        since.last_visit(ibu_sekda, present)
        since.counts(ibu_sekda, timezone.now())
    assert len(seen) == 2


def test_the_tag_of_the_page_goes_with_the_moment(plan, as_user, lia, on_day):
    on_day("2026-10-01", hour=9)
    client = as_user(lia)
    page_of(client)
    on_day("2026-10-01", hour=11)
    first = client.get("/dasbor/")
    assert client.get("/dasbor/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    on_day("2026-10-01", hour=13)

    assert client.get("/dasbor/", headers={"If-None-Match": first["ETag"]}).status_code == 200


# -- each number leads to what it counts ----------------------------------------------------------


def news_of(client, on_day, person):
    on_day("2026-10-13")
    client.force_login(person)
    links = dict(
        re.findall(r'href="([^"]+)">(\d+ [^<]+)</a>', page_of(client).replace("\u00a0", " "))
    )
    return {words: link.replace("&amp;", "&") for link, words in links.items() if "sejak" in link}


def test_each_number_leads_to_what_it_counts(plan, as_user, ibu_sekda, lia, on_day):
    on_day("2026-10-01")
    client = as_user(ibu_sekda)
    page_of(client)
    report = report_sent(plan, on_day)
    factories.ObstacleFactory(plan=plan, description="Sinyal lemah di dua desa")

    links = news_of(client, on_day, ibu_sekda)

    assert set(links) == {"1 laporan dikirim", "1 permasalahan baru", "3 progres dicatat"}
    for words, link in links.items():
        address, _, place = link.partition("#")
        text = page_of(client, address)
        section = text.partition(f'id="{place}"')[2].partition("</section>")[0]
        assert section.count("<li>") == int(words.split()[0]), words
    text = page_of(client, links["1 laporan dikirim"].partition("#")[0])
    assert f'href="{reverse("report", args=[report.pk])}"' in text
    assert "Sinyal lemah di dua desa" in text


def test_without_a_moment_the_page_leads_to_the_last_visit(plan, as_user, ibu_sekda, on_day):
    on_day("2026-10-01")
    client = as_user(ibu_sekda)
    page_of(client)
    on_day("2026-10-13")
    client.force_login(ibu_sekda)

    answer = client.get("/dasbor/sejak/")

    assert answer.status_code == 302
    assert "dari=2026-10-01" in answer["Location"]


@pytest.mark.parametrize("moment", ["", "kemarin", "2026-10-01", "2999-01-01T00:00:00+07:00"])
def test_a_moment_that_is_none_is_passed_over(plan, as_user, ibu_sekda, on_day, moment):
    on_day("2026-10-01")
    text = page_of(as_user(ibu_sekda), f"/dasbor/sejak/?dari={moment}")
    assert "Tidak ada yang baru" in text


def test_an_address_that_is_sent_shows_the_receiver_only_their_own(
    plan, as_user, tono, lia, on_day
):
    on_day("2026-10-01")
    report_sent(plan, on_day)
    on_day("2026-10-13")
    address = "/dasbor/sejak/?dari=2026-10-01T09:00:00%2B07:00"

    assert "Rajutan SiBakul Jogja" in page_of(as_user(lia), address)
    assert "Rajutan SiBakul Jogja" not in page_of(as_user(tono), address)


def test_more_news_ask_no_more(plan, as_user, queries, ibu_sekda, lia, on_day):
    on_day("2026-10-02")
    client = as_user(ibu_sekda)
    address = "/dasbor/sejak/?dari=2026-10-01T09:00:00%2B07:00"

    def asked():
        factories.CommentFactory(plan=plan, by=lia, key=uuid4())
        with CaptureQueriesContext(connection) as seen:
            page_of(client, address)
        return len(seen)

    asked()
    few = asked()
    for _ in range(25):
        factories.CommentFactory(plan=plan, by=lia)
    assert asked() == few
    assert "20 terbaru dari 28" in page_of(client, address)
