"""A dashboard left open: new figures come by themselves where nothing moves, else they are offered.

And the slides of the meeting room: by keys, by links and by a swipe.
"""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from actionplans.models import ActionPlan
from innovations.models import Agency
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser

OFFER, SHOW = "Ada angka baru.", "Tampilkan"
STEP = 20
OVER = "Sesi Anda sudah berakhir"


@pytest.fixture
def opened(open_browser):
    """`opened("/dasbor/")`: the page as the leader has it open; its clock is in our hands, and
    `page.asked` are the states of the answers that it fetched by itself."""

    def open_(address="/dasbor/", width=DESKTOP, **options):
        page = open_browser(width, as_="pimpinan", **options)
        page.clock.install()
        page.asked, page.under_way = [], set()
        page.on("request", lambda asked: page.under_way.add(asked) if is_own(asked) else None)
        for end in ("requestfinished", "requestfailed"):
            page.on(end, lambda asked: page.under_way.discard(asked))
        page.goto(address)
        page.on("response", lambda answer: note(page, answer))
        return page

    def is_own(asked):
        return "hx-request" in asked.headers

    def note(page, answer):
        path = answer.url.partition("?")[0]
        if is_own(answer.request) and not path.endswith("/sejak/"):
            page.asked.append(answer.status)

    return open_


@pytest.fixture
def rename():
    """`rename("DKU")`: somebody changes a name that the dashboard shows."""
    plan = ActionPlan.objects.filter(fiscal_year=2026).order_by("pk").first()
    agency = plan.replication.agency

    def to(name):
        Agency.objects.filter(pk=agency.pk).update(short_name=name)

    yield to
    to(agency.short_name)


def left_alone(page, seconds=61):
    """The page's clock goes on; nobody touches anything. Gives the states of what it fetched."""
    before = len(page.asked)
    # In steps shorter than its patience with the server, which answers by another clock.
    for step in range(0, seconds, STEP):
        page.clock.run_for(min(STEP, seconds - step) * 1000)
        for _ in range(200):
            page.evaluate("fetch('/sehat/').then((answer) => answer.text())")
            if not page.under_way:
                break
    return page.asked[before:]


