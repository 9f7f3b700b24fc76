"""The same innovation in several agencies: how many days after the commitment each of them began
and completed each stage, the first service, what is foretold, and the median where there are
enough of them."""

from dataclasses import dataclass
from datetime import date

from actionplans import forecast
from actionplans.drawing import month_ends
from actionplans.models import Stage
from innovations.models import Replication
from replikasi.common import formats

from . import adoption_rows, predictions
from .spreads import Spread, spread_of

FIRST_REPORT = "laporan"
FIRST_SERVICE = "layanan"
SHORT = {Stage.MONITORING: "Monev"}
STEPS = (
    (Stage.PREPARATION.value, Stage.PREPARATION.label),
    (FIRST_SERVICE, "Layanan pertama"),
    (Stage.IMPLEMENTATION.value, Stage.IMPLEMENTATION.label),
    (Stage.MONITORING.value, SHORT[Stage.MONITORING]),
    (FIRST_REPORT, "Laporan terverifikasi pertama"),
)
MOMENTS = {label for key, label in STEPS if key in (FIRST_SERVICE, FIRST_REPORT)}


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
    def is_moment(self):
        """Whether it happens on a day, without a beginning."""
        return self.label in MOMENTS

    @property
    def words(self):
        return in_days(self.days)

    @property
    def words_to_begin(self):
        return in_days(self.days_to_begin)


@dataclass(frozen=True)
class Course:
    """What the plans of one replication tell: `marks` {key of STEPS: (began, done)}; `finish`: the
    Mark of the day on which all of a plan was done, None while none is; `checks`: what had been
    foretold of it (predictions.Check); `plan`, `year`: the latest plan."""

    marks: dict
    finish: Mark | None
    checks: tuple
    plan: int
    year: int


@dataclass(frozen=True)
class Adopter:
    """One replication of the innovation, `cells` in the order of STEPS; `days`: from the
    commitment to the finish of its Course (None without one)."""

    replication: Replication
    agency: str
    signed_on: date | None
    cells: tuple
    course: Course | None
    days: int | None

    @property
    def has_plan(self):
        return self.course is not None

    @property
    def finish(self):
        return self.course.finish if self.course else None

    @property
    def checks(self):
        return self.course.checks if self.course else ()

    @property
    def words(self):
        return in_days(self.days)


@dataclass(frozen=True)
class Step:
    """One column over all adopters that are seen: (days, verified, agency, replication id) of each
    that completed it, the Spread of them (None for fewer than ENOUGH), how many completed it
    without a known commitment, and how many have not."""

    key: str
    label: str
    points: tuple
    spread: Spread | None
    undated: int
    open: int

    @property
    def verified(self):
        return sum(verified for _, verified, *_ in self.points)


def in_days(days):
    """`210` -> "210 hari", `-3` -> "3 hari sebelum komitmen"; "" for None."""
    if days is None:
        return ""
    return f"{formats.number(abs(days))} hari" + (" sebelum komitmen" if days < 0 else "")


def steps_of(adopters):
    """A Step for each of STEPS over `adopters`."""
    found = []
    for index, (key, label) in enumerate(STEPS):
        cells = [row.cells[index] for row in adopters]
        points = sorted(
            (cell.days, cell.done.verified, row.agency, row.replication.pk)
            for cell, row in zip(cells, adopters, strict=True)
            if cell.days is not None
        )
        found.append(
            Step(
                key=key,
                label=label,
                points=tuple(points),
                spread=spread_of([days for days, *_ in points]),
                undated=sum(cell.done is not None and cell.days is None for cell in cells),
                open=sum(cell.done is None for cell in cells),
            )
        )
    return tuple(found)


def adopters_of(user, innovation):
    """The Adopters of `innovation` that `user` may see, by name; at most nine queries."""
    seen = Replication.objects.visible_to(user).filter(innovation=innovation)
    replications = list(
        seen.select_related("agency", "innovation", "commitment")
        .prefetch_related("agency__names")
        .order_by("agency__name", "programme_year", "pk")
    )
    courses = courses_of(adoption_rows.plans_of(seen))
    reports = adoption_rows.first_reports(seen)
    return [_adopter(row, courses.get(row.pk), reports.get(row.pk)) for row in replications]


