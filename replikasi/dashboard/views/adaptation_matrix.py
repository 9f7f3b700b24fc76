"""What the adopters of an innovation changed, side by side, so that the next one learns."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from innovations import access
from innovations.models.replication import knows_claims
from replikasi.common.listbook import FIGURE, WHOLE, ListColumn
from replikasi.common.parts import is_part
from replikasi.dashboard import adaptation_matrix, feeds, fresh

# So many columns that each still holds a sentence.
ADOPTERS_SHOWN = 6


def _sort(request):
    asked = request.GET.get("urut")
    return asked if asked in adaptation_matrix.SORTS else adaptation_matrix.YEAR


@require_safe
@fresh.conditional
def matrix(request, pk):
    innovation = access.get_innovation(request.user, pk)
    body = fresh.kept(
        request, "dashboard/_adaptation_matrix.html", lambda: _matrix(request, innovation)
    )
    if is_part(request):
        return HttpResponse(body)
    context = {"innovation": innovation, "body": body}
    return render(request, "dashboard/adaptation_matrix.html", context)


def _matrix(request, innovation):
    sort = _sort(request)
    found = adaptation_matrix.matrix_of(request.user, innovation, sort)
    page = Paginator(found.adopters, ADOPTERS_SHOWN).get_page(request.GET.get("page"))
    shown = adaptation_matrix.fill(request.user, innovation, list(page.object_list))
    return {
        "innovation": innovation,
        "matrix": found,
        "rows": [
            (row, [(who, who.cells.get(row.element.pk)) for who in shown]) for row in found.rows
        ],
        "adopters": shown,
        "page": page,
        "sorts": adaptation_matrix.SORTS.items(),
        "sort": sort,
        "claims_told": knows_claims(request.user),
    }


COLUMNS = (
    ListColumn("Nomor unsur", WHOLE, 8),
    ListColumn("Unsur", width=40),
    ListColumn("Jenis", width=18),
    ListColumn("OPD", width=40),
    ListColumn("Wilayah", width=26),
    ListColumn("Tahun program", WHOLE, 10),
    ListColumn("Perlakuan", width=16),
    ListColumn("Apa yang disesuaikan", width=50),
    ListColumn("Alasan", width=50),
    ListColumn("Jenis angka", width=16),
    ListColumn("Unsur inti dipertahankan, terverifikasi (%)", FIGURE, 16),
)


@require_safe
@fresh.conditional
def matrix_feed(request, pk, form):
    """One row for each element of each adopter, of all pages."""
    user = request.user
    innovation = access.get_innovation(user, pk)
    found = adaptation_matrix.matrix_of(user, innovation, _sort(request))
    adopters = adaptation_matrix.fill(user, innovation, found.adopters)
    rows = [
        _feed_row(row.element, adopter, adopter.cells.get(row.element.pk))
        for adopter in adopters
        for row in found.rows
    ]
    return feeds.download(
        feeds.Table(f"Adaptasi {innovation.name}", "adaptasi", COLUMNS, rows), form
    )


def _feed_row(element, adopter, cell):
    told = ("belum dilaporkan", None, None, None)
    if cell:
        kind = "terverifikasi" if cell.state == cell.State.AGREED else "sementara"
        told = (cell.get_choice_display(), cell.how or None, cell.reason or None, kind)
    return [
        element.number,
        element.name,
        element.get_kind_display(),
        adopter.name,
        adopter.region,
        adopter.year,
        *told,
        adopter.fidelity.verified.percent,
    ]
