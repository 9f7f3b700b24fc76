"""The evidence of a report or a plan as one archive, streamed."""

from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from actionplans import access
from replikasi.documents.gathering import evidence


@require_safe
@cache_control(private=True, max_age=0)
def report_evidence(request, pk):
    """Of the quarter of a report."""
    report = access.get_report(request.user, pk)
    plan, period = report.plan, report.period
    title = f"Bukti dukung {period.label} {period.year}, {plan.replication.title}"
    name = f"bukti-tw{period.quarter}-{period.year}-{report.pk}.zip"
    return _answer(title, name, evidence.entries_of(request.user, plan, period))


@require_safe
@cache_control(private=True, max_age=0)
def plan_evidence(request, pk):
    """Of the whole year of a plan."""
    plan = access.get_plan(request.user, pk)
    title = f"Bukti dukung {plan.fiscal_year}, {plan.replication.title}"
    name = f"bukti-{plan.fiscal_year}-{plan.pk}.zip"
    return _answer(title, name, evidence.entries_of(request.user, plan))


def _answer(title, name, entries):
    if not entries:
        raise Http404("Belum ada bukti dukung yang dapat Anda baca.")
    response = StreamingHttpResponse(
        evidence.archive(title, entries), content_type="application/zip"
    )
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
