"""A Paper as a tagged PDF (PDF/UA-1), by the one layout that all documents share."""

from functools import singledispatch
from io import BytesIO

import qrcode
from django.utils import timezone
from qrcode.image.svg import SvgPathImage

from replikasi.common import formats

from . import paper as parts
from .typesetting import pdf

LAYOUT = "dokumen.typ"
WRITERS = {
    parts.WHOLE: lambda value: formats.number(value, 0),
    parts.NUMBER: formats.number,
    parts.PERCENT: lambda value: formats.number(value, 1),
    parts.POINTS: formats.signed,
    parts.MONEY: lambda value: formats.number(value, 0),
    parts.DATE: formats.numeric_date,
}


def pdf_of(paper):
    """Bytes of the PDF; the same paper gives the same bytes."""
    data = {
        "title": paper.title,
        "size": paper.size,
        "wide": paper.is_wide,
        "compact": paper.is_compact,
        "mark": paper.mark,
        "foot": paper.foot,
        "letterhead": paper.letterhead and _drawn(paper.letterhead),
        "check": paper.check and _check(paper.check),
        "blocks": [{"kind": type(block).__name__, **_drawn(block)} for block in paper.blocks],
    }
    return pdf(LAYOUT, data, at=timezone.localtime(paper.at))


def written(value, kind):
    """The text of a cell or fact: a figure by its kind, a word as it is, "" for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return WRITERS[kind](value) if kind in WRITERS else str(value)


def _check(check):
    """With the address as a code to point a phone at."""
    image = qrcode.make(check.url, image_factory=SvgPathImage, box_size=10, border=1)
    out = BytesIO()
    image.save(out)
    return {"number": check.number, "url": check.url, "code": out.getvalue().decode()}


@singledispatch
def _drawn(block):
    raise TypeError(f"{type(block).__name__} is no block of a document.")


@_drawn.register
def _(block: parts.Letterhead):
    return {"owner": block.owner, "unit": block.unit, "lines": block.lines}


@_drawn.register
def _(block: parts.Title):
    return {"text": block.text, "subtitle": block.subtitle}


@_drawn.register
def _(block: parts.Heading):
    number = ROMAN[block.number] if block.number else ""
    return {"text": block.text, "number": number}


@_drawn.register
def _(block: parts.Paragraph):
    return {"paragraphs": _paragraphs(block.text), "note": block.is_note}


@_drawn.register
def _(block: parts.Facts):
    return {"rows": [(row.label, written(row.value, row.kind)) for row in block.rows]}


@_drawn.register
def _(block: parts.Figures):
    return {
        "rows": [
            {"label": one.label, "value": one.value, "notes": one.notes, "absent": one.is_absent}
            for one in block.rows
        ]
    }


@_drawn.register
def _(block: parts.Items):
    return {"texts": block.texts, "numbered": block.is_numbered}


@_drawn.register
def _(block: parts.Table):
    numeric = [column.kind in parts.NUMERIC for column in block.columns]
    rows = [
        {
            "kind": row.kind,
            "cells": [
                {"text": written(value, column.kind), "figure": not isinstance(value, str)}
                for value, column in zip(row.cells, block.columns, strict=False)
            ],
        }
        for row in block.rows
    ]
    return {
        "name": block.name,
        "labels": [column.label for column in block.columns],
        "widths": [column.width for column in block.columns],
        "numeric": numeric,
        "rows": rows,
        "empty": block.empty,
    }


@_drawn.register
def _(block: parts.Chart):
    return {"svg": block.svg, "words": block.words}


@_drawn.register
def _(block: parts.Signatures):
    return {
        "rows": [
            {
                "above": row.above,
                "position": row.position,
                "name": row.name,
                "rank": row.rank,
                "nip": formats.nip(row.nip),
            }
            for row in block.rows
        ]
    }


@_drawn.register
def _(block: parts.Break):
    return {}


@_drawn.register
def _(block: parts.Letter):
    return {
        "rows": [(row.label, written(row.value, row.kind)) for row in block.facts],
        "to": block.to,
        "place_date": block.place_date,
    }


ROMAN = ("", *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"))


def _paragraphs(text):
    """The lines of what somebody wrote, empty ones left out."""
    return [line for line in text.splitlines() if line.strip()]
