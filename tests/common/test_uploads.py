"""An upload is what its content says; everything else is refused with what to do next."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from replikasi.common import uploads
from replikasi.common.uploads import KINDS, accept, inspect
from tests.common import samples
from tests.common.samples import upload

EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(400)
ELF = b"\x7fELF\x02\x01\x01" + bytes(400)
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)
GIF = samples.photo("GIF")
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"


def refusal(name, content):
    with pytest.raises(ValidationError) as caught:
        inspect(upload(name, content))
    assert caught.value.message.endswith(".")
    return caught.value


@pytest.mark.parametrize("kind", KINDS)
def test_every_accepted_kind_is_known_by_its_content(kind):
    content = samples.of_kind(kind)
    file = samples.file_of_kind(kind)

    found = inspect(file)

    assert found == uploads.Upload(
        kind, KINDS[kind].mime, len(content), hashlib.sha256(content).hexdigest()
    )
    assert file.tell() == 0


@pytest.mark.parametrize("ending", [".JPG", ".jpeg", ".Jpeg"])
def test_an_ending_may_be_written_in_its_usual_ways(ending):
    assert inspect(upload(f"foto{ending}", samples.photo())).kind == "jpeg"


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\r\n", b"\xef\xbb\xbf \n", b"\x00"])
def test_a_pdf_may_start_after_a_few_blank_bytes(start):
    assert inspect(upload("laporan.pdf", start + samples.pdf())).kind == "pdf"


@pytest.mark.parametrize("major", [b"isom", b"mp42", b"iso5", b"avc1", b"M4V "])
def test_an_mp4_may_be_of_any_usual_brand(major):
    assert inspect(upload("video.mp4", samples.mp4(major, b"isom"))).kind == "mp4"


def test_a_heic_may_name_its_brand_second():
    content = samples.photo("HEIF")

    assert content[8:12] == b"heic"
    swapped = content[:8] + b"mif1" + content[12:16] + b"heic" + content[20:]
    assert inspect(upload("foto.heic", swapped)).kind == "heic"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("laporan.pdf", b"", "empty"),
        ("laporan.pdf", EXE, "kind"),
        ("laporan.pdf", ELF, "kind"),
        ("laporan.pdf", b"#!/bin/sh\necho hai\n", "kind"),
        ("laporan.pdf", b"<html><script>alert(1)</script>", "kind"),
        ("laporan.pdf", EXE + samples.pdf(), "kind"),
        ("laporan.pdf", b"GIF89a;" + samples.pdf(), "kind"),
        ("laporan.pdf", bytes(40) + samples.pdf(), "kind"),
        ("laporan.pdf", b"%PDF", "kind"),
        ("catatan.txt", b"hanya teks biasa", "kind"),
        ("gambar.gif", GIF, "kind"),
        ("gambar.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "kind"),
        ("gambar.avif", samples.photo("AVIF"), "kind"),
        ("lama.doc", OLE, "kind"),
        ("video.mov", samples.mp4(b"qt  ", b"qt  "), "kind"),
        ("video.mp4", samples.mp4()[:-20], "broken"),
        ("video.mp4", samples.box(b"ftyp", b"mp42" + bytes(4) + b"isom"), "broken"),
        ("arsip.zip", samples.archive({"a.txt": "a"}), "kind"),
        ("arsip.docx", samples.archive({"a.txt": "a"}), "kind"),
        ("arsip.docx", samples.archive({}), "kind"),
        ("isi.docx", samples.openxml("docx")[:200], "broken"),
        ("isi.docx", EXE + samples.openxml("docx"), "kind"),
        ("isi.docx", samples.openxml("docx", main="text/plain"), "kind"),
        ("isi.docm", samples.openxml("docx", main=MACRO_MAIN), "macro"),
        ("isi.docx", samples.openxml("docx", **{"word/vbaProject.bin": "x"}), "macro"),
        ("isi.xlsx", samples.openxml("xlsx", **{"xl/vbaProject.bin": "x"}), "macro"),
        ("isi.ods", samples.odf("ods", **{"Basic/Standard/Module1.xml": "x"}), "macro"),
        ("isi.odt", samples.odf("odt", **{"Scripts/python/a.py": "x"}), "macro"),
        ("isi.odt", samples.odf("odt", mimetype="application/epub+zip"), "kind"),
        ("foto.png", samples.photo("PNG")[:60], "broken"),
        ("laporan.pdf", samples.photo(), "name"),
        ("foto.jpg", samples.pdf(), "name"),
        ("foto.png", samples.photo(), "name"),
        ("lembar.docx", samples.openxml("xlsx"), "name"),
        ("laporan.pdf.exe", samples.pdf(), "name"),
        ("laporan", samples.pdf(), "name"),
    ],
)
def test_other_content_is_refused_with_a_sentence(name, content, code):
    assert refusal(name, content).code == code


def test_a_refusal_says_what_to_do():
    assert refusal("laporan.pdf", samples.photo()).message == (
        "Nama berkas ini berakhiran .pdf, tetapi isinya foto JPEG. "
        "Ganti akhiran namanya menjadi .jpg, lalu unggah lagi."
    )
    assert refusal("laporan.pdf", EXE).message.startswith("Isi berkas ini program")
    assert "simpan sebagai DOCX" in refusal("lama.doc", OLE).message


def test_a_file_over_the_limit_is_refused(settings):
    settings.EVIDENCE_MAX_MB = 1
    exactly = samples.pdf() + bytes(1024 * 1024 - len(samples.pdf()))

    assert inspect(upload("laporan.pdf", exactly)).size == 1024 * 1024
    error = refusal("laporan.pdf", exactly + b"x")
    assert error.code == "size"
    assert "batas 1\u00a0MB" in error.message


def test_a_declared_size_is_not_trusted(settings):
    settings.EVIDENCE_MAX_MB = 1
    file = upload("laporan.pdf", samples.pdf() + bytes(1024 * 1024))
    file.size = 10

    with pytest.raises(ValidationError, match="lebih besar dari batas"):
        inspect(file)


def test_a_photo_that_unpacks_too_large_is_refused(monkeypatch):
    content = samples.photo("PNG", size=(2000, 1500))
    monkeypatch.setattr("PIL.Image.MAX_IMAGE_PIXELS", 2_000_000)

    error = refusal("bom.png", content)

    assert error.code == "pixels"
    assert "2 megapiksel" in error.message


def test_a_decompression_bomb_is_refused(monkeypatch):
    content = samples.photo("PNG", size=(2000, 1500))
    monkeypatch.setattr("PIL.Image.MAX_IMAGE_PIXELS", 1_000_000)

    assert refusal("bom.png", content).code == "pixels"


def test_an_encrypted_office_file_is_refused():
    content = bytearray(samples.openxml("docx"))
    # The flag of encryption, in the header of the first part and in its entry of the directory.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert refusal("rahasia.docx", bytes(content)).code == "broken"


def test_a_document_is_stored_as_it_came():
    file = samples.file_of_kind("pdf")

    stored, found, taken = accept(file)

    assert stored is file
    assert found.kind == "pdf"
    assert taken is None


def test_a_heic_is_stored_as_jpeg_and_described_as_stored():
    file = upload("IMG_1.HEIC", samples.photo("HEIF", exif=samples.exif()))

    stored, found, taken = accept(file)

    content = stored.read()
    assert (stored.name, stored.content_type, found.kind) == ("IMG_1.jpg", "image/jpeg", "jpeg")
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert found.size == len(content)
    assert taken.isoformat() == "2026-03-04"


# Made once: hypothesis damages them over and over.
SOUND = {kind: samples.of_kind(kind) for kind in KINDS} | {
    "jpeg": samples.photo(exif=samples.exif(orientation=6)),
    "webp": samples.photo("WEBP", exif=samples.exif()),
    "heic": samples.photo("HEIF", exif=samples.exif()),
}


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow warns of damaged EXIF
@given(
    st.sampled_from(list(KINDS)),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=6),
    st.floats(0.01, 1),
    st.booleans(),
)
def test_a_damaged_file_is_accepted_or_refused_and_never_a_fault(kind, changes, part, keep_place):
    content = bytearray(SOUND[kind])
    for place, value in changes:
        content[int(place * len(content))] = value
    file = upload(f"bukti{KINDS[kind].extensions[0]}", bytes(content[: int(part * len(content))]))

    try:
        accept(file, keep_place=keep_place)
    except ValidationError as error:
        assert error.message.endswith(".")  # noqa: PT017 - not being refused is fine too
