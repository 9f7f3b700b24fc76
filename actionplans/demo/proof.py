"""Evidence of the demo: which update has a photo or a document, and how Litbang judged it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify

from actionplans.models import Evidence
from actionplans.services import evidence, verification
from replikasi.common.formats import quarter_name
from replikasi.common.periods import quarter_of

from . import pictures

PHOTO_WORDS = ("foto", "tangkapan", "kegiatan")
LINES = ("Mentok", "Simpang Teritip", "Jebus", "Kelapa", "Tempilang", "Parittiga")


def attach(update, row, drawing, *, by, at):
    """A photo and, where the row expects a paper, a one-page PDF; uploaded `at`."""
    quarter = quarter_of(update.happened_on)
    day = update.happened_on
    named = f"{slugify(row.activity)[:40].strip('-').capitalize()}-TW{quarter}"
    caption = row.caption.format(year=day.year)
    caption = caption or f"{row.activity}, {quarter_name(quarter)} {day.year}"
    pieces = [("jpg", "image/jpeg", pictures.photo(drawing, caption))]
    lines = row.evidence.splitlines()
    papers = [line for line in lines if not line.lower().startswith(PHOTO_WORDS)]
    wanted = {"jpg": [line for line in lines if line not in papers], "pdf": papers}
    if papers:
        parts = [(name, int(row.target[0] * update.percent / 600) + 1) for name in LINES]
        agency = update.milestone.plan.replication.agency.name_in(day.year)
        page = pictures.document(agency, f"{papers[0]}, {quarter_name(quarter)} {day.year}", parts)
        pieces.append(("pdf", "application/pdf", page))
    for extension, mime, content in pieces:
        file = SimpleUploadedFile(f"{named}.{extension}", content, mime)
        fulfils = wanted[extension][0] if wanted[extension] else ""
        piece = evidence.add_file(update=update, by=by, file=file, fulfils=fulfils)
        piece.history.update(history_date=at, history_user=by)
        Evidence.objects.filter(pk=piece.pk).update(
            uploaded_at=at, taken_on=day if extension == "jpg" else None
        )


def judged(report, faulty=(), *, by, at, but=()):
    """Litbang's verdicts, `at` a moment, on the evidence that the report brought: accepted, but for
    the milestones numbered in `faulty` (unreadable) and `but` (not yet judged)."""
    pieces = Evidence.objects.filter(update__held_by=report, verdict="").select_related(
        "update__milestone"
    )
    for piece in pieces.order_by("pk"):
        number = piece.update.milestone.number
        if number in but:
            continue
        if number in faulty and piece.is_pdf:
            verdict, note = Evidence.Verdict.UNREADABLE, "Tulisan pada pindaian tidak terbaca."
        else:
            verdict, note = Evidence.Verdict.ACCEPTED, ""
        verification.judge(evidence=piece, report=report, by=by, verdict=verdict, note=note)
        Evidence.objects.filter(pk=piece.pk).update(verdict_at=at)
        last = piece.history.order_by("-history_id").first()
        piece.history.filter(pk=last.pk).update(history_date=at, history_user=by)
