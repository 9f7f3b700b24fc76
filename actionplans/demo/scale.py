"""As many plans and reports as asked, for measuring: written in batches, so memory stays constant.

The rows are what the services would have written; `check_consistency` says whether they are.
"""

import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, product

from django.db import connection, reset_queries, transaction
from django.utils import timezone

from actionplans import arithmetic, notices, snapshots, workdays
from actionplans.models import (
    ActionPlan,
    Comment,
    Evidence,
    Milestone,
    MonthStanding,
    Obstacle,
    PeriodStanding,
    PlanVersion,
    ProgressUpdate,
    Report,
    ReportingPeriod,
    ReportLine,
    Stage,
    Verification,
)
from actionplans.services import months, reporting_periods, standing
from actionplans.services.consistency import LATEST_PERCENT
from innovations.models import Replication
from replikasi.notifications.models import Notification

from . import days
from .scale_places import Places

PLANS_A_BATCH = 40
ROWS_A_STATEMENT = 400
State = Report.State
# How the last quarter stands, by the plan's turn; None: not reported.
LAST = (State.VERIFIED, State.SENT, State.RETURNED, None)
DRAFT_EVERY = 40  # one plan in so many is still the first draft
REVISED_EVERY = 8  # one plan in so many waits for the decision on a revision
SILENT_EVERY = 13  # one plan in so many left out the quarter before the last
EVIDENCE_OF = 2  # milestones of each report whose update has evidence
CEILING = Decimal(25_000_000)


@transaction.atomic
def seed(*, agencies, innovations, milestones, quarters):
    """Write agencies × innovations plans with reports of `quarters` quarters; returns the year.

    The fiscal year is the latest in which that many quarters have opened.
    """
    year = _year(quarters)
    periods = reporting_periods.ensure_year(year)
    places = Places(agencies, innovations, year)
    pairs = enumerate(product(places.agencies, places.innovations))
    shape = _shape(year, milestones)
    while batch := list(islice(pairs, PLANS_A_BATCH)):
        Batch(places, periods, quarters, shape).write(batch)
        reset_queries()  # with DEBUG on Django keeps every statement in memory
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return year


def _year(quarters):
    today = timezone.localdate()
    for year in (today.year, today.year - 1):
        if reporting_periods.proposed(year, quarters)["opens"] <= today:
            return year
    return today.year - 2  # the first days of January, before TW IV opens


