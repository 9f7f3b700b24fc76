"""The front page: what the portal is and what is replicated, for people without an account."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from innovations.facts import PROGRAMME_YEAR
from innovations.models import Recognition, Replication
from innovations.places import place_names

# The workshop that chose the innovations was in 2021; the programme's papers use its names.
NAMES_OF_YEAR = 2021
SHOWN = 12


@login_not_required
@require_safe
def front(request):
    """Public facts only: which innovation, from where, adopted by whom; no plan, no figure."""
    replications = list(
        Replication.objects.filter(programme_year=PROGRAMME_YEAR).for_list().order_by("pk")[:SHOWN]
    )
    places = place_names(replication.innovation.origin_region for replication in replications)
    for replication in replications:
        replication.origin = places.get(replication.innovation.origin_region_id, "")
        replication.agency_name = replication.agency.name_in(NAMES_OF_YEAR)
    return render(
        request,
        "common/front.html",
        {"replications": replications, "recognised": _recognised()},
    )


def _recognised():
    """The newest that Litbang chose: agency of the programme year, innovation, region, year."""
    rows = (
        Recognition.objects.filter(on_front_page=True)
        .select_related("replication__innovation", "replication__agency__region")
        .prefetch_related("replication__agency__names")[:SHOWN]
    )
    for row in rows:
        row.agency_name = row.replication.agency.name_in(row.replication.programme_year)
    return rows
