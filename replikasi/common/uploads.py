"""What an uploaded file is, judged by its content; every refusal says what to do next.

`accept` is what a form or service calls; `inspect`, `cleaned_photo` and `taken_on` are its steps.
Photos are rewritten by `replikasi.common.photos`; a video keeps what its maker wrote into it.
"""

import hashlib
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError

from replikasi.common import photos
from replikasi.common.formats import file_size
from replikasi.common.photos import cleaned_photo, taken_on

__all__ = ["KINDS", "Upload", "accept", "cleaned_photo", "inspect", "max_bytes", "taken_on"]

OPENXML = "application/vnd.openxmlformats-officedocument"
OASIS = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be evidence. `extensions`: lower case, the usual one first."""

    label: str
    mime: str
    extensions: tuple[str, ...]


KINDS = {
    "pdf": Kind("PDF", "application/pdf", (".pdf",)),
    "jpeg": Kind("foto JPEG", "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
    "png": Kind("gambar PNG", "image/png", (".png",)),
    "webp": Kind("gambar WebP", "image/webp", (".webp",)),
    "heic": Kind("foto HEIC", "image/heic", (".heic", ".heif")),
    "mp4": Kind("video MP4", "video/mp4", (".mp4", ".m4v")),
    "docx": Kind("dokumen Word", f"{OPENXML}.wordprocessingml.document", (".docx",)),
    "xlsx": Kind("lembar Excel", f"{OPENXML}.spreadsheetml.sheet", (".xlsx",)),
    "pptx": Kind("salindia PowerPoint", f"{OPENXML}.presentationml.presentation", (".pptx",)),
    "odt": Kind("dokumen OpenDocument", f"{OASIS}.text", (".odt",)),
    "ods": Kind("lembar OpenDocument", f"{OASIS}.spreadsheet", (".ods",)),
}
ACCEPT = ",".join(extension for kind in KINDS.values() for extension in kind.extensions)
WHAT_IS_ACCEPTED = "PDF, JPEG, PNG, WebP, HEIC, MP4, DOCX, XLSX, PPTX, ODT, atau ODS"

HEAD_BYTES = 4096
# A few bytes before %PDF are common (a byte-order mark, a line end); more is another file.
PDF_START = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x00]{0,8}%PDF-[12]\.[0-9]")
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis"}
MP4_BRANDS = re.compile(rb"isom|iso[2-9]|mp4[12]|avc1|M4V |M4VH|MSNV|dash|3gp[4-7]")
# Parts of an office file that are read whole are small; a larger one is not an office file.
LARGEST_PART = 1024 * 1024
MOST_PARTS = 10_000
UNREADABLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error),
    *(NotImplementedError, RuntimeError, EOFError, OSError, ValueError),
)
# ODF keeps macros in these folders of the zip.
ODF_MACROS = ("Basic/", "Scripts/")


@dataclass(frozen=True)
class Upload:
    """What was found: `kind` a key of KINDS, `size` in bytes, `sha256` in hexadecimal."""

    kind: str
    mime: str
    size: int
    sha256: str

    @property
    def is_photo(self):
        return self.kind in photos.FORMATS

    @property
    def label(self):
        return KINDS[self.kind].label


def max_bytes():
    """The size limit of one file, in bytes."""
    return settings.EVIDENCE_MAX_MB * 1024 * 1024


def accept(file, keep_place=False):
    """Inspect `file` and strip a photo: (file to store, its Upload, date taken or None).

    The Upload describes the file to store, whose name may end differently (HEIC becomes JPEG).
    ValidationError as in `inspect`.
    """
    found = inspect(file)
    if not found.is_photo:
        return file, found, None
    taken = taken_on(file)
    cleaned = cleaned_photo(file, keep_place=keep_place)
    kind = "jpeg" if found.kind == "heic" else found.kind
    size, digest = _measured(cleaned)
    return cleaned, Upload(kind, KINDS[kind].mime, size, digest), taken


def inspect(file):
    """The Upload that `file` (a Django File) is; its position is put back to the start.

    ValidationError (Indonesian, `code` empty, size, kind, macro, broken or name) when it is
    empty, too large, of no accepted kind, or named as something else than it is.
    """
    if file.size > max_bytes():
        raise _too_large(file.size)
    size, digest = _measured(file)
    if not size:
        raise ValidationError(
            "Berkas ini kosong (0 byte). Periksa berkas aslinya, lalu unggah lagi.", code="empty"
        )
    if size > max_bytes():
        raise _too_large(size)
    kind = _kind_of(file)
    if kind in photos.FORMATS:
        photos.check(file)
    _check_name(file, kind)
    file.seek(0)
    return Upload(kind, KINDS[kind].mime, size, digest)


def _measured(file):
    """Size in bytes and SHA-256 of `file`, read in chunks; the declared size is not trusted."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    return size, digest.hexdigest()


def _too_large(size):
    return ValidationError(
        f"Berkas ini {file_size(size)}, lebih besar dari batas {settings.EVIDENCE_MAX_MB}\u00a0MB. "
        "Kecilkan atau bagi menjadi beberapa berkas, lalu unggah lagi.",
        code="size",
    )


def _check_name(file, kind):
    expected = KINDS[kind].extensions
    ending = PurePosixPath(file.name or "").suffix.lower()
    if ending not in expected:
        named = f"berakhiran {ending[:20]}" if ending else "tidak berakhiran"
        raise ValidationError(
            f"Nama berkas ini {named}, tetapi isinya {KINDS[kind].label}. "
            f"Ganti akhiran namanya menjadi {expected[0]}, lalu unggah lagi.",
            code="name",
        )


