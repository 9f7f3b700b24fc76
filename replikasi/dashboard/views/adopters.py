"""The same innovation in several adopters: from the commitment to each stage, in days, and when
each will be done."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from innovations import access
from replikasi.common import formats
from replikasi.common.listbook import DATE, WHOLE, ListColumn
from replikasi.common.lists import ROWS
from replikasi.common.parts import is_part
from replikasi.dashboard import (
    adoption,
    adoption_place,
    adoption_plot,
    feeds,
    fresh,
    predictions,
    spreads,
)

OWN = "replikasi"  # of the address: the replication that is compared with the others


@require_safe
@fresh.conditional
def adopters(request, pk):
    """One row an adopter in the reader's scope; the statistics stand over all of them."""
    innovation = access.get_innovation(request.user, pk)
    body = fresh.kept(
        request, "dashboard/_adopters.html", lambda: _adopters(request.user, innovation, request)
    )
    if is_part(request):
        return HttpResponse(body)
    return render(request, "dashboard/adopters.html", {"innovation": innovation, "body": body})


def _adopters(user, innovation, request):
    found = adoption.adopters_of(user, innovation)
    steps = adoption.steps_of(found)
    asked = request.GET.get(OWN, "")
    own = int(asked) if asked.isdecimal() else None
    place = next((at for at, row in enumerate(found) if row.pk == own), None)
    own = None if place is None else own
    # The page on which it stands, unless another is asked for.
    number = request.GET.get("page") or (place or 0) // ROWS + 1
    shown = Paginator(found, ROWS).get_page(number)
    rows = adoption.named([*shown.object_list, *(() if own is None else (found[place],))])
    outlooks = adoption.outlooks_of(rows, timezone.localdate())
    standing = None if own is None else adoption_place.standing_of(rows[-1], steps)
    return {
        "innovation": innovation,
        "total": len(found),
        "page": shown,
        "adopters": [(row, outlooks.get(row.pk)) for row in rows[: len(shown.object_list)]],
        "labels": [label for _, label in adoption.STEPS],
        "steps": steps,
        "standing": standing,
        "own": own,
        "outlook": outlooks.get(own),
        "wide": adoption_plot.plot(steps, adoption_plot.WIDE, own),
        "narrow": adoption_plot.plot(steps, adoption_plot.NARROW, own),
        "sentence": _sentence(innovation, steps),
        "enough": spreads.ENOUGH,
        "is_enough": any(step.spread for step in steps),
        "undated": sum(row.signed_on is None for row in found),
        "dots": adoption_plot.DOTS,
        "reliability": predictions.reliability_of([row.checks for row in found]),
        "checked": sum(bool(row.checks) for row in found),
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
                + ", ".join(formats.number(days) for days, *_ in step.points)
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
    ListColumn("Seluruh rencana: selesai", DATE, 16),
    ListColumn("Seluruh rencana: hari sejak komitmen", WHOLE, 16),
    ListColumn("Seluruh rencana: jenis angka", width=16),
    ListColumn("Rencana yang diperkirakan", WHOLE, 14),
    ListColumn("Perkiraan selesai", DATE, 16),
    ListColumn("Perkiraan paling cepat", DATE, 16),
    ListColumn("Perkiraan paling lambat", DATE, 16),
    ListColumn("Keterangan perkiraan", width=40),
    *(
        ListColumn(f"Perkiraan akhir {formats.quarter_name(quarter)}: {what}", kind, 16)
        for quarter in predictions.QUARTERS
        for what, kind in (("selisih hari", WHOLE), ("dalam rentang", "text"))
    ),
)


@require_safe
@fresh.conditional
def adopters_feed(request, pk, form):
    """The adopters that the reader may see as a spreadsheet, CSV or JSON."""
    innovation = access.get_innovation(request.user, pk)
    found = adoption.named(adoption.adopters_of(request.user, innovation))
    outlooks = adoption.outlooks_of(found, timezone.localdate())
    rows = [_feed_row(row, outlooks.get(row.pk)) for row in found]
    title = f"Pengadopsi {innovation.name}"
    return feeds.download(feeds.Table(title, "pengadopsi", COLUMNS, rows), form)


def _feed_row(row, outlook):
    seen = row.replication
    cells = [seen.agency, seen.title, seen.programme_year, row.signed_on]
    for cell in row.cells:
        cells += [cell.began and cell.began.day, cell.done and cell.done.day, cell.days]
        cells.append(_kind(cell.done))
    cells += [row.finish and row.finish.day, row.days, _kind(row.finish)]
    told = outlook and outlook.forecast
    cells.append(row.course.year if told else None)
    cells += [told.finish, told.earliest, told.latest] if told else [None] * 3
    cells.append((told.ending if told else outlook.reason) if outlook else None)
    checks = {check.quarter: check for check in row.checks}
    for quarter in predictions.QUARTERS:
        check = checks.get(quarter)
        cells += [check.error, "ya" if check.inside else "tidak"] if check else [None, None]
    return cells


def _kind(mark):
    if mark is None:
        return None
    return "terverifikasi" if mark.verified else "sementara"
