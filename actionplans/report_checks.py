"""What is missing or odd in a report: said to the agency before it sends, to the officer as well.

Pure over rows that were gathered before (`lines_before`, `pieces_of`: one query each for a whole
report). A line is anything with `milestone`, `update`, `planned`, `percent`, `quantity`, `spent`
and `ceiling`: a frozen ReportLine, or what it would be (services.reports.Draft).
"""

from dataclasses import dataclass

from replikasi.common import formats

from . import expected
from .models import Evidence, Report, ReportLine

NO_UPDATE = "tanpa-catatan"
NO_EVIDENCE = "tanpa-bukti"
INCOMPLETE = "bukti-belum-lengkap"
FALL = "turun"
OVER_CEILING = "lebih-pagu"
SAME_TEXT = "catatan-sama"
NOT_MENDED = "belum-diperbaiki"

# The words of a report, and what they are called to people.
WORDS = {
    "problem": "Permasalahan",
    "solution": "Upaya pemecahan masalah",
    "next_steps": "Langkah berikutnya",
}


@dataclass(frozen=True)
class Warning:
    """`code` is one of the above or the caller's own; `sentence` is for people."""

    code: str
    sentence: str


# -- gathering: one query each, whatever the number of lines --------------------------------------


def lines_before(plan, period):
    """{milestone_id: its line in the sent report of the quarter before}."""
    rows = ReportLine.objects.filter(report__plan=plan, report__period__quarter=period.quarter - 1)
    rows = rows.exclude(report__state=Report.State.DRAFT).select_related("update")
    return {line.milestone_id: line for line in rows}


def pieces_of(plan, period, *, user=None):
    """{milestone_id: evidence of the quarter's updates, oldest first}, as far as `user` sees it."""
    rows = Evidence.objects.visible_to(user) if user else Evidence.objects.all()
    rows = rows.filter(
        update__milestone__plan=plan, update__happened_on__range=(period.starts, period.ends)
    )
    found = {}
    for piece in rows.select_related("update").order_by("pk"):
        found.setdefault(piece.update.milestone_id, []).append(piece)
    return found


def fulfilled_of(plan, period):
    """{milestone_id: expected lines that a piece of evidence up to the quarter's end fulfils}."""
    rows = Evidence.objects.filter(
        update__milestone__plan=plan, update__happened_on__lte=period.ends
    )
    found = {}
    for milestone_id, line in (
        rows.exclude(fulfils="").order_by().values_list("update__milestone", "fulfils").distinct()
    ):
        found.setdefault(milestone_id, set()).add(line)
    return found


# -- the checks --------------------------------------------------------------------------------


def of_lines(subject, period, lines, *, before=None, pieces=None, fulfilled=None, unmended=()):
    """{milestone_id: [Warning]} for the `lines` of `subject`, a report or its plan.

    Milestones about which there is nothing to say are left out. `before` and `pieces` are
    gathered here when they are not given; `fulfilled` (of fulfilled_of) adds INCOMPLETE, and
    `unmended` holds the keys of milestones that were returned and have not changed since.
    """
    plan = subject.plan if isinstance(subject, Report) else subject
    before = lines_before(plan, period) if before is None else before
    pieces = pieces_of(plan, period) if pieces is None else pieces
    found = {}
    for line in lines:
        key = line.milestone.pk
        warnings = [
            *_of_line(line, period, before.get(key), pieces.get(key, [])),
            *_lacking(line, None if fulfilled is None else fulfilled.get(key, set())),
        ]
        if key in unmended:
            warnings.insert(0, Warning(NOT_MENDED, "Diminta diperbaiki, belum ada yang berubah."))
        if warnings:
            found[key] = warnings
    return found


def is_silent(line, period):
    """Whether nothing was recorded on the line's milestone in the quarter."""
    return line.update is None or line.update.happened_on < period.starts


def nothing_recorded(lines, period):
    """Whether the quarter brought no update at all: then the report needs a reason."""
    return all(is_silent(line, period) for line in lines)


def _of_line(line, period, before, pieces):
    earlier = before.percent if before is not None else 0
    if line.update is None and line.planned > 0:
        yield Warning(NO_UPDATE, "Belum ada catatan progres, dilaporkan 0 %.")
    elif is_silent(line, period) and line.planned > 0 and line.percent < 100:
        yield Warning(NO_UPDATE, "Tidak ada catatan progres pada triwulan ini.")
    if line.percent > earlier and not pieces and line.milestone.expected_evidence:
        yield Warning(NO_EVIDENCE, "Belum ada bukti pada triwulan ini.")
    if before is not None:
        yield from _falls(line, before)
    if line.spent and line.spent > line.ceiling:
        yield Warning(OVER_CEILING, _over(line))
    if before is not None and _same_note(line, before):
        yield Warning(SAME_TEXT, "Catatannya sama dengan triwulan lalu.")


def _falls(line, before):
    """Figures lower than those of the quarter before, with no word about it."""
    if line.update is not None and line.update.note.strip():
        return
    for name, now, earlier, shown in (
        ("Capaian", line.percent, before.percent, formats.percent),
        ("Jumlah", line.quantity, before.quantity, formats.number),
        ("Uang dipakai", line.spent, before.spent, formats.rupiah),
    ):
        if now is not None and earlier is not None and now < earlier:
            yield Warning(
                FALL, f"{name} turun tanpa alasan, {shown(earlier)} menjadi {shown(now)}."
            )


def _over(line):
    if not line.ceiling:
        return "Ada uang dipakai, padahal tonggak ini tanpa pagu."
    return f"Uang dipakai {formats.percent(line.spent / line.ceiling * 100, 0)} dari pagu."


def _same_note(line, before):
    if line.update is None or before.update is None or line.update.pk == before.update.pk:
        return False
    return _plain(line.update.note) != "" and _plain(line.update.note) == _plain(before.update.note)


def _lacking(line, fulfilled):
    """At 100 percent every line of the expected evidence is fulfilled by some piece."""
    if fulfilled is None or line.percent < 100:
        return
    lacking = [text for text in expected.lines_of(line.milestone) if text not in fulfilled]
    if lacking:
        yield Warning(INCOMPLETE, f"Sudah 100 %, bukti belum ada: {', '.join(lacking)}.")


def of_words(report, earlier):
    """{field: Warning} of the report's words that are those of the `earlier` report."""
    if earlier is None:
        return {}
    found = {}
    for name, label in WORDS.items():
        text = _plain(getattr(report, name))
        if text and text == _plain(getattr(earlier, name)):
            found[name] = Warning(
                SAME_TEXT, f"{label} sama persis dengan laporan {earlier.period}."
            )
    return found


def _plain(text):
    """Text as it is compared: without case and without differences of blanks."""
    return " ".join(text.split()).casefold()
