"""States of plans and reports as badges: one mapping of state to look, for every page."""

from uuid import uuid4

from django import template

from actionplans.models import ActionPlan, PeriodStanding, Report

register = template.Library()

# Of two long texts that begin alike so much is shown before the difference.
SHOWN_BEFORE, SHOWN_LENGTH = 12, 90

PLAN_KINDS = {
    ActionPlan.State.DRAFT: "draft",
    ActionPlan.State.SUBMITTED: "wait",
    ActionPlan.State.RETURNED: "bad",
    ActionPlan.State.APPROVED: "ok",
    ActionPlan.State.REVISING: "wait",
    ActionPlan.State.FINISHED: "ok",
}
REPORT_KINDS = {
    Report.State.DRAFT: "draft",
    Report.State.SENT: "wait",
    Report.State.RETURNED: "bad",
    Report.State.VERIFIED: "ok",
}


def plan_badge(state):
    """{"kind", "label"} of a plan's state, as common/_state.html wants them."""
    return {"kind": PLAN_KINDS[state], "label": ActionPlan.State(state).label}


def report_badge(state):
    """The same of a report's state; "" is a quarter without a sent report."""
    if not state:
        return {"kind": "none", "label": "Belum dilaporkan"}
    if state == PeriodStanding.NOT_ASKED:
        return {"kind": "draft", "label": "Tidak diminta", "name": "minus-circle"}
    return {"kind": REPORT_KINDS[state], "label": Report.State(state).label}


@register.simple_tag
def new_key():
    """A key for a form: what is sent twice with it is done once."""
    return uuid4()


@register.inclusion_tag("common/_state.html")
def plan_state(state):
    return plan_badge(state)


@register.inclusion_tag("common/_state.html")
def report_state(state):
    return report_badge(state)


@register.filter
def to_the_point(changes):
    """[(what, before, after)] whose long texts begin shortly before they differ."""
    return [(what, *_pair(str(before or ""), str(after or ""))) for what, before, after in changes]


def _pair(before, after):
    same = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        same += 1
    if max(len(before), len(after)) > SHOWN_LENGTH and same > SHOWN_BEFORE:
        start = max(0, before.rfind(" ", 0, max(0, same - SHOWN_BEFORE)))
        before, after = f"…{before[start:]}", f"…{after[start:]}"
    return before or "(kosong)", after or "(kosong)"
