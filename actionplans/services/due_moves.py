"""Moving a due date, for everybody or for one agency, and what follows from it."""

from copy import copy
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from actionplans import notices, workdays
from actionplans.models import ActionPlan, DueMove, PeriodStanding, Report, ReportingPeriod
from actionplans.models.period import due_of
from innovations.models import Agency
from innovations.people import officers_of, people_of
from replikasi.accounts.models import User
from replikasi.common import formats
from replikasi.common.locking import Conflict, require

PERM = "actionplans.change_reportingperiod"


@transaction.atomic
def move_due(*, period, by, due, reason, agency=None, seen=None):
    """Move the due date of `period` to `due`, for everybody or for one agency; returns the DueMove.

    The officer's deadline moves along with everybody's. `seen` is `last_move(period)` as it was
    when the form was opened. The same form sent twice moves once.
    """
    _require(by, period, agency)
    period = locked_period(period, agency)
    if (same := _latest(period, agency)) and (same.due, same.reason, same.by_id) == (
        *(due, reason.strip()),
        by.pk,
    ):
        return same
    _check_seen(period, seen)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasannya, supaya OPD mengerti."})
    if sentence := refusal(period, due, agency):
        raise ValidationError({"due": sentence})
    return _moved(period, by=by, due=due, reason=reason.strip(), agency=agency)


@transaction.atomic
def take_back(*, period, by, reason, agency=None, seen=None):
    """Everybody's due date becomes the first one again, or an agency's own everybody's."""
    _require(by, period, agency)
    period = locked_period(period, agency)
    _check_seen(period, seen)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasannya, supaya OPD mengerti."})
    if agency is None:
        due = period.first_due
    else:
        own = _latest(period, agency)
        due = period.due if own is not None and own.due > period.due else None
    if due is None:
        raise ValidationError("Tenggat ini sudah dikembalikan.", code="state")
    return _moved(period, by=by, due=due, reason=reason.strip(), agency=agency)


def refusal(period, due, agency=None):
    """Why the due date cannot be moved to `due`, as a sentence, or ""."""
    shown = formats.short_date
    if due < period.opens:
        return f"Tenggat tidak boleh sebelum laporan dibuka, {shown(period.opens)}."
    if due > date(period.year + 1, 12, 31):
        return f"Periksa tahunnya: tenggat {period} paling lambat akhir {period.year + 1}."
    if agency is not None:
        if due <= period.due:
            return (
                f"Tenggat satu OPD hanya dapat dimundurkan melewati tenggat umum, "
                f"{shown(period.due)}."
            )
    elif due == period.due:
        return f"Tenggatnya sudah {shown(due)}. Isi tanggal lain."
    elif due < min(period.due, timezone.localdate()) and due != period.first_due:
        return "Tenggat tidak dapat dimajukan ke hari yang sudah lewat."
    return ""


def last_move(period):
    """The key of the period's latest DueMove, 0 before the first: what a form has seen."""
    return period.moves.order_by("-id").values_list("id", flat=True).first() or 0


# -- what a move would do -----------------------------------------------------------------------


@dataclass(frozen=True)
class Effect:
    """`late`: how many sent reports count other days late than before; `own`: agencies whose own
    date stays later than the new one."""

    plans: int
    agencies: int
    own: int
    late: int
    review_due: date
    is_working: bool


def effect(period, due, agency=None):
    """The Effect of moving `period` to `due`; writes nothing."""
    after = period if agency is not None else dated(copy(period), due)
    moves = _own_moves(period)
    if agency is not None:
        moves[agency.pk] = DueMove(period=period, agency=agency, due=due)
    rows = _standings(period, agency).order_by()
    keys = list(rows.values_list("plan__replication__agency", flat=True))
    own = {key for key in keys if agency is None and after.due < _own_due(after, moves.get(key))}
    reports = _sent(period, agency)
    return Effect(
        plans=sum(key not in own for key in keys),
        agencies=len(set(keys) - own),
        own=len(own),
        late=sum(days != report.days_late for report, days in _lateness(after, moves, reports)),
        review_due=after.review_due,
        is_working=workdays.is_working(due),
    )


def dated(period, due):
    """`period` with everybody's due date at `due`, not saved; the first one is remembered."""
    first = period.first_due or period.due
    rules = workdays.rules()
    period.due, period.first_due = due, None if due == first else first
    period.review_due = workdays.add(due, rules.review_due_days - rules.report_due_days)
    return period


