"""PeriodStanding: computed from a plan's version and reports, written with what changes them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from actionplans import arithmetic, snapshots
from actionplans.models import PeriodStanding, Report, ReportingPeriod
from actionplans.models.period import dues_of

from . import months

FIELDS = (
    "planned",
    "claimed",
    "verified",
    "verified_quarter",
    "spent",
    "ceiling",
    "report_state",
    "days_late",
    "due",
    "moved_from",
)


@dataclass(frozen=True)
class Sent:
    """A sent report as standing needs it: its state and its frozen lines."""

    state: str
    days_late: int
    lines: tuple


@dataclass(frozen=True)
class Life:
    """The days between which reports are asked of a plan: when it was approved first, and when its
    replication was complete (None as long as it is not)."""

    approved: date
    completed: date | None = None

    def ends_in(self, year):
        """A plan of a later year is one that somebody wanted after all."""
        return self.completed is not None and self.completed.year >= year


def life_of(first_version, replication):
    return Life(timezone.localdate(first_version.approved_at), replication.completed_on)


def expected(version, periods, sent, dues, life):
    """{period.pk: values of FIELDS} for a plan.

    `version` is the plan's latest PlanVersion, `periods` those of its fiscal year in order,
    `sent` maps period.pk to Sent, `dues` to (due date, moved from). Where a report was sent its
    own lines speak, as frozen then; elsewhere the version gives plan and ceiling and the rest is
    None ("belum dilaporkan"), or nothing is asked: of a quarter that was over, with nothing
    planned in it, before the plan was approved, and after the last report of a replication that is
    complete.
    """
    milestones = snapshots.approved(version)
    shapes = [milestone.shape for milestone in milestones]
    standings = {}
    verified = verified_quarter = None
    last_sent = max((period.quarter for period in periods if period.pk in sent), default=0)
    for period in periods:
        report = sent.get(period.pk)
        if report is not None and report.state == Report.State.VERIFIED:
            verified = arithmetic.realised(
                (line.weight, line.verified_percent) for line in report.lines
            )
            verified_quarter = period.quarter
        values = {
            "verified": verified,
            "verified_quarter": verified_quarter,
            "claimed": None,
            "spent": None,
            "report_state": "",
            "days_late": None,
            "due": dues[period.pk][0],
            "moved_from": dues[period.pk][1],
        }
        if report is None:
            values["planned"] = arithmetic.planned(shapes, period.year, period.ends)
            values["ceiling"] = sum((row.ceiling for row in milestones), Decimal(0))
            is_early = period.ends < life.approved and not values["planned"]
            is_over = life.ends_in(period.year) and period.quarter > last_sent
            if is_early or is_over:
                values["report_state"] = PeriodStanding.NOT_ASKED
        else:
            values.update(
                planned=arithmetic.realised((line.weight, line.planned) for line in report.lines),
                claimed=arithmetic.realised((line.weight, line.percent) for line in report.lines),
                spent=sum((line.spent for line in report.lines), Decimal(0)),
                ceiling=sum((line.ceiling for line in report.lines), Decimal(0)),
                report_state=report.state,
                days_late=report.days_late,
            )
        standings[period.pk] = values
    return standings


def sent_of(reports):
    """{period.pk: Sent} of a plan's reports, drafts left out; reads their prefetched `lines`."""
    return {
        report.period_id: Sent(report.state, report.days_late, tuple(report.lines.all()))
        for report in reports
        if report.state != Report.State.DRAFT
    }


def refresh(plan):
    """Write the plan's standings and months anew, in the transaction that changed their source.

    Does nothing for a plan that was never approved: it has no standing.
    """
    version = plan.versions.order_by("-number").first()
    if version is None:
        return
    first = version if version.number == 1 else plan.versions.defer("snapshot").earliest("number")
    life = life_of(first, plan.replication)
    periods = list(ReportingPeriod.objects.filter(year=plan.fiscal_year).order_by("quarter"))
    dues = dues_of(plan.replication.agency_id, periods)
    sent = sent_of(plan.reports.sent().prefetch_related("lines"))
    PeriodStanding.objects.bulk_create(
        [
            PeriodStanding(plan=plan, period_id=period_id, **values)
            for period_id, values in expected(version, periods, sent, dues, life).items()
        ],
        update_conflicts=True,
        unique_fields=["plan", "period"],
        update_fields=FIELDS,
    )
    months.refresh(plan)
