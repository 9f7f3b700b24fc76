"""The picture of the README; it is written only where UPDATE_SCREENSHOT=1 asks for it."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP

pytestmark = pytest.mark.browser

PICTURE = Path("docs/img/dashboard.png")


def test_the_readme_shows_the_dashboard(open_browser):
    page = open_browser(DESKTOP, as_="litbang", color_scheme="light", reduced_motion="reduce")
    page.goto("/dasbor/")
    expect(page.get_by_role("heading", name="Empat replikasi")).to_be_visible()
    page.evaluate("document.fonts.ready")
    if os.environ.get("UPDATE_SCREENSHOT") == "1":
        page.screenshot(path=settings.BASE_DIR / PICTURE)

    assert f"({PICTURE})" in (settings.BASE_DIR / "README.md").read_text()
    assert (settings.BASE_DIR / PICTURE).exists()
