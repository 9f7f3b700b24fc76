"""Who may do what with plans, progress, reports and advice: DESIGN's table of roles as code.

Predicates answer for a role and, where an object is given, for its scope. What a *state* allows
is the transitions' business and is told with a sentence, not with a refusal.
"""

import rules

from innovations.models.region import lies_within
from innovations.rules import is_reference_keeper
from replikasi.accounts.models import User
from replikasi.accounts.rules import has_role, is_admin

from .models import (
    ActionPlan,
    Comment,
    Milestone,
    Obstacle,
    PlanEdit,
    PlanImport,
    ProgressUpdate,
    Report,
)

Role = User.Role


def plan_of(obj):
    """The plan that a plan, milestone, update, report, evidence or comment belongs to."""
    if isinstance(obj, ActionPlan):
        return obj
    if isinstance(obj, ProgressUpdate):
        return obj.milestone.plan
    if isinstance(obj, Milestone | Report | Comment | Obstacle | PlanEdit | PlanImport):
        return obj.plan
    return obj.update.milestone.plan


@rules.predicate
def is_own_agency(user, obj=None):
    return obj is None or plan_of(obj).replication.agency_id == user.agency_id


@rules.predicate
def is_in_region(user, obj=None):
    if obj is None:
        return True
    code = plan_of(obj).replication.agency.region_id
    return lies_within(code, user.region_id)


@rules.predicate
def is_own_replication(user, obj=None):
    return obj is None or plan_of(obj).replication.facilitator_id == user.agency_id


@rules.predicate
def may_send(user, obj=None):
    return user.role == Role.KEPALA or user.may_send


@rules.predicate
def is_involved(user, obj=None):
    """Wrote or sent the thing, or belongs to the agency whose it is."""
    if obj is None:
        return False
    if plan_of(obj).replication.agency_id == user.agency_id:
        return True
    if isinstance(obj, Report):
        return user.pk in (obj.sent_by_id, obj.created_by_id)
    if isinstance(obj, ActionPlan | Milestone | Comment):
        plan = plan_of(obj)
        return user.pk in (plan.submitted_by_id, plan.created_by_id)
    return False


@rules.predicate
def is_author(user, obj=None):
    return obj is not None and obj.by_id == user.pk


@rules.predicate
def is_opener(user, obj=None):
    return obj is not None and obj.opened_by_id == user.pk


@rules.predicate
def is_open_to_agencies(user, obj=None):
    """Not said in the advisers' channel."""
    return not (isinstance(obj, Comment) and obj.advisers_only)


is_agency = has_role(Role.STAF, Role.KEPALA) & is_own_agency
is_sender = is_agency & may_send
is_officer = has_role(Role.LITBANG) & is_in_region
is_adviser = is_officer | (has_role(Role.FASILITATOR) & is_own_replication)

rules.add_perm("actionplans.edit_plan", is_agency)
rules.add_perm("actionplans.submit_plan", is_sender)
rules.add_perm("actionplans.decide_plan", is_officer & ~is_involved)
rules.add_perm("actionplans.record_progress", is_agency)
rules.add_perm("actionplans.write_report", is_agency)
rules.add_perm("actionplans.send_report", is_sender)
rules.add_perm("actionplans.verify_report", is_officer & ~is_involved)
rules.add_perm("actionplans.open_queue", has_role(Role.LITBANG))
rules.add_perm("actionplans.advise", is_adviser)
rules.add_perm("actionplans.answer", (is_agency & is_open_to_agencies) | is_adviser)
rules.add_perm("actionplans.close_advice", is_author & is_adviser)
# Within some minutes changed, later withdrawn: by who said it, while still taking part.
rules.add_perm(
    "actionplans.edit_advice", is_author & ((is_agency & is_open_to_agencies) | is_adviser)
)
rules.add_perm("actionplans.record_obstacle", is_agency | is_adviser)
rules.add_perm("actionplans.edit_obstacle", is_agency | (is_adviser & is_opener))
# The address of the person in charge, and writing to it.
rules.add_perm("actionplans.see_contacts", is_agency | is_officer)
rules.add_perm("actionplans.tell_person", is_agency | is_officer)

# The admin site looks at the workflow and moves nothing; periods and templates are reference data.
for model in (
    "actionplan",
    "planversion",
    "milestone",
    "progressupdate",
    "report",
    "reportline",
    "verification",
    "obstacle",
    "periodstanding",
    "duemove",
    "duereminder",
):
    rules.add_perm(f"actionplans.view_{model}", is_admin)
for model in ("reportingperiod", "plantemplate", "templaterow", "offday"):
    for action in ("view", "add", "change", "delete"):
        rules.add_perm(f"actionplans.{action}_{model}", is_reference_keeper)
# The rules of reporting are one row, which stays.
for action in ("view", "change"):
    rules.add_perm(f"actionplans.{action}_reportingrules", is_reference_keeper)
