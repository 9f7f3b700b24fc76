"""The adaptation record: the agency decides on each element and proposes it, Litbang judges it."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from innovations import notices, people
from innovations.models import ElementAdaptation
from replikasi.common.locking import Conflict, locked, require

from . import judging

RECORD = "innovations.record_adaptation"
JUDGE = "innovations.judge_adaptation"

Choice = ElementAdaptation.Choice
State = ElementAdaptation.State
FIELDS = ("choice", "how", "reason", "agreed_with")
# What each choice says besides; the other fields are emptied.
SAYS = {
    Choice.UNDECIDED: (),
    Choice.ADOPTED: (),
    Choice.ADAPTED: ("how", "reason"),
    Choice.DROPPED: ("reason", "agreed_with"),
}
MISSING = {
    "how": "Tulis apa yang disesuaikan.",
    "reason": "Tulis alasannya.",
    "agreed_with": "Tulis dengan siapa disepakati.",
}


def row_of(replication, element):
    """The element's row, unsaved where it has none."""
    found = ElementAdaptation.objects.filter(replication=replication, element=element).first()
    return found or ElementAdaptation(replication=replication, element=element)


def missing(row):
    """{field: what to write} that the row's choice still wants."""
    return {name: MISSING[name] for name in SAYS[row.choice] if not getattr(row, name).strip()}


@transaction.atomic
def ensure_row(*, replication, element):
    """The element's row, made undecided where there was none."""
    if element.innovation_id != replication.innovation_id:
        raise ValidationError("Unsur ini bukan milik inovasi yang direplikasi.")
    locked(replication)
    return ElementAdaptation.objects.get_or_create(replication=replication, element=element)[0]


@transaction.atomic
def decide(*, replication, element, by, seen=0, choice, how="", reason="", agreed_with=""):
    """Write the agency's choice as a draft. Its row is made here; `seen` is 0 before.

    The same form twice writes once.
    """
    require(by, RECORD, replication)
    row = locked(ensure_row(replication=replication, element=element))
    typed = {"how": how, "reason": reason, "agreed_with": agreed_with}
    values = {"choice": choice} | {
        name: text.strip() if name in SAYS[choice] else "" for name, text in typed.items()
    }
    if row.revision and all(getattr(row, name) == value for name, value in values.items()):
        return row
    for name in SAYS[choice]:
        if not values[name]:
            raise ValidationError({name: MISSING[name]})
    if row.state == State.RETURNED and not choice:
        raise ValidationError({"choice": "Pilih perlakuannya; unsur ini pernah diajukan."})
    return judging.save_draft(row, by=by, perm=RECORD, seen=seen, **values)


def proposable(replication):
    """Rows that are decided and not yet asked about."""
    return replication.adaptations.filter(state__in=[State.DRAFT, State.RETURNED]).exclude(
        choice=Choice.UNDECIDED
    )


@transaction.atomic
def propose(*, replication, by, chosen):
    """Ask Litbang to agree to the rows `chosen`, {pk: revision seen}: all of them or none.

    What the same person proposed already stays proposed. Returns those that are new.
    """
    require(by, RECORD, replication)
    done = []
    for row in _locked_rows(replication, chosen):
        if row.state == State.PROPOSED and row.proposed_by_id == by.pk:
            continue
        if lacking := missing(row):
            raise ValidationError(f"{row.element.name}: {' '.join(lacking.values())}")
        with _naming(row):
            done.append(judging.propose(row, by=by, perm=RECORD, seen=chosen[row.pk]))
    if done:
        told = [*people.officers_of(replication.agency), *people.facilitators_of(replication)]
        _tell(notices.ADAPTATION_PROPOSED, replication, done, by=by, recipients=told)
    return done


@transaction.atomic
def agree(*, replication, by, chosen):
    """Litbang agrees to the rows `chosen`, {pk: revision seen}: all of them or none."""
    require(by, JUDGE, replication)
    done = []
    for row in _locked_rows(replication, chosen):
        was = row.state
        with _naming(row):
            fresh = judging.agree(row, by=by, perm=JUDGE, seen=chosen[row.pk])
        if was != State.AGREED:
            done.append(fresh)
    if done:
        told = [*people.people_of(replication.agency_id), *people.facilitators_of(replication)]
        _tell(notices.ADAPTATION_AGREED, replication, done, by=by, recipients=told)
    return done


@transaction.atomic
def send_back(*, replication, by, chosen, reason):
    """Litbang returns the rows `chosen`, {pk: revision seen}, with one reason."""
    require(by, JUDGE, replication)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis apa yang perlu diperbaiki."})
    done = []
    for row in _locked_rows(replication, chosen):
        if _is_returned(row, by, reason):
            continue
        with _naming(row):
            done.append(
                judging.send_back(row, by=by, perm=JUDGE, reason=reason, seen=chosen[row.pk])
            )
    _tell_returned(replication, done, by=by, reason=reason)
    return done


@transaction.atomic
def reopen(*, adaptation, by, reason, seen=None):
    """Litbang takes its agreement back with a reason."""
    require(by, JUDGE, adaptation)
    row = locked(adaptation)
    if _is_returned(row, by, reason):
        return row
    row = judging.reopen(row, by=by, perm=JUDGE, reason=reason, seen=seen)
    _tell_returned(row.replication, [row], by=by, reason=reason)
    return row


def _is_returned(row, by, reason):
    """Whether this is the same return once more."""
    same = row.return_reason == reason.strip() and row.decided_by_id == by.pk
    return row.state == State.RETURNED and same


def _locked_rows(replication, chosen):
    """The rows in the order of their keys, so that two people never wait for each other."""
    rows = replication.adaptations.select_related("element").filter(pk__in=chosen)
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if not found or len(found) != len(chosen):
        raise ValidationError("Pilih unsur yang dimaksud.")
    for row in found:
        row.replication = replication
    return found


@contextmanager
def _naming(row):
    """Says which element a refusal is about, where several were chosen."""
    try:
        yield
    except Conflict as error:
        sentence = f"{row.element.name}: {error.messages[0]}"
        raise Conflict(sentence, revision=error.revision) from error
    except ValidationError as error:
        sentences = [f"{row.element.name}: {sentence}" for sentence in error.messages]
        raise ValidationError(sentences, code="state") from error


def _tell_returned(replication, rows, *, by, reason):
    if rows:
        told = people.people_of(replication.agency_id)
        _tell(
            notices.ADAPTATION_RETURNED,
            replication,
            rows,
            by=by,
            recipients=told,
            reason=reason.strip(),
        )


def _tell(notice, replication, rows, *, by, recipients, **facts):
    one = len(rows) == 1
    notices.about_replication(
        notice,
        replication,
        by=by,
        recipients=recipients,
        url=reverse("adaptation", args=[rows[0].pk])
        if one
        else reverse("adaptation_record", args=[replication.pk]),
        what=rows[0].element.name if one else f"{len(rows)} unsur",
        **facts,
    )
