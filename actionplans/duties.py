"""Obligations with a due date: who must act, whom a reminder reaches, and on which day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from innovations.models import SustainCheck
from innovations.models.region import lies_within
from replikasi.accounts.models import Substitution, User
from replikasi.common import formats

from . import workdays
from .models import ActionPlan, Comment, DueReminder, Milestone, PeriodStanding, Report
from .models.workday import steps_of
from .waiting import latest_plan_of

Kind = DueReminder.Duty
Why = DueReminder.Why
VERIFY = "actionplans.verify_report"


@dataclass(frozen=True)
class Duty:
    """Something that somebody must do by `due`; `subject` names it in the ledger.

    `quarter` is None for what belongs to no report. `report` is there for a review alone.
    """

    kind: str
    subject: str
    plan: ActionPlan
    due: date
    what: str
    url: str
    about: str
    quarter: int | None = None
    report: Report | None = None

    @property
    def thing(self):
        """`what` by itself, without the comma that leads on to its due date."""
        return self.what.removesuffix(",")

    @property
    def name(self):
        """What an obligation is for the ledger: the same thing with another date is another."""
        return self.subject, self.due


# -- the obligations that there are ----------------------------------------------------------------


def open_duties(plans, today, until):
    """Every open Duty of `plans` (a queryset) that is late or due up to `until`; six queries.

    Soonest due first.
    """
    found = [
        *_unsent(plans, until),
        *_unreviewed(plans, until),
        *_unmended(plans, until),
        *_unanswered(plans, until),
        *_undone(plans, until),
        *_unchecked(plans, until),
    ]
    return sorted(found, key=lambda duty: (duty.due, duty.subject))


def _of_plan(rows, path="plan__"):
    return rows.select_related(
        f"{path}replication__innovation", f"{path}replication__agency"
    ).order_by("pk")


def _whose(plan):
    return f"{plan.replication.title} ({plan.replication.agency.short_name})"


def _unsent(plans, until):
    rows = PeriodStanding.objects.filter(plan__in=plans, report_state="", due__lte=until)
    rows = rows.exclude(plan__state=ActionPlan.State.FINISHED)
    for row in _of_plan(rows.select_related("period")):
        yield Duty(
            kind=Kind.REPORT,
            subject=f"{Kind.REPORT}:{row.plan_id}:{row.period_id}",
            plan=row.plan,
            due=row.due,
            what=f"Laporan {row.period}, {_whose(row.plan)},",
            url=reverse("report_open", args=[row.plan_id, row.period.quarter]),
            about=f"plan:{row.plan_id}",
            quarter=row.period.quarter,
        )


def _unreviewed(plans, until):
    rows = Report.objects.filter(plan__in=plans, state=Report.State.SENT)
    for report in _of_plan(rows.select_related("period", "assigned_to")):
        if report.review_due <= until:
            yield Duty(
                kind=Kind.REVIEW,
                subject=f"{Kind.REVIEW}:{report.pk}",
                plan=report.plan,
                due=report.review_due,
                what=f"Verifikasi laporan {report.period}, {_whose(report.plan)},",
                url=reverse("report", args=[report.pk]),
                about=f"report:{report.pk}",
                quarter=report.period.quarter,
                report=report,
            )


def _unmended(plans, until):
    days = workdays.rules().report_due_days
    rows = Report.objects.filter(plan__in=plans, state=Report.State.RETURNED)
    for report in _of_plan(rows.select_related("period")):
        due = workdays.add(timezone.localdate(report.decided_at), days)
        if due <= until:
            yield Duty(
                kind=Kind.MENDING,
                subject=f"{Kind.MENDING}:{report.pk}",
                plan=report.plan,
                due=due,
                what=f"Perbaikan laporan {report.period}, {_whose(report.plan)},",
                url=reverse("report", args=[report.pk]),
                about=f"report:{report.pk}",
                quarter=report.period.quarter,
            )


def _unanswered(plans, until):
    """Suggestions that the agency can see and has not answered."""
    rows = Comment.objects.open_suggestions().filter(
        plan__in=plans, wants_answer=True, answer_by__lte=until, advisers_only=False
    )
    rows = rows.exclude(answers__by__role__in=User.AGENCY_ROLES, answers__withdrawn_at__isnull=True)
    for comment in _of_plan(rows.select_related("milestone", "adaptation__element", "by")):
        on_part = comment.milestone_id or comment.adaptation_id
        place = f"{comment.place}, " if on_part else ""
        yield Duty(
            kind=Kind.ANSWER,
            subject=f"{Kind.ANSWER}:{comment.pk}",
            plan=comment.plan,
            due=comment.answer_by,
            what=f"Jawaban atas saran {comment.by.name} pada {place}{_whose(comment.plan)},",
            url=comment.get_absolute_url(),
            about=f"comment:{comment.pk}",
        )


def _undone(plans, until):
    rows = Milestone.objects.undone().filter(
        plan__in=plans, plan__state__in=ActionPlan.RUNNING, due__lte=until
    )
    for milestone in _of_plan(rows):
        yield Duty(
            kind=Kind.MILESTONE,
            subject=f"{Kind.MILESTONE}:{milestone.pk}",
            plan=milestone.plan,
            due=milestone.due,
            what=f"Tonggak {milestone.number}, {milestone.activity}, {_whose(milestone.plan)},",
            url=reverse("milestone", args=[milestone.pk]),
            about=f"milestone:{milestone.pk}",
        )


def _unchecked(plans, until):
    """Later checks of replications that are complete; each belongs to its latest plan."""
    rows = SustainCheck.objects.due(until).select_related("replication__innovation")
    rows = rows.annotate(latest_plan=latest_plan_of("replication"))
    found = list(rows.filter(latest_plan__in=plans.values("pk")).order_by("pk"))
    if not found:
        return
    of = ActionPlan.objects.select_related("replication__innovation", "replication__agency")
    known = of.in_bulk([check.latest_plan for check in found])
    for check in found:
        plan = known[check.latest_plan]
        yield Duty(
            kind=Kind.CHECK,
            subject=f"{Kind.CHECK}:{check.pk}",
            plan=plan,
            due=check.due,
            what=f"Pemeriksaan keberlanjutan {check.months} bulan, {_whose(plan)},",
            url=reverse("checks", args=[check.replication_id]),
            about=f"replication:{check.replication_id}",
        )


# -- on which day ----------------------------------------------------------------------------------


def furthest(today):
    """The last due date that a reminder of `today` can be about."""
    return workdays.add(today, max(steps_of(workdays.rules().remind_before)))


def step_on(due, today):
    """The step whose turn it is on `today`: so many working days after `due`, negative before it.

    None as long as it is too early. Of several that were missed only the latest is left.
    """
    before = steps_of(workdays.rules().remind_before)
    if today <= due:
        left = workdays.between(today, due)
        reached = [days for days in before if left <= days]
        return -min(reached) if reached else None
    every = workdays.rules().remind_every
    late = workdays.between(due, today)
    return late // every * every or -min(before)


def step_after(due, today):
    """(step, day) of the next reminder after `today`, should nothing be done until then."""
    every = workdays.rules().remind_every
    if today <= due:
        left = workdays.between(today, due)
        to_come = [days for days in steps_of(workdays.rules().remind_before) if days < left]
        if to_come:
            last = due if workdays.is_working(due) else workdays.back(due, 1)
            return -max(to_come), workdays.back(last, max(to_come))
        return every, workdays.add(due, every)
    step = (workdays.between(due, today) // every + 1) * every
    return step, workdays.add(due, step)


def told_when(due, today):
    """How far off the due date is, as the middle of a sentence."""
    if today > due:
        late = workdays.between(due, today)
        return f"sudah lewat {late} hari kerja dari tenggat {formats.short_date(due)}"
    if today == due:
        return f"jatuh tempo hari ini, {formats.short_date(due)}"
    left = workdays.between(today, due)
    return f"jatuh tempo {formats.short_date(due)}, {left} hari kerja lagi"


# -- who ------------------------------------------------------------------------------------------


def levels_of(step):
    """Whom a step reaches: who must act, from the last step before the due date also the head,
    from the second late one Litbang as well."""
    rules = workdays.rules()
    levels = [Why.ACTOR]
    if step >= -min(steps_of(rules.remind_before)):
        levels.append(Why.HEAD)
    if step >= 2 * rules.remind_every:
        levels.append(Why.LITBANG)
    return levels


class People:
    """Who stands at each level for a number of duties; three queries for any number."""

    def __init__(self, duties, today):
        agencies = {duty.plan.replication.agency_id for duty in duties}
        self.of_agency = defaultdict(list)
        rows = User.objects.active().filter(agency__in=agencies, role__in=User.AGENCY_ROLES)
        for person in rows.order_by("name", "pk"):
            self.of_agency[person.agency_id, person.role].append(person)
        self.officers = list(
            User.objects.active().filter(role=User.Role.LITBANG).order_by("name", "pk")
        )
        self.substitutes = defaultdict(list)
        for row in (
            Substitution.objects.running(today)
            .filter(substitute__is_active=True)
            .select_related("substitute")
            .order_by("pk")
        ):
            self.substitutes[row.person_id].append(row.substitute)

    def reached(self, duty, step):
        """[(person, Why)] of one reminder; each person once, for the first reason."""
        found = {}
        for why in levels_of(step):
            for person in self.at(duty, why):
                found.setdefault(person.pk, (person, why))
        return list(found.values())

    def at(self, duty, why):
        agency = duty.plan.replication.agency
        if why == Why.LITBANG or duty.kind == Kind.REVIEW:
            code = agency.region_id
            officers = [one for one in self.officers if lies_within(code, one.region_id)]
            if duty.kind != Kind.REVIEW:
                return officers
            able = [one for one in officers if one.has_perm(VERIFY, duty.report)]
            return able if why == Why.LITBANG else self._reviewers(duty, able, why)
        role = User.Role.KEPALA if why == Why.HEAD else User.Role.STAF
        return self.of_agency[agency.pk, role]

    def _reviewers(self, duty, able, why):
        """Who handles the report, or stands in for them; without anybody, all officers."""
        if why == Why.HEAD:
            return []
        handler = duty.report.assigned_to
        if handler is None:
            return able
        those = self.substitutes[handler.pk] or [handler]
        return [one for one in able if one in those] or able


WORDS = {
    (False, Why.ACTOR): "staf OPD",
    (False, Why.HEAD): "kepala OPD",
    (False, Why.LITBANG): "Litbang",
    (True, Why.ACTOR): "verifikator yang menangani",
    (True, Why.LITBANG): "semua verifikator Litbang",
}


def told_whom(duty, step):
    """The levels of a step in words: "staf OPD dan kepala OPD"."""
    is_review = duty.kind == Kind.REVIEW
    if is_review and duty.report.assigned_to is None:
        return WORDS[True, Why.LITBANG]
    words = [WORDS[is_review, why] for why in levels_of(step) if (is_review, why) in WORDS]
    return " dan ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def told_step(step):
    """A step in words: "3 hari kerja sebelum tenggat"."""
    return f"{abs(step)} hari kerja {'sesudah' if step > 0 else 'sebelum'} tenggat"
