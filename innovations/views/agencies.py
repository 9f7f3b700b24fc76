"""The list of agencies in a person's scope."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from innovations import access
from innovations.filters import AgencyFilter
from innovations.models import Agency
from innovations.queries import with_replication_count
from innovations.tables import AgencyTable
from replikasi.common.lists import paged


@require_safe
def agency_list(request):
    agencies = Agency.objects.visible_to(request.user).select_related("region")
    filterset = AgencyFilter(
        request.GET, queryset=with_replication_count(agencies, request.user, "agency")
    )
    table = paged(request, AgencyTable(filterset.qs))
    return render(
        request,
        "innovations/agency_list.html",
        {
            "filter": filterset,
            "table": table,
            "total": table.paginator.count,
            "add_url": access.add_page(request.user, Agency),
        },
    )
