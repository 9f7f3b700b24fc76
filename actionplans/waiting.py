"""What waits for a person, by kind: the querysets that pages list and the badge counts."""

from datetime import timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from innovations import assessing
from innovations import waiting as proposals
from innovations.models import Outcome, OutcomeValue, Replication, Suitability, SustainCheck
from replikasi.accounts.models import User
from replikasi.common.periods import asked_quarter, quarter_bounds

from .models import ActionPlan, Comment, Milestone, PeriodStanding, PlanVersion, Report

# A check waits in the list of tasks from so many days before it is due.
CHECK_AHEAD = timedelta(days=30)


def latest_plan_of(path):
    """Subquery: the key of the latest plan of the replication that `path` of a row leads to."""
    plans = ActionPlan.objects.filter(replication=OuterRef(path))
    return Subquery(plans.order_by("-fiscal_year", "-pk").values("pk")[:1])


def returned_reports(user):
    return Report.objects.visible_to(user).filter(state=Report.State.RETURNED)


def unsent(user, today):
    """Standings of opened quarters without a sent report: "belum dilaporkan"."""
    return (
        PeriodStanding.objects.visible_to(user)
        .filter(report_state="", period__opens__lte=today)
        .exclude(plan__state=ActionPlan.State.FINISHED)
    )


def editable_plans(user):
    return ActionPlan.objects.visible_to(user).filter(state__in=ActionPlan.EDITABLE)


def with_remarks(plans):
    """Plans with `open_remark_count`, and how many of those wait for the agency's word."""

    def count(rows):
        rows = rows.filter(plan=OuterRef("pk")).order_by().values("plan")
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    remarks = Comment.objects.open_remarks()
    return plans.annotate(
        open_remark_count=count(remarks), unanswered_remarks=count(remarks.unanswered())
    )


def overdue_milestones(user, today):
    """Milestones of running plans past their due date and below 100 %."""
    return (
        Milestone.objects.visible_to(user)
        .undone()
        .filter(
            plan__state__in=ActionPlan.RUNNING,
            due__lt=today,
        )
    )


def unanswered_suggestions(user):
    """Open suggestions that want an answer and have none from the user's agency."""
    own = Comment.objects.filter(
        parent=OuterRef("pk"), by__agency=user.agency_id, withdrawn_at=None
    )
    return (
        Comment.objects.visible_to(user)
        .open_suggestions()
        .filter(wants_answer=True)
        .filter(~Exists(own))
    )


def unanswered_checks(user, today):
    """Later checks that are due before long or came back from Litbang."""
    return SustainCheck.objects.visible_to(user).due(today + CHECK_AHEAD)


def suitabilities(user, *, answered):
    """Those not finished: of which all is `answered`, or of which something is unknown yet.

    What is adopted already is not asked about: nothing hangs on the answer any more.
    """
    adopted = Replication.objects.filter(
        innovation=OuterRef("innovation"),
        agency=OuterRef("agency"),
        status=Replication.Status.ACTIVE,
    )
    rows = assessing.begun(Suitability.objects.visible_to(user)).filter(replication=None)
    return rows.filter(~Exists(adopted), is_answered=answered)


def unmeasured(user, today):
    """Active replications with an indicator without a value in the quarter that is asked for.

    Asked from the approval of their first plan on; `lacking` is how many indicators lack one.
    """
    first, last = quarter_bounds(*asked_quarter(today))
    there = OutcomeValue.objects.filter(outcome=OuterRef("pk"), measured_on__range=(first, last))
    lacking = Outcome.objects.filter(~Exists(there), replication=OuterRef("pk")).order_by()
    count = lacking.values("replication").annotate(n=Count("pk")).values("n")
    approved = PlanVersion.objects.filter(
        plan__replication=OuterRef("pk"), approved_at__date__lte=last
    )
    return (
        Replication.objects.visible_to(user)
        .filter(Exists(approved), status=Replication.Status.ACTIVE)
        .annotate(lacking=Coalesce(Subquery(count), 0))
        .filter(lacking__gt=0)
    )


def answered_suggestions(user):
    """The adviser's own open suggestions whose last word is the agency's."""
    last = Comment.objects.filter(parent=OuterRef("pk"), withdrawn_at=None)
    last = last.order_by("-created_at", "-id")
    return (
        Comment.objects.visible_to(user)
        .open_suggestions()
        .filter(by=user)
        .annotate(
            last_by=Subquery(last.values("by")[:1]),
            last_at=Subquery(last.values("created_at")[:1]),
        )
        .filter(last_by__isnull=False)
        .exclude(last_by=user.pk)
    )


def waiting_reports(user):
    return Report.objects.visible_to(user).waiting()


def waiting_plans(user):
    return ActionPlan.objects.visible_to(user).waiting_for_decision().order_by("submitted_at", "id")


def querysets(user, today):
    """What waits for the user, by kind; the keys are those of tasks.LISTS."""
    role = User.Role
    if user.role in User.AGENCY_ROLES:
        return {
            "returned": returned_reports(user),
            "unsent": unsent(user, today),
            "plans": editable_plans(user),
            "overdue": overdue_milestones(user, today),
            "suggestions": unanswered_suggestions(user),
            "checks": unanswered_checks(user, today),
            "answering": suitabilities(user, answered=False),
            "measuring": unmeasured(user, today),
            **_proposals("mend", proposals.returned(user), but="keberlanjutan"),  # of "checks"
        }
    if user.role == role.LITBANG:
        return {
            "reports": waiting_reports(user),
            "decisions": waiting_plans(user),
            "answers": answered_suggestions(user),
            "finishing": suitabilities(user, answered=True),
            **_proposals("judge", proposals.waiting(user)),
        }
    if user.role == role.FASILITATOR:
        return {"answers": answered_suggestions(user)}
    return {}


def _proposals(verb, found, but=""):
    """What is proposed about replications beside plans and reports, by "verb_kind"."""
    return {f"{verb}_{key}": rows for key, rows in found.items() if key != but}


def counts(user, today=None):
    """{kind: how many wait}, in one query; {} for a role that nothing waits for."""
    return numbers_of(user, querysets(user, today or timezone.localdate()))


class Number(Subquery):
    """How many rows a queryset has, as a column; of a slice (in no order) no more than it takes."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) numbered)"
    empty_result_set_value = 0
    output_field = IntegerField()

    def __init__(self, rows):
        rows = rows if rows.query.is_sliced else rows.order_by()
        super().__init__(rows.values("pk"))


def numbers_of(user, found):
    """{kind: how many rows} of the querysets `found` by kind, in one query."""
    if not found:
        return {}
    columns = {kind: Number(rows) for kind, rows in found.items()}
    return User.objects.filter(pk=user.pk).values(**columns).get()
