"""What is open of a plan: overdue and next milestones, obstacles, suggestions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from actionplans.models import ActionPlan, Comment, Milestone, Obstacle
from actionplans.waiting import Number


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
        "late": _first(overdue, "pk", "activity", "due"),
        "late_number": Number(overdue),
        "next": _first(coming, "pk", "activity", "due"),
        "obstacle": _first(obstacles.order_by("opened_on", "pk"), "pk", "description", "opened_on"),
        "obstacle_number": Number(obstacles),
        "suggestion": _first(
            suggestions.order_by("created_at", "pk"),
            *("pk", "plan_id", "milestone_id", "report_id", "adaptation_id", "body", "created_at"),
        ),
        "suggestion_number": Number(suggestions),
    }
    rows = rows.annotate(**columns).values("pk", *columns)
    return {
        row["pk"]: Matters(_due(row, "late"), _due(row, "next"), _obstacle(row), _suggestion(row))
        for row in rows
    }


def _first(rows, *fields):
    """The `fields` of the first of `rows` as one column; days and moments as text."""
    return Subquery(rows.values(told=JSONObject(**{field: field for field in fields}))[:1])


def _due(row, name):
    told = row[name]
    if told is None:
        return None
    return Due(
        pk=told["pk"],
        activity=told["activity"],
        due=date.fromisoformat(told["due"]),
        number=row.get(f"{name}_number") or 1,
    )


def _obstacle(row):
    told = row["obstacle"]
    if told is None:
        return None
    return Open(
        number=row["obstacle_number"],
        title=told["description"],
        url=reverse("obstacle", args=[told["pk"]]),
        since=date.fromisoformat(told["opened_on"]),
    )


def _suggestion(row):
    told = row["suggestion"]
    if told is None:
        return None
    keys = {
        name: told[name] for name in ("pk", "plan_id", "milestone_id", "report_id", "adaptation_id")
    }
    return Open(
        number=row["suggestion_number"],
        title=told["body"],
        url=Comment(**keys).get_absolute_url(),
        since=_moment(told["created_at"]),
    )


def _moment(text):
    """A database without time zones keeps moments in UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
