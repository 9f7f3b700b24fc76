"""The slides that are tables: replications, decisions, promises, changes."""

from replikasi.common import formats
from replikasi.documents.briefing import BROKEN, KEPT, PARTLY, PROMISE_WORDS, WAITING

from . import drawing, tables
from .fitting import Style
from .look import BODY, Box
from .slides import CONTINUED, untold
from .tables import GRAVE, MORE, PLAIN, SMALL, STRONG

ROOM = Box(BODY.left, 124, BODY.width, 372)
PROMISE_COLORS = {BROKEN: "bad", PARTLY: "wait", WAITING: "muted", KEPT: "ok"}
NONE_STYLE = Style(16, color="muted")


def _listed(deck, title, subtitle, told, rows, *, empty="", notes=()):
    """Slides with one table; `told`: its columns, see tables.columns. Without rows `empty`."""
    found, pages = tables.laid_out(ROOM.width, ROOM.height, told, rows)
    for number, page in enumerate(pages, start=1):
        slide = deck.slide(f"{title} {CONTINUED}" if number > 1 else title, subtitle)
        if page:
            words = f"{title}: {len(rows)} baris."
            drawing.table(slide, ROOM, found, page, title, words)
        else:
            drawing.text(slide, ROOM, [(empty, NONE_STYLE)], "Tidak ada")
        if number == 1:
            drawing.notes(slide, notes)


# -- replications -------------------------------------------------------------------------------

REPLICATIONS = (
    ("Replikasi", 26, "left"),
    ("OPD", 13, "left"),
    ("Rencana, %", 10, "right"),
    ("Realisasi, %", 11, "right"),
    ("Jenis angka", 13, "left"),
    ("Deviasi, poin", 9, "right"),
    ("Laporan", 18, "left"),
    ("Giliran", 25, "left"),
)
GROUPS = (
    ("", 30, "left"),
    ("Replikasi", 9, "right"),
    ("Rencana, %", 10, "right"),
    ("Terverifikasi, %", 13, "right"),
    ("Sementara, %", 12, "right"),
    ("Deviasi sementara, poin", 14, "right"),
    ("Laporan dikirim", 14, "right"),
    ("Perlu perhatian", 12, "right"),
)


def replications(deck):
    """All replications in one table, where each has a slide of its own as well."""
    told = deck.briefing
    beyond = formats.number(sum(one.is_beyond for one in told.rows))
    _listed(
        deck,
        f"{beyond} dari {formats.number(told.total)} replikasi di luar ambang deviasi",
        f"Semua replikasi. {told.position}, yang paling perlu perhatian lebih dahulu.",
        REPLICATIONS,
        [_row(one) for one in told.rows],
    )


def others(deck):
    """Those that have no slide, as far as they are told here."""
    told = deck.briefing
    rows = told.rows[len(told.replications) :]
    if not rows and not told.untold:
        return
    more = ""
    if told.untold:
        more = f" {formats.number(told.untold)} replikasi lain ada di rekapitulasi."
    title = f"{formats.number(len(rows))} replikasi berikutnya"
    _listed(deck, title, f"{told.position}.{more}", REPLICATIONS, [_row(one) for one in rows])


def _row(one):
    return (
        ((one.title, STRONG),),
        ((one.agency, PLAIN),),
        _figure(one.planned),
        _figure(one.actual),
        ((one.kind, PLAIN),) if one.actual is not None else (("–", SMALL),),
        _deviation(one.deviation, one.is_beyond),
        ((one.state, PLAIN),),
        ((one.turn or "–", PLAIN if one.turn else SMALL),),
    )


def _figure(value):
    return ((formats.number(value, 1), PLAIN),) if value is not None else (("–", SMALL),)


def _deviation(value, is_beyond):
    if value is None:
        return (("–", SMALL),)
    return ((formats.signed(value), GRAVE if is_beyond else PLAIN),)


