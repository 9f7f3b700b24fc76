"""The template of the quarterly report that stands until an agency gives its own, made by code.

It is also what an agency begins its own from, so that it is plain Word: styles, tables, fields.
"""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .filling import dated

MADE = datetime(2026, 11, 30, tzinfo=UTC)
FONT = "Arial"
INK, MUTED, RULE, SOFT = "1F2933", "52606D", "9AA5B1", "EEF1F4"
WIDTH = 170  # mm between the margins
LEFT, RIGHT, CENTER = (
    *(WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER),
)
# (label, name in the row, parts of the width, whether a figure)
INDICATORS = (
    ("No", "no", 2, True),
    ("Kegiatan", "kegiatan", 10, False),
    ("Indikator", "indikator", 9, False),
    ("Satuan", "satuan", 5, False),
    ("Target", "target", 5, True),
    ("Realisasi (sementara)", "realisasi", 6, True),
)
REALISATION = (
    ("No", "no", 4, True),
    ("Kegiatan", "kegiatan", 16, False),
    ("Bobot, %", "bobot", 8, True),
    ("Rencana, %", "rencana", 10, True),
    ("Realisasi (sementara), %", "realisasi", 13, True),
    ("Sumbangan, poin", "sumbangan", 13, True),
    ("Pagu, Rp", "pagu", 13, True),
    ("Uang dipakai, Rp", "uang_dipakai", 13, True),
    ("Serapan, %", "serapan", 10, True),
)
OBSTACLES = (
    ("No", "no", 2, True),
    ("Permasalahan", "permasalahan", 10, False),
    ("Sebab", "sebab", 5, False),
    ("Yang akan membukanya", "pembuka", 8, False),
    ("Giliran", "giliran", 5, False),
    ("Sejak", "sejak", 5, False),
)
EVIDENCE = (
    ("No", "no", 2, True),
    ("Tonggak", "tonggak", 4, True),
    ("Bukti dukung", "nama", 14, False),
    ("Tanggal", "tanggal", 5, False),
    ("sha256", "sha256", 12, False),
)


@cache
def standard():
    """Bytes of the .docx."""
    document = Document()
    _page(document)
    _styles(document)
    _footer(document)
    _letterhead(document)
    _letter(document)
    _report(document)
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", "Templat laporan triwulan"
    properties.created = properties.modified = MADE.replace(tzinfo=None)
    properties.language = "id-ID"
    out = BytesIO()
    document.save(out)
    return dated(out, MADE)


def _page(document):
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(15), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)


def _styles(document):
    normal = document.styles["Normal"]
    _font(normal, size=11)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.1
    language = normal.element.get_or_add_rPr().makeelement(
        qn("w:lang"), {qn("w:val"): "id-ID", qn("w:eastAsia"): "id-ID", qn("w:bidi"): "ar-SA"}
    )
    normal.element.rPr.append(language)
    for default in document.styles.element.iter(qn("w:rPrDefault")):
        for one in default.iter(qn("w:lang")):
            one.set(qn("w:val"), "id-ID")
    for name, size, before, after, align in (
        ("Heading 1", 14, 0, 2, CENTER),
        ("Heading 2", 11.5, 14, 4, LEFT),
        ("Heading 3", 11, 10, 4, LEFT),
    ):
        style = document.styles[name]
        _font(style, size=size, bold=True)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.alignment = align
        style.paragraph_format.keep_with_next = True


def _font(style, *, size, bold=None):
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(INK)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)


# -- small things ---------------------------------------------------------------------------------


def _write(place, text, *, align=None, bold=None, size=None, color="", underline=None, after=None):
    """A paragraph in `place` (document or cell); the first one of a fresh cell is used."""
    fresh = getattr(place, "paragraphs", [])
    is_cell = hasattr(place, "_tc")
    reused = is_cell and len(fresh) == 1 and not fresh[0].runs
    paragraph = fresh[0] if reused else place.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.underline = bold, underline
    if size:
        run.font.size = Pt(size)
    if color:
        run.font.color.rgb = RGBColor.from_string(color)
    if align is not None:
        paragraph.alignment = align
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def _tag(place, tag):
    """A paragraph that only holds a tag and is gone when the template is filled."""
    return _write(place, tag, size=8, color=MUTED, after=0)


def _element(parent, name, **attributes):
    one = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        one.set(qn(f"w:{key}"), str(value))
    parent.append(one)
    return one


