"""The matrix in a real browser: typed by keyboard alone, in place."""

import pytest
from playwright.sync_api import expect

from actionplans.columns import NAMES
from actionplans.models import Milestone, Stage
from tests.browser.auditing import faults
from tests.browser.matrices import cell, is_at, stored, tab_to, visit

pytestmark = pytest.mark.browser

STAGES = list(Stage)


# -- twelve milestones by keyboard ----------------------------------------------------------------

WORDS = ("Persiapan", "Pelaksanaan", "Monitoring")


def written(index):
    """What is typed into each box of the row `index`, in the order of Tab, and what it means."""
    month = index % 12 + 1
    typed = {
        "activity": f"Kegiatan ke-{index + 1}",
        "indicator": f"Indikator ke-{index + 1}",
        "target": "1.250,5",
        "unit": "orang",
        "weight": "8,34" if index < 4 else "8,33",
        "start": (f"{month}-1-2032", f"1/{month}/32", "1 Jan 2032")[index % 3],
        "due": ("31 Desember 2032", "31-12-2032", "31/12/32")[index % 3],
        "target_q1": "10",
        "target_q2": "40,5",
        "target_q3": "75",
        "target_q4": "100",
        "person_in_charge": "Kabid UKM",
        "ceiling": "Rp12.500.000" if index % 2 else "12500000",
        "stage": WORDS[index // 4],
        "output": f"Keluaran ke-{index + 1}",
        "related_parties": "Bagian Hukum; Kecamatan",
        "budget_line": "2.17.03.2.01.01 Pembinaan",
        "evidence_expected": "Foto\nDaftar hadir",
        "remark": "Catatan",
        "person_email": f"orang{index + 1}@contoh.test",
    }
    meant = {
        "stage": STAGES[index // 4],
        "target": "1250.50",
        "weight": "8.34" if index < 4 else "8.33",
        "due": "2032-12-31",
        "target_q1": "10.00",
        "target_q2": "40.50",
        "target_q3": "75.00",
        "target_q4": "100.00",
        "ceiling": "12500000.00",
    }
    return typed, {**typed, **meant}


def test_a_whole_matrix_of_twelve_milestones_is_typed_by_keyboard_alone(open_browser, empty_plan):
    page = visit(open_browser, empty_plan)
    expect(page.locator("#mx-tabel")).to_be_visible()
    tab_to(page, ".mx-add a[data-add]")
    page.keyboard.press("Enter")
    for index in range(12):
        typed, _ = written(index)
        is_at(page, "activity", "")
        for name, text in typed.items():
            is_at(page, name)
            for at, line in enumerate(text.split("\n")):
                if at:
                    page.keyboard.press("Enter")
                page.keyboard.type(line)
            if name != "person_email":
                page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    is_at(page, "activity", "")
    page.keyboard.press("Escape")
    expect(page.locator(".mx-open")).to_have_count(0)

    rows = list(Milestone.objects.filter(plan=empty_plan).order_by("number"))
    assert len(rows) == 12
    for index, row in enumerate(rows):
        _, meant = written(index)
        del meant["start"]  # written in three ways
        found = {name: getattr(row, name) for name in meant}
        assert {name: str(value).replace("\r\n", "\n") for name, value in found.items()} == meant
        assert row.start.year == 2032
    assert {*NAMES} <= {*written(0)[0]}
    assert sum(row.weight for row in rows) == 100
    expect(page.locator("#mx-periksa")).to_contain_text("8 dari 8 beres")
    expect(page.locator("#mx-jumlah")).to_contain_text("100,0")
    assert page.watch.take() == []


def test_keys_that_are_pressed_while_a_row_is_saved_are_not_lost(open_browser, plan):
    page = visit(open_browser, plan)
    first, second = plan.milestones.order_by("number")[:2]

    def slowly(route):
        page.wait_for_timeout(400)
        route.continue_()

    page.route(f"**/tonggak/{first.pk}/ubah/", slowly)
    cell(page, first, "who").click()
    is_at(page, "person_in_charge")
    page.keyboard.press("Enter")
    page.keyboard.type("Langsung diketik")
    page.keyboard.press("Tab")
    page.keyboard.type("Indikatornya")

    expect(page.locator(f"#tonggak-{second.pk} #id_activity")).to_have_value("Langsung diketik")
    is_at(page, "indicator", "Indikatornya")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(".mx-open")).to_have_count(0)
    assert stored(plan) == [f"Kegiatan {number}" for number in range(1, 7)]


# -- in place -------------------------------------------------------------------------------------


def test_a_cell_opens_its_row_and_escape_gives_the_focus_back(open_browser, plan):
    page = visit(open_browser, plan)
    row = plan.milestones.get(number=2)
    cell(page, row, "weight").click()
    is_at(page, "weight")
    page.keyboard.type("99")
    expect(page.locator("#mx-jumlah")).to_contain_text("lebih")
    page.keyboard.press("Escape")
    expect(page.locator("#mx-status")).to_contain_text("Tekan Esc sekali lagi")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    is_at(page, "weight", "99")
    page.keyboard.press("Escape")

    expect(page.locator(f"#tonggak-{row.pk} [data-edit]")).to_be_focused()
    expect(page.locator("#mx-jumlah")).not_to_contain_text("lebih")
    assert page.watch.take() == []


def test_another_row_is_opened_after_the_open_one_was_saved(open_browser, plan):
    page = visit(open_browser, plan)
    first, third = plan.milestones.get(number=1), plan.milestones.get(number=3)
    cell(page, first, "who").click()
    is_at(page, "person_in_charge")
    page.keyboard.type("Kasi Data")
    cell(page, third, "money").click()
    is_at(page, "ceiling")

    expect(page.locator(".mx-open")).to_have_count(1)
    expect(cell(page, first, "who")).to_have_text("Kasi Data")
    first.refresh_from_db()
    assert first.person_in_charge == "Kasi Data"


def test_a_wrong_date_is_told_beside_its_box_and_mended(open_browser, plan):
    page = visit(open_browser, plan)
    row = plan.milestones.get(number=1)
    cell(page, row, "dates").click()
    is_at(page, "start")
    page.watch.expect(422)
    page.keyboard.type("32 Januari 2031")
    page.keyboard.press("Enter")
    is_at(page, "start", "32 Januari 2031")
    expect(page.locator("#id_start_error")).to_contain_text("tidak ada")
    assert faults(page, on_phone=False) == []
    page.keyboard.type("2 Januari 2031")
    page.keyboard.press("Enter")
    expect(page.locator(f"#tonggak-{row.pk}.mx-open")).to_have_count(0)
    row.refresh_from_db()
    assert f"{row.start}" == "2031-01-02"


def test_the_calendar_writes_the_date_as_people_do(open_browser, plan):
    page = visit(open_browser, plan)
    cell(page, plan.milestones.get(number=1), "dates").click()
    is_at(page, "start")
    page.locator("[data-calendar]").first.click()
    page.locator(".cal-native").first.evaluate(
        "(box) => { box.value = '2031-02-03';"
        " box.dispatchEvent(new Event('change', { bubbles: true })); }"
    )
    is_at(page, "start", "03-02-2031")


def test_what_the_dates_propose_is_seen_and_taken_over(open_browser, plan):
    page = visit(open_browser, plan)
    row = plan.milestones.get(number=1)
    cell(page, row, "dates").click()
    is_at(page, "start")
    page.keyboard.type("1 Januari 2031")
    page.keyboard.press("Tab")
    page.keyboard.type("31 Desember 2031")
    expect(page.locator("#id_target_q2")).to_have_attribute("placeholder", "50")
    page.get_by_role("button", name="Isikan usulan").click()
    expect(page.locator("#id_target_q3")).to_have_value("75")
    page.keyboard.press("Enter")
    expect(page.locator(f"#tonggak-{row.pk}.mx-open")).to_have_count(0)
    row.refresh_from_db()
    assert row.targets == [25, 50, 75, 100]


def test_what_is_lacking_leads_to_its_cell(open_browser, plan):
    plan.milestones.filter(number=4).update(indicator="")
    page = visit(open_browser, plan)
    page.get_by_role("link", name="tonggak 4 kosong").click()
    is_at(page, "indicator")
    page.keyboard.type("Jumlah sentra")
    page.keyboard.press("Enter")
    expect(page.locator("#mx-periksa")).to_contain_text("8 dari 8 beres")


def test_filling_from_the_foot_keeps_the_place_and_the_focus(open_browser, plan):
    plan.milestones.filter(number__gt=4).update(weight=None)
    page = visit(open_browser, plan)
    button = page.get_by_role("button", name="Bagi rata")
    button.scroll_into_view_if_needed()
    top = page.locator("#mx-jumlah").bounding_box()["y"]
    button.click()
    expect(page.locator(".toasty", has_text="dibagi rata")).to_be_visible()
    expect(button).to_have_count(0)
    expect(page.locator("#judul-matriks")).to_be_focused()
    assert abs(page.locator("#mx-jumlah").bounding_box()["y"] - top) < 3


def test_enter_goes_on_in_the_next_stage_though_it_is_folded_away(open_browser, plan):
    page = visit(open_browser, plan)
    last, following = plan.milestones.get(number=2), plan.milestones.get(number=3)
    page.get_by_role("button", name="Pelaksanaan").click()
    cell(page, last, "who").click()
    is_at(page, "person_in_charge")
    page.keyboard.press("Enter")
    expect(page.locator(f"#tonggak-{following.pk}.mx-open")).to_be_visible()
    is_at(page, "activity", following.activity)


def test_a_stage_folds_away_by_keyboard_and_stays_so(open_browser, plan):
    page = visit(open_browser, plan)
    row = page.locator(f"#tonggak-{plan.milestones.get(number=3).pk}")
    fold = page.get_by_role("button", name="Pelaksanaan")
    fold.focus()
    page.keyboard.press("Enter")
    expect(row).to_be_hidden()
    expect(fold).to_have_attribute("aria-expanded", "false")
    page.reload()
    expect(row).to_be_hidden()
    page.get_by_role("button", name="Pelaksanaan").click()
    expect(row).to_be_visible()