def _adopter(replication, course, report):
    signed_on = replication.commitment.signed_on if replication.commitment else None
    marks = dict(course.marks) if course else {}
    marks[FIRST_REPORT] = (None, Mark(report, verified=True) if report else None)
    told = [marks.get(key, (None, None)) for key, _ in STEPS]
    return Adopter(
        replication=replication,
        agency=replication.agency.name_in(replication.programme_year),
        signed_on=signed_on,
        cells=tuple(
            Cell(label, began, done, _days(began, signed_on), _days(done, signed_on))
            for (_, label), (began, done) in zip(STEPS, told, strict=True)
        ),
        course=course,
        days=_days(course.finish, signed_on) if course else None,
    )


def _days(mark, since):
    return None if mark is None or since is None else (mark.day - since).days


def courses_of(plans):
    """{replication id: Course} of {replication id: [adoption_rows.PlanRows]}. Pure.

    A stage is completed on the day on which the last of its milestones was, in the plan in which
    that came first. The first service is the first activity of Pelaksanaan that was done: of those
    that Litbang verified, or where it verified none, of those that are recorded so.
    """
    return {key: _course(rows) for key, rows in plans.items()}


def _course(plans):
    began, done, services, finishes = {}, {}, [], []
    for plan in plans:
        stages = {}
        for key, (stage, _) in plan.milestones.items():
            marks = course_of(plan.updates.get(key, []), plan.lines.get(key, []))
            stages.setdefault(stage, []).append(marks)
        for stage, marks in stages.items():
            began.setdefault(stage, []).append(_first([start for start, _ in marks]))
            done.setdefault(stage, []).append(_last([end for _, end in marks]))
        services += [end for _, end in stages.get(Stage.IMPLEMENTATION.value, []) if end]
        finish = _last([end for marks in stages.values() for _, end in marks])
        if finish:
            finishes.append((finish, plan))
    marks = {stage: (_first(began[stage]), _first(done[stage])) for stage in began}
    verified = [mark for mark in services if mark.verified]
    marks[FIRST_SERVICE] = (None, _first(verified or services))
    finish, checks = None, ()
    if finishes:
        finish, plan = min(finishes, key=lambda row: (row[0].day, not row[0].verified))
        checks = predictions.checks_of(plan.year, plan.versions, _in_time(plan), finish.day)
    return Course(marks, finish, checks, plans[-1].key, plans[-1].year)


def _in_time(plan):
    """(milestone, day, percent, recorded at) of the plan's updates in the order of time."""
    rows = [
        (day, key, milestone, percent, at)
        for milestone, of_one in plan.updates.items()
        for key, day, percent, at in of_one
    ]
    rows.sort(key=lambda row: row[:2])
    return [(milestone, day, percent, at) for day, _, milestone, percent, at in rows]


def outlooks_of(adopters, today):
    """{replication id: forecast.Outlook} of those of `adopters` that have a plan and are not done;
    one query. It is the forecast that the curve of the plan draws."""
    open_ = [row for row in adopters if row.has_plan and row.finish is None]
    months = adoption_rows.months_of([row.course.plan for row in open_])
    found = {}
    for row in open_:
        year = row.course.year
        if reason := _hindrance(row, today):
            found[row.replication.pk] = forecast.Outlook(None, reason)
            continue
        points = [
            (min(month_ends(year)[month - 1], today), claimed)
            for month, claimed in months.get(row.course.plan, [])
            if month <= today.month
        ]
        found[row.replication.pk] = forecast.outlook_of(points, today)
    return found


def _hindrance(adopter, today):
    """Why nothing is foretold of an adopter, beside what the forecast itself wants; "" if it is."""
    if adopter.replication.status == Replication.Status.STOPPED:
        return "Tidak diperkirakan: replikasi berhenti."
    if adopter.course.year != today.year:
        return f"Tidak diperkirakan: rencana terakhir untuk tahun {adopter.course.year}."
    return ""


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

    `updates`: [(id, day, percent, …)] oldest first; `lines`: [(update id, verified percent)] of its
    verified reports, oldest first. It began with the first update above 0. It was done with the
    update that a verified report accepts at 100 %, or else, sementara, with the latest at 100 %;
    in both cases the first of the unbroken run at 100 % that this one ends.
    """
    place = {row[0]: index for index, row in enumerate(updates)}
    accepted = [(place[key], percent) for key, percent in lines if key in place]
    start = next((at for at, row in enumerate(updates) if row[2] > 0), None)
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
