"""Private files: served by a view that checks the right, so that the browser can do no harm."""

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from actionplans import access
from actionplans.services import evidence

from .confirm import ask_and_do

# A file is somebody's content: it may be shown, and nothing in it may run or load.
SANDBOX = {
    "default-src": [NONE],
    "script-src": [NONE],
    "style-src": [NONE],
    "img-src": [SELF],
    "media-src": [SELF],
    "sandbox": True,
}
INLINE = ("image/jpeg", "image/png", "image/webp", "application/pdf", "video/mp4")


@require_safe
@cache_control(private=True, max_age=3600)
@csp_replace(SANDBOX)
def download(request, pk):
    """The file, inline where a browser can show it, else as a download; a link redirects.

    ?kecil=1 gives a photo's preview, ?unduh=1 a download in any case.
    """
    piece = access.get_evidence(request.user, pk)
    if piece.url:
        return HttpResponseRedirect(piece.url)
    small = "kecil" in request.GET and piece.preview
    kept = piece.preview if small else piece.file
    try:
        content = kept.open("rb")
    except FileNotFoundError as error:
        raise Http404("Berkas tidak ditemukan.") from error
    inline = piece.mime in INLINE and "unduh" not in request.GET
    mime = "image/jpeg" if small else piece.mime or "application/octet-stream"
    response = FileResponse(content, content_type=mime)
    response["Content-Length"] = str(kept.size)
    response["Content-Disposition"] = content_disposition_header(not inline, piece.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


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
