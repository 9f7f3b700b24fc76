"""What the latest sent report of each plan promised, and what became of it."""

from dataclasses import dataclass

from actionplans.models import NextStep, Report

UNANSWERED = "belum dijawab"
STATES = {
    NextStep.Kept.KEPT: "ditepati",
    NextStep.Kept.PARTLY: "ditepati sebagian",
    NextStep.Kept.BROKEN: "tidak ditepati",
}


@dataclass(frozen=True)
class Promise:
    """`text`: the first step that is not kept, else the first; `quarter`: of the report that
    promised it; `more`: how many other steps it promised."""

    text: str
    quarter: str
    state: str
    is_broken: bool
    more: int
    report: int


def promises(user, plan_ids, selection, reports, *, with_drafts=None):
    """{plan id: the Promise of its latest sent report up to the chosen quarter}; one query.

    `reports`: {(plan id, period id): report}, see queries.reports_of_plans. What the draft of the
    next report answers is the agency's own until it is sent; without `with_drafts` nobody is told.
    """
    if with_drafts is None:
        with_drafts = user.role in user.AGENCY_ROLES
    quarters = {period.pk: period for period in selection.periods}
    latest = {}
    for (plan_id, period_id), report in reports.items():
        period = quarters[period_id]
        if plan_id not in plan_ids or report.state == Report.State.DRAFT:
            continue
        if period.quarter > selection.quarter:
            continue
        if plan_id not in latest or latest[plan_id][0].quarter < period.quarter:
            latest[plan_id] = (period, report.pk)
    steps = {}
    rows = NextStep.objects.filter(report__in=[pk for _, pk in latest.values()])
    for step in rows.select_related("kept_in").order_by("report", "number"):
        if not with_drafts and _is_draft(step.kept_in):
            step.kept = ""
        steps.setdefault(step.report_id, []).append(step)
    return {
        plan_id: _promise(period, steps[pk])
        for plan_id, (period, pk) in latest.items()
        if pk in steps
    }


def _is_draft(report):
    return report is not None and report.state == Report.State.DRAFT


def _promise(period, steps):
    shown = next((step for step in steps if step.kept != NextStep.Kept.KEPT), steps[0])
    return Promise(
        text=shown.text.strip().rstrip("."),
        quarter=period.label,
        state=STATES.get(shown.kept, UNANSWERED),
        is_broken=shown.kept == NextStep.Kept.BROKEN,
        more=len(steps) - 1,
        report=shown.report_id,
    )
