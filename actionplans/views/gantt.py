"""The plan's timeline by month: a part of the plan's page, and a page of its own to print."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access, predecessors
from actionplans.gantt import gantt_of
from actionplans.models import Report, ReportLine

# Rows on the plan's page; the rest is on the timeline's own page, so many at a time.
ON_PLAN_PAGE = 60
ON_OWN_PAGE = 500


def verified_percents(milestones):
    """{key: percent of the latest verified report} of milestones; one query."""
    rows = ReportLine.objects.filter(
        milestone__in=[row.pk for row in milestones],
        report__state=Report.State.VERIFIED,
        verified_percent__isnull=False,
    ).order_by("report__period__year", "report__period__quarter", "pk")
    return dict(rows.values_list("milestone_id", "verified_percent"))


def drawn(plan, milestones, today, *, more=0):
    """The Gantt of the given milestones of a plan; two queries."""
    return gantt_of(
        milestones,
        year=plan.fiscal_year,
        today=today,
        verified=verified_percents(milestones),
        links=predecessors.of_plan(plan, today),
        more=more,
    )


def part_for_plan_page(plan, today, milestones, total):
    """The Gantt of the first rows of the plan, of which it has `total`."""
    rows = milestones[:ON_PLAN_PAGE]
    return drawn(plan, rows, today, more=total - len(rows))


@require_safe
def plan_timeline(request, pk):
    plan = access.get_plan(request.user, pk)
    rows = plan.milestones.order_by("number")
    page = Paginator(rows, ON_OWN_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "actionplans/gantt.html",
        {
            "plan": plan,
            "agency_name": plan.replication.agency.name_in(plan.fiscal_year),
            "gantt": drawn(plan, list(page), timezone.localdate()),
            "page": page,
        },
    )
