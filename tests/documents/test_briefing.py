"""Paparan: the dashboard's own figures, what leaders may read, in scope, in a fixed number of
queries."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actionplans.models import NextStep, Obstacle
from actionplans.services import obstacles
from replikasi.dashboard import concerns, filters
from replikasi.documents import as_pdf, as_xlsx
from replikasi.documents import paper as parts
from replikasi.documents.as_pptx import pptx_of
from replikasi.documents.briefing import BROKEN, KEPT, PARTLY, WAITING
from replikasi.documents.gathering import briefing, one_page
from tests import factories
from tests.dashboard.conftest import (
    october,  # noqa: F401 - fixtures
    other_plan,  # noqa: F401
    verified_plan,  # noqa: F401
)

Level = Obstacle.Level


def chosen(**query):
    return filters.read({"year": "2026", **query}, concerns.CONCERNS)


@pytest.fixture
def programme(october, verified_plan, other_plan):  # noqa: F811
    """SiBakul: TW I verified, TW II sent; Tali Intan: TW I returned, nothing since."""
    return verified_plan


def of(told, title):
    return next(one for one in told.replications if one.title == title)


# -- figures ------------------------------------------------------------------------------------


def test_heads_are_those_of_the_dashboard(programme, as_user, ibu_sekda):
    told = briefing.gathered(ibu_sekda, chosen(quarter="2"))
    heads = as_user(ibu_sekda).get("/dasbor/?year=2026&quarter=2").context["dashboard"].heads

    assert [(one.label, one.value, one.change) for one in told.figures] == [
        (one.label, one.value, one.change) for one in heads
    ]
    assert told.figures[2].value  # a claim of SiBakul alone
    assert told.total == 2
    assert told.scope == "Kabupaten Bangka Barat"
    assert told.reports == ((1, "menunggu verifikasi"), (1, "belum dilaporkan"))


def test_replications_come_in_the_order_of_need_with_their_figures(programme, as_user, ibu_sekda):
    told = briefing.gathered(ibu_sekda, chosen(quarter="1"))
    rows = as_user(ibu_sekda).get("/dasbor/?year=2026&quarter=1").context["dashboard"].rows

    assert [one.title for one in told.replications] == [row.title for row in rows]
    assert [one.title for one in told.rows] == [row.title for row in rows]
    assert [one.deviation for one in told.rows] == [row.deviation for row in rows]
    for one, row in zip(told.rows, rows, strict=True):
        assert one.actual == (row.verified if row.verified_quarter == "TW\u00a0I" else row.claimed)
    sibakul = of(told, "Rajutan SiBakul Jogja")
    assert [figure.value for figure in sibakul.figures] == [
        "16,7\u00a0%",
        "20,0\u00a0%",
        *[figure.value for figure in sibakul.figures[2:]],
    ]
    assert sibakul.figures[3].kind == "terverifikasi"


def test_the_series_are_the_curve_of_the_page_and_silence_is_a_gap(programme, as_user, ibu_sekda):
    told = of(briefing.gathered(ibu_sekda, chosen(quarter="3")), "Rajutan SiBakul Jogja").curve
    rows = as_user(ibu_sekda).get(f"/rencana/{programme.pk}/").context["curve"].rows

    assert told.planned[1:] == tuple(row.planned for row in rows)
    assert told.verified == (0, rows[0].verified, None, None, None)
    assert told.claimed == (0, rows[0].claimed, rows[1].claimed, None, None)
    assert told.labels[3] == "TW\u00a0III\nbelum dilaporkan"


def test_what_never_began_begins_nowhere(programme, ibu_sekda):
    told = of(briefing.gathered(ibu_sekda, chosen()), "Aksi Tali Intan").curve

    assert told.verified == (None,) * 5


# -- decisions ----------------------------------------------------------------------------------


def test_open_obstacles_above_the_agency_ask_for_a_decision(programme, ibu_sekda, rini):
    for level in Level:
        factories.ObstacleFactory(plan=programme, description=f"Soal {level}", level=level)
    ended = factories.ObstacleFactory(plan=programme, description="Selesai", level=Level.REGENT)
    Obstacle.objects.filter(pk=ended.pk).update(
        closed_on=ended.opened_on, closed_by=ended.opened_by
    )

    told = briefing.gathered(ibu_sekda, chosen()).decisions

    assert [(one.text, one.level) for one in told.rows] == [
        ("Soal bupati", "Bupati"),
        ("Soal bappelitbang", "Bappelitbang"),
    ]
    assert told.total == 2
    assert told.counts == ((1, "Bupati"), (1, "Bappelitbang"))


# -- promises -----------------------------------------------------------------------------------


@pytest.fixture
def promised(programme):
    """TW I promised four steps; TW II, sent, answers three of them and promises one."""
    first, second = programme.reports.order_by("period__quarter")
    NextStep.objects.filter(report__in=(first, second)).delete()
    for number, kept in enumerate((*NextStep.Kept, ""), start=1):
        first.steps.create(
            number=number,
            text=f"Langkah {kept or 'tanpa jawaban'}",
            kept=kept,
            kept_in=second if kept else None,
            kept_note="Narasumber sakit." if kept == NextStep.Kept.BROKEN else "",
        )
    second.steps.create(number=1, text="Langkah baru")
    return programme


def test_promises_are_told_with_what_became_of_them(promised, ibu_sekda):
    told = briefing.gathered(ibu_sekda, chosen(quarter="2", q="SiBakul")).promises

    assert [(one.state, one.text) for one in told.rows] == [
        (BROKEN, "Langkah tidak"),
        (PARTLY, "Langkah sebagian"),
        (WAITING, "Langkah baru"),
        (KEPT, "Langkah ditepati"),
    ]
    assert told.rows[0].note == "Narasumber sakit."
    assert told.words == "1 tidak ditepati, 1 ditepati sebagian, 1 belum dijawab, 1 ditepati"
    assert told.total == 4


def test_what_a_draft_answers_nobody_is_told(promised, ibu_sekda, rini):
    draft = factories.ReportFactory(plan=promised, quarter=3)
    step = NextStep.objects.get(text="Langkah baru")
    NextStep.objects.filter(pk=step.pk).update(kept=NextStep.Kept.KEPT, kept_in=draft)
    draft.steps.create(number=1, text="Janji yang belum dikirim")

    for reader in (ibu_sekda, rini):
        told = briefing.gathered(reader, chosen(quarter="3", q="SiBakul"))
        assert [(one.state, one.text) for one in told.promises.rows] == [(WAITING, "Langkah baru")]
        assert of(told, "Rajutan SiBakul Jogja").topics[2].lines == (
            "Laporan TW\u00a0II: belum dijawab",
        )


# -- what changed -------------------------------------------------------------------------------


def test_changes_since_the_day_are_told_the_readers_own_as_well(programme, lia, on_day):
    on_day("2026-10-12")
    factories.ReportFactory(plan=programme, quarter=3, verified=True)
    factories.ObstacleFactory(plan=programme, description="Anggaran belum cair.")
    on_day("2026-11-02")

    told = briefing.gathered(lia, chosen(), since=date(2026, 10, 1)).changes

    words = [(one.kind, one.text) for one in told.rows]
    assert ("Laporan", "Laporan TW\u00a0III 2026 dikirim") in words
    assert ("Verifikasi", "Laporan TW\u00a0III 2026: diverifikasi") in words
    assert ("Permasalahan baru", "Anggaran belum cair.") in words
    assert "1 laporan dikirim, 1 laporan diverifikasi, 1 permasalahan baru" in told.words
    assert not [one for one in told.rows if one.on < date(2026, 10, 1)]


def test_what_advisers_say_to_one_another_is_in_no_part_of_it(programme, lia, dr_budi):
    for words, is_inner in (("Rahasia pendamping", True), ("Saran terbuka", False)):
        factories.CommentFactory(
            plan=programme, by=dr_budi, body=words, suggestion=True, advisers_only=is_inner
        )

    told = repr(briefing.gathered(lia, chosen(), since=date(2026, 10, 1)))

    assert "Rahasia pendamping" not in told
    assert "Saran terbuka" not in told


def test_obstacles_that_ended_are_told(programme, ibu_sekda, rini):
    found = factories.ObstacleFactory(plan=programme, description="Izin tertunda.")
    obstacles.close_obstacle(obstacle=found, by=rini, note="Izin keluar.")
    told = briefing.gathered(ibu_sekda, chosen()).changes

    assert ("Permasalahan selesai", "Izin tertunda.") in [(o.kind, o.text) for o in told.rows]


def test_without_a_day_it_is_since_litbang_was_through_with_the_quarter_before(
    programme, ibu_sekda
):
    selection = chosen(quarter="3")
    assert briefing.gathered(ibu_sekda, selection).since == selection.before.review_due
    # TW IV has not opened: Litbang is not yet through with TW III.
    later = briefing.gathered(ibu_sekda, chosen(quarter="4"))
    assert later.since == date(2026, 10, 13) - timedelta(days=91)
    future = briefing.gathered(ibu_sekda, selection, since=date(2030, 1, 1))
    assert future.since == date(2026, 10, 13)


# -- whose, and how many ------------------------------------------------------------------------


def test_one_is_told_of_the_own_scope_alone(programme, rini, joko, dr_budi, ibu_sekda, admin):
    titles = {
        reader.username: told and {one.title for one in told.rows}
        for reader in (rini, joko, dr_budi, ibu_sekda, admin)
        for told in [briefing.gathered(reader, chosen())]
    }
    both = {"Rajutan SiBakul Jogja", "Aksi Tali Intan"}

    assert titles == {
        "rini": {"Rajutan SiBakul Jogja"},
        "joko": None,
        "budi": both,
        "sekda": both,
        "admin": both,
    }


def test_a_narrowed_selection_narrows_every_part(programme, other_plan, ibu_sekda, dinkop):  # noqa: F811
    factories.ObstacleFactory(plan=other_plan, description="Lahan banjir", level=Level.REGENT)
    told = briefing.gathered(ibu_sekda, chosen(agency=str(dinkop.pk)), since=date(2026, 1, 1))

    assert "Tali Intan" not in repr(told)
    assert "Lahan banjir" not in repr(told)
    assert told.scope == f"{dinkop.name}, Kabupaten Bangka Barat"


def test_without_an_approved_plan_there_is_none(october, draft_plan, ibu_sekda):  # noqa: F811
    assert briefing.gathered(ibu_sekda, chosen()) is None


def test_beyond_the_most_there_are_no_slides_and_then_no_rows(programme, ibu_sekda, monkeypatch):
    monkeypatch.setattr(briefing, "MOST_SLIDES", 1)
    monkeypatch.setattr(briefing, "MOST_ROWS", 1)
    told = briefing.gathered(ibu_sekda, chosen())

    assert len(told.replications) == len(told.rows) == 1
    assert told.untold == 1


def test_each_slide_is_told_and_can_be_given_up(programme, ibu_sekda):
    told = []
    briefing.gathered(ibu_sekda, chosen(), tell=lambda *at: told.append(at))
    assert told == [(1, 2), (2, 2)]

    def stop(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        briefing.gathered(ibu_sekda, chosen(), tell=stop)


def test_queries_do_not_grow(programme, promised, ibu_sekda, bangka_barat):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            told = briefing.gathered(ibu_sekda, chosen(quarter="2"), since=date(2026, 1, 1))
        return len(seen), len(told.replications)

    def more(number):
        for _ in range(number):
            plan = factories.ActionPlanFactory(
                replication__agency=factories.AgencyFactory(region=bangka_barat),
                milestones=1,
                approved=True,
            )
            factories.ReportFactory(plan=plan, quarter=2, verified=True)
            factories.ObstacleFactory(plan=plan, level=Level.REGENT)

    more(1)
    asked()  # what is cached is cached from then on
    few, _ = asked()
    more(4)

    assert asked() == (few, 7)
    assert few <= 45


# -- the page and the file ----------------------------------------------------------------------


def test_the_page_tells_the_same_on_one_sheet(programme, promised, ibu_sekda):
    factories.ObstacleFactory(plan=programme, description="Izin belum keluar.", level=Level.REGENT)
    told = briefing.gathered(ibu_sekda, chosen(quarter="2"))
    paper = one_page.one_page(told)
    words = parts.dumps(paper)

    assert told.figures[0].value in words
    assert "Bupati: Izin belum keluar" in words
    assert "Tidak ditepati: Langkah tidak" in words
    assert parts.loads(words) == paper
    assert as_pdf.pdf_of(paper).startswith(b"%PDF-")
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx.xlsx_of(paper)))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell).startswith(told.figures[0].value) for cell in cells)


def test_many_replications_follow_on_pages_of_their_own(programme, ibu_sekda, monkeypatch):
    monkeypatch.setattr(one_page, "MOST_ROWS", 1)
    paper = one_page.one_page(briefing.gathered(ibu_sekda, chosen()))

    assert [len(table.rows) for table in paper.tables()] == [1, 2]
    assert "2 replikasi ada di halaman berikut." in repr(paper)


def test_a_gathered_briefing_goes_on_slides(programme, ibu_sekda):
    told = briefing.gathered(ibu_sekda, chosen())

    assert pptx_of(told).startswith(b"PK")
    assert pptx_of(told) == pptx_of(told)


def test_what_was_sent_again_is_told_as_both(programme, ibu_sekda):
    report = programme.reports.get(period__quarter=2)
    first = timezone.localdate(report.sent_at) - timedelta(days=9)
    type(report).objects.filter(pk=report.pk).update(first_sent_on=first)

    told = briefing.gathered(ibu_sekda, chosen(), since=first).changes
    sent = [row for row in told.rows if row.text.startswith("Laporan TW\u00a0II 2026 dikirim")]

    assert [(row.text.partition("dikirim")[2], row.on) for row in sent] == [
        (" ulang", timezone.localdate(report.sent_at)),
        ("", first),
    ]
    assert sum(number for number, words in told.counts if words == "laporan dikirim") >= 2
