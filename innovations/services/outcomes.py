"""Outcomes: indicators, what is measured of them, and what Litbang makes of it.

The only place that moves the state of an OutcomeValue.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from innovations import notices
from innovations.models import Document, Outcome, OutcomeValue
from innovations.people import facilitators_of, officers_of, people_of
from replikasi.common import formats
from replikasi.common.locking import locked, refuse_stale, require
from replikasi.common.states import move, refusal

State = OutcomeValue.State
DEFINE, RECORD, VERIFY = (
    "innovations.define_outcome",
    "innovations.record_outcome",
    "innovations.verify_outcome",
)
FIELDS = (
    *("kind", "indicator", "unit", "direction", "baseline", "baseline_on", "baseline_source"),
    *("target", "target_on", "groups", "attribution_note"),
)
# What verified values are judged by: once there are some, a change of it needs a reason.
YARDSTICK = ("unit", "direction", "baseline", "baseline_on", "target", "target_on")
# A line of the history holds no longer reason.
LONGEST_REASON = 100
NOT_WAITING = "Nilai ini tidak sedang menunggu verifikasi."


# -- indicators ---------------------------------------------------------------------------------


@transaction.atomic
def define_outcome(*, outcome, by):
    """Write a new indicator; the same form sent twice makes one."""
    require(by, DEFINE, outcome.replication)
    locked_replication(outcome.replication)
    existing = Outcome.objects.filter(
        replication=outcome.replication, indicator=outcome.indicator
    ).first()
    if existing and all(getattr(existing, name) == getattr(outcome, name) for name in FIELDS):
        return existing
    _check(outcome)
    outcome.full_clean()
    outcome.save()
    return outcome


def locked_replication(replication):
    """One at a time for what is added to a replication."""
    return type(replication).objects.select_for_update(of=("self",)).get(pk=replication.pk)


@transaction.atomic
def change_outcome(*, outcome, by, seen, reason="", **values):
    """Write `values` (any of FIELDS); Conflict when `seen` is stale.

    Of what verified values are judged by, a change needs a `reason`, which stays in the history.
    """
    require(by, DEFINE, outcome)
    fresh = locked(outcome, seen=seen)
    if unknown := set(values) - set(FIELDS):
        raise TypeError(f"{unknown} are not changed by hand")
    changed = {name for name, value in values.items() if getattr(fresh, name) != value}
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, values[name])
    reason = reason.strip()
    if changed & set(YARDSTICK) and fresh.values.verified().exists():
        _require_reason(
            reason,
            "Sudah ada nilai terverifikasi. Tulis mengapa nilai awal, target, arah atau satuannya "
            "diubah.",
            LONGEST_REASON,
        )
    _check(fresh)
    _keep_groups(fresh)
    fresh._change_reason = reason or None
    fresh.revision += 1
    fresh.full_clean()
    fresh.save()
    return fresh


def _require_reason(reason, sentence, longest):
    if not reason:
        raise ValidationError({"reason": sentence})
    if len(reason) > longest:
        raise ValidationError({"reason": f"Paling panjang {longest} huruf."})


def _check(outcome):
    """What no constraint of one column says: days in order, and groups told apart."""
    wrong = {}
    if outcome.baseline_on and outcome.baseline_on > timezone.localdate():
        wrong["baseline_on"] = "Tanggal nilai awal belum tiba."
    if outcome.baseline_on and outcome.target_on and outcome.target_on <= outcome.baseline_on:
        wrong["target_on"] = "Target dicapai sesudah tanggal nilai awal."
    longest = OutcomeValue._meta.get_field("group").max_length
    names = outcome.group_names
    if len({name.casefold() for name in names}) < len(names):
        wrong["groups"] = "Ada kelompok yang tertulis dua kali."
    elif any(len(name) > longest for name in names):
        wrong["groups"] = f"Nama kelompok paling panjang {longest} huruf."
    if wrong:
        raise ValidationError(wrong)


def _keep_groups(outcome):
    used = outcome.values.exclude(group="").order_by("group").values_list("group", flat=True)
    lost = sorted(set(used) - set(outcome.group_names))
    if lost:
        raise ValidationError(
            {"groups": f"Sudah ada nilai untuk {', '.join(lost)}: kelompok itu tetap ditulis."}
        )


@transaction.atomic
def delete_outcome(*, outcome, by):
    """Take away an indicator with what was measured of it, as long as nothing was verified."""
    require(by, DEFINE, outcome)
    fresh = locked(outcome)
    if fresh.values.verified().exists():
        raise ValidationError(
            "Indikator ini punya nilai terverifikasi, jadi tidak dapat dihapus.", code="verified"
        )
    files = list(Document.objects.filter(value__outcome=fresh))
    fresh.delete()
    _forget(files)


def _forget(files):
    for file in files:
        transaction.on_commit(file.delete_files)


# -- what was measured --------------------------------------------------------------------------


@transaction.atomic
def record_values(*, outcome, by, measured_on, values, source=""):
    """Write what was measured on a day: `values` maps groups ("" the whole) to Decimals.

    The same request twice writes it once; another value for the same day is refused. Returns the
    rows, the whole first.
    """
    require(by, RECORD, outcome)
    fresh = locked(outcome)
    if not values:
        raise ValidationError(
            {"whole": "Isi nilai keseluruhan, atau paling sedikit satu kelompok."}
        )
    known = {"", *fresh.group_names}
    if unknown := set(values) - known:
        raise ValidationError(
            f"Kelompok {', '.join(sorted(unknown))} tidak ada pada indikator ini."
        )
    _refuse_future(measured_on)
    kept = {row.group: row for row in fresh.values.filter(measured_on=measured_on)}
    rows, are_new = [], []
    for group in sorted(values):
        row = kept.get(group)
        if row is None:
            row = OutcomeValue(
                outcome=fresh,
                measured_on=measured_on,
                group=group,
                value=values[group],
                source=source,
                recorded_by=by,
            )
            row.full_clean()
            row.save()
            are_new.append(row)
        elif (row.value, row.source, row.recorded_by_id) != (values[group], source, by.pk):
            raise ValidationError({"measured_on": _there_already(row)})
        rows.append(row)
    if are_new:
        _tell_sent(are_new[0], by)
    return rows


def _refuse_future(day):
    if day > timezone.localdate():
        raise ValidationError({"measured_on": "Tanggal ukur belum tiba."})


def _there_already(row):
    whom = f" untuk {row.group}" if row.group else ""
    return (
        f"Nilai{whom} tanggal {formats.short_date(row.measured_on)} sudah dicatat: "
        f"{formats.number(row.value)}. Buka nilai itu bila perlu diubah."
    )


@transaction.atomic
def change_value(*, value, by, seen, measured_on=None, figure=None, source=None):
    """Write another day, figure or source (None: as it is) as long as it is not verified; what was
    returned is sent again. Conflict when `seen` is stale."""
    require(by, RECORD, value)
    fresh = _open(value, seen=seen)
    asked = {"measured_on": measured_on, "value": figure, "source": source}
    for name, changed in asked.items():
        if changed is not None:
            setattr(fresh, name, changed)
    _refuse_future(fresh.measured_on)
    return send_anew(fresh, by=by)


def send_anew(fresh, *, by):
    """Write a changed value as sent by `by`, whatever was said of what it was before."""
    was_returned = fresh.state == State.RETURNED
    if was_returned:
        fresh.send_again()
    fresh.recorded_by, fresh.reason = by, ""
    _save(fresh)
    if was_returned:
        _tell_sent(fresh, by)
    return fresh


def _open(value, *, seen=None):
    """The locked value, which is not verified."""
    fresh = locked(value, seen=seen)
    if fresh.state == State.VERIFIED:
        raise ValidationError(refusal(fresh, "Nilai ini tidak dapat diubah."), code="state")
    return fresh


@transaction.atomic
def delete_value(*, value, by):
    """Take away a value that is not verified, with its evidence."""
    require(by, RECORD, value)
    fresh = _open(value)
    files = list(fresh.documents.all())
    fresh.delete()
    _forget(files)


def check_entered(value):
    """Refuse a value, new or changed, that no agency could have sent; that none is verified."""
    if value.state == State.VERIFIED:
        raise ValidationError(
            {"value": "Nilai ini sudah terverifikasi. Batalkan verifikasinya dahulu."}
        )
    if value.measured_on:
        _refuse_future(value.measured_on)
    if value.group and value.group not in value.outcome.group_names:
        raise ValidationError({"group": f"Kelompok {value.group} tidak ada pada indikator ini."})


@transaction.atomic
def enter_value(value, *, by):
    """Write what a keeper of reference data typed or imported: as sent, never as verified, and by
    that person, who therefore does not verify it."""
    if value.pk:
        fresh = _open(value)
        value.state, value.revision = fresh.state, fresh.revision
        check_entered(value)
        send_anew(value, by=by)
    else:
        value.state, value.recorded_by = State.SENT, by
        check_entered(value)
        value.full_clean()
        value.save()


# -- what Litbang makes of it -------------------------------------------------------------------


@transaction.atomic
def verify_value(*, value, by, verified_value=None, reason="", seen=None):
    """Confirm it as it is (`verified_value` None), or as another value with a reason; the same
    person confirming the same twice does it once."""
    require(by, VERIFY, value)
    fresh = locked(value)
    known = fresh.value if verified_value is None else verified_value
    reason = reason.strip()
    if fresh.state == State.VERIFIED and (fresh.verified_by_id, fresh.verified_value) == (
        by.pk,
        known,
    ):
        return fresh
    refuse_stale(fresh, seen)
    if known != fresh.value:
        _require_reason(reason, "Tulis mengapa nilainya lain dari yang dikirim.", 500)
    move(fresh, "verify", NOT_WAITING)
    fresh.verified_value, fresh.verified_by, fresh.verified_at = known, by, timezone.now()
    fresh.reason = reason if known != fresh.value else ""
    _save(fresh)
    replication = fresh.outcome.replication
    people = [*people_of(replication.agency), *facilitators_of(replication)]
    _tell(notices.OUTCOME_VERIFIED, fresh, by, people)
    return fresh


@transaction.atomic
def return_value(*, value, by, reason, seen=None):
    """Send it back with a reason; the agency mends it."""
    require(by, VERIFY, value)
    reason = reason.strip()
    _require_reason(reason, "Tulis apa yang perlu diperbaiki.", 500)
    fresh = locked(value)
    if fresh.state == State.RETURNED and fresh.reason == reason:
        return fresh
    refuse_stale(fresh, seen)
    move(fresh, "send_back", NOT_WAITING)
    fresh.reason = reason
    _save(fresh)
    _tell(notices.OUTCOME_RETURNED, fresh, by, people_of(fresh.outcome.replication.agency), reason)
    return fresh


@transaction.atomic
def unverify_value(*, value, by, reason, seen=None):
    """Take the confirmation back with a reason: it waits again, and may be changed."""
    require(by, VERIFY, value)
    reason = reason.strip()
    _require_reason(reason, "Tulis mengapa verifikasinya dibatalkan.", 500)
    fresh = locked(value)
    if fresh.state == State.SENT and fresh.reason == reason:
        return fresh
    refuse_stale(fresh, seen)
    move(fresh, "unverify", "Nilai ini belum diverifikasi.")
    fresh.verified_value = fresh.verified_by = fresh.verified_at = None
    fresh.reason = reason
    _save(fresh)
    people = people_of(fresh.outcome.replication.agency)
    _tell(notices.OUTCOME_UNVERIFIED, fresh, by, people, reason)
    return fresh


def _save(value):
    value.revision += 1
    value.full_clean()
    value.save()


def _tell_sent(value, by):
    officers = officers_of(value.outcome.replication.agency)
    _tell(notices.OUTCOME_SENT, value, by, officers)


def _tell(notice, value, by, people, reason=""):
    """The figure itself is not told: a notice outlives the right to see it."""
    notices.about_outcome(notice, value, by=by, recipients=people, reason=reason)
