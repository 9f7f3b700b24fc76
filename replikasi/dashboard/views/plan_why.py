"""Why a plan's figure is what it is."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access
from actionplans.models import Evidence, Report
from replikasi.common import formats
from replikasi.dashboard import attention, charts
from replikasi.dashboard.explanation import explained
from replikasi.dashboard.queries import standings_of


@require_safe
def why(request, pk):
    """The parts of a plan's figure of a quarter (`tw`); `angka=sementara` asks for the claim."""
    plan = access.get_plan(request.user, pk)
    standings = standings_of(plan)
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
