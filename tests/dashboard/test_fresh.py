"""Freshness: 304 while nothing changed, the new figure once something did, never another's."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans import workdays
from actionplans.models import PeriodStanding, Report
from actionplans.services import verification
from innovations.models import Agency
from replikasi.dashboard import fresh
from replikasi.notifications.models import Notification
from tests import factories
from tests.factories.reports import accepted
from tests.innovations import test_import as imports
from tests.rig.markup import CheckingClient

pytestmark = pytest.mark.django_db

PAGE = "/dasbor/?year=2026&quarter=3"
PART = {"HX-Request": "true"}
MOST_QUERIES = 5


@pytest.fixture
def dashboard(october, verified_plan, other_plan):
    """The programme of 13 October 2026: two replications."""
    return verified_plan


@pytest.fixture(params=["page", "part"])
def headers(request):
    return PART if request.param == "part" else {}


def asked_again(client, first, address=PAGE, headers=()):
    return client.get(address, headers={**dict(headers), "If-None-Match": first["ETag"]})


def text_of(response):
    return response.content.decode()


def body_of(response):
    """What is kept: from #dasbor to what follows it on the page."""
    body = text_of(response).partition('<div id="dasbor"')[2].partition("data-live")[0]
    assert body
    return body


# -- nothing changed ------------------------------------------------------------------------------


def test_a_second_request_is_answered_304_in_few_queries(dashboard, as_user, lia, headers):
    client = as_user(lia)
    first = client.get(PAGE, headers=headers)

    with CaptureQueriesContext(connection) as seen:
        second = asked_again(client, first, headers=headers)

    assert (first.status_code, second.status_code, second.content) == (200, 304, b"")
    assert second["ETag"] == first["ETag"]
    assert len(seen) <= MOST_QUERIES, [query["sql"] for query in seen]


def test_304_costs_no_more_with_more_plans(dashboard, as_user, lia, bangka_barat):
    client = as_user(lia)

    def asked():
        first = client.get(PAGE, headers=PART)
        with CaptureQueriesContext(connection) as seen:
            assert asked_again(client, first, headers=PART).status_code == 304
        return len(seen)

    few = asked()
    for _ in range(3):
        factories.ActionPlanFactory(
            replication__agency=factories.AgencyFactory(region=bangka_barat),
            milestones=1,
            approved=True,
        )
    assert asked() == few


def test_the_page_carries_the_tag_of_its_part(dashboard, as_user, lia):
    """So that a page just opened asks its first question for the price of an empty answer."""
    client = as_user(lia)
    page = client.get(PAGE)
    tag = page.context["request"].fresh.tag

    assert tag in text_of(page).replace("&quot;", '"')
    again = client.get(PAGE, headers={**PART, "If-None-Match": tag})
    assert again.status_code == 304


def test_a_browser_may_keep_the_page_and_must_ask(dashboard, as_user, lia, headers):
    response = as_user(lia).get(PAGE, headers=headers)

    assert "private" in response["Cache-Control"]
    assert "no-cache" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]
    assert "HX-Request" in response["Vary"]


def test_page_and_part_are_never_taken_for_each_other(dashboard, as_user, lia):
    client = as_user(lia)
    page, part = client.get(PAGE), client.get(PAGE, headers=PART)

    assert asked_again(client, page, headers=PART).status_code == 200
    assert asked_again(client, part).status_code == 200


def test_another_choice_is_another_answer(dashboard, as_user, lia):
    client = as_user(lia)
    first = client.get(PAGE)

    assert asked_again(client, first, "/dasbor/?year=2026&quarter=2").status_code == 200


def test_the_next_day_is_another_answer(dashboard, as_user, lia, on_day):
    on_day("2026-10-13", hour=23)
    client = as_user(lia)
    first = client.get(PAGE, headers=PART)
    on_day("2026-10-14", hour=0)

    second = asked_again(client, first, headers=PART)

    assert second.status_code == 200
    assert second.content != first.content


