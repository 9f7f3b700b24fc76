"""How the slides look: colours, type, places, and the blank presentation that they are made in.

Everything is set in theme, master and layouts, so that a slide added by hand looks like ours.
"""

from dataclasses import dataclass

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.util import Pt

FONT = "Arial"
LANGUAGE = "id-ID"
# The light palette of static/css/tokens.css, in the slots of an Office theme.
THEME = {
    "dk1": "1B2430",  # ink
    "lt1": "FFFFFF",
    "dk2": "55606E",  # muted
    "lt2": "EEF1F4",  # sunken
    "accent1": "0F5B8F",  # the one accent
    "accent2": "1D6B45",  # ok
    "accent3": "845000",  # wait
    "accent4": "B3261E",  # bad
    "accent5": "7D8896",  # edge
    "accent6": "DDE2E7",  # line
    "hlink": "0F5B8F",
    "folHlink": "55606E",
}
COLORS = {
    "ink": MSO_THEME_COLOR.TEXT_1,
    "white": MSO_THEME_COLOR.BACKGROUND_1,
    "muted": MSO_THEME_COLOR.TEXT_2,
    "soft": MSO_THEME_COLOR.BACKGROUND_2,
    "accent": MSO_THEME_COLOR.ACCENT_1,
    "ok": MSO_THEME_COLOR.ACCENT_2,
    "wait": MSO_THEME_COLOR.ACCENT_3,
    "bad": MSO_THEME_COLOR.ACCENT_4,
    "edge": MSO_THEME_COLOR.ACCENT_5,
    "line": MSO_THEME_COLOR.ACCENT_6,
}
RGB = {name: RGBColor.from_string(value) for name, value in THEME.items()}


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self):
        return tuple(Pt(value) for value in (self.left, self.top, self.width, self.height))

    @property
    def bottom(self):
        return self.top + self.height


WIDTH, HEIGHT = 960, 540
MARGIN = 44
INNER = WIDTH - 2 * MARGIN
TITLE = Box(MARGIN, 30, INNER, 54)
SUBTITLE = Box(MARGIN, 86, INNER, 32)
BODY = Box(MARGIN, 122, INNER, 370)
FOOT = Box(MARGIN, 508, INNER, 18)
FOOT_SIZE = 10
TITLE_SIZES = (28, 26, 24, 22, 20, 18, 16, 14)
COVER_BAND = Box(0, 0, 18, HEIGHT)
COVER_TITLE = Box(84, 150, WIDTH - 84 - 84, 110)
COVER_WORDS = Box(84, 276, WIDTH - 84 - 84, 150)
COVER_SIZES = (40, 36, 32, 28, 24)


def blank():
    """A Presentation without slides, of two layouts: cover and title with room below."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    presentation.element.find(qn("p:sldSz")).attrib.pop("type", None)
    _without_leftovers(presentation)
    _set_theme(presentation)
    master = presentation.slide_master
    cover, title_only = (
        next(one for one in master.slide_layouts if one.name == name)
        for name in ("Title Slide", "Title Only")
    )
    for layout in list(master.slide_layouts):
        if layout not in (cover, title_only):
            master.slide_layouts.remove(layout)
    _set_master(master)
    _set_cover(cover)
    cover.name, title_only.name = "Sampul", "Judul dan isi"
    for part in (presentation, master, cover, title_only):
        in_indonesian(part.element)
    return presentation


def _without_leftovers(presentation):
    """Without the picture and printer of whoever made the library's template."""
    package = presentation.part.package
    for holder in (package, presentation.part):
        rels = holder._rels
        for key in [key for key, rel in rels.items() if rel.reltype in LEFTOVERS]:
            rels.pop(key)
    package.part_related_by(RT.EXTENDED_PROPERTIES).blob = APP


LEFTOVERS = (RT.THUMBNAIL, RT.PRINTER_SETTINGS)
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>Replikasi Inovasi</Application></Properties>'
)


def _set_theme(presentation):
    part = presentation.slide_master.part.part_related_by(RT.THEME)
    theme = etree.fromstring(part.blob)
    theme.set("name", "Replikasi Inovasi")
    scheme = theme.find(f".//{qn('a:clrScheme')}")
    scheme.set("name", "Replikasi Inovasi")
    for slot in scheme:
        name = etree.QName(slot).localname
        slot.clear()
        etree.SubElement(slot, qn("a:srgbClr")).set("val", THEME[name])
    for font in ("a:majorFont", "a:minorFont"):
        theme.find(f".//{qn(font)}/{qn('a:latin')}").set("typeface", FONT)
    part.blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_master(master):
    places = {
        PP_PLACEHOLDER.TITLE: TITLE,
        PP_PLACEHOLDER.BODY: BODY,
        PP_PLACEHOLDER.FOOTER: Box(FOOT.left, FOOT.top, 560, FOOT.height),
        PP_PLACEHOLDER.DATE: Box(FOOT.left + 570, FOOT.top, 240, FOOT.height),
        PP_PLACEHOLDER.SLIDE_NUMBER: Box(FOOT.left + INNER - 50, FOOT.top, 50, FOOT.height),
    }
    for shape in master.placeholders:
        kind = shape.placeholder_format.type
        shape.left, shape.top, shape.width, shape.height = places[kind].emu
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        if kind == PP_PLACEHOLDER.TITLE:
            frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        for level in shape.element.iter(qn("a:lvl1pPr")):
            is_left = kind == PP_PLACEHOLDER.FOOTER
            level.set("algn", "l" if is_left else "r")
            own = level.find(qn("a:defRPr"))
            own.set("sz", str(FOOT_SIZE * 100))
            for color in own.iter(qn("a:schemeClr")):
                color.set("val", "tx2")
                color[:] = []
    styles = master.element.find(qn("p:txStyles"))
    title = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", str(TITLE_SIZES[0] * 100))
    title.find(qn("a:defRPr")).set("b", "1")
    body = styles.find(qn("p:bodyStyle"))
    for level in body:
        for own in level.iter(qn("a:defRPr")):
            own.set("sz", "1600")


def _set_cover(layout):
    for shape in list(layout.placeholders):
        kind = shape.placeholder_format.type
        if kind in (PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.SUBTITLE):
            is_title = kind == PP_PLACEHOLDER.CENTER_TITLE
            place = COVER_TITLE if is_title else COVER_WORDS
            shape.left, shape.top, shape.width, shape.height = place.emu
            anchor = MSO_ANCHOR.BOTTOM if is_title else MSO_ANCHOR.TOP
            shape.text_frame.vertical_anchor = anchor
            for level in shape.element.iter(qn("a:lvl1pPr")):
                level.set("algn", "l")
    band = _band(layout)
    # Behind everything else.
    layout.shapes._spTree.insert(2, band)


def _band(layout):
    """The accent at the left edge, an ornament that nobody has to be told of."""
    left, top, width, height = COVER_BAND.emu
    text = (
        f'<p:sp xmlns:p="{NS["p"]}" xmlns:a="{NS["a"]}"><p:nvSpPr><p:cNvPr id="20" name="Pita"/>'
        f'<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" '
        f'y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect">'
        f'<a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
        f"<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )
    return etree.fromstring(text)


NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}


def in_indonesian(element):
    """Says of every text in `element` that it is Indonesian, for speech and spelling."""
    for run in element.iter(qn("a:r"), qn("a:fld")):
        if run.find(qn("a:rPr")) is None:
            run.insert(0, run.makeelement(qn("a:rPr"), {}))
    for one in element.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
        one.set("lang", LANGUAGE)
