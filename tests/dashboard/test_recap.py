"""Rekap pengiriman laporan: every report in its state, and sums that agree with all else."""

import csv
import io
import json
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.cache import caches
from django.utils import timezone

from actionplans.models import Report, ReportingPeriod
from actionplans.services import due_moves
from innovations.models.agency import AgencyName
from replikasi.common import formats
from tests import factories
from tests.dashboard import random_year

WORDS = {
    "dikirim": "Menunggu verifikasi",
    "dikembalikan": "Dikembalikan",
    "diverifikasi": "Terverifikasi",
    "draf": "Draf",
}


@pytest.fixture
def states(verified_plan, other_plan):
    """TW I: verified and returned, TW II: sent and a draft, TW III: silence."""
    factories.ReportFactory(plan=other_plan, quarter=2)
    return verified_plan, other_plan


def recap(response):
    return response.context["recap"]


def cells(response):
    return {row.title: row.cells for row in recap(response).rows}


def rows_of(client, query=""):
    """The rows of the JSON feed, by replication."""
    told = json.loads(client.get(f"/dasbor/rekap.json{query}").content)
    return {row["Replikasi"]: row for row in told["baris"]}


def test_every_report_stands_in_its_state_with_how_late_it_was(october, states, as_user, lia):
    found = cells(as_user(lia).get("/dasbor/rekap/"))

    ours, theirs = found["Rajutan SiBakul Jogja"], found["Aksi Tali Intan"]
    assert [cell.label for cell in ours] == [
        *("Terverifikasi", "Menunggu verifikasi", "Belum dilaporkan", "Belum dibuka"),
    ]
    assert [cell.label for cell in theirs] == [
        *("Dikembalikan", "Draf", "Belum dilaporkan", "Belum dibuka"),
    ]
    assert (ours[0].note, theirs[0].note) == ("tepat waktu", "terlambat 3 hari kerja")
    # Due on 7 October; it is the 13th: 8, 9, 12, 13.
    assert (ours[2].note, ours[2].late) == ("lewat 4 hari kerja", 4)
    assert ours[3].note == "dibuka 4\u00a0Jan"


def test_a_report_that_was_sent_again_is_told_with_both_days(october, verified_plan, as_user, lia):
    report = verified_plan.reports.get(period__quarter=2)
    first = timezone.localdate(report.sent_at)
    client = as_user(lia)
    once = client.get(f"/laporan/{report.pk}/").content.decode()
    type(report).objects.filter(pk=report.pk).update(
        first_sent_on=first, sent_at=report.sent_at + timedelta(days=50)
    )
    caches["pages"].clear()

    ours = cells(client.get("/dasbor/rekap/"))["Rajutan SiBakul Jogja"]
    page = client.get(f"/laporan/{report.pk}/").content.decode()

    again = formats.day_month(first + timedelta(days=50))
    assert ours[1].since == f"pertama {formats.day_month(first)}, dikirim ulang {again}"
    assert "dikirim ulang" not in once
    assert f"Pertama dikirim {formats.short_date(first)}, dikirim ulang {again}" in page


def test_a_state_has_icon_word_and_name_for_the_ear(october, states, as_user, lia):
    page = as_user(lia).get("/dasbor/rekap/").content.decode()

    for word in (*WORDS.values(), "Belum dilaporkan"):
        assert re.search(
            rf'<span class="state state-\w+"><svg[^>]*>.*?</svg>{word}</span>', page, re.S
        )
    assert "belum dibuka, dibuka 4\u00a0Jan" in page  # of the icon on the phone
    assert "None" not in page


@pytest.mark.parametrize("who", ["lia", "ibu_sekda", "dr_budi", "admin"])
def test_that_there_is_a_draft_is_told_and_no_more(october, states, as_user, request, who):
    draft = Report.objects.get(state=Report.State.DRAFT)

    response = as_user(request.getfixturevalue(who)).get("/dasbor/rekap/")

    cell = cells(response)["Aksi Tali Intan"][1]
    assert (cell.label, cell.url) == ("Draf", "")
    assert f"/laporan/{draft.pk}/" not in response.content.decode()