def groups(deck):
    """Replications gathered, where there are too many to read one by one."""
    told = deck.briefing
    if not told.groups:
        return
    label = told.group_label
    noun = label if label == "OPD" else label.lower()
    few = f"{formats.number(len(told.groups))} dari {formats.number(told.group_total)} {noun}"
    if len(told.groups) == told.group_total:
        few = f"{formats.number(told.group_total)} {noun}"
    head, *rest = GROUPS
    _listed(
        deck,
        f"Menurut {noun}",
        " ".join([f"{few}, yang paling perlu perhatian lebih dahulu.", *untold(told)]),
        ((label, *head[1:]), *rest),
        [_group(one) for one in told.groups],
    )


def _group(one):
    return (
        ((one.name, STRONG),),
        ((formats.number(one.plans), PLAIN),),
        _figure(one.planned),
        _figure(one.verified),
        _figure(one.claimed),
        _deviation(one.deviation, one.is_beyond),
        ((f"{formats.number(one.sent)} dari {formats.number(one.asked)}", PLAIN),),
        ((formats.number(one.urgent), PLAIN),),
    )


# -- decisions, promises, changes ---------------------------------------------------------------


def _more(listed, noun):
    return f" {formats.number(listed.more)} {noun} lain ada di portal." if listed.more else ""


def decisions(deck):
    told = deck.briefing.decisions
    number = formats.number(told.total)
    counts = ", ".join(f"{formats.number(n)} tingkat {level}" for n, level in told.counts)
    _listed(
        deck,
        f"{number} permasalahan menunggu keputusan di atas OPD"
        if told.total
        else "Keputusan di atas OPD",
        f"{counts}.{_more(told, 'permasalahan')}" if told.total else "",
        (
            ("Permasalahan", 44, "left"),
            ("Replikasi", 24, "left"),
            ("Keputusan", 16, "left"),
            ("Yang akan membukanya", 22, "left"),
            ("Terbuka", 14, "left"),
        ),
        [_decision(one) for one in told.rows],
        empty="Tidak ada permasalahan yang menunggu keputusan di atas OPD.",
        notes=[f"{one.title}: {one.text}" for one in told.rows[:5]],
    )


def _decision(one):
    turn = ((f"Giliran: {one.turn}", MORE),) if one.turn else ()
    days = f"{formats.number(one.days)} hari" if one.days else "hari ini"
    return (
        ((one.text, STRONG),),
        ((one.title, PLAIN), (one.agency, MORE)),
        ((one.level, GRAVE), *turn),
        ((one.opens or "–", PLAIN if one.opens else SMALL),),
        ((days, PLAIN), (f"sejak {formats.short_date(one.since)}", MORE)),
    )


def promises(deck):
    told = deck.briefing.promises
    counts = told.words
    _listed(
        deck,
        f"Janji: {counts}" if counts else "Janji",
        f"Langkah yang dijanjikan laporan, menurut laporan {deck.briefing.period}."
        f"{_more(told, 'janji')}"
        if told.total
        else "",
        (
            ("Janji", 46, "left"),
            ("Replikasi", 32, "left"),
            ("Dijanjikan", 17, "left"),
            ("Hasil", 30, "left"),
        ),
        [_promise(one) for one in told.rows],
        empty="Belum ada langkah yang dijanjikan.",
    )


def _promise(one):
    state = (PROMISE_WORDS[one.state], Style(12, bold=True, color=PROMISE_COLORS[one.state]))
    note = ((one.note, MORE),) if one.note else ()
    return (
        ((one.text, PLAIN),),
        ((one.title, PLAIN), (one.agency, MORE)),
        ((f"Laporan {one.quarter}", PLAIN),),
        (state, *note),
    )


def changes(deck):
    told, day = deck.briefing.changes, formats.long_date(deck.briefing.since)
    counts = told.words
    more = f" {formats.number(told.more)} kejadian lain ada di portal." if told.more else ""
    _listed(
        deck,
        f"Yang berubah sejak {day}",
        f"{counts}.{more}" if counts else "",
        (
            ("Tanggal", 12, "left"),
            ("Jenis", 20, "left"),
            ("Yang terjadi", 54, "left"),
            ("Replikasi", 36, "left"),
        ),
        [_change(one) for one in told.rows],
        empty=f"Tidak ada yang berubah sejak {day}.",
    )


def _change(one):
    return (
        ((formats.short_date(one.on), PLAIN),),
        ((one.kind, SMALL),),
        ((one.text, PLAIN),),
        ((one.of, PLAIN),),
    )