# -- what follows -------------------------------------------------------------------------------


def locked_period(period, agency=None):
    """`period` read anew and locked, after all plans of its year that the agency (or anybody) has.

    Plans come first, as in every service: whoever sends a report meanwhile waits, or is waited for.
    """
    plans = ActionPlan.objects.filter(fiscal_year=period.year)
    if agency is not None:
        plans = plans.filter(replication__agency=agency)
    list(plans.select_for_update(of=("self",)).order_by("pk").only("pk"))
    return ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)


def rewrite(period, agency=None):
    """Write due dates of the standings and days late of what was sent anew, for all or one."""
    moves = _own_moves(period)
    rows = _standings(period, agency)
    own = {key for key, move in moves.items() if _own_due(period, move) > period.due}
    due, moved_from = due_of(period, None)
    rows.exclude(plan__replication__agency__in=own).update(due=due, moved_from=moved_from)
    for key in own:
        due, moved_from = due_of(period, moves[key])
        rows.filter(plan__replication__agency=key).update(due=due, moved_from=moved_from)
    count_late(period, agency)


def count_late(period, agency=None):
    """Count the days late of sent reports anew, from the day on which they were first sent."""
    changed = []
    for report, days in _lateness(period, _own_moves(period), _sent(period, agency)):
        if days != report.days_late:
            report.days_late = days
            changed.append(report)
    Report.objects.bulk_update(changed, ["days_late"])
    late = {report.plan_id: report.days_late for report in changed}
    rows = list(
        PeriodStanding.objects.filter(period=period, plan__in=late).exclude(report_state="")
    )
    for row in rows:
        row.days_late = late[row.plan_id]
    PeriodStanding.objects.bulk_update(rows, ["days_late"])


def _moved(period, *, by, due, reason, agency):
    if agency is None:
        before = period.due
        dated(period, due)._change_reason = reason[:100]
        period.full_clean()
        period.save()
    else:
        before = due_of(period, _latest(period, agency))[0]
    move = DueMove(period=period, agency=agency, before=before, due=due, reason=reason, by=by)
    move.full_clean()
    move.save()
    rewrite(period, agency)
    notices.about_due(move, by=by, recipients=_people(period, agency))
    return move


def _people(period, agency):
    """People of the agencies that report in the period, and Litbang's."""
    if agency is not None:
        return [*people_of(agency), *officers_of(agency)]
    agencies = _standings(period).order_by().values("plan__replication__agency")
    staff = User.objects.active().filter(agency__in=agencies, role__in=User.AGENCY_ROLES)
    return [*staff, *User.objects.active().filter(role=User.Role.LITBANG)]


def _require(by, period, agency):
    require(by, PERM, period)
    if agency is not None and not Agency.objects.visible_to(by).filter(pk=agency.pk).exists():
        raise PermissionDenied


def _check_seen(period, seen):
    now = last_move(period)
    if seen is None or int(seen) == now:
        return
    move = period.moves.select_related("by", "agency").get(pk=now)
    who = move.agency.short_name if move.agency else "semua OPD"
    raise Conflict(
        f"{move.by.name} sudah menggeser tenggat {who} menjadi {formats.short_date(move.due)} "
        f"pukul {formats.clock(timezone.localtime(move.at))}: {move.reason} "
        "Isian Anda belum disimpan; periksa lalu simpan lagi.",
        revision=now,
    )


def _latest(period, agency):
    return period.moves.filter(agency=agency).order_by("-id").first()


def _own_moves(period):
    """{agency key: its latest DueMove}."""
    moves = period.moves.exclude(agency=None).order_by("id")
    return {move.agency_id: move for move in moves}


def _own_due(period, move):
    return due_of(period, move)[0]


def _standings(period, agency=None):
    rows = PeriodStanding.objects.filter(period=period)
    return rows if agency is None else rows.filter(plan__replication__agency=agency)


def _sent(period, agency=None):
    rows = Report.objects.filter(period=period, first_sent_on__isnull=False)
    if agency is not None:
        rows = rows.filter(plan__replication__agency=agency)
    return rows.select_related("plan__replication").order_by("pk")


def _lateness(period, moves, reports):
    """Each report with the working days that it is late."""
    for report in reports:
        due = _own_due(period, moves.get(report.plan.replication.agency_id))
        yield report, workdays.between(due, report.first_sent_on)
