"""Data: milestones, reports and standings of a selection as tidy tables, with their definitions."""

from django.utils import timezone

from actionplans.models import Milestone, PeriodStanding
from replikasi.documents.data import as_csv, as_json, as_xlsx
from replikasi.documents.data.definitions import DEFINITIONS, about, definition_rows
from replikasi.documents.data.milestones import MILESTONES
from replikasi.documents.data.places import REGIONS, batches, plans_of, region_rows
from replikasi.documents.data.quarters import REPORTS, STANDINGS

XLSX, CSV, JSON = "xlsx", "csv", "json"
WRITERS = {XLSX: as_xlsx.write, CSV: as_csv.write, JSON: as_json.write}
# Many CSV files are one archive.
ENDINGS = {XLSX: "xlsx", CSV: "zip", JSON: "json"}
TABLES = (MILESTONES, REPORTS, STANDINGS)
TOLD_EVERY = 250  # rows


def write(user, selection, form, out, tell=None):
    """Write what `user` may see of `selection` to `out`, a binary file; the file's name, or None
    where no approved plan of any year is in the user's scope: nothing is written then.

    `form`: one of WRITERS. `tell(done, total)` is called every TOLD_EVERY rows and at the end; it
    may raise to stop, and may use the database: no cursor is open meanwhile.
    """
    if not PeriodStanding.objects.visible_to(user).exists():
        return None
    told = about(user, selection, TABLES, timezone.now())
    counted = _Counted(tell, weight(user, selection) if tell else 0)
    tables = [
        (DEFINITIONS, definition_rows(TABLES)),
        (REGIONS, region_rows(user, selection)),
        *((table, counted.rows(table, user, selection)) for table in TABLES),
    ]
    WRITERS[form](out, told, tables)
    counted.end()
    return f"data-replikasi-{selection.year}.{ENDINGS[form]}"


def weight(user, selection):
    """How many rows of milestones, reports and standings there are to write; two queries.

    Milestones are counted as they stand: in a plan under revision the approved ones may differ.
    """
    plans = plans_of(user, selection).order_by()
    milestones = Milestone.objects.filter(plan__in=plans.values("plan")).count()
    return milestones + plans.count() * len(selection.periods) * 2


class _Counted:
    """Tells of every so many rows that went through it; `total` never falls below what is done."""

    def __init__(self, tell, total):
        self.tell, self.total, self.done = tell, total, 0

    def rows(self, table, user, selection):
        """The rows of `table`, a batch of plans at a time."""
        for batch in batches(user, selection):
            for row in table.rows(batch):
                yield row
                self.done += 1
                if self.tell and self.done % TOLD_EVERY == 0:
                    self.tell(self.done, max(self.total, self.done))

    def end(self):
        if self.tell:
            self.tell(self.done, self.done)
