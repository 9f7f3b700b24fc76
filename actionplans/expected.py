"""The evidence that a milestone's plan expects, as a check list over what was uploaded."""

from dataclasses import dataclass, field

from .models import Evidence

# A piece of evidence keeps the line that it fulfils in a field of this length.
LONGEST = Evidence._meta.get_field("fulfils").max_length


@dataclass
class Line:
    """One line of the expected evidence and the pieces that fulfil it."""

    text: str
    pieces: list = field(default_factory=list)


def lines_of(milestone):
    """The expected lines as a piece of evidence names them, each once."""
    return list(dict.fromkeys(line[:LONGEST].strip() for line in milestone.expected_evidence))


def check_list(milestone, pieces):
    """(lines, open ones first; pieces that fulfil none) over the `pieces` that the reader sees.

    A piece whose line is no longer expected fulfils none.
    """
    found = {key: Line(key) for key in lines_of(milestone)}
    loose = []
    for piece in pieces:
        if piece.fulfils in found:
            found[piece.fulfils].pieces.append(piece)
        else:
            loose.append(piece)
    return sorted(found.values(), key=lambda line: bool(line.pieces)), loose


def open_lines(milestone):
    """(expected lines that nothing fulfils yet, those that something does)."""
    pieces = Evidence.objects.filter(update__milestone=milestone).exclude(fulfils="")
    done = set(pieces.order_by().values_list("fulfils", flat=True))
    lines = lines_of(milestone)
    return [key for key in lines if key not in done], [key for key in lines if key in done]
