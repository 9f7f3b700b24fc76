"""Advice that is lacking, open, answered or overdue: querysets of Pendampingan and Tugas."""

from datetime import datetime, time, timedelta

from django.db.models import Exists, F, Max, OuterRef, Subquery
from django.utils import timezone

from innovations.models import Replication
from replikasi.accounts.models import User

from . import workdays
from .models import ActionPlan, Comment, PlanVersion
from .waiting import answered_suggestions, numbers_of


def not_advised(user, days=None):
    """Running plans on whose replication no adviser wrote for more than `days` whole days,
    ReportingRules.advice_days unless given.

    Only what the agency can read counts. A plan approved later than that is not meant yet; of two
    running plans of a replication the later one stands for it. Longest without advice first;
    `last_advice` is None where there never was any.
    """
    days = days or workdays.rules().advice_days
    edge = _midnight(timezone.localdate() - timedelta(days=days))
    given = Comment.objects.filter(
        plan__replication=OuterRef("replication"),
        by__role__in=Comment.ADVISERS,
        advisers_only=False,
        withdrawn_at=None,
    ).exclude(kind=Comment.Kind.REMARK)
    last = given.order_by().values("plan__replication").annotate(at=Max("created_at"))
    later = ActionPlan.objects.filter(
        replication=OuterRef("replication"),
        fiscal_year__gt=OuterRef("fiscal_year"),
        state__in=ActionPlan.RUNNING,
    )
    return (
        ActionPlan.objects.visible_to(user)
        .filter(state__in=ActionPlan.RUNNING, replication__status=Replication.Status.ACTIVE)
        .filter(
            ~Exists(later),
            ~Exists(given.filter(created_at__gte=edge)),
            # Last: behind a version's snapshot its date is slow to reach.
            Exists(PlanVersion.objects.filter(plan=OuterRef("pk"), approved_at__lt=edge)),
        )
        .annotate(last_advice=Subquery(last.values("at")[:1]))
        .order_by(F("last_advice").asc(nulls_first=True), "pk")
    )


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _agency_answers():
    return Comment.objects.filter(
        parent=OuterRef("pk"), withdrawn_at=None, by__role__in=User.AGENCY_ROLES
    )


def open_suggestions(user):
    """Suggestions in scope that wait for somebody; `last_answer` is when the agency spoke last."""
    last = _agency_answers().order_by("-created_at", "-id")
    return (
        Comment.objects.visible_to(user)
        .open_suggestions()
        .annotate(last_answer=Subquery(last.values("created_at")[:1]))
        .order_by(F("answer_by").asc(nulls_last=True), "created_at", "pk")
    )


def to_review(user):
    """The person's own suggestions that the agency answered and that are still open."""
    own = answered_suggestions(user).order_by().values("pk")
    return open_suggestions(user).filter(pk__in=own)


def overdue(user, today):
    """Open suggestions whose day to answer has passed without the agency's word."""
    return open_suggestions(user).filter(answer_by__lt=today).filter(~Exists(_agency_answers()))


def counts(user, today):
    """How many there are of each kind, in one query; the keys are those of views.advising."""
    return numbers_of(
        user,
        {
            "belum": not_advised(user),
            "terbuka": open_suggestions(user),
            "dijawab": to_review(user),
            "lewat": overdue(user, today),
        },
    )