def test_the_page_says_as_of_when(dashboard, as_user, lia):
    assert "13\u00a0Okt\u00a02026 pukul 09." in text_of(as_user(lia).get(PAGE))


# -- something changed ----------------------------------------------------------------------------


def standing(plan):
    PeriodStanding.objects.filter(plan=plan).update(planned=Decimal("77.7"))


def edit_in_the_admin_site(plan):
    agency, client = plan.replication.agency, admin_client()
    address = reverse("admin:innovations_agency_change", args=[agency.pk])
    form = client.get(address).context["adminform"].form
    typed = {name: value for name, value in form.initial.items() if value is not None}
    typed |= {"short_name": "DKU Baru"}
    for rows in ("names", "stationery"):
        typed |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    assert client.post(address, typed).status_code == 302


def imported(plan):
    client, agency = admin_client(), plan.replication.agency
    rows = [
        ["wilayah", "nama", "nama_pendek", "jenis"],
        [agency.region_id, agency.name, "DKU Impor", "OPD"],
    ]
    answer = imports.check(client, Agency, *rows)
    assert "Impor selesai: 0 baru, 1 diubah" in text_of(imports.confirm(client, Agency, answer))


def admin_client():
    client = CheckingClient()
    client.force_login(factories.UserFactory(username="adm", admin=True))
    return client


def threshold(plan):
    rules = workdays.rules()
    rules.deviation_points = 1
    rules.save()
    workdays.forget()


def obstacle(plan):
    factories.ObstacleFactory(plan=plan, description="Sinyal lemah di dua desa")


def comment(plan):
    factories.CommentFactory(plan=plan, suggestion=True)


def verified(plan):
    report = Report.objects.get(plan=plan, period__quarter=2)
    verification.verify_report(report=report, by=officer(plan), judgements=accepted(report))


def officer(plan):
    return factories.officer_of(plan.replication.agency.region)


CHANGES = {
    standing: "quarter=3",
    edit_in_the_admin_site: "quarter=3",
    imported: "quarter=3",
    threshold: "quarter=2",
    obstacle: "quarter=3",
    comment: "quarter=3",
    verified: "quarter=2",
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changed_is_shown_at_once(dashboard, as_user, lia, change, headers):
    client, address = as_user(lia), f"/dasbor/?year=2026&{CHANGES[change]}"
    first = client.get(address, headers=headers)
    assert asked_again(client, first, address, headers).status_code == 304

    change(dashboard)

    second = asked_again(client, first, address, headers)
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]
    assert body_of(second) != body_of(first)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_changes_nothing(dashboard, as_user, lia):
    client = as_user(lia)
    first = client.get(PAGE, headers=PART)

    with transaction.atomic():
        standing(dashboard)
        transaction.set_rollback(True)

    assert asked_again(client, first, headers=PART).status_code == 304


# -- whose figures --------------------------------------------------------------------------------


@pytest.fixture
def drawn(monkeypatch):
    """The templates of the kept parts that were drawn, in order."""
    found, real = [], fresh.get_template

    def noted(name):
        found.append(name)
        return real(name)

    monkeypatch.setattr(fresh, "get_template", noted)
    return found


def test_the_same_audience_shares_what_was_drawn_once(dashboard, as_user, lia, drawn, bappelitbang):
    other = factories.UserFactory(
        name="Dewi Anggraini", agency=bappelitbang, litbang=True, region=lia.region
    )
    first = as_user(lia).get(PAGE)
    assert "dashboard/_body.html" in drawn
    drawn.clear()

    second = as_user(other).get(PAGE)

    assert "dashboard/_body.html" not in drawn
    assert text_of(as_user(other).get(PAGE, headers=PART)) == text_of(
        as_user(lia).get(PAGE, headers=PART)
    )
    assert "Dewi Anggraini" in text_of(second)
    assert "Dewi Anggraini" not in text_of(first)


