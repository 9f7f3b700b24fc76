"""The same innovation in several agencies: how many days after the commitment each of them began
and completed each stage, and the median where there are enough of them."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from operator import itemgetter
from statistics import median, quantiles

from django.db.models import Min
from django.utils import timezone

from actionplans.models import ActionPlan, Milestone, ProgressUpdate, Report, ReportLine, Stage
from innovations.models import Replication
from replikasi.common import formats

# With fewer adopters than this a median or a spread says more than is known.
ENOUGH = 5
FIRST_REPORT = "laporan"
SHORT = {Stage.MONITORING: "Monev"}
STEPS = (
    *((stage.value, SHORT.get(stage, stage.label)) for stage in Stage),
    (FIRST_REPORT, "Laporan terverifikasi pertama"),
)


@dataclass(frozen=True)
class Mark:
    """A day on which something was so; `verified`: Litbang confirmed it, else it is sementara."""

    day: date
    verified: bool


@dataclass(frozen=True)
class Cell:
    """A step (`label`) of one adopter: when it began and was completed (None: not yet), and how
    many days after the commitment (None where the day of that is not known)."""

    label: str
    began: Mark | None
    done: Mark | None
    days_to_begin: int | None
    days: int | None

    @property
    def words(self):
        return in_days(self.days)

    @property
    def words_to_begin(self):
        return in_days(self.days_to_begin)


@dataclass(frozen=True)
class Adopter:
    """One replication of the innovation, `cells` in the order of STEPS."""

    replication: Replication
    agency: str
    signed_on: date | None
    cells: tuple
    has_plan: bool


@dataclass(frozen=True)
class Spread:
    """Of `number` adopters: median, quartiles and ends, in days."""

    number: int
    median: Decimal
    low: Decimal
    high: Decimal
    least: int
    most: int


@dataclass(frozen=True)
class Step:
    """One column over all adopters that are seen: (days, verified, agency) of each that completed
    it, the Spread of them (None for fewer than ENOUGH), how many completed it without a known
    commitment, and how many have not."""

    key: str
    label: str
    points: tuple
    spread: Spread | None
    undated: int
    open: int

    @property
    def verified(self):
        return sum(verified for _, verified, _ in self.points)


def in_days(days):
    """`210` -> "210 hari", `-3` -> "3 hari sebelum komitmen"; "" for None."""
    if days is None:
        return ""
    return f"{formats.number(abs(days))} hari" + (" sebelum komitmen" if days < 0 else "")


def spread_of(days):
    """The Spread of whole days; None for fewer than ENOUGH. Quartiles are interpolated."""
    if len(days) < ENOUGH:
        return None
    low, _, high = quantiles(days, n=4, method="inclusive")
    return Spread(len(days), _tenth(median(days)), _tenth(low), _tenth(high), min(days), max(days))


def _tenth(value):
    """Quarters of a day, to one decimal."""
    return Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)


def steps_of(adopters):
    """A Step for each of STEPS over `adopters`."""
    found = []
    for index, (key, label) in enumerate(STEPS):
        cells = [(row.cells[index], row.agency) for row in adopters]
        points = sorted(
            (cell.days, cell.done.verified, agency)
            for cell, agency in cells
            if cell.days is not None
        )
        found.append(
            Step(
                key=key,
                label=label,
                points=tuple(points),
                spread=spread_of([days for days, _, _ in points]),
                undated=sum(cell.done is not None and cell.days is None for cell, _ in cells),
                open=sum(cell.done is None for cell, _ in cells),
            )
        )
    return tuple(found)


def adopters_of(user, innovation):
    """The Adopters of `innovation` that `user` may see, by name; seven queries however many."""
    seen = Replication.objects.visible_to(user).filter(innovation=innovation)
    replications = list(
        seen.select_related("agency", "innovation", "commitment")
        .prefetch_related("agency__names")
        .order_by("agency__name", "programme_year", "pk")
    )
    courses, planned = _courses(seen)
    reports = _first_reports(seen)
    return [
        _adopter(row, courses.get(row.pk, {}), reports.get(row.pk), row.pk in planned)
        for row in replications
    ]


def _adopter(replication, course, report, has_plan):
    signed_on = replication.commitment.signed_on if replication.commitment else None
    marks = [course.get(stage.value, (None, None)) for stage in Stage]
    marks.append((None, Mark(report, verified=True) if report else None))
    return Adopter(
        replication=replication,
        agency=replication.agency.name_in(replication.programme_year),
        signed_on=signed_on,
        cells=tuple(
            Cell(label, began, done, _days(began, signed_on), _days(done, signed_on))
            for (_, label), (began, done) in zip(STEPS, marks, strict=True)
        ),
        has_plan=has_plan,
    )


def _days(mark, since):
    return None if mark is None or since is None else (mark.day - since).days


def _courses(seen):
    """({replication id: {stage: (began, done)}}, ids of those with an approved plan).

    A stage is completed on the day on which the last of its milestones was, in the plan in which
    that came first.
    """
    plans = ActionPlan.objects.approved().filter(replication__in=seen).order_by()
    rows = (
        Milestone.objects.filter(plan__in=plans.values("pk"), weight__gt=0)
        .order_by("plan__replication", "stage", "plan", "pk")
        .values_list("plan__replication", "stage", "plan", "pk")
    )
    of_plans = {"milestone__plan__in": plans.values("pk"), "milestone__weight__gt": 0}
    updates = _by_milestone(
        ProgressUpdate.objects.filter(**of_plans)
        .order_by("milestone", "happened_on", "pk")
        .values_list("milestone", "pk", "happened_on", "percent")
    )
    lines = _by_milestone(
        ReportLine.objects.filter(
            **of_plans, report__state=Report.State.VERIFIED, verified_percent__isnull=False
        )
        .order_by("milestone", "report__period__year", "report__period__quarter", "pk")
        .values_list("milestone", "update", "verified_percent")
    )
    courses, planned = {}, set(plans.values_list("replication", flat=True))
    for (replication, stage), of_stage in groupby(rows, key=itemgetter(0, 1)):
        found = []
        for _, of_plan in groupby(of_stage, key=itemgetter(2)):
            marks = [course_of(updates.get(row[3], []), lines.get(row[3], [])) for row in of_plan]
            found.append((_first([began for began, _ in marks]), _last([end for _, end in marks])))
        courses.setdefault(replication, {})[stage] = (
            _first([began for began, _ in found]),
            _first([done for _, done in found]),
        )
    return courses, planned


def _by_milestone(rows):
    return {key: [row[1:] for row in group] for key, group in groupby(rows, key=itemgetter(0))}


def _first(marks):
    """The earliest Mark, of one day the verified one; None where there is none."""
    return min(filter(None, marks), key=lambda mark: (mark.day, not mark.verified), default=None)


def _last(marks):
    """The day on which all of `marks` were there; verified only if each of them is."""
    if not marks or None in marks:
        return None
    return Mark(max(mark.day for mark in marks), all(mark.verified for mark in marks))


def course_of(updates, lines):
    """(began, done) of a milestone as Marks, None where it has not.

    `updates`: [(id, day, percent)] oldest first; `lines`: [(update id, verified percent)] of its
    verified reports, oldest first. It began with the first update above 0. It was done with the
    update that a verified report accepts at 100 %, or else, sementara, with the latest at 100 %;
    in both cases the first of the unbroken run at 100 % that this one ends.
    """
    place = {key: index for index, (key, _, _) in enumerate(updates)}
    accepted = [(place[key], percent) for key, percent in lines if key in place]
    start = next((at for at, (_, _, percent) in enumerate(updates) if percent > 0), None)
    began = None
    if start is not None:
        confirmed = any(at >= start and percent > 0 for at, percent in accepted)
        began = Mark(updates[start][1], confirmed)
    if accepted and accepted[-1][1] == 100:
        run = len(accepted)
        while run and accepted[run - 1][1] == 100:
            run -= 1
        # What was told before a lower verdict was not yet accepted.
        refused = accepted[run - 1][0] if run else -1
        return began, Mark(_run_began(updates, accepted[run][0], refused), verified=True)
    if updates and updates[-1][2] == 100:
        return began, Mark(_run_began(updates, len(updates) - 1, -1), verified=False)
    return began, None


def _run_began(updates, last, before):
    """Day of the first update of the unbroken run at 100 % up to `last` and after `before`."""
    day = updates[last][1]
    for at in range(last, before, -1):
        if updates[at][2] < 100:
            break
        day = updates[at][1]
    return day


def _first_reports(seen):
    """{replication id: day on which its first report was verified}, as verified today."""
    rows = Report.objects.filter(plan__replication__in=seen, state=Report.State.VERIFIED)
    rows = rows.order_by().values("plan__replication").annotate(first=Min("decided_at"))
    return {row["plan__replication"]: timezone.localdate(row["first"]) for row in rows}
