"""Private files: served by a view that checks the right, so that the browser can do no harm."""

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

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


def private_file(view):
    """For views that answer with somebody's file: kept by this browser alone, and inert."""
    return require_safe(cache_control(private=True, max_age=3600)(csp_replace(SANDBOX)(view)))


def served(request, piece):
    """A StoredFile, inline where a browser can show it, else as a download.

    ?kecil=1 gives a photo's preview, ?unduh=1 a download in any case.
    """
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
