"""The map of a province's governments, and the page of a region: the dashboard in its scope."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from innovations.models import Region, Replication
from innovations.models.region import around, within
from replikasi.common.access import door
from replikasi.common.parts import is_part
from replikasi.dashboard import concerns, feeds, filters, fresh, objects, regions

from .objects import replication_table


@require_safe
@fresh.conditional
def region_map(request):
    """An htmx request gets the map and its table alone."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    measure = regions.measure_of(request.GET)
    province = request.GET.get("provinsi", "")
    body = fresh.kept(
        request,
        "dashboard/_region_map.html",
        lambda: {
            "selection": selection,
            "map": regions.map_of(request.user, selection, measure, province),
            "measures": regions.MEASURES.items(),
            "feed": selection.query(ukuran=measure, provinsi=province),
        },
    )
    if is_part(request):
        return HttpResponse(body)
    return render(request, "dashboard/region_map.html", {"body": body})


@require_safe
@fresh.conditional
def region_map_feed(request, form):
    selection = filters.read(request.GET, concerns.CONCERNS)
    table = regions.table(
        request.user,
        selection,
        regions.measure_of(request.GET),
        request.GET.get("provinsi", ""),
    )
    return feeds.download(table, form)


@require_safe
@fresh.conditional
def region_page(request, code):
    user = request.user
    region = door(Region.objects.all(), user, code)
    selection, years = objects.selection_of(user, request.GET, region=code)
    seen = Replication.objects.visible_to(user).filter(within(code, "agency__region__code"))

    def build():
        return {
            "selection": selection,
            "years": years,
            "parts": objects.parts_of(user, selection, region.full_name),
            "sorts": filters.SORTS.items(),
        }

    body = fresh.kept(request, "dashboard/_object.html", build) if years else ""
    if is_part(request):
        return HttpResponse(body)
    return render(
        request,
        "dashboard/region.html",
        {
            "region": region,
            "above": list(Region.objects.filter(pk__in=around(code)[:-1]).order_by("code")),
            "below": list(
                Region.objects.filter(
                    within(code), level__in=(Region.Level.REGENCY, Region.Level.CITY)
                )
                .exclude(pk=code)
                .order_by("code")[:40]
            ),
            "body": body,
            "facts": fresh.kept(
                request,
                "dashboard/_region_facts.html",
                lambda: _facts(request, region, seen, selection),
            ),
        },
    )


def _facts(request, region, seen, selection):
    table = replication_table(request, seen, selection.today, "semua-")
    return {"region": region, "table": table, "total": table.paginator.count}
