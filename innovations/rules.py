"""Who may do what with innovations, agencies and replications."""

import rules

from replikasi.accounts.models import User
from replikasi.accounts.rules import has_role, is_admin

from .models import Agency, Innovation, Replication, Suitability
from .models.region import lies_within
from .models.replication import replication_scope

Role = User.Role
is_reference_keeper = has_role(Role.ADMIN, Role.LITBANG)


def replication_of(obj):
    """The replication that an adaptation, outcome, value, closing, check or lesson belongs to."""
    if isinstance(obj, Replication):
        return obj
    if hasattr(obj, "outcome"):
        return obj.outcome.replication
    return obj.replication


def agency_of(obj):
    """The adopting agency of what `replication_of` takes, of a Suitability, or an Agency."""
    if isinstance(obj, Suitability):
        return obj.agency
    return obj if isinstance(obj, Agency) else replication_of(obj).agency


@rules.predicate
def is_own_agency(user, obj=None):
    return obj is None or agency_of(obj).pk == user.agency_id


@rules.predicate
def is_in_region(user, obj=None):
    return obj is None or lies_within(agency_of(obj).region_id, user.region_id)


@rules.predicate
def is_own_replication(user, obj=None):
    return obj is None or replication_of(obj).facilitator_id == user.agency_id


@rules.predicate
def may_send(user, obj=None):
    return user.role == Role.KEPALA or user.may_send


@rules.predicate
def works_on_its_replication(user, obj=None):
    """`obj` is an Innovation, or a Replication of one."""
    if isinstance(obj, Replication):
        if is_agency(user, obj) or is_facilitator(user, obj):
            return True
        obj = obj.innovation
    if not isinstance(obj, Innovation):
        return False
    return obj.replications.filter(replication_scope(user)).exists()


@rules.predicate
def is_involved(user, obj=None):
    """Proposed or recorded it, or belongs to the agency whose it is."""
    if obj is None:
        return False
    said = (getattr(obj, "proposed_by_id", None), getattr(obj, "recorded_by_id", None))
    return user.pk in said or agency_of(obj).pk == user.agency_id


is_agency = has_role(Role.STAF, Role.KEPALA) & is_own_agency
is_own_head = has_role(Role.KEPALA) & is_own_agency
is_officer = has_role(Role.LITBANG) & is_in_region
is_facilitator = has_role(Role.FASILITATOR) & is_own_replication

# Regions, agencies and people are the admin's; Litbang keeps what is replicated and by whom.
for model in ("region", "agency", "agencyname", "stationery"):
    rules.add_perm(f"innovations.view_{model}", is_reference_keeper)
    for action in ("add", "change", "delete"):
        rules.add_perm(f"innovations.{action}_{model}", is_admin)

for model in (
    "innovation",
    "innovationelement",
    "innovationsource",
    "origincontact",
    "suitabilityquestion",
    "commitment",
    "clause",
    "replication",
    "elementadaptation",
    "outcome",
    "outcomevalue",
):
    for action in ("view", "add", "change", "delete"):
        rules.add_perm(f"innovations.{action}_{model}", is_reference_keeper)

# Telephone and mail at the origin: for who works on a replication of it, and who keeps them.
rules.add_perm(
    "innovations.see_origin_contacts",
    is_reference_keeper
    | (has_role(Role.STAF, Role.KEPALA, Role.FASILITATOR) & works_on_its_replication),
)
# Of an Agency or a Suitability: answering, and finishing with a note.
rules.add_perm("innovations.assess", is_agency | is_officer)
rules.add_perm("innovations.finish_assessment", is_officer)
# Of an Agency: making a replication of it.
rules.add_perm("innovations.adopt", is_officer)
# Of an Agency: its letterhead, who signs, and the template of its reports.
rules.add_perm("innovations.keep_stationery", is_admin | is_officer | is_own_head)
# What the agency proposes and Litbang judges.
rules.add_perm("innovations.open_judging", has_role(Role.LITBANG))
rules.add_perm("innovations.record_adaptation", is_agency)
rules.add_perm("innovations.judge_adaptation", is_officer & ~is_involved)
rules.add_perm("innovations.define_outcome", is_agency | is_officer)
rules.add_perm("innovations.record_outcome", is_agency)
rules.add_perm("innovations.verify_outcome", is_officer & ~is_involved)
rules.add_perm("innovations.prepare_closing", is_agency)
rules.add_perm("innovations.propose_closing", is_agency & may_send)
rules.add_perm("innovations.judge_closing", is_officer & ~is_involved)
rules.add_perm("innovations.write_lesson", is_agency | is_officer | is_facilitator)
rules.add_perm("innovations.answer_check", is_agency)
rules.add_perm("innovations.judge_check", is_officer & ~is_involved)
rules.add_perm("innovations.recognise", is_officer)
# Which milestones serve a clause: the agency's, or Litbang's for it.
rules.add_perm("innovations.trace", is_agency | is_officer)