def _field(paragraph, code):
    """A field that Word counts; 1 until it does."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run("1" if kind == "1" else "")
        run.font.size, run.font.color.rgb = Pt(8), RGBColor.from_string(MUTED)
        if kind == "":
            _element(run._r, "instrText").text = f" {code} "
        elif kind != "1":
            _element(run._r, "fldChar", fldCharType=kind)


def _grid(document, widths, *, borders=True):
    """A table of one row, as wide as the page, with columns in mm that stay as they are."""
    table = document.add_table(rows=1, cols=len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    _element(properties, "tblW", w=Mm(sum(widths)).twips, type="dxa")
    if borders:
        edges = _element(properties, "tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            _element(edges, side, val="single", sz=4, space=0, color=RULE)
    margins = _element(properties, "tblCellMar")
    for side, room in (("top", 20), ("left", 70), ("bottom", 20), ("right", 70)):
        _element(margins, side, w=room if borders else 0, type="dxa")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    _set_widths(table.rows[0], widths)
    return table


def _set_widths(row, widths):
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)


def _shade(cell):
    _element(cell._tc.get_or_add_tcPr(), "shd", val="clear", color="auto", fill=SOFT)


def _listing(document, columns, rows, empty, *, size=9, total=""):
    """A table with a line for each of `rows`; `total`: the name of the line below, or ""."""
    whole = sum(width for _, _, width, _ in columns)
    widths = [WIDTH * width / whole for _, _, width, _ in columns]
    table = _grid(document, widths)
    head = table.rows[0]
    row_properties = head._tr.get_or_add_trPr()
    _element(row_properties, "cantSplit")
    _element(row_properties, "tblHeader")
    for cell, (label, _, _, is_figure) in zip(head.cells, columns, strict=True):
        _shade(cell)
        align = RIGHT if is_figure else LEFT
        label = _write(cell, label, bold=True, size=size, align=align, after=0)
        label.paragraph_format.keep_with_next = True

    def line(texts, **look):
        row = table.add_row()
        _set_widths(row, widths)
        _element(row._tr.get_or_add_trPr(), "cantSplit")
        for cell, text, (_, _, _, is_figure) in zip(row.cells, texts, columns, strict=True):
            _write(cell, text, size=size, align=RIGHT if is_figure else LEFT, after=0, **look)
        return row

    def tag(text):
        row = table.add_row()
        _tag(row.cells[0].merge(row.cells[-1]), text)

    tag(f"{{%tr for b in {rows} %}}")
    line([f"{{{{ b.{name} }}}}" for _, name, _, _ in columns])
    tag("{%tr endfor %}")
    tag(f"{{%tr if not {rows} %}}")
    row = table.add_row()
    _write(row.cells[0].merge(row.cells[-1]), empty, size=size, color=MUTED, after=0)
    tag("{%tr endif %}")
    if total:
        texts = ["", "Jumlah tertimbang"]
        texts += [f"{{{{ {total}.{name} }}}}" for _, name, _, _ in columns[2:]]
        for cell in line(texts, bold=True).cells:
            _shade(cell)
    return table


# -- the parts of the report ----------------------------------------------------------------------


def _footer(document):
    footer = document.sections[0].footer
    paragraph = footer.paragraphs[0]
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    # The footer's own style has stops of a letter-sized page.
    paragraph.style = document.styles["Normal"]
    paragraph.paragraph_format.right_indent = Mm(0)

    def small(text):
        run = paragraph.add_run(text)
        run.font.size, run.font.color.rgb = Pt(8), RGBColor.from_string(MUTED)

    small("{{ kaki }}{% if nomor_periksa %} Nomor periksa {{ nomor_periksa }}.{% endif %}\t")
    small("Halaman ")
    _field(paragraph, "PAGE")
    small(" dari ")
    _field(paragraph, "NUMPAGES")


def _letterhead(document):
    _write(document, "{{ kop.pemerintah }}", align=CENTER, bold=True, size=13, after=0)
    _write(document, "{{ kop.instansi }}", align=CENTER, bold=True, size=15, after=0)
    _tag(document, "{%p for baris in kop.baris %}")
    _write(document, "{{ baris }}", align=CENTER, size=9.5, after=0)
    _tag(document, "{%p endfor %}")
    line = _write(document, "", size=4, after=10)
    line.paragraph_format.line_spacing = 1
    border = _element(line._p.get_or_add_pPr(), "pBdr")
    # A thick and a thin line, as under every letterhead.
    _element(border, "bottom", val="thickThinSmallGap", sz=24, space=1, color=INK)
    line._p.pPr.remove(border)
    line._p.pPr.insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _letter(document):
    widths = (20, 4, 78, 68)
    table = _grid(document, widths, borders=False)
    names = (("Nomor", "nomor"), ("Lampiran", "lampiran"), ("Hal", "hal"))
    for number, (label, name) in enumerate(names):
        row = table.rows[0] if number == 0 else table.add_row()
        _set_widths(row, widths)
        texts = (label, ":", f"{{{{ surat.{name} }}}}")
        for cell, text in zip(row.cells[:3], texts, strict=True):
            _write(cell, text, after=2)
    beside = table.cell(0, 3).merge(table.cell(2, 3))
    _write(beside, "{{ surat.tempat_tanggal }}", after=8)
    _write(beside, "Kepada", after=0)
    _tag(beside, "{%p for baris in surat.kepada %}")
    _write(beside, "{% if loop.first %}Yth. {% endif %}{{ baris }}", after=0)
    _tag(beside, "{%p endfor %}")
    for paragraph in beside.paragraphs:
        paragraph.paragraph_format.left_indent = Mm(6)
    _write(document, "", after=6)
    _tag(document, "{%p for paragraf in surat.isi %}")
    body = _write(document, "{{ paragraf }}", align=WD_ALIGN_PARAGRAPH.JUSTIFY, after=6)
    body.paragraph_format.first_line_indent = Mm(12)
    _tag(document, "{%p endfor %}")
    _write(document, "", after=6)
    _signature(document)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _signature(document, *, with_check=False):
    """At the right; with `with_check` how a copy is checked stands at the left."""
    table = _grid(document, (80, 90), borders=False)
    _element(table.rows[0]._tr.get_or_add_trPr(), "cantSplit")
    left, right = table.rows[0].cells
    if with_check:
        for _ in range(3):
            _write(left, " ", after=0)
        _tag(left, "{%p if nomor_periksa %}")
        _write(left, "{{ kode_qr }}", after=2)
        words = "Nomor periksa {{ nomor_periksa }}. Cocokkan nomor, tanggal, dan jumlah pada "
        _write(left, words + "cetakan ini di {{ alamat_periksa }}", size=8, color=MUTED, after=0)
        _tag(left, "{%p endif %}")
    own = "penanda_tangan"
    _write(right, f"{{{{ {own}.tempat_tanggal }}}}", align=CENTER, after=0)
    _write(right, f"{{{{ {own}.jabatan }}}}", align=CENTER, bold=True, after=52)
    _write(right, f"{{{{ {own}.nama }}}}", align=CENTER, bold=True, underline=True, after=0)
    _tag(right, f"{{%p if {own}.pangkat %}}")
    _write(right, f"{{{{ {own}.pangkat }}}}", align=CENTER, after=0)
    _tag(right, "{%p endif %}")
    _tag(right, f"{{%p if {own}.nip %}}")
    _write(right, f"NIP {{{{ {own}.nip }}}}", align=CENTER, after=0)
    _tag(right, "{%p endif %}")
    for paragraph in (*left.paragraphs, *right.paragraphs):
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.keep_with_next = True


def _report(document):
    document.add_heading("{{ judul }}", level=1)
    _write(document, "{{ subjudul }}", align=CENTER, after=6)
    document.add_heading("I. Data umum", level=2)
    widths = (45, 4, 121)
    facts = _grid(document, widths, borders=False)
    first, line, last = facts.rows[0], facts.add_row(), facts.add_row()
    _tag(first.cells[0].merge(first.cells[-1]), "{%tr for b in data_umum %}")
    _set_widths(line, widths)
    for cell, text in zip(line.cells, ("{{ b.nama }}", ":", "{{ b.isi }}"), strict=True):
        _write(cell, text, after=2)
    _tag(last.cells[0].merge(last.cells[-1]), "{%tr endfor %}")
    document.add_heading("II. Indikator", level=2)
    _listing(document, INDICATORS, "indikator", "Tidak ada tonggak.")
    document.add_heading("III. Realisasi fisik dan keuangan", level=2)
    note = _write(document, "{{ catatan_realisasi }}", size=8.5, color=MUTED, after=4)
    note.paragraph_format.keep_with_next = True
    _listing(document, REALISATION, "realisasi", "Tidak ada tonggak.", size=7.5, total="jumlah")
    _tag(document, "{%p if kurva_s %}")
    document.add_heading("Kurva S", level=3)
    picture = _write(document, "{{ kurva_s }}", align=CENTER, after=2)
    picture.paragraph_format.keep_with_next = True
    _write(document, "{{ kurva_s_kalimat }}", size=8.5, color=MUTED)
    _tag(document, "{%p endif %}")
    document.add_heading("IV. Permasalahan dan tindak lanjut", level=2)
    _tag(document, "{%p for paragraf in uraian %}")
    _write(document, "{{ paragraf }}")
    _tag(document, "{%p endfor %}")
    _listing(document, OBSTACLES, "permasalahan", "Tidak ada permasalahan yang terbuka.")
    document.add_heading("V. Rencana triwulan berikutnya", level=2)
    _tag(document, "{%p for langkah in rencana_berikutnya %}")
    step = _write(document, "{{ loop.index }}.\t{{ langkah }}", after=2)
    step.paragraph_format.left_indent, step.paragraph_format.first_line_indent = Mm(8), Mm(-8)
    step.paragraph_format.tab_stops.add_tab_stop(Mm(8))
    _tag(document, "{%p endfor %}")
    _tag(document, "{%p if not rencana_berikutnya %}")
    _write(document, "Tidak ditulis.")
    _tag(document, "{%p endif %}")
    document.add_heading("VI. Bukti dukung", level=2)
    _listing(document, EVIDENCE, "bukti", "Tidak ada bukti dukung.", size=7.5)
    _write(document, "", after=10)
    _signature(document, with_check=True)
