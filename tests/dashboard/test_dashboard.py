"""The dashboard: figures against the rows, scope, filter, and what it says of silence."""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from actionplans.models import Obstacle, PeriodStanding
from replikasi.common import formats
from tests import factories
from tests.dashboard.conftest import progress


def text_of(response):
    return response.content.decode()


def claimed(report):
    return sum(line.weight * line.percent for line in report.lines.all()) / 100


def planned(report):
    return sum(line.weight * line.planned for line in report.lines.all()) / 100


def stand(plan, quarter, **values):
    PeriodStanding.objects.filter(plan=plan, period__quarter=quarter).update(**values)


def shown(value):
    return formats.percent(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def heads_of(response):
    return {(head.label, head.provenance): head for head in response.context["dashboard"].heads}


def test_every_head_leads_to_what_it_is_made_of(
    october, verified_plan, other_plan, as_user, lia, distan
):
    client = as_user(lia)
    heads = heads_of(client.get("/dasbor/?year=2026&quarter=2"))

    deviation = heads["Deviasi", "sementara"]
    assert deviation.url == "/dasbor/penjelasan/?year=2026&quarter=2&angka=deviasi"
    assert f"Mengapa {deviation.value}\u00a0poin?" in text_of(client.get(deviation.url))
    assert heads["Laporan tepat waktu", ""].url == "/dasbor/rekap/?year=2026&quarter=2"
    for head in heads.values():
        assert client.get(head.url).status_code == 200


LINK = re.compile(r'href="(/dasbor/[^"]*)"')


def links_around(text):
    """The addresses of the tabs and of the slides in a page or in what htmx gets."""
    tabs = re.search(r'(?:id="|innerHTML:#)dasbor-tab".*?</nav>', text, re.DOTALL)[0]
    slides = re.search(r'(?:id="|innerHTML:#)dasbor-paparan".*?</a>', text, re.DOTALL)[0]
    return LINK.findall(tabs) + LINK.findall(slides)


def test_the_links_around_the_figures_keep_the_choices(
    october, verified_plan, other_plan, as_user, lia
):
    client = as_user(lia)
    chosen = f"year=2026&quarter=2&innovation={verified_plan.replication.innovation_id}"

    swapped = text_of(client.get(f"/dasbor/?{chosen}", headers={"HX-Request": "true"}))
    whole = text_of(client.get(f"/dasbor/?{chosen}"))

    assert swapped.lstrip().startswith('<div id="dasbor"')
    assert "data-hx-swap-oob" not in whole
    assert links_around(swapped) == links_around(whole)
    assert len(links_around(whole)) == 8
    assert all(link.endswith(f"?{escape(chosen)}") for link in links_around(whole))


def test_the_figures_say_of_what_they_are(october, verified_plan, other_plan, as_user, lia, rini):
    def said(user, query):
        text = text_of(as_user(user).get(f"/dasbor/?{query}"))
        return re.search(r'class="dash-chosen">(.*?)<', text)[1].replace("\u00a0", " ")

    innovation = verified_plan.replication.innovation
    foreign = other_plan.replication.agency_id

    assert said(lia, "quarter=2") == "TW II 2026"
    assert said(lia, f"quarter=2&innovation={innovation.pk}") == f"TW II 2026: {innovation.name}"
    assert "Pertanian" in said(lia, f"agency={foreign}")
    refused = as_user(rini).get(f"/dasbor/?agency={foreign}")
    assert "Pertanian" not in text_of(refused)


def test_silence_is_a_word_and_never_zero(october, verified_plan, as_user, lia):
    response = as_user(lia).get("/dasbor/?year=2026&quarter=3")

    head = heads_of(response)["Realisasi sementara", "sementara"]
    assert (head.value, head.absent) == ("", "belum dilaporkan")
    row = response.context["dashboard"].rows[0]
    assert (row.claimed, row.deviation) == (None, None)
    page = text_of(response)
    assert "Belum dilaporkan" in page
    assert "tidak ada" in page
    assert not re.search(r"(?<!\d)0,0\u00a0%", page)
    assert "None" not in page


def test_a_quarter_that_has_not_opened_is_not_called_unreported(
    october, verified_plan, as_user, lia
):
    response = as_user(lia).get("/dasbor/?year=2026&quarter=4")

    assert response.context["dashboard"].rows[0].badge.kind == ""
    assert "dibuka 4\u00a0Jan\u00a02027" in text_of(response)
    assert heads_of(response)["Realisasi sementara", "sementara"].absent == "belum dibuka"


def test_a_reported_zero_is_shown_as_zero(october, plan, as_user, lia):
    progress(plan, [0, 0, 0], 1)
    factories.ReportFactory(plan=plan, quarter=1, sent=True)

    response = as_user(lia).get("/dasbor/?year=2026&quarter=1")

    assert heads_of(response)["Realisasi sementara", "sementara"].value == "0,0\u00a0%"


def test_staff_see_their_own_agency_only(october, verified_plan, other_plan, as_user, rini):
    response = as_user(rini).get("/dasbor/")

    assert response.context["dashboard"].title == "Satu replikasi"
    page = text_of(response)
    assert "Rajutan SiBakul Jogja" in page
    assert "Aksi Tali Intan" not in page
    assert "DPP" not in page


@pytest.mark.parametrize(
    ("who", "title"),
    [("dr_budi", "Dua replikasi"), ("ibu_sekda", "Dua replikasi"), ("admin", "Dua replikasi")],
)
def test_advisers_and_leaders_see_their_scope(
    october, verified_plan, other_plan, as_user, request, who, title
):
    response = as_user(request.getfixturevalue(who)).get("/dasbor/")

    assert response.context["dashboard"].title == title


@pytest.mark.parametrize("who", ["joko", "dr_wati"])
def test_outside_the_scope_there_is_nothing(october, verified_plan, as_user, request, who):
    response = as_user(request.getfixturevalue(who)).get("/dasbor/")

    assert response.context["dashboard"] is None
    assert "Belum ada rencana yang disetujui" in text_of(response)


def test_the_agency_of_another_scope_in_the_address_shows_nothing(
    october, verified_plan, other_plan, as_user, rini, distan
):
    response = as_user(rini).get(f"/dasbor/?agency={distan.pk}")

    assert response.context["dashboard"] is None
    assert "Aksi Tali Intan" not in text_of(response)


def test_without_a_choice_it_is_the_latest_opened_quarter(october, verified_plan, as_user, lia):
    selection = as_user(lia).get("/dasbor/").context["selection"]

    assert (selection.year, selection.quarter) == (2026, 3)


@pytest.mark.parametrize(
    "query",
    [
        *("year=abc&quarter=9", "year=1999", "quarter=٣", "year=&quarter=", "page=999"),
        *("sort=x&concern=y", "agency=99999999999999999999", "q=%00", "page=x"),
    ],
)
def test_what_is_no_choice_falls_back(october, verified_plan, as_user, lia, query):
    response = as_user(lia).get(f"/dasbor/?{query}")

    assert response.status_code == 200
    assert response.context["selection"].quarter == 3


def test_the_filter_stays_in_the_address(october, verified_plan, other_plan, as_user, lia, dinkop):
    response = as_user(lia).get(f"/dasbor/?year=2026&quarter=2&agency={dinkop.pk}")

    page = text_of(response)
    assert '<option value="2" selected>' in page
    assert f'<option value="{dinkop.pk}" selected>' in page
    assert [row.title for row in response.context["dashboard"].rows] == ["Rajutan SiBakul Jogja"]


def test_words_filter_by_agency_and_innovation(october, verified_plan, other_plan, as_user, lia):
    rows = as_user(lia).get("/dasbor/?q=tali").context["dashboard"].rows

    assert [row.title for row in rows] == ["Aksi Tali Intan"]


def test_htmx_gets_the_part_alone_and_caches_keep_them_apart(october, verified_plan, as_user, lia):
    client = as_user(lia)
    whole = client.get("/dasbor/")
    part = client.get("/dasbor/?quarter=2", headers={"HX-Request": "true"})

    assert "<html" in text_of(whole)
    assert text_of(part).lstrip().startswith('<div id="dasbor">')
    assert "HX-Request" in whole["Vary"]
    assert "HX-Request" in part["Vary"]


def test_no_plans_is_a_sentence(october, as_user, lia):
    assert "Belum ada periode pelaporan" in text_of(as_user(lia).get("/dasbor/"))


def test_a_plan_that_is_not_approved_is_counted_beside(
    october, verified_plan, as_user, lia, distan
):
    factories.ActionPlanFactory(replication__agency=distan, milestones=1)

    response = as_user(lia).get("/dasbor/")

    assert response.context["dashboard"].title == "Satu replikasi"
    assert "1 rencana 2026 belum disetujui" in text_of(response)


def test_what_advisers_tell_each_other_is_not_counted_for_others(
    october, verified_plan, as_user, lia, rini, ibu_sekda
):
    factories.CommentFactory(plan=verified_plan, suggestion=True)
    factories.CommentFactory(plan=verified_plan, suggestion=True, advisers_only=True)

    def suggestions(user):
        return as_user(user).get("/dasbor/").context["dashboard"].rows[0].suggestions.number

    assert suggestions(lia) == 2
    assert suggestions(rini) == 1
    assert suggestions(ibu_sekda) == 1


def test_a_row_leads_to_the_oldest_obstacle_and_to_all_of_them(
    october, verified_plan, as_user, lia
):
    factories.ObstacleFactory(plan=verified_plan, description="Baru saja.")
    oldest = factories.ObstacleFactory(plan=verified_plan, description="Izin belum keluar.")
    Obstacle.objects.filter(pk=oldest.pk).update(opened_on="2026-09-03")
    client = as_user(lia)

    found = client.get("/dasbor/").context["dashboard"].rows[0].obstacles

    assert (found.number, found.title, found.age) == (2, "Izin belum keluar.", "40 hari")
    assert found.url == f"/hambatan/{oldest.pk}/"
    listed = client.get(found.list_url)
    assert {row.record.pk for row in listed.context["table"].page.object_list} == {
        row.pk for row in verified_plan.obstacles.all()
    }


def test_a_row_leads_an_adviser_to_the_list_and_others_to_the_oldest_suggestion(
    october, verified_plan, as_user, lia, rini
):
    suggestion = factories.CommentFactory(plan=verified_plan, suggestion=True)

    def found(user):
        return as_user(user).get("/dasbor/").context["dashboard"].rows[0].suggestions

    listed = found(lia).list_url
    assert listed.startswith("/pendampingan/?tampil=terbuka&agency=")
    page = as_user(lia).get(listed)
    assert [row.record.pk for row in page.context["table"].page.object_list] == [suggestion.pk]
    assert found(rini).list_url == suggestion.get_absolute_url()


def test_overdue_milestones_stand_beside_the_next_one(october, plan, as_user, lia):
    for number, due in ((1, "2026-05-13"), (2, "2026-10-12"), (3, "2026-10-13")):
        plan.milestones.filter(number=number).update(start="2026-01-05", due=due)
    first, third = plan.milestones.get(number=1), plan.milestones.get(number=3)

    response = as_user(lia).get("/dasbor/")

    row = response.context["dashboard"].rows[0]
    assert (row.late.title, row.late.url) == (first.activity, f"/tonggak/{first.pk}/")
    assert row.late.when == "lewat 101 hari kerja"
    assert (row.late.number, row.late.list_url) == (2, f"/rencana/{plan.pk}/#garis-waktu")
    assert (row.next.title, row.next.url) == (third.activity, f"/tonggak/{third.pk}/")
    assert row.next.when == "13\u00a0Okt\u00a02026"
    assert ">(2 tonggak)</a>" in text_of(response)


def test_without_one_to_come_the_overdue_are_said_alone(october, plan, as_user, lia):
    plan.milestones.update(start="2026-01-05", due="2026-05-13")
    plan.milestones.exclude(number=1).update(reached=100)

    response = as_user(lia).get("/dasbor/")

    row = response.context["dashboard"].rows[0]
    assert (row.late.number, row.next, row.next_absent) == (1, None, "tidak ada lagi")
    assert "semua selesai" not in text_of(response)


def test_what_was_promised_stands_beside_with_what_became_of_it(
    october, plan, as_user, lia, rini, tono
):
    progress(plan, [60, 0, 0], 1)
    report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    report.steps.all().delete()
    step = report.steps.create(number=1, text="Uji coba katalog di dua sentra")
    later = factories.ReportFactory(plan=plan, quarter=2)
    later.steps.create(number=1, text="Janji yang belum dikirim")

    def promise(user, quarter=3):
        row = as_user(user).get(f"/dasbor/?quarter={quarter}").context["dashboard"].rows[0]
        return row.promise and (row.promise.text, row.promise.quarter, row.promise.state)

    told = ("Uji coba katalog di dua sentra", "TW\u00a0I")
    assert promise(lia) == (*told, "belum dijawab")
    type(step).objects.filter(pk=step.pk).update(kept="tidak", kept_in=later)
    step.kept_in = later
    factories.ObstacleFactory(plan=plan)  # a record that leaves a pulse
    assert promise(lia) == (*told, "belum dijawab")
    assert promise(rini) == (*told, "tidak ditepati")
    assert "Uji coba katalog" not in text_of(as_user(tono).get("/dasbor/"))


def test_the_recap_tells_on_time_from_late(october, verified_plan, other_plan, as_user, lia):
    dashboard = as_user(lia).get("/dasbor/").context["dashboard"]
    cells = {row.title: [cell.note for cell in row.quarters] for row in dashboard.rows}

    assert cells["Rajutan SiBakul Jogja"][0] == "tepat waktu"
    assert cells["Aksi Tali Intan"][1].startswith("lewat")
    assert cells["Aksi Tali Intan"][3].startswith("dibuka")
    # TW I: one of two, TW II: one of two, TW III: none of two.
    assert (dashboard.on_time, dashboard.of_reports) == (2, 6)


def test_names_are_escaped(october, verified_plan, as_user, lia):
    replication = verified_plan.replication
    replication.local_name = "<b>PAS</b> & URBAN"
    replication.save()

    assert escape("<b>PAS</b> & URBAN") in text_of(as_user(lia).get("/dasbor/"))


def many(number, ubb):
    for _ in range(number):
        plan = factories.ActionPlanFactory(
            replication=factories.ReplicationFactory(facilitator=ubb), milestones=2, approved=True
        )
        progress(plan, [50, 0], 1)
        factories.ReportFactory(plan=plan, quarter=1, sent=True)
        factories.CommentFactory(plan=plan, suggestion=True, answer_by="2026-06-01")
        factories.ObstacleFactory(plan=plan, opened_on="2026-05-01")


@pytest.mark.parametrize("address", ["/dasbor/", "/dasbor/?sort=name", "/dasbor/penjelasan/"])
def test_queries_do_not_grow_with_the_plans(october, as_user, lia, ubb, address):
    client = as_user(lia)

    def queries():
        client.get(address)
        caches["pages"].clear()  # what is drawn once is drawn anew
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    many(2, ubb)
    two = queries()
    many(3, ubb)

    assert queries() == two


def test_more_replications_than_a_page_are_paged(october, as_user, lia, ubb):
    for _ in range(11):
        replication = factories.ReplicationFactory(facilitator=ubb)
        factories.ActionPlanFactory(replication=replication, milestones=1, approved=True)
    client = as_user(lia)

    first, second = (client.get(f"/dasbor/?page={n}").context["dashboard"] for n in (1, 2))

    assert first.title == "11 replikasi"
    assert (len(first.rows), len(second.rows)) == (10, 1)
    assert not {row.plan_url for row in first.rows} & {row.plan_url for row in second.rows}
