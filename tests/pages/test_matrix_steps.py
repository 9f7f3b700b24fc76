"""The matrix as a whole: rows moved, copied, deleted and brought back, its checks, its length."""

import re

import pytest
from django.urls import reverse

from actionplans.columns import NAMES
from actionplans.models import Milestone, PlanEdit, Stage
from actionplans.services import matrix
from tests.pages.matrices import HTMX, edit, order_of, row_of, rows_in

pytestmark = pytest.mark.django_db


# -- moving, copying, deleting, undoing -----------------------------------------------------------


def test_a_row_is_dropped_into_another_stage_under_another_row(staff, long_plan):
    row, above = row_of(long_plan, 1), row_of(long_plan, 3)
    data = {"tahap": above.stage, "sesudah": above.pk}
    text = staff.post(reverse("milestone_move", args=[row.pk]), data, **HTMX).content.decode()

    assert order_of(long_plan)[:4] == ["Kegiatan 2", "Kegiatan 3", "Kegiatan 1", "Kegiatan 4"]
    assert row_of(long_plan, 3).stage == Stage.IMPLEMENTATION
    assert "sekarang tonggak 3, Pelaksanaan" in text
    assert re.search(rf'href="{edit(row)}" data-edit autofocus', text)


def test_a_row_is_dropped_first_into_a_stage(staff, long_plan):
    row = row_of(long_plan, 1)
    data = {"tahap": Stage.MONITORING, "sesudah": ""}
    staff.post(reverse("milestone_move", args=[row.pk]), data, **HTMX)
    assert row_of(long_plan, 4).pk == row.pk


def test_a_stage_that_there_is_not_is_refused_with_a_sentence(staff, long_plan):
    row = row_of(long_plan, 1)
    address = reverse("milestone_move", args=[row.pk])
    text = staff.post(address, {"tahap": "9-lain"}, **HTMX).content.decode()
    assert "Tahap tidak dikenal." in text
    assert row_of(long_plan, 1).pk == row.pk


def test_a_copy_stands_below_without_weight_and_is_open(staff, long_plan):
    row = row_of(long_plan, 1)
    text = staff.post(reverse("milestone_duplicate", args=[row.pk]), **HTMX).content.decode()
    copy = row_of(long_plan, 2)

    assert (copy.activity, copy.weight) == (row.activity, None)
    assert re.search(rf'class="mx-row mx-open" id="tonggak-{copy.pk}"', text)


def test_a_copy_without_javascript_leads_to_its_form(staff, long_plan):
    row = row_of(long_plan, 1)
    answer = staff.post(reverse("milestone_duplicate", args=[row.pk]))
    assert answer.url == edit(row_of(long_plan, 2))


def test_a_deleted_row_is_brought_back_as_it_was(staff, long_plan):
    row = row_of(long_plan, 3)
    before = list(long_plan.milestones.order_by("number").values("id", "number", *NAMES))
    text = staff.post(reverse("milestone_delete", args=[row.pk]), **HTMX).content.decode()
    step = PlanEdit.objects.get()
    undo = reverse("plan_undo", args=[step.pk])

    assert f"Tonggak {row.activity} dihapus." in text
    assert f'formaction="{undo}"' in text
    assert long_plan.milestones.count() == 5
    text = staff.post(undo, **HTMX).content.decode()
    assert list(long_plan.milestones.order_by("number").values("id", "number", *NAMES)) == before
    assert "Diurungkan" in text


def test_deleting_without_javascript_asks_and_offers_the_way_back(staff, long_plan):
    row = row_of(long_plan, 3)
    address = reverse("milestone_delete", args=[row.pk])
    assert "masih dapat dikembalikan" in staff.get(address).content.decode()
    text = staff.post(address, follow=True).content.decode()
    assert reverse("plan_undo", args=[PlanEdit.objects.get().pk]) in text
    assert 'form id="mx-laku"' in text


