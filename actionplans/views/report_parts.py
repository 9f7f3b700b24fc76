"""What a report's page shows, whoever looks: its words, lines, evidence, decisions and advice."""

from django.urls import reverse
from django.utils.http import urlencode

from actionplans import arithmetic, dues, officer_checks, report_checks
from actionplans.models import ActionPlan, Evidence, Report, ReportLine, Verification
from actionplans.services import promises, queue
from actionplans.services.reports import returned_before
from actionplans.timelines.entries import card
from replikasi.common import formats

from .advice_parts import advice_context


def report_context(request, report):
    """What every version of the report's page shows around its lines."""
    user, plan = request.user, report.plan
    earlier = promises.earlier_report(report)
    decisions = list(report.verifications.select_related("by").order_by("-at", "-id"))
    return {
        "report": report,
        "plan": plan,
        "agency_name": plan.replication.agency.name_in(plan.fiscal_year),
        "decisions": decisions,
        "returned": next(
            (row for row in decisions if row.decision == Verification.Decision.RETURNED), None
        ),
        "promised_steps": promises.due_in(report, earlier),
        "earlier": earlier,
        "made": promises.made_by(report, user),
        "first": returned_before(report),
        "due": dues.of_agency(plan.replication.agency_id, [report.period])[report.period_id],
        **advice_context(user, report),
    }


# -- lines ---------------------------------------------------------------------------------------


def lines_of(report, user):
    """Frozen lines with their milestone, the claim of the quarter before, what to look at twice,
    visible evidence as cards, and their corrections."""
    lines = list(
        report.lines.select_related("milestone", "update", "corrected_by").order_by(
            "milestone__number"
        )
    )
    before = report_checks.lines_before(report.plan, report.period)
    pieces = report_checks.pieces_of(report.plan, report.period, user=user)
    warnings = [officer_checks.basic(report, lines, before, pieces)]
    if user.has_perm("actionplans.open_queue"):
        warnings.append(officer_checks.for_officer(user, report, lines, before, pieces))
    corrections = _corrections(report)
    for line in lines:
        key = line.milestone_id
        line.before = before.get(key)
        line.cards = [_card(piece) for piece in pieces.get(key, [])]
        line.contribution = arithmetic.contribution(line.weight, line.percent)
        line.warnings = [notice for found in warnings for notice in found.get(key, [])]
        line.trace = corrections.get(key, [])
        # What was typed and refused; verification._refused fills these in.
        line.typed_percent = line.typed_reason = line.typed_remark = None
        line.error = line.remark_error = None
    return lines


def _card(piece):
    return card(piece) | {
        "link": piece.url,
        "taken_on": piece.taken_on,
        "verdict_note": piece.verdict_note,
        "page": piece.verdict_page,
        "judged": piece.get_verdict_display() if piece.verdict else "",
    }


def _corrections(report):
    """{milestone_id: [line that corrects another]} of a report, oldest first."""
    found = {}
    for line in (
        ReportLine.every.filter(report=report, corrected_at__isnull=False)
        .select_related("corrected_by", "corrects")
        .order_by("corrected_at", "pk")
    ):
        found.setdefault(line.milestone_id, []).append(line)
    return found


def reason_of(lines):
    """What to write when the report is returned: the remarks and the files that were refused."""
    words = []
    for line in lines:
        said = [line.remark.rstrip(".")] if line.remark and not line.mended else []
        said += [
            ", ".join(
                part
                for part in (
                    f"{card['name']}: {card['judged'].lower()}",
                    f"halaman {card['page']}" if card["page"] else "",
                    card["verdict_note"].rstrip("."),
                )
                if part
            )
            for card in line.cards
            if card["verdict"] and card["verdict"] != Evidence.Verdict.ACCEPTED
        ]
        if said:
            words.append(f"Tonggak {line.milestone.number}: {'; '.join(said)}.")
    return "\n".join(words)


# -- the officer ---------------------------------------------------------------------------------


def officer_context(request, report):
    """What the report's page shows of its lines; for the officer also the form of judging."""
    user = request.user
    lines = lines_of(report, user)
    verifies = user.has_perm("actionplans.verify_report", report)
    may_judge = report.state == Report.State.SENT and verifies
    is_officer = user.has_perm("actionplans.open_queue")
    is_verified = report.state == Report.State.VERIFIED
    if not is_verified and not is_officer:
        # What the officer is still weighing is no figure for anybody else.
        for line in lines:
            line.verified_percent, line.verdict_note = None, ""
            if report.state == Report.State.SENT:
                line.remark = ""
    undecided = [line for line in lines if line.verified_percent is None]
    return {
        "lines": lines,
        "may_judge": may_judge,
        "may_unverify": is_verified and verifies,
        "may_correct": is_verified and verifies and report.plan.state != ActionPlan.State.FINISHED,
        "is_officer": is_officer,
        "planned": arithmetic.realised((line.weight, line.planned) for line in lines),
        "claimed": arithmetic.realised((line.weight, line.percent) for line in lines),
        "verified": arithmetic.realised((line.weight, line.verified_percent) for line in lines)
        if is_verified
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
        "word_warnings": _word_warnings(report) if is_officer else [],
        "error_summary": "",
        "reason_error": "",
        "typed_reason": reason_of(lines) if may_judge else "",
        "typed": [],
        "queue_kept": kept(request),
        "queue_url": queue_address(kept(request)),
        **(_handling(report, user) if may_judge else {"holder": None, "lookers": []}),
    }


def _word_warnings(report):
    earlier = (
        report.plan.reports.sent()
        .filter(period__quarter=report.period.quarter - 1)
        .select_related("period")
        .first()
    )
    return list(report_checks.of_words(report, earlier).values())


def _handling(report, user):
    """Who handles a waiting report, and who else has it open now."""
    return {
        "holder": report.assigned_to,
        "is_mine": report.assigned_to_id in queue.acting_for(user),
        "lookers": queue.looking([report], but=user).get(report.pk, []),
        "decided_words": "",
    }


def kept(request):
    """The query of the queue that the officer came from, without its question mark."""
    return request.POST.get("antrean", request.GET.get("antrean", ""))[:300]


def queue_address(query):
    """The queue with its filter as it was."""
    return reverse("queue") + (f"?{query}" if query else "")


def in_queue(name, pk, query):
    """Address of a report's page that knows which queue it was opened from."""
    address = reverse(name, args=[pk])
    return f"{address}?{urlencode({'antrean': query})}" if query else address


def typed_lines(request, lines):
    """[(milestone's number, what was typed)] of judgements that were typed and not stored."""
    found = []
    for line in lines:
        stored = (formats.number(line.verified_percent), line.verdict_note, line.remark)
        names = ("percent", "reason", "remark")
        given = [request.POST.get(f"{name}-{line.pk}", "").strip() for name in names]
        if not any(given) or tuple(given) == stored:
            continue
        words = [f"{given[0]} %" if given[0] else "", *given[1:]]
        found.append((line.milestone.number, ", ".join(word for word in words if word)))
    return found
