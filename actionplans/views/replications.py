"""A replication's page and an agency's: what was adopted, how it was adapted, where it stands."""

from itertools import zip_longest

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans.models import ActionPlan, Comment, Obstacle
from actionplans.positions import latest_positions, positions_of
from actionplans.tables import ReplicationPositionTable
from innovations import access
from innovations.models import Replication
from innovations.outcomes import progress_of
from innovations.places import place_names
from replikasi.accounts.models import User
from replikasi.common.lists import page_records, paged

ADVICE_SHOWN = 5
OBSTACLES_SHOWN = 10
PEOPLE_SHOWN = 12


def adaptations_of(replication):
    """[(element, its adaptation or None)] in the order of the innovation's elements."""
    chosen = {row.element_id: row for row in replication.adaptations.order_by("pk")}
    elements = replication.innovation.elements.order_by("number")
    return [(element, chosen.get(element.pk)) for element in elements]


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


def latest_advice(replication, user):
    """The newest threads that `user` may read, each with its `answer_count`."""
    return (
        Comment.objects.visible_to(user)
        .filter(plan__replication=replication, withdrawn_at=None)
        .threads()
        .select_related("plan", "milestone", "report__period")
        .annotate(answer_count=Count("answers"))[:ADVICE_SHOWN]
    )


def main_action(replication, plans, user, year):
    """{"label", "url"} of what one most likely came for, or None."""
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


@require_safe
def replication_page(request, pk):
    user, today = request.user, timezone.localdate()
    replication = access.get_replication(user, pk)
    innovation, commitment = replication.innovation, replication.commitment
    plans = list(replication.plans.order_by("-fiscal_year"))
    standing = positions_of(plans, today)
    own_people, advisers = people_of(replication)
    obstacles = Obstacle.objects.visible_to(user).filter(plan__replication=replication).open()
    return render(
        request,
        "actionplans/replication.html",
        {
            "replication": replication,
            "innovation": innovation,
            "agency": replication.agency,
            "agency_name": replication.agency.name_in(replication.programme_year),
            "place": place_names([innovation.origin_region]).get(innovation.origin_region_id, ""),
            "positions": [standing[plan.pk] for plan in plans],
            "main_action": main_action(replication, plans, user, today.year),
            "adaptations": adaptations_of(replication),
            "outcomes": progress_of(replication),
            "commitment": commitment,
            "clauses": list(commitment.clauses.order_by("number")) if commitment else [],
            "people": own_people,
            "advisers": advisers,
            "in_charge": in_charge_of(plans[0]) if plans else [],
            "in_charge_year": plans[0].fiscal_year if plans else None,
            "advice": latest_advice(replication, user),
            "obstacles": obstacles.select_related("milestone", "plan").order_by("opened_on", "pk")[
                :OBSTACLES_SHOWN
            ],
            "change_url": access.change_page(user, replication),
            "today": today,
        },
    )


def names_over_years(agency):
    """[(name, first year, last year or None)], latest first; [] where no other name is known."""
    borne = sorted(agency.names.all(), key=lambda row: row.from_year)
    lasts = [row.from_year - 1 for row in borne[1:]]
    return [(row.name, row.from_year, last) for row, last in zip_longest(borne, lasts)][::-1]


def replication_table(request, rows, today, prefix):
    """A page of replications with where each stands and the name of the year that is shown."""
    table = paged(request, ReplicationPositionTable(rows.for_list(), prefix=prefix))
    shown = page_records(table)
    positions = latest_positions(shown, today)
    for replication in shown:
        replication.position = positions.get(replication.pk)
        plan = replication.position.plan if replication.position else None
        year = plan.fiscal_year if plan else replication.programme_year
        replication.agency_name = replication.agency.name_in(year)
    return table


@require_safe
def agency_page(request, pk):
    user, today = request.user, timezone.localdate()
    agency = access.get_agency(user, pk)
    seen = Replication.objects.visible_to(user)
    own = replication_table(request, seen.filter(agency=agency), today, "")
    own.columns.hide("agency")
    facilitated = replication_table(request, seen.filter(facilitator=agency), today, "dampingan-")
    kin = [agency.predecessor, *agency.successors.order_by("name", "pk")]
    visible = set(
        type(agency)
        .objects.visible_to(user)
        .filter(pk__in=[row.pk for row in kin if row])
        .values_list("pk", flat=True)
    )
    return render(
        request,
        "actionplans/agency.html",
        {
            "agency": agency,
            "names": names_over_years(agency),
            "predecessor": agency.predecessor,
            "successors": kin[1:],
            "visible": visible,
            "own": own,
            "own_total": own.paginator.count,
            "only_one": page_records(own)[0] if own.paginator.count == 1 else None,
            "facilitated": facilitated,
            "facilitated_total": facilitated.paginator.count,
            "innovations": list(agency.innovations.order_by("name")),
            "change_url": access.change_page(user, agency),
            "manages_people": user.has_perm("accounts.manage_people")
            and user.agency_id == agency.pk,
            "adopts": agency.kind == agency.Kind.OPD,
        },
    )
