"""The only doors to plans, milestones, reports, evidence and comments: 404 outside the user's
scope, 403 inside it without the right."""

from django.core.exceptions import PermissionDenied

from replikasi.common.access import door

from .models import (
    ActionPlan,
    Comment,
    Evidence,
    Milestone,
    Obstacle,
    ProgressUpdate,
    Report,
)


def get_plan(user, pk, perm=None):
    return door(ActionPlan.objects.visible_to(user).for_list(), user, pk, perm)


def get_milestone(user, pk, perm=None):
    return door(Milestone.objects.visible_to(user).for_page(), user, pk, perm)


def get_update(user, pk, perm=None):
    rows = ProgressUpdate.objects.visible_to(user).select_related(
        "milestone__plan__replication__agency", "milestone__plan__replication__innovation"
    )
    return door(rows, user, pk, perm)


def get_evidence(user, pk, perm=None):
    rows = Evidence.objects.visible_to(user).select_related(
        "update__milestone__plan__replication__agency"
    )
    return door(rows, user, pk, perm)


def get_report(user, pk, perm=None):
    return door(Report.objects.visible_to(user).for_list(), user, pk, perm)


def get_comment(user, pk, perm=None):
    rows = Comment.objects.visible_to(user).select_related("plan__replication__agency", "by")
    return door(rows, user, pk, perm)


def get_obstacle(user, pk, perm=None):
    rows = Obstacle.objects.visible_to(user).select_related("plan__replication__agency")
    return door(rows, user, pk, perm)


def refuse():
    """403 for a page that no object of the user's scope stands behind."""
    raise PermissionDenied
