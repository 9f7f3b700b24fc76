"""What a milestone waits for: a list of the plan's other milestones to tick."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from actionplans import access
from actionplans.forms import WaitsForm
from actionplans.forms.milestone import is_key
from actionplans.models import Stage
from actionplans.services import dependencies
from replikasi.common.confirm import add_errors

# Longer lists are searched; what is ticked is always shown.
MOST_SHOWN = 60


def _keys(values):
    return {int(value) for value in values if is_key(value)}


def _groups(rows, ticked):
    """[(name of the stage, its rows)]; each row is told whether it is `ticked`."""
    for row in rows:
        row.ticked = row.pk in ticked
    groups = [
        (label, [row for row in rows if row.stage == stage]) for stage, label in Stage.choices
    ]
    return [(label, rows) for label, rows in groups if rows]


def _render(request, form, milestone, ticked, words):
    others = form.fields["waits"].queryset
    matching = others
    for word in words.split()[:6]:
        matching = matching.filter(
            Q(activity__icontains=word) | Q(output__icontains=word) | Q(indicator__icontains=word)
        )
    shown = set(matching.values_list("pk", flat=True)[:MOST_SHOWN]) | ticked
    total = others.count()
    return render(
        request,
        "actionplans/waits.html",
        {
            "form": form,
            "milestone": milestone,
            "plan": milestone.plan,
            "groups": _groups(list(others.filter(pk__in=shown)), ticked),
            "total": total,
            "words": words,
            "searchable": total > MOST_SHOWN,
            "left_out": max(matching.count() - MOST_SHOWN, 0),
            "most": dependencies.MOST_WAITS,
            "back": reverse("milestone", args=[milestone.pk]) + "#ketergantungan",
        },
        status=422 if form.errors else 200,
    )


def _search(request):
    """Where the list is shown again with other words, and what is ticked kept."""
    query = QueryDict(mutable=True)
    query["cari"] = request.POST.get("cari", "").strip()[:100]
    query.setlist("pilih", sorted(str(key) for key in _keys(request.POST.getlist("waits"))))
    return redirect(f"{request.path}?{query.urlencode()}")


def milestone_waits(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.edit_plan")
    if not milestone.plan.is_editable:
        messages.error(
            request,
            "Rencana ini tidak sedang disusun, jadi ketergantungannya tidak dapat diubah. "
            "Buka revisi lebih dahulu bila memang perlu.",
        )
        return redirect("milestone", milestone.pk)
    if request.method == "POST" and "tampilkan" in request.POST:
        return _search(request)
    form = WaitsForm(request.POST or None, milestone=milestone)
    if request.method == "POST":
        ticked = _keys(request.POST.getlist("waits"))
        if form.is_valid() and _save(request, form, milestone):
            return redirect(reverse("milestone", args=[pk]) + "#ketergantungan")
        return _render(request, form, milestone, ticked, request.POST.get("cari", ""))
    ticked = _keys(request.GET.getlist("pilih"))
    if "cari" not in request.GET:
        ticked = set(milestone.waits_for.order_by("pk").values_list("pk", flat=True))
    return _render(request, form, milestone, ticked, request.GET.get("cari", ""))


def _save(request, form, milestone):
    """Save through the service; True when it is written, else the form holds the reasons."""
    try:
        dependencies.set_waits(
            milestone=milestone,
            others=form.cleaned_data["waits"],
            by=request.user,
            seen=form.cleaned_data["seen"],
        )
    except ValidationError as error:
        add_errors(form, error)
        return False
    messages.success(request, f"Ketergantungan tonggak {milestone.number} tersimpan.")
    return True
