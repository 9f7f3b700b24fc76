"""The pages of a replication, an agency and an innovation: the parts of the dashboard in its
scope, and what is known of it besides."""

from django.db.models import Count, Min, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import adopting
from actionplans.positions import latest_positions, positions_of
from actionplans.tables import AdopterTable, ReplicationPositionTable
from innovations import access, adaptations, survival
from innovations.models import Agency, Replication
from innovations.outcomes import progress_of
from innovations.places import place_names
from innovations.queries import with_agency_name
from replikasi.common.lists import page_records, paged
from replikasi.common.parts import is_part
from replikasi.dashboard import filters, fresh, innovation_about, objects


def _parts(request, selection, years, subject):
    """The part #dasbor of an object's page: its figures in the chosen quarter."""
    return fresh.kept(
        request,
        "dashboard/_object.html",
        lambda: {
            "selection": selection,
            "years": years,
            "parts": objects.parts_of(request.user, selection, subject),
            "sorts": filters.SORTS.items(),
        },
    )


@require_safe
@fresh.conditional
def replication_page(request, pk):
    user, today = request.user, timezone.localdate()
    replication = access.get_replication(user, pk)
    innovation, agency = replication.innovation, replication.agency
    selection, years = objects.selection_of(
        user, request.GET, replication=pk, agency=agency.pk, innovation=innovation.pk
    )
    body = _parts(request, selection, years, replication.title)
    if is_part(request):
        return HttpResponse(body)
    plans = list(replication.plans.order_by("-fiscal_year"))
    change_url = access.change_page(user, replication)
    return render(
        request,
        "dashboard/replication.html",
        {
            "replication": replication,
            "innovation": innovation,
            "agency": agency,
            "agency_name": agency.name_in(selection.year),
            "name_since": adopting.name_since(agency),
            "selection": selection,
            "body": body,
            "facts": fresh.kept(
                request,
                "dashboard/_replication_facts.html",
                lambda: _replication_facts(user, replication, plans, selection, change_url),
                own=change_url,
            ),
            "place": place_names([innovation.origin_region]).get(innovation.origin_region_id, ""),
            "turn": adopting.turn_of(replication, plans),
            "still": survival.last_known(replication),
            "main_action": adopting.main_action(replication, plans, user, today.year),
            "change_url": change_url,
        },
    )


def _replication_facts(user, replication, plans, selection, change_url):
    agency, commitment = replication.agency, replication.commitment
    standing = positions_of(plans, selection.today)
    people, advisers = adopting.people_of(replication)
    adapted = adaptations.records_of(replication, user)
    return {
        "replication": replication,
        "agency": agency,
        "programme_name": agency.name_in(replication.programme_year),
        "name_since": adopting.name_since(agency),
        "positions": [standing[plan.pk] for plan in plans],
        "adaptations": adapted,
        "fidelity": adaptations.fidelity(adapted, user),
        "outcomes": progress_of(replication, user),
        "obstacles": objects.open_obstacles(user, selection),
        "advice": objects.latest_advice(user, selection),
        "commitment": commitment,
        "clauses": list(commitment.clauses.order_by("number")) if commitment else [],
        "people": people,
        "advisers": advisers,
        "in_charge": adopting.in_charge_of(plans[0]) if plans else [],
        "in_charge_year": plans[0].fiscal_year if plans else None,
        "sees_contacts": user.has_perm(access.SEE_CONTACTS, replication),
        "change_url": change_url,
        "today": selection.today,
    }


@require_safe
@fresh.conditional
def agency_page(request, pk):
    user, today = request.user, timezone.localdate()
    agency = access.get_agency(user, pk)
    selection, years = objects.selection_of(user, request.GET, agency=pk)
    body = _parts(request, selection, years, agency.short_name) if years else ""
    if is_part(request):
        return HttpResponse(body)
    year = selection.year if request.GET.get("year") else today.year
    change_url = access.change_page(user, agency)
    return render(
        request,
        "dashboard/agency.html",
        {
            "agency": agency,
            "agency_name": agency.name_in(year),
            "name_since": adopting.name_since(agency),
            "shown_year": year,
            "body": body,
            "facts": fresh.kept(
                request,
                "dashboard/_agency_facts.html",
                lambda: _agency_facts(request, agency, selection, bool(years), change_url),
                own=change_url,
            ),
            "only_one": _only_one(Replication.objects.visible_to(user).filter(agency=agency)),
            "change_url": change_url,
            "manages_people": user.has_perm("accounts.manage_people")
            and user.agency_id == agency.pk,
            "keeps_stationery": user.has_perm("innovations.keep_stationery", agency),
        },
    )


