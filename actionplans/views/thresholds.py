"""Thresholds and bands, set by Litbang for everybody."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from actionplans import access
from actionplans.forms import ThresholdsForm
from actionplans.models import ReportingRules
from actionplans.services import days_off
from replikasi.common.confirm import add_errors


def thresholds(request):
    if not request.user.has_perm("actionplans.change_reportingrules"):
        return access.refuse()
    back = _back(request)
    rules = ReportingRules.objects.order_by("pk").first() or ReportingRules()
    form = ThresholdsForm(request.POST or None, instance=rules)
    if request.method == "POST" and form.is_valid():
        try:
            days_off.save_rules(
                rules=form.instance, by=request.user, seen=form.cleaned_data["seen"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Ambang tersimpan. Dasbor langsung memakainya.")
            return redirect(back)
    status = 422 if form.errors else 200
    return render(
        request, "actionplans/thresholds.html", {"form": form, "back": back}, status=status
    )


def _back(request):
    """The list as it was filtered (`next`); never a place outside the portal."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    inside = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if inside else reverse("attention")