def test_who_may_open_a_report_is_led_to_it(october, states, as_user, tono, lia):
    draft = Report.objects.get(state=Report.State.DRAFT)
    sent = Report.objects.get(state=Report.State.SENT)

    assert cells(as_user(tono).get("/dasbor/rekap/"))["Aksi Tali Intan"][1].url == (
        f"/laporan/{draft.pk}/"
    )
    officer = as_user(lia)
    url = cells(officer.get("/dasbor/rekap/"))["Rajutan SiBakul Jogja"][1].url
    assert url == f"/laporan/{sent.pk}/"
    assert officer.get(url).status_code == 200


def test_a_due_date_moved_for_one_agency_is_marked_there_alone(
    october, states, as_user, lia, distan
):
    due_moves.move_due(
        period=ReportingPeriod.objects.get(year=2026, quarter=3),
        by=lia,
        due=date(2026, 10, 19),
        reason="Kantor kebanjiran.",
        agency=distan,
    )

    found = cells(as_user(lia).get("/dasbor/rekap/"))

    moved = found["Aksi Tali Intan"][2]
    assert moved.moved == "tenggat digeser ke 19\u00a0Okt"
    assert (moved.note, moved.late) == ("tenggat 19\u00a0Okt", None)
    assert not found["Rajutan SiBakul Jogja"][2].moved
    timely = recap(as_user(lia).get("/dasbor/rekap/?page=1")).timely[2]
    assert timely.not_due == 1
    row = rows_of(as_user(lia))["Aksi Tali Intan"]
    assert (row["TW III, tenggat"], row["TW III, tenggat semula"]) == ("2026-10-19", "2026-10-07")
    assert row["TW III, terlambat (hari kerja)"] is None


@pytest.mark.parametrize("seed", [1])
def test_the_sums_agree_with_the_reports_and_with_the_dashboard(october, as_user, lia, seed):
    plans = random_year.year_of(seed, 7)
    factories.ReportFactory(plan=factories.ActionPlanFactory(milestones=1, approved=True))
    client = as_user(lia)

    found = recap(client.get("/dasbor/rekap/"))

    told = {line.label: [number for number, _ in line.numbers] for line in found.lines}
    for at, quarter in enumerate((1, 2, 3)):
        reports = list(Report.objects.filter(period__quarter=quarter))
        for state, word in WORDS.items():
            assert told[word][at] == sum(1 for row in reports if row.state == state)
        assert told["Belum dilaporkan"][at] == len(plans) + 1 - len(reports)
        sent = [row for row in reports if row.state != "draf"]
        late = [row for row in sent if random_year.days_late(row)]
        assert told["Terlambat"][at] == len(late) + len(plans) + 1 - len(sent)
        assert found.timely[at].on_time == len(sent) - len(late)
    assert told["Belum dibuka"] == [0, 0, 0, len(plans) + 1]
    dashboard = client.get("/dasbor/").context["dashboard"]
    assert (found.on_time, found.due) == (dashboard.on_time, dashboard.of_reports)
    assert found.due == 3 * (len(plans) + 1)


def test_a_sum_leads_to_the_reports_that_it_counts(october, states, as_user, lia):
    client = as_user(lia)
    lines = {line.label: line for line in recap(client.get("/dasbor/rekap/")).lines}
    number, url = lines["Draf"].numbers[1]

    assert number == 1
    assert list(cells(client.get(url))) == ["Aksi Tali Intan"]
    assert lines["Draf"].numbers[0] == (0, "")


def test_a_filter_without_rows_says_so(october, states, as_user, lia):
    page = as_user(lia).get("/dasbor/rekap/?quarter=3&state=verified").content.decode()

    assert "Tidak ada laporan dengan status itu" in page


def test_the_latest_come_first_when_asked(october, plan, as_user, lia, distan, ubb):
    def late(days, name):
        other = factories.ActionPlanFactory(
            replication=factories.ReplicationFactory(innovation__name=name), milestones=1,
            approved=True,
        )  # fmt: skip
        if days is not None:
            factories.ReportFactory(plan=other, quarter=1, late=days, sent=True)

    late(2, "Dua hari")
    late(0, "Tepat")
    late(9, "Sembilan hari")

    found = cells(as_user(lia).get("/dasbor/rekap/?quarter=1&sort=late"))

    assert list(found) == ["Rajutan SiBakul Jogja", "Sembilan hari", "Dua hari", "Tepat"]


