"""Versions of a plan: who approved what, when and why, and what differs between any two."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplans import access, snapshots, versions
from actionplans.forms import ComparisonForm
from actionplans.models import ActionPlan
from replikasi.common import formats

# The present matrix, where it is not (or no longer) what was last approved.
NOW = "kini"
# The matrix as it stood when it was last returned.
RETURNED = "kembali"
ROWS_SHOWN = 100
SETTLED = (ActionPlan.State.APPROVED, ActionPlan.State.FINISHED)


def _entries(found, dropped, returns, returned):
    """Versions, returns and dropped revisions, newest first, as the page lists them.

    `returned`: the return that the present matrix can be compared with, or None.
    """
    entries = []
    for earlier, version in zip([None, *found], found, strict=False):
        entries.append(
            {
                "at": version.approved_at,
                "by": version.approved_by,
                "version": version,
                "why": version.get_reason_display(),
                "note": version.note,
                "earlier": earlier,
                "change": earlier and versions.summary_of(earlier.snapshot, version.snapshot),
                "count": len(version.snapshot),
            }
        )
    for line in dropped:
        entries.append(
            {
                "at": line.history_date,
                "by": line.history_user,
                "version": None,
                "label": ActionPlan.Dropped(line.history_change_reason).label,
                "why": dict(ActionPlan.RevisionReason.choices).get(line.was_reason, ""),
                "note": line.was_note,
                "answer": line.return_reason,
            }
        )
    for line in returns:
        entries.append(
            {
                "at": line.history_date,
                "by": line.history_user,
                "version": None,
                "label": "Dikembalikan",
                "note": line.return_reason,
                "compared": RETURNED if line == returned else "",
            }
        )
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)


@require_safe
def versions_page(request, pk):
    plan = access.get_plan(request.user, pk)
    found = list(plan.versions.select_related("approved_by").order_by("number"))
    states = {str(version.number): version.snapshot for version in found}
    choices = [(str(row.number), f"Versi {row.number}") for row in found]
    returns, returned = list(plan.returns()), None
    if plan.state not in SETTLED:
        states[NOW] = snapshots.present(plan)
        since = found[-1].approved_at if found else None
        if returns and (since is None or returns[0].history_date > since):
            returned = returns[0]
            waits = {row["id"]: row["waits_for"] for row in states[NOW]}
            states[RETURNED] = snapshots.as_of(plan, returned.history_date, waits)
            choices.append((RETURNED, f"Dikembalikan {formats.short_date(returned.history_date)}"))
        choices.append((NOW, "Sekarang"))
    # A revision is first shown against what was approved.
    keys = [key for key, _ in choices if not (found and key == RETURNED)]
    usual = {"dari": keys[-2], "ke": keys[-1]} if len(keys) > 1 else {}
    form = ComparisonForm({**usual, **request.GET.dict()}, choices=choices)
    chosen = form.cleaned_data if form.is_valid() else usual
    differences = None
    if chosen:
        before, after = states[chosen["dari"]], states[chosen["ke"]]
        differences = versions.differences(before, after)
    return render(
        request,
        "actionplans/versions.html",
        {
            "plan": plan,
            "entries": _entries(found, plan.dropped_revisions(), returns, returned),
            "latest": found[-1] if found else None,
            "change": versions.summary_of(found[-1].snapshot, states[NOW])
            if found and NOW in states
            else "",
            "now": NOW,
            "form": form if usual else None,
            "differences": differences,
            "names": [dict(choices)[chosen[name]] for name in ("dari", "ke")] if chosen else [],
            "totals": [versions.totals(rows) for rows in (before, after)] if chosen else [],
            "page": Paginator(differences.rows, ROWS_SHOWN).get_page(request.GET.get("page"))
            if differences
            else None,
        },
    )
