"""Tugas saya: where log-in lands."""

from django.shortcuts import render
from django.utils import timezone

from actionplans import tasks as waiting
from replikasi.accounts.models import User


def tasks(request):
    user, today = request.user, timezone.localdate()
    found = waiting.tasks_of(user, today)
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
            "as_table": user.role == User.Role.LITBANG,
            "next_milestones": waiting.next_milestones(user, today) if is_agency else [],
            "missing_plans": waiting.missing_plans(user, today.year) if is_agency else [],
            "others": waiting.waiting_for_others(user, today) if is_adviser else [],
        },
    )