def test_what_is_no_choice_falls_back(october, states, as_user, lia):
    assert len(cells(as_user(lia).get("/dasbor/rekap/?state=x&sort=y&page=z&q=%00"))) == 2


def test_the_agency_bears_the_name_of_the_year(october, states, as_user, lia, distan):
    AgencyName.objects.create(agency=distan, name="Dinas Pertanian", from_year=2020)
    AgencyName.objects.create(agency=distan, name="Dinas Ketahanan Pangan", from_year=2026)
    AgencyName.objects.create(agency=distan, name="Dinas Kelak", from_year=2027)

    row = recap(as_user(lia).get("/dasbor/rekap/?q=tali")).rows[0]

    assert row.agency == distan.name_in(2026) == "Dinas Ketahanan Pangan"


def test_staff_see_their_own_agency_alone_on_the_page_and_in_the_files(
    october, states, as_user, rini
):
    client = as_user(rini)

    response = client.get("/dasbor/rekap/")
    assert list(cells(response)) == ["Rajutan SiBakul Jogja"]
    assert recap(response).plans == 1
    for form in ("xlsx", "csv", "json"):
        content = client.get(f"/dasbor/rekap.{form}").content
        if form == "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            content = repr(list(sheet.values)).encode()
        assert b"Rajutan SiBakul Jogja" in content
        assert b"Tali Intan" not in content


@pytest.mark.parametrize("who", ["joko", "dr_wati"])
def test_outside_the_scope_there_is_nothing(october, states, as_user, request, who):
    client = as_user(request.getfixturevalue(who))

    assert recap(client.get("/dasbor/rekap/")) is None
    assert rows_of(client) == {}


def test_the_files_hold_the_table_in_its_order(october, states, as_user, lia):
    client = as_user(lia)

    told = client.get("/dasbor/rekap.csv?quarter=2&sort=state").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [row["Replikasi"] for row in rows] == ["Aksi Tali Intan", "Rajutan SiBakul Jogja"]
    assert rows[0]["TW II, status"] == "Draf"
    assert rows[0]["TW I, terlambat (hari kerja)"] == "3"
    assert rows[1]["TW I, terlambat (hari kerja)"] == "0"
    assert rows[1]["TW IV, status"] == "Belum dibuka"
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/dasbor/rekap.xlsx").content)).active
    assert sheet.max_row == 3
    assert list(rows_of(client, "?quarter=2&state=draft")) == ["Aksi Tali Intan"]


def many(number):
    for _ in range(number):
        plan = factories.ActionPlanFactory(milestones=1, approved=True)
        factories.ReportFactory(plan=plan, quarter=1, sent=True)
        factories.ReportFactory(plan=plan, quarter=2)


@pytest.mark.parametrize(
    "address", ["/dasbor/rekap/", "/dasbor/rekap/?sort=late&state=late", "/dasbor/rekap.json"]
)
def test_queries_do_not_grow_with_the_plans(october, as_user, lia, queries, address):
    client = as_user(lia)
    many(2)
    two = queries(client, address)
    many(3)

    assert queries(client, address) == two


def test_more_than_a_page_is_paged(october, as_user, lia, ubb):
    many(2)
    for _ in range(19):
        factories.ActionPlanFactory(milestones=1, approved=True)
    client = as_user(lia)

    first, second = (recap(client.get(f"/dasbor/rekap/?page={n}")) for n in (1, 2))

    assert (len(first.rows), len(second.rows)) == (20, 1)
    assert first.lines == second.lines


def test_htmx_gets_the_part_alone_and_an_unchanged_page_is_not_sent_again(
    october, states, as_user, lia
):
    client = as_user(lia)

    part = client.get("/dasbor/rekap/", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="dasbor">')
    tag = client.get("/dasbor/rekap/")["ETag"]
    assert client.get("/dasbor/rekap/", headers={"If-None-Match": tag}).status_code == 304
    factories.ReportFactory(plan=states[0], quarter=3)
    assert client.get("/dasbor/rekap/", headers={"If-None-Match": tag}).status_code == 200


def test_no_plans_is_a_sentence(october, as_user, lia):
    assert "Belum ada periode pelaporan" in as_user(lia).get("/dasbor/rekap/").content.decode()
