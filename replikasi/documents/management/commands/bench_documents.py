"""The part of `make bench` that measures documents; above the dashboard, as documents are."""

import json
import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from replikasi.dashboard import measure
from replikasi.documents import bench_documents
from replikasi.documents.bench_documents import OF_A_PLAN, SELECTION, SELECTIONS

TABLE = "Dokumen"
COLUMNS = ("document", "form", "size", "of", "first_s", "warm_s", "grown_mb", "bytes")


class Command(BaseCommand):
    help = "Measure each document; prints a table and adds it to build/bench.json."

    def add_arguments(self, parser):
        parser.add_argument(
            "--one",
            nargs=3,
            metavar=("DOCUMENT", "FORM", "SIZE"),
            help="one document, measured in this process (used by bench)",
        )

        parser.add_argument("--plans", action="store_true", help="make the plans it measures")
        parser.add_argument("--advice", action="store_true", help="date the notes it prints")

    def handle(self, *, one, plans, advice, **options):
        if plans or advice:
            (bench_documents.make_plans if plans else bench_documents.date_advice)()
            return
        if one:
            name, form, size = one
            self.stdout.write(json.dumps(bench_documents.run(name, form, int(size))))
            return
        folder = Path(settings.BASE_DIR) / "build"
        rows = self.measured(folder / "bench", os.environ.get("DATABASE_URL_BENCH", ""))
        found = bench_documents.findings(rows)
        self.print_rows(rows)
        self.print_findings(found)
        path = folder / "bench.json"
        keep(path, [*rows, *found])
        self.stdout.write(f"\nAdded to {path.relative_to(settings.BASE_DIR)}")

    def measured(self, folder, url):
        servers = {}
        for plans in (OF_A_PLAN, *SELECTIONS):
            self.stdout.write(f"{plans} plans: database")
            servers[plans] = measure.Server(plans, folder, url)
            servers[plans].prepare()
            step = "--plans" if plans == OF_A_PLAN else "--advice"
            servers[plans].manage("bench_documents", step, debug=False)
        rows = []
        for line in bench_documents.lines():
            for size in line.sizes:
                server = servers[size if line.of == SELECTION else OF_A_PLAN]
                rows += [self.one(server, line.name, form, size) for form in line.forms]
            self.stdout.write(f"measured {line.name}")
        return rows

    @staticmethod
    def one(server, name, form, size):
        """In a process of its own, so that its memory can be told."""
        words = ("--one", name, form, str(size))
        return json.loads(server.manage("bench_documents", *words, debug=False))

    def print_rows(self, rows):
        self.stdout.write(f"\n{TABLE}\n{line(COLUMNS)}")
        for row in rows:
            self.stdout.write(line(row[column] for column in COLUMNS))

    def print_findings(self, found):
        self.stdout.write("")
        for one in found:
            met = one["value"] <= one["wanted"]
            mark = self.style.SUCCESS("ok") if met else self.style.ERROR("no")
            where = f" ({one['where']})" if one["where"] else ""
            self.stdout.write(
                f"{mark}  {one['name']}: {one['value']} {one['unit']}, "
                f"wanted at most {one['wanted']}{where}"
            )


def line(cells):
    first, *rest = map(str, cells)
    return f"{first:<14}" + "".join(f"{cell:>11}" for cell in rest)


def keep(path, rows):
    """Add `rows` to the list in the JSON file `path`, in place of those of an earlier run."""
    kept = json.loads(path.read_text()) if path.exists() else []
    kept = [row for row in kept if row.get("table") != TABLE]
    kept += [{"table": TABLE, **row} for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
