"""A workbook and other people: what somebody changed since is refused, and said who did what."""

from decimal import Decimal

import pytest

from actionplans.models import Milestone
from actionplans.services import imports, matrix
from tests import factories

from . import books

pytestmark = pytest.mark.django_db
HEADS = ["Tahap", "Uraian Kegiatan", "Output", "Bobot (%)", "Kode arsip"]


@pytest.fixture
def plan(sibakul, rini, lia):
    """A draft with two milestones in each stage."""
    return factories.ActionPlanFactory(replication=sibakul, milestones=6)


def activities(plan):
    return list(plan.milestones.order_by("number").values_list("activity", flat=True))


def change(milestone, by, **values):
    milestone = Milestone.objects.get(pk=milestone.pk)
    for name, value in values.items():
        setattr(milestone, name, value)
    milestone._history_user = by  # as the middleware does for a request
    return matrix.save_milestone(milestone=milestone, by=by)


def test_a_row_that_both_changed_is_refused_and_says_who_changed_what(
    plan, rini, pak_kadis, on_day
):
    book = books.downloaded(plan)
    milestone = plan.milestones.get(number=1)
    on_day("2026-11-24", hour=9)
    change(milestone, pak_kadis, weight=Decimal("12.5"))
    book.put(0, weight=20)
    book.put(1, output="Lain")
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"ditolak": 1, "berubah": 1, "tetap": 4}
    refused = books.entries(preview.result, "ditolak")[0]
    assert refused["notes"] == [
        "Hasan Basri mengubah Bobot 16,67 → 12,5, 24\u00a0Nov 09.00\u00a0WIB."
    ]
    assert [(name, after) for name, _, after in refused["cells"]] == [("weight", "20.00")]
    applied = imports.apply(preview=preview, by=rini)
    assert plan.milestones.get(number=1).weight == Decimal("12.50")
    assert plan.milestones.get(number=2).output == "Lain"
    assert [row["id"] for row in applied.result["rows"]] == [milestone.pk]


def test_a_row_that_only_the_other_changed_keeps_the_newer_state(plan, rini, pak_kadis):
    book = books.downloaded(plan)
    change(plan.milestones.get(number=1), pak_kadis, output="Milik kepala")
    book.put(1, output="Lain")
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"berubah": 1, "tetap": 5}
    imports.apply(preview=preview, by=rini)
    assert plan.milestones.get(number=1).output == "Milik kepala"


def test_the_same_change_by_both_is_no_conflict(plan, rini, pak_kadis):
    book = books.downloaded(plan)
    change(plan.milestones.get(number=1), pak_kadis, output="Sama")
    book.put(0, output="Sama")
    assert books.counts(books.uploaded(plan, rini, book).result) == {"tetap": 6}


def test_a_row_that_somebody_deleted_is_refused_when_it_was_changed(plan, rini, pak_kadis):
    book = books.downloaded(plan)
    for number in (1, 1):
        matrix.delete_milestone(milestone=plan.milestones.get(number=number), by=pak_kadis)
    book.put(1, output="Lain")
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"ditolak": 1, "tetap": 4}
    refused = books.entries(preview.result, "ditolak")[0]
    assert "menghapus tonggak ini" in refused["notes"][0]
    assert any(
        line == 9 and "menghapus tonggak ini" in why for line, why in preview.result["skipped"]
    )


def test_a_milestone_that_somebody_added_since_is_not_removed_and_keeps_its_place(
    plan, rini, pak_kadis
):
    book = books.downloaded(plan)
    new = factories.milestone_of(plan, activity="Susulan", start=None, due=None)
    matrix.save_milestone(milestone=new, by=pak_kadis, below=plan.milestones.get(number=1))
    book.remove(2)
    book.put(0, output="Lain")
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"berubah": 1, "dihapus": 1, "tetap": 4}
    imports.apply(preview=preview, by=rini)
    assert activities(plan)[:3] == ["Kegiatan 1", "Susulan", "Kegiatan 2"]


def test_a_row_that_somebody_changed_is_not_removed(plan, rini, pak_kadis):
    book = books.downloaded(plan)
    change(plan.milestones.get(number=3), pak_kadis, output="Penting")
    book.remove(2)
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"ditolak": 1, "tetap": 5}
    notes = books.entries(preview.result, "ditolak")[0]["notes"]
    assert notes[0].startswith("Hasan Basri mengubah Keluaran Dokumen → Penting")
    imports.apply(preview=preview, by=rini)
    assert plan.milestones.count() == 6


def test_what_an_approved_version_holds_is_not_removed(sibakul, rini, lia):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=3, revising=True)
    book = books.downloaded(plan)
    book.remove(0)
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"ditolak": 1, "tetap": 2}
    assert "sudah disetujui" in books.entries(preview.result, "ditolak")[0]["notes"][0]
    imports.apply(preview=preview, by=rini)
    assert plan.milestones.count() == 3


def test_a_row_changed_between_preview_and_apply_is_not_overwritten(plan, rini, pak_kadis):
    book = books.downloaded(plan)
    book.put(0, weight=20)
    book.put(1, output="Lain")
    book.remove(5)
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"berubah": 2, "dihapus": 1, "tetap": 3}
    change(plan.milestones.get(number=1), pak_kadis, weight=Decimal("12.5"))
    change(plan.milestones.get(number=6), pak_kadis, output="Penting")
    applied = imports.apply(preview=preview, by=rini)
    assert plan.milestones.get(number=1).weight == Decimal("12.50")
    assert plan.milestones.get(number=2).output == "Lain"
    assert plan.milestones.count() == 6
    assert [row["kind"] for row in applied.result["rows"]] == ["ditolak", "ditolak"]
    assert "Hasan Basri mengubah Bobot 16,67 → 12,5" in applied.result["rows"][0]["notes"][0]


def test_the_same_foreign_workbook_twice_at_once_makes_its_rows_once(plan, rini, pak_kadis):
    book = books.foreign(HEADS, [["Persiapan", "Baru", "SK", 5, ""]])
    mine, theirs = books.uploaded(plan, rini, book), books.uploaded(plan, pak_kadis, book)
    imports.apply(preview=mine, by=rini)
    applied = imports.apply(preview=theirs, by=pak_kadis)
    assert activities(plan).count("Baru") == 1
    assert [row["kind"] for row in applied.result["rows"]] == ["ditolak"]