# -- content ------------------------------------------------------------------------------------


def _kind_of(file):
    """The key of KINDS that the content proves. ValidationError when it proves none."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if PDF_START.match(head):
        return "pdf"
    if head[4:8] == b"ftyp":
        return _media_kind(file, head)
    signatures = _signatures(head)
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(file)
    for kind in ("jpeg", "png", "webp"):
        if signatures & set(KINDS[kind].extensions):
            return kind
    raise _unknown(signatures)


def _signatures(head):
    """Extensions whose signature stands in `head` (puremagic also tells by file endings)."""
    try:
        matches = puremagic.magic_string(head)
    except puremagic.PureError:
        return set()
    return {
        match.extension
        for match in matches
        if head[match.offset : match.offset + len(match.byte_match)] == match.byte_match
        or match.extension == ".webp"  # its match starts at RIFF, its offset at WEBP
    }


def _unknown(signatures):
    if ".exe" in signatures or ".AppImage" in signatures:
        found = "Isi berkas ini program, bukan dokumen atau foto."
    elif ".doc" in signatures:
        return ValidationError(
            "Berkas ini dokumen Office lama atau berkata sandi. Buka, simpan sebagai DOCX, XLSX, "
            "atau PPTX tanpa kata sandi, lalu unggah lagi.",
            code="kind",
        )
    else:
        found = "Jenis berkas ini tidak dikenali atau tidak diterima."
    return ValidationError(
        f"{found} Unggah bukti sebagai {WHAT_IS_ACCEPTED}.",
        code="kind",
    )


def _media_kind(file, head):
    """HEIC or MP4: both are boxes that open with `ftyp` and a list of brands."""
    length = int.from_bytes(head[:4], "big")
    listed = head[16:length] if 16 <= length <= len(head) else b""
    major, brands = head[8:12], {listed[n : n + 4] for n in range(0, len(listed), 4)}
    if major in HEIC_BRANDS or (major in (b"mif1", b"msf1") and brands & HEIC_BRANDS):
        return "heic"
    if not any(MP4_BRANDS.fullmatch(brand) for brand in {major, *brands}) or major == b"qt  ":
        raise ValidationError(
            "Video atau foto dalam bentuk ini tidak diterima. Simpan videonya sebagai MP4 atau "
            "fotonya sebagai JPEG, lalu unggah lagi.",
            code="kind",
        )
    if b"moov" not in _boxes(file):
        raise ValidationError(
            "Video ini rusak atau terpotong. Putar dulu di perangkat Anda; bila dapat diputar, "
            "unggah lagi.",
            code="broken",
        )
    return "mp4"


def _boxes(file):
    """Names of the outermost boxes of an MP4; empty when their lengths do not fit the file."""
    file.seek(0, 2)
    end, position, names = file.tell(), 0, set()
    while position + 8 <= end:
        file.seek(position)
        header = file.read(16)
        length = int.from_bytes(header[:4], "big")
        names.add(header[4:8])
        if length == 1:  # a 64-bit length follows the name
            length = int.from_bytes(header[8:16], "big")
        elif length == 0:  # this box reaches to the end of the file
            return names
        if length < 8 or position + length > end:
            return set()
        position += length
    return names


def _office_kind(file):
    """Which office format a zip is, told by the part that the format itself requires."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if len(names) > MOST_PARTS:
                raise _plain_zip()
            if "[Content_Types].xml" in names:
                return _openxml_kind(names, _part(archive, "[Content_Types].xml"))
            if names and names[0] == "mimetype":
                return _odf_kind(names, _part(archive, "mimetype"))
    except UNREADABLE as error:
        # zipfile reports damage, encryption and unknown compression each by its own exception.
        raise ValidationError(
            "Dokumen ini rusak atau terpotong. Buka dan simpan ulang, lalu unggah lagi.",
            code="broken",
        ) from error
    raise _plain_zip()


def _part(archive, name):
    with archive.open(name) as part:
        return part.read(LARGEST_PART)


def _openxml_kind(names, content_types):
    # The two encodings that XML guarantees. The text is searched, not parsed: it cannot expand.
    wide = content_types[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = content_types.decode("utf-16" if wide else "utf-8", "replace")
    if "macroenabled" in text.lower() or any("vbaproject" in name.lower() for name in names):
        raise _macros()
    for kind in ("docx", "xlsx", "pptx"):
        main = rf"""ContentType\s*=\s*["']{re.escape(KINDS[kind].mime)}\.main\+xml["']"""
        if re.search(main, text):
            return kind
    raise _plain_zip()


def _odf_kind(names, mimetype):
    if any(name.startswith(ODF_MACROS) and not name.endswith("/") for name in names):
        raise _macros()
    declared = mimetype.decode("ascii", "replace").strip()
    for kind in ("odt", "ods"):
        if declared == KINDS[kind].mime:
            return kind
    raise _plain_zip()


def _macros():
    return ValidationError(
        "Dokumen ini berisi makro. Simpan sebagai DOCX, XLSX, PPTX, ODT, atau ODS biasa, atau "
        "sebagai PDF, lalu unggah lagi.",
        code="macro",
    )


def _plain_zip():
    return ValidationError(
        f"Berkas ZIP tidak diterima. Unggah isinya satu per satu sebagai {WHAT_IS_ACCEPTED}.",
        code="kind",
    )
