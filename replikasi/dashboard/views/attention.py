"""Perlu perhatian: everything that waits for somebody, as a page and to take along."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplans import access
from actionplans.forms import ThresholdsForm
from actionplans.forms.thresholds import bands_told
from actionplans.models import ReportingRules
from replikasi.dashboard import attention, concerns, feeds, filters, fresh

from .around import around


@require_safe
@fresh.conditional
def page(request):
    """The list, of one kind (`concern`) and by whose move it is (`turn`)."""
    selection, turn = _read(request)
    user = request.user
    body = fresh.kept(
        request,
        "dashboard/_attention_page.html",
        lambda: {
            "selection": selection,
            "turn": turn,
            "listing": attention.listed(user, selection, turn) if selection.period else None,
            "may_set": user.has_perm("actionplans.change_reportingrules"),
            "feed": selection.query(concern=selection.concern, turn=turn),
        },
    )
    return around(request, "dashboard/attention.html", selection, body)


@require_safe
@fresh.conditional
def feed(request, form):
    """The whole filtered list as `form` (xlsx, csv, json)."""
    selection, turn = _read(request)
    table = attention.table(request.user, selection, turn, request.build_absolute_uri)
    return feeds.download(table, form)


@require_safe
def thresholds_effect(request):
    """What the thresholds in the address would do to the list: a part of their form's page."""
    if not request.user.has_perm("actionplans.change_reportingrules"):
        return access.refuse()
    form = ThresholdsForm(request.GET, instance=ReportingRules.objects.order_by("pk").first())
    selection = filters.read({}, concerns.CONCERNS)
    found = None
    if form.is_valid() and selection.period:
        found = attention.effects(request.user, selection, form.instance)
    return render(
        request,
        "dashboard/_thresholds_effect.html",
        {
            "effects": found,
            "selection": selection,
            "bands": bands_told(form.instance) if form.is_valid() else [],
        },
    )


def _read(request):
    turn = request.GET.get("turn")
    selection = filters.read(request.GET, concerns.CONCERNS)
    return selection, turn if turn in attention.TURNS else ""
