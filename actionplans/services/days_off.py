"""Days off beside the library's, and the rules of reporting: kept by Litbang for everybody."""

from django.db import transaction
from django.utils import timezone

from actionplans import workdays
from actionplans.models import OffDay, Report, ReportingPeriod, ReportingRules
from replikasi.common import formats
from replikasi.common.locking import Conflict, require

from . import due_moves, reporting_periods


@transaction.atomic
def save_off_day(*, off_day, by, seen=None):
    """Write a new or changed day; returns (the day, periods as `propose_again` gives them).

    Sent twice it is made once: one of the same day, name and kind is that one. `seen` is
    `last_change(off_day)` as it was when the form was opened.
    """
    require(by, f"actionplans.{'change' if off_day.pk else 'add'}_offday", off_day)
    _lock()
    since = off_day.day
    if off_day.pk is None:
        same = OffDay.objects.filter(day=off_day.day).first()
        if same and (same.name, same.is_off) == (off_day.name, off_day.is_off):
            return same, []
    else:
        check_seen(off_day, seen)
        since = min(since, OffDay.objects.get(pk=off_day.pk).day)
    off_day.full_clean()
    off_day.save()
    return off_day, follow(since)


@transaction.atomic
def delete_off_day(*, off_day, by):
    """Take a day out of the list; returns the periods as `propose_again` gives them."""
    require(by, "actionplans.delete_offday", off_day)
    _lock()
    since = off_day.day
    off_day.delete()
    return follow(since)


@transaction.atomic
def save_rules(*, rules, by, seen=None):
    """Write the changed rules; returns the periods as `propose_again` gives them."""
    require(by, "actionplans.change_reportingrules", rules)
    _lock()
    check_seen(rules, seen)
    rules.full_clean()
    rules.save()
    workdays.forget()
    return reporting_periods.propose_again()


def follow(since):
    """What the changed day `since` (or later ones) moves: dates of periods to come, and how many
    working days late the reports are that were sent on it or later. Call it in the transaction of
    the change."""
    workdays.forget()
    changed = reporting_periods.propose_again()
    sent = Report.objects.filter(first_sent_on__gte=since, first_sent_on__isnull=False)
    periods = ReportingPeriod.objects.filter(pk__in=sent.order_by().values("period"))
    for period in periods.order_by("year", "quarter"):
        due_moves.count_late(due_moves.locked_period(period))
    return changed


def last_change(obj):
    """The key of the latest history record of `obj`, 0 without one: what a form has seen."""
    records = obj.history.order_by("-history_date", "-history_id")
    return records.values_list("history_id", flat=True).first() or 0


def check_seen(obj, seen):
    """Conflict, with who changed it, when `obj` was saved since the form was opened."""
    if seen is None or int(seen) == (now := last_change(obj)):
        return
    record = obj.history.order_by("-history_date", "-history_id").select_related("history_user")[0]
    when = formats.clock(timezone.localtime(record.history_date))
    raise Conflict(
        f"{record.history_user or 'Seseorang'} sudah menyimpan perubahan pukul {when}. "
        "Isian Anda belum disimpan; periksa lalu simpan lagi.",
        revision=now,
    )


def _lock():
    """One change at a time, so that each counts with the days and rules of the one before."""
    list(ReportingRules.objects.select_for_update().order_by("pk"))
    workdays.forget()
