"""The only doors to plans, milestones, reports, evidence and comments: 404 outside the user's
scope, 403 inside it without the right."""

from django.core.exceptions import PermissionDenied

from replikasi.accounts.models import Substitution
from replikasi.common.access import door

from .models import (
    ActionPlan,
    Comment,
    CommentFile,
    Evidence,
    Milestone,
    Obstacle,
    OffDay,
    PlanEdit,
    PlanImport,
    PlanTemplate,
    ProgressUpdate,
    Report,
    ReportingPeriod,
)
from .services.queue import officers_beside


def get_plan(user, pk, perm=None):
    return door(ActionPlan.objects.visible_to(user).for_list(), user, pk, perm)


def get_plan_to_copy(user, pk, perm=None):
    """A plan of another agency that the own one may begin its plan with."""
    return door(ActionPlan.objects.to_copy(user).for_list(), user, pk, perm)


def get_template(user, pk, perm=None):
    """A template of plans; they belong to the programme, not to a region."""
    return door(PlanTemplate.objects.all(), user, pk, perm)


def get_milestone(user, pk, perm=None):
    return door(Milestone.objects.visible_to(user).for_page(), user, pk, perm)


def get_edit(user, pk, perm=None):
    """A step on several rows, to be undone."""
    rows = PlanEdit.objects.visible_to(user).select_related("plan__replication__agency")
    return door(rows, user, pk, perm)


def get_import(user, pk, perm=None):
    """An uploaded workbook of a plan; the sheets themselves are left where they are."""
    rows = PlanImport.objects.filter(plan__in=ActionPlan.objects.visible_to(user)).defer("sheets")
    rows = rows.select_related("plan__replication__innovation", "plan__replication__agency", "edit")
    return door(rows, user, pk, perm)


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


def get_comment_file(user, pk, perm=None):
    return door(CommentFile.objects.visible_to(user), user, pk, perm)


def get_remark(user, pk, perm=None):
    """A remark that Litbang pinned to a plan."""
    rows = Comment.objects.visible_to(user).filter(kind=Comment.Kind.REMARK)
    return door(rows.select_related("plan__replication__agency", "by"), user, pk, perm)


def get_obstacle(user, pk, perm=None):
    rows = Obstacle.objects.visible_to(user).for_list()
    return door(rows, user, pk, perm)


def get_period(user, pk, perm=None):
    """A quarter; everybody goes by the same ones."""
    return door(ReportingPeriod.objects.all(), user, pk, perm)


def get_off_day(user, pk, perm=None):
    return door(OffDay.objects.all(), user, pk, perm)


def get_substitution(user, pk, perm=None):
    """Somebody standing in for an officer of the user's region."""
    rows = Substitution.objects.filter(person__in=officers_beside(user).values("pk"))
    return door(rows.select_related("person", "substitute"), user, pk, perm)


def refuse():
    """403 for a page that no object of the user's scope stands behind."""
    raise PermissionDenied
