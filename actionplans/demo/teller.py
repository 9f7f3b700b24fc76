"""One replication's plans: of the first year, of the reporting year, and those to come."""

from dataclasses import replace
from datetime import date, timedelta

from actionplans import workdays
from actionplans.models import ActionPlan, Milestone, ReportingPeriod
from actionplans.services import standing, verification
from replikasi.common.periods import quarter_of

from . import days, first_year, proof
from .chronicle import judgements_of
from .rows import MONITORING

LOOKED = timedelta(minutes=20)  # so long the officer looks at the files before deciding
UNDECIDED = (6, 8, 10)  # lines of the waiting report that Litbang has not judged yet
FAULTS = (
    "foto sama dengan triwulan lalu, ganti",
    "daftar hadir tidak terbaca",
    "uang jauh di depan hasil, jelaskan",
    "jumlah tidak cocok dengan rekap",
)
MENDED = 2  # faults of the returned report that the agency has repaired since
AT_WORK = 3  # milestones with progress in a year that has only begun


class Teller:
    """One replication's plans, from its first year to the one to come."""

    def __init__(self, history, story, replication):
        self.history, self.story, self.replication = history, story, replication
        self.chronicle, self.litbang = history.chronicle, history.litbang
        self.staff = history.people[story.account]
        self.head = history.people[f"{story.account}.kepala"]

    # -- the years ------------------------------------------------------------------------------

    def first_year(self):
        story = replace(
            self.story,
            rows=first_year.rows(self.story.first_year),
            words=first_year.WORDS,
            money=min(self.story.money, 0.98),
        )
        plan = self.approved(story.rows, first_year.YEAR)
        for quarter in (1, 2, 3, 4):
            self.quarter_done(plan, story, quarter)
        closing = self.period(plan, 4).review_due
        self.chronicle.finished(plan, by=self.litbang, at=days.at(workdays.add(closing, 6), 10, 15))
        standing.refresh(plan)

    def reporting_year(self):
        story, quarter = self.story, self.history.current.quarter
        plan = self.approved(story.rows, self.history.year, story.baseline)
        if story.baseline:
            self.chronicle.revised(
                plan,
                story.rows,
                story.baseline,
                "Narasumber dari daerah asal mundur satu bulan.",
                by=self.head,
                at=days.office(date(plan.fiscal_year, 3, 10)),
            )
            submitted, approved = (days.office(date(plan.fiscal_year, 3, day)) for day in (12, 20))
            plan = self.decided(plan, submitted, approved)
        for past in range(1, quarter):
            self.quarter_done(plan, story, past)
        getattr(self, f"ends_{story.ending}")(plan, quarter)
        standing.refresh(plan)
        return plan

    def year_begun(self):
        """The plan of the year that has begun while the last quarter is still being reported."""
        year, today = self.history.today.year, self.history.today
        rows = [
            replace(row, **self.story.completed.get(number, {}))
            for number, row in enumerate(self.story.next_rows, start=1)
        ]
        plan = self.approved(rows, year)
        begun = [
            (number, replace(row, claims=(25, 50, 75, 100)))
            for number, row in enumerate(rows, start=1)
            if date(year, *row.start) < today
        ]
        for number, row in begun[:AT_WORK]:
            for day, percent in days.steps(row, year, 1, 0, today)[:1]:
                self.record(plan, number, row, day, percent, "")
        standing.refresh(plan)

    def year_to_come(self):
        """Dinkop's draft is not complete; that of DKPP waits for approval."""
        year, today = self.history.today.year + 1, self.history.today
        if self.story.account == "koperasi":
            self.chronicle.drafted(
                self.replication,
                year,
                self.story.next_rows,
                by=self.staff,
                at=days.at(days.working_days_before(today, 1), 9, 24),
            )
        elif self.story.account == "pertanian":
            plan = self.chronicle.drafted(
                self.replication,
                year,
                self.story.next_rows,
                by=self.staff,
                at=days.at(days.working_days_before(today, 9), 13, 40),
            )
            self.chronicle.submitted(
                plan, by=self.head, at=days.at(days.working_days_before(today, 3), 10, 5)
            )

    # -- how the current quarter ends, one a replication ----------------------------------------

    def ends_verified(self, plan, quarter):
        sent, verified = days.on_track(self.history.current, self.history.now)
        self.progress(plan, self.story, quarter)
        report = self.reported(plan, quarter, sent)
        proof.judged(report, by=self.litbang, at=verified - LOOKED)
        self.chronicle.verified(
            report, judgements_of(report, self.story.rows), by=self.litbang, at=verified
        )
        self.later(plan, quarter)

    def ends_waiting(self, plan, quarter):
        """Sent and partly judged; returned once and sent again where the deadline is long past."""
        moments = days.waiting(self.history.current, self.history.now)
        self.progress(plan, self.story, quarter)
        report = self.reported(plan, quarter, moments[0])
        looked = min(moments[0] + LOOKED, self.history.now)
        proof.judged(report, by=self.litbang, at=looked, but=UNDECIDED)
        judgements = judgements_of(report, self.story.rows, but=UNDECIDED)
        if len(moments) == 1:
            verification.judge_lines(report=report, by=self.litbang, judgements=judgements)
        else:
            self.chronicle.sent_back(
                report,
                judgements,
                "Tonggak 6: rekap pendataan belum ditandatangani camat.",
                by=self.litbang,
                at=moments[1],
            )
            self.mend(plan, [6], "Rekap sudah ditandatangani.", moments[2] - timedelta(hours=2))
            self.reported(plan, quarter, moments[2])
        self.later(plan, quarter)

    def ends_returned(self, plan, quarter):
        """Returned with a reason, of which the agency has repaired a part."""
        moments = days.returned(self.history.current, self.history.now)
        self.progress(plan, self.story, quarter)
        numbers = [
            number
            for number, row in enumerate(self.story.rows, start=1)
            if row.stage != MONITORING and row.claims[quarter - 1] > claimed_before(row, quarter)
        ][-len(FAULTS) :]
        *rounds, mended = moments
        for sent, back in zip(rounds[::2], rounds[1::2], strict=True):
            report = self.reported(plan, quarter, sent)
            proof.judged(report, numbers[1:2], by=self.litbang, at=back - LOOKED)
            self.chronicle.sent_back(
                report,
                judgements_of(report, self.story.rows, but=numbers),
                "\n".join(
                    f"Tonggak {number}: {fault}."
                    for number, fault in zip(numbers, FAULTS, strict=False)
                ),
                by=self.litbang,
                at=back,
            )
        self.mend(plan, numbers[:MENDED], "Sudah diperbaiki.", mended)

    def ends_silent(self, plan, quarter):
        """Some progress is recorded, but no report was sent."""
        self.progress(plan, self.story, quarter)

    # -- the work of a quarter ------------------------------------------------------------------

    def quarter_done(self, plan, story, quarter):
        """Progress, report and verification of a quarter that is long over."""
        self.progress(plan, story, quarter)
        sent, verified = days.done(
            self.period(plan, quarter), story.late.get(quarter, 0), len(story.account)
        )
        report = self.reported(plan, quarter, sent, story)
        proof.judged(report, by=self.litbang, at=verified - LOOKED)
        self.chronicle.verified(
            report, judgements_of(report, story.rows), by=self.litbang, at=verified
        )

    def later(self, plan, quarter):
        """Progress after the reported quarter, as far as the days have come."""
        for following in range(quarter + 1, 5):
            self.progress(plan, self.story, following)

    def progress(self, plan, story, quarter):
        for number, row in enumerate(story.rows, start=1):
            before = claimed_before(row, quarter)
            steps = days.steps(row, plan.fiscal_year, quarter, before, self.history.today)
            if plan.fiscal_year == first_year.YEAR:
                steps = steps[-1:]
            for day, percent in steps:
                whole = percent == row.claims[quarter - 1]
                note = row.notes.get(quarter, "") if whole else ""
                self.record(plan, number, row, day, percent, note, story)

    def record(self, plan, number, row, day, percent, note, story=None):
        story = story or self.story
        milestone = Milestone.objects.select_related("plan__replication__agency").get(
            plan=plan, number=number
        )
        at = self.history.past(days.at(day, 14, 5 + number))
        update = self.chronicle.recorded(
            milestone, row, day, percent, money=story.money, note=note, by=self.staff, at=at
        )
        wanted = note or (plan.fiscal_year == first_year.YEAR and quarter_of(day) == number // 2)
        if self.history.with_evidence and wanted:
            proof.attach(
                update, row, story.drawing if number % 2 == 0 else "meeting", by=self.staff, at=at
            )

    def mend(self, plan, numbers, addition, at):
        for number in numbers:
            update = (
                plan.milestones.get(number=number)
                .updates.filter(held_by=None)
                .latest_first()
                .select_related("milestone__plan__replication")
                .first()
            )
            if update:
                self.chronicle.mended(update, addition, by=self.staff, at=at)

    def reported(self, plan, quarter, at, story=None):
        return self.chronicle.reported(
            plan,
            self.period(plan, quarter),
            (story or self.story).words[quarter - 1],
            by=self.staff,
            sender=self.head,
            at=at,
        )

    # -- plans ----------------------------------------------------------------------------------

    def approved(self, rows, year, baseline=None):
        """A plan written in November, submitted in December, approved before its year begins."""
        plan = self.chronicle.drafted(
            self.replication,
            year,
            rows,
            by=self.staff,
            at=days.office(date(year - 1, 11, 16)),
            baseline=baseline,
        )
        submitted, approved = (
            days.at(date(year - 1, 12, 6), 10),
            days.at(date(year - 1, 12, 14), 14),
        )
        return self.decided(plan, submitted, approved)

    def decided(self, plan, submitted, approved):
        """The plan as it is after submission and approval."""
        self.chronicle.submitted(plan, by=self.head, at=submitted)
        self.chronicle.approved(plan, by=self.litbang, at=approved)
        return ActionPlan.objects.select_related("replication__agency").get(pk=plan.pk)

    def period(self, plan, quarter):
        return ReportingPeriod.objects.get(year=plan.fiscal_year, quarter=quarter)


def claimed_before(row, quarter):
    """The claim at the end of the quarter before, 0 for the first."""
    return row.claims[quarter - 2] if quarter > 1 else 0
