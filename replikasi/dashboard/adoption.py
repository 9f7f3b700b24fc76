"""The same innovation in several agencies: how many days after the commitment each of them began
and completed each stage, the first service, what is foretold, and the median where there are
enough of them."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.core.cache import caches

from actionplans import forecast
from actionplans.drawing import month_ends
from actionplans.models import Stage
from innovations.models import Replication
from replikasi.common import formats

from . import adoption_rows, predictions
from .adoption_rows import Seen
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
NOT_YET = (None, None)
MOMENTS = {label for key, label in STEPS if key in (FIRST_SERVICE, FIRST_REPORT)}


# What is kept of each adopter are tuples: hundreds of them are read from the cache at once.


class Mark(NamedTuple):
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


class Course(NamedTuple):
    """What the plans of one replication tell: `marks` {key of STEPS: (began, done)}; `finish`: the
    Mark of the day on which all of a plan was done, None while none is; `checks`: what had been
    foretold of it (predictions.Check); `plan`, `year`: the latest plan; `is_open`: whether that is
    not done yet, as when an earlier one was."""

    marks: dict
    finish: Mark | None
    checks: tuple
    plan: int
    year: int
    is_open: bool


@dataclass(frozen=True)
class Adopter:
    """One replication of the innovation and its Course (None before a plan is approved)."""

    replication: Seen
    course: Course | None

    def marks(self, key):
        """(began, done) of the step `key`, None where it has not."""
        if key == FIRST_REPORT:
            day = self.replication.first_report
            return None, Mark(day, verified=True) if day else None
        return self.course.marks.get(key, NOT_YET) if self.course else NOT_YET

    def days_to(self, mark):
        """Days from the commitment to `mark`; None where either is not known."""
        signed_on = self.replication.signed_on
        return None if mark is None or signed_on is None else (mark.day - signed_on).days

    @cached_property
    def cells(self):
        """A Cell for each of STEPS."""
        found = []
        for key, label in STEPS:
            began, done = self.marks(key)
            found.append(Cell(label, began, done, self.days_to(began), self.days_to(done)))
        return tuple(found)

    @property
    def days(self):
        """From the commitment to the finish."""
        return self.days_to(self.finish)

    @property
    def pk(self):
        return self.replication.pk

    @property
    def signed_on(self):
        return self.replication.signed_on

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
    """One column over all adopters that are seen: (days, verified, replication id) of each that
    completed it, the Spread of them (None for fewer than ENOUGH), how many completed it
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
    for key, label in STEPS:
        done = [(row.marks(key)[1], row) for row in adopters]
        points = sorted(
            (days, mark.verified, row.pk)
            for mark, row in done
            if (days := row.days_to(mark)) is not None
        )
        found.append(
            Step(
                key=key,
                label=label,
                points=tuple(points),
                spread=spread_of([days for days, *_ in points]),
                undated=sum(mark is not None and row.signed_on is None for mark, row in done),
                open=sum(mark is None for mark, _ in done),
            )
        )
    return tuple(found)


def adopters_of(user, innovation):
    """The Adopters of `innovation` that `user` may see, by name, with the present names of their
    agencies (see `named`); two queries while nothing was told of plans, at most seven else."""
    seen = Replication.objects.visible_to(user).filter(innovation=innovation)
    courses = _kept_courses(innovation)
    return [Adopter(row, courses.get(row.pk)) for row in adoption_rows.seen_of(seen)]


def _kept_courses(innovation):
    """{replication id: Course} of all replications of `innovation`, whoever asks: worked out when
    something was told of any plan, and kept until then."""
    pages = caches["pages"]
    key = f"courses-{innovation.pk}-{adoption_rows.state()}"
    courses = pages.get(key)
    if courses is None:
        courses = courses_of(
            adoption_rows.plans_of(Replication.objects.filter(innovation=innovation))
        )
        pages.set(key, courses)
    return courses


def named(adopters):
    """The same Adopters with the names of their programme years; one query."""
    rows = adoption_rows.named([row.replication for row in adopters])
    return [replace(adopter, replication=row) for adopter, row in zip(adopters, rows, strict=True)]


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
    last = plans[-1]
    is_open = all(plan is not last for _, plan in finishes)
    return Course(marks, finish, checks, last.key, last.year, is_open)


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
    """{replication id: forecast.Outlook} of the latest plan of those of `adopters` in which it is
    not done; one query. It is the forecast that the curve of the plan draws.

    Of those that were done with an earlier plan only where something can be foretold.
    """
    open_ = [
        row
        for row in adopters
        if row.has_plan
        and row.course.is_open
        and (row.finish is None or not _hindrance(row, today))
    ]
    months = adoption_rows.months_of([row.course.plan for row in open_])
    found = {}
    for row in open_:
        year = row.course.year
        if reason := _hindrance(row, today):
            found[row.pk] = forecast.Outlook(None, reason)
            continue
        points = [
            (min(month_ends(year)[month - 1], today), claimed)
            for month, claimed in months.get(row.course.plan, [])
            if month <= today.month
        ]
        found[row.pk] = forecast.outlook_of(points, today)
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
