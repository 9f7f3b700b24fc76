"""What `make bench` measures of a plan's matrix: its page when it is long, its workbook in and out.

Runs on a database that seed_scale has filled.
"""

import resource
import time
from datetime import date

from django.core.files.base import ContentFile

from actionplans import arithmetic
from actionplans.models import ActionPlan, Milestone, PlanImport, Stage
from actionplans.services import imports, journal
from actionplans.workbooks import writing
from innovations.models import Replication
from replikasi.accounts.models import User

LENGTHS = (12, 100, 1000)
YEAR = 2031  # a year that seed_scale leaves alone
KB = 1024


def plan_of(length, year, replication=None):
    """A draft with `length` complete milestones, at the agency of the account skala.staf."""
    staff = User.objects.get(username="skala.staf")
    if replication is None:
        replication = Replication.objects.filter(agency=staff.agency).earliest("pk")
    plan, made = ActionPlan.objects.get_or_create(
        replication=replication, fiscal_year=year, defaults={"created_by": staff}
    )
    if made:
        stages = list(Stage)
        weights = arithmetic.spread(arithmetic.HUNDRED, length)
        Milestone.objects.bulk_create(
            [row(plan, index, stages[index * 3 // length], weights[index], year)
             for index in range(length)],
            batch_size=500,
        )  # fmt: skip
    return plan


def row(plan, index, stage, weight, year):
    start = date(year, 1 + index % 6, 1 + index % 27)
    due = date(year, 7 + index % 6, 1 + index % 27)
    targets = arithmetic.proposed_targets(start, due, year)
    return Milestone(
        plan=plan,
        number=index + 1,
        stage=stage,
        activity=f"Pendampingan kelompok usaha ke-{index + 1}",
        output="Kelompok didampingi",
        indicator="Jumlah kelompok yang didampingi sampai mandiri",
        unit="kelompok",
        target=index % 40 + 1,
        weight=weight,
        start=start,
        due=due,
        person_in_charge="Kepala Bidang UKM",
        related_parties="Kecamatan, Dinas Kominfo",
        budget_line="2.17.03.2.01.01",
        ceiling=1_250_000 + index,
        evidence_expected="Foto kegiatan\nDaftar hadir",
        **dict(zip(Milestone.TARGETS, targets, strict=True)),
    )


def pages():
    """{length: key of a draft with so many milestones}, made where they are missing."""
    return {length: plan_of(length, YEAR + index).pk for index, length in enumerate(LENGTHS)}


# -- the workbook: each step in a process of its own, so that its memory can be told ------------


def export(path, rows):
    plan = plan_of(rows, YEAR + len(LENGTHS))
    path.write_bytes(writing.matrix_workbook(plan))


def preview(path, rows):
    """Into an empty plan, where every row is new."""
    staff = User.objects.get(username="skala.staf")
    plan = plan_of(0, YEAR + len(LENGTHS) + 1)
    upload = ContentFile(path.read_bytes(), name=path.name)
    imports.upload(plan=plan, file=upload, by=staff)


def apply(path, rows):
    last = PlanImport.objects.latest("pk")
    imports.apply(preview=last, by=last.by)


def undo(path, rows):
    last = PlanImport.objects.latest("pk")
    journal.undo_edit(edit=last.edit, by=last.by)


STEPS = {step.__name__: step for step in (export, preview, apply, undo)}


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB


def run_step(name, path, rows):
    """Seconds and growth of this process' peak memory (MB) of one step, as a dict."""
    before, began = peak_mb(), time.monotonic()
    STEPS[name](path, rows)
    return {
        "step": name,
        "rows": rows,
        "seconds": round(time.monotonic() - began, 2),
        "grown_mb": round(peak_mb() - before, 1),
        "peak_mb": round(peak_mb(), 1),
    }
