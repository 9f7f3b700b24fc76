"""What a report's page shows, whoever looks: its words, lines, evidence, decisions and advice."""

from actionplans import arithmetic, timeline
from actionplans.forms import AdviceForm
from actionplans.models import Comment, Evidence, Report, ReportLine, Verification

# A claim that rose by this many points since the quarter before is worth a second look.
JUMP_POINTS = 25


def report_context(request, report):
    """What every version of the report's page shows around its lines."""
    user, plan = request.user, report.plan
    decisions = list(report.verifications.select_related("by").order_by("-at", "-id"))
    return {
        "report": report,
        "plan": plan,
        "agency_name": plan.replication.agency.name_in(plan.fiscal_year),
        "decisions": decisions,
        "returned": next(
            (row for row in decisions if row.decision == Verification.Decision.RETURNED), None
        ),
        "threads": Comment.objects.visible_to(user)
        .filter(report=report)
        .threads()
        .prefetch_related("answers__by"),
        "advice_form": AdviceForm() if user.has_perm("actionplans.advise", report) else None,
        "may_answer": user.has_perm("actionplans.answer", report),
        "advise_url": "report_advise",
        "subject": report,
    }


def lines_of(report, user):
    """Frozen lines with their milestone, the claim of the quarter before, and visible evidence."""
    lines = list(report.lines.select_related("milestone", "update").order_by("milestone__number"))
    before = {
        line.milestone_id: line
        for line in ReportLine.objects.filter(
            report__plan=report.plan,
            report__period__quarter=report.period.quarter - 1,
        ).exclude(report__state=Report.State.DRAFT)
    }
    pieces = {}
    for piece in (
        Evidence.objects.visible_to(user)
        .filter(
            update__milestone__plan=report.plan,
            update__happened_on__range=(report.period.starts, report.period.ends),
        )
        .select_related("update")
        .order_by("pk")
    ):
        pieces.setdefault(piece.update.milestone_id, []).append(piece)
    for line in lines:
        line.before = before.get(line.milestone_id)
        line.pieces = [timeline.card(piece) for piece in pieces.get(line.milestone_id, [])]
        line.contribution = arithmetic.contribution(line.weight, line.percent)
        line.warnings = _warnings(line)
        # What was typed and refused; verification._refused fills these in.
        line.typed_percent = line.typed_reason = line.error = None
    return lines


def _warnings(line):
    """What the officer should look at twice."""
    found = []
    if line.before is not None and line.percent - line.before.percent >= JUMP_POINTS:
        found.append(f"Naik {line.percent - line.before.percent:.0f} poin sejak triwulan lalu")
    before = line.before.percent if line.before is not None else 0
    if line.percent > before and not line.pieces and line.milestone.expected_evidence:
        found.append("Belum ada bukti pada triwulan ini")
    if line.ceiling and line.spent > line.ceiling:
        found.append("Uang dipakai melebihi pagu")
    return found


def officer_context(request, report):
    """What the report's page shows of its lines; for the officer also the form of judging."""
    lines = lines_of(report, request.user)
    may_judge = report.state == Report.State.SENT and request.user.has_perm(
        "actionplans.verify_report", report
    )
    is_officer = request.user.has_perm("actionplans.open_queue")
    if report.state != Report.State.VERIFIED and not is_officer:
        # What the officer is still weighing is no figure for anybody else.
        for line in lines:
            line.verified_percent, line.verdict_note = None, ""
    undecided = [line for line in lines if line.verified_percent is None]
    return {
        "lines": lines,
        "may_judge": may_judge,
        "may_unverify": report.state == Report.State.VERIFIED
        and request.user.has_perm("actionplans.verify_report", report),
        "is_officer": is_officer,
        "planned": arithmetic.realised((line.weight, line.planned) for line in lines),
        "claimed": arithmetic.realised((line.weight, line.percent) for line in lines),
        "verified": arithmetic.realised((line.weight, line.verified_percent) for line in lines)
        if report.state == Report.State.VERIFIED
        else None,
        "if_accepted": arithmetic.realised(
            (
                line.weight,
                line.percent if line.verified_percent is None else line.verified_percent,
            )
            for line in lines
        ),
        "spent": sum(line.spent for line in lines),
        "ceiling": sum(line.ceiling for line in lines),
        "undecided": undecided,
        "decided_count": len(lines) - len(undecided),
        "verdicts": Evidence.Verdict.choices,
        "error_summary": "",
        "reason_error": "",
        "typed_reason": "",
    }
