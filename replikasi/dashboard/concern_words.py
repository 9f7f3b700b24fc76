"""What is said of a concern: since when, for how long, whose move, and where to act."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from actionplans import workdays
from replikasi.accounts.models import User
from replikasi.common import formats

from . import concern_goal_words, figures, turns
from .concern_strands import ADVISERS, LEADERS, LITBANG, OPD
from .lateness import day_of, deadline, deviation_of, first_of_run, for_days, is_below

Role = User.Role

# What to do, for those whose move it is.
ACTS = {
    "unsent": {Role.KEPALA: "kirim laporan", Role.STAF: "susun laporan"},
    "returned": {Role.KEPALA: "perbaiki lalu kirim lagi", Role.STAF: "perbaiki laporan"},
    "waiting": {Role.LITBANG: "verifikasi laporan"},
    "suggestion": dict.fromkeys(
        (Role.KEPALA, Role.STAF, Role.LITBANG, Role.FASILITATOR), "jawab saran"
    ),
    "deviation": dict.fromkeys(User.AGENCY_ROLES, "kejar tonggak yang tertinggal"),
    "away": dict.fromkeys(User.AGENCY_ROLES, "tindak lanjuti sebabnya"),
    "overdue": dict.fromkeys(User.AGENCY_ROLES, "catat progres"),
    "clause": {
        **dict.fromkeys(User.AGENCY_ROLES, "tuntaskan tonggaknya"),
        Role.LITBANG: "kaitkan dengan tonggak",
    },
    "obstacle": {
        **dict.fromkeys(
            (Role.KEPALA, Role.STAF, Role.LITBANG), "tindak lanjuti atau tutup permasalahan"
        ),
        Role.PIMPINAN: "putuskan jalan keluarnya",
    },
    "absorption": dict.fromkeys(User.AGENCY_ROLES, "jelaskan uang yang dipakai"),
    "behind": dict.fromkeys(User.AGENCY_ROLES, "lengkapi catatan uang"),
    "check": {
        **dict.fromkeys(User.AGENCY_ROLES, "jawab pemeriksaan"),
        Role.LITBANG: "setujui atau kembalikan",
    },
    "commitment": {Role.LITBANG: "perbarui masa berlakunya"},
    "unadvised": dict.fromkeys((Role.LITBANG, Role.FASILITATOR), "tulis catatan pendampingan"),
}
ROLES_OF_TURN = {
    OPD: User.AGENCY_ROLES,
    LITBANG: (Role.LITBANG,),
    ADVISERS: (Role.LITBANG, Role.FASILITATOR),
    LEADERS: (Role.PIMPINAN,),
}


@dataclass(frozen=True)
class Concern:
    """One row of the list, in the words of common/_task.html.

    act: what the reader can do about it, "" where it is not the reader's move; agency: its key, 0
    for what belongs to none; since: the day from which it needs attention.
    """

    kind: str
    title: str
    note: str
    turn: str
    url: str
    icon: str
    tone: str
    act: str
    replication: str
    agency: int
    since: object

    @property
    def told_turn(self):
        return turns.addressed(self.turn, self.act) if self.act else self.turn


def told(row, user, year, selection, obstacles=()):
    """The Concern of `row` (concern_rows.Found); `year`: the standings of its plan in order;
    `obstacles`: open ones of the plan of a deviation, the oldest first."""
    words = TOLD[row.kind](row, user, year, selection)
    if row.kind == "deviation":
        words["turn"] = turns.turn_of_deviation(row.short, obstacles)
    is_own = user.role in ROLES_OF_TURN[row.turn]
    words = {"since": row.since, "replication": row.title, "agency": row.agency} | words
    return Concern(
        kind=row.kind,
        act=ACTS[row.kind].get(user.role, "") if is_own else "",
        **words,
    )


def _unsent(row, user, year, selection):
    days = workdays.between(row.since, selection.today)
    return {
        "title": f"Laporan {formats.quarter_name(row.quarter)} belum dilaporkan",
        "note": f"{row.of}. Lewat {for_days(days)}, tenggat {day_of(row.since, selection.today)}",
        "turn": f"Kepala {row.short}",
        "url": _unsent_url(row, user),
        "icon": "minus-circle",
        "tone": "bad",
    }


def _unsent_url(row, user):
    """Where the agency writes it, where Litbang finds whom to call, and else the plan."""
    if user.role in User.AGENCY_ROLES:
        return reverse("report_open", args=[row.plan, row.quarter])
    if user.role == Role.LITBANG:
        return f"{reverse('plan_reminders', args=[row.plan])}?triwulan={row.quarter}"
    return reverse("plan", args=[row.plan])


def _returned(row, user, year, selection):
    days = for_days(workdays.between(row.since, selection.today))
    return {
        "title": f"Laporan {formats.quarter_name(row.quarter)} dikembalikan",
        "note": f"{row.of}. Sejak {day_of(row.since, selection.today)}, {days}",
        "turn": row.short,
        "url": reverse("report", args=[row.ref]),
        "icon": "arrow-uturn-left",
        "tone": "bad",
    }


def _waiting(row, user, year, selection):
    period = next(one for one in selection.periods if one.quarter == row.quarter)
    rules = workdays.rules()
    due = max(
        period.review_due,
        workdays.add(row.since, rules.review_due_days - rules.report_due_days),
    )
    days = for_days(workdays.between(row.since, selection.today))
    return {
        "title": f"Laporan {period.label} menunggu verifikasi",
        "note": f"{row.of}. Dikirim {day_of(row.since, selection.today)}, {days}. "
        f"Tenggat {deadline(due, selection.today)}",
        "turn": "Litbang",
        "url": reverse("report", args=[row.ref]),
        "icon": "clock",
        "tone": "bad" if selection.today > due else "wait",
    }


def _suggestion(row, user, year, selection):
    if row.at:
        place, page = f"Tonggak {row.number}", reverse("milestone", args=[row.at])
    elif row.report:
        place, page = "Laporan", reverse("report", args=[row.report])
    else:
        place, page = "Rencana aksi", reverse("plan", args=[row.plan])
    days = workdays.between(row.since, selection.today)
    return {
        "title": "Saran belum dijawab",
        "note": f"{row.of}. {place}, jawaban diminta sebelum "
        f"{day_of(row.since, selection.today)}, lewat {for_days(days)}",
        "turn": "pendamping" if row.turn == ADVISERS else row.short,
        "url": f"{page}#catatan-{row.ref}",
        "icon": "chat-bubble-oval-left-ellipsis",
        "tone": "wait",
    }


def _overdue(row, user, year, selection):
    days = for_days(workdays.between(row.since, selection.today))
    one = row.number == 1
    shown = f"{day_of(row.since, selection.today)}, lewat {days}"
    return {
        "title": f"Tonggak lewat tenggat: {row.words}"
        if one
        else f"{row.number} tonggak lewat tenggat",
        "note": f"{row.of}. Tenggat {shown}"
        if one
        else f"{row.of}. Terlama: {row.words}, tenggat {shown}",
        "turn": row.short,
        "url": reverse("milestone", args=[row.at]) if one else reverse("plan", args=[row.plan]),
        "icon": "exclamation-triangle",
        "tone": "bad",
    }


def _obstacle(row, user, year, selection):
    days = (selection.today - row.since).days
    names = {OPD: row.short, LITBANG: "Bappelitbang", LEADERS: "Bupati"}
    return {
        "title": f"Permasalahan terbuka {formats.number(days)} hari kalender",
        "note": f"{row.of}. {row.words.rstrip('.')}, sejak {day_of(row.since, selection.today)}",
        "turn": names[row.turn],
        "url": reverse("obstacle", args=[row.ref]),
        "icon": "wrench-screwdriver",
        "tone": "wait",
    }


def _check(row, user, year, selection):
    """A later check of a replication that is complete; `number`: its term in months."""
    days = workdays.between(row.since, selection.today)
    shown = day_of(row.since, selection.today)
    words = {"url": reverse("checks", args=[row.ref]), "icon": "heart"}
    if row.turn == LITBANG:
        return words | {
            "title": f"Pemeriksaan {row.number} bulan menunggu persetujuan",
            "note": f"{row.of}. Dijawab {shown}, {for_days(days)}",
            "turn": "Litbang",
            "tone": "wait",
        }
    late = row.since < selection.today
    return words | {
        "title": f"Pemeriksaan keberlanjutan {row.number} bulan "
        + ("terlambat" if late else "jatuh tempo"),
        "note": f"{row.of}. Tenggat {shown}" + (f", lewat {for_days(days)}" if days else ""),
        "turn": row.short,
        "tone": "bad" if late else "wait",
    }


def _commitment(row, user, year, selection):
    left, near = (row.since - selection.today).days, workdays.rules().commitment_days
    if left > 0:
        title, when = "hampir berakhir", f"{formats.number(left)} hari lagi"
    elif left == 0:
        title, when = "berakhir hari ini", "hari ini"
    else:
        title, when = "sudah berakhir", f"lewat {formats.number(-left)} hari"
    return {
        "title": f"Komitmen bersama {title}",
        "note": f"{row.words}, {formats.number(row.number)} replikasi. Berlaku sampai "
        f"{day_of(row.since, selection.today)}, {when}",
        "turn": "Litbang",
        "url": reverse("commitment", args=[row.ref]),
        "icon": "document-text",
        "tone": "wait" if left >= 0 else "bad",
        "since": row.since - timedelta(days=near) if left >= 0 else row.since,
    }


def _unadvised(row, user, year, selection):
    days = formats.number((selection.today - row.since).days)
    shown = formats.short_date(row.since)
    return {
        "title": f"Belum didampingi {days} hari kalender",
        "note": f"{row.of}. Catatan pendampingan terakhir {shown}"
        if row.number
        else f"{row.of}. Belum pernah sejak disetujui {shown}",
        "turn": "pendamping",
        "url": reverse("plan_advise", args=[row.plan]),
        "icon": "chat-bubble-left-right",
        "tone": "wait",
    }


# -- what the figures of the chosen quarter say ---------------------------------------------------


def _lead_of(row):
    if row.spent is None or row.claimed is None or not row.ceiling:
        return None
    return row.spent / row.ceiling * 100 - row.claimed


def _since(first, selection):
    """ "sejak TW II, 2 triwulan berturut-turut"; of a run that has just begun its start alone."""
    length = selection.quarter - first.period.quarter + 1
    told = f"sejak {first.period.label}"
    return f"{told}, {length} triwulan berturut-turut" if length > 1 else told


def _figures(row, year, selection, holds):
    """(the standing of the chosen quarter, where the run began, and the address of why)."""
    now = next(one for one in year if one.period.quarter == selection.quarter)
    why = f"{reverse('why', args=[row.plan])}?tw={selection.quarter}"
    return now, first_of_run(year, selection.quarter, holds), why


def _deviation(row, user, year, selection):
    limit = workdays.rules().deviation_limit
    now, first, why = _figures(row, year, selection, is_below(limit))
    own = now.verified_quarter == selection.quarter
    return {
        "title": f"Deviasi {formats.points(deviation_of(now))}, ambang {formats.signed(limit, 0)}",
        "note": f"{row.of}. Di bawah ambang {_since(first, selection)}; "
        f"{'terverifikasi' if own else 'sementara'}",
        "turn": row.short,
        "url": f"{why}&angka={figures.DEVIATION}",
        "icon": "arrow-trending-down",
        "tone": "bad",
        "since": first.period.ends,
    }


def _absorption(row, user, year, selection):
    limit = workdays.rules().absorption_ahead

    def holds(one):
        lead = _lead_of(one)
        return lead is not None and lead > limit

    return _money(row, year, selection, holds, "jauh di depan", limit)


def _behind(row, user, year, selection):
    limit = workdays.rules().absorption_behind

    def holds(one):
        lead = _lead_of(one)
        return lead is not None and lead < -limit

    return _money(row, year, selection, holds, "jauh di belakang", limit)


def _money(row, year, selection, holds, words, limit):
    now, first, why = _figures(row, year, selection, holds)
    absorbed = now.spent / now.ceiling * 100
    return {
        "title": f"Serapan {formats.percent(absorbed)} {words} fisik "
        f"{formats.percent(now.claimed)}",
        "note": f"{row.of}. Selisih {formats.number(abs(_lead_of(now)), 1)} poin, "
        f"ambang {limit}, {_since(first, selection)}; sementara",
        "turn": row.short,
        "url": f"{why}&angka={figures.ABSORPTION}",
        "icon": "banknotes",
        "tone": "wait",
        "since": first.period.ends,
    }


TOLD = {
    "unsent": _unsent,
    "returned": _returned,
    "waiting": _waiting,
    "suggestion": _suggestion,
    "deviation": _deviation,
    "away": concern_goal_words.away,
    "overdue": _overdue,
    "clause": concern_goal_words.clause,
    "obstacle": _obstacle,
    "absorption": _absorption,
    "behind": _behind,
    "check": _check,
    "commitment": _commitment,
    "unadvised": _unadvised,
}
