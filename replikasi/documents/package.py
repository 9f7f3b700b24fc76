"""What a DOCX may consist of, as a template and as what comes out of one, and how packages are
written anew. No Django here.

A document is a zip of XML. Nothing of it may run, fetch something from elsewhere, or be larger
than it looks; links for people to follow are the only way out of it.
"""

import re
import zipfile
import zlib
from io import BytesIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser

EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip can tell
MOST_PARTS = 500
LARGEST = 20 * 1024 * 1024  # bytes of all parts, unpacked
UNREADABLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error),
    *(NotImplementedError, RuntimeError, EOFError, OSError, ValueError),
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONSHIP = "Relationship"
LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
# Kinds of relationships that bring in something that runs or that Word reads from elsewhere.
REFUSED_KINDS = {
    "attachedTemplate": "templat lain",
    "vbaProject": "makro",
    "wordVbaData": "makro",
    "oleObject": "objek tertanam",
    "package": "objek tertanam",
    "control": "kontrol ActiveX",
    "activeXControlBinary": "kontrol ActiveX",
    "aFChunk": "potongan dokumen lain",
    "subDocument": "dokumen lain",
    "frame": "bingkai ke berkas lain",
    "mailMergeSource": "sumber data mail merge",
}
# Fields that only count, date, number or point inside the document.
HARMLESS = (
    "PAGE NUMPAGES SECTION SECTIONPAGES DATE TIME CREATEDATE SAVEDATE PRINTDATE TITLE SUBJECT "
    "AUTHOR FILENAME TOC TC XE INDEX REF PAGEREF NOTEREF SEQ STYLEREF HYPERLINK SYMBOL EQ = "
    "LISTNUM AUTONUM FORMTEXT FORMCHECKBOX FORMDROPDOWN"
)
FIELDS = frozenset(HARMLESS.split())


class Fault(Exception):
    """What is wrong with a template: an Indonesian sentence that says what to do about it."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


def repacked(source, out, at):
    """Write the zip `source` once more to `out` (binary files), with the moment `at` on every part,
    so that it is the same each time. What is a package itself is not compressed again."""
    local = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, max(local, EARLIEST))
            is_packed = name.endswith(".xlsx")
            info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o600 << 16
            new.writestr(info, old.read(name))


def check(content):
    """Raise Fault unless `content` (bytes) is a DOCX that holds still."""
    for name, part in _parts(content):
        lowered = name.lower()
        if "vbaproject" in lowered:
            raise _macros()
        if lowered.startswith(("word/activex/", "word/embeddings/")):
            raise _brings("objek tertanam")
        if lowered.endswith((".xml", ".rels")):
            _check_xml(name, part)


def _parts(content):
    """(name, bytes) of every part; what is declared about their size is not trusted."""
    left = LARGEST
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_PARTS:
                raise _too_large()
            if "[Content_Types].xml" not in archive.namelist():
                raise _broken()
            for info in infos:
                with archive.open(info) as opened:
                    part = opened.read(left + 1)
                left -= len(part)
                if left < 0:
                    raise _too_large()
                yield info.filename, part
    except UNREADABLE as error:
        raise _broken() from error


def _check_xml(name, part):
    reader = _Reader(name)
    parser = create_parser(forbid_dtd=True)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(reader)
    try:
        parser.parse(BytesIO(part))
    except (SAXException, DefusedXmlException, UnicodeError, ValueError) as error:
        raise _broken() from error
    if name == "[Content_Types].xml" and reader.main != MAIN:
        raise _macros() if "macroenabled" in reader.main.lower() else _broken()


class _Reader(ContentHandler):
    """Refuses relationships that lead out, and fields that fetch or run something."""

    def __init__(self, name):
        super().__init__()
        self.is_types, self.is_links = name == "[Content_Types].xml", name.endswith(".rels")
        self.main = ""
        # The codes of the fields that are open, the innermost last; and whether one is being read.
        self.codes, self.is_code = [], False

    def startElementNS(self, name, qname, attrs):
        space, local = name
        values = {key[1]: value for key, value in attrs.items()}
        if self.is_types and local in ("Override", "Default"):
            self._type(values)
        elif self.is_links and local == RELATIONSHIP:
            self._link(values)
        elif space in (WORD, STRICT_WORD):
            self._word(local, values)

    def _type(self, values):
        kind = values.get("ContentType", "")
        if "macroenabled" in kind.lower() or "vbaproject" in kind.lower():
            raise _macros()
        if kind.endswith(".main+xml") and "wordprocessingml" in kind:
            self.main = kind

    def _link(self, values):
        kind = values.get("Type", "").rsplit("/", 1)[-1]
        if kind in REFUSED_KINDS:
            raise _brings(REFUSED_KINDS[kind])
        if values.get("TargetMode", "").lower() != "external":
            return
        if kind != "hyperlink":
            raise _brings("gambar atau berkas yang tertaut dari tempat lain")
        if not LINK.match(values.get("Target", "")):
            raise _brings("tautan yang bukan alamat web atau surel")

    def _word(self, local, values):
        if local == "fldSimple":
            _check_field(values.get("instr", ""))
        elif local == "fldChar":
            kind = values.get("fldCharType")
            if kind == "begin":
                self.codes.append("")
            elif self.codes:
                _check_field(self.codes[-1])
                if kind == "end":
                    self.codes.pop()
        elif local in ("instrText", "delInstrText"):
            self.is_code = True
            if not self.codes:
                self.codes.append("")
        elif local in ("object", "control", "altChunk", "subDoc"):
            raise _brings("objek tertanam")

    def endElementNS(self, name, qname):
        if name[1] in ("instrText", "delInstrText"):
            self.is_code = False

    def characters(self, content):
        if self.is_code and self.codes:
            self.codes[-1] += content

    def endDocument(self):
        for code in self.codes:
            _check_field(code)


def _check_field(code):
    word = code.split()[0].upper() if code.strip() else ""
    # "=SUM(…)" counts in a table.
    if word and word not in FIELDS and not word.startswith("="):
        raise Fault(
            f"Dokumen ini memakai bidang (field) {word[:30]}, yang mengambil atau menjalankan "
            "sesuatu dari luar. Di Word: klik bidang itu, tekan Ctrl+Shift+F9 agar menjadi teks "
            "biasa, simpan, lalu unggah lagi."
        )


def _macros():
    return Fault(
        "Dokumen ini berisi makro. Di Word pilih Simpan Sebagai, Dokumen Word (.docx) tanpa "
        "makro, lalu unggah lagi."
    )


def _brings(what):
    return Fault(
        f"Dokumen ini memuat {what}, yang tidak diterima. Hapus dari dokumen, atau sisipkan "
        "gambarnya ke dalam dokumen, simpan, lalu unggah lagi."
    )


def _too_large():
    return Fault(
        "Isi dokumen ini terlalu besar. Kecilkan gambar-gambarnya (di Word: Kompresi Gambar), "
        "simpan, lalu unggah lagi."
    )


def _broken():
    return Fault(
        "Berkas ini bukan dokumen Word yang utuh. Buka di Word atau LibreOffice, simpan sebagai "
        "DOCX, lalu unggah lagi."
    )
