"""The milestone's page: description, figures, journey, evidence, advice and obstacles."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access, arithmetic, snapshots, timeline
from actionplans.forms import AdviceForm
from actionplans.models import Comment, Obstacle, ReportLine
from actionplans.services.plans import latest_version


def _planned_today(milestone, version, today):
    """Percent that the approved version expects of the milestone today, or None."""
    if version is None:
        return None
    for row in snapshots.approved(version):
        if row.id == milestone.pk:
            return arithmetic.planned_percent(row.shape, milestone.plan.fiscal_year, today)
    return None


@require_safe
def milestone_page(request, pk):
    user, today = request.user, timezone.localdate()
    milestone = access.get_milestone(user, pk)
    plan = milestone.plan
    entries, updates = timeline.of_milestone(milestone, user)
    version = latest_version(plan)
    verified = (
        ReportLine.objects.filter(
            milestone=milestone, report__state="diverifikasi", verified_percent__isnull=False
        )
        .select_related("report__period")
        .order_by("-report__period__year", "-report__period__quarter")
        .first()
    )
    planned_on = min(today, today.replace(year=plan.fiscal_year, month=12, day=31))
    return render(
        request,
        "actionplans/milestone.html",
        {
            "milestone": milestone,
            "plan": plan,
            "entries": entries,
            "latest": updates[-1] if updates else None,
            "verified": verified,
            "planned": _planned_today(milestone, version, planned_on),
            "planned_on": planned_on,
            "expected": milestone.expected_evidence,
            "evidence_count": sum(len(update.visible_evidence) for update in updates),
            "may_record": user.has_perm("actionplans.record_progress", milestone)
            and version is not None
            and plan.state != plan.State.FINISHED,
            "may_edit": plan.is_editable and user.has_perm("actionplans.edit_plan", milestone),
            "threads": Comment.objects.visible_to(user)
            .filter(milestone=milestone)
            .threads()
            .prefetch_related("answers__by"),
            "advice_form": AdviceForm() if user.has_perm("actionplans.advise", milestone) else None,
            "may_answer": user.has_perm("actionplans.answer", milestone),
            "advise_url": "milestone_advise",
            "subject": milestone,
            "obstacles": Obstacle.objects.filter(milestone=milestone).open(),
            "may_obstruct": user.has_perm("actionplans.record_obstacle", milestone),
        },
    )
