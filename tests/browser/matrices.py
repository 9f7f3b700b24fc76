"""How a person finds their way about the matrix of a plan."""

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP

LONGEST_WAY = 120


def visit(open_browser, plan, width=DESKTOP, as_="koperasi", **options):
    page = open_browser(width, as_=as_, **options)
    page.goto(f"/rencana/{plan.pk}/")
    return page


def activities(page):
    return page.locator(".mx-row .mx-act > a").all_inner_texts()


def stored(plan):
    return list(plan.milestones.order_by("number").values_list("activity", flat=True))


def cell(page, milestone, name):
    return page.locator(f"#tonggak-{milestone.pk} > tr > td.mx-{name}")


def is_at(page, name, value=None):
    """Wait until the cursor is in the box `name` (and the box says `value`)."""
    box = page.locator(f"#id_{name}")
    expect(box).to_be_focused()
    if value is not None:
        expect(box).to_have_value(value)


def tab_to(page, reached):
    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({reached!r})"):
            return
    raise AssertionError(f"{reached} is not reached with Tab")
