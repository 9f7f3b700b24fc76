"""States of plans and reports as badges: one mapping of state to look, for every page."""

from uuid import uuid4

from django import template

from actionplans.models import ActionPlan, Report

register = template.Library()

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
