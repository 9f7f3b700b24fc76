"""What waits for Litbang's decision beside plans and reports, oldest first."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from innovations import waiting
from innovations.forms.judging import WaitingForm
from replikasi.common.lists import ROWS


@require_safe
def judging_list(request):
    """One row for each kind and replication."""
    user, today = request.user, timezone.localdate()
    if not user.has_perm("innovations.open_judging"):
        raise PermissionDenied
    form = WaitingForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = waiting.waiting(user)
    if key := chosen.get("jenis"):
        found = {key: found[key]}
    found = waiting.narrowed(found, chosen.get("q", ""))
    page = Paginator(waiting.together(found), ROWS).get_page(request.GET.get("page"))
    rows = waiting.rows_of(page.object_list)
    for row in rows:
        row.days = (today - timezone.localtime(row.since).date()).days if row.since else None
        row.is_own = row.replication.agency_id == user.agency_id
    return render(
        request,
        "innovations/judging_list.html",
        {
            "form": form,
            "page": page,
            "rows": rows,
            "total": page.paginator.count,
            "narrowed": bool(key or chosen.get("q")),
        },
    )
