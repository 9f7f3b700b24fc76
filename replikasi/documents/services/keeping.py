"""What was approved, sent or verified is kept as it would have been printed at that moment."""

import hashlib
import logging
from dataclasses import replace
from functools import partial

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from actionplans.models import ActionPlan, Report, Verification
from actionplans.services import keeping
from replikasi.common import formats
from replikasi.documents import paper
from replikasi.documents.checking import check_of
from replikasi.documents.gathering.action_plan import STANDING, version_to_print
from replikasi.documents.kinds import DOCX, KINDS, RENDERERS
from replikasi.documents.models import Printed, PrintedFile
from replikasi.documents.package import Fault

from .templates import template_of

Document = Printed.Document
logger = logging.getLogger(__name__)


def listen(draw):
    """Called once, when the portal starts; `draw(pk)` has the files of a Printed made."""
    for occasion, keep in (
        (keeping.APPROVED, keep_plan),
        (keeping.SENT, keep_report),
        (keeping.VERIFIED, keep_minutes),
    ):
        keeping.kept_by(occasion, partial(_keep_and_draw, keep, draw))


def _keep_and_draw(keep, draw, subject):
    printed = keep(subject)
    if keeping.makes_files():
        transaction.on_commit(partial(draw, printed.pk), robust=True)
    return printed


def keep_plan(version, **more):
    return _keep(Document.PLAN, version, plan=version.plan, by=version.approved_by, **more)


def keep_report(report, **more):
    values = {"plan": report.plan, "report": report, "by": report.sent_by}
    return _keep(Document.REPORT, report, **values, **more)


def keep_minutes(verification, **more):
    report = verification.report
    values = {"plan": report.plan, "report": report, "by": verification.by}
    return _keep(Document.MINUTES, verification, **values, **more)


def keep_earlier(draw):
    """Keep what was decided before decisions were kept, as the records say it now, and say so on
    every page; have files made that are missing. `draw` as in `listen`. Returns how many documents
    were kept. Safe to run again: what is kept stays."""
    number, note = 0, f" Disusun dari catatan per {formats.long_date(timezone.localtime())}."
    for keep, subject in _unkept():
        keep(subject, note=note)
        number += 1
    for pk in Printed.objects.filter(files=None).order_by("pk").values_list("pk", flat=True):
        draw(pk)
    return number


def _unkept():
    """(keeper, subject) of each decision that stands and of which nothing is kept."""
    kept = Printed.objects.filter(plan=OuterRef("pk"), document=Document.PLAN)
    plans = ActionPlan.objects.filter(state__in=STANDING)
    for plan in plans.exclude(Exists(kept)).order_by("pk"):
        if version := version_to_print(plan):
            yield keep_plan, version
    kept = Printed.objects.filter(report=OuterRef("pk"))
    sent = Report.objects.sent().select_related("sent_by").order_by("pk")
    for report in sent.exclude(Exists(kept.filter(document=Document.REPORT))):
        yield keep_report, report
    verified = Report.objects.filter(state=Report.State.VERIFIED).order_by("pk")
    for report in verified.exclude(Exists(kept.filter(document=Document.MINUTES))):
        yield keep_minutes, decision_that_stands(report)


def decision_that_stands(report):
    """The Verification by which a verified report is verified now."""
    decisions = report.verifications.filter(decision=Verification.Decision.VERIFIED)
    return decisions.select_related("by__agency").order_by("-at", "-id").first()


def draw_files(pk):
    """Make every file of the Printed `pk` that is not there yet."""
    printed = Printed.objects.get(pk=pk)
    for form in KINDS[printed.document].forms:
        file_of(printed, form)


@transaction.atomic
def _keep(document, subject, *, plan, by, report=None, note=""):
    """The Printed row; it is found again by what it is of and when that was."""
    kind = KINDS[document]
    found = kind.gathered(subject)
    found = replace(found, foot=f"{found.foot}{note}")
    same = Printed.objects.filter(document=document, plan=plan, report=report, at=found.at)
    if earlier := same.first():
        return earlier
    data = paper.dumps(found)
    return Printed.objects.create(
        document=document,
        plan=plan,
        report=report,
        title=found.title[:300],
        totals=kind.totals(found),
        data=data,
        sha256=hashlib.sha256(data.encode()).hexdigest(),
        by=by,
        at=found.at,
        template=template_of(plan.replication.agency) if DOCX in kind.forms else None,
    )


def content_of(printed, form):
    """The bytes of that form: those of the kept file, or made of the kept data without keeping."""
    kept = printed.files.filter(form=form).first()
    if kept is None:
        content, _ = _made(printed, form)
        return content
    with kept.file.open("rb") as content:
        return content.read()


def file_of(printed, form):
    """The PrintedFile of that form, made now where it is the first time."""
    kept = printed.files.filter(form=form).first()
    if kept:
        return kept
    content, is_fallback = _made(printed, form)
    row = PrintedFile(
        printed=printed,
        form=form,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        is_fallback=is_fallback,
    )
    row.file.save(f"{printed.number}.{form}", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Somebody printed it at the same moment; the first one's stays.
        row.file.storage.delete(row.file.name)
        return printed.files.get(form=form)
    return row


def _made(printed, form):
    """(bytes of that form, whether the template of that moment failed and the standard one stands
    in for it)."""
    found = printed_paper(printed)
    if form == DOCX and printed.template_id:
        try:
            return RENDERERS[form](found, printed.template.read()), False
        except (Fault, OSError) as error:
            logger.warning("Template %s failed for %s: %s", printed.template_id, printed.pk, error)
            return RENDERERS[form](found), True
    return RENDERERS[form](found), False


def printed_paper(printed):
    """The Paper as it was kept, with the number by which a copy is checked."""
    return replace(paper.loads(printed.data), check=check_of(printed))
