"""Evidence and photos of visits: opened, uploaded, taken away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from actionplans import access
from actionplans.forms import EvidenceFileForm
from actionplans.services import evidence
from replikasi.common.confirm import ask_and_do
from replikasi.common.private import private_file, served

from .device import of_the_same_person


@private_file
def download(request, pk):
    """A piece of evidence as `served` gives it; a link redirects."""
    piece = access.get_evidence(request.user, pk)
    return HttpResponseRedirect(piece.url) if piece.url else served(request, piece)


@private_file
def comment_file(request, pk):
    """A photo of a visit, for those who may read the note that it belongs to."""
    return served(request, access.get_comment_file(request.user, pk))


def remove(request, pk):
    piece = access.get_evidence(request.user, pk, "actionplans.record_progress")
    back = reverse("milestone", args=[piece.update.milestone_id])
    return ask_and_do(
        request,
        verb=lambda _: evidence.remove(evidence=piece, by=request.user),
        back=back,
        title="Hapus bukti dukung?",
        text=f"{piece.name} dihapus dari portal dan tidak dapat dikembalikan.",
        label="Hapus bukti",
        done="Bukti dukung dihapus.",
        bad=True,
        crumb=[(back, f"Tonggak {piece.update.milestone.number}")],
    )


@require_POST
@of_the_same_person
def upload(request, pk):
    """One file of an update, sent by the outbox: {id, name}, or 422 with {errors}."""
    update = access.get_update(request.user, pk, "actionplans.record_progress")
    form = EvidenceFileForm(request.POST, request.FILES)
    if not form.is_valid():
        sentences = [sentence for found in form.errors.values() for sentence in found]
        return JsonResponse({"errors": sentences}, status=422)
    try:
        piece = evidence.add_file(update=update, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        return JsonResponse({"errors": error.messages}, status=422)
    return JsonResponse({"id": piece.pk, "name": piece.name})


@require_POST
def fulfils(request, pk):
    """Says which line of the milestone's expected evidence the piece is for; empty: none."""
    piece = access.get_evidence(request.user, pk, "actionplans.record_progress")
    try:
        evidence.assign(evidence=piece, fulfils=request.POST.get("untuk", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        place = f"untuk {piece.fulfils}" if piece.fulfils else "belum ditentukan untuk apa"
        messages.success(request, f"{piece.name}: {place}.")
    return redirect(reverse("milestone", args=[piece.update.milestone_id]) + "#diharapkan")
