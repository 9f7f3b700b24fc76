"""The dashboard as slides for the meeting room."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from replikasi.common.parts import is_part
from replikasi.dashboard import concerns, filters, fresh
from replikasi.dashboard.heads import address
from replikasi.dashboard.presentation import deck_of


@require_safe
@fresh.conditional
def presentation(request):
    """The slide at `ke`, or all of them to print (`ke=semua`); htmx gets the slide alone."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    body = fresh.kept(
        request,
        "dashboard/_presentation.html",
        lambda: {
            "selection": selection,
            "deck": deck_of(request.user, selection, request.GET.get("ke", "1")),
            "programme_name": settings.PROGRAMME_NAME,
        },
    )
    if is_part(request):
        return HttpResponse(body)
    context = {"body": body, "leave_url": address("dashboard", selection)}
    return render(request, "dashboard/presentation.html", context)
