"""Told by the open page: this person has looked at the plan (GET itself writes nothing)."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from actionplans import access
from actionplans.services import visits


@require_POST
def seen(request, pk):
    visits.look(plan=access.get_plan(request.user, pk), by=request.user)
    return HttpResponse(status=204)
