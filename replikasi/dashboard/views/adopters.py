"""The same innovation in several adopters: from the commitment to each stage, in days."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from innovations import access
from replikasi.common import formats
from replikasi.common.listbook import DATE, WHOLE, ListColumn
from replikasi.common.lists import ROWS
from replikasi.common.parts import is_part
from replikasi.dashboard import adoption, adoption_plot, feeds, fresh


@require_safe
@fresh.conditional
def adopters(request, pk):
    """One row an adopter in the reader's scope; the statistics stand over all of them."""
    innovation = access.get_innovation(request.user, pk)
    body = fresh.kept(
        request,
        "dashboard/_adopters.html",
        lambda: _adopters(request.user, innovation, request.GET.get("page")),
    )
    if is_part(request):
        return HttpResponse(body)
    return render(request, "dashboard/adopters.html", {"innovation": innovation, "body": body})


def _adopters(user, innovation, page):
    found = adoption.adopters_of(user, innovation)
    steps = adoption.steps_of(found)
    shown = Paginator(found, ROWS).get_page(page)
    return {
        "innovation": innovation,
        "total": len(found),
        "page": shown,
        "adopters": list(shown.object_list),
        "labels": [label for _, label in adoption.STEPS],
        "steps": steps,
        "wide": adoption_plot.plot(steps, adoption_plot.WIDE),
        "narrow": adoption_plot.plot(steps, adoption_plot.NARROW),
        "sentence": _sentence(innovation, steps),
        "enough": adoption.ENOUGH,
        "is_enough": any(step.spread for step in steps),
        "undated": sum(row.signed_on is None for row in found),
        "dots": adoption_plot.DOTS,
    }


def _sentence(innovation, steps):
    """What the drawing says, in words."""
    parts = []
    for step in steps:
        if step.spread:
            told = f"median {formats.number(step.spread.median)} hari dari {step.spread.number} OPD"
        elif step.points:
            told = (
                "selesai setelah "
                + ", ".join(formats.number(days) for days, _, _ in step.points)
                + " hari"
            )
        else:
            told = "belum ada"
        parts.append(f"{step.label} {told}")
    return f"Hari sejak komitmen, {innovation.name}: {'; '.join(parts)}."


COLUMNS = (
    ListColumn("OPD", width=40),
    ListColumn("Replikasi", width=32),
    ListColumn("Tahun program", WHOLE, 10),
    ListColumn("Tanggal komitmen", DATE, 14),
    *(
        ListColumn(f"{label}: {what}", kind, 16)
        for _, label in adoption.STEPS
        for what, kind in (
            ("mulai", DATE),
            ("selesai", DATE),
            ("hari sejak komitmen", WHOLE),
            ("jenis angka", "text"),
        )
    ),
)


@require_safe
@fresh.conditional
def adopters_feed(request, pk, form):
    """The adopters that the reader may see as a spreadsheet, CSV or JSON."""
    innovation = access.get_innovation(request.user, pk)
    rows = [_feed_row(row) for row in adoption.adopters_of(request.user, innovation)]
    title = f"Pengadopsi {innovation.name}"
    return feeds.download(feeds.Table(title, "pengadopsi", COLUMNS, rows), form)


def _feed_row(row):
    cells = [row.agency, row.replication.title, row.replication.programme_year, row.signed_on]
    for cell in row.cells:
        kind = None
        if cell.done:
            kind = "terverifikasi" if cell.done.verified else "sementara"
        cells += [cell.began and cell.began.day, cell.done and cell.done.day, cell.days, kind]
    return cells
