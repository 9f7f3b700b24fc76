"""What a list of plans says of each: stage, milestones, version, and where it stands."""

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, Max, Min, OuterRef, Q, Subquery, When

from replikasi.common import formats, listbook
from replikasi.common.listbook import ListColumn

from .models import ActionPlan, Milestone, PeriodStanding, PlanVersion, Report, Stage
from .positions import Position

# Below 100 %; a draft's milestone counts before it has a weight, one of weight 0 never does.
UNDONE = (Q(reached__isnull=True) | Q(reached__lt=100)) & (Q(weight__isnull=True) | Q(weight__gt=0))
NOT_REPORTED = "belum dilaporkan"
STATE_WORDS = {
    "": NOT_REPORTED,
    PeriodStanding.NOT_ASKED: "tidak diminta",
    **dict(Report.State.choices),
}


@dataclass(frozen=True)
class Listed:
    """A plan's row. `stage` is that of its first milestone below 100 %, "" when there is none or
    the plan is closed; `late` counts milestones past their due date, None before the first
    approval."""

    milestones: int
    stage: str
    late: int | None
    version: int | None
    position: Position

    @property
    def stage_label(self):
        if self.position.plan.state == ActionPlan.State.FINISHED:
            return "Selesai"
        if self.stage:
            return Stage(self.stage).label
        return "Semua selesai" if self.milestones else "Belum ada tonggak"


def current_stage():
    """Subquery of the stage that a plan is in; for a filter or an order, not for showing."""
    undone = Milestone.objects.filter(UNDONE, plan=OuterRef("pk"))
    undone = undone.exclude(plan__state=ActionPlan.State.FINISHED)
    return Subquery(undone.order_by("number").values("stage")[:1])


def overdue(today):
    """Condition of a plan: approved once, not closed, with a milestone late on the day `today`."""
    late = Milestone.objects.undone().filter(plan=OuterRef("pk"), due__lt=today)
    versions = PlanVersion.objects.filter(plan=OuterRef("pk"))
    return ~Q(state=ActionPlan.State.FINISHED) & Exists(versions) & Exists(late)


def late_milestones(today):
    """How many milestones of a plan are late, as `overdue` says; for an order."""
    late = Milestone.objects.undone().filter(plan=OuterRef("pk"), due__lt=today)
    counted = late.order_by().values("plan").annotate(number=Count("pk")).values("number")
    return Case(When(overdue(today), then=Subquery(counted)), default=0)


def latest_figure(name, today):
    """Subquery of one figure of a plan's latest opened quarter; for an order."""
    standings = PeriodStanding.objects.filter(plan=OuterRef("pk"), period__opens__lte=today)
    return Subquery(standings.order_by("-period__year", "-period__quarter").values(name)[:1])


def listed(plans, today, *, among=None):
    """{plan.pk: Listed} of the list `plans`, in three queries however many there are.

    `among` is what the database is to look for them in: their keys, or a query of them.
    """
    among = [plan.pk for plan in plans] if among is None else among
    rows = {
        row["plan"]: row
        for row in Milestone.objects.filter(plan__in=among)
        .order_by()
        .values("plan")
        .annotate(
            number=Count("pk"),
            # Numbers follow the stages, so the first stage is that of the first milestone.
            stage=Min("stage", filter=UNDONE),
            late=Count("pk", filter=UNDONE & Q(weight__gt=0, due__lt=today)),
        )
    }
    versions = dict(
        PlanVersion.objects.filter(plan__in=among)
        .order_by()
        .values_list("plan")
        .annotate(last=Max("number"))
    )
    standings = {
        standing.plan_id: standing
        for standing in PeriodStanding.objects.filter(plan__in=among, period__opens__lte=today)
        .select_related("period")
        .order_by("period__year", "period__quarter", "pk")
    }
    return {plan.pk: _listed(plan, rows, versions, standings) for plan in plans}


def _listed(plan, rows, versions, standings):
    row = rows.get(plan.pk, {"number": 0, "stage": None, "late": 0})
    closed = plan.state == ActionPlan.State.FINISHED
    version = versions.get(plan.pk)
    return Listed(
        milestones=row["number"],
        stage="" if closed else row["stage"] or "",
        late=None if version is None else (0 if closed else row["late"]),
        version=version,
        position=Position(plan, standings.get(plan.pk)),
    )


# -- the same as a workbook ---------------------------------------------------------------------

COLUMNS = (
    ListColumn("Replikasi", width=34),
    ListColumn("OPD", width=34),
    ListColumn("Wilayah", width=26),
    ListColumn("Kode wilayah", width=10),
    ListColumn("Tahun", listbook.WHOLE, 8),
    ListColumn("Status", width=20),
    ListColumn("Tahap berjalan", width=22),
    ListColumn("Versi", listbook.WHOLE, 7),
    ListColumn("Jumlah tonggak", listbook.WHOLE, 10),
    ListColumn("Tonggak terlambat", listbook.WHOLE, 11),
    ListColumn("Laporan terakhir", width=26),
    ListColumn("Terverifikasi, %", listbook.FIGURE, 15),
    ListColumn("Triwulan terverifikasi", width=14),
    ListColumn("Sementara, %", listbook.FIGURE, 15),
    ListColumn("Rencana, %", listbook.FIGURE, 11),
    ListColumn("Deviasi, poin", listbook.FIGURE, 15),
    ListColumn("Deviasi dari", width=15),
)


def workbook(plans, today):
    """The .xlsx of the filtered and ordered queryset `plans`, as bytes."""
    found = list(plans)
    facts = listed(found, today, among=plans.order_by().values("pk"))
    rows = (_row(plan, facts[plan.pk]) for plan in found)
    return listbook.list_workbook("Rencana aksi", COLUMNS, rows)


def _row(plan, facts):
    agency, standing = plan.replication.agency, facts.position.standing
    return (
        plan.replication.title,
        agency.name_in(plan.fiscal_year),
        agency.region.full_name,
        agency.region_id,
        plan.fiscal_year,
        plan.get_state_display(),
        facts.stage_label,
        facts.version or "belum disetujui",
        facts.milestones,
        "belum disetujui" if facts.late is None else facts.late,
        *_figures(standing, facts.position),
    )


def _figures(standing, position):
    """Last report, verified with its quarter, claimed, planned, deviation and on what it stands;
    a word where there is no figure, nothing beside the word."""
    if standing is None:
        return (NOT_REPORTED, NOT_REPORTED, None, NOT_REPORTED, "belum ada", NOT_REPORTED, None)
    deviation, quarter = position.deviation, standing.verified_quarter
    state = STATE_WORDS[standing.report_state]
    unjudged = NOT_REPORTED if standing.claimed is None else "belum diverifikasi"
    return (
        f"TW {formats.QUARTERS[standing.period.quarter]}: {state}",
        unjudged if standing.verified is None else standing.verified,
        f"TW {formats.QUARTERS[quarter]}" if quarter else None,
        NOT_REPORTED if standing.claimed is None else standing.claimed,
        standing.planned,
        NOT_REPORTED if deviation is None else deviation,
        None if deviation is None else position.provenance,
    )
