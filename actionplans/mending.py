"""What the agency changed on a returned report's lines since it was sent, as it is told."""

from replikasi.common import formats

from .models import Evidence, ProgressUpdate

NOTHING = "belum ada"


def frozen_lines(report):
    """{milestone_id: the line as it was last sent}; {} of a report that never was."""
    return {line.milestone_id: line for line in report.lines.select_related("update")}


def changes(report, frozen, lines, pieces):
    """{milestone_id: [[what, before, after], …]} of the milestones that changed since `report`
    was last sent; {} for one that never was.

    `frozen` is of frozen_lines, `lines` are what would be frozen now and `pieces` the quarter's
    evidence by milestone. Two queries for any number of lines.
    """
    if not frozen:
        return {}
    notes = _notes_as_sent(report, frozen.values())
    names = _names_of_removed(frozen, pieces)
    found = {}
    for line in lines:
        before = frozen.get(line.milestone.pk)
        if before is None:
            continue
        changed = [
            *_figures(before, line),
            *_note(before, line, notes),
            *_evidence(before, pieces.get(line.milestone.pk, []), names),
        ]
        if changed:
            found[line.milestone.pk] = changed
    return found


def _figures(before, line):
    unit = line.milestone.unit
    told = before.update_id is not None
    for what, old, new, shown in (
        ("klaim", before.percent if told else None, line.percent, formats.percent),
        ("jumlah", before.quantity, line.quantity, lambda n: f"{formats.number(n)} {unit}".strip()),
        ("uang dipakai", before.spent if told else None, line.spent, formats.rupiah),
    ):
        if line.update is None or old == new:
            continue
        yield [what, *(NOTHING if value is None else shown(value) for value in (old, new))]


def _note(before, line, notes):
    old = notes.get(before.update_id, "")
    new = line.update.note if line.update is not None else ""
    if old != new:
        yield ["catatan", old or NOTHING, new or NOTHING]


def _evidence(before, pieces, names):
    known = set(before.pieces)
    here = {piece.pk for piece in pieces}
    for piece in pieces:
        if piece.pk not in known:
            yield ["bukti ditambah", "", piece.name]
    for key in before.pieces:
        if key not in here:
            yield ["bukti dihapus", names.get(key, "berkas"), ""]


def _notes_as_sent(report, frozen):
    """{update.pk: its note when the report was sent}, of the history of updates."""
    keys = [line.update_id for line in frozen if line.update_id]
    notes = {line.update_id: line.update.note for line in frozen if line.update_id}
    records = ProgressUpdate.history.filter(id__in=keys, history_date__lte=report.sent_at)
    for key, note in records.order_by("history_date", "history_id").values_list("id", "note"):
        notes[key] = note
    return notes


def _names_of_removed(frozen, pieces):
    """{pk: name} of frozen pieces that are there no more; their history knows them."""
    here = {piece.pk for found in pieces.values() for piece in found}
    gone = {key for line in frozen.values() for key in line.pieces} - here
    if not gone:
        return {}
    return dict(Evidence.history.filter(id__in=gone).order_by().values_list("id", "name"))
