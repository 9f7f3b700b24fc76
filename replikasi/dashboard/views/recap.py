"""Rekap pengiriman laporan: which reports came when, as a page and to take along."""

from django.views.decorators.http import require_safe

from replikasi.dashboard import concerns, feeds, filters, fresh, plan_figures, recap

from .around import around


@require_safe
@fresh.conditional
def page(request):
    """The grid; an htmx request gets the part below the filter alone."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    state, order = recap.told(request.GET)
    body = fresh.kept(
        request,
        "dashboard/_recap_page.html",
        lambda: {
            "selection": selection,
            "recap": recap.recap_of(request.user, selection, state, order),
            "state": state,
            "order": order,
            "orders": recap.ORDERS.items(),
            "own_region": plan_figures.own_region(request.user),
            "feed": selection.query(state=state, sort=order),
        },
    )
    return around(request, "dashboard/recap.html", selection, body)


@require_safe
@fresh.conditional
def feed(request, form):
    """The whole filtered list as `form` (xlsx, csv, json)."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    state, order = recap.told(request.GET)
    return feeds.download(recap.table(request.user, selection, state, order), form)
