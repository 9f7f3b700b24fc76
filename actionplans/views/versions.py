"""Versions of a plan: who approved what, when and why, and what differs between any two."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplans import access, snapshots, versions
from actionplans.forms import ComparisonForm
from actionplans.models import ActionPlan

# The present matrix, where it is not (or no longer) what was last approved.
NOW = "kini"
ROWS_SHOWN = 100
SETTLED = (ActionPlan.State.APPROVED, ActionPlan.State.FINISHED)


def present(plan):
    """The present matrix as plain rows."""
    rows = plan.milestones.order_by("number")
    return snapshots.taken(rows, snapshots.waits_of(rows))


def change_since(plan, version):
    """What the present matrix changes of an approved version, in words; "" when nothing runs."""
    if version is None or plan.state in SETTLED:
        return ""
    return versions.summary_of(version.snapshot, present(plan))


def _entries(found, dropped):
    """Versions and dropped revisions, newest first, as the page lists them."""
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
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)


@require_safe
def versions_page(request, pk):
    plan = access.get_plan(request.user, pk)
    found = list(plan.versions.select_related("approved_by").order_by("number"))
    states = {str(version.number): version.snapshot for version in found}
    choices = [(str(row.number), f"Versi {row.number}") for row in found]
    if plan.state not in SETTLED:
        states[NOW] = present(plan)
        choices.append((NOW, "Sekarang"))
    keys = [key for key, _ in choices]
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
            "entries": _entries(found, plan.dropped_revisions()),
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
