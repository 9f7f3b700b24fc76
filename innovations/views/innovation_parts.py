"""Elements, sources and contacts of an innovation: added, changed, moved, taken away by Litbang."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from innovations import access
from innovations.forms.innovations import ContactForm, ElementForm, SourceForm
from innovations.models import InnovationElement, InnovationSource, OriginContact
from innovations.services import innovations as services
from replikasi.common.confirm import add_errors, ask_and_do


@dataclass(frozen=True)
class Kind:
    """`noun` in small letters; `name` of the field that names it; `page`: address name of where
    it is listed, `anchor` there; `gone`: what is said before it is taken away."""

    model: type
    form: type
    noun: str
    name: str
    page: str
    anchor: str
    gone: str

    def back(self, innovation_pk):
        return f"{reverse(self.page, args=[innovation_pk])}#{self.anchor}"

    def perm(self, action):
        return f"innovations.{action}_{self.model._meta.model_name}"


KINDS = {
    "unsur": Kind(
        InnovationElement,
        ElementForm,
        "unsur",
        "name",
        "element_list",
        "unsur",
        "Replikasi berikutnya tidak lagi diminta mencatat perlakuannya atas unsur ini.",
    ),
    "sumber": Kind(
        InnovationSource,
        SourceForm,
        "sumber",
        "title",
        "innovation",
        "sumber",
        "Berkasnya ikut terhapus, dan fakta yang dijaminnya tidak lagi bersumber.",
    ),
    "narahubung": Kind(
        OriginContact,
        ContactForm,
        "narahubung",
        "name",
        "innovation",
        "narahubung",
        "Riwayatnya tetap tersimpan untuk yang berhak melihatnya.",
    ),
}


def create(request, pk, kind):
    kind = KINDS[kind]
    innovation = access.get_innovation(request.user, pk, "innovations.change_innovation")
    part = kind.model(innovation=innovation)
    form = kind.form(request.POST or None, instance=part)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_part(part=part, by=request.user, **form.values)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{kind.noun.capitalize()} tersimpan.")
            return redirect(kind.back(innovation.pk))
    return _form_page(request, kind, form, innovation, "")


def edit(request, pk, kind):
    kind = KINDS[kind]
    part = access.get_part(request.user, kind.model, pk, kind.perm("change"))
    name, innovation = getattr(part, kind.name), part.innovation
    form = kind.form(request.POST or None, instance=part)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.change_part(
                part=part, by=request.user, seen=-1 if seen is None else seen, **form.values
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Perubahan tersimpan.")
            return redirect(kind.back(innovation.pk))
    return _form_page(request, kind, form, innovation, name)


def _form_page(request, kind, form, innovation, name):
    return render(
        request,
        "innovations/innovation_part.html",
        {
            "form": form,
            "innovation": innovation,
            "noun": kind.noun,
            "name": name,
            "back": kind.back(innovation.pk),
        },
        status=422 if form.errors else 200,
    )


def delete(request, pk, kind):
    kind = KINDS[kind]
    part = access.get_part(request.user, kind.model, pk, kind.perm("delete"))
    back, name = kind.back(part.innovation_id), getattr(part, kind.name)
    if kind.model is InnovationElement and request.method != "POST":
        try:
            services.refuse_recorded(part)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(back)
    return ask_and_do(
        request,
        verb=lambda _: services.delete_part(part=part, by=request.user),
        back=back,
        title=f"Hapus {kind.noun} “{name}”?",
        text=kind.gone,
        label=f"Hapus {kind.noun}",
        done=f"Dihapus: {name}.",
        bad=True,
        crumb=[(back, part.innovation.name)],
    )


@require_safe
def element_list(request, pk):
    """The elements in their order, to be changed; who only reads finds them on the own page."""
    innovation = access.get_innovation(request.user, pk, "innovations.change_innovationelement")
    rows = list(innovation.elements.order_by("number"))
    return render(
        request, "innovations/element_list.html", {"innovation": innovation, "elements": rows}
    )


@require_POST
def element_move(request, pk):
    element = access.get_part(
        request.user, InnovationElement, pk, "innovations.change_innovationelement"
    )
    place = request.POST.get("ke", "")
    if place.isascii() and place.isdigit() and len(place) < 6:
        services.move_element(element=element, by=request.user, to=int(place))
        messages.success(request, f"Urutan tersimpan: {element.name}.")
    return redirect(KINDS["unsur"].back(element.innovation_id))
