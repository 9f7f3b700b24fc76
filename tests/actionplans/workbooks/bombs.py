"""Files that are no workbook, or one that would eat the machine. Each gives bytes."""

import io
import struct
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORKBOOK = (
    f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
    '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{REL}/styles" Target="styles.xml"/></Relationships>'
)
MB = 1024 * 1024


def sheet(cells, after="", before=""):
    content = f"{before}<sheetData>{cells}</sheetData>{after}"
    return f'{HEAD}<worksheet xmlns="{MAIN}">{content}</worksheet>'


def rows(count, cells):
    return "".join(f'<row r="{n}">{cells}</row>' for n in range(1, count + 1))


def package(sheet1=None, **parts):
    """A workbook of one sheet; parts by name, with `__` for a slash and without .xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        content = {
            "xl/workbook.xml": WORKBOOK,
            "xl/_rels/workbook.xml.rels": RELS,
            "xl/worksheets/sheet1.xml": sheet("") if sheet1 is None else sheet1,
        } | {f"{name.replace('__', '/')}.xml": text for name, text in parts.items()}
        for name, text in content.items():
            archive.writestr(name, text)
    return out.getvalue()


def spaces():
    """A quarter of a gigabyte of nothing behind a small zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELS)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(sheet("").encode()[:-12])
            for _ in range(256):
                part.write(b"<!-- -->" * (MB // 8))
    return out.getvalue()


def one_token():
    """An attribute of 40 MB, which a parser keeps whole."""
    return package(sheet(f'<row r="1" x="{"a" * 40 * MB}"/>'))


def many_cells():
    return package(sheet(rows(60_000, "<c/>" + '<c r="A1"><v>1</v></c>' * 12)))


def many_rows():
    return package(sheet("<row/>" * 7_000_000))


def many_styles():
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 1_500_000}</cellXfs></styleSheet>'
    return package(xl__styles=styles)


def many_strings():
    strings = f'<sst xmlns="{MAIN}">{"<si><t>ab</t></si>" * 800_000}</sst>'
    return package(xl__sharedStrings=strings)


def one_text_everywhere():
    """A text of a cell's full length that very many cells share."""
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 32_000}</t></si></sst>'
    return package(sheet(rows(10_000, '<c t="s"><v>0</v></c>' * 10)), xl__sharedStrings=strings)


def entities():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE sst [<!ENTITY l0 "haha">{laughs}]>'
    return package(xl__sharedStrings=f"{doctype}<sst><si><t>&l9;</t></si></sst>")


def entities_in_another_encoding():
    text = f'<!DOCTYPE x [<!ENTITY a "{"x" * 1000}">]><worksheet>{"&a;" * 1000}</worksheet>'
    return package(text.encode("utf-16"))


def a_document_type_alone():
    return package('<!DOCTYPE x SYSTEM "http://127.0.0.1/x"><worksheet/>'.encode("utf-16"))


def many_entries():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK)
        for number in range(50_000):
            archive.writestr(f"xl/media/{number}", b"")
    return out.getvalue()


def many_sheets():
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId1"/>' for n in range(5_000))
    return package(xl__workbook=WORKBOOK.replace("<sheet name", sheets + "<sheet name"))


def the_same_sheet_again():
    """Ninety sheets in one part of 4 MB."""
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(90))
    return package(
        sheet(rows(2_000, f'<c t="inlineStr"><is><t>{"y" * 2000}</t></is></c>')),
        xl__workbook=WORKBOOK.replace("<sheet name", sheets + "<sheet name"),
    )


def lying_sizes():
    """Sizes in the directory that are far smaller than what is inside."""
    content = package(sheet("<!-- -->" * (30 * MB // 8)))
    place = content.rindex(b"PK\x01\x02")
    return content[: place + 24] + struct.pack("<I", 500) + content[place + 28 :]


def many_merges():
    merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 150_000))
    return package(sheet(rows(10, "<c><v>1</v></c>"), f"<mergeCells>{merges}</mergeCells>"))


def many_far_cells():
    cells = "".join(
        f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(900_000, 1_000_000)
    )
    return package(sheet(cells))


BOMBS = {
    made.__name__: made
    for made in (
        spaces, one_token, many_cells, many_rows, many_styles, many_strings, one_text_everywhere,
        entities, entities_in_another_encoding, a_document_type_alone, many_entries, many_sheets,
        the_same_sheet_again, lying_sizes, many_merges, many_far_cells,
    )
}  # fmt: skip


# -- strange, but no harm: these are read ---------------------------------------------------------


def the_last_cell():
    """A matrix of one row, and a cell in the last corner of the sheet."""
    words = [
        "".join(
            f'<c r="{"ABC"[place]}{line}" t="inlineStr"><is><t>{text}</t></is></c>'
            for place, text in enumerate(texts)
        )
        for line, texts in ((1, ("Kegiatan", "Tahap", "PIC")), (2, ("Rapat", "Persiapan", "Kadis")))
    ]
    return package(
        sheet(
            f'<row r="1">{words[0]}</row><row r="2">{words[1]}</row>'
            '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>',
            '<mergeCells><mergeCell ref="D1:XFD1048576"/></mergeCells>',
            '<cols><col min="1" max="16384" hidden="1"/></cols>',
        )
    )


def overlapping_merges():
    """Ranges that no spreadsheet makes, each over nearly all of the sheet."""
    merges = "".join(f'<mergeCell ref="A{n}:T20000"/>' for n in range(1, 20_000))
    head = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("Kegiatan", "PIC"))
    cells = '<c t="inlineStr"><is><t>x</t></is></c>' * 2
    cells = f"<row>{head}</row>" + f"<row>{cells}</row>" * 19_999
    return package(sheet(cells, f"<mergeCells>{merges}</mergeCells>"))
