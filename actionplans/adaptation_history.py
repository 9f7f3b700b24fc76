"""What happened to one element of an adaptation record, newest first, as entries of a timeline."""

from innovations import document_history
from innovations.models import ElementAdaptation

from .timelines.entries import Entry, short, stamp
from .timelines.sources import shown_changes

SHOWN = 60
State = ElementAdaptation.State
FIELDS = {
    "choice": ("Perlakuan", lambda value: ElementAdaptation.Choice(value).label),
    "how": ("Cara", short),
    "reason": ("Alasan", short),
    "agreed_with": ("Disepakati dengan", short),
}


def entries_of(row):
    """[Entry] of the row's changes and files; three queries."""
    lines = list(row.history.select_related("history_user").order_by("history_id"))
    found = [
        entry
        for was, line in zip([None, *lines], lines, strict=False)
        if (entry := _entry(was, line))
    ]
    found += [
        Entry(
            at=line.at,
            name="trash" if line.is_removal else "paper-clip",
            tone="muted",
            title="Berkas dihapus" if line.is_removal else "Berkas diunggah",
            note=stamp(line.at, line.who),
            text=line.name,
        )
        for line in document_history.lines_of_one(row)
    ]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:SHOWN]


def _entry(was, line):
    """None for a row that was made and says nothing yet."""
    if was is None:
        if not line.choice:
            return None
        return _told(line, "pencil-square", "acc", "Perlakuan dicatat", _words(line))
    changes = "\n".join(shown_changes(was, line, FIELDS))
    if was.state == line.state:
        if not changes:
            return None
        if not was.choice:
            return _told(line, "pencil-square", "acc", "Perlakuan dicatat", _words(line))
        return _told(line, "pencil-square", "acc", "Perlakuan diubah", changes)
    if line.state == State.PROPOSED:
        return _told(line, "paper-airplane", "wait", "Diajukan kepada Litbang", changes)
    if line.state == State.AGREED:
        return _told(line, "check-badge", "ok", "Disepakati Litbang", changes)
    title = "Dibuka lagi oleh Litbang" if was.state == State.AGREED else "Dikembalikan Litbang"
    return _told(line, "arrow-uturn-left", "bad", title, line.return_reason)


def _words(line):
    told = [ElementAdaptation.Choice(line.choice).label, line.how, line.reason, line.agreed_with]
    return "\n".join(short(text) for text in told if text)


def _told(line, name, tone, title, text):
    at, by = line.history_date, line.history_user
    return Entry(at=at, name=name, tone=tone, title=title, note=stamp(at, by), text=text)
