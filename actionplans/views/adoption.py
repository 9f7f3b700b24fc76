"""From the catalogue to a replication in one step: Litbang chooses, and sees what it makes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from actionplans import access
from actionplans.forms.adoption import AdoptionForm
from actionplans.services import adoption
from innovations import assessing
from innovations.access import get_innovation
from innovations.suitability import UNSUITABLE
from replikasi.common.confirm import add_errors

# What stands in the address, and the field that it fills.
ASKED = {
    "agency": ("agency", "opd"),
    "programme_year": ("programme_year", "tahun"),
    "template": ("template",),
}


def adopt(request, pk):
    user = request.user
    innovation = get_innovation(user, pk)
    if not user.has_perm(adoption.ADOPT):
        return access.refuse()
    form = AdoptionForm(
        request.POST if request.method == "POST" else None, user=user, initial=_asked(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = adoption.adopt(innovation=innovation, by=user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Replikasi dimulai. OPD diberi tahu.")
            return redirect("replication", made.pk)
    return render(
        request,
        "actionplans/adoption.html",
        {"innovation": innovation, "form": form, **_proposal(innovation, form)},
        status=422 if form.errors else 200,
    )


def _asked(request):
    """Initial values out of the address."""
    found = {}
    for field, names in ASKED.items():
        for name in names:
            if name in request.GET:
                found[field] = request.GET[name]
    return found


def _proposal(innovation, form):
    """What the page says of the pair, the year and the plan that stand in the form."""
    agency, year = form.chosen_agency, form.year
    suitability = assessing.open_one(innovation, agency) if agency else None
    result = assessing.results_of([suitability])[suitability.pk] if suitability else None
    proposed = adoption.proposed_plan(innovation, form.chosen_template, year)
    return {
        "agency": agency,
        "existing": agency and adoption.existing(innovation, agency, year),
        "suitability": suitability,
        "result": result,
        "is_unsuitable": result is not None and result.recommendation == UNSUITABLE,
        "year": year,
        "proposed": proposed,
        "core_count": sum(one.element is not None for one in proposed),
        "total": sum(one.row["weight"] for one in proposed),
    }
