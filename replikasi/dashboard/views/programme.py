"""The programme side by side."""

from django.views.decorators.http import require_safe

from replikasi.dashboard import concerns, filters, fresh, page, since
from replikasi.dashboard.heads import address
from replikasi.dashboard.named import named

from .around import around
from .since import line


@require_safe
@since.noted
@fresh.conditional
def dashboard(request):
    """The programme side by side. An htmx request gets the part below the filter alone."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    body = fresh.kept(
        request,
        "dashboard/_body.html",
        lambda: {
            "selection": selection,
            "dashboard": page.dashboard_of(request.user, selection),
            "chosen": named(request.user, selection),
            "sorts": filters.SORTS.items(),
        },
    )
    return around(
        request,
        "dashboard/dashboard.html",
        selection,
        body,
        lambda: {"since": line(request, request.since)},
        presentation_url=address("presentation", selection),
    )
