"""The recapitulation to the regent: the dashboard's own figures, in scope alone."""

import io
from decimal import Decimal

import openpyxl
import pytest
from pptx import Presentation

from replikasi.common import formats
from replikasi.dashboard import concerns, filters
from replikasi.documents.gathering import briefing, recapitulation
from tests import factories

ADDRESS = "/dokumen/rekapitulasi.{}?year=2026&quarter=1"


@pytest.fixture
def october(on_day):
    return on_day("2026-10-13")


@pytest.fixture
def verified(plan):
    factories.ProgressUpdateFactory(milestone=plan.milestones.get(number=1), percent=60)
    factories.ReportFactory(plan=plan, quarter=1, verified=True, lowered=30)
    return plan


def sheets(response):
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in book.worksheets
    }


def test_its_figures_are_those_of_the_standing(october, verified, as_user, lia):
    found = sheets(as_user(lia).get(ADDRESS.format("xlsx")))
    standing = verified.standings.get(period__quarter=1)

    row = next(row for row in found["Peringkat"] if row[1] == verified.replication.title)
    assert Decimal(str(row[3])) == standing.verified
    assert round(Decimal(str(row[4])), 6) == round(standing.planned, 6)
    sent = next(row for row in found["Pengiriman laporan"] if row[0] == verified.replication.title)
    assert sent[2] == "Terverifikasi"
    assert sent[3].startswith("Belum dilaporkan, terlambat")


def test_obstacles_that_are_open_are_told_and_closed_ones_are_not(october, verified, as_user, lia):
    factories.ObstacleFactory(plan=verified, description="Anggaran belum cair.")
    rows = sheets(as_user(lia).get(ADDRESS.format("xlsx")))["Permasalahan"]
    assert any("Anggaran belum cair." in row for row in rows)


def test_of_other_agencies_staff_read_nothing(october, verified, as_user, tono):
    other = factories.ActionPlanFactory(
        replication__agency=tono.agency, milestones=1, approved=True
    )
    words = str(sheets(as_user(tono).get(ADDRESS.format("xlsx"))))
    assert verified.replication.title not in words
    assert other.replication.title in words


def test_without_plans_there_is_none(october, as_user, lia):
    assert as_user(lia).get(ADDRESS.format("pdf")).status_code == 404


def test_queries_do_not_grow(october, verified, lia, rf, django_assert_max_num_queries):
    for _ in range(5):
        factories.ActionPlanFactory(
            replication__agency__region=lia.region, milestones=1, approved=True
        )
    selection = filters.read({"year": "2026", "quarter": "1"}, concerns.CONCERNS)
    with django_assert_max_num_queries(30):
        assert recapitulation.gathered(lia, selection)


def words_of(deck):
    slides = Presentation(io.BytesIO(deck.content)).slides
    words = " ".join(
        shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame
    )
    return words.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("day", "told"),
    [("2026-08-01", "1 Agustus 2026"), ("2026-02-31", None), ("kapan-kapan", None), ("", None)],
)
def test_the_slides_tell_what_changed_since_the_day_that_is_asked_for(
    october, verified, as_user, lia, day, told
):
    usual = briefing.last_meeting(filters.read({"year": "2026", "quarter": "1"}, concerns.CONCERNS))
    told = told or formats.long_date(usual).replace("\xa0", " ")
    deck = as_user(lia).get(f"/dokumen/paparan.pptx?year=2026&quarter=1&sejak={day}")
    assert f"sejak {told}" in words_of(deck)
    page = as_user(lia).get(f"/dokumen/?year=2026&quarter=1&sejak={day}").content.decode()
    page = page.replace("\xa0", " ")
    assert f"Perubahan sejak {told}" in page
