"""A workbook as JSON: the sheets with their cells, and what the portal had hidden in it."""

import json
from contextlib import suppress
from dataclasses import dataclass

from . import keys, parts, safety, sheets
from .package import opened

__all__ = ["Workbook", "read"]

MOST_MERGED = 500_000  # cells in merged ranges; ranges beyond are taken for single cells


@dataclass
class Workbook:
    """`meta`: what the hidden sheet of the portal says, or None; `sheets`: see `read`."""

    meta: dict | None
    sheets: list


def read(file, progress=None):
    """The Workbook in an uploaded file. Refused when it cannot be read, or not safely.

    A sheet is {"name", "hidden", "hidden_columns": [column], "rows": [[cell…]…], "merges":
    [[top, left, bottom, right]…], "shades": [[row, column]…], "epoch_1904", "beyond"}, counted
    from 0; rows[i] is Excel's row i + 1, without empty cells at its end. `shades` are empty cells
    with a colour; `beyond` is the first place that lies too far out to be read, or "".

    A cell is null, a text, {"n": "0.25", "p": true when it is shown as a percent},
    {"d": "2026-01-31", "m": true when only month and year are shown}, or {"e": "#REF!"}: an error,
    "=" being a formula whose value was not stored. Yes and no are the texts "ya" and "tidak".
    A formula is its last value. `progress(done, total)` is called now and then.
    """
    safety.check(file)
    with opened(file) as package:
        found = parts.contents(package)
        total = sum(package.size(path) for path in found.paths) or 1

        def step(done):
            if progress:
                progress(min(done, total), total)

        book = sheets.Book(
            parts.styles(package, found.styles),
            parts.strings(package, found.strings),
            found.epoch_1904,
        )
        meta, written = None, []
        for part in found.sheets:
            sheet = sheets.read(package, part, book, step)
            if part.name == keys.META_SHEET:
                meta = _meta(sheet)
            else:
                written.append(_json(part, sheet, found.epoch_1904))
        if not written:
            raise safety.Refused(
                "Buku kerja ini tidak berisi lembar yang dapat dibaca. Salin matriksnya ke lembar "
                "baru, lalu unggah lagi.",
                code="empty",
            )
        step(total)
    return Workbook(meta, written)


def _meta(sheet):
    """The JSON of the hidden sheet, spread over the cells of its first column."""
    pieces = [sheet.rows[row].get(0) for row in sorted(sheet.rows)]
    with suppress(ValueError, TypeError, RecursionError):
        meta = json.loads("".join(pieces))
        if (
            isinstance(meta, dict)
            and type(meta.get("plan")) is int
            and isinstance(meta.get("keys"), list)
            and all(type(key) is int for key in meta["keys"])
        ):
            return meta
    return None


def _merges(sheet, height, width):
    """Merged ranges within the cells that hold anything; those of no workbook Excel makes end."""
    found, area = [], 0
    for top, left, bottom, right in sheet.merges:
        bottom, right = min(bottom, height - 1), min(right, width - 1)
        size = (bottom - top + 1) * (right - left + 1)
        if top < height and left < width and size > 1 and area + size <= MOST_MERGED:
            area += size
            found.append([top, left, bottom, right])
    return found


def _json(part, sheet, epoch_1904):
    rows = []
    for place in sorted(sheet.rows):
        rows += [[] for _ in range(place - len(rows))]
        cells = sheet.rows.pop(place)
        rows.append([cells.get(column) for column in range(max(cells) + 1)])
    height = len(rows)
    width = max((len(row) for row in rows), default=0)
    return {
        "name": part.name[:100],
        "hidden": part.hidden,
        "hidden_columns": sorted({column for column in sheet.hidden_columns if column < width}),
        "rows": rows,
        "merges": _merges(sheet, height, width),
        "shades": [[row, column] for row, column in sheet.shades if row < height],
        "epoch_1904": epoch_1904,
        "beyond": sheet.beyond,
    }
