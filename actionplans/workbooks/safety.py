"""Whether an uploaded file is a workbook that can be read safely; each refusal says what to do.

Judged by content, never by name. Limits on what is inside are in `package`.
"""

import codecs
import re

from replikasi.common.formats import file_size

from . import parts
from .package import MEGABYTE, Refused, damaged, locked, opened

__all__ = ["MOST_FILE_BYTES", "Refused", "check"]

MOST_FILE_BYTES = 10 * MEGABYTE
HEAD_BYTES = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# BIFF before the compound file: Excel 2, 3, 4.
OLD_EXCEL = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08]\x00")
SAVE_AS = "Buka di Excel atau LibreOffice, pilih Simpan Sebagai .xlsx, lalu unggah hasilnya."


def check(file):
    """Refused (a ValidationError) unless `file` is a workbook within the limits.

    `file` is a Django UploadedFile or any file that can seek; it is put back to its start.
    """
    size = _size(file)
    if not size:
        raise Refused(
            "Berkas ini kosong (0 byte). Periksa berkas aslinya, lalu unggah lagi.", code="empty"
        )
    if size > MOST_FILE_BYTES:
        raise Refused(
            f"Berkas ini lebih besar dari batas {file_size(MOST_FILE_BYTES)}. "
            "Hapus gambar dan lembar yang tidak dipakai, lalu unggah lagi.",
            code="size",
        )
    head = file.read(HEAD_BYTES)
    if not head.startswith(b"PK"):
        sentence = _what_else(file, head)
        file.seek(0)
        raise sentence
    with opened(file) as package:
        if other := _other_archive(package):
            raise Refused(other, code="kind")
        package.survey(parts.needed(package))


def _size(file):
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    return size


# -- what is no zip -----------------------------------------------------------------------------


def _what_else(file, head):
    """The refusal of a file that is no zip."""
    if head.startswith(OLE):
        if _holds(file, "EncryptedPackage".encode("utf-16-le")):
            return locked()
        if _holds(file, "WordDocument".encode("utf-16-le")):
            return _kind("Berkas ini dokumen Word lama, bukan lembar Excel.")
        return _kind("Berkas ini berformat Excel lama (.xls), walaupun namanya mungkin .xlsx.")
    if OLD_EXCEL.match(head):
        return _kind("Berkas ini berformat Excel lama (.xls), walaupun namanya mungkin .xlsx.")
    if b"%PDF-" in head[:1024]:
        return _kind(
            "Berkas ini PDF, bukan lembar Excel.",
            "Minta berkas Excel aslinya, atau unduh matriks rencana ini dan isi di sana.",
        )
    text = _text(head)
    if text is None:
        return _kind("Jenis berkas ini tidak dikenali sebagai lembar Excel.")
    start = text.lstrip("\ufeff \t\r\n")[:2000].lower()
    if start.startswith(("<!doctype html", "<html", "<table", "<head", "<meta", "<style")):
        return _kind("Isi berkas ini halaman web (HTML) yang diberi nama Excel.")
    if start.startswith("<?xml") or "<workbook" in start:
        if "<html" in start:
            return _kind("Isi berkas ini halaman web (HTML) yang diberi nama Excel.")
        return _kind("Isi berkas ini XML, bukan lembar .xlsx.")
    if start.startswith("{\\rtf"):
        return _kind("Berkas ini dokumen RTF, bukan lembar Excel.")
    return _kind("Isi berkas ini teks biasa (CSV), bukan lembar Excel.")


def _kind(found, advice=SAVE_AS):
    return Refused(f"{found} {advice}", code="kind")


def _text(head):
    """`head` as text, or None when it is none."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore")
    if b"\x00" in head or sum(byte < 32 and byte not in b"\t\r\n\f" for byte in head) > 2:
        return None
    return head.decode("utf-8", "replace")


def _holds(file, wanted):
    file.seek(0)
    tail = b""
    while chunk := file.read(MEGABYTE):
        if wanted in tail + chunk:
            return True
        tail = chunk[-len(wanted) :]
    return False


# -- zips that are no workbook ------------------------------------------------------------------


def _other_archive(package):
    """A sentence when the zip is something else than a workbook, or ""."""
    if parts.workbook_path(package):
        return ""
    names = package.names
    if any(name.startswith("xl/") and name.endswith(".bin") for name in names):
        return f"Berkas ini berformat Excel biner (.xlsb). {SAVE_AS}"
    if "content.xml" in names and "mimetype" in names:
        kind = _mimetype(package)
        if "spreadsheet" in kind:
            return f"Berkas ini lembar OpenDocument (.ods). {SAVE_AS}"
        return f"Berkas ini dokumen OpenDocument, bukan lembar kerja. {SAVE_AS}"
    if any(name.startswith("word/") for name in names):
        return (
            "Berkas ini dokumen Word, bukan lembar Excel. Salin tabelnya ke Excel, simpan sebagai "
            ".xlsx, lalu unggah lagi."
        )
    if any(name.startswith("ppt/") for name in names):
        return (
            "Berkas ini salindia PowerPoint, bukan lembar Excel. Salin tabelnya ke Excel, simpan "
            "sebagai .xlsx, lalu unggah lagi."
        )
    if any(name.endswith(".iwa") for name in names):
        return f"Berkas ini dibuat dengan Apple Numbers. Ekspor sebagai Excel (.xlsx). {SAVE_AS}"
    if any(name.startswith("xl/") for name in names):
        raise damaged()
    return "Berkas ini ZIP biasa, bukan lembar Excel. Ekstrak isinya, lalu unggah berkas .xlsx-nya."


def _mimetype(package):
    return b"".join(package.chunks("mimetype"))[:200].decode("ascii", "replace")
