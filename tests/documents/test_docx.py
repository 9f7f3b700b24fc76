"""The quarterly report as a Word document: the same figures, whole, inert, the same bytes."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from replikasi.documents import as_docx, package, template_names
from replikasi.documents import paper as parts
from replikasi.documents.as_docx import docx_of
from replikasi.documents.gathering import quarter_report
from replikasi.documents.models import Printed
from replikasi.documents.report_context import COLUMNS, context_of, pictures_of
from replikasi.documents.services import keeping
from replikasi.documents.standard_template import standard
from tests import factories
from tests.documents.test_nasty import NASTY

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def sent(plan):
    factories.ProgressUpdateFactory(milestone=plan.milestones.get(number=1), percent=60)
    return factories.ReportFactory(plan=plan, quarter=1, sent=True)


@pytest.fixture
def printed(sent):
    return Printed.objects.get(document=Printed.Document.REPORT)


@pytest.fixture
def paper(printed):
    return keeping.printed_paper(printed)


def read(content):
    return docx.Document(io.BytesIO(content))


def words(content):
    """Every text of the body, a line for each paragraph, tables included."""
    body = read(content).element.body
    return [
        "".join(run.text or "" for run in paragraph.iter(qn("w:t")))
        for paragraph in body.iter(qn("w:p"))
    ]


def filled_with(paper, text, rows):
    """`paper` with `text` wherever somebody may have written, and so many rows a table."""

    def other(block):
        if isinstance(block, parts.Table):
            plain = tuple(
                parts.Row(
                    tuple(number if one.kind in parts.NUMERIC else text for one in block.columns)
                )
                for number in range(rows)
            )
            return replace(block, rows=(*plain, *(row for row in block.rows if row.kind)))
        if isinstance(block, parts.Paragraph):
            return replace(block, text=text)
        if isinstance(block, parts.Items):
            return replace(block, texts=(text, text))
        if isinstance(block, parts.Signatures):
            one = replace(block.rows[0], name=text, position=text, rank=text)
            return replace(block, rows=(one,))
        return block

    blocks = tuple(other(block) for block in paper.blocks)
    return replace(paper, blocks=blocks, title=text or "Judul", foot=text)


# -- what it says ---------------------------------------------------------------------------------


def test_the_names_are_those_that_the_page_lists(paper):
    context, example = context_of(paper), template_names.example()
    assert set(context) == set(example)
    for one in template_names.NAMES:
        if one.is_picture or not one.parts:
            continue
        told = context[one.name][0] if one.is_list and context[one.name] else context[one.name]
        if told:
            assert set(told) == {part.name for part in one.parts}, one.name
    for name in COLUMNS:
        assert set(COLUMNS[name].values()) <= {
            part.name for one in template_names.NAMES for part in one.parts
        }


def test_every_column_of_the_report_has_a_name(sent):
    for table in quarter_report.gathered(sent).tables():
        assert {column.label for column in table.columns} == set(COLUMNS[table.name])


def test_the_figures_are_those_of_the_standing(paper, plan):
    claimed = plan.standings.get(period__quarter=1).claimed
    context = context_of(paper)
    assert context["jumlah"]["realisasi"] == f"{claimed:.1f}".replace(".", ",")
    first, second, *_ = context["realisasi"]
    assert first["realisasi"] == "60,0"
    assert second["realisasi"] == "belum dilaporkan"
    text = words(docx_of(paper))
    assert context["jumlah"]["realisasi"] in text
    assert "belum dilaporkan" in text
    assert "Realisasi (sementara), %" in text


def test_it_has_the_parts_of_an_official_report(paper, dinkop):
    content = docx_of(paper)
    text = "\n".join(words(content))
    for section in ("I. Data umum", "II. Indikator", "III. Realisasi fisik dan keuangan"):
        assert section in text
    for section in ("IV. Permasalahan dan tindak lanjut", "V. Rencana triwulan", "VI. Bukti"):
        assert section in text
    assert "PEMERINTAH KABUPATEN BANGKA BARAT" in text
    assert dinkop.name.upper() in text
    assert paper.check.number in text
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert xml.count("<w:tblHeader/>") == 4
    assert 'descr="Kurva S' in xml
    assert "{{" not in text
    assert "{%" not in text
    section = read(content).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    footer = section.footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


def test_the_signature_has_rank_and_a_spaced_nip(plan, dinkop):
    dinkop.stationery.create(
        from_year=2026,
        address="Jalan Satu\nJalan Dua",
        place="Mentok",
        position="Plt. Kepala Dinas",
        name="Hasan Basri",
        rank="Pembina Tk. I, IV/b",
        nip="197001011995011001",
    )
    report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    text = words(docx_of(quarter_report.gathered(report)))
    for line in ("Jalan Dua", "Plt. Kepala Dinas", "Pembina Tk. I, IV/b"):
        assert line in text
    assert text.count("NIP 19700101 199501 1 001") == 2


# -- the same, whole and inert --------------------------------------------------------------------


def test_the_same_paper_gives_the_same_bytes_here_and_apart(paper, on_day):
    first = docx_of(paper)
    assert docx_of(paper) == first
    on_day("2027-01-05")
    assert docx_of(paper, standard()) == first
    assert docx_of(replace(paper, title="Lain")) != first
    properties = read(first).core_properties
    assert properties.created.replace(tzinfo=None) == paper.at.replace(tzinfo=None, microsecond=0)
    assert properties.language == "id-ID"


@pytest.mark.parametrize(
    "text",
    [
        *NASTY,
        "{{ judul }} {% for i in range(9) %} {# x #} {{ ''.__class__ }}",
        "<w:p><w:r><w:t>x</w:t></w:r></w:p> ]]> &lt; & \" '",
        "{_{ judul }_} {_% x %_}",
    ],
    ids=range(len(NASTY) + 3),
)
def test_no_words_break_it_or_become_more_than_words(paper, text):
    content = docx_of(filled_with(paper, text, 3))
    package.check(content)
    read(content)
    written = "".join(one if one.isprintable() else " " for one in text)
    assert any(written.strip() in line for line in words(content))


@pytest.mark.parametrize("rows", [0, 300])
def test_any_number_of_rows_of_long_notes(paper, rows):
    note = "panjang sekali " * 133 + "tamat."
    content = docx_of(filled_with(paper, note, rows))
    text = words(content)
    assert sum(line == note for line in text) >= rows * 4
    assert ("Tidak ada bukti dukung." in text) == (rows == 0)


def test_without_a_curve_there_is_no_picture(paper):
    blocks = tuple(block for block in paper.blocks if not isinstance(block, parts.Chart))
    bare = replace(paper, blocks=blocks, check=None)
    assert pictures_of(bare) == {}
    assert "Kurva S" not in words(docx_of(bare))


# -- at its address -------------------------------------------------------------------------------


def test_it_is_given_where_the_pdf_is(sent, plan, as_user, rini, lia):
    client = as_user(rini)
    response = client.get(f"/laporan/{sent.pk}/laporan.docx")
    assert response["Content-Type"] == DOCX
    assert response["Content-Disposition"].startswith("attachment")
    assert "Laporan" in read(response.content).core_properties.title
    for address in (
        f"/rencana/{plan.pk}/rencana-aksi.docx",
        f"/laporan/{sent.pk}/berita-acara.docx",
        "/dokumen/rekapitulasi.docx",
    ):
        assert client.get(address).status_code == 404
    text = as_user(lia).get("/dokumen/").content.decode()
    assert f"/laporan/{sent.pk}/laporan.docx" in text
    assert f"/laporan/{sent.pk}/laporan.docx" in client.get(f"/laporan/{sent.pk}/").content.decode()


def test_it_is_kept_when_the_report_is_sent(
    plan, as_user, rini, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    kept = Printed.objects.get(report=report)
    assert sorted(kept.files.values_list("form", flat=True)) == ["docx", "pdf", "xlsx"]
    with kept.files.get(form="docx").file.open("rb") as content:
        assert as_user(rini).get(f"/laporan/{report.pk}/laporan.docx").content == content.read()


def test_its_queries_do_not_grow_with_the_lines(plan, as_user, rini, queries):
    report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    few = queries(as_user(rini), f"/laporan/{report.pk}/laporan.docx")
    for milestone in plan.milestones.all():
        update = factories.ProgressUpdateFactory(
            milestone=milestone, percent=70, happened_on=date(2026, 5, 4)
        )
        factories.EvidenceFactory(update=update)
    again = factories.ReportFactory(plan=plan, quarter=2, sent=True)
    assert queries(as_user(rini), f"/laporan/{again.pk}/laporan.docx") <= few


def test_a_process_that_hangs_is_given_up(paper, monkeypatch):
    monkeypatch.setattr(as_docx, "PATIENCE", 0.01)
    with pytest.raises(package.Fault, match="terlalu berat"):
        docx_of(paper, standard())
