"""What a page shows of advice: threads with what is new in them, and the form of a new one."""

from django.db.models import Prefetch
from django.urls import reverse

from actionplans import newness
from actionplans.forms import AdviceForm
from actionplans.models import Comment, Milestone, Report
from actionplans.rules import plan_of
from innovations.models import ElementAdaptation

ADVISE = {Milestone: "milestone_advise", Report: "report_advise"}


def advice_context(user, subject):
    """Context of _advice.html on the page of a plan, milestone or report."""
    return _context(user, subject, plan_of(subject), subject)


def element_advice_context(user, adaptation, plan):
    """The same on the page of an adapted element, whose talk is counted to `plan`."""
    context = _context(user, adaptation, plan, plan)
    url = reverse("adaptation_advise", args=[adaptation.replication_id, adaptation.element_id])
    return {**context, "advise_at": url}


def _context(user, subject, plan, judged):
    """`judged` is what the rules are asked about."""
    since = newness.since(user, plan)
    return {
        "threads": threads_of(subject, plan, user, since, judged),
        "news_since": since,
        "advice_form": AdviceForm() if user.has_perm("actionplans.advise", judged) else None,
        "may_answer": user.has_perm("actionplans.answer", judged),
        "may_settle": user.has_perm("actionplans.decide_plan", judged),
        "advise_at": reverse(ADVISE.get(type(subject), "plan_advise"), args=[subject.pk]),
        "subject": subject,
        "plan": plan,
    }


def threads_of(subject, plan, user, since, judged):
    """Threads in order; each comment knows whether it is new and may be changed by `user`."""
    place = {"plan": plan, "milestone": None, "report": None, "adaptation": None}
    if isinstance(subject, ElementAdaptation):
        place = {"adaptation": subject}  # of every plan that the replication had
    elif isinstance(subject, Milestone):
        place["milestone"] = subject
    elif isinstance(subject, Report):
        place["report"] = subject
    answers = Comment.objects.select_related("by__agency").order_by("created_at", "pk")
    threads = list(
        Comment.objects.visible_to(user)
        .filter(**place)
        .threads()
        .prefetch_related(Prefetch("answers", answers.prefetch_related("mentions")))
        .prefetch_related("mentions", "files")
    )
    may_change = {False: user.has_perm("actionplans.answer", judged)}
    may_change[True] = may_change[False] and user.role in Comment.ADVISERS
    for thread in threads:
        for comment in (thread, *thread.answers.all()):
            own = comment.by_id == user.pk and may_change[comment.advisers_only]
            own = own and comment.kind != Comment.Kind.REMARK and comment.withdrawn_at is None
            comment.is_new = newness.is_new(comment.created_at, comment.by_id, since, user)
            comment.may_withdraw = own
            comment.may_edit = own and comment.is_fresh
    return threads
