"""Whether a printed copy is what the portal knows, for everybody: number, date and totals alone."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from replikasi.documents.checking import is_superseded, number_of
from replikasi.documents.models import Printed


@login_not_required
@never_cache
@require_safe
def check(request):
    """Where the number is typed in."""
    typed = request.GET.get("nomor", "")[:40]
    number = number_of(typed)
    if number:
        return redirect("check_number", number)
    return render(
        request, "documents/check.html", {"typed": typed, "printed": None, "is_unknown": False}
    )


@login_not_required
@never_cache
@require_safe
def check_number(request, number):
    printed = Printed.objects.filter(number=number).defer("data").first()
    if printed is None:
        context = {"typed": number[:40], "printed": None, "is_unknown": True}
        return render(request, "documents/check.html", context, status=404)
    context = {
        "typed": printed.number,
        "printed": printed,
        "is_superseded": is_superseded(printed),
    }
    return render(request, "documents/check.html", context)
