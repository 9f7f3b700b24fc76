"""S-curves as pictures of their own."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access
from actionplans.curve import plan_curve
from replikasi.dashboard.queries import standings_of


@require_safe
def plan_curve_svg(request, pk):
    """A plan's S-curve as a picture of its own, in the light palette."""
    plan = access.get_plan(request.user, pk)
    curve = plan_curve(plan, standings_of(plan), timezone.localdate())
    if curve is None:
        raise Http404("Rencana ini belum pernah disetujui, jadi belum punya kurva.")
    return render(
        request,
        "dashboard/curve.svg",
        {"plan": plan, "curve": curve, "drawing": curve.wide},
        content_type="image/svg+xml",
    )
