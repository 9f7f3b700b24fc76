"""A report as it is printed, signed and filed: letterhead, roman sections, signature."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access, arithmetic, report_checks
from actionplans.models import Evidence, Report
from actionplans.services import promises, reports
from replikasi.accounts.models import User

from .report_draft import steps_for


@require_safe
def report_print(request, pk):
    report = access.get_report(request.user, pk)
    plan, period = report.plan, report.period
    is_draft = report.state == Report.State.DRAFT
    is_verified = report.state == Report.State.VERIFIED
    lines = reports.compiled(plan, period) if is_draft else _frozen(report)
    before = report_checks.lines_before(plan, period)
    pieces = _pieces(report, lines, request.user)
    for line in lines:
        line.before = before.get(line.milestone.pk)
        line.shown = pieces.get(line.milestone.pk, [])
    signer = _signer(report)
    agency = plan.replication.agency
    return render(
        request,
        "actionplans/report_print.html",
        {
            "report": report,
            "plan": plan,
            "agency": agency,
            "agency_name": agency.name_in(period.year),
            "is_draft": is_draft,
            "is_verified": is_verified,
            "idle": report_checks.nothing_recorded(lines, period) if is_draft else False,
            "lines": lines,
            "planned": arithmetic.realised((line.weight, line.planned) for line in lines),
            "claimed": arithmetic.realised((line.weight, line.percent) for line in lines),
            "verified": arithmetic.realised((line.weight, line.verified_percent) for line in lines)
            if is_verified
            else None,
            "spent": (spent := sum(line.spent for line in lines)),
            "ceiling": (ceiling := sum(line.ceiling for line in lines)),
            "absorption": arithmetic.absorption(spent, ceiling),
            "answered": steps_for(report)[0],
            "promised": promises.steps_of(report.next_steps),
            "piece_count": sum(len(line.shown) for line in lines),
            "decision": report.verifications.select_related("by").order_by("-at", "-id").first()
            if is_verified
            else None,
            "obstacles": plan.obstacles.filter(opened_on__lte=period.ends)
            .exclude(closed_on__lt=period.starts)
            .select_related("milestone")
            .order_by("opened_on", "pk"),
            "signer": signer,
            "nip": _spaced(signer.nip) if signer else "",
            "signed_on": timezone.localdate(report.sent_at),
        },
    )


def _frozen(report):
    return list(report.lines.select_related("milestone", "update").order_by("milestone__number"))


def _pieces(report, lines, user):
    """{milestone_id: evidence} that the lines hold, as far as `user` may see it."""
    frozen = [pk for line in lines for pk in getattr(line, "pieces", [])]
    if not frozen:
        return report_checks.pieces_of(report.plan, report.period, user=user)
    found = {}
    rows = Evidence.objects.visible_to(user).filter(pk__in=frozen).select_related("update")
    for piece in rows.order_by("pk"):
        found.setdefault(piece.update.milestone_id, []).append(piece)
    return found


def _signer(report):
    """The head who sent the report; else the head of the agency now, or None."""
    if report.sent_by and report.sent_by.role == User.Role.KEPALA:
        return report.sent_by
    heads = User.objects.active().filter(
        agency=report.plan.replication.agency_id, role=User.Role.KEPALA
    )
    return heads.order_by("pk").first()


def _spaced(nip):
    """A NIP as it is written: birth, appointment, sex and number, 8-6-1-3."""
    return " ".join((nip[:8], nip[8:14], nip[14], nip[15:])) if len(nip) == 18 else nip
