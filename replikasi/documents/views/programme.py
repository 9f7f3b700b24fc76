"""Documents of a selection of the programme, chosen as on the dashboard."""

from django.http import Http404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from replikasi.dashboard import concerns, filters
from replikasi.documents.gathering import advice, recapitulation

from .kept import answer


def _document(gathered, absent):
    """A view that prints what `gathered(user, selection)` gives, made anew each time."""

    @require_safe
    @cache_control(private=True, max_age=0)
    def view(request, form):
        selection = filters.read(request.GET, concerns.CONCERNS)
        paper = gathered(request.user, selection)
        if paper is None:
            raise Http404(absent)
        return answer(paper, form)

    return view


recapitulation_document = _document(
    recapitulation.gathered, "Belum ada rencana aksi yang disetujui."
)
advice_document = _document(advice.gathered, "Belum ada periode pelaporan.")
