"""Who added or took away which file when, of anything that files are kept with."""

from dataclasses import dataclass
from datetime import datetime

from .models import Document


@dataclass(frozen=True)
class FileLine:
    """`who` is "" where it is not known; `is_removal`: taken away, else added."""

    at: datetime
    who: object
    name: str
    is_removal: bool = False


def lines_of(place, keys):
    """{owner's key: [FileLine], the newest first} of the owners `keys`; two queries.

    `place` is the foreign key of Document that they stand in. A file that is gone is told by the
    record that its removal left, which knows who had added it.
    """
    found = {key: [] for key in keys}
    for piece in Document.objects.filter(**{f"{place}__in": keys}).select_related("uploaded_by"):
        found[getattr(piece, f"{place}_id")].append(_added(piece))
    gone = Document.history.filter(history_type="-", **{f"{place}__in": keys})
    for record in gone.select_related("history_user", "uploaded_by"):
        removed = FileLine(record.history_date, record.history_user, record.name, is_removal=True)
        found[getattr(record, f"{place}_id")] += [_added(record), removed]
    return {key: sorted(lines, key=_when, reverse=True) for key, lines in found.items()}


def lines_of_one(owner):
    return lines_of(Document.place_of(owner), [owner.pk])[owner.pk]


def _added(piece):
    return FileLine(piece.uploaded_at, piece.uploaded_by, piece.name)


def _when(line):
    return line.at, line.is_removal
