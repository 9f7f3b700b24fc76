"""S-curves as pictures of their own, in the light palette."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access
from actionplans.curve import plan_curve
from innovations.access import get_replication
from replikasi.dashboard import concerns, curves, filters, fresh
from replikasi.dashboard.queries import standings_of

# Pixels above the drawing for its title and below it for its key.
TITLE, KEY = 38, 60


@require_safe
@fresh.conditional
def plan_curve_svg(request, pk):
    """A plan's S-curve."""
    return _picture(request, lambda: _of_plan(access.get_plan(request.user, pk)))


@require_safe
@fresh.conditional
def replication_curve_svg(request, pk):
    """The S-curve of a replication's plan of `year`, by default the latest approved one."""
    replication = get_replication(request.user, pk)
    plans = replication.plans.filter(versions__isnull=False).distinct()
    year = request.GET.get("year", "")
    if year.isascii() and year.isdigit():
        plans = plans.filter(fiscal_year=year[:4])
    plan = plans.order_by("-fiscal_year").first()
    return _picture(request, lambda: plan and _of_plan(access.get_plan(request.user, plan.pk)))


@require_safe
@fresh.conditional
def selection_curve_svg(request):
    """The S-curve of the means over a selection, chosen as on the dashboard."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    return _picture(request, lambda: curves.of_selection(request.user, selection))


def _of_plan(plan):
    return plan_curve(plan, standings_of(plan), timezone.localdate())


def _picture(request, curve_of):
    """`curve_of()` as an SVG file; 404 where nothing was ever approved."""

    def build():
        curve = curve_of()
        if curve is None:
            raise Http404("Belum ada rencana yang disetujui, jadi belum ada kurva.")
        bottom = TITLE + curve.wide.height + KEY // 3
        return {"curve": curve, "bottom": bottom, "height": TITLE + curve.wide.height + KEY}

    return HttpResponse(
        fresh.kept(request, "dashboard/curve.svg", build).strip(), content_type="image/svg+xml"
    )
