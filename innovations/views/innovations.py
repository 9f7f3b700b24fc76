"""The catalogue of innovations, open to everybody who is logged in, and an innovation's page."""

from urllib.parse import urlsplit

from django.shortcuts import render
from django.views.decorators.http import require_safe

from innovations import access
from innovations.filters import InnovationFilter
from innovations.models import Innovation, InnovationElement, Replication
from innovations.places import place_names
from innovations.queries import with_replication_count
from innovations.tables import InnovationTable, ReplicationTable
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


@require_safe
def innovation_page(request, pk):
    user = request.user
    innovation = access.get_innovation(user, pk)
    elements = list(innovation.elements.order_by("number"))
    replications = Replication.objects.visible_to(user).filter(innovation=innovation)
    table = paged(request, ReplicationTable(replications.for_list()))
    shown = page_records(table)
    for replication in shown:
        replication.agency_name = replication.agency.name_in(replication.programme_year)
    kind = InnovationElement.Kind
    return render(
        request,
        "innovations/innovation.html",
        {
            "innovation": innovation,
            "place": place_names([innovation.origin_region]).get(innovation.origin_region_id, ""),
            "source": urlsplit(innovation.source_url).hostname or "",
            "element_groups": [
                (label, note, [row for row in elements if row.kind == value])
                for value, label, note in (
                    (kind.CORE, "Unsur inti", "Tanpa ini bukan lagi inovasi yang sama."),
                    (kind.ADAPTABLE, "Boleh disesuaikan", "Diatur menurut keadaan setempat."),
                )
            ]
            if elements
            else [],
            "table": table,
            "total": table.paginator.count,
            "only_one": shown[0] if table.paginator.count == 1 else None,
            "change_url": access.change_page(user, innovation),
            "add_url": access.add_page(user, Replication, innovation=innovation.pk),
        },
    )
