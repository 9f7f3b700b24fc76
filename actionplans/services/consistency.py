"""Whether what is stored agrees with what it follows from: every figure recomputed and compared.

Works through the plans in batches, so that memory does not grow with their number.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F, OuterRef, Prefetch, Q, Subquery

from actionplans import arithmetic, snapshots
from actionplans.models import (
    ActionPlan,
    DueMove,
    Milestone,
    MonthStanding,
    PeriodStanding,
    PlanVersion,
    ProgressUpdate,
    Report,
    ReportingPeriod,
    ReportLine,
    Verification,
)
from actionplans.models.period import due_of

from . import months, standing

BATCH = 100
LATEST_PERCENT = Subquery(
    ProgressUpdate.objects.filter(milestone=OuterRef("pk")).latest_first().values("percent")[:1]
)
State = Report.State
HOLDING = (State.SENT, State.VERIFIED)
# The decision that must have been the last one for a report to be in a state.
LAST_DECISION = {
    State.SENT: (None, Verification.Decision.RETURNED, Verification.Decision.UNVERIFIED),
    State.RETURNED: (Verification.Decision.RETURNED,),
    State.VERIFIED: (Verification.Decision.VERIFIED,),
}
NEEDS_VERSION = (ActionPlan.State.APPROVED, ActionPlan.State.REVISING, ActionPlan.State.FINISHED)


@dataclass(frozen=True)
class Difference:
    """One fault of a plan; where it `is_derived`, writing it anew from other rows mends it."""

    plan_id: int
    sentence: str
    is_derived: bool = False

    def __str__(self):
        return f"Rencana {self.plan_id}, {self.sentence}"


def differences(plans):
    """Sentences that name each difference in `plans` (a queryset of ActionPlan), lazily."""
    return (str(difference) for difference in found(plans))


def found(plans):
    """The Difference of each fault in `plans`, plan by plan."""
    for batch in batches(plans):
        gathered = Gathered(batch)
        for plan in batch:
            yield from _of_plan(plan, gathered)


def repair(plans):
    """Write standings and `reached` anew of those `plans` where they differ; returns how many.

    Only these follow from other rows; a fault elsewhere stays and is for people to judge.
    """
    mended = 0
    for batch in batches(plans):
        gathered = Gathered(batch)
        for plan in batch:
            if any(difference.is_derived for difference in _of_plan(plan, gathered)):
                _rewrite(plan)
                mended += 1
    return mended


@transaction.atomic
def _rewrite(plan):
    plan = ActionPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    plan.milestones.update(reached=LATEST_PERCENT)
    if plan.versions.exists():
        plan.standings.exclude(period__year=plan.fiscal_year).delete()
        standing.refresh(plan)
    else:
        plan.standings.all().delete()
        plan.months.all().delete()


def batches(plans, size=BATCH):
    """Lists of at most `size` plans by ascending key; memory holds one at a time."""
    rows, last = plans.select_related("replication").order_by("pk"), 0
    while batch := list(rows.filter(pk__gt=last)[:size]):
        yield batch
        last = batch[-1].pk


class Gathered:
    """What a batch of plans is judged by: twelve queries however many plans it holds."""

    def __init__(self, batch):
        keys = [plan.pk for plan in batch]
        versions = PlanVersion.objects.filter(plan__in=keys).order_by("plan_id", "number")
        self.version, self.life = {}, {}
        replications = {plan.pk: plan.replication for plan in batch}
        for version in versions:
            self.version[version.plan_id] = version
            first = standing.life_of(version, replications[version.plan_id])
            self.life.setdefault(version.plan_id, first)
        self.periods = defaultdict(list)
        years = {plan.fiscal_year for plan in batch}
        for period in ReportingPeriod.objects.filter(year__in=years).order_by("year", "quarter"):
            self.periods[period.year].append(period)
        self.moves = defaultdict(dict)
        agencies = {plan.replication.agency_id for plan in batch}
        moves = DueMove.objects.filter(agency__in=agencies, period__year__in=years)
        for move in moves.order_by("id"):
            self.moves[move.agency_id][move.period_id] = move
        self.reports, self.standings = defaultdict(list), defaultdict(list)
        self.adrift = defaultdict(list)
        lines = ReportLine.objects.select_related("update", "milestone").order_by(
            "milestone__number", "id"
        )
        for report in (
            Report.objects.filter(plan__in=keys)
            .select_related("period")
            .prefetch_related(
                Prefetch("lines", lines),
                Prefetch("verifications", Verification.objects.order_by("at", "id")),
            )
            .order_by("period__year", "period__quarter", "id")
        ):
            self.reports[report.plan_id].append(report)
        for row in (
            PeriodStanding.objects.filter(plan__in=keys)
            .select_related("period")
            .order_by("period__year", "period__quarter", "id")
        ):
            self.standings[row.plan_id].append(row)
        self.updates = months.updates_of(keys)
        self.months = defaultdict(dict)
        for row in MonthStanding.objects.filter(plan__in=keys).order_by("plan_id", "month"):
            self.months[row.plan_id][row.month] = row
        self.reached = list(
            Milestone.objects.filter(plan__in=keys)
            .annotate(latest=LATEST_PERCENT)
            .exclude(Q(reached=F("latest")) | Q(reached__isnull=True, latest__isnull=True))
            .order_by("plan_id", "number")
        )
        held = ProgressUpdate.objects.filter(milestone__plan__in=keys, held_by__isnull=False)
        wrongly = held.exclude(
            held_by__state__in=HOLDING, held_by__plan=F("milestone__plan")
        ).select_related("held_by__period", "milestone")
        for update in wrongly.order_by("id"):
            self.adrift[update.milestone.plan_id].append(update)


def _of_plan(plan, gathered):
    version = gathered.version.get(plan.pk)
    reports = gathered.reports[plan.pk]
    sentences = [*_of_version(plan, version)]
    for report in reports:
        sentences += _of_report(plan, version, report)
    sentences += [
        f"catatan progres {update.pk}: dipegang laporan {update.held_by.period} "
        f"(laporan {update.held_by_id}) yang statusnya {update.held_by.state}"
        for update in gathered.adrift[plan.pk]
    ]
    for sentence in sentences:
        yield Difference(plan.pk, sentence)
    for row in gathered.reached:
        if row.plan_id == plan.pk:
            kept, right = _shown(row.reached), _shown(row.latest)
            sentence = f"tonggak {row.number}, reached: tersimpan {kept}, seharusnya {right}"
            yield Difference(plan.pk, sentence, is_derived=True)
    stored = gathered.standings[plan.pk]
    if version is None:
        wanted = {}
    else:
        periods = gathered.periods[plan.fiscal_year]
        moves = gathered.moves[plan.replication.agency_id]
        dues = {period.pk: due_of(period, moves.get(period.pk)) for period in periods}
        sent = standing.sent_of(reports)
        values = standing.expected(version, periods, sent, dues, gathered.life[plan.pk]).values()
        wanted = dict(zip(periods, values, strict=True))
    for sentence in _of_standings(version, wanted, stored):
        yield Difference(plan.pk, sentence, is_derived=True)
    by_month = {}
    if version is not None:
        by_month = months.expected(
            plan.fiscal_year,
            snapshots.approved(version),
            gathered.updates.get(plan.pk, []),
            {
                period.quarter: (values["claimed"], values["spent"], values["ceiling"])
                for period, values in wanted.items()
                if values["claimed"] is not None
            },
        )
    for sentence in _of_months(by_month, gathered.months[plan.pk]):
        yield Difference(plan.pk, sentence, is_derived=True)


def _of_version(plan, version):
    if version is None:
        if plan.state in NEEDS_VERSION:
            yield f"status {plan.state}: tidak ada versi yang disetujui"
        return
    weights = [Decimal(row["weight"]) for row in version.snapshot]
    if sum(weights) != arithmetic.HUNDRED:
        yield f"versi {version.number}: jumlah bobot {sum(weights)}, seharusnya 100"


def _of_report(plan, version, report):
    where = f"laporan {report.period}"
    if report.period.year != plan.fiscal_year:
        yield f"{where}: periode di luar tahun anggaran {plan.fiscal_year}"
    if report.state == State.DRAFT:
        return
    if version is None:
        yield f"{where}: terkirim, padahal rencana belum pernah disetujui"
    decisions = list(report.verifications.all())
    last = decisions[-1].decision if decisions else None
    if last not in LAST_DECISION[report.state]:
        yield f"{where}: status {report.state}, keputusan terakhir {last or 'tidak ada'}"
    lines = list(report.lines.all())
    if not lines:
        yield f"{where}: terkirim tanpa baris"
        return
    total = sum(line.weight for line in lines)
    if total != arithmetic.HUNDRED:
        yield f"{where}: jumlah bobot {total}, seharusnya 100"
    for line in lines:
        yield from _of_line(report, line, f"{where}, tonggak {line.milestone.number}")


def _of_line(report, line, where):
    if line.milestone.plan_id != report.plan_id:
        yield f"{where}: tonggak milik rencana {line.milestone.plan_id}"
    if report.state == State.VERIFIED and line.verified_percent is None:
        yield f"{where}, verified_percent: kosong pada laporan terverifikasi"
    if report.state not in HOLDING or line.update is None:
        return
    if line.update.milestone_id != line.milestone_id:
        yield f"{where}: berasal dari catatan progres tonggak lain"
    # What a sent report froze cannot have changed, because the report holds the update.
    if line.update.percent != line.percent:
        yield f"{where}, percent: baris {line.percent}, catatan progres {line.update.percent}"


def _of_standings(version, wanted, stored):
    """`wanted` maps each period to its values; `stored` are the rows that there are."""
    rows = {row.period: row for row in stored}
    for period, row in rows.items():
        if version is None:
            yield f"{period}: posisi ada (baris {row.pk}), padahal rencana belum pernah disetujui"
        elif period not in wanted:
            yield f"{period}: posisi berlebih (baris {row.pk}), di luar tahun anggaran"
    for period, values in wanted.items():
        if period not in rows:
            yield f"{period}: posisi tidak ada"
            continue
        for field in standing.FIELDS:
            kept, right = getattr(rows[period], field), values[field]
            if kept != right:
                yield f"{period}, {field}: tersimpan {_shown(kept)}, seharusnya {_shown(right)}"


def _of_months(wanted, stored):
    """Both by month: what each should say, and the rows that there are."""
    for month in sorted({*wanted, *stored}):
        if month not in stored:
            yield f"bulan {month}: posisi tidak ada"
        elif month not in wanted:
            yield f"bulan {month}: posisi berlebih (baris {stored[month].pk})"
        else:
            for field in months.FIELDS:
                kept, right = getattr(stored[month], field), wanted[month][field]
                if kept != right:
                    told = f"tersimpan {_shown(kept)}, seharusnya {_shown(right)}"
                    yield f"bulan {month}, {field}: {told}"


def _shown(value):
    return "kosong" if value in (None, "") else str(value)
