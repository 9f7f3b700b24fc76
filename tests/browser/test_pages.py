"""A crawl as every role, at 1280 and 360 px: nothing fails, complains, overflows or is dead."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import resolve

from tests.access import table
from tests.browser import addresses, auditing
from tests.browser.conftest import DESKTOP, HEIGHT, PHONE

pytestmark = pytest.mark.browser

# The agencies' people are in test_agency_pages.py, so that two workers share the crawl.
PEOPLE = ["litbang", "fasilitator", None]
LIMIT = 500
ROWS = table.rows()
# Both may open these too, but links of the demo lead one of them alone there.
ONE_SIDED = {"front", "advice_obstacle", "off_days"}
# The same for everybody, so that one person's visit is enough.
SHARED = ("/akun/",)
# Answered with a file, not with a page.
FILES = ("/bukti/", "/admin/innovations/agency/export/")
DOWNLOADS = re.compile(r"\.(xlsx|docx|pptx|csv|json|ics|svg|pdf|zip)(\?|$)")
LINK, ID = re.compile(r'<a [^>]*?\bhref="([^"]*)"'), re.compile(r'<[^>]+? id="([^"]+)"')
# Pages of the admin that are alike for every model.
ALIKE_IN_ADMIN = re.compile(r"/admin/\w+/\w+/(?:N/)?(history|delete|import|export)/")


def is_shared(address):
    """Whether agencies as well as Litbang come there; who may, the table of tests/access says."""
    name = resolve(urlsplit(address).path).url_name
    return name not in ONE_SIDED and any(
        row.name == name and row.expected["staf"] == row.expected["litbang"] == "200"
        for row in ROWS
        if row.method == "GET"
    )


def is_repeated(alike, drawn, examined):
    """Whether it is enough that the portal answers with the page.

    What only filters a list, and Django's own pages, are not drawn again for each person and each
    model of the admin; `drawn` are the kinds of page that this person saw, `examined` what anybody
    saw in this module.
    """
    kind, _, query = alike.partition("?")
    is_first = kind not in drawn
    drawn.add(kind)
    if generic := ALIKE_IN_ADMIN.search(alike):
        kept = generic[1]
    elif query:
        kept = alike
    else:
        return False
    is_known = kept in examined
    examined.add(kept)
    return is_known and (bool(generic) or not is_first)


def read(answer, address):
    """Links and ids of a page that is not drawn."""
    text = answer.text()
    links = [urljoin(address, unescape(link)) for link in LINK.findall(text)]
    return links, set(ID.findall(text))


def resize(page, width):
    if page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": HEIGHT})


def look(page, alike, width, examined, *, with_axe=True):
    """Sentences on what is wrong with the page that is open, at `width`.

    The first of a kind is examined more closely; a list as it was filtered is of the list's kind.
    """
    resize(page, width)
    kind = alike.partition("?")[0]
    found = page.watch.take()
    if not alike.startswith(addresses.ADMIN):
        found += auditing.overflowing(page)
        if (kind, width) not in examined:
            examined.add((kind, width))
            found += auditing.small_targets(page) if width == PHONE else []
            found += auditing.axe_findings(page) if with_axe else []
    return [f"{alike} at {width}: {sentence}" for sentence in found]


@pytest.mark.parametrize("name", PEOPLE, ids=lambda name: name or "anonymous")
def test_every_page_that_a_link_leads_to_is_sound(open_browser, portal, examined, name):
    crawl(open_browser, portal, examined, name, at=DESKTOP)


def crawl(open_browser, portal, examined, name, *, at):
    """Visits what links lead to as `name` (None: nobody) and fails on all that is wrong there.

    Pages that officers and agencies share are given to axe at the width `at` alone: the others
    do so at the other width.
    """
    page = open_browser(DESKTOP, as_=name)
    frontier = addresses.Frontier(f"{portal}/tugas/" if name else f"{portal}/", portal)
    wrong, ids, drawn = [], {}, set()
    while frontier.waiting and len(ids) < LIMIT:
        address = frontier.waiting.pop(0)
        alike = addresses.pattern(address.removeprefix(portal))
        if alike.startswith(SHARED) and (alike, PHONE) in examined:
            continue
        is_file = bool(alike.startswith(FILES) or DOWNLOADS.search(alike))
        is_drawn = not is_file and not is_repeated(alike, drawn, examined)
        if is_drawn:
            resize(page, DESKTOP)
            answer = page.goto(address)
            links, ids[address] = page.evaluate(addresses.LINKS), set(page.evaluate(addresses.IDS))
        else:
            answer = page.request.get(address)
            links, ids[address] = ([], set()) if is_file else read(answer, address)
        if answer.status != 200:
            wrong.append(f"{address}: {answer.status}")
        for link in links:
            frontier.add(link)
        if not is_drawn or answer.status != 200:
            continue
        # A filtered list looks as the whole one does, once that is seen at both widths.
        seen = ("?" in alike) and (alike.partition("?")[0], PHONE) in examined
        once = alike.startswith(addresses.ADMIN) or seen
        for width in (DESKTOP,) if once else (DESKTOP, PHONE):
            with_axe = width == at or not is_shared(address)
            wrong += look(page, alike, width, examined, with_axe=with_axe)
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
