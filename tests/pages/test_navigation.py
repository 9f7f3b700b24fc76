"""What each role finds in the top bar, at the foot of the phone and on the menu page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans.context import navigation
from tests import factories

BASIC = ["Tugas", "Dasbor", "Rencana", "Laporan", "Inovasi"]
OFFICER = ["Tugas", "Dasbor", "Rencana", "Laporan", "Verifikasi", "Inovasi", "OPD"]
OFFICER += ["Permasalahan", "Admin"]
ROLES = {
    "rini": [*BASIC, "Permasalahan"],
    "pak_kadis": [*BASIC, "Permasalahan", "Orang"],
    "lia": OFFICER,
    "dr_budi": [*BASIC[:4], "Pendampingan", "Inovasi", "OPD", "Permasalahan"],
    "ibu_sekda": [*BASIC, "OPD", "Permasalahan"],
    "admin": [*BASIC, "OPD", "Permasalahan", "Orang", "Admin"],
}


def labels(items):
    return [item["label"] for item in items]


@pytest.mark.parametrize("person", ROLES)
def test_each_role_finds_what_it_may_open(person, request, as_user):
    client = as_user(request.getfixturevalue(person))

    nav = client.get("/lainnya/").context["nav"]

    assert labels(nav) == ROLES[person]
    assert {item["label"]: client.get(item["url"]).status_code for item in nav} == dict.fromkeys(
        ROLES[person], 200
    )


@pytest.mark.parametrize(
    ("person", "third"),
    [
        ("rini", "Rencana"),
        ("pak_kadis", "Rencana"),
        ("lia", "Verifikasi"),
        ("dr_budi", "Rencana"),
        ("ibu_sekda", "Rencana"),
        ("admin", "Rencana"),
    ],
)
def test_the_phone_has_four(person, third, request, as_user):
    tabs = as_user(request.getfixturevalue(person)).get("/lainnya/").context["tabs"]

    assert labels(tabs) == ["Tugas", "Dasbor", third, "Lainnya"]


@pytest.mark.parametrize(
    ("path", "section", "tab"),
    [
        ("/tugas/", "Tugas", "Tugas"),
        ("/dasbor/", "Dasbor", "Dasbor"),
        ("/rencana/7/penjelasan/", "Rencana", "Rencana"),
        ("/tonggak/7/", "Rencana", "Rencana"),
        ("/laporan/7/", "Laporan", "Lainnya"),
        ("/inovasi/", "Inovasi", "Lainnya"),
        ("/replikasi/7/", "Inovasi", "Lainnya"),
        ("/akun/", None, "Lainnya"),
        ("/lainnya/", None, "Lainnya"),
    ],
)
def test_it_shows_where_one_is(path, section, tab, rini, rf):
    request = rf.get(path)
    request.user = rini

    found = navigation(request)

    assert [item["label"] for item in found["nav"] if item["current"]] == (
        [section] if section else []
    )
    assert [item["label"] for item in found["tabs"] if item["current"]] == [tab]


def test_the_officer_sees_how_many_reports_of_the_region_wait(plan, lia, joko, as_user):
    factories.ReportFactory(plan=plan, quarter=3, sent=True)

    def waiting(person):
        nav = as_user(person).get("/lainnya/").context["nav"]
        return {item["label"]: item["count"] for item in nav}["Verifikasi"]

    assert (waiting(lia), waiting(joko)) == (1, None)


def test_tasks_are_counted_as_the_page_lists_them(plan, rini, as_user):
    client = as_user(rini)

    listed = client.get("/tugas/")

    (tasks,) = [item for item in listed.context["nav"] if item["label"] == "Tugas"]
    assert tasks["count"] == 5  # three quarters unreported, two milestones overdue


def test_visitors_have_no_navigation(client, db):
    context = client.get("/").context

    assert "nav" not in context
    assert "tabs" not in context


@pytest.mark.parametrize("person", ROLES)
def test_it_asks_twice_whatever_is_printed(person, plan, request, rf):
    got = rf.get("/tugas/")
    got.user = request.getfixturevalue(person)

    with CaptureQueriesContext(connection) as unasked:
        found = navigation(got)
    with CaptureQueriesContext(connection) as asked:
        list(found["nav"]), list(found["tabs"]), list(found["nav"]), str(found["unread"])

    assert (len(unasked), len(asked) <= 2) == (0, True)


def test_the_menu_page_lets_one_out(rini, as_user):
    client = as_user(rini)
    page = client.get("/lainnya/").content.decode()
    assert f'method="post" action="{reverse("account_logout")}"' in page

    client.post(reverse("account_logout"))

    assert client.get("/lainnya/").status_code == 302
