"""The crawl of test_pages.py as the agencies' people."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.test_pages import crawl

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["koperasi", "pariwisata.kepala"])
def test_every_page_that_a_link_leads_to_is_sound(open_browser, portal, examined, name):
    crawl(open_browser, portal, examined, name, at=PHONE)
