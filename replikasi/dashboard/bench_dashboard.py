"""What `make bench` measures of the dashboard: pages drawn anew, pages as kept, and visits again.

A page is drawn anew when the records have changed since a worker last drew it: before each such
request a pulse is left in the database, as any change leaves one.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg2
from django.urls import NoReverseMatch, reverse

from actionplans.models import PeriodStanding
from replikasi.dashboard.measure import BARE, WARM_UP, WORKERS, Sample

# Page: name of its address; those of one plan and of one innovation take its key.
PAGES = {
    "ringkasan": "dashboard",
    "mengapa": "programme_why",
    "rekap": "recap",
    "perhatian": "attention",
    "peringkat": "ranking",
    "deviasi": "deviation_report",
    "banding": "comparison",
    "paparan": "presentation",
    "katalog": "innovation_list",
    "kurva": "selection_curve",
}
OF_A_PLAN = {"mengapa/id": "why", "kurva/id": "plan_curve"}
# Of the innovation of that plan: with 2056 plans it has 514 adopters.
OF_AN_INNOVATION = {
    "inovasi/id": "innovation",
    "pengadopsi": "adopters",
    "adaptasi": "adaptation_matrix",
}
ANEW, KEPT, AGAIN = "baru", "tersimpan", "304"
DRAWN_ANEW = 6  # requests of each page
MANY, FEW = 1000, 100  # requests between which a worker's memory may hardly grow
PULSE = "INSERT INTO accounts_pulse {}"


def addresses(user):
    """{page: address} of the dashboard's pages, as `user` opens them."""
    found = {}
    standings = PeriodStanding.objects.visible_to(user).select_related("plan__replication")
    plan = standings.earliest("plan", "pk").plan
    innovation = plan.replication.innovation_id
    asked = [(page, name, []) for page, name in PAGES.items()]
    asked += [(page, name, [plan.pk]) for page, name in OF_A_PLAN.items()]
    asked += [(page, name, [innovation]) for page, name in OF_AN_INNOVATION.items()]
    for page, name, arguments in asked:
        try:
            found[page] = reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return found


def change(server):
    """Leave a pulse in the database of `server`, so that what was kept is old."""
    if server.url.startswith("sqlite"):
        path = server.url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, timeout=20)) as connection, connection:
            connection.execute(PULSE.format("DEFAULT VALUES"))
    else:
        with (
            closing(psycopg2.connect(server.url)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(PULSE.format("DEFAULT VALUES"))


def measured(servers, targets, requests, report):
    """[(state, Sample)] of every page of the dashboard as every role at every size.

    `state`: ANEW, KEPT or AGAIN; the bare page is asked in between as every role.
    """
    samples = []
    for role in next(iter(targets.values())):
        for page in [BARE, *next(iter(targets.values()))[role]["dashboard"]]:
            rounds = []
            for server in servers:
                told = targets[server.plans][role]
                address = told["pages" if page == BARE else "dashboard"][page]
                rounds.append((server, address, told["cookie"]))
            samples += _of_page(page, role, rounds, requests)
        report(role)
    return samples


def _of_page(page, role, rounds, requests):
    states = (KEPT,) if page == BARE else (ANEW, KEPT, AGAIN)
    found = {
        (server.plans, state): Sample(page, role, server.plans)
        for server, _, _ in rounds
        for state in states
    }
    if ANEW in states:
        for _ in range(DRAWN_ANEW):
            for server, address, cookie in rounds:
                change(server)
                server.ask(address, cookie, found[server.plans, ANEW])
    tags = {}
    for server, address, cookie in rounds:
        for _ in range(WARM_UP):  # every worker draws it once
            response, _, _ = server.get(address, cookie)
        tags[server.plans] = response.getheader("ETag") or ""
    for _ in range(requests):
        for server, address, cookie in rounds:
            server.ask(address, cookie, found[server.plans, KEPT])
            if AGAIN in states and tags[server.plans]:
                server.ask(address, cookie, found[server.plans, AGAIN], tags[server.plans])
    return [(state, sample) for (_, state), sample in found.items() if sample.times]


def row(state, sample, asked):
    """What is printed of a sample; `asked` are all [(state, Sample)], the bare pages among them."""
    bare = next(
        other
        for _, other in asked
        if (other.page, other.role, other.plans) == (BARE, sample.role, sample.plans)
    )
    return {
        "page": sample.page,
        "role": sample.role,
        "state": state,
        "plans": sample.plans,
        "median_ms": round(sample.median_ms, 1),
        "p95_ms": round(sample.p95_ms, 1),
        "queries": sample.queries,
        "bytes": sample.size,
        "bare_ratio": round(sample.median_ms / bare.median_ms, 2),
    }


def memory(server, targets):
    """(peak of a worker after FEW requests, after MANY), MB: pages of all roles, changing."""
    asked = [
        (address, told["cookie"])
        for told in targets[server.plans].values()
        for address in told["dashboard"].values()
    ]
    # Both workers shall have drawn every page once before the first reading.
    for address, cookie in asked:
        for _ in range(WORKERS):
            server.get(address, cookie)
    for number in range(FEW):
        server.get(*asked[number % len(asked)])
    few = _peak_mb(server)
    for number in range(FEW, MANY):
        if number % len(asked) == 0:
            change(server)
        server.get(*asked[number % len(asked)])
    return few, _peak_mb(server)


def _peak_mb(server):
    """The largest peak (VmHWM) of the workers of `server`, MB."""
    master = server.process.pid
    peaks = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if re.search(rf"^PPid:\t{master}$", text, re.MULTILINE):
            peaks.append(int(re.search(r"^VmHWM:\s+(\d+)", text, re.MULTILINE)[1]) / 1024)
    return round(max(peaks), 1)