def _only_one(rows):
    """The key of the one of `rows`, or None for none and for several."""
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def _agency_facts(request, agency, selection, has_figures, change_url):
    user = request.user
    seen = Replication.objects.visible_to(user)
    own = replication_table(request, seen.filter(agency=agency), selection.today, "semua-")
    own.columns.hide("agency")
    facilitated = replication_table(
        request, seen.filter(facilitator=agency), selection.today, "dampingan-"
    )
    kin = [agency.predecessor, *agency.successors.order_by("name", "pk")]
    visible = Agency.objects.visible_to(user).filter(pk__in=[row.pk for row in kin if row])
    return {
        "agency": agency,
        "has_figures": has_figures,
        "names": adopting.names_over_years(agency),
        "predecessor": agency.predecessor,
        "successors": kin[1:],
        "visible": set(visible.values_list("pk", flat=True)),
        "own": own,
        "own_total": own.paginator.count,
        "facilitated": facilitated,
        "facilitated_total": facilitated.paginator.count,
        "obstacles": objects.open_obstacles(user, selection),
        "advice": objects.latest_advice(user, selection),
        "innovations": list(agency.innovations.order_by("name")),
        "adopts": agency.kind == agency.Kind.OPD,
        "change_url": change_url,
    }


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
@fresh.conditional
def innovation_page(request, pk):
    user = request.user
    innovation = access.get_innovation(user, pk)
    selection, years = objects.selection_of(user, request.GET, innovation=pk)
    body = _parts(request, selection, years, innovation.name) if years else ""
    if is_part(request):
        return HttpResponse(body)
    known = innovation_about.Known(user, innovation)
    adopted = _adopted(user, innovation)
    add_url = adopting.adopt_page(user, innovation) or access.add_page(
        user, Replication, innovation=innovation.pk
    )
    return render(
        request,
        "dashboard/innovation.html",
        {
            "innovation": innovation,
            "about": fresh.kept(request, "dashboard/_innovation_about.html", known.about),
            "adoption": fresh.kept(
                request,
                "dashboard/_innovation_adoption.html",
                lambda: _innovation_adoption(request, known, selection.today, adopted, add_url),
                own=add_url,
            ),
            "details": fresh.kept(request, "dashboard/_innovation_details.html", known.details),
            "body": body,
            "talk": fresh.kept(
                request,
                "dashboard/_object_talk.html",
                lambda: _talk(user, selection, many=True),
            )
            if adopted["seen"]
            else "",
            "survival": fresh.kept(
                request, "innovations/_survival.html", lambda: survival.part(user, [pk])
            ),
            "only_one": adopted["first"] if adopted["seen"] == 1 else None,
            "edit_url": reverse("innovation_edit", args=[pk]) if known.may_edit else "",
            "add_url": add_url,
            "assess_url": (
                reverse("suitability_start", query={"inovasi": pk})
                if user.has_perm("innovations.assess")
                else ""
            ),
        },
    )


def _adopted(user, innovation):
    """How many replications `user` sees, the `first` of them, and of how many agencies in all."""
    seen = Q(pk__in=Replication.objects.visible_to(user).filter(innovation=innovation).values("pk"))
    return Replication.objects.filter(innovation=innovation).aggregate(
        seen=Count("pk", filter=seen),
        first=Min("pk", filter=seen),
        everywhere=Count("agency", distinct=True),
    )


def _innovation_adoption(request, known, today, adopted, add_url):
    rows = Replication.objects.visible_to(request.user).filter(innovation=known.innovation)
    rows = with_agency_name(rows.select_related("agency"))
    table = paged(request, AdopterTable(rows, prefix="opd-"), count=adopted["seen"])
    shown = page_records(table)
    positions = latest_positions(shown, today)
    for replication in shown:
        replication.position = positions.get(replication.pk)
    return {
        "innovation": known.innovation,
        "table": table,
        "total": adopted["seen"],
        "everywhere": adopted["everywhere"],
        "has_elements": bool(known.elements),
        "add_url": add_url,
    }


def _talk(user, selection, *, many):
    return {
        "obstacles": objects.open_obstacles(user, selection),
        "advice": objects.latest_advice(user, selection),
        "many": many,
    }
