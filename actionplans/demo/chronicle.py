"""The services' verbs, each told with the moment at which it happened in the demo.

The services write the present; here what they wrote is given its date right away, so that rows,
history and notifications agree.
"""

from datetime import date
from decimal import Decimal

from django.db.models import Max

from actionplans import arithmetic, workdays
from actionplans.models import (
    ActionPlan,
    Comment,
    Milestone,
    NextStep,
    Obstacle,
    PlanVersion,
    ProgressUpdate,
    Report,
    Verification,
)
from actionplans.services import (
    advice,
    dependencies,
    keeping,
    matrix,
    obstacles,
    plans,
    progress,
    promises,
    reports,
    verification,
)
from replikasi.notifications.models import Notification


class Chronicle:
    """Verbs with a date. `by` is the actor and `at` the moment, as everywhere."""

    def __init__(self):
        self.newest = {Notification: self._last(Notification)}
        for model in (ActionPlan, Milestone, ProgressUpdate, Report, Comment, Obstacle):
            self.newest[model.history.model] = self._last(model.history.model)

    @staticmethod
    def _last(model):
        return model.objects.aggregate(last=Max("pk"))["last"] or 0

    def _date(self, at, by, *models, **fields):
        """Date the history of `models` written since the last call, and the notifications.

        `fields` are what the newest history rows should say instead of the present moment.
        """
        for model in models:
            history = model.history.model
            rows = history.objects.filter(pk__gt=self.newest[history])
            if rows.update(history_date=at, history_user=by, **fields):
                self.newest[history] = self._last(history)
        rows = Notification.objects.filter(pk__gt=self.newest[Notification])
        if rows.update(created_at=at):
            self.newest[Notification] = self._last(Notification)

    # -- plans ----------------------------------------------------------------------------------

    def drafted(self, replication, year, rows, *, by, at, baseline=None):
        """A plan with its `rows`; `baseline` maps a row number to (due, targets) to start from."""
        plan = plans.create_plan(replication=replication, fiscal_year=year, by=by)
        for number, row in enumerate(rows, start=1):
            due, targets = (baseline or {}).get(number, (row.due, row.targets))
            matrix.save_milestone(milestone=milestone_of(plan, row, due, targets), by=by)
        made = {milestone.number: milestone for milestone in plan.milestones.order_by("number")}
        for number, row in enumerate(rows, start=1):
            others = [made[other] for other in row.waits]
            dependencies.set_waits(milestone=made[number], others=others, by=by)
        ActionPlan.objects.filter(pk=plan.pk).update(created_at=at, updated_at=at)
        self._date(at, by, ActionPlan, created_at=at, updated_at=at)
        self._date(at, by, Milestone)
        return plan

    def submitted(self, plan, *, by, at):
        plans.submit_plan(plan=plan, by=by)
        ActionPlan.objects.filter(pk=plan.pk).update(submitted_at=at, updated_at=at)
        self._date(at, by, ActionPlan, submitted_at=at)

    def approved(self, plan, *, by, at):
        with keeping.paused():
            plans.approve_plan(plan=plan, by=by)
        version = plans.latest_version(plan)
        PlanVersion.objects.filter(pk=version.pk).update(approved_at=at)
        ActionPlan.objects.filter(pk=plan.pk).update(updated_at=at)
        self._date(at, by, ActionPlan)
        keeping.keep(keeping.APPROVED, PlanVersion.objects.get(pk=version.pk))

    def revised(self, plan, rows, numbers, note, *, by, at):
        """A revision is opened in which the milestones of `numbers` become what `rows` say."""
        plans.revise_plan(plan=plan, by=by, reason=ActionPlan.RevisionReason.SCHEDULE, note=note)
        plan = ActionPlan.objects.get(pk=plan.pk)
        for number in numbers:
            row = rows[number - 1]
            milestone = plan.milestones.get(number=number)
            wanted = milestone_of(plan, row, row.due, row.targets)
            for name in ("due", *Milestone.TARGETS):
                setattr(milestone, name, getattr(wanted, name))
            matrix.save_milestone(milestone=milestone, by=by)
        self._date(at, by, ActionPlan, Milestone)

    def finished(self, plan, *, by, at):
        plans.finish_plan(plan=plan, by=by)
        ActionPlan.objects.filter(pk=plan.pk).update(updated_at=at)
        self._date(at, by, ActionPlan)

    # -- progress and reports -------------------------------------------------------------------

    def recorded(self, milestone, row, day, percent, *, money, note, by, at):
        update, _ = progress.record_progress(
            update=ProgressUpdate(
                milestone=milestone,
                happened_on=day,
                percent=Decimal(str(percent)),
                quantity=Decimal(int(row.target[0] * percent / 100)),
                spent=spent_of(row, percent, money),
                note=note,
            ),
            by=by,
        )
        ProgressUpdate.objects.filter(pk=update.pk).update(created_at=at)
        self._date(at, by, ProgressUpdate, created_at=at)
        return update

    def mended(self, update, addition, *, by, at):
        """The note of an update that a returned report set free says more."""
        update.note = f"{update.note} {addition}".strip()
        progress.edit_progress(update=update, by=by, seen=update.revision)
        self._date(at, by, ProgressUpdate)

    def reported(self, plan, period, words, *, by, sender, at):
        """The report of `period` is written by `by` and sent by `sender`, or sent again."""
        report, _ = reports.open_report(plan=plan, period=period, by=by)
        first = report.sent_at is None
        with keeping.paused():
            report = reports.send_report(
                report=report,
                by=sender,
                problem=words.problem,
                solution=words.solution,
                next_steps=words.next_steps,
                answers=self._answers(report),
            )
        report.sent_at = at
        if first:
            report.first_sent_on = at.date()
            report.days_late = workdays.between(period.due, at.date())
        dates = {
            "sent_at": at,
            "first_sent_on": report.first_sent_on,
            "days_late": report.days_late,
        }
        Report.objects.filter(pk=report.pk).update(**dates)
        self._date(at, sender, Report, **dates)
        keeping.keep(keeping.SENT, Report.objects.get(pk=report.pk))
        return report

    @staticmethod
    def _answers(report):
        """What became of what was promised a quarter ago: kept, but partly in the second one."""
        steps = promises.due_in(report, promises.earlier_report(report))
        if report.period.quarter == 2:
            answer = (NextStep.Kept.PARTLY, "Selesai sebagian, sisanya pada triwulan berikutnya.")
        else:
            answer = (NextStep.Kept.KEPT, "")
        return dict.fromkeys((step.pk for step in steps), answer)

    def verified(self, report, judgements, *, by, at):
        """`judgements` as `judgements_of` gives them for every line."""
        with keeping.paused():
            verification.verify_report(report=report, by=by, judgements=judgements)
        keeping.keep(keeping.VERIFIED, self._decided(report, by, at))

    def sent_back(self, report, judgements, reason, *, by, at):
        verification.return_report(report=report, by=by, reason=reason, judgements=judgements)
        self._decided(report, by, at)

    def _decided(self, report, by, at):
        Report.objects.filter(pk=report.pk).update(decided_at=at)
        newest = Verification.objects.filter(report=report).order_by("-pk").first()
        Verification.objects.filter(pk=newest.pk).update(at=at)
        self._date(at, by, Report, decided_at=at)
        return Verification.objects.get(pk=newest.pk)

    # -- advice and obstacles -------------------------------------------------------------------

    def advised(self, comment, *, by, at):
        advice.advise(comment=comment, by=by)
        return self._said(comment, by, at)

    def answered(self, parent, body, *, by, at, key):
        return self._said(advice.answer(parent=parent, body=body, by=by, key=key), by, at)

    def _said(self, comment, by, at):
        Comment.objects.filter(pk=comment.pk).update(created_at=at)
        self._date(at, by, Comment, created_at=at)
        return comment

    def suggestion_closed(self, comment, *, by, at):
        advice.close_suggestion(comment=comment, by=by)
        Comment.objects.filter(pk=comment.pk).update(closed_at=at)
        self._date(at, by, Comment, closed_at=at)

    def obstacle_opened(self, obstacle, *, by, at):
        obstacles.open_obstacle(obstacle=obstacle, by=by)
        obstacle.opened_on = at.date()
        Obstacle.objects.filter(pk=obstacle.pk).update(opened_on=obstacle.opened_on)
        self._date(at, by, Obstacle, opened_on=obstacle.opened_on)
        return obstacle

    def obstacle_closed(self, obstacle, note, *, by, at):
        obstacles.close_obstacle(obstacle=obstacle, by=by, note=note)
        Obstacle.objects.filter(pk=obstacle.pk).update(closed_on=at.date())
        self._date(at, by, Obstacle, closed_on=at.date())


