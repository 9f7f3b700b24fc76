"""Agencies side by side, and this year against last."""

from django.http import Http404
from django.views.decorators.http import require_safe

from replikasi.common.listbook import FIGURE, WHOLE, ListColumn
from replikasi.dashboard import comparison as comparing
from replikasi.dashboard import concerns, feeds, filters, fresh

from .around import around

ASKED_MAX = 60


@require_safe
@fresh.conditional
def comparison(request):
    """Up to six agencies of the selection (`opd`, once for each) side by side."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    body = fresh.kept(
        request,
        "dashboard/_comparison_page.html",
        lambda: {
            "selection": selection,
            "comparison": comparing.comparison_of(request.user, selection, _asked(request)),
            "most": comparing.MOST,
            "feed": "&".join([selection.query(), *(f"opd={pk}" for pk in _asked(request))]),
            "last_year": selection.year - 1,
            "kept": _asked(request),
        },
    )
    return around(request, "dashboard/comparison.html", selection, body)


def _asked(request):
    """Ids of the agencies in the address; what is no id is passed over."""
    found = [filters.whole_number(text) for text in request.GET.getlist("opd")[:ASKED_MAX]]
    return [pk for pk in found if pk is not None]


COLUMNS = (
    ListColumn("OPD", width=40),
    ListColumn("Replikasi", WHOLE, 10),
    ListColumn("Rencana (%)", FIGURE, 14),
    ListColumn("Terverifikasi (%)", FIGURE, 14),
    ListColumn("Posisi terverifikasi", width=18),
    ListColumn("Sementara (%)", FIGURE, 14),
    ListColumn("Deviasi sementara (poin)", FIGURE, 14),
    ListColumn("Serapan sementara (%)", FIGURE, 14),
    ListColumn("Laporan tepat waktu", WHOLE, 12),
    ListColumn("Laporan jatuh tempo", WHOLE, 12),
    ListColumn("Tonggak selesai", WHOLE, 12),
    ListColumn("Tonggak", WHOLE, 12),
    ListColumn("Permasalahan terbuka", WHOLE, 12),
    ListColumn("Saran terbuka", WHOLE, 12),
)


def _line(column, today):
    name, plans, planned, verified, *rest = column.figures(today)
    return [name, plans, planned, verified, column.positions or None, *rest]


@require_safe
@fresh.conditional
def comparison_feed(request, form):
    """The agencies of the page as a spreadsheet, CSV or JSON."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    found = comparing.comparison_of(request.user, selection, _asked(request))
    if found is None:
        raise Http404("Belum ada rencana yang disetujui untuk pilihan ini.")
    rows = [_line(column, selection.today) for column in found.columns]
    title = f"Perbandingan {selection.period.label} {selection.year}"
    return feeds.download(feeds.Table(title, "perbandingan", COLUMNS, rows), form)
