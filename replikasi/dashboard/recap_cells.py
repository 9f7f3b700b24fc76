"""A report of a quarter as the rekap shows it: its state, how late, where it leads."""

from dataclasses import dataclass

from django.urls import reverse

from actionplans import workdays
from actionplans.models import Report
from replikasi.common import formats

UNSENT, DRAFT, SENT, RETURNED, VERIFIED, UNOPENED, NOT_ASKED, LATE = (
    *("unsent", "draft", "sent", "returned", "verified", "unopened"),
    "not_asked",
    "late",
)
# Of each state: its kind of common/_state.html, its word, and the same where there is little room.
STATES = {
    UNSENT: ("none", "Belum dilaporkan", "Belum"),
    DRAFT: ("draft", "Draf", "Draf"),
    RETURNED: ("bad", "Dikembalikan", "Dikembalikan"),
    SENT: ("wait", "Menunggu verifikasi", "Menunggu"),
    VERIFIED: ("ok", "Terverifikasi", "Terverifikasi"),
    UNOPENED: ("", "Belum dibuka", "Belum dibuka"),
    NOT_ASKED: ("", "Tidak diminta", "Tidak diminta"),
}
STATE_OF = {
    Report.State.DRAFT: DRAFT,
    Report.State.SENT: SENT,
    Report.State.RETURNED: RETURNED,
    Report.State.VERIFIED: VERIFIED,
}


@dataclass(frozen=True)
class Cell:
    """A report of a quarter. `late`: working days, so far where nothing was sent; None: not late.

    `note` says on time, how late, or until when; `since` when it was sent or returned; `moved`
    that the agency's own due date was moved. Without a `kind` the quarter has not opened.
    """

    state: str
    kind: str
    label: str
    short: str
    note: str
    since: str = ""
    moved: str = ""
    late: int | None = None
    url: str = ""

    @property
    def is_overdue(self):
        return self.late is not None and self.state in (UNSENT, DRAFT)


def cell_of(standing, report, today, may_open, between=workdays.between):
    """The Cell of a standing (with its period) and its report or draft, or None.

    `may_open(report)`: whether the reader may open it; that a draft exists is told to everybody.
    """
    period = standing.period
    state = _state(standing, report, today)
    kind, label, short = STATES[state]
    if state == NOT_ASKED:
        return Cell(state, kind, label, short, "tidak diminta")
    if state == UNOPENED:
        return Cell(state, kind, label, short, f"dibuka {formats.day_month(period.opens)}")
    late = _late(standing, today, between)
    since = ""
    if state == RETURNED and report:
        since = f"sejak {formats.day_month(report.decided_at)}"
    elif state == SENT and report:
        since = _sent(report)
    return Cell(
        *(state, kind, label, short),
        note=_note(standing, late, today),
        since=since,
        moved=f"tenggat digeser ke {formats.day_month(standing.due)}"
        if standing.due != period.due
        else "",
        late=late,
        url=reverse("report", args=[report.pk]) if report and may_open(report) else "",
    )


def days_late(standing, cell):
    """Working days as lists to take along tell them: 0 for what came in time, so far for what is
    overdue, None while it may still come in time or is not asked."""
    return standing.days_late if standing.is_reported else cell.late


def _sent(report):
    """ "dikirim 6 Okt"; that lateness is counted from the first time, where there was another."""
    if report.resent_on is None:
        return f"dikirim {formats.day_month(report.sent_at)}"
    first, last = (formats.day_month(day) for day in (report.first_sent_on, report.resent_on))
    return f"pertama {first}, dikirim ulang {last}"


def _state(standing, report, today):
    if not standing.is_asked and report is None:
        return NOT_ASKED
    if standing.is_reported:
        return STATE_OF[standing.report_state]
    if report is not None and report.state == Report.State.DRAFT:
        return DRAFT
    return UNSENT if standing.period.is_open(today) else UNOPENED


def _late(standing, today, between):
    """Working days, or None when the report came or may still come in time."""
    if standing.is_reported:
        return standing.days_late or None
    if not standing.is_asked:
        return None
    return between(standing.due, today) if today > standing.due else None


def _note(standing, late, today):
    if not standing.is_asked:
        return "tidak diminta"
    if standing.is_reported:
        return f"terlambat {late} hari kerja" if late else "tepat waktu"
    if late is not None:
        return f"lewat {late} hari kerja" if late else "baru lewat tenggat"
    return (
        f"tenggat {formats.day_month(standing.due)}{', hari ini' if today == standing.due else ''}"
    )