def hide(page, is_hidden):
    """As if another tab came before this one, or left it free again."""
    page.evaluate(
        """(isHidden) => {
          Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        is_hidden,
    )


def moment(page):
    return page.locator("[data-as-of]").inner_text()


def test_what_is_chosen_goes_with_every_link_and_back_again(open_browser):
    page = open_browser(DESKTOP, as_="pimpinan")
    page.goto("/dasbor/")
    around = page.locator("#dasbor-tab nav:visible a, #dasbor-paparan a")
    before = around.evaluate_all("(links) => links.map((link) => link.search)")
    chosen = page.locator("#id_innovation option").nth(1).get_attribute("value")

    page.select_option("#id_innovation", chosen)

    expect(around.last).to_have_attribute("href", re.compile(f"innovation={chosen}"))
    links = around.evaluate_all("(links) => links.map((link) => link.search)")
    assert len(links) == 9
    assert all(f"innovation={chosen}" in link for link in links)
    page.go_back()
    expect(around.last).not_to_have_attribute("href", re.compile("innovation="))
    assert around.evaluate_all("(links) => links.map((link) => link.search)") == before
    assert page.watch.take() == []


def test_while_nothing_changes_it_asks_for_an_empty_answer(opened):
    page = opened()
    before = moment(page)

    assert left_alone(page) == [304]
    assert left_alone(page) == [304]

    assert page.get_by_text(OFFER).count() == 0
    assert before
    assert page.watch.take() == []


def test_new_figures_come_by_themselves_when_nobody_is_there(opened, rename):
    page = opened()
    rename("Dinas Sunyi")
    left_alone(page, 125)

    expect(page.locator("#dasbor")).to_contain_text("Dinas Sunyi")
    assert page.get_by_text(OFFER).count() == 0
    expect(page.locator("[data-live-said]")).to_contain_text("Angka diperbarui, keadaan pukul")
    assert page.watch.take() == []


def test_who_reads_is_offered_them_and_nothing_moves(opened, rename):
    page = opened()
    heading = page.locator("#perhatian")
    heading.scroll_into_view_if_needed()
    page.mouse.move(200, 200)
    page.mouse.wheel(0, 60)
    height = page.evaluate("document.documentElement.scrollHeight")
    rename("Dinas Tenang")
    left_alone(page, 50)
    page.mouse.move(220, 210)
    left_alone(page, 20)

    expect(page.get_by_text(OFFER)).to_be_visible()
    expect(page.locator("#dasbor")).not_to_contain_text("Dinas Tenang")
    assert page.evaluate("document.documentElement.scrollHeight") == height

    at = heading.bounding_box()["y"]
    page.get_by_role("button", name=SHOW).click()

    expect(page.locator("#dasbor")).to_contain_text("Dinas Tenang")
    expect(page.get_by_text(OFFER)).to_have_count(0)
    assert abs(heading.bounding_box()["y"] - at) < 2
    assert page.watch.take() == []


def test_what_was_opened_and_where_the_keys_were_stay(opened, rename):
    page = opened()
    summary = page.locator("#dasbor summary", has_text="Tabel angka kurva")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#dasbor details[open]")).to_have_count(1)
    rename("Dinas Fokus")
    left_alone(page, 61)
    page.get_by_role("button", name=SHOW).click()

    expect(page.locator("#dasbor")).to_contain_text("Dinas Fokus")
    expect(page.locator("#dasbor details[open]")).to_have_count(1)

    summary.focus()
    rename("Dinas Fokus Lagi")
    left_alone(page, 30)
    page.evaluate("scrollTo(0, 0)")
    hide(page, True)
    hide(page, False)
    expect(page.locator("#dasbor")).to_contain_text("Dinas Fokus Lagi")
    expect(summary).to_be_focused()


def test_a_hidden_tab_asks_nothing_and_at_once_when_it_is_seen_again(opened, rename):
    page = opened()
    hide(page, True)
    rename("Dinas Kembali")
    page.clock.run_for(600_000)
    assert page.asked == []

    hide(page, False)

    expect(page.locator("#dasbor")).to_contain_text("Dinas Kembali")
    assert page.asked == [200]


def test_words_half_typed_are_never_lost(opened, rename):
    page = opened()
    page.get_by_label("Triwulan").focus()
    rename("Dinas Ketik")
    left_alone(page, 125)

    expect(page.get_by_text(OFFER)).to_be_visible()
    expect(page.get_by_label("Triwulan")).to_be_focused()


def test_the_chosen_quarter_is_what_is_kept_fresh(opened, rename):
    page = opened()
    page.get_by_label("Triwulan").select_option("2")
    expect(page).to_have_url(re.compile("quarter=2"))
    expect(page.locator("#dasbor")).to_contain_text("TW II 2026")
    page.asked.clear()

    assert left_alone(page) == [304]
    page.get_by_label("Triwulan").blur()
    rename("Dinas Pilihan")
    left_alone(page)
    left_alone(page)

    expect(page.locator("#dasbor")).to_contain_text("Dinas Pilihan")
    expect(page.locator("#dasbor")).to_contain_text("TW II 2026")


def test_it_asks_less_and_less_of_a_server_that_fails(opened, rename):
    page = opened()
    page.watch.expect(503)
    page.route("**/dasbor/**", lambda route: route.fulfill(status=503, body=""))
    assert left_alone(page) == [503]
    assert left_alone(page, 61) == []
    assert left_alone(page, 61) == [503]
    page.unroute("**/dasbor/**")
    rename("Dinas Pulih")
    left_alone(page, 250)

    expect(page.locator("#dasbor")).to_contain_text("Dinas Pulih")


def test_when_the_session_has_ended_it_says_so_and_stops(opened):
    page = opened()
    key = next(cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    Session.objects.filter(pk=key["value"]).delete()

    left_alone(page)

    expect(page.get_by_text(OVER)).to_be_visible()
    link = page.get_by_role("link", name="Masuk lagi")
    assert link.get_attribute("href").endswith("?next=%2Fdasbor%2F")
    assert left_alone(page, 600) == []
    expect(page.locator("h1")).to_have_text("Dasbor program")


# -- slides ---------------------------------------------------------------------------------------


def place(page):
    return page.locator("[data-deck-place]")


def test_slides_by_keys(opened):
    page = opened("/dasbor/paparan/")
    expect(page.locator("h1")).to_have_text("Keadaan program")
    for key, at in (
        ("ArrowRight", 2),
        ("PageDown", 3),
        ("Space", 4),
        ("ArrowLeft", 3),
        ("PageUp", 2),
        ("End", 5),
        ("ArrowRight", 5),
        ("Home", 1),
        ("ArrowLeft", 1),
    ):
        page.keyboard.press(key)
        expect(place(page)).to_have_text(f"{at} dari 5")
        expect(page).to_have_url(re.compile(f"ke={at}$"))
    expect(page.locator("[data-deck-said]")).to_contain_text("1 dari 5: Keadaan program")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/dasbor/\?"))
    assert page.watch.take() == []


def test_two_presses_in_a_hurry_are_two_steps(opened):
    page = opened("/dasbor/paparan/")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    expect(place(page)).to_have_text("3 dari 5")


def test_a_slide_left_on_the_wall_is_fresh(opened):
    page = opened("/dasbor/paparan/?ke=2")
    title = page.locator("h1").inner_text()
    plan = next(
        plan
        for plan in ActionPlan.objects.filter(fiscal_year=2026)
        if plan.replication.title == title
    )
    plan.replication.__class__.objects.filter(pk=plan.replication_id).update(local_name="Nama Baru")
    left_alone(page, 125)

    expect(page.locator("h1")).to_have_text("Nama Baru")
    plan.replication.__class__.objects.filter(pk=plan.replication_id).update(
        local_name=plan.replication.local_name
    )


SIZES = """() => [...document.querySelectorAll("#dasbor *, .deck-said")]
  .filter((element) => element.checkVisibility() && [...element.childNodes]
    .some((node) => node.nodeType === 3 && node.textContent.trim())
    && !element.classList.contains("visually-hidden"))
  .map((element) => {
    const scale = element.ownerSVGElement
      ? element.ownerSVGElement.getScreenCTM().a : 1;
    return [parseFloat(getComputedStyle(element).fontSize) * scale, element.textContent.trim(),
      !!element.closest(".val") && !element.closest("small, .absent"), !!element.ownerSVGElement];
  })"""


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (3840, 2160)])
def test_a_slide_is_read_from_five_metres(opened, width, height):
    page = opened("/dasbor/paparan/", width=width)
    page.set_viewport_size({"width": width, "height": height})
    for at in range(1, 6):
        page.goto(f"/dasbor/paparan/?ke={at}")
        page.evaluate("document.fonts.ready.then(() => null)")
        sizes = page.evaluate(SIZES)
        # The scale of a drawing may be a little smaller than what is read.
        small = [
            (size, text)
            for size, text, _, is_drawn in sizes
            if size < (24 if is_drawn else 28) * width / 1920 - 0.1
        ]
        figures = [size for size, _, is_figure, _ in sizes if is_figure]
        assert small == []
        assert figures
        assert min(figures) >= 72 * width / 1920
        overflow = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert overflow == [width, height]


def test_slides_without_javascript(open_browser):
    page = open_browser(as_="pimpinan", java_script_enabled=False)
    page.goto("/dasbor/paparan/")
    page.get_by_role("link", name="Berikutnya").click()
    expect(place(page)).to_have_text("2 dari 5")
    page.get_by_role("link", name="Sebelumnya").click()
    expect(place(page)).to_have_text("1 dari 5")
    page.get_by_role("link", name="Keluar dari paparan").click()
    expect(page.locator("h1")).to_have_text("Dasbor program")


def test_slides_by_a_swipe_on_a_phone(opened):
    page = opened("/dasbor/paparan/", width=PHONE, has_touch=True)
    swipe = """([from, to]) => {
      const touch = (x) => new Touch(
        { identifier: 1, target: document.body, clientX: x, clientY: 300 });
      const send = (type, x, touches) => document.body.dispatchEvent(
        new TouchEvent(type, { touches, changedTouches: [touch(x)], bubbles: true }));
      send("touchstart", from, [touch(from)]);
      send("touchend", to, []);
    }"""
    page.evaluate(swipe, [300, 100])
    expect(place(page)).to_have_text("2 dari 5")
    page.evaluate(swipe, [100, 300])
    expect(place(page)).to_have_text("1 dari 5")


def test_all_slides_are_printed_one_a_page(opened):
    page = opened("/dasbor/paparan/?ke=semua")
    paper = page.pdf(prefer_css_page_size=True)

    assert paper.count(b"/Type /Page\n") == 5
