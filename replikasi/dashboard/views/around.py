"""What stands around the kept part of every page of the dashboard: head, tabs and filter."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from replikasi.accounts.models import User
from replikasi.common import formats
from replikasi.dashboard import filters, fresh, queries

# The pages of the dashboard, in the order of their tabs: name of the address, label.
TABS = (("dashboard", "Ringkasan"),)


def around(request, template, selection, body):
    """The page `template` with `body` below its filter; an htmx request gets `body` alone."""
    if request.htmx and not request.htmx.history_restore_request:
        return HttpResponse(body)
    user = request.user
    has_own = user.role in User.AGENCY_ROLES or user.role == User.Role.FASILITATOR
    context = {
        "selection": selection,
        "body": body,
        "filter": fresh.kept(
            request, "dashboard/_filter.html", lambda: _choices(user, selection, request.path)
        ),
        "tabs_of_dashboard": [
            (label, f"{reverse(name)}?{selection.query()}", reverse(name) == request.path)
            for name, label in TABS
        ],
        "now": timezone.now(),
        "scope": user.agency.name if has_own else "",
    }
    return render(request, template, context)


def _choices(user, selection, path):
    """What the filter offers; who sees one agency has nothing to choose among agencies."""
    is_agency = user.role in User.AGENCY_ROLES
    agencies = [] if is_agency else queries.agencies(user, filters.LISTED)
    regions = [] if is_agency else queries.regions(user, filters.LISTED)
    return {
        "path": path,
        "selection": selection,
        "quarters": [(row.quarter, f"{row.label} ({_months(row)})") for row in selection.periods],
        "regions": regions if len(regions) > 1 else [],
        "innovations": queries.innovations(user, filters.LISTED),
        "agencies": agencies,
        "has_words": not is_agency and not agencies,
    }


def _months(period):
    names = formats.SHORT_MONTHS
    return f"{names[period.starts.month - 1]}–{names[period.ends.month - 1]}"
