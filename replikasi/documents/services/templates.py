"""An agency's own template of the quarterly report: tried, put in use, taken back."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from replikasi.common import formats, uploads
from replikasi.common.disk import disk_full_is_told
from replikasi.common.locking import Conflict, locked, require
from replikasi.documents.as_docx import filled_with
from replikasi.documents.models import ReportTemplate
from replikasi.documents.package import Fault
from replikasi.documents.report_context import sample_pictures
from replikasi.documents.template_names import example

PERM = "innovations.keep_stationery"
LARGEST = 2 * 1024 * 1024  # bytes of one template


def newest(agency):
    """The last choice of `agency`, or None where it never made one."""
    return agency.report_templates.newest_first().first()


def template_of(agency):
    """The ReportTemplate by which reports of `agency` are made now; None: the standard one."""
    found = newest(agency)
    return found if found and found.file else None


def seen_of(choice):
    """What a form was opened with: the key of the last choice, 0 for none."""
    return choice.pk if choice else 0


@disk_full_is_told()
def replace_template(*, agency, by, file, seen):
    """Put the uploaded `file` in use, once it has been filled with the examples.

    ValidationError beside "file" that says what to mend; Conflict when another one was put in use
    since the form was opened. The same file twice is put in use once.
    """
    require(by, PERM, agency)
    content = accepted(file)
    digest = hashlib.sha256(content).hexdigest()
    name = (file.name or "templat.docx")[-200:]
    row = ReportTemplate(agency=agency, by=by, name=name, sha256=digest, size=len(content))
    try:
        with transaction.atomic():
            locked(agency)
            last = newest(agency)
            if last and last.sha256 == digest:
                return last
            _refuse_stale(last, seen)
            row.at = timezone.now()
            file.seek(0)
            row.file.save(name, file, save=False)
            row.full_clean()
            row.save()
    except Exception:
        # The row did not come to be, so neither does its file.
        if row.pk is None and row.file:
            row.file.storage.delete(row.file.name)
        raise
    return row


@transaction.atomic
def return_to_standard(*, agency, by):
    """From now on the standard template; what was kept stays as it is."""
    require(by, PERM, agency)
    locked(agency)
    last = newest(agency)
    if last is None or last.is_standard:
        return last
    return ReportTemplate.objects.create(agency=agency, by=by)


@transaction.atomic
def restore_template(*, template, by):
    """Put an earlier template of its agency in use again."""
    agency = template.agency
    require(by, PERM, agency)
    locked(agency)
    last = newest(agency)
    if last.file == template.file:
        return last
    return ReportTemplate.objects.create(
        agency=agency,
        by=by,
        file=template.file.name,
        name=template.name,
        sha256=template.sha256,
        size=template.size,
    )


def _refuse_stale(last, seen):
    now = seen_of(last)
    if seen == now:
        return
    told = f"{last.by} memilih {last} pukul {formats.clock(timezone.localtime(last.at))}."
    raise Conflict(
        f"{told} Templat Anda belum dipakai; pilih berkasnya lagi lalu unggah bila memang "
        "menggantikannya.",
        revision=now,
    )


# -- what an upload must be ------------------------------------------------------------------------


def accepted(file):
    """Bytes of the uploaded `file`, which was filled with examples twice: with lines in every list,
    and with none. ValidationError beside "file"."""
    content = _document(file)
    try:
        filled_with(content, example(), sample_pictures())
    except Fault as fault:
        raise _refused(fault.sentence) from fault
    try:
        filled_with(content, example(is_empty=True), {})
    except Fault as fault:
        raise _refused(f"Bila daftarnya kosong: {fault.sentence}") from fault
    return content


def _document(file):
    if not (file.name or "").lower().endswith(".docx"):
        raise _refused(NO_WORD)
    if file.size > LARGEST:
        raise _refused(
            f"Templat ini {formats.file_size(file.size)}, lebih besar dari batas "
            f"{formats.file_size(LARGEST)}. Kecilkan gambarnya (di Word: Kompresi Gambar), lalu "
            "unggah lagi."
        )
    try:
        uploads.inspect(file)
    except ValidationError as error:
        raise _refused(SENTENCES.get(error.code) or error.messages[0]) from error
    file.seek(0)
    return file.read()


NO_WORD = (
    "Templat harus dokumen Word (.docx). Buka di Word atau LibreOffice, simpan sebagai DOCX, "
    "lalu unggah lagi."
)
SENTENCES = {
    "kind": NO_WORD,
    "name": NO_WORD,
    "macro": (
        "Dokumen ini berisi makro. Di Word pilih Simpan Sebagai, Dokumen Word (.docx) tanpa "
        "makro, lalu unggah lagi."
    ),
}


def _refused(sentence):
    return ValidationError({"file": sentence})
