"""What `make bench` measures of documents: seconds, additional memory and size of each.

A Line is a document; each of its forms and sizes is measured in a process of its own, on a database
that seed_scale has filled. A new document is a line more in `lines`.
"""

import io
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from datetime import time as clock
from pathlib import Path
from statistics import median

from django.utils import timezone

from actionplans.models import (
    ActionPlan,
    Comment,
    Evidence,
    Milestone,
    PeriodStanding,
    PlanVersion,
    ProgressUpdate,
    Report,
    Verification,
)
from actionplans.services import plans, reports, verification
from innovations.models import Innovation, Replication
from replikasi.accounts.models import User
from replikasi.dashboard import bench_plans
from replikasi.dashboard.bench_findings import finding

from .compiled import COMPILED, selection_of, untold
from .gathering import action_plan, evidence, minutes, quarter_report
from .kinds import DOCX, PDF, RENDERERS, XLSX

KB, MB = 1024, 1024 * 1024
# Plans of the databases: that of documents of one plan, those of documents of a selection.
OF_A_PLAN = 8
SELECTIONS = (4, 2056)
MILESTONES = (12, 300)
ARCHIVES = (10, 1024)  # MB of evidence
PIECE_MB = 8
QUARTER = 3
WARM_RUNS, WARM_SECONDS = 5, 8
# What is wanted; see the issue that asked for the documents.
MOST_REPORT_MS, MOST_DATA_MB, MOST_ARCHIVE_MB = 150, 100, 5
PLAN, SELECTION, ARCHIVE = "tonggak", "rencana", "MB bukti"
SIZES = {PLAN: MILESTONES, SELECTION: SELECTIONS, ARCHIVE: ARCHIVES}


@dataclass(frozen=True)
class Line:
    """A document. `subject(size)`: what it is of, found before anything is measured;
    `make(subject, form)`: how many bytes it has. `of` says what its sizes count, a key of SIZES."""

    name: str
    forms: tuple
    of: str
    subject: Callable
    make: Callable

    @property
    def sizes(self):
        return SIZES[self.of]


def lines():
    """Every Line; those of a Paper of a plan by `plan_paper`."""
    return (
        plan_paper("rencana aksi", action_plan.gathered, _version),
        plan_paper("laporan", quarter_report.gathered, _report, (PDF, XLSX, DOCX)),
        plan_paper("berita acara", minutes.gathered, _decision, (PDF,)),
        *map(_compiled, COMPILED.values()),
        Line("bukti", ("zip",), ARCHIVE, _pieces, _archive),
    )


def plan_paper(name, gathered, subject, forms=(PDF, XLSX)):
    """The Line of a Paper that `gathered(subject(milestones))` gives."""
    return Line(
        name, forms, PLAN, subject, lambda found, form: len(RENDERERS[form](gathered(found)))
    )


def _compiled(document):
    """The Line of a document of a selection."""

    def make(found, form):
        out = _Length()
        document.write(*found, form, out, untold)
        return out.length

    return Line(document.key, document.forms, SELECTION, _selection, make)


# -- what they are of ---------------------------------------------------------------------------


def _selection(size):
    """(who sees all, the third quarter of the seeded year)."""
    year = PeriodStanding.objects.latest("period__year").period.year
    query = {"year": str(year), "quarter": str(QUARTER)}
    return User.objects.get(username="skala.admin"), selection_of(query)


def date_advice():
    """Seeded notes bear the day of the seeding; as of the measured quarter they are printed."""
    period = _selection(None)[1].period
    moment = datetime.combine(period.starts, clock(12), timezone.get_current_timezone())
    Comment.objects.update(created_at=moment)


def make_plans():
    """The plans of MILESTONES that are missing; apart from measuring, as it takes memory."""
    for length in MILESTONES:
        if not _plans_of(length).exists():
            _long_plan(length)


def _plan(length):
    return _plans_of(length).first()


def _plans_of(length):
    """Approved plans of so many milestones with a verified report, the first first."""
    verified = Report.objects.filter(state=Report.State.VERIFIED)
    rows = ActionPlan.objects.for_list().filter(state=ActionPlan.State.APPROVED)
    longer = Milestone.objects.filter(number=length + 1).values("plan")
    whole = Milestone.objects.filter(number=length).values("plan")
    rows = rows.filter(pk__in=whole, reports__in=verified).exclude(pk__in=longer)
    return rows.distinct().order_by("pk")


