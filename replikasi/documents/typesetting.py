"""Typst documents: a layout of templates/documents/ and data, as a tagged PDF.

The data go in as one JSON text (sys.inputs.data); nothing of them is ever read as markup. Fonts
are typst's own, so that a document looks the same on every machine.
"""

import json
import re
from datetime import timezone

import typst
from django.conf import settings

LAYOUTS = settings.BASE_DIR / "templates" / "documents"
PICTURE = "gambar.typ"
PICTURE_DENSITY = 200  # dots an inch: sharp on paper, some 60 kB
BOX = "□"
# How typst names what its fonts lack; PDF/UA allows no such letter.
MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
# Latin, punctuation, arithmetic and what our own layouts use: every font of ours has these.
SURE = re.compile(
    r"[\x20-\x7e\u00a0-\u017f\u2010-\u2027\u2030-\u203a\u20ac\u2190-\u2193\u2212\u2264\u2265■□]"
)
_FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf(layout, data, *, at):
    """Bytes of `layout` ("piagam.typ") filled with `data` (a dict of JSON), as PDF/UA-1.

    `at`: the aware moment that the document bears as the time of its making; the same layout,
    data and moment give the same bytes. A letter that no font of ours has is printed as "□".
    """
    text = json.dumps(plain(data), ensure_ascii=False, sort_keys=True)
    moment = at.replace(microsecond=0, tzinfo=timezone(at.utcoffset()))
    try:
        return _compiled(layout, text, moment)
    except typst.TypstError as error:
        if not (missing := set("".join(MISSING.findall(str(error))))):
            raise
    try:
        return _compiled(layout, _without(missing.__contains__, text), moment)
    except typst.TypstError as error:
        if not MISSING.search(str(error)):
            raise
    return _compiled(layout, _without(lambda letter: not SURE.match(letter), text), moment)


def picture(svg, *, width):
    """Bytes of the drawing `svg` as PNG, to be shown `width` mm wide."""
    text = json.dumps({"svg": svg, "width": width}, ensure_ascii=False)
    return _compiler(PICTURE, text).compile(format="png", ppi=PICTURE_DENSITY)


def _compiler(layout, text):
    return typst.Compiler(
        LAYOUTS / layout,
        root=LAYOUTS,
        font_paths=_FONTS,
        ignore_system_fonts=True,
        sys_inputs={"data": text},
    )


def _compiled(layout, text, moment):
    compiler = _compiler(layout, text)
    return compiler.compile(format="pdf", timestamp=moment, pdf_standards=["ua-1"])


def _without(is_missing, text):
    return "".join(BOX if is_missing(letter) else letter for letter in text)


def plain(value):
    """`value` with texts of what a page can hold: no control characters but the end of a line."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, str):
        return "".join(c if c.isprintable() or c == "\n" else " " for c in value)
    return value
