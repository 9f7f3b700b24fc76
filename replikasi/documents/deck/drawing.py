"""Texts and tables on a slide: placed to the point, in the colours of the theme."""

import copy

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from . import look
from .fitting import Style, cleaned, largest
from .tables import CELL_X, CELL_Y, HEAD

# "No Style, No Grid": lines and fills are then those of the cells alone.
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
THEME_FONT = "+mn-lt"  # that of the theme
ALIGNED = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT}
FOOT = Style(look.FOOT_SIZE, color="muted")
FOOTERS = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


def new_slide(presentation, layout, title, foot, *, sizes=look.TITLE_SIZES, place=look.TITLE):
    """A slide with its title in the placeholder of it, and date, footer and number below.

    `foot`: (footer, date), both in words.
    """
    slide = presentation.slides.add_slide(layout)
    shape = slide.shapes.title
    text = cleaned(title).replace("\n", " ")
    size = largest(text, sizes, place.width, place.height, bold=True)
    write(shape.text_frame, [(text, None)])
    if size != sizes[0]:
        shape.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
    _add_footers(presentation, slide, layout, *foot)
    return slide


def _add_footers(presentation, slide, layout, footer, day):
    """A new slide has no footers of its own, though its layout has a place for each."""
    words = {PP_PLACEHOLDER.FOOTER: footer, PP_PLACEHOLDER.DATE: day}
    for shape in layout.placeholders:
        kind = shape.placeholder_format.type
        if kind not in FOOTERS:
            continue
        element = copy.deepcopy(shape.element)
        element.nvSpPr.cNvPr.set("id", str(slide.shapes._next_shape_id))
        slide.shapes._spTree.append(element)
        for field in element.iter(qn("a:fld")):
            field.find(qn("a:t")).text = str(len(presentation.slides))
        if kind in words:
            frame = next(one for one in slide.placeholders if one.element is element).text_frame
            write(frame, [(cleaned(words[kind]), FOOT)])


def last_before_footers(slide, element):
    """Moves `element` before the footers, so that it is read before them."""
    tree = slide.shapes._spTree
    footers = [one for one in slide.placeholders if one.placeholder_format.type in FOOTERS]
    if footers:
        tree.remove(element)
        footers[0].element.addprevious(element)


def text(slide, box, paragraphs, name, *, align="left", anchor=MSO_ANCHOR.TOP):
    """A text of [(text, Style)] in `box`; a text may have several lines."""
    shape = slide.shapes.add_textbox(*box.emu)
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame, paragraphs, align)
    last_before_footers(slide, shape.element)
    return shape


def write(frame, paragraphs, align=None):
    """Puts [(text, Style or None, the placeholder's own)] into an empty text frame."""
    first = True
    for words, style in paragraphs:
        for place, line in enumerate(words.split("\n")):
            paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
            if first:
                for one in paragraph._p.findall(qn("a:r")) + paragraph._p.findall(qn("a:fld")):
                    paragraph._p.remove(one)
            first = False
            run = paragraph.add_run()
            run.text = line
            if align:
                paragraph.alignment = ALIGNED[align]
            if style is None:
                continue
            if style.above and place == 0:
                paragraph.space_before = Pt(style.above)
            font = run.font
            font.size, font.bold, font.name = Pt(style.size), style.bold, THEME_FONT
            font.color.theme_color = look.COLORS[style.color]


def table(slide, box, columns, rows, name, words):
    """A native table of `rows` of tables.Cells at the top of `box`; `words` tell what is in it to
    who does not see it."""
    shape = slide.shapes.add_table(len(rows) + 1, len(columns), *box.emu)
    shape.name = name
    shape._element.nvGraphicFramePr.cNvPr.set("descr", cleaned(words))
    found = shape.table
    properties = found._tbl.tblPr
    properties.set("bandRow", "0")
    properties.find(qn("a:tableStyleId")).text = PLAIN_TABLE
    heads = tuple(((column.label, column.head),) for column in columns)
    for column, made in zip(columns, found.columns, strict=True):
        made.width = Pt(column.width)
    for place, row in enumerate((heads, *(row.cells for row in rows))):
        height = rows[place - 1].height if place else columns[0].head_height
        found.rows[place].height = Pt(height)
        for at, (paragraphs, column) in enumerate(zip(row, columns, strict=True)):
            _fill(found.cell(place, at), paragraphs, column, is_head=not place)
    last_before_footers(slide, shape._element)
    return shape


def _fill(cell, paragraphs, column, *, is_head):
    cell.margin_left = Pt(0) if column.is_first else Pt(CELL_X)
    cell.margin_right = Pt(CELL_X)
    cell.margin_top = cell.margin_bottom = Pt(CELL_Y)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if is_head else MSO_ANCHOR.TOP
    write(cell.text_frame, paragraphs or (("", HEAD),), column.align)
    properties = cell._tc.get_or_add_tcPr()
    for side in ("a:lnL", "a:lnR", "a:lnT"):
        _border(properties, side, None, 0)
    _border(properties, "a:lnB", "tx1" if is_head else "accent6", 1 if is_head else 0.75)
    properties.append(properties.makeelement(qn("a:noFill"), {}))


def _border(properties, side, color, width):
    line = properties.makeelement(qn(side), {"w": str(Pt(width))})
    if color is None:
        line.append(line.makeelement(qn("a:noFill"), {}))
    else:
        fill = line.makeelement(qn("a:solidFill"), {})
        fill.append(fill.makeelement(qn("a:schemeClr"), {"val": color}))
        line.append(fill)
    properties.append(line)


def notes(slide, words):
    """What the speaker reads: a list of paragraphs."""
    words = [cleaned(one) for one in words if one]
    if words:
        slide.notes_slide.notes_text_frame.text = "\n".join(words)
