"""The calendar feed: what it holds, whose eyes it has, and that its address can be taken back."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from actionplans import due_dates, ics
from actionplans.models import CalendarFeed, Milestone
from actionplans.services import calendar, matrix, plans
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def fetch(client):
    """`fetch(person)`: the answer at the person's private address, asked without a log-in."""

    def get(person, **headers):
        feed = CalendarFeed.objects.filter(user=person).first() or calendar.renew(by=person)
        return client.get(reverse("calendar_feed", args=[feed.token]), headers=headers)

    return get


def entries(answer):
    """{summary: entry} of an answer, read back as a calendar program would."""
    read = Calendar.from_ical(answer.content)
    assert not read.errors
    return {str(entry["SUMMARY"]): entry for entry in read.walk("VEVENT")}


def only(answer, words):
    (found,) = [entry for name, entry in entries(answer).items() if words in name]
    return found


# -- what it holds ------------------------------------------------------------------------------


def test_each_milestone_is_an_all_day_entry_that_leads_to_its_page(fetch, rini, milestone):
    entry = only(fetch(rini), "Kegiatan 1")
    assert entry["SUMMARY"] == "Tenggat: 1. Kegiatan 1 (Rajutan SiBakul Jogja, Dinkop UKM)"
    assert entry.decoded("DTSTART") == milestone.due
    assert entry.decoded("DTEND") == milestone.due + timedelta(days=1)
    assert entry["URL"] == f"http://testserver/tonggak/{milestone.pk}/"
    assert entry["UID"] == f"tonggak-{milestone.pk}@testserver"
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["TRANSP"] == "TRANSPARENT"
    assert entry["SEQUENCE"] == milestone.revision
    assert "Penanggung jawab: Kepala Bidang UKM" in entry["DESCRIPTION"]
    assert "Belum ada catatan progres." in entry["DESCRIPTION"]


def test_no_address_of_a_person_is_in_it(fetch, rini, milestone):
    Milestone.objects.filter(pk=milestone.pk).update(person_email="kabid@contoh.test")
    assert b"kabid@contoh.test" not in fetch(rini).content


def test_what_is_done_says_so(fetch, rini, milestone):
    factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(100))
    assert only(fetch(rini), "Kegiatan 1")["SUMMARY"].startswith("Selesai: 1. Kegiatan 1")


def test_dates_of_a_plan_being_drawn_up_are_tentative(fetch, rini, draft_plan):
    entry = only(fetch(rini), "Kegiatan 1")
    assert entry["STATUS"] == "TENTATIVE"
    assert "masih dapat berubah" in entry["DESCRIPTION"]


def test_during_a_revision_the_approved_dates_stand(fetch, rini, pak_kadis, plan):
    approved = plan.milestones.get(number=1).due
    plan = plans.revise_plan(plan=plan, by=pak_kadis, reason="jadwal", note="Mundur sebulan.")
    row = plan.milestones.get(number=1)
    row.due, row.activity = approved + timedelta(days=9), "Kegiatan yang diundur"
    matrix.save_milestone(milestone=row, by=rini)
    factories.MilestoneFactory(plan=plan, by=rini, activity="Kegiatan tambahan")
    found = fetch(rini)
    entry = only(found, "1. Kegiatan 1 ")
    assert entry.decoded("DTSTART") == approved
    assert entry["STATUS"] == "CONFIRMED"
    assert "diundur" not in found.content.decode()
    assert only(found, "Kegiatan tambahan")["STATUS"] == "TENTATIVE"


def test_what_was_dropped_or_has_no_date_is_left_out(fetch, rini, draft_plan):
    first, second, _ = draft_plan.milestones.order_by("number")
    Milestone.objects.filter(pk=first.pk).update(weight=0)
    Milestone.objects.filter(pk=second.pk).update(due=None)
    names = " ".join(entries(fetch(rini)))
    assert "Kegiatan 3" in names
    assert "Kegiatan 1" not in names
    assert "Kegiatan 2" not in names


def test_this_year_and_the_next_and_no_other(fetch, rini, sibakul, plan):
    for year in (2025, 2027, 2028):
        factories.ActionPlanFactory(replication=sibakul, fiscal_year=year, milestones=1)
    years = {entry.decoded("DTSTART").year for entry in entries(fetch(rini)).values()}
    assert years == {2026, 2027}


def test_reports_of_the_agency_and_reviews_of_litbang_are_in_it(fetch, rini, lia, dr_budi, plan):
    own = entries(fetch(rini))
    assert own["Tenggat kirim laporan TW III 2026"].decoded("DTSTART").year == 2026
    assert not [name for name in own if "verifikasi" in name]
    review = entries(fetch(lia))
    assert "Tenggat verifikasi laporan TW III 2026" in review
    assert not [name for name in entries(fetch(dr_budi)) if "laporan" in name]


@pytest.mark.parametrize(
    ("name", "sees"),
    [("tono", False), ("joko", False), ("dr_budi", True), ("ibu_sekda", True), ("dr_wati", False)],
)
def test_it_holds_what_its_owner_may_see_and_nothing_else(fetch, plan, request, name, sees):
    assert (b"Kegiatan 1" in fetch(request.getfixturevalue(name)).content) == sees


