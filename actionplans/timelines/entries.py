"""One event of a timeline as people read it: what, when, who; and how pieces of evidence look."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from actionplans.models import ActionPlan, Milestone, Obstacle, Report
from replikasi.common import formats

DECISION, CHANGE, FILE, TALK, TOLD = "keputusan", "perubahan", "berkas", "catatan", "pengingat"
KINDS = [
    (DECISION, "Keputusan"),
    (CHANGE, "Progres dan perubahan"),
    (FILE, "Berkas"),
    (TALK, "Catatan dan permasalahan"),
    (TOLD, "Pengingat"),
]
# Rows that one step wrote lie no further apart, and become one entry; so does one sitting.
ONE_STEP = timedelta(seconds=5)
ONE_SITTING = timedelta(minutes=15)
LONGEST = 160


@dataclass(frozen=True)
class Place:
    """Whose timeline it is: the plan's, or that of one thing of the plan."""

    plan: ActionPlan
    milestone: Milestone | None = None
    report: Report | None = None
    obstacle: Obstacle | None = None

    @property
    def is_plan(self):
        return not (self.milestone or self.report or self.obstacle)

    def named(self, milestone):
        """The milestone with a colon, where the timeline holds several of them; else nothing."""
        if self.milestone or milestone is None:
            return ""
        return f"Tonggak {milestone.number}: "


@dataclass
class Entry:
    """One event, as common/_timeline_entry.html wants it.

    Neighbours with the same `group`, no further apart than `within`, become one: `several` says it
    of all of them, and their `lines` come under it.
    """

    at: datetime
    name: str
    tone: str
    title: str
    note: str
    text: str = ""
    files: list = field(default_factory=list)
    acts: list = field(default_factory=list)
    group: tuple = ()
    within: timedelta = ONE_STEP
    several: str = ""
    lines: list = field(default_factory=list)
    is_new: bool = False


def stamp(at, by=None):
    """28 Sep 2026, 14.05 WIB, name of the person."""
    at = timezone.localtime(at)
    parts = [formats.short_date(at), formats.clock(at)]
    return ", ".join([*parts, by.name] if by else parts)


def short(text):
    """A long text as one line of it."""
    line = " ".join(str(text).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def capital(sentence):
    return sentence[:1].upper() + sentence[1:]


def gathered(entries):
    """`entries` (newest first) with the neighbours of one step made one."""
    found = []
    for entry in entries:
        last = found[-1] if found else None
        together = last and entry.group and entry.group == last.group
        if together and last.at - entry.at <= entry.within:
            found[-1] = replace(
                last,
                lines=[*last.lines, *entry.lines],
                files=[*last.files, *entry.files],
            )
        else:
            found.append(entry)
    return [_told(entry) for entry in found]


def _told(entry):
    if len(entry.lines) < 2:
        return entry
    return replace(
        entry,
        title=entry.several.format(len(entry.lines)),
        # Pieces that are shown as cards need not be listed by name.
        text="" if len(entry.files) == len(entry.lines) else "\n".join(entry.lines),
    )


def card(piece):
    """A piece of evidence as common/_evidence_card.html wants it."""
    kind = "dokumen"
    if piece.url:
        kind = "tautan"
    elif piece.is_image:
        kind = "foto"
    elif piece.mime.startswith("video/"):
        kind = "video"
    note = piece.get_verdict_display() if piece.verdict else formats.file_size(piece.size)
    if piece.url and not piece.verdict:
        note = "tautan"
    if piece.confidential:
        note = f"rahasia, {note}"
    address = reverse("evidence", args=[piece.pk])
    return {
        "pk": piece.pk,
        "url": address,
        "name": piece.name,
        "note": note,
        "picture": f"{address}?kecil=1" if kind == "foto" else "",
        "kind": kind,
        "pdf": piece.is_pdf,
        "verdict": piece.verdict,
    }
