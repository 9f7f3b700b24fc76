"""A crawl as every role, at 1280 and 360 px: nothing fails, complains, overflows or is dead."""

import re

import pytest

from tests.browser import addresses, auditing
from tests.browser.conftest import DESKTOP, HEIGHT, PHONE

pytestmark = pytest.mark.browser

# The agencies' people are in test_agency_pages.py, so that two workers share the crawl.
PEOPLE = ["litbang", "fasilitator", None]
LIMIT = 400
# The same for everybody, so that one person's visit is enough.
SHARED = ("/akun/",)
# Answered with a file, not with a page.
FILES = ("/bukti/", "/rencana/N/kurva-s.svg", "/admin/innovations/agency/export/")
DOWNLOADS = re.compile(r"\.(xlsx|ics)(\?|$)")


def look(page, alike, width, examined):
    """Sentences on what is wrong with the page that is open, at `width`."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    if alike.startswith(addresses.ADMIN):
        found = page.watch.take()
    elif (alike, width) in examined:
        found = page.watch.take() + auditing.overflowing(page)
    else:
        examined.add((alike, width))
        found = auditing.faults(page, on_phone=width == PHONE)
    return [f"{alike} at {width}: {sentence}" for sentence in found]


@pytest.mark.parametrize("name", PEOPLE, ids=lambda name: name or "anonymous")
def test_every_page_that_a_link_leads_to_is_sound(open_browser, portal, examined, name):
    crawl(open_browser, portal, examined, name)


def crawl(open_browser, portal, examined, name):
    """Visits what links lead to as `name` (None: nobody) and fails on all that is wrong there."""
    page = open_browser(DESKTOP, as_=name)
    frontier = addresses.Frontier(f"{portal}/tugas/" if name else f"{portal}/", portal)
    wrong, ids = [], {}
    while frontier.waiting and len(ids) < LIMIT:
        address = frontier.waiting.pop(0)
        alike = addresses.pattern(address.removeprefix(portal))
        if alike.startswith(SHARED) and (alike, PHONE) in examined:
            continue
        ids[address] = set()
        if alike.startswith(FILES) or DOWNLOADS.search(alike):
            answer = page.request.get(address)
            if answer.status != 200:
                wrong.append(f"{address}: {answer.status}")
            continue
        page.set_viewport_size({"width": DESKTOP, "height": HEIGHT})
        answer = page.goto(address)
        if answer.status != 200:
            wrong.append(f"{address}: {answer.status}")
        ids[address] = set(page.evaluate(addresses.IDS))
        for link in page.evaluate(addresses.LINKS):
            frontier.add(link)
        # A filtered list looks as the whole one does, which is seen at both widths.
        once = alike.startswith(addresses.ADMIN) or "?" in alike
        for width in (DESKTOP,) if once else (DESKTOP, PHONE):
            wrong += look(page, alike, width, examined)
    wrong += [
        f"{address} has no #{fragment}"
        for address, fragments in frontier.fragments.items()
        for fragment in fragments - ids.get(address, fragments)
    ]

    assert len(ids) < LIMIT
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_dark_pages_are_sound_too(open_browser, width):
    page = open_browser(width, as_="litbang", color_scheme="dark")
    found = []
    for address in ("/tugas/", "/dasbor/", "/rencana/5/", "/tonggak/44/", "/laporan/18/", "/akun/"):
        assert page.goto(address).status == 200, address
        found += look(page, f"dark {address}", width, set())

    assert not found, "\n".join(found)


BAD = """<!DOCTYPE html><html lang="id"><title>Contoh</title><main><h1>Contoh</h1>
<p style="width: 2000px">Lebar</p><img src="/static/img/tidak-ada.png"><button>Kecil</button>
<script type="module" src="/static/js/tidak-ada.js"></script></main></html>"""


@pytest.mark.parametrize(
    "sentence", ["CSP style-src", "404 GET", "wider than", "small target", "axe image-alt"]
)
def test_the_crawl_would_notice(open_browser, sentence):
    page = open_browser(PHONE)
    policy = {"Content-Security-Policy": "style-src 'self'"} if "CSP" in sentence else {}
    page.route("**/contoh/", lambda route: route.fulfill(body=BAD, headers=policy, status=200))
    page.goto("/contoh/")

    assert sentence in " ".join(look(page, "/contoh/", PHONE, set()))
