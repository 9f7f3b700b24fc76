"""Where plans stand: the standing of the last quarter that has opened, read for lists and pages."""

from dataclasses import dataclass

from . import arithmetic
from .models import ActionPlan, PeriodStanding, Report
from .workdays import rules


@dataclass(frozen=True)
class Position:
    """A plan with its latest standing; `standing` is None before approval or the first quarter."""

    plan: ActionPlan
    standing: PeriodStanding | None

    @property
    def provenance(self):
        """Whether the quarter's own figure is "terverifikasi", "sementara" or "belum" reported."""
        if self.standing is None or self.standing.claimed is None:
            return "belum"
        verified = self.standing.report_state == Report.State.VERIFIED
        return "terverifikasi" if verified else "sementara"

    @property
    def deviation(self):
        """Realisation of this quarter − plan, in percentage points; None without a report."""
        if self.provenance == "belum":
            return None
        verified = self.provenance == "terverifikasi"
        actual = self.standing.verified if verified else self.standing.claimed
        return arithmetic.deviation(actual, self.standing.planned)

    @property
    def is_beyond_threshold(self):
        return self.deviation is not None and self.deviation < rules().deviation_limit


def positions_of(plans, on):
    """{plan.pk: Position} on the day `on`, in one query."""
    standings = (
        PeriodStanding.objects.filter(plan__in=[plan.pk for plan in plans], period__opens__lte=on)
        .select_related("period")
        .order_by("plan", "period__quarter")
    )
    latest = {standing.plan_id: standing for standing in standings}
    return {plan.pk: Position(plan, latest.get(plan.pk)) for plan in plans}


def latest_positions(replications, on):
    """{replication.pk: Position of its latest plan that stands anywhere, else of its latest plan}.

    A replication without a plan is left out. Two queries.
    """
    plans = list(
        ActionPlan.objects.filter(replication__in=[row.pk for row in replications]).order_by(
            "fiscal_year", "pk"
        )
    )
    found = {}
    for position in positions_of(plans, on).values():
        key = position.plan.replication_id
        if position.standing is not None or getattr(found.get(key), "standing", None) is None:
            found[key] = position
    return found
