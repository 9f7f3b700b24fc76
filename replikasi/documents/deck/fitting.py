"""How much room a text takes: lines, heights, and what fits into a box.

Slides are laid out here and not by the program that shows them, so that nothing runs over an edge
in any of them. Widths are those of Arial, whose twin in metrics every office suite has.
"""

from dataclasses import dataclass, replace
from unicodedata import east_asian_width

# Thousandths of the size, from space to tilde.
REGULAR = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
BOLD = (
    *(278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611),
    *(975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556),
    *(333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611),
    *(611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584),
)
FIRST = ord(" ")
SPACES = "\u00a0\u202f"
JOINER = "\u200d"  # holds signs together that are one picture
KEPT = f"{SPACES}{JOINER}\n"
OTHER, WIDE = 667, 1100  # of letters that are not listed; of ideographs and emoji
# Programs round each letter's width to their own grid.
SLACK = 1.03
LINE = 1.2  # height of a line, in sizes


def cleaned(text):
    """`text` as a slide can hold it: without what XML does not allow, and without marks that
    would turn the direction of what follows."""
    return "".join(c if c.isprintable() or c in KEPT else " " for c in text)


def width_of(text, size, *, bold=False):
    """Points that a line of `text` takes at most."""
    widths = BOLD if bold else REGULAR
    units = 0
    for letter in text:
        place = ord(letter) - FIRST
        if 0 <= place < len(widths):
            units += widths[place]
        elif letter in SPACES:
            units += widths[0]
        else:
            units += WIDE if east_asian_width(letter) in "WF" else OTHER
    return units * size * SLACK / 1000


def lines_of(text, size, width, *, bold=False):
    """The lines into which `text` falls in a box of `width` points; a word that is wider than the
    box is broken."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            wanted = f"{line} {word}" if line else word
            if width_of(wanted, size, bold=bold) <= width:
                line = wanted
                continue
            if line:
                lines.append(line)
            *whole, line = _broken(word, size, width, bold)
            lines += whole
        lines.append(line)
    return lines


def _broken(word, size, width, bold):
    pieces, piece, taken = [], "", 0
    for letter in word:
        more = width_of(letter, size, bold=bold)
        if piece and taken + more > width:
            pieces.append(piece)
            piece, taken = "", 0
        piece += letter
        taken += more
    return [*pieces, piece]


def ended(text, width, size, last=""):
    """`text` and `last` on one line of `width` points; what has no room of `text` is "…"."""
    text, last = cleaned(text).replace("\n", " "), cleaned(last)
    if width_of(text + last, size) <= width:
        return text + last
    while text and width_of(f"{text}…{last}", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…{last}"


def height_of(text, size, width, *, bold=False):
    """Points of height that `text` takes."""
    return len(lines_of(text, size, width, bold=bold)) * size * LINE


@dataclass(frozen=True)
class Style:
    """How a paragraph is set: points; `color`: a key of look.COLORS; `above`: space before it."""

    size: int
    bold: bool = False
    color: str = "ink"
    above: int = 0

    def times(self, scale):
        return replace(self, size=int(self.size * scale))


def largest(text, sizes, width, height, *, bold=False):
    """The first of `sizes` (falling) at which `text` fits, else the last."""
    for size in sizes:
        if height_of(text, size, width, bold=bold) <= height:
            return size
    return sizes[-1]


def split(text, size, width, height, *, bold=False):
    """(what of `text` fits, the rest): broken between lines; the rest is "" where all fits."""
    lines = lines_of(text, size, width, bold=bold)
    room = max(int(height / (size * LINE)), 1)
    if len(lines) <= room:
        return text, ""
    return " ".join(lines[:room]), " ".join(lines[room:])


def height_of_all(paragraphs, width):
    """Points of height that [(text, Style)] take, one below the other."""
    return sum(
        style.above + height_of(text, style.size, width, bold=style.bold)
        for text, style in paragraphs
    )
