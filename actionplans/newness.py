"""What is new to a person: since when, and how much of it there is on each plan."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from .models import ActionPlan, Comment, Obstacle, ProgressUpdate, Report, Verification, Visit

# A page opened again within this time belongs to the same visit.
ONE_VISIT = timedelta(minutes=30)


@dataclass(frozen=True)
class News:
    """What happened on a plan since the last visit; `parts` are sentences of what there is."""

    plan: ActionPlan
    since: datetime
    total: int
    parts: tuple


def _edge():
    """In SQL: where the visit before the present one ended."""
    return Case(When(at__gt=timezone.now() - ONE_VISIT, then=F("before")), default=F("at"))


def since(user, plan):
    """When `user` last visited the plan, the present visit aside; None before the second."""
    rows = Visit.objects.filter(user=user, plan=plan).annotate(since=_edge())
    return rows.values_list("since", flat=True).first()


def is_new(at, by_id, since, user):
    """Whether somebody else did it after `since` (None: nothing is marked)."""
    return since is not None and at > since and by_id != user.pk


def marked(entries, since, user):
    """`entries` of a timeline, each knowing whether somebody else made it after `since`.

    An entry names who made it in its note, and knows the person in no other way.
    """
    for entry in entries:
        entry.is_new = since is not None and entry.at > since and user.name not in entry.note
    return entries


def _count(rows, plan, at):
    """How many of `rows` belong to the visit's plan and are newer than its `since`."""
    rows = rows.filter(**{plan: OuterRef("plan"), f"{at}__gt": OuterRef("since")})
    return Coalesce(
        Subquery(rows.order_by().values(plan).annotate(n=Count("pk")).values("n")[:1]), 0
    )


def _sources(user):
    """{name: (how many new there are of it, in SQL; what one is called)}."""
    comments = Comment.objects.visible_to(user).filter(withdrawn_at=None).exclude(by=user)
    opened = Obstacle.history.model.objects.filter(history_type="+").exclude(history_user=user)
    return {
        "comments": (_count(comments, "plan", "created_at"), "catatan"),
        "updates": (
            _count(ProgressUpdate.objects.exclude(by=user), "milestone__plan", "created_at"),
            "progres",
        ),
        "reports": (
            _count(
                Report.objects.exclude(state=Report.State.DRAFT).exclude(sent_by=user),
                "plan",
                "sent_at",
            ),
            "laporan dikirim",
        ),
        "decisions": (
            _count(Verification.objects.exclude(by=user), "report__plan", "at"),
            "keputusan",
        ),
        "opened": (_count(opened, "plan", "history_date"), "permasalahan"),
    }


def new_since(user, plans, *, most=10):
    """[News] of `plans` (a queryset in the user's scope), most news first; one query for all."""
    sources = _sources(user)
    total = sum((F(name) for name in sources), start=0 * F("pk"))
    rows = (
        Visit.objects.filter(user=user, plan__in=plans.order_by().values("pk"))
        .annotate(since=_edge())
        .filter(since__isnull=False)
        .annotate(**{name: count for name, (count, _) in sources.items()})
        .annotate(total=total)
        .filter(total__gt=0)
        .select_related("plan__replication__innovation", "plan__replication__agency")
        .order_by("-total", "pk")[:most]
    )
    return [
        News(
            plan=row.plan,
            since=row.since,
            total=row.total,
            parts=tuple(
                f"{number} {words}"
                for name, (_, words) in sources.items()
                if (number := getattr(row, name))
            ),
        )
        for row in rows
    ]
