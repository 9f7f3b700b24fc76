"""The milestone's page: description, figures, journey, evidence, advice and obstacles."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access, arithmetic, expected, newness, predecessors, snapshots, timelines
from actionplans.milestone_curve import curve_of_milestone
from actionplans.models import Obstacle, ReportLine

from .advice_parts import advice_context

# Pieces that are not yet said to be for anything: the latest ones, so that the list stays short.
MOST_LOOSE = 10


def _shapes(milestone, versions):
    """The milestone's arithmetic.Shape in the latest and in the first version, where they hold it.

    `versions`: the latest first.
    """
    return [
        row.shape
        for version in (*versions[:1], *versions[1:][-1:])
        for row in snapshots.approved(version)
        if row.id == milestone.pk
    ]


def _drawn_up(milestone):
    """The Shape of the milestone as it stands in the matrix, or None while dates are missing."""
    if milestone.start is None or milestone.due is None:
        return None
    return arithmetic.Shape(
        milestone.weight or arithmetic.ZERO,
        milestone.start,
        milestone.due,
        tuple(milestone.targets),
    )


def _curve(milestone, shapes, updates, lines, today):
    """The Curve of the milestone; `shapes` of its versions, else of the plan being drawn up."""
    shape = shapes[0] if shapes else _drawn_up(milestone)
    return curve_of_milestone(
        year=milestone.plan.fiscal_year,
        number=milestone.number,
        shape=shape,
        updates=[(update.happened_on, update.percent) for update in updates],
        verified={line.report.period.quarter: line.verified_percent for line in lines},
        today=today,
        baseline=shapes[-1] if shapes and shapes[-1] != shape else None,
    )


def _evidence(milestone, updates, may_assign):
    """What the page says of the expected evidence."""
    pieces = [piece for update in updates for piece in update.visible_evidence]
    lines, loose = expected.check_list(milestone, pieces)
    return {
        "lines": lines,
        "lines_done": sum(bool(line.pieces) for line in lines),
        "loose": loose[::-1][:MOST_LOOSE] if lines and may_assign else [],
        "evidence_count": len(pieces),
        "may_assign": may_assign,
    }


@require_safe
def milestone_page(request, pk):
    user, today = request.user, timezone.localdate()
    milestone = access.get_milestone(user, pk)
    plan = milestone.plan
    journey = timelines.journey_of(milestone, user)
    updates = timelines.updates_of(milestone, user)
    versions = list(plan.versions.order_by("-number"))
    shapes = _shapes(milestone, versions)
    verified = list(
        ReportLine.objects.filter(
            milestone=milestone, report__state="diverifikasi", verified_percent__isnull=False
        )
        .select_related("report__period")
        .order_by("report__period__year", "report__period__quarter")
    )
    planned_on = min(today, today.replace(year=plan.fiscal_year, month=12, day=31))
    open_plan = plan.state != plan.State.FINISHED
    may_record = user.has_perm("actionplans.record_progress", milestone) and open_plan
    may_edit = plan.is_editable and user.has_perm("actionplans.edit_plan", milestone)
    waits, awaited_by = predecessors.of_milestone(milestone, today)
    advice = advice_context(user, milestone)
    return render(
        request,
        "actionplans/milestone.html",
        {
            "milestone": milestone,
            "plan": plan,
            "entries": newness.marked(journey.entries, advice["news_since"], user),
            "older": journey.older,
            "latest": updates[-1] if updates else None,
            "verified": verified[-1] if verified else None,
            "planned": arithmetic.planned_percent(shapes[0], plan.fiscal_year, planned_on)
            if shapes
            else None,
            "planned_on": planned_on,
            **_evidence(milestone, updates, may_record),
            "curve": _curve(milestone, shapes, updates, verified, today),
            "approved": bool(shapes),
            "waits": waits,
            "awaited_by": awaited_by,
            "troubles": [link for link in waits if link.troubles],
            "may_record": may_record and bool(versions),
            "may_edit": may_edit,
            "may_remark": plan.state == plan.State.SUBMITTED
            and user.has_perm("actionplans.decide_plan", milestone),
            "may_see_contacts": user.has_perm("actionplans.see_contacts", milestone),
            "may_tell": open_plan and user.has_perm("actionplans.tell_person", milestone),
            **advice,
            "obstacles": Obstacle.objects.filter(milestone=milestone).open(),
            "may_obstruct": user.has_perm("actionplans.record_obstacle", milestone),
        },
    )