def test_another_audience_never_gets_it(
    dashboard, as_user, lia, rini, tono, joko, dr_budi, dr_wati, ibu_sekda, drawn
):
    as_user(lia).get(PAGE)
    for person, seen in (
        (rini, {"Rajutan SiBakul Jogja"}),
        (tono, {"Aksi Tali Intan"}),
        (joko, set()),
        (dr_wati, set()),
        (dr_budi, {"Rajutan SiBakul Jogja", "Aksi Tali Intan"}),
        (ibu_sekda, {"Rajutan SiBakul Jogja", "Aksi Tali Intan"}),
    ):
        drawn.clear()
        text = text_of(as_user(person).get(PAGE, headers=PART))
        assert "dashboard/_body.html" in drawn, person
        named = {name for name in ("Rajutan SiBakul Jogja", "Aksi Tali Intan") if name in text}
        assert named == seen, person


def test_who_moves_to_another_region_is_shown_nothing_kept(
    dashboard, as_user, lia, dinkop, bangka_barat
):
    client = as_user(lia)
    first = client.get(PAGE, headers=PART)
    lia.region = factories.RegionFactory(code="19.04", name="Bangka Tengah")
    lia.save()

    second = asked_again(client, first, headers=PART)

    assert second.status_code == 200
    assert "Rajutan SiBakul Jogja" not in text_of(second)


def test_the_tag_of_one_session_is_no_other_session_s(dashboard, as_user, lia, headers):
    first = as_user(lia).get(PAGE, headers=headers)

    assert asked_again(as_user(lia), first, headers=headers).status_code == 200


def test_after_logging_out_and_in_the_answer_is_new(dashboard, as_user, lia, headers):
    client = as_user(lia)
    first = client.get(PAGE, headers=headers)
    client.logout()
    gone = asked_again(client, first, headers=headers)
    assert gone.status_code in (302, 204)
    client.force_login(lia)

    assert asked_again(client, first, headers=headers).status_code == 200


def test_an_ended_session_is_told_so(dashboard, client):
    """By which the open page knows that it is to stop asking."""
    answer = client.get(PAGE, headers=PART)

    assert answer.status_code == 204
    assert "/masuk/" in answer["HX-Redirect"]


# -- what is the person's own ---------------------------------------------------------------------


def with_a_message(client, plan):
    """A service of another page leaves a message for the next page."""
    answer = client.post(
        reverse("plan_advise", args=[plan.pk]),
        {"key": uuid4(), "kind": "komentar", "body": "Bagus."},
    )
    assert answer.status_code == 302


def test_a_message_is_shown_and_not_swallowed(dashboard, as_user, lia):
    client = as_user(lia)
    with_a_message(client, dashboard)
    client.get("/tugas/")
    first = client.get(PAGE)
    with_a_message(client, dashboard)

    part = asked_again(client, client.get(PAGE, headers=PART), headers=PART)
    second = asked_again(client, first)

    assert second.status_code == 200
    assert "data-toast" in text_of(second)
    assert "data-toast" not in text_of(part)
    third = client.get(PAGE)
    assert "data-toast" not in text_of(third)


def test_a_new_notification_changes_the_page_and_not_its_part(dashboard, as_user, rini, lia):
    client = as_user(rini)
    page, part = client.get(PAGE), client.get(PAGE, headers=PART)
    Notification.objects.create(recipient=rini, kind="report_returned", url="/laporan/")

    assert asked_again(client, page).status_code == 200
    assert asked_again(client, part, headers=PART).status_code == 304


def test_kept_parts_are_escaped_when_they_come_back(dashboard, as_user, lia):
    dashboard.replication.local_name = "<b>Rajutan</b>"
    dashboard.replication.save()
    client = as_user(lia)

    for _ in range(2):
        text = text_of(client.get(PAGE))
        assert "&lt;b&gt;Rajutan&lt;/b&gt;" in text
        assert '<div id="dasbor"' in text
