"""Berkas bukti: the evidence of a report or a plan as one archive, in the order of its milestones.

Only what the reader may see is in it, by name or otherwise.
"""

import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone
from zipstream import ZipStream

from actionplans.models import Evidence
from replikasi.common import formats, periods

LONGEST_NAME = 80
INDEX, SUMS = "DAFTAR.html", "SHA256SUMS.txt"


@dataclass(frozen=True)
class Entry:
    """A piece and its place in the archive; "" for a link or a file that is not there any more."""

    piece: Evidence
    path: str

    @property
    def quarter(self):
        return formats.quarter_name(periods.quarter_of(self.piece.update.happened_on))


def entries_of(user, plan, period=None):
    """[Entry] of `plan`, of the quarter `period` alone where one is given; one query."""
    rows = Evidence.objects.visible_to(user).filter(update__milestone__plan=plan)
    if period:
        rows = rows.filter(update__happened_on__range=(period.starts, period.ends))
    rows = rows.select_related("update__milestone")
    found = []
    ordered = rows.order_by("update__milestone__number", "update__happened_on", "pk")
    for number, piece in enumerate(ordered, start=1):
        found.append(Entry(piece, _path(number, piece) if _is_there(piece) else ""))
    return found


def archive(title, entries):
    """The ZipStream: an index page, checksums, then the files one after another as they are read.

    Memory holds a chunk of one file at a time. Nothing is compressed: photos and PDFs are already.
    """
    stream = ZipStream(sized=False)
    kept = [entry for entry in entries if entry.path]
    context = {"title": title, "entries": entries, "at": timezone.localtime()}
    stream.add(render_to_string("documents/evidence_index.html", context), INDEX)
    sums = "".join(f"{entry.piece.sha256}  {entry.path}\n" for entry in kept)
    stream.add(sums, SUMS)
    for entry in kept:
        stream.add(_chunks(entry.piece), entry.path)
    return stream


def _chunks(piece):
    with piece.file.open("rb") as content:
        yield from content.chunks()


def _is_there(piece):
    return bool(piece.file) and piece.file.storage.exists(piece.file.name)


def _path(number, piece):
    milestone = piece.update.milestone
    folder = f"{milestone.number:02d} {_safe(milestone.activity)}".strip()
    stem, dot, ending = piece.name.rpartition(".")
    name = f"{_safe(stem)}.{_safe(ending)}" if dot else _safe(piece.name)
    return f"{folder}/{number:03d} {name}"


def _safe(text):
    """A name that every system can unpack: letters, figures, blanks and "-_()" alone."""
    return re.sub(r"[^\w\-() ]+", "-", text).strip(" -")[:LONGEST_NAME].strip() or "tanpa nama"
