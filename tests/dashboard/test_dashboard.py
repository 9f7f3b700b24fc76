"""The dashboard: figures against the rows, scope, filter, and what it says of silence."""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from actionplans.models import Obstacle, PeriodStanding, Report
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


def test_head_figures_agree_with_the_lines_of_the_reports(
    october, verified_plan, other_plan, as_user, lia
):
    reports = list(Report.objects.filter(period__quarter=1).prefetch_related("lines"))
    lowered = next(row for row in reports if row.plan_id == verified_plan.pk)

    heads = heads_of(as_user(lia).get("/dasbor/?year=2026&quarter=1"))

    assert heads["Realisasi", "sementara"].value == shown(
        sum(claimed(row) for row in reports) / len(reports)
    )
    assert heads["Realisasi", "terverifikasi"].value == shown(
        sum(line.weight * line.verified_percent for line in lowered.lines.all()) / 100
    )
    assert heads["Rencana", "rencana"].value == shown(
        sum(planned(row) for row in reports) / len(reports)
    )
    deviation = sum(claimed(row) - planned(row) for row in reports) / len(reports)
    assert heads["Deviasi", "sementara"].value == formats.signed(
        deviation.quantize(Decimal("0.1"), ROUND_HALF_UP)
    )
    spent = sum(line.spent for row in reports for line in row.lines.all())
    ceiling = sum(line.ceiling for row in reports for line in row.lines.all())
    assert heads["Serapan anggaran", "sementara"].value == shown(spent / ceiling * 100)
    on_time = heads["Laporan tepat waktu", ""]
    assert (on_time.value, on_time.unit) == ("1", "dari 2")


def test_every_head_says_over_how_many(october, verified_plan, other_plan, as_user, lia):
    heads = heads_of(as_user(lia).get("/dasbor/?year=2026&quarter=2"))

    assert "1 dari 2 replikasi" in heads["Realisasi", "sementara"].note
    assert heads["Realisasi", "terverifikasi"].note == "1 replikasi sampai TW\u00a0I, 1 belum ada"
    assert "2 replikasi" in heads["Rencana", "rencana"].note


def test_the_verified_head_says_which_quarters_it_stands_on(
    october, verified_plan, other_plan, as_user, lia
):
    stand(other_plan, 3, verified=30, verified_quarter=2)

    page = as_user(lia).get("/dasbor/?year=2026&quarter=3")

    note = heads_of(page)["Realisasi", "terverifikasi"].note
    assert note == "1 replikasi sampai TW\u00a0II, 1 baru sampai TW\u00a0I"


def test_every_head_moves_against_the_quarter_before(october, plan, as_user, lia):
    stand(plan, 1, planned=20, claimed=18, verified=18, verified_quarter=1, spent=10, ceiling=100)
    stand(plan, 2, planned=50, claimed=42, verified=40, verified_quarter=2, spent=35, ceiling=100)

    heads = heads_of(as_user(lia).get("/dasbor/?year=2026&quarter=2"))

    before = "poin dari TW\u00a0I"
    assert heads["Rencana", "rencana"].change == f"+30,0\u00a0{before}"
    assert heads["Realisasi", "terverifikasi"].change == f"+22,0\u00a0{before}"
    assert heads["Realisasi", "sementara"].change == f"+24,0\u00a0{before}"
    assert heads["Deviasi", "sementara"].change == f"\u22126,0\u00a0{before}"
    assert heads["Serapan anggaran", "sementara"].change == f"+25,0\u00a0{before}"


def test_across_the_years_edge_a_cumulative_figure_is_not_called_a_fall(
    october, plan, as_user, lia
):
    last = factories.ActionPlanFactory(
        replication=plan.replication, fiscal_year=2025, milestones=1, approved=True
    )
    stand(last, 4, planned=100, claimed=97, days_late=0, report_state="dikirim")
    stand(plan, 1, planned=20, claimed=15)

    heads = heads_of(as_user(lia).get("/dasbor/?year=2026&quarter=1"))

    assert heads["Rencana", "rencana"].change == "TW\u00a0IV 2025 berakhir 100,0\u00a0%"
    assert heads["Realisasi", "sementara"].change == "TW\u00a0IV 2025 berakhir 97,0\u00a0%"
    assert heads["Deviasi", "sementara"].change == "\u22122,0\u00a0poin dari TW\u00a0IV 2025"
    assert heads["Laporan tepat waktu", ""].change == "TW\u00a0IV 2025: 1 dari 1"


def test_the_year_before_is_narrowed_as_the_year_shown(
    october, plan, other_plan, as_user, lia, distan
):
    for one, claimed in ((plan, 90), (other_plan, 50)):
        last = factories.ActionPlanFactory(
            replication=one.replication, fiscal_year=2025, milestones=1, approved=True
        )
        stand(last, 4, claimed=claimed)
    stand(other_plan, 1, claimed=10)

    heads = heads_of(as_user(lia).get(f"/dasbor/?year=2026&quarter=1&agency={distan.pk}"))

    assert heads["Realisasi", "sementara"].change == "TW\u00a0IV 2025 berakhir 50,0\u00a0%"


def test_every_head_leads_to_what_it_is_made_of(
    october, verified_plan, other_plan, as_user, lia, distan
):
    client = as_user(lia)
    heads = heads_of(client.get("/dasbor/?year=2026&quarter=2"))

    assert heads["Deviasi", "sementara"].url == "/dasbor/deviasi/?year=2026&quarter=2"
    assert heads["Laporan tepat waktu", ""].url == "/dasbor/rekap/?year=2026&quarter=2"
    for head in heads.values():
        assert client.get(head.url).status_code == 200


def test_silence_is_a_word_and_never_zero(october, verified_plan, as_user, lia):
    response = as_user(lia).get("/dasbor/?year=2026&quarter=3")

    head = heads_of(response)["Realisasi", "sementara"]
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
    assert heads_of(response)["Realisasi", "sementara"].absent == "belum dibuka"


def test_a_reported_zero_is_shown_as_zero(october, plan, as_user, lia):
    progress(plan, [0, 0, 0], 1)
    factories.ReportFactory(plan=plan, quarter=1, sent=True)

    response = as_user(lia).get("/dasbor/?year=2026&quarter=1")

    assert heads_of(response)["Realisasi", "sementara"].value == "0,0\u00a0%"


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


def test_the_next_milestone_is_the_undone_one_that_is_due_first(october, plan, as_user, lia):
    progress(plan, [100, 40, 0], 2)
    second = plan.milestones.get(number=2)

    row = as_user(lia).get("/dasbor/").context["dashboard"].rows[0]

    assert row.next_title == second.activity
    assert row.next_url == f"/tonggak/{second.pk}/"


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
    many(10, ubb)

    assert queries() == two


def test_more_replications_than_a_page_are_paged(october, as_user, lia, ubb):
    many(11, ubb)
    client = as_user(lia)

    first, second = (client.get(f"/dasbor/?page={n}").context["dashboard"] for n in (1, 2))

    assert first.title == "11 replikasi"
    assert (len(first.rows), len(second.rows)) == (10, 1)
    assert not {row.plan_url for row in first.rows} & {row.plan_url for row in second.rows}