def test_undoing_twice_undoes_once(staff, long_plan):
    staff.post(reverse("milestone_delete", args=[row_of(long_plan, 3).pk]))
    undo = reverse("plan_undo", args=[PlanEdit.objects.get().pk])
    staff.post(undo)
    assert staff.post(undo).status_code == 302
    assert long_plan.milestones.count() == 6


def test_what_was_changed_since_is_not_undone_and_is_named(staff, rini, long_plan):
    long_plan.milestones.filter(number=1).update(weight=None)
    staff.post(reverse("plan_spread", args=[long_plan.pk]))
    row = row_of(long_plan, 1)
    row.output = "Diubah sesudahnya"
    matrix.save_milestone(milestone=row, by=rini)
    undo = reverse("plan_undo", args=[PlanEdit.objects.get().pk])
    text = staff.post(undo, **HTMX).content.decode()

    assert "Tidak dapat diurungkan: Kegiatan 1" in text
    assert row_of(long_plan, 1).weight is not None


def test_sharing_out_the_weights_can_be_undone(staff, long_plan):
    long_plan.milestones.filter(number__gt=4).update(weight=None)
    text = staff.post(reverse("plan_spread", args=[long_plan.pk]), **HTMX).content.decode()
    assert "Sisa bobot dibagi rata ke 2 tonggak." in text
    staff.post(reverse("plan_undo", args=[PlanEdit.objects.get().pk]))
    assert set(long_plan.milestones.filter(number__gt=4).values_list("weight", flat=True)) == {None}


def test_sharing_out_is_offered_only_where_something_is_left(staff, long_plan):
    page = reverse("plan", args=[long_plan.pk])
    long_plan.milestones.filter(number=1).update(weight=None)
    assert "Bagi rata sisa bobot" in staff.get(page).content.decode()
    long_plan.milestones.filter(number=2).update(weight=100)
    assert "Bagi rata sisa bobot" not in staff.get(page).content.decode()


def test_missing_targets_are_filled_from_the_dates_and_can_be_taken_back(staff, long_plan):
    empty = dict.fromkeys(Milestone.TARGETS)
    before = row_of(long_plan, 2).targets
    long_plan.milestones.filter(number__lt=4).update(**empty)
    long_plan.milestones.filter(number=3).update(due=None)
    assert (
        "Isi usulan target TW" in staff.get(reverse("plan", args=[long_plan.pk])).content.decode()
    )
    text = staff.post(reverse("plan_propose", args=[long_plan.pk]), **HTMX).content.decode()

    assert "Target TW 2 tonggak diisi usulan dari tanggalnya." in text
    assert row_of(long_plan, 2).targets == before, "the factory's rows stand on the proposal"
    assert row_of(long_plan, 3).targets == [None] * 4
    assert "Isi usulan target TW" not in text
    staff.post(reverse("plan_undo", args=[PlanEdit.objects.get().pk]))
    assert row_of(long_plan, 2).targets == [None] * 4


def test_another_agency_cannot_undo(as_user, staff, tono, long_plan):
    staff.post(reverse("milestone_delete", args=[row_of(long_plan, 3).pk]))
    undo = reverse("plan_undo", args=[PlanEdit.objects.get().pk])
    assert as_user(tono).post(undo).status_code == 404
    assert long_plan.milestones.count() == 5


def test_litbang_reads_the_matrix_and_opens_no_row(as_user, lia, draft_plan):
    client = as_user(lia)
    text = client.get(reverse("plan", args=[draft_plan.pk])).content.decode()
    assert "data-edit" not in text
    assert "Tambah tonggak" not in text
    row = row_of(draft_plan, 1)
    assert client.get(edit(row), **HTMX).status_code == 403
    assert client.post(reverse("plan_preview", args=[draft_plan.pk]), **HTMX).status_code == 403


# -- checks ---------------------------------------------------------------------------------------


