"""Slides of a briefing: figures as they are, gaps as gaps, nothing cut off or run over an edge."""

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Pt

from replikasi.documents.as_pptx import pptx_of, write_pptx
from replikasi.documents.briefing import Group
from replikasi.documents.deck import fitting, look
from tests.documents import briefings

NASTY = [
    "=cmd|' /C calc'!A0",
    "Tali \x00\x0b\x1b Intan \ufffe\ud800 & <b>\u202e dst",
    "Usaha 😀 大 dan 👩‍👩‍👧",
    "مرحبا بالعالم",
    "K" * 2000,
    "panjang sekali " * 134,
    "Baris satu\nBaris dua\n\nBaris empat",
]


@pytest.fixture
def deck():
    """`deck(briefing)`: its presentation, read back."""
    return lambda briefing: Presentation(io.BytesIO(pptx_of(briefing)))


def texts_of(slide):
    """Every text of a slide, those of tables too."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            for cell in shape.table.iter_cells():
                yield cell.text_frame.text


def column_of(presentation, label):
    """The cells below `label`, as they go on from slide to slide."""
    tables = [s.table for slide in presentation.slides for s in slide.shapes if s.has_table]
    for table in tables:
        for at, head in enumerate(table.rows[0].cells):
            if head.text_frame.text == label:
                yield from (row.cells[at].text_frame.text for row in list(table.rows)[1:])


def topics_of(presentation):
    """What to talk about of the replications: beside the curve, or whole on the next slides."""
    for name in ("Lanjutan", "Permasalahan, tonggak, janji"):
        found = [s for slide in presentation.slides for s in slide.shapes if s.name == name]
        if found:
            break
    return "\n".join(shape.text_frame.text for shape in found)


def words_of(presentation):
    return "\n".join(text for slide in presentation.slides for text in texts_of(slide))


def charts_of(presentation):
    return [s.chart for slide in presentation.slides for s in slide.shapes if s.has_chart]


def bare(text):
    return re.sub(r"\s|\(lanjutan\)", "", fitting.cleaned(text))


# -- what is on them ----------------------------------------------------------------------------


def test_one_slide_a_replication_between_the_whole_and_the_lists(deck):
    titles = [slide.shapes.title.text_frame.text for slide in deck(briefings.briefing()).slides]

    assert titles == [
        "Paparan Replikasi Inovasi TW III 2026",
        "Realisasi sementara 40,0 %, di luar ambang: deviasi −30,0 poin",
        "1 dari 2 replikasi di luar ambang deviasi",
        "SiBakul",
        "SiBakul",
        "1 permasalahan menunggu keputusan di atas OPD",
        "Janji: 1 tidak ditepati",
        "Yang berubah sejak 14\u00a0Juli\u00a02026",
    ]


def test_titles_are_titles_and_each_slide_bears_day_and_number(deck):
    for number, slide in enumerate(deck(briefings.briefing()).slides, start=1):
        kinds = {one.placeholder_format.type: one for one in slide.placeholders}
        assert {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE} & set(kinds)
        assert kinds[PP_PLACEHOLDER.DATE].text_frame.text == "Keadaan per 13\u00a0Oktober\u00a02026"
        assert kinds[PP_PLACEHOLDER.FOOTER].text_frame.text.startswith("Paparan")
        field = kinds[PP_PLACEHOLDER.SLIDE_NUMBER].element.find(f".//{qn('a:fld')}")
        assert (field.get("type"), field.findtext(qn("a:t"))) == ("slidenum", str(number))


def test_the_chart_holds_the_curve_with_gaps_where_nothing_was_reported(deck):
    chart = charts_of(deck(briefings.briefing()))[1]
    found = {series.name: tuple(series.values) for series in chart.plots[0].series}

    assert found == {
        "Rencana": (0, 18.5, 46.25, 70, 100),
        "Sementara": (0, 14, None, 40, None),
        "Terverifikasi": (0, 12.125, None, None, None),
    }
    assert list(chart.plots[0].categories) == list(briefings.series().labels)
    assert chart._chartSpace.chart.find(qn("c:dispBlanksAs")).get("val") == "gap"


def test_the_chart_is_edited_in_the_same_numbers(deck):
    chart = charts_of(deck(briefings.briefing()))[1]
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]

    assert rows[0] == [None, "Rencana", "Sementara", "Terverifikasi"]
    assert rows[2] == ["TW I", 18.5, 14, 12.125]
    assert rows[3] == ["TW II\nbelum dilaporkan", 46.25, None, None]


def test_a_first_plan_that_was_revised_is_a_line_of_its_own(deck):
    told = briefings.briefing(number=1)
    curve = replace(told.curve, baseline=(0, 20, 50, 75, 100), baseline_name="rencana awal")
    chart = charts_of(deck(replace(told, curve=curve)))[0]

    assert [series.name for series in chart.plots[0].series][:2] == ["Rencana", "Rencana awal"]


def test_figures_stand_as_the_dashboard_writes_them(deck):
    slide = deck(briefings.briefing()).slides[3]
    told = "\n".join(texts_of(slide))

    assert "Realisasi terverifikasi\n12,1\u00a0%\n● terverifikasi, posisi TW I" in told
    assert "Realisasi sementara\n40,0\u00a0%\n○ sementara" in told
    assert "Deviasi\n−30,0\u00a0poin" in told


def test_what_was_not_reported_is_no_zero_in_the_table(deck):
    slide = deck(briefings.briefing()).slides[2]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    rows = [[cell.text_frame.text for cell in row.cells] for row in table.rows]

    assert rows[1][2:6] == ["70,0", "40,0", "sementara", "−30,0"]
    assert rows[2][2:6] == ["70,0", "–", "–", "–"]


def test_who_does_not_see_it_is_told(deck):
    presentation = deck(briefings.briefing())
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
    notes = presentation.slides[3].notes_slide.notes_text_frame.text
    assert "Kurva S SiBakul: sementara 40,0 % pada TW III." in notes


def test_every_text_is_said_to_be_indonesian(deck):
    content = pptx_of(briefings.briefing())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [n for n in package.namelist() if re.match(r"ppt/(slides|charts)/\w+\.xml", n)]
        for name in names:
            root = etree.fromstring(package.read(name))
            runs = list(root.iter(qn("a:r"), qn("a:fld")))
            found = {run.find(qn("a:rPr")).get("lang") for run in runs}
            assert found <= {"id-ID"}, name


def test_a_calm_replication_says_that_there_is_nothing(deck):
    told = words_of(deck(briefings.briefing(number=1, is_calm=True)))

    assert "Tidak ada yang terbuka." in told
    assert "Semua selesai." in told
    assert "Belum ada janji." in told


def test_empty_lists_say_so(deck):
    told = words_of(deck(briefings.briefing(lists=0)))

    assert "Tidak ada permasalahan yang menunggu keputusan di atas OPD." in told
    assert "Belum ada langkah yang dijanjikan." in told
    assert "Tidak ada yang berubah sejak 14\u00a0Juli\u00a02026." in told


# -- any number of them -------------------------------------------------------------------------


def test_beyond_the_last_slide_there_are_tables_and_a_word_of_the_rest(deck):
    told = briefings.briefing(number=3, total=1040)
    rows = tuple(briefings.row(f"Replikasi {number}") for number in range(40))
    groups = tuple(
        Group(f"Kabupaten {at}", 9, *[Decimal(10)] * 3, Decimal(-2), False, 7, 9, 3)
        for at in range(15)
    )
    told = replace(told, rows=rows, groups=groups, group_label="Wilayah", group_total=38)
    slides = list(deck(told).slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]

    assert titles[2] == "Menurut wilayah"
    assert "15 dari 38 wilayah" in "\n".join(texts_of(slides[2]))
    assert titles.count("SiBakul") == 3
    rest = slides[6:9]
    assert titles[6:9] == ["37 replikasi berikutnya"] + ["37 replikasi berikutnya (lanjutan)"] * 2
    assert "1.000 replikasi lain ada di rekapitulasi." in "\n".join(texts_of(rest[0]))
    tables = [shape.table for slide in rest for shape in slide.shapes if shape.has_table]
    assert [len(table.rows) - 1 for table in tables] == [15, 15, 7]


def test_each_slide_is_told_and_can_be_given_up(deck):
    told = []
    write_pptx(briefings.briefing(number=3), io.BytesIO(), lambda *at: told.append(at))
    assert told == [(1, 3), (2, 3), (3, 3)]

    def stop(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        write_pptx(briefings.briefing(), io.BytesIO(), stop)


# -- whatever people write ----------------------------------------------------------------------


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nothing_people_write_is_lost_or_runs_over_an_edge(deck, text):
    presentation = deck(briefings.briefing(text, number=1, lists=3))

    wanted = bare(text)
    for label in ("Permasalahan", "Yang akan membukanya", "Janji", "Yang terjadi"):
        assert bare("".join(column_of(presentation, label))).count(wanted) >= 3, label
    assert bare(topics_of(presentation)).count(wanted) >= 3
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert _bottom(shape) <= Pt(look.HEIGHT - 20), slide.shapes.title.text_frame.text


def _bottom(shape):
    """Where what is in a shape ends; of a table by the height that its texts take."""
    if shape.is_placeholder and shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
        return 0
    if shape.has_table:
        return shape.top + sum(row.height for row in shape.table.rows)
    if not shape.has_text_frame:
        return shape.top + shape.height
    is_title = shape.is_placeholder and shape.text_frame.paragraphs[0].runs[0].font.size is None
    needed = sum(
        fitting.height_of(
            run.text,
            look.TITLE_SIZES[0] if is_title else run.font.size.pt,
            shape.width.pt,
            bold=is_title or run.font.bold,
        )
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    )
    return shape.top + Pt(needed)


def test_rows_of_a_table_are_as_high_as_their_texts(deck):
    for slide in deck(briefings.briefing("panjang sekali " * 134, number=1, lists=3)).slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            for row in list(table.rows):
                for cell, column in zip(row.cells, table.columns, strict=True):
                    width = column.width.pt - cell.margin_left.pt - cell.margin_right.pt
                    needed = sum(
                        fitting.height_of(run.text, run.font.size.pt, width, bold=run.font.bold)
                        for paragraph in cell.text_frame.paragraphs
                        for run in paragraph.runs
                    )
                    assert needed <= row.height.pt + 1


def test_no_word_becomes_a_formula_or_breaks_the_file(deck):
    presentation = deck(briefings.briefing(NASTY[0], number=1))
    for chart in charts_of(presentation):
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]


# -- the file -----------------------------------------------------------------------------------


def test_no_two_shapes_of_a_slide_bear_the_same_number(deck):
    for slide in deck(briefings.briefing()).slides:
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(numbers) == len(set(numbers))


def test_the_same_briefing_gives_the_same_bytes():
    first = pptx_of(briefings.briefing())

    assert pptx_of(briefings.briefing()) == first
    assert pptx_of(briefings.briefing("Lain")) != first


def test_every_moment_in_the_file_is_that_of_the_briefing():
    with zipfile.ZipFile(io.BytesIO(pptx_of(briefings.briefing()))) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        assert {entry.date_time for entry in package.infolist()} == {(2026, 10, 13, 9, 30, 0)}
        core = package.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+", core) == ["2026-10-13T09:30:00"] * 3
    assert "thumbnail" not in " ".join(names)
