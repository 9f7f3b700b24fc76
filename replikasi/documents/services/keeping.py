"""What was approved, sent or verified is kept as it would have been printed at that moment."""

import hashlib
from dataclasses import replace
from functools import partial

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from actionplans.services import keeping
from replikasi.documents import paper
from replikasi.documents.checking import check_of
from replikasi.documents.kinds import KINDS, RENDERERS
from replikasi.documents.models import Printed, PrintedFile

Document = Printed.Document


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
    transaction.on_commit(partial(draw, printed.pk), robust=True)
    return printed


def keep_plan(version):
    return _keep(Document.PLAN, version, plan=version.plan, by=version.approved_by)


def keep_report(report):
    return _keep(Document.REPORT, report, plan=report.plan, report=report, by=report.sent_by)


def keep_minutes(verification):
    report = verification.report
    values = {"plan": report.plan, "report": report, "by": verification.by}
    return _keep(Document.MINUTES, verification, **values)


def draw_files(pk):
    """Make every file of the Printed `pk` that is not there yet."""
    printed = Printed.objects.get(pk=pk)
    for form in KINDS[printed.document].forms:
        file_of(printed, form)


@transaction.atomic
def _keep(document, subject, *, plan, by, report=None):
    """The Printed row; it is found again by what it is of and when that was."""
    kind = KINDS[document]
    found = kind.gathered(subject)
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
    )


def content_of(printed, form):
    """The bytes of that form: those of the kept file, or made of the kept data without keeping."""
    kept = printed.files.filter(form=form).first()
    if kept is None:
        return RENDERERS[form](printed_paper(printed))
    with kept.file.open("rb") as content:
        return content.read()


def file_of(printed, form):
    """The PrintedFile of that form, made now where it is the first time."""
    kept = printed.files.filter(form=form).first()
    if kept:
        return kept
    content = RENDERERS[form](printed_paper(printed))
    row = PrintedFile(
        printed=printed,
        form=form,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
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


def printed_paper(printed):
    """The Paper as it was kept, with the number by which a copy is checked."""
    return replace(paper.loads(printed.data), check=check_of(printed))
