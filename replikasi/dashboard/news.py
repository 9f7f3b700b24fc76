"""The news since a moment, by section: each with what it is about, who, when and where."""

from dataclasses import dataclass

from django.urls import reverse

from . import since

# The newest of a section are listed; the others are on the pages of their own.
LISTED = 20


@dataclass(frozen=True)
class Item:
    """One row in the words of common/_task.html."""

    title: str
    note: str
    at: object
    url: str
    icon: str
    tone: str


@dataclass(frozen=True)
class Section:
    """`number` of all; `more_url` leads to the list that holds the others ("" for none)."""

    key: str
    title: str
    number: int
    items: tuple
    more_url: str


DECISIONS = {
    since.Decision.VERIFIED: ("check-badge", "ok"),
    since.Decision.RETURNED: ("arrow-uturn-left", "bad"),
    since.Decision.UNVERIFIED: ("arrow-path", "wait"),
}


def plan_named(plan):
    """ "Rajutan SiBakul Jogja, Dinkop UKM"."""
    return f"{plan.replication.title}, {plan.replication.agency.short_name}"


def _report(row):
    again = " ulang" if row.resent_on else ""
    title = f"Laporan {row.period.label} {row.period.year} dikirim{again}"
    return Item(title, plan_named(row.plan), row.sent_at, reverse("report", args=[row.pk]),
                "paper-airplane", "acc")  # fmt: skip


def _decision(row):
    icon, tone = DECISIONS[row.decision]
    period = row.report.period
    title = f"Laporan {period.label} {period.year}: {row.get_decision_display().lower()}"
    return Item(title, plan_named(row.report.plan), row.at, reverse("report", args=[row.report_id]),
                icon, tone)  # fmt: skip


def _obstacle(row):
    return Item(row.description, plan_named(row.plan), row.opened_on, row.get_absolute_url(),
                "exclamation-triangle", "wait")  # fmt: skip


def _comment(row):
    title = f"{row.get_kind_display()} dari {row.by.name}"
    return Item(title, plan_named(row.plan), row.created_at, row.get_absolute_url(),
                "chat-bubble-left-ellipsis", "acc")  # fmt: skip


def _version(row):
    title = "Rencana disetujui" if row.number == 1 else f"Revisi disetujui, versi {row.number}"
    return Item(title, plan_named(row.plan), row.approved_at, reverse("plan", args=[row.plan_id]),
                "check-circle", "ok")  # fmt: skip


def _update(row):
    milestone = row.milestone
    return Item(milestone.activity, plan_named(milestone.plan), row.created_at,
                reverse("milestone", args=[milestone.pk]), "pencil-square", "acc")  # fmt: skip


# Section: (title, rows of since.rows, path to the plan, more to fetch, newest first, Item of a row,
# name of the list that holds all)
SECTIONS = {
    "laporan": ("Laporan dikirim", "reports", "plan", ("period",), "-sent_at", _report,
                "report_list"),
    "keputusan": ("Keputusan verifikasi", "decisions", "report__plan", ("report__period",), "-at",
                  _decision, "report_list"),
    "permasalahan": ("Permasalahan baru", "obstacles", "plan", (), "-opened_on", _obstacle,
                     "obstacle_list"),
    "catatan": ("Catatan pendampingan", "comments", "plan", ("by",), "-created_at", _comment, ""),
    "rencana": ("Rencana disetujui", "versions", "plan", (), "-approved_at", _version, "plan_list"),
    "progres": ("Progres dicatat", "updates", "milestone__plan", (), "-created_at", _update, ""),
}  # fmt: skip


def sections(user, moment):
    """[Section] of what others did after `moment`: one query for the numbers, one a section."""
    numbers, found = {}, since.rows(user, moment)
    for kind, number in since.counts(user, moment).items():
        key = since.KINDS[kind].section
        numbers[key] = numbers.get(key, 0) + number
    return [
        _section(key, numbers[key], found[SECTIONS[key][1]]) for key in SECTIONS if key in numbers
    ]


def items_of(key, rows, limit=LISTED):
    """The newest Items of a section's `rows`; one query."""
    _, _, plan, more, newest, item_of, _ = SECTIONS[key]
    rows = rows.select_related(
        f"{plan}__replication__innovation", f"{plan}__replication__agency", *more
    ).order_by(newest, "-pk")
    return tuple(item_of(row) for row in rows[:limit])


def _section(key, number, rows):
    title, *_, all_of_them = SECTIONS[key]
    items = items_of(key, rows)
    more_url = reverse(all_of_them) if all_of_them and number > len(items) else ""
    return Section(key, title, number, items, more_url)
