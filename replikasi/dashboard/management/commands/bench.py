"""`make bench`: how long the main pages take as each role, with few and with many plans."""

import json
import os
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management.base import BaseCommand
from django.urls import NoReverseMatch, reverse

from actionplans.models import ActionPlan, Milestone, Report
from replikasi.accounts.models import User
from replikasi.dashboard import measure
from replikasi.dashboard.measure import BARE

SIZES = (4, 400, 2056)
REQUESTS = 30
BARE_ADDRESS = "/bench/"  # of common.bench_server
# What is wanted; see the issue that asked for the measurements.
MOST_GROWTH, MOST_BARE, MOST_BYTES, MOST_SEED_SECONDS = 1.3, 4, 30_000, 300
FORBIDDEN = 403


class Command(BaseCommand):
    help = "Measure the main pages as each role; prints a table and writes build/bench.json."

    def add_arguments(self, parser):
        parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of plans")
        parser.add_argument("--requests", type=int, default=REQUESTS, help="of each page")
        parser.add_argument(
            "--targets", action="store_true", help="print sessions and addresses (used by bench)"
        )

    def handle(self, *, sizes, requests, targets, **options):
        if targets:
            self.stdout.write(json.dumps(self.targets()))
            return
        folder = Path(settings.BASE_DIR) / "build"
        url = os.environ.get("DATABASE_URL_BENCH", "")
        servers = []
        for plans in sorted({int(size) for size in sizes.split(",")}):
            self.stdout.write(f"{plans} plans: database and server")
            server = measure.Server(plans, folder / "bench", url)
            server.prepare()
            server.collect_static(servers[0] if servers else None)
            servers.append(server)
        samples = self.asked(servers, requests)
        rows = [self.row(sample, samples) for sample in samples if sample.times]
        found = findings(rows, servers)
        self.print_rows(rows)
        self.print_findings(found, samples)
        path = folder / "bench.json"
        path.write_text(json.dumps([*rows, *found], indent=1, ensure_ascii=False) + "\n")
        self.stdout.write(f"\nWritten to {path.relative_to(settings.BASE_DIR)}")

    def asked(self, servers, requests):
        with ExitStack() as stack:
            for server in servers:
                stack.enter_context(server)
            return measure.measured(
                servers, requests, lambda role: self.stdout.write(f"measured as {role}")
            )

    # -- what is asked --------------------------------------------------------------------------

    def targets(self):
        """A session for the account of each role, and the pages that it opens."""
        return {
            role.value: {
                "cookie": session_of(user),
                "pages": addresses(user),
            }
            for role in User.Role
            for user in User.objects.filter(username=f"skala.{role.value}")
        }

    # -- what is told ---------------------------------------------------------------------------

    @staticmethod
    def row(sample, samples):
        bare = next(
            other
            for other in samples
            if (other.page, other.role, other.plans) == (BARE, sample.role, sample.plans)
        )
        return {
            "page": sample.page,
            "role": sample.role,
            "plans": sample.plans,
            "median_ms": round(sample.median_ms, 1),
            "p95_ms": round(sample.p95_ms, 1),
            "queries": sample.queries,
            "bytes": sample.size,
            "bare_ratio": round(sample.median_ms / bare.median_ms, 2),
        }

    def print_rows(self, rows):
        columns = ("page", "role", "plans", "median_ms", "p95_ms", "queries", "bytes", "bare_ratio")
        self.stdout.write("\n" + line(columns))
        for row in sorted(rows, key=lambda row: (row["page"], row["role"], row["plans"])):
            self.stdout.write(line(row[column] for column in columns))

    def print_findings(self, found, samples):
        self.stdout.write("")
        for finding in found:
            met = finding["value"] <= finding["wanted"]
            mark = self.style.SUCCESS("ok") if met else self.style.ERROR("no")
            where = f" ({finding['where']})" if finding["where"] else ""
            self.stdout.write(
                f"{mark}  {finding['name']}: {finding['value']} {finding['unit']}, "
                f"wanted at most {finding['wanted']}{where}"
            )
        for sample in samples:
            if sample.status not in (200, FORBIDDEN):
                self.stdout.write(
                    self.style.ERROR(
                        f"no  {sample.page} as {sample.role} at {sample.plans} plans answered "
                        f"{sample.status}"
                    )
                )


def line(cells):
    first, second, *rest = map(str, cells)
    return f"{first:<12}{second:<13}" + "".join(f"{cell:>11}" for cell in rest)


def session_of(user):
    """The key of a new session in which `user` is logged in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def addresses(user):
    """{page: address} of what is measured; a page whose route is missing is left out.

    The single plan, milestone and report are the same at every size: those of the first report
    that waits for verification.
    """
    report = Report.objects.visible_to(user).waiting().order_by("pk").first()
    plan = report.plan_id if report else ActionPlan.objects.visible_to(user).earliest("pk").pk
    milestone = Milestone.objects.filter(plan=plan).earliest("number")
    pages = {
        "tugas": ("tasks",),
        "dasbor": ("dashboard",),
        "rencana": ("plan_list",),
        "rencana/id": ("plan", plan),
        "tonggak/id": ("milestone", milestone.pk),
        "laporan": ("report_list",),
        "verifikasi": ("queue",),
    }
    if report:
        pages["laporan/id"] = ("report", report.pk)
    found = {BARE: BARE_ADDRESS}
    for page, (name, *arguments) in pages.items():
        try:
            found[page] = reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return found


def findings(rows, servers):
    """What the wanted limits are held against: each the worst case, and where it was."""
    pages = [row for row in rows if row["page"] != BARE]
    of = {(row["page"], row["role"], row["plans"]): row for row in rows}
    few, many = servers[0].plans, servers[-1].plans
    pairs = [
        (row, of[row["page"], row["role"], few])
        for row in pages
        if row["plans"] == many and (row["page"], row["role"], few) in of
    ]
    grown = [
        f"{large['page']} as {large['role']}: {small['queries']} to {large['queries']}"
        for large, small in pairs
        if large["queries"] > small["queries"]
    ]
    slower = worst(
        (round(large["median_ms"] / small["median_ms"], 2), large) for large, small in pairs
    )
    return [
        finding("pages whose query count grows", "pages", 0, len(grown), "; ".join(grown)),
        finding(
            f"largest median at {many} to median at {few} plans", "times", MOST_GROWTH, *slower
        ),
        finding(
            "largest median to that of the bare page",
            "times",
            MOST_BARE,
            *worst((row["bare_ratio"], row) for row in pages),
        ),
        finding(
            "largest page over the wire",
            "bytes",
            MOST_BYTES,
            *worst((row["bytes"], row) for row in pages),
        ),
        finding(
            f"seed_scale of {many} plans", "s", MOST_SEED_SECONDS, round(servers[-1].seconds, 1)
        ),
    ]


def worst(cases):
    """(value, where) of the largest of (value, row); 0 where there is none."""
    value, row = max(cases, key=lambda case: case[0], default=(0, None))
    return value, f"{row['page']} as {row['role']} at {row['plans']} plans" if row else ""


def finding(name, unit, wanted, value, where=""):
    return {"name": name, "value": value, "unit": unit, "wanted": wanted, "where": where}
