"""Closing a replication: the agency proposes it with its lessons, Litbang agrees or returns it.

Agreeing makes the replication complete, publishes the lessons and plans the later checks.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from actionplans import closing_checks
from actionplans.models import ProgressUpdate
from actionplans.services import standing
from innovations import notices
from innovations.models import Closing, Judged, Lesson, Recognition, Replication
from innovations.people import facilitators_of, officers_of, people_of
from innovations.services import checks, judging, lessons
from replikasi.common import formats
from replikasi.common.locking import locked, require

PREPARE, PROPOSE = "innovations.prepare_closing", "innovations.propose_closing"
JUDGE = "innovations.judge_closing"
State, Status, Kind = Judged.State, Replication.Status, Lesson.Kind
WANTED = {
    Kind.HELPED: "Tulis paling sedikit satu hal yang membantu.",
    Kind.HINDERED: "Tulis paling sedikit satu hal yang menghambat.",
    Kind.ADVICE: "Tulis paling sedikit satu saran untuk yang berikutnya.",
}


def closing_of(replication):
    """The closing of a replication, or None."""
    return Closing.objects.filter(replication=replication).first()


# -- the agency -----------------------------------------------------------------------------------


@transaction.atomic
def save_draft(*, replication, by, completed_on, said, seen=None):
    """Keep the agency's draft: the day and its lessons (`said`: lessons.Said rows).

    `seen` is the revision that the form was opened with, None where there was no closing yet.
    """
    require(by, PREPARE, replication)
    closing, begun = _begun(replication, completed_on)
    if _is_repeated(closing, State.DRAFT, completed_on, said):
        return closing
    _day_is_sound(replication, completed_on)
    lessons.keep(replication, said, by=by)
    seen = closing.revision if begun else _of_form(seen)
    return judging.save_draft(closing, by=by, perm=PREPARE, seen=seen, completed_on=completed_on)


@transaction.atomic
def propose_closing(*, replication, by, completed_on, said, seen=None):
    """Ask Litbang to agree; the same request twice asks once."""
    require(by, PROPOSE, replication)
    closing, begun = _begun(replication, completed_on)
    if _is_repeated(closing, State.PROPOSED, completed_on, said):
        return closing
    seen = closing.revision if begun else _of_form(seen)
    _day_is_sound(replication, completed_on)
    kinds = {one.kind for one in said}
    if lacking := {kind: words for kind, words in WANTED.items() if kind not in kinds}:
        raise ValidationError({str(kind): words for kind, words in lacking.items()})
    if faults := closing_checks.missing([closing_checks.plans_check(replication)]):
        raise ValidationError("Belum dapat diajukan: " + "; ".join(faults) + ".")
    values = {"completed_on": completed_on}
    closing = judging.propose(closing, by=by, perm=PROPOSE, seen=seen, **values)
    lessons.keep(replication, said, by=by)
    people = [*officers_of(replication.agency), *facilitators_of(replication)]
    _tell(notices.CLOSING_PROPOSED, replication, by=by, recipients=people)
    return closing


def _begun(replication, completed_on):
    """(the closing, locked; whether it was made just now)."""
    locked(replication)  # two that begin it at once meet here
    closing, begun = Closing.objects.get_or_create(
        replication=replication, defaults={"completed_on": completed_on}
    )
    return locked(closing), begun


def _of_form(seen):
    """A form that was opened before there was a closing is stale as soon as there is one."""
    return -1 if seen is None else seen


def _is_repeated(closing, state, completed_on, said):
    return (
        closing.revision > 0
        and closing.state == state
        and closing.completed_on == completed_on
        and lessons.is_said(closing.replication, said)
    )


def _day_is_sound(replication, day):
    year = replication.programme_year
    if day > timezone.localdate():
        raise ValidationError({"completed_on": "Tanggal ini belum terjadi."})
    if day.year < year:
        sentence = f"Tanggal ini sebelum tahun programnya, {year}."
        raise ValidationError({"completed_on": sentence})
    last = last_progress(replication)
    if last and day < last:
        sentence = (
            f"Progres terakhirnya dicatat {formats.long_date(last)}. Isi hari itu atau sesudahnya."
        )
        raise ValidationError({"completed_on": sentence})


def last_progress(replication):
    """The day of the last progress recorded in any of its plans, or None."""
    rows = ProgressUpdate.objects.filter(milestone__plan__replication=replication)
    return rows.aggregate(last=Max("happened_on"))["last"]


# -- Litbang --------------------------------------------------------------------------------------


@transaction.atomic
def agree_closing(*, closing, by, seen=None):
    """The replication is complete; its checks are due 6, 12 and 24 months later."""
    before = locked(closing).state
    fresh = judging.agree(closing, by=by, perm=JUDGE, seen=seen)
    if before == State.AGREED:
        return fresh
    _day_is_sound(fresh.replication, fresh.completed_on)  # progress may have come meanwhile
    replication = _with_status(fresh.replication, Status.FINISHED, fresh.completed_on)
    _ask_anew(replication)
    checks.plan_checks(replication, fresh.completed_on)
    people = [*people_of(replication.agency_id), *facilitators_of(replication)]
    _tell(notices.CLOSING_AGREED, replication, by=by, recipients=people)
    return fresh


@transaction.atomic
def return_closing(*, closing, by, reason, seen=None):
    fresh = judging.send_back(closing, by=by, perm=JUDGE, reason=reason, seen=seen)
    _tell_returned(fresh, by=by)
    return fresh


@transaction.atomic
def reopen_closing(*, closing, by, reason, seen=None):
    """Take the agreement back, as long as no check is answered and no certificate stands on it."""
    require(by, JUDGE, closing)
    fresh = locked(closing, seen=seen)
    if Recognition.objects.filter(replication=fresh.replication_id).exists():
        raise ValidationError("Replikasi ini sudah diberi piagam. Cabut piagamnya lebih dahulu.")
    fresh = judging.reopen(fresh, by=by, perm=JUDGE, reason=reason, seen=seen)
    checks.drop_checks(fresh.replication)
    _ask_anew(_with_status(fresh.replication, Status.ACTIVE, None))
    _tell_returned(fresh, by=by)
    return fresh


def _with_status(replication, status, completed_on):
    fresh = locked(replication)
    fresh.status, fresh.completed_on = status, completed_on
    fresh.full_clean()
    fresh.save()
    return fresh


def _ask_anew(replication):
    """Of a complete replication no report is asked after its last one."""
    for plan in replication.plans.order_by("pk"):
        standing.refresh(plan)


def _tell_returned(closing, *, by):
    replication = closing.replication
    recipients = people_of(replication.agency_id)
    reason = closing.return_reason
    _tell(notices.CLOSING_RETURNED, replication, by=by, recipients=recipients, reason=reason)


def _tell(notice, replication, *, by, recipients, **facts):
    url = reverse("closing", args=[replication.pk])
    notices.about_replication(notice, replication, by=by, recipients=recipients, url=url, **facts)
