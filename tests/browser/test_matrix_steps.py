"""The matrix in a real browser: rows dragged, deleted and brought back, two people, its looks."""

import re

import pytest
from playwright.sync_api import expect

from actionplans.models import Milestone, Stage
from tests.browser.auditing import faults
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.matrices import activities, cell, is_at, stored, visit

pytestmark = pytest.mark.browser


# -- order, deleting, undoing ---------------------------------------------------------------------


def test_rows_are_moved_by_keyboard(open_browser, plan):
    page = visit(open_browser, plan)
    second = plan.milestones.get(number=2)
    page.locator(f"#tonggak-{second.pk} [data-edit]").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".mx-row .mx-act > a").first).to_have_text("Kegiatan 2")
    expect(page.locator(f"#tonggak-{second.pk} [data-edit]")).to_be_focused()
    expect(page.get_by_role("status").first).to_contain_text("sekarang tonggak 1")
    page.keyboard.press("Enter")
    is_at(page, "activity")
    page.keyboard.type("Pindah sambil diketik")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".mx-row").nth(1)).to_have_id(f"tonggak-{second.pk}")
    is_at(page, "activity", "Pindah sambil diketik")
    assert stored(plan)[:2] == ["Kegiatan 1", "Pindah sambil diketik"]


def drag(page, row, to, *, below):
    page.locator("#mx-tabel[data-drags]").wait_for()
    page.locator("#matriks").evaluate(
        "(one) => one.scrollIntoView({ block: 'start', behavior: 'instant' })"
    )
    grip = page.locator(f"#tonggak-{row.pk} .mx-no .mx-grip").bounding_box()
    goal = page.locator(f"#tonggak-{to.pk}").bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, grip["y"] + 25, steps=4)
    page.mouse.move(goal["x"] + 80, goal["y"] + (goal["height"] - 4 if below else 4), steps=40)
    page.wait_for_timeout(200)  # rows move aside while they are passed
    page.mouse.move(goal["x"] + 82, goal["y"] + (goal["height"] - 6 if below else 6), steps=2)
    page.mouse.up()


def test_a_row_is_dragged_within_its_stage_and_into_another(open_browser, plan):
    page = visit(open_browser, plan)
    rows = list(plan.milestones.order_by("number"))
    drag(page, rows[0], rows[1], below=True)
    expect(page.locator("#mx-status")).to_contain_text("sekarang tonggak 2")
    drag(page, rows[0], rows[3], below=True)
    expect(page.locator("#mx-status")).to_contain_text("sekarang tonggak 4, Pelaksanaan")

    expected = ["Kegiatan 2", "Kegiatan 3", "Kegiatan 4", "Kegiatan 1", "Kegiatan 5", "Kegiatan 6"]
    assert activities(page) == expected
    assert stored(plan) == expected
    assert page.watch.take() == []


def test_a_row_is_deleted_and_brought_back(open_browser, plan):
    page = visit(open_browser, plan)
    row = page.locator(f"#tonggak-{plan.milestones.get(number=3).pk}")
    row.locator("summary").click()
    row.get_by_role("link", name="Hapus").click()
    expect(row).to_have_count(0)
    assert plan.milestones.count() == 5
    page.get_by_role("button", name="Urungkan").click()
    expect(row).to_be_visible()
    assert stored(plan) == [f"Kegiatan {number}" for number in range(1, 7)]
    expect(page.locator(".toasty", has_text="dihapus")).to_have_count(0)
    assert page.watch.take() == []


def test_a_copy_opens_below(open_browser, plan):
    page = visit(open_browser, plan)
    row = page.locator(f"#tonggak-{plan.milestones.get(number=1).pk}")
    row.locator("summary").click()
    row.get_by_role("button", name="Gandakan").click()
    is_at(page, "activity", "Kegiatan 1")
    page.keyboard.type("Salinan")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert stored(plan)[:2] == ["Kegiatan 1", "Kegiatan 1"]


# -- two people -----------------------------------------------------------------------------------


