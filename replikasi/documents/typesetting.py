"""Typst documents: a layout of templates/documents/ and data, as a tagged PDF.

The data go in as one JSON text (sys.inputs.data); nothing of them is ever read as markup. Fonts
are typst's own, so that a document looks the same on every machine.
"""

import json
from datetime import timezone

import typst
from django.conf import settings

LAYOUTS = settings.BASE_DIR / "templates" / "documents"
_FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf(layout, data, *, at):
    """Bytes of `layout` ("piagam.typ") filled with `data` (a dict of JSON).

    `at`: the aware moment that the document bears as the time of its making; the same layout,
    data and moment give the same bytes.
    """
    path = LAYOUTS / layout
    compiler = typst.Compiler(
        path,
        root=LAYOUTS,
        font_paths=_FONTS,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(plain(data), ensure_ascii=False, sort_keys=True)},
    )
    moment = at.replace(microsecond=0, tzinfo=timezone(at.utcoffset()))
    return compiler.compile(format="pdf", timestamp=moment)


def plain(value):
    """`value` with texts of what a page can hold: no control characters."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, str):
        return " ".join("".join(c if c.isprintable() else " " for c in value).split(" "))
    return value