def _shape(year, count):
    """Field values of the `count` milestones that every plan has, overlapping through the year."""
    weights = arithmetic.spread(arithmetic.HUNDRED, count)
    length = 364 // (count + 1)
    made = []
    for index, weight in enumerate(weights):
        start = date(year, 1, 1) + timedelta(days=index * length)
        due = min(start + timedelta(days=2 * length), date(year, 12, 31))
        targets = arithmetic.proposed_targets(start, due, year)
        made.append(
            {
                "number": index + 1,
                "stage": list(Stage)[index * 3 // count],
                "activity": f"Kegiatan {index + 1}",
                "output": "Dokumen",
                "indicator": "Dokumen selesai",
                "unit": "dokumen",
                "target": Decimal(12),
                "weight": weight,
                "start": start,
                "due": due,
                "person_in_charge": "Kepala bidang",
                "budget_line": "Subkegiatan contoh",
                "ceiling": CEILING,
                "evidence_expected": "Foto kegiatan\nDaftar hadir",
                **dict(zip(Milestone.TARGETS, targets, strict=True)),
            }
        )
    return made


class Batch:
    """The plans of one batch with everything below them, collected and then written by table."""

    def __init__(self, places, periods, quarters, shape):
        self.places, self.shape = places, shape
        self.all_periods, self.periods = periods, periods[:quarters]
        # Made places have no due dates of their own.
        self.dues = {period.pk: (period.due, period.first_due) for period in periods}
        self.litbang = places.named["litbang"]

    def write(self, batch):
        """`batch` holds (turn, (agency, innovation))."""
        replications = self._created(
            Replication(
                innovation=innovation,
                agency=agency,
                programme_year=self.periods[0].year,
                facilitator=self.places.university,
                commitment=self.places.commitment,
            )
            for _, (agency, innovation) in batch
        )
        turns = [turn for turn, _ in batch]
        plans = self._created(map(self._plan, turns, replications))
        rows = self._created(
            Milestone(plan=plan, **values) for plan in plans for values in self.shape
        )
        milestones = {plan.pk: [] for plan in plans}
        for row in rows:
            milestones[row.plan_id].append(row)
        approved = [
            Approved(self, turn, plan, milestones[plan.pk])
            for turn, plan in zip(turns, plans, strict=True)
            if plan.state != ActionPlan.State.DRAFT
        ]
        self._created(plan.version for plan in approved)
        self._created(report for plan in approved for report in plan.reports.values())
        self._created(update for plan in approved for update in plan.updates())
        Milestone.objects.filter(plan__in=plans).update(reached=LATEST_PERCENT)
        self._created(line for plan in approved for line in plan.lines())
        self._created(row for plan in approved for row in plan.decisions())
        self._created(row for plan in approved for row in plan.standings())
        self._created(row for plan in approved for row in plan.months())
        self._created(row for plan in approved for row in plan.evidence())
        self._created(row for plan in approved for row in plan.comments())
        self._created(row for plan in approved for row in plan.obstacles())
        self._created(row for plan in approved for row in plan.notifications())

    @staticmethod
    def _created(rows):
        rows = list(rows)
        return type(rows[0]).objects.bulk_create(rows, ROWS_A_STATEMENT) if rows else []

    def _plan(self, turn, replication):
        year = self.periods[0].year
        state, submitted, revision = ActionPlan.State.APPROVED, date(year - 1, 12, 6), {}
        if turn % DRAFT_EVERY == DRAFT_EVERY - 1:
            state, submitted = ActionPlan.State.DRAFT, None
        elif turn % REVISED_EVERY == 3:
            state, submitted = ActionPlan.State.SUBMITTED, self.periods[-1].starts
            revision = {
                "revision_reason": ActionPlan.RevisionReason.SCHEDULE,
                "revision_note": "Narasumber mundur sebulan.",
            }
        return ActionPlan(
            replication=replication,
            fiscal_year=year,
            state=state,
            created_by=self.places.staff[replication.agency_id],
            submitted_by=self.places.heads[replication.agency_id] if submitted else None,
            submitted_at=days.office(submitted) if submitted else None,
            **revision,
        )


class Approved:
    """An approved plan of the batch and what follows from its turn; the same at every run."""

    def __init__(self, batch, turn, plan, milestones):
        self.batch, self.turn, self.plan, self.milestones = batch, turn, plan, milestones
        self.chance = random.Random(turn)  # noqa: S311 - nothing secret
        self.staff = batch.places.staff[plan.replication.agency_id]
        self.head = batch.places.heads[plan.replication.agency_id]
        self.version = PlanVersion(
            plan=plan,
            number=1,
            snapshot=snapshots.taken(milestones),
            approved_by=batch.litbang,
            approved_at=days.office(date(plan.fiscal_year - 1, 12, 14)),
        )
        self.shapes = [row.shape for row in snapshots.approved(self.version)]
        self.reports = {
            period.quarter: self._report(period, state)
            for period in batch.periods
            if (state := self._state(period.quarter))
        }
        self.made = {}

    def _state(self, quarter):
        last = self.batch.periods[-1].quarter
        if quarter == last:
            return LAST[self.turn % len(LAST)]
        silent = quarter == last - 1 and self.turn % SILENT_EVERY == SILENT_EVERY - 1
        return None if silent else State.VERIFIED

    def _report(self, period, state):
        sent = workdays.add(period.opens, self.turn % 7)
        decided = state in (State.VERIFIED, State.RETURNED)
        return Report(
            plan=self.plan,
            period=period,
            state=state,
            problem="Narasumber terlambat.",
            solution="Jadwal diganti.",
            next_steps="Kegiatan dilanjutkan.",
            created_by=self.staff,
            sent_by=self.head,
            sent_at=days.at(sent, 10),
            first_sent_on=sent,
            days_late=workdays.between(period.due, sent),
            decided_at=days.at(workdays.add(sent, 2), 14) if decided else None,
        )

    def _holder(self, quarter):
        """The first report of `quarter` or later that holds what was recorded in it."""
        for later in range(quarter, 5):
            report = self.reports.get(later)
            if report is not None and report.state in (State.SENT, State.VERIFIED):
                return report
        return None

    def updates(self):
        """One update a milestone and quarter in which it came further."""
        for index, milestone in enumerate(self.milestones):
            before = Decimal(0)
            for period in self.batch.periods:
                planned = arithmetic.planned_percent(self.shapes[index], period.year, period.ends)
                percent = max(before, Decimal(int(planned) - self.chance.randrange(25)))
                if percent > before:
                    self.made[index, period.quarter] = ProgressUpdate(
                        milestone=milestone,
                        happened_on=period.ends - timedelta(days=self.chance.randrange(20)),
                        percent=percent,
                        quantity=Decimal(int(percent * 12 / 100)),
                        spent=(CEILING * percent / 100).quantize(Decimal(1)),
                        note=f"Kegiatan berjalan di {self.chance.randrange(1, 9)} lokasi.",
                        by=self.staff,
                        held_by=self._holder(period.quarter),
                        created_at=days.at(period.ends, 15),
                    )
                before = percent
        return self.made.values()

    def lines(self):
        for quarter, report in self.reports.items():
            report.kept = tuple(
                self._line(report, index, milestone, quarter)
                for index, milestone in enumerate(self.milestones)
            )
            yield from report.kept

    def _line(self, report, index, milestone, quarter):
        update = next(
            (self.made[index, q] for q in range(quarter, 0, -1) if (index, q) in self.made), None
        )
        percent = update.percent if update else Decimal(0)
        lowered = percent >= 10 and self.chance.randrange(9) == 0
        judged = report.state == State.VERIFIED
        return ReportLine(
            report=report,
            milestone=milestone,
            update=update,
            weight=milestone.weight,
            planned=arithmetic.planned_percent(
                self.shapes[index], report.period.year, report.period.ends
            ),
            percent=percent,
            quantity=update.quantity if update else None,
            spent=update.spent if update else Decimal(0),
            ceiling=milestone.ceiling,
            verified_percent=(percent - 10 if lowered else percent) if judged else None,
            verdict_note="Bukti mendukung sebagian." if judged and lowered else "",
        )

    def decisions(self):
        for report in self.reports.values():
            if report.state == State.VERIFIED:
                decision, reason = Verification.Decision.VERIFIED, ""
            elif report.state == State.RETURNED:
                decision, reason = Verification.Decision.RETURNED, "Tonggak 1: foto belum ada."
            else:
                continue
            yield Verification(
                report=report,
                decision=decision,
                by=self.batch.litbang,
                at=report.decided_at,
                reason=reason,
            )

    def standings(self):
        sent = {
            report.period_id: standing.Sent(report.state, report.days_late, report.kept)
            for report in self.reports.values()
        }
        periods, dues = self.batch.all_periods, self.batch.dues
        life = standing.life_of(self.version, self.plan.replication)
        figures = standing.expected(self.version, periods, sent, dues, life)
        quarters = {period.pk: period.quarter for period in periods}
        self.claimed = {}
        for period_id, values in figures.items():
            if values["claimed"] is not None:
                told = (values["claimed"], values["spent"], values["ceiling"])
                self.claimed[quarters[period_id]] = told
            yield PeriodStanding(plan=self.plan, period_id=period_id, **values)

    def months(self):
        """After `standings`, whose reported quarters they repeat."""
        updates = sorted(
            (row.happened_on, row.pk, row.milestone_id, row.percent, row.spent)
            for row in self.made.values()
        )
        figures = months.expected(
            self.plan.fiscal_year,
            snapshots.approved(self.version),
            [(milestone, day, percent, spent) for day, _, milestone, percent, spent in updates],
            self.claimed,
        )
        for month, values in figures.items():
            yield MonthStanding(plan=self.plan, month=month, **values)

    def evidence(self):
        for (index, quarter), update in self.made.items():
            if index % len(self.milestones) < EVIDENCE_OF:
                yield Evidence(
                    update=update,
                    url=f"https://bukti.skala.example/{self.turn}/{index}/{quarter}",
                    name=f"Foto kegiatan {index + 1}, TW {quarter}",
                    uploaded_by=self.staff,
                )

    def comments(self):
        adviser = self.batch.places.named["fasilitator"]
        for index in range(self.turn % 3):
            wanted = (self.turn + index) % 2 == 0
            yield Comment(
                plan=self.plan,
                milestone=self.milestones[index % len(self.milestones)],
                kind=Comment.Kind.SUGGESTION if wanted else Comment.Kind.COMMENT,
                body="Catat lokasi pada setiap foto.",
                wants_answer=wanted,
                by=adviser,
            )

    def obstacles(self):
        if self.turn % 4 == 2:
            yield Obstacle(
                plan=self.plan,
                milestone=self.milestones[0],
                cause=Obstacle.Cause.BUDGET,
                description="Anggaran belum cair.",
                turn="OPD",
                level=Obstacle.Level.BAPPELITBANG if self.turn % 8 == 2 else Obstacle.Level.AGENCY,
                opened_on=timezone.localdate() - timedelta(days=self.turn % 60),
                opened_by=self.staff,
            )

    def notifications(self):
        report = self.reports.get(self.batch.periods[-1].quarter)
        if report is not None and report.state == State.SENT:
            facts = {
                "agency": self.plan.replication.agency.name,
                "period": str(report.period),
                "title": self.plan.replication.title,
                "by": self.head.name,
                "reason": "",
            }
            for role in ("litbang", "fasilitator"):
                yield Notification(
                    recipient=self.batch.places.named[role],
                    kind=notices.REPORT_SENT.code,
                    facts=facts,
                    url=f"/laporan/{report.pk}/",
                )


def exists():
    """Whether a database has these data already."""
    return (
        ReportingPeriod.objects.exists()
        and Replication.objects.filter(innovation__name="Inovasi Skala 1").exists()
    )
