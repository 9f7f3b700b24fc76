"""What is no workbook, or a dangerous one, gets a sentence: soon, and without eating memory."""

import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actionplans.workbooks import reading, safety

from . import bombs, messy

OLE = safety.OLE + b"\x00" * 600
# Memory once taken is not given back, so each file is read in a process of its own.
CHILD = """
import json, os, pathlib, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "replikasi.settings")
import django
django.setup()
from actionplans.workbooks import interpreting, reading, recognising, safety

def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))

def read(path):
    found, began = {"base": peak()}, time.process_time()
    try:
        book = reading.read(open(path, "rb"))
    except safety.Refused as error:
        found["said"] = error.messages[0]
    else:
        sheet = book.sheets[recognising.best(book.sheets)]
        rows = interpreting.interpret(sheet, recognising.recognise(sheet), year=2026, ours=False)
        found |= {"rows": len(rows.rows), "skipped": rows.skipped}
    return found | {"peak": peak(), "seconds": time.process_time() - began}

for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    pid = os.fork()
    if not pid:
        path.with_suffix(".json").write_text(json.dumps(read(path)))
        os._exit(0)
    os.waitpid(pid, 0)
"""
HARMLESS = (bombs.the_last_cell, bombs.overlapping_merges)


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """{name: what was said, the memory (MB) and the seconds of the processor it took}"""
    folder = tmp_path_factory.mktemp("berkas")
    for made in (*bombs.BOMBS.values(), *HARMLESS):
        (folder / f"{made.__name__}.xlsx").write_bytes(made())
    subprocess.run([sys.executable, "-c", CHILD, str(folder)], check=True)
    return {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}


@pytest.mark.parametrize("name", bombs.BOMBS)
def test_a_bomb_is_refused_soon_and_takes_no_memory(name, measured):
    found = measured[name]
    if name == "many_merges":  # nothing is counted through, so it is only an empty matrix
        assert found["rows"] == 0
    else:
        assert found["said"].endswith(("unggah lagi.", "unggah hasilnya."))
    assert found["peak"] < 200
    assert found["peak"] - found["base"] < 60
    assert found["seconds"] < 4  # half of it on a machine that does nothing else


def test_a_cell_in_the_last_corner_is_left_aside_and_told(measured):
    found = measured["the_last_cell"]
    assert found["rows"] == 1
    [[line, why]] = found["skipped"]
    assert line == 1_048_576
    assert "XFD1048576" in why
    assert found["peak"] - found["base"] < 20


def test_overlapping_merged_ranges_are_not_multiplied(measured):
    found = measured["overlapping_merges"]
    assert found["peak"] - found["base"] < 60
    assert found["seconds"] < 6


def docx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return out.getvalue()


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def ods():
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", "<office/>")
    return out.getvalue()


def truncated():
    content = messy.titles_and_two_row_head().getvalue()
    return content[: len(content) // 2]


def flipped():
    """A bit fell over inside the sheet."""
    content = bytearray(bombs.package(bombs.sheet("<row/>" * 2000)))
    at = content.index(b"xl/worksheets/sheet1.xml") + 60
    content[at] ^= 0xFF
    return bytes(content)


def password_on_the_zip():
    content = bytearray(bombs.package())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = 0
        while (place := content.find(mark, place)) >= 0:
            content[place + at] |= 1
            place += 4
    return bytes(content)


KINDS = {
    "empty": (b"", "kosong"),
    "too large": (b"PK\x03\x04" + b"\x00" * safety.MOST_FILE_BYTES, "lebih besar dari batas"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 99, "kata sandinya"),
    "old Excel": (OLE + "Workbook".encode("utf-16-le"), "Excel lama (.xls)"),
    "very old Excel": (b"\x09\x08\x06\x00\x00\x00\x10\x00" + b"\x00" * 99, "Excel lama (.xls)"),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"), "Word lama"),
    "PDF": (b"%PDF-1.7\n", "PDF"),
    "HTML": (b"<html><body><table><tr><td>Kegiatan", "halaman web"),
    "HTML with a head": (b"\xef\xbb\xbf<?xml version='1.0'?><!DOCTYPE html><html>", "halaman web"),
    "XML": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', "XML"),
    "CSV": (b"No;Kegiatan;Bobot\r\n1;Rapat;12,5\r\n", "CSV"),
    "CSV in UTF-16": ("No\tKegiatan".encode("utf-16"), "CSV"),
    "RTF": (b"{\\rtf1\\ansi", "RTF"),
    "photo": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "tidak dikenali"),
    "ODS": (ods(), ".ods"),
    "Word": (docx(), "dokumen Word"),
    "PowerPoint": (zipped(ppt__presentation_xml="x"), "PowerPoint"),
    "binary Excel": (zipped(**{"xl__workbook.bin": "x"}), ".xlsb"),
    "plain zip": (zipped(catatan_txt="x"), "ZIP biasa"),
    "half a file": (truncated(), "rusak"),
    "flipped bit": (flipped(), "rusak"),
    "no sheet": (bombs.package(xl__workbook="<workbook><sheets/></workbook>"), "rusak"),
    "broken XML": (bombs.package("<worksheet><sheetData><row>"), "rusak"),
    "zip with a password": (password_on_the_zip(), "kata sandinya"),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_no_workbook_gets_its_own_sentence(name):
    content, wanted = KINDS[name]
    with pytest.raises(safety.Refused) as refusal:
        reading.read(SimpleUploadedFile("Rencana aksi.xlsx", content))
    [said] = refusal.value.messages
    assert wanted in said
    assert said.endswith(".")
    assert refusal.value.code in ("empty", "size", "kind", "locked", "broken")


@pytest.mark.parametrize("name", messy.ALL)
def test_the_name_of_a_file_does_not_matter(name):
    file = SimpleUploadedFile("laporan.xls", messy.ALL[name]().getvalue())
    safety.check(file)
    assert file.tell() == 0


def test_pictures_and_macros_are_never_opened():
    """Their sizes count for nothing: nobody reads them."""
    out = io.BytesIO(bombs.package(bombs.sheet('<row r="1"><c r="A1"><v>1</v></c></row>')))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\x00" * 60 * bombs.MB)
        archive.writestr("xl/vbaProject.bin", b"\x00" * 60 * bombs.MB)
    assert reading.read(out).sheets[0]["rows"] == [[{"n": "1"}]]
