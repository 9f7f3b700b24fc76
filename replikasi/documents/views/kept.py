"""Documents of one plan or report: as they were kept, or made now of what stands."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from actionplans import access
from actionplans.models import Report
from replikasi.documents import kinds
from replikasi.documents.gathering.action_plan import version_to_print
from replikasi.documents.models import Printed
from replikasi.documents.services import keeping

Document = Printed.Document


@require_safe
@cache_control(private=True, max_age=0)
def plan_document(request, pk, form):
    """The version that stands, as it was kept; else a draft of what is being written."""
    plan = access.get_plan(request.user, pk)
    _refuse_unless(Document.PLAN, form)
    version = version_to_print(plan)
    if version is None:
        return _made(kinds.KINDS[Document.PLAN].gathered(plan), form)
    rows = Printed.objects.filter(plan=plan, at=version.approved_at)
    return _printed(Document.PLAN, rows, version, form)


@require_safe
@cache_control(private=True, max_age=0)
def report_document(request, pk, form):
    """A report as it was sent last."""
    report = access.get_report(request.user, pk)
    _refuse_unless(Document.REPORT, form)
    if report.state == Report.State.DRAFT:
        raise Http404("Laporan ini belum dikirim.")
    rows = Printed.objects.filter(report=report, at=report.sent_at)
    return _printed(Document.REPORT, rows, report, form)


@require_safe
@cache_control(private=True, max_age=0)
def minutes_document(request, pk, form):
    """The minutes of the decision by which a report is verified now."""
    report = access.get_report(request.user, pk)
    _refuse_unless(Document.MINUTES, form)
    if report.state != Report.State.VERIFIED:
        raise Http404("Laporan ini belum diverifikasi.")
    verification = keeping.decision_that_stands(report)
    rows = Printed.objects.filter(report=report, at=verification.at)
    return _printed(Document.MINUTES, rows, verification, form)


def _refuse_unless(document, form):
    if form not in kinds.KINDS[document].forms:
        raise Http404("Dokumen ini tidak ada dalam bentuk itu.")


def _printed(document, rows, subject, form):
    """What was kept of the document among `rows`; where nothing was, it is made of `subject`."""
    printed = rows.filter(document=document).first()
    if printed is None:
        return _made(kinds.KINDS[document].gathered(subject), form)
    name = keeping.printed_paper(printed).name
    return answer(keeping.content_of(printed, form), f"{name}.{form}")


def _made(paper, form):
    return answer(kinds.RENDERERS[form](paper), f"{paper.name}.{form}")


def answer(content, name, response=HttpResponse):
    """The response that carries `content` under its name; a PDF is shown, the rest is saved."""
    made = response(content, content_type=kinds.media_of(name))
    is_saved = not name.endswith(f".{kinds.PDF}")
    made["Content-Disposition"] = content_disposition_header(is_saved, name)
    made["X-Content-Type-Options"] = "nosniff"
    return made
