"""Who changed which field of an innovation when: its own history, that of its parts, and the files
of its sources."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter

from replikasi.common import formats

from .document_history import FileLine
from .document_history import lines_of as file_lines_of
from .models import (
    Agency,
    Innovation,
    InnovationElement,
    InnovationSource,
    OriginContact,
    Region,
)

PARTS = (
    (InnovationElement, "Unsur", "name"),
    (InnovationSource, "Sumber", "title"),
    (OriginContact, "Narahubung", "name"),
)
VERBS = {"+": "dibuat", "~": "diubah", "-": "dihapus"}
REASONS = {
    "impor": "impor Excel",
    "seed_facts": "data awal portal",
    "dipindah": "dipindahkan dari kolom sumber",
}
# Not told: what says only that something was saved, and what the line is of anyway.
UNTOLD = {"id", "revision", "innovation"}
NOTHING = "belum diketahui"


@dataclass(frozen=True)
class Line:
    """A history record with the one before it of the same row (None: there is none)."""

    noun: str
    record: object
    before: object
    model: type
    name: str


@dataclass(frozen=True)
class Entry:
    """A line in words; `changes` are (label, old, new), old "" where the row was new."""

    title: str
    verb: str
    who: str
    when: object
    how: str
    changes: list


def lines_of(innovation, *, with_contacts):
    """Lines and FileLines of an innovation, latest first; one query a table."""
    lines = _lines(Innovation, "", "name", innovation.history.select_related("history_user"))
    for model, noun, name in PARTS:
        if model is OriginContact and not with_contacts:
            continue
        records = model.history.filter(innovation=innovation.pk).select_related("history_user")
        lines += _lines(model, noun, name, records)
    # Saved without a change: nobody looks for that.
    lines = [line for line in lines if line.record.history_type != "~" or _changed(line)]
    sources = InnovationSource.history.filter(innovation=innovation.pk).order_by()
    for files in file_lines_of("source", set(sources.values_list("id", flat=True))).values():
        lines += files
    return sorted(lines, key=_when, reverse=True)


def _when(line):
    if isinstance(line, FileLine):
        return line.at, 0
    return line.record.history_date, line.record.history_id


def _lines(model, noun, name, records):
    lines, before = [], {}
    for record in sorted(records, key=attrgetter("history_date", "history_id")):
        called = getattr(record, name) if noun else ""
        lines.append(Line(noun, record, before.get(record.id), model, called))
        before[record.id] = record
    return lines


def _fields(model):
    return [field for field in model._meta.concrete_fields if field.name not in UNTOLD]


def _changed(line):
    """Fields that differ from the record before."""
    return [
        field
        for field in _fields(line.model)
        if line.before is None
        or getattr(line.record, field.attname) != getattr(line.before, field.attname)
    ]


def told(lines):
    """Entry of each of `lines` (a page of them); two queries for names of places and agencies."""
    fields = [line for line in lines if not isinstance(line, FileLine)]
    names = {
        model: model.objects.in_bulk(
            {
                value
                for line in fields
                for field in _fields(line.model)
                if field.related_model is model
                for record in (line.record, line.before)
                if record is not None and (value := getattr(record, field.attname)) is not None
            }
        )
        for model in (Region, Agency)
    }
    return [_file(line) if isinstance(line, FileLine) else _entry(line, names) for line in lines]


def _file(line):
    return Entry(
        title=f"Berkas {line.name}",
        verb="dihapus" if line.is_removal else "diunggah",
        who=line.who.name if line.who else "",
        when=line.at,
        how="",
        changes=[],
    )


def _entry(line, names):
    record = line.record
    return Entry(
        title=f"{line.noun} {line.name}".strip() or "Inovasi",
        verb=VERBS[record.history_type],
        who=record.history_user.name if record.history_user else "",
        when=record.history_date,
        how=REASONS.get(record.history_change_reason or "", ""),
        changes=[] if record.history_type == "-" else list(_changes(line, names)),
    )


def _changes(line, names):
    for field in _changed(line):
        new = _words(field, line.record, names)
        if line.record.history_type == "+" or line.before is None:
            if new != NOTHING:
                yield _label(field), "", new
        else:
            yield _label(field), _words(field, line.before, names), new


def _label(field):
    return field.verbose_name[0].upper() + field.verbose_name[1:]


def _words(field, record, names):
    value = getattr(record, field.attname)
    if value in (None, "", []):
        return NOTHING
    if field.related_model in names:
        found = names[field.related_model].get(value)
        return str(found) if found else "sudah dihapus"
    if isinstance(value, list):
        return ", ".join(InnovationSource.FACTS.get(key, key) for key in value)
    if isinstance(value, date):
        return formats.short_date(value)
    if isinstance(value, Decimal):
        return formats.number(value)
    return str(dict(field.flatchoices).get(value, value))
