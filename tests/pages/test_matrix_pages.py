"""Rows of the matrix in place: opened and saved by htmx, and the same without JavaScript."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from actionplans.columns import NAMES
from actionplans.models import Milestone, Stage
from tests.pages.matrices import HTMX, edit, order_of, row_of, rows_in
from tests.pages.test_plan_pages import milestone_data

pytestmark = pytest.mark.django_db

FIRST = Stage.PREPARATION


# -- opening --------------------------------------------------------------------------------------


def test_a_row_opens_in_place_with_the_cursor_in_the_cell_that_was_asked_for(staff, draft_plan):
    row = row_of(draft_plan, 2)
    text = staff.get(edit(row), {"sel": "weight"}, **HTMX).content.decode()

    assert text.lstrip().startswith("<tbody")
    assert f'id="tonggak-{row.pk}"' in text
    assert re.search(r'<input[^>]*name="weight"[^>]*autofocus', text)
    assert "<html" not in text


def test_an_unknown_cell_opens_the_row_at_its_activity(staff, draft_plan):
    text = staff.get(edit(row_of(draft_plan, 1)), {"sel": "plan"}, **HTMX).content.decode()
    assert re.search(r'<input[^>]*name="activity"[^>]*autofocus', text)


def test_every_column_of_the_matrix_has_a_box_in_the_row(staff, draft_plan):
    text = staff.get(edit(row_of(draft_plan, 1)), **HTMX).content.decode()
    assert [name for name in NAMES if f'name="{name}"' not in text] == []


def test_every_column_of_the_matrix_is_on_the_page(staff, draft_plan):
    draft_plan.milestones.update(
        output="Keluaran ini",
        related_parties="Bagian Hukum",
        budget_line="2.17.03 Nama",
        evidence_expected="Foto sentra",
        remark="Catatan kecil",
    )
    text = staff.get(reverse("plan", args=[draft_plan.pk])).content.decode()
    for words in ("Keluaran ini", "Bagian Hukum", "2.17.03 Nama", "Foto sentra", "Catatan kecil"):
        assert words in text


def test_without_javascript_a_row_opens_as_a_page_of_its_own(staff, draft_plan):
    text = staff.get(edit(row_of(draft_plan, 1))).content.decode()
    assert "<html" in text
    assert "Simpan tonggak" in text


def test_the_page_draws_every_row_once(staff, long_plan):
    text = staff.get(reverse("plan", args=[long_plan.pk])).content.decode()
    assert rows_in(text) == list(
        long_plan.milestones.order_by("number").values_list("pk", flat=True)
    )


# -- saving ---------------------------------------------------------------------------------------


def test_a_saved_row_comes_back_with_the_sums_checks_and_curve(staff, draft_plan):
    row = row_of(draft_plan, 1)
    data = milestone_data(row, weight="20,84", activity="Diubah")
    text = staff.post(edit(row), data, **HTMX).content.decode()

    assert rows_in(text) == [row.pk]
    assert "Diubah" in text
    assert "kurang 12,5" in text
    for part in ("mx-jumlah", "mx-periksa", "mx-kurva", "bobot-1-persiapan", "mx-tersimpan"):
        assert re.search(rf'id="{part}"[^>]*hx-swap-oob|hx-swap-oob="innerHTML:#{part}"', text)
    assert 'class="mx-open' not in text


def test_enter_saves_the_row_and_opens_the_next_one_of_the_stage(staff, long_plan):
    first, second = row_of(long_plan, 1), row_of(long_plan, 2)
    data = milestone_data(first, lalu="berikut")
    text = staff.post(edit(first), data, **HTMX).content.decode()

    assert rows_in(text) == [first.pk, second.pk]
    opened = text[text.index(f'id="tonggak-{second.pk}"') :]
    assert "data-hx-swap-oob" in opened[:200]
    assert f'value="{second.activity}"' in opened


def test_after_the_last_row_of_a_stage_the_first_of_the_next_one_opens(staff, long_plan):
    last, following = row_of(long_plan, 2), row_of(long_plan, 3)
    assert last.stage != following.stage
    data = milestone_data(last, lalu="berikut")
    text = staff.post(edit(last), data, **HTMX).content.decode()

    assert 'id="tonggak-baru"' not in text
    assert rows_in(text) == [last.pk, following.pk]
    assert f'value="{following.activity}"' in text


def test_after_the_last_row_of_the_plan_a_new_one_opens_in_its_stage(staff, long_plan):
    last = row_of(long_plan, 6)
    data = milestone_data(last, lalu="berikut")
    text = staff.post(edit(last), data, **HTMX).content.decode()

    assert 'id="tonggak-baru"' in text
    assert f'name="below" value="{last.pk}"' in text
    assert re.search(rf'<option value="{last.stage}"[^>]*selected', text)


def test_sentences_of_narrow_cells_stand_in_the_panel_with_their_names(staff, draft_plan):
    row = row_of(draft_plan, 1)
    data = milestone_data(row, weight="120", activity="")
    text = staff.post(edit(row), data, **HTMX).content.decode()
    panel = re.search(r'<ul class="mx-faults">(.*?)</ul>', text, re.S)[1]

    assert "<span>Bobot: Isi dengan angka dari 0 sampai 100." in panel
    assert "Tulis kegiatannya." not in panel
    assert re.search(r'<input[^>]*name="weight"[^>]*aria-describedby="id_weight_error"', text)
    assert "mx-faults" not in staff.get(edit(row), **HTMX).content.decode()


def test_what_is_wrong_stands_beside_its_box_and_everything_typed_is_kept(staff, draft_plan):
    row = row_of(draft_plan, 1)
    data = milestone_data(row, due="31/2/26", activity="Tetap ada", remark="Ini juga")
    answer = staff.post(edit(row), data, **HTMX)
    text = answer.content.decode()

    assert answer.status_code == 422
    assert 'value="31/2/26"' in text
    assert 'id="id_due_error"' in text
    assert re.search(r'<input[^>]*name="due"[^>]*autofocus', text)
    assert 'value="Tetap ada"' in text
    assert "Ini juga" in text
    assert row_of(draft_plan, 1).activity == row.activity


@pytest.mark.parametrize("written", ["30 Juni 2026", "30-06-2026", "30/6/26"])
def test_a_date_is_read_as_people_write_it(staff, draft_plan, written):
    row = row_of(draft_plan, 1)
    staff.post(edit(row), milestone_data(row, due=written), **HTMX)
    assert row_of(draft_plan, 1).due == date(2026, 6, 30)


def test_a_new_row_is_numbered_in_its_stage_and_the_table_comes_back(staff, long_plan):
    row = row_of(long_plan, 1)
    data = milestone_data(row, activity="Baru", lalu="berikut") | {"below": row.pk, "seen": ""}
    answer = staff.post(reverse("milestone_create", args=[long_plan.pk]), data, **HTMX)
    text = answer.content.decode()

    assert answer["HX-Retarget"] == "#mx-tabel"
    assert order_of(long_plan)[:3] == ["Kegiatan 1", "Baru", "Kegiatan 2"]
    assert len(rows_in(text)) == 7
    new = row_of(long_plan, 2)
    assert text.index(f'id="tonggak-{new.pk}"') < text.index('id="tonggak-baru"')


def test_a_new_row_at_the_end_of_the_plan_comes_alone(staff, long_plan):
    last = row_of(long_plan, 6)
    data = milestone_data(last, activity="Baru") | {"seen": ""}
    answer = staff.post(reverse("milestone_create", args=[long_plan.pk]), data, **HTMX)

    assert "HX-Retarget" not in answer
    assert rows_in(answer.content.decode()) == [row_of(long_plan, 7).pk]


def test_another_stage_moves_the_row_and_the_table_comes_back(staff, long_plan):
    row = row_of(long_plan, 1)
    data = milestone_data(row, stage=Stage.MONITORING)
    answer = staff.post(edit(row), data, **HTMX)

    assert answer["HX-Retarget"] == "#mx-tabel"
    assert row_of(long_plan, 4).pk == row.pk


def test_a_plan_that_was_submitted_meanwhile_keeps_what_is_typed(
    staff, as_user, pak_kadis, draft_plan
):
    row = row_of(draft_plan, 1)
    as_user(pak_kadis).post(reverse("plan_submit", args=[draft_plan.pk]))
    answer = staff.post(edit(row), milestone_data(row, activity="Masih di sini"), **HTMX)

    assert answer.status_code == 422
    assert "tidak sedang disusun" in answer.content.decode()
    assert 'value="Masih di sini"' in answer.content.decode()


# -- targets --------------------------------------------------------------------------------------

BLANK_TARGETS = dict.fromkeys(Milestone.TARGETS, "")


def test_four_blank_targets_are_filled_from_the_dates_and_it_is_said(staff, draft_plan):
    row = row_of(draft_plan, 1)
    dates = {"start": "1-1-2026", "due": "31-12-2026"}
    text = staff.post(edit(row), milestone_data(row, **BLANK_TARGETS, **dates), **HTMX)

    assert row_of(draft_plan, 1).targets == [25, 50, 75, 100]
    assert "Target TW diisi usulan dari tanggalnya: 25 · 50 · 75 · 100." in text.content.decode()


def test_one_target_typed_is_not_overruled(staff, draft_plan):
    row = row_of(draft_plan, 1)
    staff.post(edit(row), milestone_data(row, **BLANK_TARGETS | {"target_q1": "10"}), **HTMX)
    assert row_of(draft_plan, 1).targets == [10, None, None, None]


def test_without_dates_nothing_is_proposed(staff, draft_plan):
    row = row_of(draft_plan, 1)
    staff.post(edit(row), milestone_data(row, **BLANK_TARGETS, start="", due=""), **HTMX)
    assert row_of(draft_plan, 1).targets == [None] * 4


# -- preview --------------------------------------------------------------------------------------


def preview(client, plan, row, **changes):
    data = milestone_data(row, **changes) | {"baris": row.pk or ""}
    return client.post(reverse("plan_preview", args=[plan.pk]), data, **HTMX).content.decode()


def test_the_preview_follows_what_is_typed_and_writes_nothing(staff, draft_plan):
    row = row_of(draft_plan, 1)
    before = list(draft_plan.milestones.values()), draft_plan.revision
    text = preview(staff, draft_plan, row, weight="20,84", start="1-1-2026", due="31-12-2026")

    assert "kurang 12,5" in text
    assert "25 · 50 · 75 · 100" in text
    assert "Kurva rencana 2026" in text
    draft_plan.refresh_from_db()
    assert (list(draft_plan.milestones.values()), draft_plan.revision) == before
    assert Milestone.history.filter(id=row.pk).count() == 1


def test_the_preview_counts_a_row_that_is_new(staff, draft_plan):
    row = Milestone(plan=draft_plan, stage=FIRST)
    assert "lebih 5" in preview(staff, draft_plan, row, activity="Baru", weight="5")


def test_what_cannot_be_read_yet_counts_as_it_is_stored(staff, draft_plan):
    text = preview(staff, draft_plan, row_of(draft_plan, 1), weight="3x", activity="")
    assert "100,0" in text
    assert "kurang" not in text


# -- two people in one row ------------------------------------------------------------------------


def test_the_second_keeps_their_words_and_sees_the_others(as_user, rini, pak_kadis, draft_plan):
    row = row_of(draft_plan, 1)
    opened_by_both = milestone_data(row, weight="33,34")
    as_user(pak_kadis).post(edit(row), opened_by_both | {"activity": "Kepala", "weight": "30"})
    answer = as_user(rini).post(edit(row), opened_by_both | {"activity": "Staf"}, **HTMX)
    text = answer.content.decode()

    assert answer.status_code == 422
    told = "Hasan Basri mengubah Kegiatan Kegiatan 1 → Kepala, Bobot 33,34 → 30 pukul 09.00"
    assert told in text
    assert "Hasan Basri mengubah Bobot 33,34 → 30 pukul 09.00" in text  # beside the box
    assert 'value="Staf"' in text
    assert re.search(r'name="weight" value="30"', text)
    assert row_of(draft_plan, 1).activity == "Kepala"


def test_their_second_save_writes_both(as_user, rini, pak_kadis, draft_plan):
    row = row_of(draft_plan, 1)
    opened_by_both = milestone_data(row, weight="33,34")
    as_user(pak_kadis).post(edit(row), opened_by_both | {"activity": "Kepala", "weight": "30"})
    client = as_user(rini)
    merged = client.post(edit(row), opened_by_both | {"activity": "Staf"}, **HTMX).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', merged)[1]
    again = opened_by_both | {"activity": "Staf", "weight": "30", "seen": seen}

    assert client.post(edit(row), again, **HTMX).status_code == 200
    stored = row_of(draft_plan, 1)
    assert (stored.activity, stored.weight) == ("Staf", Decimal(30))


def test_a_third_save_meanwhile_is_told_as_well(as_user, rini, pak_kadis, draft_plan):
    row = row_of(draft_plan, 1)
    opened = milestone_data(row, weight="33,34")
    as_user(pak_kadis).post(edit(row), opened | {"output": "Satu"})
    client = as_user(rini)
    client.post(edit(row), opened | {"activity": "Staf"}, **HTMX)
    stored = row_of(draft_plan, 1)
    as_user(pak_kadis).post(edit(row), milestone_data(stored, weight="33,34", output="Dua"))
    text = client.post(edit(row), opened | {"activity": "Staf", "seen": stored.revision}, **HTMX)

    assert text.status_code == 422
    assert "Keluaran Satu → Dua" in text.content.decode()


def test_the_page_of_its_own_tells_the_same(as_user, rini, pak_kadis, draft_plan):
    row = row_of(draft_plan, 1)
    opened_by_both = milestone_data(row, weight="33,34")
    as_user(pak_kadis).post(edit(row), opened_by_both | {"weight": "30"})
    text = as_user(rini).post(edit(row), opened_by_both | {"activity": "Staf"}).content.decode()

    assert "Hasan Basri mengubah Bobot 33,34 → 30" in text
    assert re.search(r'name="weight" value="30"', text)
    assert 'value="Staf"' in text


def test_a_row_without_history_still_warns(as_user, rini, draft_plan):
    row = row_of(draft_plan, 1)
    opened = milestone_data(row, weight="33,34")
    Milestone.history.filter(id=row.pk).delete()
    Milestone.objects.filter(pk=row.pk).update(revision=7, output="Lain")
    answer = as_user(rini).post(edit(row), opened | {"activity": "Staf"}, **HTMX)

    assert answer.status_code == 422
    assert 'value="Staf"' in answer.content.decode()
    assert row_of(draft_plan, 1).activity == "Kegiatan 1"
