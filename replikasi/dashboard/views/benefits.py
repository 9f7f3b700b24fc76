"""Manfaat: the indicators of replications, as a page and to take along."""

from django.views.decorators.http import require_safe

from replikasi.dashboard import benefits as found
from replikasi.dashboard import concerns, feeds, filters, fresh, plan_figures

from .around import around


@require_safe
@fresh.conditional
def benefits(request):
    """How far the indicators have come; an htmx request gets the part below the filter alone."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    kind = found.asked_kind(request.GET)
    body = fresh.kept(
        request,
        "dashboard/_benefits_page.html",
        lambda: {
            "selection": selection,
            "benefits": found.benefits_of(request.user, selection, kind),
            "kind": kind,
            "kind_word": found.KINDS[kind].lower(),
            "own_region": plan_figures.own_region(request.user),
            "feed": selection.query(jenis=kind),
        },
    )
    return around(request, "dashboard/benefits.html", selection, body)


@require_safe
@fresh.conditional
def benefits_feed(request, form):
    """The whole list as `form` (xlsx, csv, json)."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    kind = found.asked_kind(request.GET)
    return feeds.download(found.table(request.user, selection, kind), form)
