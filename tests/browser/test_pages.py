"""A crawl as every role, at 1280 and 360 px: nothing fails, complains, overflows or is dead."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import addresses
from tests.browser.conftest import DESKTOP, HEIGHT, PHONE

pytestmark = pytest.mark.browser

PEOPLE = ["koperasi", "pariwisata", "pendidikan.kepala", "litbang", "fasilitator"]
PEOPLE += ["pimpinan", "admin", None]
LIMIT = 400
# Answered with a file, not with a page.
FILES = ("/bukti/", "/rencana/N/kurva-s.svg", "/admin/innovations/agency/export/")

AXE = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
    },
    "rules": {"target-size": {"enabled": True}},
}
# What sticks out of the page, the innermost first; none where the page does not scroll sideways.
OVERFLOW = """() => document.documentElement.scrollWidth <= window.innerWidth ? []
  : [...document.querySelectorAll("body *")].reverse()
    .map((one) => [one.getBoundingClientRect().right - window.innerWidth, one])
    .filter(([over, one]) => over > 0.5 && !one.closest(".visually-hidden, .skip"))
    .map(([over, one]) => `${one.tagName} ${one.className} ${over} px`).slice(0, 4)
"""
# A finger needs 44 px; what stands inside a sentence or a table cell is excepted.
SMALL = """() => [...document.querySelectorAll("button, .btn, select, input, textarea, summary, nav a")]
  .filter((one) => !one.closest(".visually-hidden, .skip, td, .crumb")
    && !["hidden", "checkbox", "radio", "range"].includes(one.type) && one.checkVisibility())
  .map((one) => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.width > 1 && box.height > 0 && box.height < 43.5)
  .map(([box, one]) => `${one.tagName} ${one.className} "${one.innerText || one.name}" ${box.height} px`)
"""


@pytest.fixture(scope="module")
def examined():
    """(pattern, width) that axe has seen already; the roles' pages share their templates."""
    return set()


def axe_findings(page):
    response = Axe().run(page, options=AXE).response
    return [
        f"axe {found['id']}: {found['help']}: "
        + "; ".join(node["html"][:160] for node in found["nodes"][:3])
        for found in response["violations"]
    ]


def look(page, alike, width, examined):
    """Sentences on what is wrong with the page that is open, at `width`."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    found = page.watch.take()
    ours = not alike.startswith(addresses.ADMIN)
    if ours:
        found += [f"wider than the screen: {one}" for one in page.evaluate(OVERFLOW)]
    if ours and width == PHONE:
        found += [f"small target: {one}" for one in page.evaluate(SMALL)]
    if ours and (alike, width) not in examined:
        examined.add((alike, width))
        found += axe_findings(page)
        page.watch.take()  # axe itself trips the policy
    return [f"{alike} at {width}: {sentence}" for sentence in found]


@pytest.mark.parametrize("name", PEOPLE, ids=lambda name: name or "anonymous")
def test_every_page_that_a_link_leads_to_is_sound(open_browser, portal, examined, name):
    page = open_browser(DESKTOP, as_=name)
    frontier = addresses.Frontier(f"{portal}/tugas/" if name else f"{portal}/", portal)
    wrong, ids = [], {}
    while frontier.waiting and len(ids) < LIMIT:
        address = frontier.waiting.pop(0)
        alike = addresses.pattern(address.removeprefix(portal))
        ids[address] = set()
        if alike.startswith(FILES):
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
        for width in (DESKTOP,) if alike.startswith(addresses.ADMIN) else (DESKTOP, PHONE):
            wrong += look(page, alike, width, examined)
    wrong += [
        f"{address} has no #{fragment}"
        for address, fragments in frontier.fragments.items()
        for fragment in fragments - ids.get(address, fragments)
    ]

    print(name, len(ids), sorted(frontier.samples.items()))
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
