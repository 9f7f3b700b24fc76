"""The programme side by side, and what its figures are made of."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from replikasi.dashboard import filters, fresh, page, queries
from replikasi.dashboard.heads import address

from .around import around


@require_safe
@fresh.conditional
def dashboard(request):
    """The programme side by side. An htmx request gets the part below the filter alone."""
    selection = filters.read(request.GET, queries.CONCERNS)
    body = fresh.kept(
        request,
        "dashboard/_body.html",
        lambda: {
            "selection": selection,
            "dashboard": page.dashboard_of(request.user, selection),
            "sorts": filters.SORTS.items(),
        },
    )
    return around(request, "dashboard/dashboard.html", selection, body)


@require_safe
def programme_why(request):
    """The replications that the programme's figures of a quarter are made of."""
    selection = filters.read(request.GET, queries.CONCERNS)
    programme = page.programme_of(request.user, selection)
    if programme is None:
        raise Http404("Belum ada rencana yang disetujui untuk pilihan ini.")
    context = {
        "selection": selection,
        "programme": programme,
        "sorts": filters.SORTS.items(),
        "dashboard_url": address("dashboard", selection),
    }
    return render(request, "dashboard/programme.html", context)
