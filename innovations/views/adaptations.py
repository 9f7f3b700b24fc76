"""The adaptation record from the agency's side; Litbang agreeing to all, or opening one again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from innovations import access
from innovations.forms.adaptations import AdaptationForm, ReopenForm, chosen_of
from innovations.services import adaptation as services
from replikasi.common.confirm import add_errors, ask_and_do


def edit(request, pk, element_pk):
    """What the agency made of an element; its row is made when this is saved first."""
    replication = access.get_replication(request.user, pk, services.RECORD)
    element = access.get_element(replication, element_pk)
    row = services.row_of(replication, element)
    record = reverse("adaptation_record", args=[pk])
    back = reverse("adaptation", args=[row.pk]) if row.pk else record
    if request.method != "POST" and not row.is_open:
        messages.error(
            request,
            f"Unsur ini tidak dapat diubah lagi. Statusnya: {row.get_state_display().lower()}.",
        )
        return redirect(back)
    form = AdaptationForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.decide(
                replication=replication, element=element, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Perlakuan tersimpan sebagai draf. Ajukan bila sudah pas.")
            return redirect("adaptation", saved.pk)
    return render(
        request,
        "innovations/adaptation_form.html",
        {
            "form": form,
            "replication": replication,
            "element": element,
            "row": row,
            "record_url": record,
            "back": back,
        },
        status=422 if form.errors else 200,
    )


@require_POST
def propose(request, pk):
    """Ask Litbang to agree to the chosen elements."""
    replication = access.get_replication(request.user, pk, services.RECORD)
    chosen = chosen_of(request.POST)
    try:
        done = services.propose(replication=replication, by=request.user, chosen=chosen)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        number = len(done) or len(chosen)
        messages.success(request, f"{number} unsur diajukan kepada Litbang.")
    if len(chosen) == 1 and request.POST.get("dari") == "unsur":
        return redirect("adaptation", next(iter(chosen)))
    return redirect("adaptation_record", pk)


def agree_all(request, pk):
    """Ask once, then agree to every element that waited when the record was read."""
    replication = access.get_replication(request.user, pk, services.JUDGE)
    record = reverse("adaptation_record", args=[pk])
    chosen = chosen_of(request.POST if request.method == "POST" else request.GET)
    rows = replication.adaptations.filter(pk__in=chosen).select_related("element")
    told = [
        f"{row.element.name}: {row.get_choice_display().lower()}"
        for row in rows.order_by("element__number", "pk")
    ]
    if not told:
        messages.error(request, "Tidak ada unsur yang menunggu persetujuan.")
        return redirect(record)
    return ask_and_do(
        request,
        verb=lambda _: services.agree(replication=replication, by=request.user, chosen=chosen),
        back=record,
        title=f"Sepakati {len(told)} unsur sekaligus?",
        text=f"{'; '.join(told)}. Semuanya disepakati seperti yang diajukan OPD; tiap unsur "
        "dicatat dalam riwayatnya.",
        label=f"Sepakati {len(told)} unsur",
        done=f"{len(told)} unsur disepakati.",
        hidden=[("unsur", f"{key}-{seen}") for key, seen in chosen.items()],
        crumb=[
            (reverse("replication", args=[pk]), replication.title),
            (record, "Adaptasi"),
        ],
    )


def reopen(request, pk):
    row = access.get_adaptation(request.user, pk, services.JUDGE)
    back = reverse("adaptation", args=[pk])
    return ask_and_do(
        request,
        verb=lambda cleaned: services.reopen(
            adaptation=row, by=request.user, reason=cleaned["reason"]
        ),
        back=back,
        form_class=ReopenForm,
        title="Buka lagi unsur yang sudah disepakati?",
        text=f"{row.element.name}. OPD dapat mengubahnya lagi; angka terverifikasi tidak "
        "menghitungnya sampai disepakati lagi.",
        label="Buka lagi",
        done="Unsur dibuka lagi; OPD diberi tahu.",
        crumb=[(reverse("adaptation_record", args=[row.replication_id]), row.replication.title)],
    )
