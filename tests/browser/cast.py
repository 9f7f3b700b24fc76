"""The demo's people at their browsers, and how a person finds their way about the portal."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from replikasi.common.demo import DEMO_PASSWORD


class Cast:
    """`cast("litbang")` is their page, in a browser of their own; they log in the first time.

    `open_page()` gives a new browser's page, as the fixture `open_browser` does.
    """

    def __init__(self, open_page):
        self.open_page, self.pages = open_page, {}

    def __call__(self, name):
        if name not in self.pages:
            page = self.pages[name] = self.stranger(name)
            page.goto("/")
            page.get_by_role("link", name="Masuk").first.click()
            page.get_by_label("Nama pengguna atau email").fill(name)
            page.get_by_label("Kata sandi", exact=True).fill(DEMO_PASSWORD)
            page.get_by_role("button", name="Masuk", exact=True).click()
            expect(page.get_by_role("heading", name="Tugas saya")).to_be_visible()
        return self.pages[name]

    def stranger(self, name):
        """A page of somebody who is not logged in; `name` finds it again."""
        self.pages[name] = self.open_page()
        return self.pages[name]

    def faults(self):
        """What went wrong at anybody's browser since it was last asked."""
        return [
            f"{name}: {fault}" for name, page in self.pages.items() for fault in page.watch.take()
        ]


@contextmanager
def one_step(request, stopped, *casts):
    """A step of a journey: nothing may go wrong behind it at the browsers of `casts`.

    `stopped` is where the journey stopped, [] or [name of the step]: after a step that failed the
    rest tells nothing new.
    """
    if stopped:
        pytest.skip(f"The journey stopped at {stopped[0]}.")
    failures = request.session.testsfailed
    yield
    found = [fault for cast in casts for fault in cast.faults()]
    if found or request.session.testsfailed > failures:
        stopped.append(request.node.name)
    assert not found, "\n".join(found)


def go(page, label):
    """Through the menu to `label`; on the phone what the bar has no room for is in Lainnya."""
    bar = page.get_by_role("navigation", name=re.compile("^Utama"))
    named = re.compile(f"^{label}")
    expect(bar).to_be_visible()  # or a page that is just coming seems to have no links
    if not bar.get_by_role("link", name=named).count():
        bar.get_by_role("link", name="Lainnya").click()
        bar = page.get_by_role("navigation", name="Semua halaman")
    bar.get_by_role("link", name=named).click()


def most_urgent(page, title):
    """The link of the task that stands first on Tugas saya, called `title`."""
    return page.get_by_role("region", name=title).get_by_role("link")


def confirm(page, label):
    """Press `label` where it asks, and again where it is confirmed (a dialog or a page)."""
    page.get_by_role("link", name=label).click()
    page.get_by_role("button", name=label).click()


def is_told(page, sentence):
    expect(page.get_by_role("status").filter(has_text=sentence)).to_be_visible()


def state(page):
    """The badge beside the page's heading."""
    return page.locator(".head .state")
