"""Notes of the facilitators for a quarter: whose, answered how, and nothing that is not theirs."""

import io
from datetime import date

import openpyxl
import pytest

from tests import factories
from tests.factories import at

ADDRESS = "/dokumen/pendampingan.{}?year=2026&quarter=2"


@pytest.fixture
def written(plan, dr_budi, on_day):
    milestone = plan.milestones.get(number=1)
    with at(date(2026, 5, 4)):
        factories.CommentFactory(
            plan=plan, milestone=milestone, suggestion=True, body="Lengkapi daftar hadir."
        )
        factories.CommentFactory(plan=plan, body="Hanya untuk pendamping.", advisers_only=True)
    with at(date(2026, 8, 4)):
        factories.CommentFactory(plan=plan, body="Sesudah triwulannya.")
    on_day("2026-10-13")
    return plan


def words(response):
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return str([cell.value for sheet in book for row in sheet.iter_rows() for cell in row])


@pytest.mark.parametrize("who", ["dr_budi", "lia", "rini", "ibu_sekda"])
def test_it_holds_what_was_written_in_the_quarter_and_is_for_everybody(
    written, as_user, request, who
):
    found = words(as_user(request.getfixturevalue(who)).get(ADDRESS.format("xlsx")))
    assert "Lengkapi daftar hadir." in found
    assert "Hanya untuk pendamping." not in found
    assert "Sesudah triwulannya." not in found


def test_of_other_agencies_and_universities_nothing_is_read(written, as_user, tono, dr_wati):
    for person in (tono, dr_wati):
        found = words(as_user(person).get(ADDRESS.format("xlsx")))
        assert "Tidak ada catatan pendampingan" in found
        assert written.replication.title not in found


def test_it_is_a_pdf_too(written, as_user, dr_budi):
    assert as_user(dr_budi).get(ADDRESS.format("pdf")).content.startswith(b"%PDF-")
