"""What is open of a plan: overdue and next milestones, obstacles, suggestions."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse

from actionplans.models import ActionPlan, Comment, Milestone, Obstacle


@dataclass(frozen=True)
class Due:
    """An undone milestone; `number`: how many are overdue, where it is the oldest of them."""

    pk: int
    activity: str
    due: date
    number: int = 1


@dataclass(frozen=True)
class Open:
    """How many are open, and the oldest of them: what it is, where it stands, since when."""

    number: int
    title: str
    url: str
    since: date | datetime


@dataclass(frozen=True)
class Matters:
    """Of one plan; None where there is none. `late`: the milestone overdue for longest; `next`:
    the one that is due first from today on."""

    late: Due | None = None
    next: Due | None = None
    obstacle: Open | None = None
    suggestion: Open | None = None


NOTHING = Matters()


def open_matters(user, plan_ids, today):
    """{plan id: its Matters}, in one query; suggestions are those that the user may read."""
    milestones = (
        Milestone.objects.filter(plan=OuterRef("pk"), due__isnull=False)
        .undone()
        .exclude(plan__state=ActionPlan.State.FINISHED)
        .order_by("due", "number", "pk")
    )
    overdue, coming = milestones.filter(due__lt=today), milestones.filter(due__gte=today)
    obstacles = Obstacle.objects.open().filter(plan=OuterRef("pk"))
    suggestions = Comment.objects.visible_to(user).open_suggestions().filter(plan=OuterRef("pk"))
    rows = ActionPlan.objects.visible_to(user).filter(pk__in=plan_ids).order_by("pk")
    columns = {
        **_first(overdue, "late", "pk", "activity", "due"),
        "late_number": _number(overdue),
        **_first(coming, "next", "pk", "activity", "due"),
        **_first(
            obstacles.order_by("opened_on", "pk"), "obstacle", "pk", "description", "opened_on"
        ),
        "obstacle_number": _number(obstacles),
        **_first(
            suggestions.order_by("created_at", "pk"),
            "suggestion",
            *("pk", "plan_id", "milestone_id", "report_id", "adaptation_id", "body", "created_at"),
        ),
        "suggestion_number": _number(suggestions),
    }
    rows = rows.annotate(**columns).values("pk", *columns)
    return {
        row["pk"]: Matters(_due(row, "late"), _due(row, "next"), _obstacle(row), _suggestion(row))
        for row in rows
    }


def _first(rows, name, *fields):
    return {f"{name}_{field}": Subquery(rows.values(field)[:1]) for field in fields}


def _number(rows):
    rows = rows.order_by().values("plan").annotate(number=Count("pk"))
    return Subquery(rows.values("number"))


def _due(row, name):
    if row[f"{name}_pk"] is None:
        return None
    return Due(
        pk=row[f"{name}_pk"],
        activity=row[f"{name}_activity"],
        due=row[f"{name}_due"],
        number=row.get(f"{name}_number") or 1,
    )


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
        adaptation_id=row["suggestion_adaptation_id"],
    )
    return Open(
        number=row["suggestion_number"],
        title=row["suggestion_body"],
        url=comment.get_absolute_url(),
        since=row["suggestion_created_at"],
    )
