"""Why a plan's figure is what it is."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access
from replikasi.common import formats
from replikasi.common.parts import is_part
from replikasi.dashboard import fresh, lateness, plan_book, plan_parts, why_book
from replikasi.dashboard.figures import ABSORPTION, FIGURES, ON_TIME, PLANNED, VERIFIED
from replikasi.dashboard.queries import standings_of


@require_safe
@fresh.conditional
def why(request, pk):
    """The parts of a plan's figure (`angka`) of a quarter (`tw`), for htmx without the page."""
    plan, standings = _door(request, pk)
    body = fresh.kept(request, "dashboard/_why.html", lambda: _context(request, plan, standings))
    if is_part(request):
        return HttpResponse(body)
    context = {"plan": plan, "period": _standing(request, standings).period, "body": body}
    return render(request, "dashboard/why.html", context)


def _door(request, pk):
    plan = access.get_plan(request.user, pk)
    standings = standings_of(plan)
    if not standings:
        raise Http404("Rencana ini belum pernah disetujui, jadi belum punya angka.")
    return plan, standings


def _standing(request, standings):
    return plan_parts.chosen(standings, request.GET.get("tw"), timezone.localdate())


def _context(request, plan, standings):
    today, standing = timezone.localdate(), _standing(request, standings)
    answer = plan_parts.answer_of(request.user, plan, standing, request.GET)
    return {
        "plan": plan,
        "agency_name": plan.replication.agency.name_in(plan.fiscal_year),
        "answer": answer,
        "explanation": answer.found,
        "copied": why_book.copied(_sheet(plan, answer)) if answer.found else "",
        "standing": standing,
        "period": standing.period,
        "is_open": standing.period.is_open(today),
        "deadline": lateness.deadline(standing.due, today),
        "quarters": [
            (row.period.label, answer.query(quarter=row.period.quarter), row is standing)
            for row in standings
            if row.period.is_open(today) or row is standing
        ],
        "figures": [
            (figure.label, answer.query(key=key), key == answer.figure.key)
            for key, figure in FIGURES.items()
            if key != VERIFIED or answer.is_verified or answer.figure.key == VERIFIED
        ],
        **plan_parts.boxes(answer),
    }


@require_safe
def why_feed(request, pk, form):
    """The same table as a workbook with its formulas, or bare as CSV or JSON."""
    plan, standings = _door(request, pk)
    answer = plan_parts.answer_of(request.user, plan, _standing(request, standings), request.GET)
    return why_book.download(_sheet(plan, answer), form)


def _sheet(plan, answer):
    period, figure = answer.period, answer.figure
    title = f"{figure.label} {period.label} {period.year}, {plan.replication.title}"
    sheet = why_book.Sheet(
        title=title.replace(formats.NBSP, " "),
        name=f"mengapa-{plan.pk}-{period.year}-tw{period.quarter}-{figure.key}",
        columns=(),
        facts=[
            ("Angka", f"{figure.label}: {answer.value or 'belum ada'}"),
            ("Replikasi", plan.replication.title),
            ("OPD", plan.replication.agency.name_in(plan.fiscal_year)),
            ("Triwulan", f"{period.label} {period.year}"),
            ("Jenis angka", answer.provenance or "rencana"),
            ("Keadaan per", formats.long_date(timezone.localdate())),
            ("Cara membaca", plan_book.HOW),
        ],
    )
    if figure.key == ON_TIME:
        plan_book.timely(sheet, answer.standing)
    elif answer.found is None:
        sheet.columns = plan_book.weighted_columns(figure.label, with_plan=False)
    elif figure.key == ABSORPTION:
        plan_book.absorbed(sheet, answer.found)
    else:
        plan_book.weighted(
            sheet,
            answer.found,
            "Terverifikasi" if answer.verified else "Sementara",
            is_plan=figure.key == PLANNED,
        )
    return sheet
