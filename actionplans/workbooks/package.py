"""The zip that a workbook is: its parts unpacked piece by piece, within limits. Nothing is kept.

Only the parts that are read are ever unpacked: pictures, macros and the like stay closed.
"""

import posixpath
import zipfile
import zlib
from contextlib import contextmanager
from xml.parsers import expat

from django.core.exceptions import ValidationError

from replikasi.common.formats import file_size, number

MEGABYTE = 1024 * 1024
MOST_PARTS = 2_000
MOST_BYTES = 48 * MEGABYTE  # of XML, all parts that are read together
MOST_MARKS = 3_500_000  # "<" in that XML
LONGEST_RUN = MEGABYTE  # between two "<"; a cell holds 32,767 letters at most
MOST_CELLS = 400_000
CHUNK = 64 * 1024
# zipfile reports damage, encryption and unknown compression each by its own exception.
UNREADABLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error),
    *(NotImplementedError, RuntimeError, EOFError, OSError, ValueError, MemoryError),
)


class Refused(ValidationError):
    """The file as a whole cannot be taken; `message` (Indonesian) says what to do next."""


def damaged():
    return Refused(
        "Berkas ini rusak atau terpotong. Buka di Excel atau LibreOffice, simpan ulang sebagai "
        ".xlsx, lalu unggah lagi.",
        code="broken",
    )


def locked():
    return Refused(
        "Berkas ini berkata sandi. Buka kata sandinya di Excel (Info, Proteksi Buku Kerja), "
        "simpan, lalu unggah lagi.",
        code="locked",
    )


def too_much(what):
    return Refused(
        f"Isi berkas ini terlalu besar untuk satu rencana aksi: {what}. Hapus lembar, baris "
        "kosong yang berformat, dan kolom yang tidak dipakai, lalu unggah lagi.",
        code="bomb",
    )


class Package:
    """An open zip. `names`: lower-case path without a leading slash -> entry."""

    def __init__(self, archive):
        self.archive = archive
        self.names = {}
        for entry in archive.infolist():
            self.names.setdefault(entry.filename.replace("\\", "/").lstrip("/").lower(), entry)
        self.bytes = 0

    def __contains__(self, path):
        return path.lower() in self.names

    def size(self, path):
        """What the zip says of the part's size, which need not be true."""
        return self.names[path.lower()].file_size if path in self else 0

    def chunks(self, path):
        """The bytes of a part, piece by piece. Refused when it is damaged, locked or too large."""
        entry = self.names.get(path.lower())
        if entry is None:
            raise damaged()
        if entry.flag_bits & 1:
            raise locked()
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
        try:
            with self.archive.open(entry) as part:
                while chunk := part.read(CHUNK):
                    self.bytes += len(chunk)
                    if self.bytes > MOST_BYTES:
                        raise too_much(f"lebih dari {file_size(MOST_BYTES)} setelah dibuka")
                    yield chunk
        except UNREADABLE as error:
            if isinstance(error, Refused):
                raise
            raise damaged() from error

    def parse(self, path, start, end=None, text=None, progress=None):
        """Feed a part to handlers start(tag, attributes), end(tag) and text(letters).

        Tags come without their prefix. A document type, and with it every entity, is refused.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.EntityDeclHandler = _refuse_doctype
        parser.StartElementHandler = lambda tag, attributes: start(_bare(tag), attributes)
        if end:
            parser.EndElementHandler = lambda tag: end(_bare(tag))
        if text:
            parser.CharacterDataHandler = text
        try:
            for chunk in self.chunks(path):
                parser.Parse(chunk)
                if progress:
                    progress(self.bytes)
            parser.Parse(b"", True)
        except (expat.ExpatError, UnicodeError) as error:
            raise damaged() from error

    def survey(self, paths):
        """Read the parts through once, without keeping or parsing them; Refused beyond a limit."""
        marks = cells = 0
        for path in paths:
            run, tail = 0, b""
            for chunk in self.chunks(path):
                found = chunk.count(b"<")
                marks += found
                run = len(chunk) - chunk.rfind(b"<") if found else run + len(chunk)
                if run > LONGEST_RUN:
                    raise damaged()
                joined = tail + chunk
                if b"<!DOCTYPE" in joined or b"<!ENTITY" in joined:
                    _refuse_doctype()
                cells += joined.count(b"<c ")
                tail = chunk[-8:] if b"<c " not in chunk[-8:] else chunk[-2:]
                if cells > MOST_CELLS:
                    raise too_many_cells()
                if marks > MOST_MARKS:
                    raise too_much("terlalu banyak unsur di dalamnya")


def too_many_cells():
    return too_much(f"lebih dari {number(MOST_CELLS)} sel")


def _refuse_doctype(*_arguments):
    raise Refused(
        "Berkas ini memuat bagian yang tidak dibuat oleh Excel (DOCTYPE), jadi tidak dibuka. "
        "Simpan ulang sebagai .xlsx di Excel atau LibreOffice, lalu unggah lagi.",
        code="bomb",
    )


def _bare(tag):
    return tag.rpartition(":")[2] if ":" in tag else tag


def resolved(base, target):
    """The path of a part that the part `base` points to as `target`."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)).lstrip("/")


@contextmanager
def opened(file):
    """The Package of an uploaded file whose head says that it is a zip."""
    _count_entries(file)
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except UNREADABLE as error:
        raise damaged() from error
    try:
        yield Package(archive)
    finally:
        archive.close()
        file.seek(0)


def _count_entries(file):
    """Refuse a directory of very many entries before zipfile makes an object of each."""
    file.seek(0)
    found, tail = 0, b""
    while chunk := file.read(MEGABYTE):
        found += (tail + chunk).count(b"PK\x01\x02")
        tail = chunk[-3:]
        if found > MOST_PARTS:
            raise too_much(f"lebih dari {number(MOST_PARTS)} bagian")
