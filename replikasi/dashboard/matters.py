"""What is open of a plan: its next milestone, its obstacles, its suggestions."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse

from actionplans.models import ActionPlan, Comment, Milestone, Obstacle


@dataclass(frozen=True)
class Next:
    """The undone milestone that is due first."""

    pk: int
    activity: str
    due: date


@dataclass(frozen=True)
class Open:
    """How many are open, and the oldest of them: what it is, where it stands, since when."""

    number: int
    title: str
    url: str
    since: date | datetime


@dataclass(frozen=True)
class Matters:
    """Of one plan; None where there is none."""

    next: Next | None = None
    obstacle: Open | None = None
    suggestion: Open | None = None


NOTHING = Matters()


def open_matters(user, plan_ids):
    """{plan id: its Matters}, in one query; suggestions are those that the user may read."""
    milestones = (
        Milestone.objects.filter(plan=OuterRef("pk"), due__isnull=False)
        .undone()
        .exclude(plan__state=ActionPlan.State.FINISHED)
        .order_by("due", "number", "pk")
    )
    obstacles = Obstacle.objects.open().filter(plan=OuterRef("pk"))
    suggestions = Comment.objects.visible_to(user).open_suggestions().filter(plan=OuterRef("pk"))
    rows = ActionPlan.objects.visible_to(user).filter(pk__in=plan_ids).order_by("pk")
    columns = {
        **_first(milestones, "next", "pk", "activity", "due"),
        **_first(
            obstacles.order_by("opened_on", "pk"), "obstacle", "pk", "description", "opened_on"
        ),
        "obstacle_number": _number(obstacles),
        **_first(
            suggestions.order_by("created_at", "pk"),
            "suggestion",
            *("pk", "plan_id", "milestone_id", "report_id", "body", "created_at"),
        ),
        "suggestion_number": _number(suggestions),
    }
    rows = rows.annotate(**columns).values("pk", *columns)
    return {row["pk"]: Matters(_next(row), _obstacle(row), _suggestion(row)) for row in rows}


def _first(rows, name, *fields):
    return {f"{name}_{field}": Subquery(rows.values(field)[:1]) for field in fields}


def _number(rows):
    rows = rows.order_by().values("plan").annotate(number=Count("pk"))
    return Subquery(rows.values("number"))


def _next(row):
    if row["next_pk"] is None:
        return None
    return Next(row["next_pk"], row["next_activity"], row["next_due"])


def _obstacle(row):
    if row["obstacle_pk"] is None:
        return None
    return Open(
        number=row["obstacle_number"],
        title=row["obstacle_description"],
        url=reverse("obstacle", args=[row["obstacle_pk"]]),
        since=row["obstacle_opened_on"],
    )


def _suggestion(row):
    if row["suggestion_pk"] is None:
        return None
    comment = Comment(
        pk=row["suggestion_pk"],
        plan_id=row["suggestion_plan_id"],
        milestone_id=row["suggestion_milestone_id"],
        report_id=row["suggestion_report_id"],
    )
    return Open(
        number=row["suggestion_number"],
        title=row["suggestion_body"],
        url=comment.get_absolute_url(),
        since=row["suggestion_created_at"],
    )
