"""Later checks: is a finished replication still alive? The agency answers, Litbang agrees."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from innovations import notices
from innovations.models import Judged, Replication, SustainCheck
from innovations.people import facilitators_of, officers_of, people_of
from replikasi.common import formats
from replikasi.common.locking import locked, require
from replikasi.common.periods import months_after

from . import judging

ANSWER, JUDGE = "innovations.answer_check", "innovations.judge_check"
State, Condition, Status = Judged.State, SustainCheck.Condition, Replication.Status
# An answer given long before the check is due would say little of that day.
OPENS = timedelta(days=30)
FIELDS = ("condition", "why", "used_by", "used_unit", "payer")
STATUS_OF = {
    Condition.ALIVE: Status.SUSTAINED,
    Condition.DEVELOPED: Status.SUSTAINED,
    Condition.STOPPED: Status.STOPPED,
}


# -- they come and go with the closing, inside its transaction ------------------------------------


def plan_checks(replication, completed_on):
    """Write the checks of a replication that is complete, one for each of SustainCheck.MONTHS."""
    for months in SustainCheck.MONTHS:
        check = SustainCheck(
            replication=replication, months=months, due=months_after(completed_on, months)
        )
        check.full_clean()
        check.save()


def is_begun(check):
    """Whether somebody has said or attached something."""
    return check.state != State.DRAFT or check.condition or check.documents.exists()


def drop_checks(replication):
    """Take the checks away again, as long as none is begun."""
    rows = list(SustainCheck.objects.select_for_update().filter(replication=replication))
    if any(is_begun(row) for row in rows):
        raise ValidationError(
            "Pemeriksaan keberlanjutannya sudah dijawab, jadi penutupan tidak dapat dibuka lagi."
        )
    for row in rows:
        row.delete()


# -- answering ------------------------------------------------------------------------------------


@transaction.atomic
def save_answer(*, check, by, seen=None, **values):
    """Keep what the agency has so far, without asking for agreement."""
    require(by, ANSWER, check)
    _may_begin(check)
    _known(values)
    return judging.save_draft(check, by=by, perm=ANSWER, seen=seen, **values)


@transaction.atomic
def answer_check(*, check, by, seen=None, **values):
    """Answer and ask Litbang to agree; the same answer sent twice is sent once."""
    require(by, ANSWER, check)
    _may_begin(check)
    _known(values)
    values, fresh = _complete(values), locked(check)
    if fresh.state == State.PROPOSED and fresh.proposed_by_id == by.pk and _says(fresh, values):
        return fresh
    fresh = judging.propose(check, by=by, perm=ANSWER, seen=seen, **values)
    replication = fresh.replication
    _tell(notices.CHECK_ANSWERED, fresh, by=by, recipients=officers_of(replication.agency))
    return fresh


def opens_on(check):
    """The first day on which it may be answered."""
    return check.due - OPENS


def _may_begin(check):
    if timezone.localdate() < opens_on(check):
        sentence = f"Pemeriksaan ini dapat dijawab mulai {formats.long_date(opens_on(check))}."
        raise ValidationError(sentence, code="early")


def _known(values):
    if unknown := set(values) - set(FIELDS):
        raise TypeError(f"{', '.join(sorted(unknown))} is no answer")


def _says(check, values):
    return all(getattr(check, name) == value for name, value in values.items())


def _complete(values):
    """`values` where they answer what is asked; what does not apply is left empty."""
    errors = {}
    condition = values.get("condition", "")
    if not condition:
        errors["condition"] = "Pilih keadaannya sekarang."
    elif condition == Condition.STOPPED:
        values = {**values, "used_by": None, "used_unit": "", "payer": ""}
        if not values.get("why", "").strip():
            errors["why"] = "Jelaskan mengapa berhenti, supaya yang berikutnya dapat belajar."
    else:
        if values.get("used_by") is None:
            errors["used_by"] = "Isi jumlah yang masih memakainya. Bila tidak ada, tulis 0."
        if not values.get("used_unit", "").strip():
            errors["used_unit"] = "Isi satuannya, misalnya koperasi atau orang."
        if not values.get("payer", "").strip():
            errors["payer"] = "Isi dari mana biayanya, misalnya APBD atau swadaya."
        if condition == Condition.DEVELOPED and not values.get("why", "").strip():
            errors["why"] = "Tulis apa yang dikembangkan."
    if errors:
        raise ValidationError(errors)
    return values


# -- judging --------------------------------------------------------------------------------------


@transaction.atomic
def agree_check(*, check, by, seen=None):
    """Litbang agrees; from then on the replication's status follows the answer."""
    before = locked(check).state
    fresh = judging.agree(check, by=by, perm=JUDGE, seen=seen)
    if before != State.AGREED:
        _follow(fresh.replication, by=by)
        _tell(notices.CHECK_AGREED, fresh, by=by, recipients=_those_who_work(fresh.replication))
    return fresh


@transaction.atomic
def return_check(*, check, by, reason, seen=None):
    fresh = judging.send_back(check, by=by, perm=JUDGE, reason=reason, seen=seen)
    _tell_returned(fresh, by=by)
    return fresh


@transaction.atomic
def reopen_check(*, check, by, reason, seen=None):
    """Litbang takes its agreement back; the status is again what the other checks say."""
    fresh = judging.reopen(check, by=by, perm=JUDGE, reason=reason, seen=seen)
    _follow(fresh.replication, by=by)
    _tell_returned(fresh, by=by)
    return fresh


def status_after(replication):
    """The status that the agreed checks give: that of the latest term, without any: finished."""
    agreed = replication.checks.filter(state=State.AGREED).order_by("-months").first()
    return STATUS_OF[Condition(agreed.condition)] if agreed else Status.FINISHED


def _follow(replication, *, by):
    fresh = locked(replication)
    wanted = status_after(fresh)
    if fresh.status != wanted:
        fresh.status = wanted
        fresh.full_clean()
        fresh.save()


def _those_who_work(replication):
    return [*people_of(replication.agency_id), *facilitators_of(replication)]


def _tell_returned(check, *, by):
    recipients = people_of(check.replication.agency_id)
    _tell(notices.CHECK_RETURNED, check, by=by, recipients=recipients, reason=check.return_reason)


def _tell(notice, check, *, by, recipients, **facts):
    notices.about_replication(
        notice,
        check.replication,
        by=by,
        recipients=recipients,
        url=reverse("checks", args=[check.replication_id]),
        months=check.months,
        **facts,
    )
