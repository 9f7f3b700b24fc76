"""Whatever people write: nothing breaks a document, is cut off from it, or is carried out by it."""

import io
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from replikasi.documents import paper as parts
from replikasi.documents.as_pdf import pdf_of
from replikasi.documents.as_xlsx import xlsx_of

AT = timezone.make_aware(datetime(2026, 11, 24, 9))
NASTY = [
    "=cmd|' /C calc'!A0",
    "+62 812",
    "@SUM(A1)",
    '#panic("x") $a$ *b* _c_ \\ " ] [ {{ <script> @ref // /* ` ~ \x00\u202e 大😀',
    "مرحبا بالعالم",
    "K" * 3000,
    "panjang sekali " * 140,
    "",
]


def paper_of(text, rows=3):
    columns = (
        parts.Column("No", parts.WHOLE, 1),
        parts.Column(text or "Kegiatan", width=4),
        parts.Column("Bobot, %", parts.PERCENT, 2),
    )
    table = parts.Table(
        text or "Tabel",
        columns,
        tuple(parts.Row((number, text, Decimal("12.5"))) for number in range(rows)),
    )
    signature = parts.Signature(text, text, text, "19700101199501" + "1001", text)
    return parts.Paper(
        title=text or "Judul",
        name="uji",
        blocks=(
            parts.Letter((parts.Fact(text, text),), (text, text), text),
            parts.Break(),
            parts.Title(text or "Judul", text),
            parts.Heading(text or "Bagian", 1),
            parts.Facts((parts.Fact(text, text), parts.Fact("Pagu", Decimal(5), parts.MONEY))),
            parts.Paragraph(text),
            parts.Items((text,), is_numbered=True),
            table,
            parts.Signatures((signature, signature)),
        ),
        at=AT,
        letterhead=parts.Letterhead(text, text, (text,)),
        mark="DRAF",
        foot=text,
        check=parts.Check("K7QDX-93MXA", "https://portal.example/periksa/K7QDX-93MXA/"),
    )


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_words_break_it_or_become_more_than_words(text):
    paper = paper_of(text)
    assert pdf_of(paper).startswith(b"%PDF-")
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_of(paper))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    if text and "\x00" not in text:
        assert text.strip() in {str(cell.value).strip() for cell in cells}


@pytest.mark.parametrize("rows", [0, 300])
def test_any_number_of_rows(rows):
    paper = paper_of("Kegiatan", rows)
    assert pdf_of(paper).startswith(b"%PDF-")
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(paper)))
    numbers = [row[0].value for row in book.worksheets[0].iter_rows() if row[2].value == 12.5]
    assert len(numbers) == rows


def test_the_same_paper_gives_the_same_bytes_in_each_form():
    for made in (pdf_of, xlsx_of):
        assert made(paper_of("Kegiatan")) == made(paper_of("Kegiatan"))
        assert made(paper_of("Kegiatan")) != made(paper_of("Lain"))


def test_a_paper_goes_to_json_and_back():
    paper = paper_of(NASTY[3])
    assert parts.loads(parts.dumps(paper)) == paper


def test_what_has_no_place_in_a_document_is_refused():
    with pytest.raises(TypeError):
        parts.dumps(paper_of("x").__class__(title={1}, name="", blocks=(), at=AT))
