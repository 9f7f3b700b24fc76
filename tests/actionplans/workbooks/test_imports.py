"""What an uploaded workbook does to a plan: rows new, changed, removed, moved, wrong."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import snapshots
from actionplans.models import Comment, PlanEdit, PlanImport
from actionplans.services import imports, journal, matrix
from actionplans.workbooks import writing
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


def numbers(plan):
    return list(plan.milestones.order_by("number").values_list("number", flat=True))


# -- rows that come, go and move ------------------------------------------------------------------


def test_a_row_without_a_key_is_a_new_milestone_behind_the_row_above_it(plan, rini):
    book = books.downloaded(plan)
    book.insert(1, stage="Persiapan", activity="Di antara", weight=1.5, ceiling="Rp2.500.000")
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"baru": 1, "tetap": 6}
    imports.apply(preview=preview, by=rini)
    assert activities(plan)[:3] == ["Kegiatan 1", "Di antara", "Kegiatan 2"]
    row = plan.milestones.get(number=2)
    assert (row.weight, row.ceiling, row.target) == (Decimal("1.50"), Decimal(2_500_000), None)
    assert numbers(plan) == list(range(1, 8))


def test_a_row_typed_into_the_spare_rows_stands_last_in_its_stage(plan, rini):
    book = books.downloaded(plan)
    book.put(7, stage="Persiapan", activity="Di bawah")
    preview = books.uploaded(plan, rini, book)
    imports.apply(preview=preview, by=rini)
    assert activities(plan)[:4] == ["Kegiatan 1", "Kegiatan 2", "Di bawah", "Kegiatan 3"]


def test_a_removed_row_is_removed_with_its_advice_and_comes_back_with_it(plan, rini, lia):
    milestone = plan.milestones.get(number=2)
    comment = factories.CommentFactory(milestone=milestone)
    before = writing.matrix_workbook(plan)
    book = books.downloaded(plan)
    book.remove(1)
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"dihapus": 1, "tetap": 5}
    applied = imports.apply(preview=preview, by=rini)
    assert activities(plan) == [f"Kegiatan {n}" for n in (1, 3, 4, 5, 6)]
    assert Comment.objects.get(pk=comment.pk).milestone_id is None
    journal.undo_edit(edit=applied.edit, by=rini)
    assert Comment.objects.get(pk=comment.pk).milestone_id == milestone.pk
    assert writing.matrix_workbook(plan) == before


def test_rows_that_were_removed_from_the_sheet_may_be_kept(plan, rini):
    book = books.downloaded(plan)
    book.remove(1)
    preview = books.uploaded(plan, rini, book)
    preview = imports.choose(preview=preview, by=rini, missing="pertahankan")
    assert books.counts(preview.result) == {"tetap": 5}
    assert preview.result["lacking"] == 1


def test_an_emptied_row_is_a_removed_row(plan, rini):
    book = books.downloaded(plan)
    book.write(1, [None] * book.key)
    assert books.counts(books.uploaded(plan, rini, book).result) == {"dihapus": 1, "tetap": 5}


def test_the_order_follows_the_workbook_and_says_how_many_moved(plan, rini):
    book = books.downloaded(plan)
    book.swap(0, 1)
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"tetap": 6}
    assert preview.result["moved"] == 1
    before = writing.matrix_workbook(plan)
    applied = imports.apply(preview=preview, by=rini)
    assert activities(plan)[:3] == ["Kegiatan 2", "Kegiatan 1", "Kegiatan 3"]
    journal.undo_edit(edit=applied.edit, by=rini)
    assert writing.matrix_workbook(plan) == before


def test_an_old_workbook_does_not_put_back_the_order_that_somebody_changed(plan, rini, pak_kadis):
    book = books.downloaded(plan)
    matrix.move_milestone(milestone=plan.milestones.get(number=2), by=pak_kadis, step=-1)
    book.put(4, weight=5)
    preview = books.uploaded(plan, rini, book)
    assert (preview.result["moved"], preview.result["reordered"]) == (0, False)
    imports.apply(preview=preview, by=rini)
    assert activities(plan)[:2] == ["Kegiatan 2", "Kegiatan 1"]


def test_a_changed_stage_moves_the_row_there(plan, rini):
    book = books.downloaded(plan)
    book.put(0, stage="Monitoring dan evaluasi")
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"berubah": 1, "tetap": 5}
    imports.apply(preview=preview, by=rini)
    assert activities(plan) == [f"Kegiatan {n}" for n in (2, 3, 4, 1, 5, 6)]


def test_a_row_copied_with_its_key_is_a_new_one(plan, rini):
    book = books.downloaded(plan)
    copied = book.values(0)
    book.sheet.insert_rows(book.first + 1)
    book.write(1, copied)
    book.put(1, activity="Salinan")
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"baru": 1, "tetap": 6}
    new = books.entries(preview.result, "baru")[0]
    assert new["notes"] == ["Kuncinya sama dengan baris 9, jadi dianggap salinan."]


def test_a_workbook_of_another_plan_is_matched_by_stage_and_activity(plan, rini, sibakul):
    other = factories.ActionPlanFactory(replication=sibakul, fiscal_year=2027, milestones=3)
    book = books.downloaded(other)
    book.put(0, activity="Baru sama sekali")
    preview = books.uploaded(plan, rini, book)
    assert not preview.result["keyed"]
    assert preview.result["missing"] == "pertahankan"
    assert preview.result["counts"]["baru"] == 3
    assert preview.result["counts"]["dihapus"] == 0


def test_a_workbook_whose_keys_were_all_deleted_removes_nothing(plan, rini):
    book = books.downloaded(plan)
    for row in range(6):
        book.cell(row, "key").value = None
    book.put(2, output="Lain")
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"berubah": 1, "tetap": 5}


def test_a_column_that_the_workbook_lacks_is_not_touched(plan, rini):
    book = books.downloaded(plan)
    book.sheet.delete_cols(book.columns["remark"] - 1)  # Bukti dukung
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"tetap": 6}


# -- errors ---------------------------------------------------------------------------------------


def test_errors_come_first_with_their_row_and_column_and_are_left_out(plan, rini):
    book = books.downloaded(plan)
    book.put(3, output="Lain")
    book.put(4, weight="banyak", due="31-02-2026")
    book.put(5, target_q1=90, target_q2=50)
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"salah": 2, "berubah": 1, "tetap": 3}
    first, second = preview.result["rows"][:2]
    assert {(place, name) for place, name, *_ in first["faults"]} == {
        ("H13", "weight"),
        ("J13", "due"),
    }
    sentence = "Target bersifat kumulatif, jadi tidak boleh turun."
    assert ["L14", "target_q2", sentence] in [fault[:3] for fault in second["faults"]]
    imports.apply(preview=preview, by=rini)
    assert plan.milestones.get(number=4).output == "Lain"
    assert plan.milestones.get(number=6).target_q1 != Decimal(90)


def test_a_change_that_does_not_fit_what_the_sheet_lacks_is_an_error(plan, rini):
    row = plan.milestones.get(number=6)
    book = books.foreign(["Tahap", "Kegiatan", "Selesai"], [["Monev", row.activity, "01-01-2026"]])
    preview = books.uploaded(plan, rini, book)
    fault = books.entries(preview.result, "salah")[0]["faults"][0]
    assert fault[:2] == ["C4", "due"]


def test_a_new_row_wants_a_stage_which_may_be_chosen_for_all(plan, rini):
    book = books.foreign(["Kegiatan", "Bobot"], [["Baru", 5], ["Kegiatan 1", 7]])
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"salah": 1, "berubah": 1}
    preview = imports.choose(preview=preview, by=rini, stage="2-pelaksanaan")
    assert books.counts(preview.result) == {"baru": 1, "berubah": 1}
    imports.apply(preview=preview, by=rini)
    assert plan.milestones.get(activity="Baru").stage == "2-pelaksanaan"
    assert plan.milestones.get(activity="Kegiatan 1").stage == "1-persiapan"


# -- workbooks from elsewhere ---------------------------------------------------------------------


def test_a_foreign_workbook_changes_what_it_knows_and_keeps_the_rest(plan, rini):
    book = books.foreign(
        HEADS,
        [["PERSIAPAN", "kegiatan  1", "SK", 12.5, "x"], ["Persiapan", "Baru", "Laporan", 2, ""]],
    )
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"baru": 1, "berubah": 1}
    assert preview.result["lacking"] == 5
    changed = books.entries(preview.result, "berubah")[0]
    assert {name for name, _, _ in changed["cells"]} == {"activity", "output", "weight"}
    imports.apply(preview=preview, by=rini)
    assert plan.milestones.count() == 7
    assert plan.milestones.get(number=1).indicator == "Jumlah dokumen"


def test_rows_that_a_foreign_workbook_lacks_are_removed_on_request(plan, rini):
    book = books.foreign(HEADS, [["Persiapan", "Kegiatan 1", "Dokumen", 100, ""]])
    preview = books.uploaded(plan, rini, book)
    preview = imports.choose(preview=preview, by=rini, missing="hapus")
    assert books.counts(preview.result) == {"berubah": 1, "dihapus": 5}
    applied = imports.apply(preview=preview, by=rini)
    assert activities(plan) == ["Kegiatan 1"]
    journal.undo_edit(edit=applied.edit, by=rini)
    assert activities(plan) == [f"Kegiatan {n}" for n in range(1, 7)]


def test_columns_are_assigned_by_hand(plan, rini):
    book = books.foreign(
        ["Tahap", "Kegiatan", "Apa saja"], [["Persiapan", "Kegiatan 1", "Hasil tangan"]]
    )
    preview = books.uploaded(plan, rini, book)
    assert books.counts(preview.result) == {"tetap": 1}
    chosen = {"stage": 0, "activity": 1, "output": 2}
    preview = imports.choose(preview=preview, by=rini, mapping=chosen)
    assert books.entries(preview.result, "berubah")[0]["cells"] == [
        ["output", "Dokumen", "Hasil tangan"]
    ]
    with pytest.raises(ValidationError, match="hanya dapat diisi dari satu"):
        imports.choose(preview=preview, by=rini, mapping={"output": 2, "remark": 2})


def test_another_sheet_may_be_chosen(plan, rini):
    book = books.foreign(HEADS, [["Persiapan", "Kegiatan 1", "Dokumen", 7, ""]])
    other = book.create_sheet("Lain")
    other.append(["Tahap", "Kegiatan", "Keluaran"])
    other.append(["Persiapan", "Kegiatan 2", "Dari lembar lain"])
    preview = books.uploaded(plan, rini, book)
    assert preview.result["sheets"] == ["Sheet", "Lain"]
    preview = imports.choose(preview=preview, by=rini, sheet=1)
    assert [row["title"] for row in books.entries(preview.result, "berubah")] == ["Kegiatan 2"]
    with pytest.raises(ValidationError, match="Lembar itu tidak ada"):
        imports.choose(preview=preview, by=rini, sheet=7)


# -- once, and by whom ----------------------------------------------------------------------------


def test_applied_twice_it_is_done_once_and_undone_as_one_step(plan, rini):
    before = writing.matrix_workbook(plan)
    book = books.downloaded(plan)
    book.put(0, weight=20, activity="=Bukan rumus")
    book.insert(1, stage="Persiapan", activity="Baru")
    book.remove(6)
    preview = books.uploaded(plan, rini, book)
    first = imports.apply(preview=preview, by=rini)
    again = imports.apply(preview=preview, by=rini)
    assert first.edit == again.edit
    assert PlanEdit.objects.get().kind == "impor"
    assert activities(plan)[:2] == ["=Bukan rumus", "Baru"]
    journal.undo_edit(edit=first.edit, by=rini)
    assert writing.matrix_workbook(plan) == before


def test_the_same_key_gives_the_same_import_and_a_new_upload_replaces_the_old(plan, rini):
    key = uuid4()
    first = books.uploaded(plan, rini, books.downloaded(plan), key=key)
    assert books.uploaded(plan, rini, books.downloaded(plan), key=key).pk == first.pk
    second = books.uploaded(plan, rini, books.downloaded(plan), key=uuid4())
    first.refresh_from_db()
    assert (first.state, first.sheets, first.result) == ("dibatalkan", [], {})
    assert second.state == "pratinjau"
    with pytest.raises(ValidationError, match="sudah diterapkan atau dibuang"):
        imports.apply(preview=first, by=rini)


def test_after_the_decision_nothing_of_the_workbook_is_kept(plan, rini):
    preview = books.uploaded(plan, rini, books.downloaded(plan))
    dropped = imports.drop(preview=preview, by=rini)
    assert (dropped.state, dropped.sheets, dropped.result) == ("dibatalkan", [], {})
    with pytest.raises(ValidationError):
        imports.choose(preview=preview, by=rini, missing="hapus")
    book = books.downloaded(plan)
    book.put(0, weight=1)
    applied = imports.apply(preview=books.uploaded(plan, rini, book), by=rini)
    assert (applied.sheets, applied.result["rows"]) == ([], [])


def test_only_who_may_edit_a_plan_that_is_being_edited(plan, rini, tono, lia, sibakul):
    content = books.downloaded(plan)
    for person in (tono, lia):
        with pytest.raises(PermissionDenied):
            books.uploaded(plan, person, content)
    preview = books.uploaded(plan, rini, content)
    for person in (tono, lia):
        with pytest.raises(PermissionDenied):
            imports.apply(preview=preview, by=person)
    approved = factories.ActionPlanFactory(
        replication=sibakul, fiscal_year=2027, milestones=1, approved=True
    )
    with pytest.raises(ValidationError, match="tidak sedang disusun"):
        books.uploaded(approved, rini, books.downloaded(approved))
    assert PlanImport.objects.count() == 1


def test_progress_is_told_until_it_is_done(plan, rini):
    heard = []
    books.uploaded(plan, rini, books.downloaded(plan), progress=heard.append)
    assert heard[-1] == 1
    assert all(0 <= part <= 1 for part in heard)


def test_history_knows_who_applied_it(plan, rini):
    book = books.downloaded(plan)
    book.put(0, output="Lain")
    imports.apply(preview=books.uploaded(plan, rini, book), by=rini)
    last = plan.milestones.get(number=1).history.latest()
    assert (last.output, last.history_user) == ("Lain", rini)
    assert snapshots.taken(plan.milestones.all())[0]["output"] == "Lain"