def _long_plan(length):
    staff, head, officer = (
        User.objects.get(username=f"skala.{role}") for role in ("staf", "kepala", "litbang")
    )
    period = PeriodStanding.objects.filter(period__quarter=QUARTER).latest("period__year").period
    innovation, _ = Innovation.objects.get_or_create(name=f"Inovasi {length} tonggak")
    replication, _ = Replication.objects.get_or_create(
        innovation=innovation, agency=staff.agency, programme_year=period.year
    )
    plan = bench_plans.plan_of(length, period.year, replication)
    plans.submit_plan(plan=plan, by=head)
    plans.approve_plan(plan=plan, by=officer)
    for number, milestone in enumerate(plan.milestones.order_by("number")):
        values = {"happened_on": period.ends, "percent": 30 + number % 50, "spent": 100_000}
        _record(ProgressUpdate(milestone=milestone, note="Berjalan.", by=staff, **values))
    report, _ = reports.open_report(plan=plan, period=period, by=staff)
    report = reports.send_report(
        report=report, by=head, problem="", solution="", next_steps="Kegiatan dilanjutkan."
    )
    judgements = {line.pk: (line.percent, "") for line in report.lines.all()}
    verification.verify_report(report=report, by=officer, judgements=judgements)


def _record(update):
    """Without what the service writes of months each time: a plan of 300 would take minutes."""
    update.save()
    Milestone.objects.filter(pk=update.milestone_id).update(reached=update.percent)


def _version(length):
    versions = PlanVersion.objects.select_related("plan__replication", "approved_by")
    return versions.filter(plan=_plan(length)).latest("number")


def _report(length):
    verified = Report.objects.for_list().filter(state=Report.State.VERIFIED)
    return verified.filter(plan=_plan(length)).latest("period__quarter")


def _decision(length):
    decisions = Verification.objects.filter(decision=Verification.Decision.VERIFIED)
    return decisions.select_related("by__agency").filter(report=_report(length)).latest("pk")


def _pieces(size):
    """[evidence.Entry] of `size` MB in files of PIECE_MB at most; the files are sparse."""
    field = Evidence._meta.get_field("file")
    folder = Path(field.storage.path("bench"))
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    milestone = Milestone(number=1, activity="Kegiatan")
    day = PeriodStanding.objects.latest("period__year").period.ends
    for number, at in enumerate(range(0, size, PIECE_MB), start=1):
        length = min(PIECE_MB, size - at) * MB
        name = f"bench/{length}"
        with Path(field.storage.path(name)).open("wb") as file:
            file.truncate(length)
        piece = Evidence(
            update=ProgressUpdate(milestone=milestone, happened_on=day),
            file=name,
            name=f"foto-{number}.jpg",
            size=length,
            sha256="0" * 64,
        )
        found.append(evidence.Entry(piece, f"01 Kegiatan/{number:03d} foto.jpg"))
    return found


# -- how they are made --------------------------------------------------------------------------


class _Length(io.RawIOBase):
    """A file that forgets what is written to it, but how much it was."""

    def __init__(self):
        self.length = 0

    def writable(self):
        return True

    def write(self, content):
        self.length += len(content)
        return len(content)


def _archive(entries, form):
    return sum(len(chunk) for chunk in evidence.archive("Bukti dukung", entries))


# -- measuring ----------------------------------------------------------------------------------


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB


def run(name, form, size):
    """What one document took, as a dict: the first time, and the median of those after it."""
    line = next(line for line in lines() if line.name == name)
    subject = line.subject(size)
    before, times, length = peak_mb(), [], 0
    while len(times) < 2 or (len(times) <= WARM_RUNS and sum(times[1:]) < WARM_SECONDS):
        began = time.perf_counter()
        length = line.make(subject, form)
        times.append(time.perf_counter() - began)
    return {
        "document": name,
        "form": form,
        "size": size,
        "of": line.of,
        "first_s": round(times[0], 3),
        "warm_s": round(median(times[1:]), 3),
        "grown_mb": round(peak_mb() - before, 1),
        "bytes": length,
    }


def findings(rows):
    """`rows` of run, held against what is wanted. Pure."""
    of = {(row["document"], row["form"], row["size"]): row for row in rows}
    few, many = MILESTONES[0], SELECTIONS[-1]
    small, large = (of["bukti", "zip", size]["grown_mb"] for size in ARCHIVES)
    return [
        finding(
            f"a report of {few} milestones as PDF, warm",
            "ms",
            MOST_REPORT_MS,
            round(of["laporan", PDF, few]["warm_s"] * 1000),
        ),
        finding(
            f"memory that data of {many} plans as a workbook need",
            "MB",
            MOST_DATA_MB,
            of["data", XLSX, many]["grown_mb"],
        ),
        finding(
            f"memory that {ARCHIVES[1]} MB of evidence need beyond {ARCHIVES[0]} MB",
            "MB",
            MOST_ARCHIVE_MB,
            round(large - small, 1),
            f"{small} to {large} MB",
        ),
    ]
