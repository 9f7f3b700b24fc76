"""An ordered document: how far it is, giving it up, fetching it."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from replikasi.documents import access
from replikasi.documents.compiled import title_of
from replikasi.documents.services import orders

from .kept import answer


@require_safe
@never_cache
def order(request, pk):
    """The page; its part alone where it asks again by itself."""
    found = access.get_order(request.user, pk)
    template = "documents/_order.html" if request.htmx else "documents/order.html"
    return render(request, template, _context(found))


@require_POST
def order_cancel(request, pk):
    found = access.get_order(request.user, pk)
    if not orders.cancel(order=found):
        messages.info(request, "Sudah selesai lebih dulu, tidak ada yang dibatalkan.")
    return redirect("order", pk)


@require_safe
@never_cache
def order_file(request, pk):
    found = access.get_order(request.user, pk)
    if not found.can_be_fetched:
        return render(request, "documents/order.html", _context(found), status=410)
    return answer(found.file.open("rb"), found.name, FileResponse)


def _context(found):
    return {"order": found, "title": title_of(found)}
