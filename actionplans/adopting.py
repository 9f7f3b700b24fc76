"""What stands around a replication: how it was adapted, its people, the one thing to do next; and
the names of an agency over the years."""

from itertools import zip_longest

from django.db.models import Count, prefetch_related_objects
from django.urls import reverse

from actionplans.closing_checks import dated_standings, faults_of_plans
from actionplans.models import ActionPlan
from innovations.models import Closing, Judged, Replication
from replikasi.accounts.models import User

PEOPLE_SHOWN = 12
CLOSING_ASKED = (Judged.State.PROPOSED, Judged.State.AGREED)


def people_of(replication):
    """(heads and staff of the agency, facilitators); at most PEOPLE_SHOWN of each."""
    active, role = User.objects.active(), User.Role
    own = active.of_agency(replication.agency).filter(role__in=User.AGENCY_ROLES)
    advisers = active.filter(role=role.FASILITATOR, agency=replication.facilitator_id)
    return own[:PEOPLE_SHOWN], advisers.order_by("name", "pk")[:PEOPLE_SHOWN]


def in_charge_of(plan):
    """[{"person_in_charge", "number" of the plan's milestones}], most milestones first."""
    return (
        plan.milestones.exclude(person_in_charge="")
        .values("person_in_charge")
        .annotate(number=Count("pk"))
        .order_by("-number", "person_in_charge")[:PEOPLE_SHOWN]
    )


def main_action(replication, plans, user, year):
    """{"label", "url"} of what one most likely came for, or None."""
    if _may_close_now(replication, plans, user):
        return {"label": "Tutup replikasi", "url": reverse("closing", args=[replication.pk])}
    year = max(year, replication.programme_year)  # one that begins next year has no plan of this
    current = next((plan for plan in plans if plan.fiscal_year == year), None)
    if current is None and replication.status != Replication.Status.STOPPED:
        wanted = ActionPlan(replication=replication, fiscal_year=year)
        if user.has_perm("actionplans.edit_plan", wanted):
            query = {"replikasi": replication.pk, "tahun": year}
            return {
                "label": f"Susun rencana aksi {year}",
                "url": reverse("plan_create", query=query),
            }
    shown = current or (plans[0] if plans else None)
    if shown is None:
        return None
    return {
        "label": f"Buka rencana aksi {shown.fiscal_year}",
        "url": reverse("plan", args=[shown.pk]),
    }


TURNS = {
    ActionPlan.State.DRAFT: "OPD melengkapi dan mengajukan rencana aksi",
    ActionPlan.State.SUBMITTED: "Litbang memutuskan rencana aksi",
    ActionPlan.State.RETURNED: "OPD memperbaiki dan mengajukan lagi rencana aksi",
}


def turn_of(replication, plans):
    """Who does what next while the latest of `plans` is not approved; "" otherwise."""
    if not plans or replication.status != Replication.Status.ACTIVE:
        return ""
    words = TURNS.get(plans[0].state)
    return f"{words} {plans[0].fiscal_year}" if words else ""


def _may_close_now(replication, plans, user):
    """Whether the agency has but to close it: every plan is done with, nothing is proposed yet."""
    done_with = (ActionPlan.State.APPROVED, ActionPlan.State.FINISHED)
    if (
        replication.status != Replication.Status.ACTIVE
        or not plans
        or any(plan.state not in done_with for plan in plans)
        or not user.has_perm("innovations.prepare_closing", replication)
        or Closing.objects.filter(replication=replication, state__in=CLOSING_ASKED).exists()
    ):
        return False
    prefetch_related_objects(plans, dated_standings())
    return not faults_of_plans(plans)


def names_over_years(agency):
    """[(name, first year, last year or None)], latest first; [] where no other name is known."""
    borne = sorted(agency.names.all(), key=lambda row: row.from_year)
    lasts = [row.from_year - 1 for row in borne[1:]]
    return [(row.name, row.from_year, last) for row, last in zip_longest(borne, lasts)][::-1]


def name_since(agency):
    """The year since which `agency` bears its present name, or None where that is not known."""
    borne = max(agency.names.all(), key=lambda row: row.from_year, default=None)
    return borne.from_year if borne and borne.name == agency.name else None


def adopt_page(user, innovation):
    """Address of the page that makes a replication of `innovation`; "" for who may not."""
    if not user.has_perm("innovations.adopt"):
        return ""
    return reverse("innovation_adopt", args=[innovation.pk])
