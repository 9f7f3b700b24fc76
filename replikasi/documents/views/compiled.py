"""Documents of a selection: at once where that is quick, else ordered."""

from io import BytesIO

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from replikasi.documents import tasks
from replikasi.documents.compiled import COMPILED, FORM_NAMES, selection_of, untold
from replikasi.documents.services import orders

from .kept import answer


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, max_age=0)
def compiled_document(request, document, form):
    """GET gives the file, or says that it is large; POST orders it."""
    found = COMPILED.get(document)
    if found is None or form not in found.forms:
        raise Http404("Dokumen ini tidak ada.")
    if request.method == "POST":
        ordered = orders.order(
            by=request.user,
            document=document,
            form=form,
            query=found.chosen(request.GET),
            start=tasks.start,
        )
        return redirect("order", ordered.pk)
    selection = selection_of(request.GET)
    rows = found.weight(request.user, selection)
    if rows > found.most_at_once:
        context = {
            "document": found,
            "form_name": FORM_NAMES[form],
            "rows": rows,
            "selection": selection,
        }
        return render(request, "documents/large.html", context)
    out = BytesIO()
    name = found.made(request.user, request.GET, form, out, untold)
    if name is None:
        raise Http404(found.absent)
    return answer(out.getvalue(), name)