def milestone_of(plan, row, due, targets):
    """An unsaved Milestone of `plan` as the demo row says."""
    year = plan.fiscal_year
    start, due = date(year, *row.start), date(year, *due)
    targets = targets or arithmetic.proposed_targets(start, due, year)
    number, unit = row.target
    return Milestone(
        plan=plan,
        stage=row.stage,
        activity=row.activity,
        output=row.output,
        indicator=row.indicator,
        unit=unit,
        target=Decimal(number),
        weight=None if row.weight is None else Decimal(str(row.weight)),
        start=start,
        due=due,
        person_in_charge=row.person,
        person_email=row.email,
        related_parties=row.parties,
        budget_line=row.budget_line,
        ceiling=Decimal(row.ceiling),
        evidence_expected=row.evidence,
        **{
            name: Decimal(str(target))
            for name, target in zip(Milestone.TARGETS, targets, strict=True)
        },
    )


def spent_of(row, percent, money):
    """Rupiah spent at `percent` of the work, to 50,000 and never beyond the ceiling."""
    share = min(1.0, percent / 100 * money)
    return Decimal(int(row.ceiling * share) // 50_000 * 50_000)


def judgements_of(report, rows, but=()):
    """{line.pk: (percent, reason)} that accepts the claims, but lowers what the rows lower.

    The milestones numbered in `but` stay undecided.
    """
    quarter = report.period.quarter
    judgements = {}
    for line in report.lines.select_related("milestone").order_by("milestone__number"):
        number = line.milestone.number
        if number in but:
            continue
        value, reason = rows[number - 1].lowered.get(quarter, (line.percent, ""))
        judgements[line.pk] = (Decimal(str(value)), reason)
    return judgements
