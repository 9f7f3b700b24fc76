"""Pages of the dashboard: the dashboard itself, why a figure is what it is, a plan's S-curve."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from actionplans import access
from actionplans.curve import plan_curve
from actionplans.models import Evidence, PeriodStanding, Report
from replikasi.accounts.models import User
from replikasi.common import formats

from . import attention, charts, filters, queries
from .explanation import explained
from .heads import address
from .page import dashboard_of, programme_of


@require_safe
def dashboard(request):
    """The programme side by side. An htmx request gets the part below the filter alone."""
    selection = filters.read(request.GET, queries.CONCERNS)
    is_part = request.htmx and not request.htmx.history_restore_request
    context = {
        "selection": selection,
        "dashboard": dashboard_of(request.user, selection),
        "sorts": filters.SORTS.items(),
    }
    if not is_part:
        context.update(_choices(request.user, selection))
    template = "dashboard/_body.html" if is_part else "dashboard/dashboard.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _choices(user, selection):
    """What the filter offers; people of one agency have nothing to choose among agencies."""
    is_agency = user.role in User.AGENCY_ROLES
    agencies = [] if is_agency else queries.agencies(user, filters.AGENCIES_LISTED)
    return {
        "quarters": [(row.quarter, f"{row.label} ({_months(row)})") for row in selection.periods],
        "agencies": agencies,
        "has_words": not is_agency and not agencies,
        "now": timezone.now(),
        "scope": user.agency.name if is_agency or user.role == User.Role.FASILITATOR else "",
    }


def _months(period):
    names = formats.SHORT_MONTHS
    return f"{names[period.starts.month - 1]}–{names[period.ends.month - 1]}"


@require_safe
def programme_why(request):
    """The replications that the programme's figures of a quarter are made of."""
    selection = filters.read(request.GET, queries.CONCERNS)
    programme = programme_of(request.user, selection)
    if programme is None:
        raise Http404("Belum ada rencana yang disetujui untuk pilihan ini.")
    context = {
        "selection": selection,
        "programme": programme,
        "sorts": filters.SORTS.items(),
        "dashboard_url": address("dashboard", selection),
    }
    return render(request, "dashboard/programme.html", context)


@require_safe
def why(request, pk):
    """The parts of a plan's figure of a quarter (`tw`); `angka=sementara` asks for the claim."""
    plan = access.get_plan(request.user, pk)
    standings = _standings(plan)
    if not standings:
        raise Http404("Rencana ini belum pernah disetujui, jadi belum punya angka.")
    today = timezone.localdate()
    standing = _chosen(standings, request.GET.get("tw"), today)
    report = (
        Report.objects.visible_to(request.user)
        .sent()
        .filter(plan=plan, period=standing.period)
        .select_related("period")
        .first()
    )
    is_verified = report is not None and report.state == Report.State.VERIFIED
    verified = is_verified and request.GET.get("angka") != "sementara"
    context = {
        "plan": plan,
        "standings": [row for row in standings if row.period.is_open(today) or row is standing],
        "standing": standing,
        "period": standing.period,
        "report": report,
        "agency_name": plan.replication.agency.name_in(plan.fiscal_year),
        "is_verified": is_verified,
        "verified": verified,
        "is_open": standing.period.is_open(today),
        "deadline": attention.deadline(standing.due, today),
        "explanation": None,
    }
    if report is not None:
        explanation = explained(
            report.lines.select_related("milestone").order_by("milestone__number"),
            _evidence(request.user, plan, standing.period),
            verified=verified,
            period=standing.period,
        )
        context.update(
            explanation=explanation,
            wide=charts.strip(explanation.lines, 1168),
            strip_label=f"Terisi {formats.number(explanation.contribution, 1)} dari 100; "
            "kontribusi tiap tonggak ada di tabel.",
            narrow=charts.strip(explanation.lines, 294),
        )
    return render(request, "dashboard/why.html", context)


def _standings(plan):
    rows = PeriodStanding.objects.filter(plan=plan).select_related("period")
    return list(rows.order_by("period__quarter"))


def _chosen(standings, text, today):
    """The standing of quarter `text`, else of the latest opened quarter, else of the first."""
    if text in ("1", "2", "3", "4"):
        return standings[int(text) - 1]
    opened = [row for row in standings if row.period.is_open(today)]
    return (opened or standings[:1])[-1]


def _evidence(user, plan, period):
    """{milestone id: pieces of evidence up to the end of the period}, of those the user may see."""
    rows = Evidence.objects.visible_to(user).filter(
        update__milestone__plan=plan, update__happened_on__lte=period.ends
    )
    rows = rows.order_by().values("update__milestone").annotate(number=Count("pk"))
    return {row["update__milestone"]: row["number"] for row in rows}


@require_safe
def plan_curve_svg(request, pk):
    """A plan's S-curve as a picture of its own, in the light palette."""
    plan = access.get_plan(request.user, pk)
    curve = plan_curve(plan, _standings(plan), timezone.localdate())
    if curve is None:
        raise Http404("Rencana ini belum pernah disetujui, jadi belum punya kurva.")
    return render(
        request,
        "dashboard/curve.svg",
        {"plan": plan, "curve": curve, "drawing": curve.wide},
        content_type="image/svg+xml",
    )
