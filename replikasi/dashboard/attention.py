"""What needs somebody's attention: each with since when, for how long, and whose move it is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from actionplans import workdays
from actionplans.models import Report
from replikasi.common import formats

from . import queries

# How a kind is counted below the list, and how the table filtered by it is called.
LABELS = {
    "unsent": "belum dilaporkan",
    "returned": "dikembalikan",
    "waiting": "menunggu verifikasi",
    "suggestion": "saran belum dijawab",
    "overdue": "bertonggak lewat tenggat",
    "deviation": "deviasi di bawah ambang",
    "absorption": "serapan mendahului fisik",
}


@dataclass(frozen=True)
class Concern:
    """One row of the list, in the words of common/_task.html."""

    kind: str
    title: str
    note: str
    turn: str
    url: str
    icon: str
    tone: str


@dataclass(frozen=True)
class Attention:
    """The most urgent concerns, how many there are in all, and how many of each kind."""

    items: tuple
    total: int
    kinds: tuple  # of (kind, number, label)


@dataclass(frozen=True)
class Sources:
    """What the list is told from: rows of `queries`, the year and reports of its plans, and the
    undone milestone of each that is due first."""

    standings: list
    suggestions: list
    overdue: list
    years: dict
    reports: dict
    milestones: dict


def gathered(sources, sums, selection):
    """The Attention of a selection; `sums` are the totals of its quarter."""
    found = _of_standings(sources, selection)
    found += [_suggestion(row, selection) for row in sources.suggestions]
    found += [
        _overdue(row, sources.milestones.get(row.plan_id), selection) for row in sources.overdue
    ]
    # Stable, so that rows of one kind stay in the order in which they were read.
    found.sort(key=lambda concern: queries.CONCERNS.index(concern.kind))
    numbers = {
        "suggestion": sources.suggestions[0].total if sources.suggestions else 0,
        "overdue": sources.overdue[0].total if sources.overdue else 0,
        **{kind: sums.get(f"concern_{kind}", 0) for kind in queries.STANDING_CONCERNS},
    }
    return Attention(
        items=tuple(found[: queries.ATTENTION_SHOWN]),
        total=sum(numbers.values()),
        kinds=tuple(
            (kind, numbers[kind], LABELS[kind]) for kind in queries.CONCERNS if numbers[kind]
        ),
    )


def for_days(days):
    """`3` -> "3 hari kerja"; a start of today has no length yet."""
    return f"{days} hari kerja" if days else "hari ini"


def deadline(day, today):
    """A deadline and how far it is: "14 Okt, besok", "7 Okt, lewat 4 hari kerja"."""
    shown = formats.day_month(day)
    if today > day:
        days = workdays.between(day, today)
        return f"{shown}, lewat {days} hari kerja" if days else f"{shown}, baru lewat"
    if today == day:
        return f"{shown}, hari ini"
    if (day - today).days == 1:
        return f"{shown}, besok"
    return f"{shown}, {workdays.between(today, day)} hari kerja lagi"


def _of_standings(sources, selection):
    conditions = queries.concern_conditions(selection.period, selection.today)
    told = {
        "unsent": _unsent,
        "returned": _returned,
        "waiting": _waiting,
        "deviation": _deviation,
        "absorption": _absorption,
    }
    found = []
    for row in sources.standings:
        report = sources.reports.get((row.plan_id, row.period_id))
        for kind in conditions:
            if _holds(kind, row, selection.today):
                found.append(told[kind](row, report, sources.years[row.plan_id], selection))
    return found


def _holds(kind, row, today):
    """Whether `kind` touches the standing: the same as its condition in SQL."""
    if kind == "unsent":
        return not row.report_state and row.due < today
    if kind in ("returned", "waiting"):
        state = Report.State.RETURNED if kind == "returned" else Report.State.SENT
        return row.report_state == state
    if kind == "deviation":
        return row.deviation is not None and row.deviation < workdays.rules().deviation_limit
    return row.lead is not None and row.lead > workdays.rules().absorption_ahead


def _agency(row):
    return row.plan.replication.agency.short_name


def _title(row):
    return row.plan.replication.title


def _why(row, selection):
    return reverse("why", args=[row.plan_id]) + f"?tw={selection.quarter}"


def _unsent(row, report, year, selection):
    period = selection.period
    days = workdays.between(row.due, selection.today)
    return Concern(
        kind="unsent",
        title=f"Laporan {period.label} belum dilaporkan",
        note=f"{_title(row)}. Lewat {for_days(days)}, tenggat {formats.day_month(row.due)}",
        turn=f"Kepala {_agency(row)}",
        url=reverse("plan", args=[row.plan_id]),
        icon="minus-circle",
        tone="bad",
    )


def _returned(row, report, year, selection):
    since = f"Sejak {formats.day_month(report.decided_at)}" if report else "Menunggu perbaikan"
    days = _days_since(report.decided_at, selection) if report else 0
    return Concern(
        kind="returned",
        title=f"Laporan {selection.period.label} dikembalikan",
        note=f"{_title(row)}. {since}, {for_days(days)}",
        turn=_agency(row),
        url=reverse("report", args=[report.pk]) if report else reverse("plan", args=[row.plan_id]),
        icon="arrow-uturn-left",
        tone="bad",
    )


def _days_since(moment, selection):
    return workdays.between(timezone.localdate(moment), selection.today)


def _waiting(row, report, year, selection):
    due = report.review_due if report else selection.period.review_due
    late = selection.today > due
    sent = ""
    if report:
        days = for_days(_days_since(report.sent_at, selection))
        sent = f" Dikirim {formats.day_month(report.sent_at)}, {days}."
    return Concern(
        kind="waiting",
        title=f"Laporan {selection.period.label} menunggu verifikasi",
        note=f"{_title(row)}.{sent} Tenggat {deadline(due, selection.today)}",
        turn="Litbang",
        url=reverse("report", args=[report.pk]) if report else reverse("plan", args=[row.plan_id]),
        icon="clock",
        tone="bad" if late else "wait",
    )


def _since_quarter(year, selection):
    """The first of the quarters in a row, up to the chosen one, whose deviation is beyond."""
    since = selection.quarter
    for row in reversed([one for one in year if one.period.quarter < selection.quarter]):
        actual = row.verified if row.verified_quarter == row.period.quarter else row.claimed
        if actual is None or actual - row.planned >= workdays.rules().deviation_limit:
            break
        since = row.period.quarter
    return formats.quarter_name(since)


def _provenance(row, selection):
    return "terverifikasi" if row.verified_quarter == selection.quarter else "sementara"


def _deviation(row, report, year, selection):
    limit = formats.signed(workdays.rules().deviation_limit, 0)
    return Concern(
        kind="deviation",
        title=f"Deviasi {formats.points(row.deviation)}, ambang {limit}",
        note=f"{_title(row)}. Di bawah ambang sejak {_since_quarter(year, selection)}, "
        f"{_provenance(row, selection)}",
        turn=_agency(row),
        url=_why(row, selection),
        icon="arrow-trending-down",
        tone="bad",
    )


def _absorption(row, report, year, selection):
    absorbed = row.spent / row.ceiling * 100
    return Concern(
        kind="absorption",
        title=f"Serapan {formats.percent(absorbed)} jauh di depan fisik "
        f"{formats.percent(row.claimed)}",
        note=f"{_title(row)}. Selisih {formats.number(absorbed - row.claimed, 1)} poin "
        f"pada {selection.period.label}, sementara",
        turn=_agency(row),
        url=_why(row, selection),
        icon="banknotes",
        tone="wait",
    )


def _suggestion(comment, selection):
    if comment.milestone_id:
        place = f"Tonggak {comment.milestone.number}"
    else:
        place = "Laporan" if comment.report_id else "Rencana aksi"
    days = workdays.between(comment.answer_by, selection.today)
    return Concern(
        kind="suggestion",
        title="Saran lewat tenggat jawaban",
        note=f"{_title(comment)}. {place}, jawaban diminta sebelum "
        f"{formats.day_month(comment.answer_by)}, lewat {for_days(days)}",
        turn="pendamping" if comment.advisers_only else _agency(comment),
        url=comment.get_absolute_url(),
        icon="chat-bubble-oval-left-ellipsis",
        tone="wait",
    )


def _overdue(row, oldest, selection):
    days = for_days(workdays.between(row.since, selection.today))
    one = row.number == 1 and oldest
    named = f"{oldest.activity}, tenggat" if oldest and not one else "tenggat"
    return Concern(
        kind="overdue",
        title=f"Tonggak lewat tenggat: {oldest.activity}"
        if one
        else f"{row.number} tonggak lewat tenggat",
        note=f"{row.title}. {'Terlama: ' if not one else ''}{named} "
        f"{formats.day_month(row.since)}, lewat {days}",
        turn=row.agency,
        url=reverse("milestone", args=[oldest.pk]) if one else reverse("plan", args=[row.plan_id]),
        icon="exclamation-triangle",
        tone="bad",
    )
