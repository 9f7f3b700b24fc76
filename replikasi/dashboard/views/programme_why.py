"""What a figure of several replications is made of."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from replikasi.common import formats
from replikasi.common.parts import is_part
from replikasi.dashboard import concerns, filters, fresh, programme_book, programme_parts, why_book
from replikasi.dashboard.figures import CLAIMED, DEVIATION, FIGURES, ON_TIME
from replikasi.dashboard.heads import address
from replikasi.dashboard.named import named
from replikasi.dashboard.programme_whole import KINDS, Wanted


@require_safe
@fresh.conditional
def programme_why(request):
    """The parts of a figure (`angka`) of a selection: groups of replications, or one by one;
    an htmx request gets them alone."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    body = fresh.kept(
        request, "dashboard/_programme.html", lambda: _context(request.user, selection, request.GET)
    )
    if is_part(request):
        return HttpResponse(body)
    context = {
        "selection": selection,
        "body": body,
        "dashboard_url": address("dashboard", selection),
    }
    return render(request, "dashboard/programme.html", context)


def _wanted(selection, query):
    """What the address asks for; a link to the list by deviation, of before, means that figure."""
    figure = FIGURES.get(query.get("angka"))
    if figure is None:
        figure = FIGURES[DEVIATION if selection.sort == "deviation" else CLAIMED]
    order, kind = query.get("urut"), query.get("kelompok")
    return Wanted(
        figure=figure,
        kind=kind if kind in KINDS else "",
        order=order if order in programme_parts.ORDERS else "terendah",
        only_here=bool(selection.region and query.get("persis")),
    )


def _breakdown(user, selection, wanted, *, in_full=False):
    found = selection.period and programme_parts.breakdown_of(
        user, selection, wanted, in_full=in_full
    )
    if not found:
        raise Http404("Belum ada rencana yang disetujui untuk pilihan ini.")
    return found


def _context(user, selection, query):
    wanted = _wanted(selection, query)
    found = _breakdown(user, selection, wanted)
    return {
        "selection": selection,
        "period": selection.period,
        "is_open": selection.period.is_open(selection.today),
        "figure": wanted.figure,
        "breakdown": found,
        "whole": found.whole,
        "total": "" if found.whole.shown is None else wanted.figure.written(found.whole.shown),
        "chosen": named(user, selection),
        "figures": [
            (figure.label, f"?{wanted.query(selection, angka=key)}", key == wanted.figure.key)
            for key, figure in FIGURES.items()
        ],
        "quarters": [
            (row.label, f"?{wanted.query(selection, quarter=row.quarter)}", row is selection.period)
            for row in selection.periods
        ],
        "kinds": [
            (KINDS[kind], f"?{wanted.query(selection, kelompok=kind)}", kind == found.kind)
            for kind in found.whole.kinds
        ],
        "orders": [
            (label, f"?{wanted.query(selection, urut=key, kelompok=wanted.kind)}", key)
            for key, label in programme_parts.ORDERS.items()
        ],
        "order": wanted.order,
        "query": wanted.query(selection, kelompok=wanted.kind),
        "kind_label": KINDS[found.kind],
        "beside": _beside(selection, wanted.figure),
    }


def _beside(selection, figure):
    """(address, label) of the page that tells more of the figure, or None."""
    pages = {
        DEVIATION: ("deviation_report", "Laporan deviasi"),
        ON_TIME: ("recap", "Rekap pengiriman laporan"),
    }
    name, label = pages.get(figure.key, ("", ""))
    return (address(name, selection), label) if name else None


@require_safe
def programme_why_feed(request, form):
    """All the parts, of every page, as a workbook with its formulas, or bare as CSV or JSON."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    wanted = _wanted(selection, request.GET)
    found = _breakdown(request.user, selection, wanted, in_full=True)
    figure, period = wanted.figure, selection.period
    total = "belum ada" if found.whole.shown is None else figure.written(found.whole.shown)
    whole = found.whole
    left = ", ".join(f"{formats.number(number)} {reason}" for number, reason in whole.left_out)
    sheet = programme_book.sheet_of(
        found,
        figure,
        title=f"{figure.label} {period.label} {period.year}".replace(formats.NBSP, " "),
        name=f"mengapa-{period.year}-tw{period.quarter}-{figure.key}",
        facts=[
            ("Angka", f"{figure.name}: {total}"),
            ("Triwulan", f"{period.label} {period.year}"),
            ("Pilihan", ", ".join(named(request.user, selection)) or "semua yang Anda lihat"),
            ("Dihitung", f"{whole.counted} dari {whole.plans} replikasi"),
            ("Tidak ikut", left or "tidak ada"),
            ("Keadaan per", formats.long_date(timezone.localdate())),
            ("Cara membaca", programme_book.HOW),
        ],
    )
    return why_book.download(sheet, form)
