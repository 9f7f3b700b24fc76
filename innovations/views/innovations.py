"""The catalogue of innovations, open to everybody who is logged in."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from innovations import access
from innovations.filters import InnovationFilter
from innovations.models import Innovation
from innovations.places import place_names
from innovations.queries import with_replication_count
from innovations.tables import InnovationTable
from replikasi.common.lists import page_records, paged


@require_safe
def innovation_list(request):
    rows = with_replication_count(Innovation.objects.for_list(), request.user, "innovation")
    filterset = InnovationFilter(request.GET, queryset=rows)
    table = paged(request, InnovationTable(filterset.qs))
    innovations = page_records(table)
    places = place_names(innovation.origin_region for innovation in innovations)
    for innovation in innovations:
        innovation.place = places.get(innovation.origin_region_id, "")
    return render(
        request,
        "innovations/innovation_list.html",
        {
            "filter": filterset,
            "table": table,
            "total": table.paginator.count,
            "add_url": access.add_page(request.user, Innovation),
        },
    )
