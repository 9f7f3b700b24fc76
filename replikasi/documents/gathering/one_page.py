"""The briefing on one page: what leaders read on the way to the meeting.

The first page is a whole; where the replications are many, their table follows on pages of its own.
"""

from django.utils.text import Truncator

from replikasi.common import formats
from replikasi.documents import paper as parts
from replikasi.documents.briefing import CLAIMED, KEPT, PROMISE_WORDS, VERIFIED
from replikasi.documents.paper import (
    Break,
    Column,
    Figure,
    Figures,
    Heading,
    Items,
    Paper,
    Paragraph,
    Row,
    Table,
    Title,
)

from .heads import foot_of

MOST_ROWS = 8  # replications on the first page
MOST_ITEMS = 6  # of each list on it
MOST_LETTERS = 120  # of what somebody wrote; the slides have it whole
COLUMNS = (
    Column("Replikasi", width=20),
    Column("OPD", width=12),
    Column("Rencana, %", parts.PERCENT, 9),
    Column("Realisasi, %", parts.PERCENT, 10),
    Column("Jenis angka", width=12),
    Column("Deviasi, poin", parts.POINTS, 9),
    Column("Laporan", width=17),
    Column("Giliran", width=24),
)
MARKS = {VERIFIED: "terverifikasi", CLAIMED: "sementara"}


def one_page(briefing):
    """The Paper of a Briefing."""
    is_many = len(briefing.rows) > MOST_ROWS
    day = formats.long_date(briefing.at)
    return Paper(
        title=briefing.title,
        name=f"{briefing.name}-ringkas",
        blocks=(
            Title(
                briefing.title,
                f"{briefing.scope}. {briefing.position}, keadaan per {day}, "
                f"{formats.clock(briefing.at)}.",
            ),
            Paragraph(f"{briefing.headline}."),
            Figures(tuple(_figure(one) for one in briefing.figures)),
            Paragraph(_reports(briefing), is_note=True),
            Heading("Replikasi yang paling perlu perhatian" if is_many else "Replikasi"),
            _replications(briefing.rows[:MOST_ROWS], "Replikasi"),
            *_first_of_many(briefing, is_many),
            Heading("Diminta diputuskan di atas OPD"),
            *_items(
                [_decision(one) for one in briefing.decisions.rows],
                briefing.decisions,
                "Tidak ada permasalahan yang menunggu keputusan.",
            ),
            Heading("Janji"),
            *_promises(briefing.promises),
            Heading(f"Yang berubah sejak {formats.long_date(briefing.since)}"),
            *_changes(briefing.changes),
            *_all(briefing, is_many),
        ),
        at=briefing.at,
        foot=foot_of(f"Dicetak {day} oleh {briefing.by}.", briefing),
        is_compact=True,
    )


def _figure(one):
    value = f"{one.value}{formats.NBSP}{one.unit}" if one.unit else one.value
    notes = (MARKS.get(one.kind, ""), one.note, one.change)
    return Figure(
        label=one.label,
        value=value if one.value else one.absent,
        notes=tuple(note for note in notes if note),
        is_absent=not one.value,
    )


def _reports(briefing):
    told = ", ".join(f"{formats.number(number)} {words}" for number, words in briefing.reports)
    money = f" Serapan anggaran {briefing.money}, sementara." if briefing.money else ""
    return f"Laporan {briefing.period}: {told}.{money}"


def _replications(rows, name):
    return Table(name, COLUMNS, tuple(_row(one) for one in rows))


def _row(one):
    return Row(
        (
            one.title,
            one.agency,
            one.planned,
            "–" if one.actual is None else one.actual,
            "–" if one.actual is None else one.kind,
            "–" if one.deviation is None else one.deviation,
            one.state,
            one.turn or "–",
        )
    )


def _first_of_many(briefing, is_many):
    if not is_many:
        return ()
    words = f"{formats.number(len(briefing.rows))} replikasi ada di halaman berikut"
    if briefing.untold:
        words += f", {formats.number(briefing.untold)} lainnya di rekapitulasi"
    return (Paragraph(f"{words}.", is_note=True),)


def _all(briefing, is_many):
    if not is_many:
        return ()
    more = briefing.untold
    more = f"{formats.number(more)} replikasi lain ada di rekapitulasi." if more else ""
    return (
        Break(),
        Heading("Replikasi, yang paling perlu perhatian lebih dahulu"),
        *([Paragraph(more, is_note=True)] if more else []),
        _replications(briefing.rows, "Semua replikasi"),
    )


def _items(texts, listed, empty):
    """The first of a list, and how many others there are."""
    if not texts:
        return (Paragraph(empty, is_note=True),)
    more = listed.total - len(texts[:MOST_ITEMS])
    found = (Items(tuple(texts[:MOST_ITEMS])),)
    if more:
        found += (Paragraph(f"{formats.number(more)} lainnya ada di portal.", is_note=True),)
    return found


def _short(text):
    return Truncator(" ".join(text.split()).rstrip(".")).chars(MOST_LETTERS)


def _decision(one):
    turn = f", giliran {one.turn}" if one.turn else ""
    opens = f"; yang akan membukanya: {_short(one.opens)}" if one.opens else ""
    days = f"{formats.number(one.days)} hari" if one.days else "hari ini"
    return (
        f"{one.level}: {_short(one.text)} ({one.title}, {one.agency}; terbuka {days}{turn}{opens})"
    )


def _promises(promises):
    if not promises.total:
        return (Paragraph("Belum ada langkah yang dijanjikan.", is_note=True),)
    texts = [
        f"{PROMISE_WORDS[one.state]}: {_short(one.text)} ({one.title}, laporan {one.quarter})"
        + (f". {_short(one.note)}" if one.note else "")
        for one in sorted(promises.rows, key=lambda one: one.state == KEPT)
    ]
    return (Paragraph(f"{promises.words}."), *_items(texts, promises, ""))


def _changes(changes):
    if not changes.counts:
        return (Paragraph("Tidak ada yang berubah.", is_note=True),)
    texts = [
        f"{formats.short_date(one.on)}, {one.kind.lower()}: {_short(one.text)} ({one.of})"
        for one in changes.rows
    ]
    return (
        Paragraph(f"{changes.words}."),
        *_items(texts, changes, "Tidak ada yang lain."),
    )
