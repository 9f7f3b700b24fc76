"""Dokumen: what the person may print of each plan in scope."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from actionplans.filters import PlanFilter
from actionplans.models import ActionPlan, Report
from replikasi.common.lists import paged_rows
from replikasi.documents.compiled import COMPILED, selection_of, since_of, title_of
from replikasi.documents.gathering.action_plan import STANDING
from replikasi.documents.gathering.briefing import last_meeting
from replikasi.documents.models import Order
from replikasi.documents.services import briefs

# Of one's own orders the latest; older ones are past their time.
ORDERS = 5


@require_safe
def documents(request):
    plans = ActionPlan.objects.visible_to(request.user).for_list()
    filterset = PlanFilter(request.GET, queryset=plans.order_by("-fiscal_year", "pk"))
    page = paged_rows(request, filterset.qs)
    reports = Report.objects.visible_to(request.user).filter(plan__in=[p.pk for p in page])
    of_plans = {}
    for report in reports.sent().select_related("period").order_by("period__quarter"):
        of_plans.setdefault(report.plan_id, []).append(report)
    for plan in page:
        sent = plan.sent_reports = of_plans.get(plan.pk, [])
        plan.verified_reports = [row for row in sent if row.state == Report.State.VERIFIED]
        plan.is_printed_as_draft = plan.state not in STANDING
    selection = selection_of(request.GET)
    context = {
        "filter": filterset,
        "page": page,
        "total": page.paginator.count,
        "compiled": COMPILED.values(),
        "selection": selection,
        "quarters": [(one.quarter, one.label) for one in selection.periods],
        "orders": _orders(request.user),
        "since": since_of(request.GET),
        "usual_since": last_meeting(selection) if selection.period else None,
        "gets_briefs": request.user.has_perm(briefs.GET),
    }
    response = render(request, "documents/documents.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _orders(user):
    found = list(Order.objects.visible_to(user).order_by("-ordered_at", "-pk")[:ORDERS])
    for order in found:
        order.title = title_of(order)
    return found
