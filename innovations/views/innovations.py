"""Innovations as Litbang keeps them: a new one, changes, and who changed what when."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from innovations import access, innovation_history
from innovations.forms.innovations import InnovationForm
from innovations.models import Innovation
from innovations.services import innovations as services
from replikasi.common.confirm import add_errors
from replikasi.common.lists import paged_rows


def innovation_create(request):
    if not request.user.has_perm("innovations.add_innovation"):
        raise PermissionDenied
    form = InnovationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            innovation = services.create_innovation(by=request.user, **form.values)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Tersimpan: {innovation.name}. Lanjutkan dengan unsurnya.")
            return redirect("element_list", innovation.pk)
    return _form_page(request, form, None, reverse("innovation_list"))


def innovation_edit(request, pk):
    innovation = access.get_innovation(request.user, pk, "innovations.change_innovation")
    name, back = innovation.name, reverse("innovation", args=[pk])
    form = InnovationForm(request.POST or None, instance=innovation)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.change_innovation(
                innovation=innovation,
                by=request.user,
                seen=-1 if seen is None else seen,
                **form.values,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Perubahan tersimpan.")
            return redirect(back)
    return _form_page(request, form, name, back)


def _form_page(request, form, name, back):
    return render(
        request,
        "innovations/innovation_form.html",
        {"form": form, "name": name, "back": back},
        status=422 if form.errors else 200,
    )


@require_safe
def history(request, pk):
    """Every change of the innovation and its parts; of contacts for who may see them."""
    innovation = access.get_innovation(request.user, pk)
    lines = innovation_history.lines_of(
        innovation, with_contacts=request.user.has_perm(access.SEE_CONTACTS, innovation)
    )
    page = paged_rows(request, lines)
    return render(
        request,
        "innovations/innovation_history.html",
        {
            "innovation": innovation,
            "page": page,
            "entries": innovation_history.told(page.object_list),
            "total": len(lines),
        },
    )


def may_add(user):
    return user.has_perm("innovations.add_innovation", Innovation())