def test_the_second_of_two_is_warned_and_nothing_is_lost(open_browser, plan):
    staff = visit(open_browser, plan)
    head = visit(open_browser, plan, as_="koperasi.kepala")
    row = plan.milestones.get(number=1)
    for page in (staff, head):
        cell(page, row, "who").click()
        is_at(page, "person_in_charge")
    head.locator("#id_weight").fill("15")
    head.locator("#id_activity").fill("Ditulis kepala")
    head.keyboard.press("Enter")
    expect(head.locator(f"#tonggak-{row.pk}.mx-open")).to_have_count(0)

    staff.watch.expect(422)
    staff.locator("#id_activity").fill("Ditulis staf")
    staff.locator("#id_remark").fill("Catatan staf")
    staff.locator("#id_activity").press("Enter")
    warning = staff.get_by_role("alert").filter(has_text="mengubah Kegiatan")
    expect(warning).to_contain_text("Ditulis kepala")
    expect(warning).to_be_focused()
    expect(staff.locator("#id_activity")).to_have_value("Ditulis staf")
    expect(staff.locator("#id_remark")).to_have_value("Catatan staf")
    expect(staff.locator("#id_weight")).to_have_value("15")
    assert faults(staff, on_phone=False) == []
    row.refresh_from_db()
    assert row.activity == "Ditulis kepala"

    staff.locator("#id_activity").press("Enter")
    expect(staff.locator(f"#tonggak-{row.pk}.mx-open")).to_have_count(0)
    row.refresh_from_db()
    assert (row.activity, row.weight, row.remark) == ("Ditulis staf", 15, "Catatan staf")


def test_what_is_typed_in_a_row_that_was_deleted_is_saved_as_a_new_one(open_browser, plan):
    staff = visit(open_browser, plan)
    row = plan.milestones.get(number=2)
    cell(staff, row, "who").click()
    is_at(staff, "person_in_charge")
    staff.keyboard.type("Masih ada")
    row.delete()
    staff.watch.expect(404)
    staff.keyboard.press("Enter")
    expect(staff.get_by_text("sudah dihapus orang lain")).to_be_visible()
    staff.get_by_role("button", name="Simpan", exact=True).click()
    expect(staff.locator(".mx-open")).to_have_count(0)
    assert plan.milestones.filter(person_in_charge="Masih ada").count() == 1


# -- looks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_sound_closed_and_open(open_browser, plan, width, scheme):
    page = visit(open_browser, plan, width, has_touch=width == PHONE, color_scheme=scheme)
    page.get_by_label("Semua kolom").check()
    on_phone = width == PHONE
    assert faults(page, on_phone=on_phone) == []
    cell(page, plan.milestones.get(number=1), "weight").click()
    is_at(page, "weight")
    assert faults(page, on_phone=on_phone) == []
    page.keyboard.press("Escape")
    expect(page.locator(".mx-open")).to_have_count(0)
    page.locator(".mx-menu summary").first.click()
    assert faults(page, on_phone=on_phone) == []


def test_on_the_phone_each_row_is_a_card(open_browser, plan):
    page = visit(open_browser, plan, PHONE, has_touch=True)
    row = plan.milestones.get(number=1)
    name, weight = cell(page, row, "act").bounding_box(), cell(page, row, "weight").bounding_box()
    dates = cell(page, row, "dates").bounding_box()
    assert name["y"] == weight["y"]
    assert dates["y"] > name["y"] + 20
    assert page.locator("#mx-tabel thead").is_hidden()
    for control in page.locator(f"#tonggak-{row.pk} .mx-acts > :not(.mx-grip)").all():
        assert control.bounding_box()["height"] >= 44


def test_rows_beyond_the_first_hundred_are_drawn_when_they_are_reached(open_browser, plan):
    Milestone.objects.bulk_create(
        Milestone(plan=plan, number=number, stage=Stage.MONITORING, activity=f"Baris {number}")
        for number in range(7, 131)
    )
    page = visit(open_browser, plan)
    expect(page.locator(".mx-row")).to_have_count(100)
    page.locator(".mx-next").scroll_into_view_if_needed()
    expect(page.locator(".mx-row")).to_have_count(130)
    expect(page.get_by_text(re.compile("Baris 130"))).to_be_attached()
    assert page.watch.take() == []