def test_all_gaps_are_listed_not_only_three(staff, long_plan):
    long_plan.milestones.update(indicator="")
    text = staff.get(reverse("plan", args=[long_plan.pk])).content.decode()
    assert "dan 3 lagi" in text
    for row in long_plan.milestones.all():
        assert f"{edit(row)}#id_indicator" in text


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"budget_line": "2.17.x Nama"}, "kodenya tidak seperti"),
        ({"budget_line": "2.17.03Nama"}, "kodenya tidak seperti"),
        ({"budget_line": " "}, "berpagu tanpa subkegiatan"),
        ({"target_q2": None, "target_q1": 60, "target_q3": 50}, "belum lengkap"),
        ({"evidence_expected": " \n"}, "kosong"),
    ],
)
def test_what_is_not_well_formed_is_named(staff, draft_plan, cells, sentence):
    draft_plan.milestones.filter(number=1).update(**cells)
    text = staff.get(reverse("plan", args=[draft_plan.pk])).content.decode()
    assert "7 dari 8 beres" in text
    assert sentence in text


@pytest.mark.parametrize("line", ["2.17.03.2.01.01", "2.17.03 Pelatihan", "Pelatihan usaha"])
def test_a_budget_line_is_a_code_with_or_without_name_or_a_name(staff, draft_plan, line):
    draft_plan.milestones.update(budget_line=line)
    text = staff.get(reverse("plan", args=[draft_plan.pk])).content.decode()
    assert "8 dari 8 beres" in text


# -- long plans -----------------------------------------------------------------------------------


def lengthen(plan, count):
    """`count` more rows, unfinished, as an import makes them."""
    last = plan.milestones.count()
    Milestone.objects.bulk_create(
        Milestone(
            plan=plan, number=number, stage=Stage.MONITORING, activity=f"Baris {number}", ceiling=1
        )
        for number in range(last + 1, last + count + 1)
    )


def test_rows_beyond_the_first_hundred_come_as_they_are_reached(staff, long_plan):
    lengthen(long_plan, 244)
    text = staff.get(reverse("plan", args=[long_plan.pk])).content.decode()
    keys = list(long_plan.milestones.order_by("number").values_list("pk", flat=True))
    more = reverse("plan_rows", args=[long_plan.pk])

    assert rows_in(text) == keys[:100]
    assert f'data-hx-get="{more}?dari=101"' in text
    assert "Rp60.000.244" in text  # the sums are of all rows
    second = staff.get(more, {"dari": 101}, **HTMX).content.decode()
    assert rows_in(second) == keys[100:200]
    third = staff.get(more, {"dari": 201}, **HTMX).content.decode()
    assert rows_in(third) == keys[200:]
    assert "mx-next" not in third
    assert [text.count("tambah-"), second.count("tambah-"), third.count("tambah-")] == [2, 0, 1]


def test_without_javascript_the_rest_is_a_page_away(staff, long_plan):
    lengthen(long_plan, 100)
    address = reverse("plan", args=[long_plan.pk])
    text = staff.get(address).content.decode()
    assert f'href="{address}?dari=101#matriks"' in text
    rest = staff.get(address, {"dari": 101}).content.decode()
    assert len(rows_in(rest)) == 6
    assert "Tonggak sebelumnya" in rest


def test_a_table_that_comes_back_shows_as_many_rows_as_before(staff, long_plan):
    lengthen(long_plan, 200)
    address = reverse("milestone_move", args=[row_of(long_plan, 1).pk])
    text = staff.post(address, {"arah": "turun", "terlihat": "150"}, **HTMX).content.decode()
    assert len(rows_in(text)) == 150


def test_a_long_plan_asks_no_more_than_a_short_one(staff, long_plan, queries):
    address = reverse("plan", args=[long_plan.pk])
    few = queries(staff, address)
    lengthen(long_plan, 60)
    assert queries(staff, address) == few


@pytest.mark.parametrize("asked", ["-1", "abc", "٣", "99999999999999999999"])
def test_an_odd_place_in_the_matrix_is_no_fault(staff, long_plan, asked):
    assert staff.get(reverse("plan", args=[long_plan.pk]), {"dari": asked}).status_code == 200
