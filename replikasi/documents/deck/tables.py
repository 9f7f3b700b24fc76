"""Rows of a table laid out over as many slides as they need; nothing of them is cut off."""

from dataclasses import dataclass, replace

from .fitting import LINE, Style, cleaned, height_of_all, split, width_of

SIZE = 12
HEAD = Style(11, bold=True, color="muted")
PLAIN, STRONG, SMALL = Style(SIZE), Style(SIZE, bold=True), Style(11, color="muted")
GRAVE = Style(SIZE, bold=True, color="bad")
MORE = Style(11, color="muted", above=2)
CELL_X, CELL_Y = 6, 4  # margins of a cell, in points
MOST_ROWS = 15  # on a slide
LEAST_LINES = 3  # of a row that begins at the foot of a slide and goes on
SCALES = (1.4, 1.2, 1)  # few rows are set larger
CONTINUED = "(lanjutan)"


@dataclass(frozen=True)
class Column:
    """`width` in points; `head`, `head_height`: how its label is set, and how high all are."""

    label: str
    width: float
    align: str = "left"
    is_first: bool = False
    head: Style = HEAD
    head_height: float = 0

    @property
    def inner(self):
        return self.width - (CELL_X if self.is_first else 2 * CELL_X)


@dataclass(frozen=True)
class Row:
    """A row of cells, each [(text, Style)], and its height in points."""

    cells: tuple
    height: float


def laid_out(width, height, told, rows):
    """(the Columns, [[Row]] over slides) of `rows` in the largest of SCALES at which one slide
    holds them all, else in the smallest; `told`, `rows` as in columns and pages."""
    for scale in SCALES:
        found = columns(width, told, scale)
        scaled = [_scaled(row, scale) for row in rows]
        if scale > SCALES[-1] and _breaks_words(found, scaled):
            continue
        over = pages(found, scaled, height)
        if len(over) == 1:
            break
    return found, over


def _breaks_words(found_columns, rows):
    heads = tuple(((one.label, one.head),) for one in found_columns)
    return any(
        width_of(word, style.size, bold=style.bold) > column.inner
        for row in (heads, *rows)
        for cell, column in zip(row, found_columns, strict=True)
        for text, style in cell
        for word in text.split()
    )


def _scaled(row, scale):
    return tuple(tuple((text, style.times(scale)) for text, style in cell) for cell in row)


def columns(width, told, scale=1):
    """The Columns of a table of `width` points; `told`: (label, parts of the width, align)."""
    whole = sum(parts for _, parts, _ in told)
    found = [
        Column(label, width * parts / whole, align, is_first=not place)
        for place, (label, parts, align) in enumerate(told)
    ]
    head = HEAD.times(scale)
    height = max(_height(((one.label, head),), one) for one in found)
    return tuple(replace(one, head_height=height, head=head) for one in found)


def pages(found_columns, rows, height):
    """[[Row]]: `rows` of cells, each [(text, Style)], over slides with `height` points of room."""
    room = height - found_columns[0].head_height
    told, page, left = [], [], room
    waiting = [tuple(tuple((cleaned(t), s) for t, s in cell) for cell in row) for row in rows]
    waiting.reverse()
    while waiting:
        cells = waiting.pop()
        needed = _row_height(cells, found_columns)
        if len(page) < MOST_ROWS and needed <= left:
            page.append(Row(cells, needed))
            left -= needed
        elif page and (needed <= room or left < LEAST_LINES * SIZE * LINE):
            told.append(page)
            page, left = [], room
            waiting.append(cells)
        else:
            first, rest = _cut(cells, found_columns, left)
            page.append(Row(first, _row_height(first, found_columns)))
            told.append(page)
            page, left = [], room
            waiting.append(rest)
    return [*told, page] if page or not told else told


def _row_height(cells, found_columns):
    return max(_height(cell, one) for cell, one in zip(cells, found_columns, strict=True))


def _height(cell, column):
    return height_of_all(cell, column.inner) + 2 * CELL_Y


def _cut(cells, found_columns, height):
    """(what of a row fits into `height`, what goes on): both as cells."""
    pairs = [
        _cut_cell(cell, one.inner, height - 2 * CELL_Y)
        for cell, one in zip(cells, found_columns, strict=True)
    ]
    return tuple(first for first, _ in pairs), tuple(rest for _, rest in pairs)


def _cut_cell(cell, width, height):
    for place, (text, style) in enumerate(cell):
        needed = height_of_all([(text, style)], width)
        if needed <= height:
            height -= needed
            continue
        first, rest = split(text, style.size, width, height - style.above, bold=style.bold)
        rest = ((f"{CONTINUED} {rest}", style),) if rest else ()
        return (*cell[:place], (first, style)), (*rest, *cell[place + 1 :])
    return cell, ()
