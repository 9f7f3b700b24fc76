"""The ledger of reminders: what is due and who was told of it, and all that was ever sent."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from actionplans import access, ledger
from actionplans.forms.ledger import LedgerFilter
from actionplans.models import ActionPlan, DueReminder
from replikasi.accounts.models import User
from replikasi.common.lists import ROWS

HISTORY = "riwayat"
QUARTERS = {"1", "2", "3", "4"}


@require_safe
def reminders(request):
    plans = ActionPlan.objects.visible_to(request.user)
    is_history = request.GET.get("tampil") == HISTORY
    form = LedgerFilter(
        request.GET,
        plans=plans,
        one_agency=request.user.role in User.AGENCY_ROLES,
        is_history=is_history,
    )
    if form.asked("opd"):
        plans = plans.filter(replication__agency=form.asked("opd"))
    context = _history(request, plans, form) if is_history else _running(request, plans, form)
    return render(
        request,
        "actionplans/reminders.html",
        {"form": form, "is_history": is_history, "plan": None, "contacts": [], **context},
    )


@require_safe
def plan_reminders(request, pk):
    """The ledger of one plan, or of one of its quarters' reports (`triwulan`) inside a page."""
    plan = access.get_plan(request.user, pk)
    plans = ActionPlan.objects.filter(pk=plan.pk)
    asked = request.GET.get("triwulan", "")
    quarter = int(asked) if asked in QUARTERS else None
    today = timezone.localdate()
    found = ledger.open_duties(plans, today, quarter=quarter)
    if request.htmx:
        response = render(
            request,
            "actionplans/_reminders.html",
            {"entries": ledger.entries(found, today), "plan": plan},
        )
    else:
        history = DueReminder.objects.filter(plan=plan).select_related("recipient")
        page = Paginator(found, ROWS).get_page(request.GET.get("page"))
        response = render(
            request,
            "actionplans/reminders.html",
            {
                "form": None,
                "is_history": False,
                "plan": plan,
                "quarter": quarter,
                "contacts": _contacts(request.user, plan),
                "may_mail": request.user.role == User.Role.LITBANG,
                "page": page,
                "entries": ledger.entries(list(page), today),
                "sent": Paginator(history, ROWS).get_page(request.GET.get("riwayat")),
            },
        )
    patch_vary_headers(response, ["HX-Request"])
    return response


def _contacts(user, plan):
    """Head and staff of the plan's agency, the head first; [] for themselves."""
    if user.role in User.AGENCY_ROLES:
        return []
    people = User.objects.active().filter(
        agency=plan.replication.agency_id, role__in=User.AGENCY_ROLES
    )
    return sorted(people.order_by("name", "pk"), key=lambda one: one.role != User.Role.KEPALA)


def _running(request, plans, form):
    today = timezone.localdate()
    found = ledger.open_duties(
        plans, today, kind=form.asked("jenis"), only_late=form.asked("lewat")
    )
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return {"page": page, "entries": ledger.entries(list(page), today), "sent": None}


def _history(request, plans, form):
    rows = DueReminder.objects.filter(plan__in=plans).select_related(
        "recipient", "plan__replication__innovation", "plan__replication__agency"
    )
    if form.asked("jenis"):
        rows = rows.filter(duty=form.asked("jenis"))
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    return {"page": page, "entries": [], "sent": page}