def test_letters_that_a_calendar_cannot_hold_do_no_harm(fetch, rini, milestone):
    before = len(entries(fetch(rini)))
    Milestone.objects.filter(pk=milestone.pk).update(
        activity="Uji; coba, \\n\nBEGIN:VEVENT\r\nSUMMARY:palsu \x07 " + "ñ" * 90
    )
    entry = only(fetch(rini), "Uji; coba")
    assert "palsu" in entry["SUMMARY"]
    assert entry["SUMMARY"].isprintable()
    assert b"\x07" not in fetch(rini).content
    assert len(entries(fetch(rini))) == before
    assert max(len(line) for line in fetch(rini).content.split(b"\r\n")) <= 75


# -- the answer ---------------------------------------------------------------------------------


def test_the_answer_is_private_and_carries_no_session(fetch, rini, plan):
    answer = fetch(rini)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]
    assert not answer.cookies
    assert answer["X-Robots-Tag"] == "noindex"


def test_nothing_new_is_answered_without_a_body(fetch, rini, milestone):
    first = fetch(rini)
    again = fetch(rini, if_none_match=first["ETag"])
    assert again.status_code == 304
    assert again.content == b""
    factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(60))
    assert fetch(rini, if_none_match=first["ETag"]).status_code == 200


def test_it_says_how_often_to_look(fetch, rini, plan):
    text = fetch(rini).content
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text
    assert b"\r\nX-PUBLISHED-TTL:PT6H\r\n" in text


def test_an_unknown_a_revoked_and_a_barred_address_answer_alike(client, fetch, rini, plan):
    feed = calendar.renew(by=rini)
    address = reverse("calendar_feed", args=[feed.token])
    assert client.get(address).status_code == 200
    rini.is_active = False
    rini.save()
    barred = client.get(address)
    rini.is_active = True
    rini.save()
    calendar.revoke(by=rini)
    revoked = client.get(address)
    unknown = client.get(reverse("calendar_feed", args=["x" * 43]))
    assert {barred.status_code, revoked.status_code, unknown.status_code} == {404}
    assert barred.content == revoked.content == unknown.content


def test_a_feed_with_nothing_in_it_is_a_calendar_all_the_same(fetch, tono):
    answer = fetch(tono)
    assert answer.status_code == 200
    assert entries(answer) == {}


def test_the_queries_do_not_grow_with_the_plans(client, fetch, rini, dinkop, plan):
    fetch(rini)
    feed = CalendarFeed.objects.get(user=rini)

    def count():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("calendar_feed", args=[feed.token]))
        return len(seen)

    few = count()
    for _ in range(3):
        factories.ActionPlanFactory(replication__agency=dinkop, milestones=4, approved=True)
    factories.ActionPlanFactory(replication__agency=dinkop, milestones=2, revising=True)
    assert count() == few


def test_a_whole_region_gets_the_nearest_dates(ibu_sekda, plan, monkeypatch):
    monkeypatch.setattr(due_dates, "MOST", 2)
    found = due_dates.of_user(ibu_sekda, date(2026, 11, 24))
    latest = plan.milestones.order_by("-due").values_list("pk", flat=True)[:2]
    assert {due.uid for due in found} == {f"tonggak-{pk}" for pk in latest}


def test_the_same_dates_are_the_same_letters(rini, plan):
    def written():
        found = due_dates.of_user(rini, date(2026, 11, 24))
        return ics.written(found, address=lambda path: f"https://p.test{path}", host="p.test")

    assert written() == written()


# -- the page -----------------------------------------------------------------------------------


def shown(text):
    """The address in the page's field."""
    return re.search(r'value="(http://testserver/kalender/[^"]+\.ics)"', text)[1]


def test_the_address_is_made_renewed_and_revoked_on_the_page(as_user, client, rini, plan):
    browser = as_user(rini)
    page = reverse("calendar")
    assert "Belum berlangganan" in browser.get(page).content.decode()
    text = browser.post(reverse("calendar_renew"), follow=True).content.decode()
    first = shown(text)
    assert first.replace("http://", "webcal://") in text
    assert client.get(first).status_code == 200

    ask = browser.get(reverse("calendar_renew")).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', ask)[1]
    for _ in range(2):  # pressed twice, renewed once
        text = browser.post(reverse("calendar_renew"), {"seen": seen}, follow=True).content.decode()
        second = shown(text)
    assert second != first
    assert CalendarFeed.objects.filter(user=rini).count() == 1
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200

    browser.post(reverse("calendar_revoke"))
    assert client.get(second).status_code == 404
    assert "Belum berlangganan" in browser.get(page).content.decode()


def test_the_same_renewal_twice_keeps_the_first_answer(rini):
    first = calendar.renew(by=rini)
    second = calendar.renew(by=rini, seen=first.pk)
    assert calendar.renew(by=rini, seen=first.pk) == second


def test_nobody_sees_the_address_of_another(as_user, rini, pak_kadis, plan):
    token = calendar.renew(by=rini).token
    assert token not in as_user(pak_kadis).get(reverse("calendar")).content.decode()
