"""The portal's own addresses as a crawl sees them: which are alike, which wait to be visited."""

import re
from urllib.parse import parse_qsl, urlsplit

SAMPLES = 1
# Of a list as somebody filtered or sorted it one is enough.
FILTERED_SAMPLES = 1
# And so many ways to filter and sort it.
WAYS = 3
# Django's own pages: one of each, without each way to sort and filter and each past version.
ADMIN = "/admin/"
PAST_VERSION = re.compile(r"/history/\d+/")
# Run by the page, in the browser: every link with the text that names it.
LINKS = """() => [...document.querySelectorAll("a[href]")].map((a) => a.href)"""
IDS = """() => [...document.querySelectorAll("[id]")].map((element) => element.id)"""


def pattern(address):
    """`/rencana/N/?tahun` for `/rencana/12/?tahun=2026`: what two pages alike have in common."""
    parts = urlsplit(address)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    path = re.sub(r"(?<=/)[\d.]+(?=/)", "N", parts.path)
    return path + ("?" + "&".join(names) if names else "")


class Frontier:
    """Addresses still to be visited: at most `SAMPLES` of a pattern, each once."""

    def __init__(self, start, origin):
        self.origin = origin
        self.waiting, self.known, self.samples, self.ways = [], set(), {}, {}
        self.fragments = {}  # address: the places in it that somebody links to
        self.add(start)

    def add(self, link):
        address, _, fragment = link.partition("#")
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            return
        if fragment:
            self.fragments.setdefault(address, set()).add(fragment)
        alike = pattern(address)
        is_admin = parts.path.startswith(ADMIN)
        if address in self.known or (is_admin and (parts.query or PAST_VERSION.search(address))):
            return
        most = FILTERED_SAMPLES if is_admin or parts.query else SAMPLES
        if self.samples.get(alike, 0) == most:
            return
        kind = alike.partition("?")[0]
        ways = self.ways.setdefault(kind, set())
        if "?" in alike and alike not in ways and len(ways) == WAYS:
            return
        ways.add(alike)
        self.samples[alike] = self.samples.get(alike, 0) + 1
        self.known.add(address)
        self.waiting.append(address)
