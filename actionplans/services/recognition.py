"""Recognition: Litbang chooses replications that are complete and verified for a certificate."""

import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from actionplans import closing_checks
from innovations import notices
from innovations.models import Recognition
from innovations.people import facilitators_of, people_of
from innovations.services.lessons import is_closed
from replikasi.common.locking import locked, require

RECOGNISE = "innovations.recognise"
TAKEN = "Nomor ini sudah pernah dipakai."
NOT_COMPLETE = "Penutupan replikasi ini belum disepakati."


def next_number(year):
    """The number after the highest one ever given in `year`: "004/INOVASI/2026".

    A withdrawn number is not given again, so that no two certificates share one.
    """
    tail = f"/INOVASI/{year}"
    given = Recognition.history.filter(number__endswith=tail).order_by()
    found = (re.match(r"[0-9]+", number) for number in set(given.values_list("number", flat=True)))
    highest = max((int(match[0]) for match in found if match), default=0)
    return f"{highest + 1:03d}{tail}"


@transaction.atomic
def recognise(*, replication, by, number, reason, on_front_page=True):
    """Choose a replication; the same choice twice is one."""
    require(by, RECOGNISE, replication)
    replication = locked(replication)
    values = {"number": number.strip(), "reason": reason.strip(), "on_front_page": on_front_page}
    existing = Recognition.objects.filter(replication=replication).first()
    if existing is not None:
        if all(getattr(existing, name) == value for name, value in values.items()):
            return existing
        raise ValidationError("Replikasi ini sudah diberi piagam.")
    if not is_closed(replication):
        raise ValidationError(NOT_COMPLETE)
    if faults := closing_checks.faults_of_plans(closing_checks.plans_until(replication)):
        told = "; ".join(sentence for sentence, _ in faults)
        raise ValidationError(f"Belum terverifikasi seluruhnya: {told}.")
    if Recognition.history.filter(number__iexact=values["number"]).exists():
        raise ValidationError({"number": TAKEN})
    row = Recognition(replication=replication, chosen_by=by, **values)
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # another officer took the number meanwhile
        raise ValidationError({"number": TAKEN}) from None
    _tell(notices.RECOGNISED, row, by=by, reason=row.reason)
    return row


@transaction.atomic
def show_on_front(*, recognition, by, on_front_page):
    """Put it on the front page, or take it from there."""
    require(by, RECOGNISE, recognition.replication)
    fresh = locked(recognition)
    if fresh.on_front_page != on_front_page:
        fresh.on_front_page = on_front_page
        fresh.save()
    return fresh


@transaction.atomic
def withdraw_recognition(*, recognition, by, reason):
    """Take the certificate back; who did so and why stays in its history."""
    require(by, RECOGNISE, recognition.replication)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis mengapa dicabut."})
    fresh = locked(recognition)
    fresh._change_reason = reason.strip()[:100]
    _tell(notices.RECOGNITION_WITHDRAWN, fresh, by=by, reason=reason.strip())
    fresh.delete()


def _tell(notice, row, *, by, reason):
    replication = row.replication
    notices.about_replication(
        notice,
        replication,
        by=by,
        recipients=[*people_of(replication.agency_id), *facilitators_of(replication)],
        url=reverse("replication", args=[replication.pk]),
        number=row.number,
        reason=reason.rstrip("."),
    )
