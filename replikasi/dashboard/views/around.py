"""What stands around the kept part of every page of the dashboard: head, tabs and filter."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from replikasi.accounts.models import User
from replikasi.common import formats
from replikasi.common.parts import is_part
from replikasi.dashboard import choices, filters, fresh

# The pages of the dashboard, in the order of their tabs: name of the address, label.
TABS = (
    ("dashboard", "Ringkasan"),
    ("attention", "Perlu perhatian"),
    ("recap", "Rekap laporan"),
    ("ranking", "Peringkat"),
    ("deviation_report", "Deviasi"),
    ("comparison", "Perbandingan"),
    ("benefits", "Manfaat"),
)


def around(request, template, selection, body, more=dict, *, presentation_url=""):
    """The page `template` with `body` below its filter.

    An htmx request gets `body` and, out of band, the links around it, which keep the choices.
    `more()` gives what the page shows besides, of the person alone.
    """
    links = {
        "tabs_of_dashboard": [
            (label, f"{reverse(name)}?{selection.query()}", reverse(name) == request.path)
            for name, label in TABS
        ],
        "presentation_url": presentation_url,
        "presentation_query": selection.query(),
    }
    if is_part(request):
        return HttpResponse(body + render_to_string("dashboard/_links.html", links))
    user = request.user
    has_own = user.role in User.AGENCY_ROLES or user.role == User.Role.FASILITATOR
    context = {
        "selection": selection,
        "body": body,
        "filter": fresh.kept(
            request, "dashboard/_filter.html", lambda: _choices(user, selection, request.path)
        ),
        **links,
        "scope": user.agency.name if has_own else "",
        **more(),
    }
    return render(request, template, context)


def _choices(user, selection, path):
    """What the filter offers; who sees one agency has nothing to choose among agencies."""
    offered = choices.choices(user, selection, filters.LISTED)
    is_agency = user.role in User.AGENCY_ROLES
    listed = {
        name: rows if len(rows) > 1 or _is_chosen(rows, chosen) else []
        for name, rows, chosen in (
            ("regions", offered["regions"], selection.region),
            ("innovations", offered["innovations"], selection.innovation),
            ("agencies", [] if is_agency else offered["agencies"], selection.agency),
        )
    }
    return {
        "path": path,
        "selection": selection,
        "quarters": [(row.quarter, f"{row.label} ({_months(row)})") for row in selection.periods],
        **listed,
        "has_words": offered["has_many"] and not listed["agencies"],
    }


def _is_chosen(rows, chosen):
    """A list of the one that is chosen still lets the reader go back to all."""
    return bool(chosen) and any(key == chosen for key, _ in rows)


def _months(period):
    names = formats.SHORT_MONTHS
    return f"{names[period.starts.month - 1]}–{names[period.ends.month - 1]}"
