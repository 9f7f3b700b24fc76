"""Tugas saya: where log-in lands."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import advising, newness, waiting, workdays
from actionplans import tasks as told
from actionplans.models import ActionPlan
from replikasi.accounts.models import User


def _advising(user):
    """Context of _advising.html."""
    return {
        "news": newness.new_since(user, ActionPlan.objects.visible_to(user)),
        "not_advised": advising.not_advised(user).count(),
        "advice_days": workdays.rules().advice_days,
    }


@require_safe
def tasks(request):
    user, today = request.user, timezone.localdate()
    found = told.tasks_of(user, today)
    is_agency = user.role in User.AGENCY_ROLES
    is_adviser = user.role in (User.Role.LITBANG, User.Role.FASILITATOR)
    return render(
        request,
        "actionplans/tasks.html",
        {
            "today": today,
            "total": sum(waiting.counts(user, today).values()),
            "urgent": sum(1 for task in found if task.tone == "bad"),
            "lead": found[0] if found else None,
            "rest": found[1:],
            "is_agency": is_agency,
            "is_adviser": is_adviser,
            "is_admin": user.role == User.Role.ADMIN,
            "as_table": user.role == User.Role.LITBANG,
            "next_milestones": told.next_milestones(user, today) if is_agency else [],
            "missing_plans": told.missing_plans(user, today.year) if is_agency else [],
            "others": told.waiting_for_others(user, today) if is_adviser else [],
            **(_advising(user) if is_adviser else {}),
        },
    )
