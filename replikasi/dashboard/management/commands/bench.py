"""`make bench`: how long the main pages take as each role, with few and with many plans."""

import json
import os
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import NoReverseMatch, reverse

from actionplans.models import ActionPlan, Milestone, Report
from replikasi.accounts.models import User
from replikasi.dashboard import (
    bench_dashboard,
    bench_findings,
    bench_plans,
    bench_reports,
    measure,
    measure_deadline,
)
from replikasi.dashboard.bench_reports import session_of
from replikasi.dashboard.measure import BARE

SIZES = (4, 400, 2056)
REQUESTS = 30
BARE_ADDRESS = "/bench/"  # of common.bench_server
WORKBOOK_ROWS = 5000
FORBIDDEN = 403


class Command(BaseCommand):
    help = "Measure the main pages as each role; prints a table and writes build/bench.json."

    def add_arguments(self, parser):
        parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of plans")
        parser.add_argument("--requests", type=int, default=REQUESTS, help="of each page")
        parser.add_argument(
            "--targets", action="store_true", help="print sessions and addresses (used by bench)"
        )

        parser.add_argument("--matrices", action="store_true", help="the same for long plans")
        parser.add_argument("--deadline", type=int, metavar="AGENCIES", help="the deadline day")
        parser.add_argument(
            "--workbook", nargs=3, metavar=("STEP", "ROWS", "FILE"), help="one step, measured"
        )

    def handle(self, *, sizes, requests, targets, matrices, deadline, workbook, **options):
        if targets or matrices or deadline or workbook:
            if deadline:
                told = bench_reports.deadline_day(deadline)
                told["reports"] = bench_reports.long_reports()
            elif workbook:
                step, rows, path = workbook
                told = bench_plans.run_step(step, Path(path), int(rows))
            else:
                told = self.targets() if targets else self.matrices()
            self.stdout.write(json.dumps(told))
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
        samples, matrices, steps, dashboard, memory = self.asked(servers, requests)
        self.stdout.write("the deadline day")
        deadline = self.deadline_day(folder / "bench", url)
        rows = [self.row(sample, samples) for sample in samples if sample.times]
        matrices = [self.row(sample, samples) for sample in matrices]
        found = [
            *bench_findings.of_pages(rows, servers),
            *bench_findings.of_plans(matrices, steps),
            *bench_findings.of_deadline(deadline),
            *bench_findings.of_dashboard(dashboard, memory),
        ]
        self.print_rows(rows)
        self.print_plans(matrices, steps)
        self.print_deadline(deadline)
        self.print_dashboard(dashboard)
        self.print_findings(found, samples)
        path = folder / "bench.json"
        kept = [*rows, *matrices, *steps, *deadline, *dashboard, *found]
        path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
        self.stdout.write(f"\nWritten to {path.relative_to(settings.BASE_DIR)}")

    def asked(self, servers, requests):
        with ExitStack() as stack:
            for server in servers:
                stack.enter_context(server)
            targets = {server.plans: server.targets() for server in servers}
            samples = measure.measured(
                servers, targets, requests, lambda role: self.stdout.write(f"measured as {role}")
            )
            asked = bench_dashboard.measured(
                servers, targets, requests, lambda role: self.stdout.write(f"dashboard as {role}")
            )
            dashboard = [bench_dashboard.row(state, sample, asked) for state, sample in asked]
            memory = bench_dashboard.memory(servers[-1], targets)
            self.stdout.write("long plans and their workbook")
            matrices = measure.measured_matrices(servers[0], requests)
        steps = measure.measured_workbook(servers[0], WORKBOOK_ROWS)
        return samples, matrices, steps, dashboard, memory

    @staticmethod
    def deadline_day(folder, url):
        server = measure.Server(measure_deadline.SEEDED, folder, url, quarters=2)
        server.prepare()
        server.collect_static()
        count = measure_deadline.AGENCIES + measure_deadline.ALONE
        cast = json.loads(server.manage("bench", f"--deadline={count}"))
        with server:
            return measure_deadline.measured(server, cast)

    # -- what is asked --------------------------------------------------------------------------

    def targets(self):
        """A session for the account of each role, and the pages that it opens."""
        return {
            role.value: {
                "cookie": session_of(user),
                "pages": addresses(user),
                "dashboard": bench_dashboard.addresses(user),
            }
            for role in User.Role
            for user in User.objects.filter(username=f"skala.{role.value}")
        }

    def matrices(self):
        """A session of the agency, and {number of milestones: address of a draft plan}."""
        pages = {length: reverse("plan", args=[pk]) for length, pk in bench_plans.pages().items()}
        return {
            "cookie": session_of(User.objects.get(username="skala.staf")),
            "pages": pages,
        }

    # -- what is told ---------------------------------------------------------------------------

    @staticmethod
    def row(sample, samples):
        bares = [other for other in samples if (other.page, other.role) == (BARE, sample.role)]
        bare = next((other for other in bares if other.plans == sample.plans), bares[0])
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

    def print_plans(self, matrices, steps):
        columns = ("page", "role", "milestones", "median_ms", "p95_ms", "queries", "bytes")
        self.stdout.write("\n" + line(columns))
        for row in matrices:
            row["milestones"] = row.pop("plans")
            self.stdout.write(line(row[column] for column in columns))
        columns = ("step", "rows", "seconds", "peak_mb", "grown_mb")
        self.stdout.write("\n" + line(columns))
        for step in steps:
            self.stdout.write(line(step[column] for column in columns))

    def print_deadline(self, steps):
        self.stdout.write(f"\n{'deadline day':<32}{'median_ms':>11}{'p95_ms':>11}{'count':>7}")
        for step in steps:
            figures = f"{step['median_ms']:>11}{step['p95_ms']:>11}{step['count']:>7}"
            self.stdout.write(f"{step['step']:<32}{figures}")

    def print_dashboard(self, rows):
        columns = ("page", "role", "state", "plans", "median_ms", "p95_ms", "queries", "bytes")
        self.stdout.write("\n" + line(columns))
        for row in sorted(rows, key=lambda row: tuple(row[column] for column in columns[:4])):
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
