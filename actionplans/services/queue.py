"""The queue's verbs: who looks at a report, who handles it, who stands in for whom."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from actionplans import notices
from actionplans.models import Looking, Report
from innovations.models.region import around, within
from replikasi.accounts.models import Substitution, User
from replikasi.common import formats
from replikasi.common.locking import locked, require

from .verification import not_waiting

# A page renews its mark every 30 seconds; a mark that was not renewed for so long is stale.
STALE = timedelta(seconds=90)
UNDECIDED = (Report.State.SENT, Report.State.RETURNED)


# -- who looks at it now -------------------------------------------------------------------------


def looking(reports, *, but=None, now=None):
    """{report.pk: [Looking]} of those who have one of `reports` open now, longest first."""
    now = now or timezone.now()
    rows = Looking.objects.filter(report__in=reports, at__gt=now - STALE, user__is_active=True)
    if but is not None:
        rows = rows.exclude(user=but)
    found = {}
    for row in rows.select_related("user").order_by("since", "pk"):
        found.setdefault(row.report_id, []).append(row)
    return found


@transaction.atomic
def look(*, report, by):
    """Mark that `by` has a waiting report open; renewed while the page is shown."""
    require(by, "actionplans.verify_report", report)
    now = timezone.now()
    if report.state != Report.State.SENT:
        return
    stale = Looking.objects.filter(report=report, at__lte=now - STALE)
    stale.delete()
    _, made = Looking.objects.get_or_create(
        report=report, user=by, defaults={"since": now, "at": now}
    )
    if not made:
        Looking.objects.filter(report=report, user=by).update(at=now)


# -- who handles it ------------------------------------------------------------------------------


def acting_for(user, on=None):
    """Keys of the people whose reports are `user`'s own: themselves and those on leave."""
    on = on or timezone.localdate()
    absent = Substitution.objects.running(on).filter(substitute=user)
    return {user.pk, *absent.values_list("person", flat=True)}


def held_by_another(report, user):
    """The person who handles the report, when that is neither `user` nor on leave for them."""
    if report.assigned_to_id is None or report.assigned_to_id in acting_for(user):
        return None
    return report.assigned_to


@transaction.atomic
def take(*, report, by, holder=None):
    """Handle the report oneself. `holder` is whom the page showed as handling it (key or None).

    ValidationError when somebody else took it meanwhile; whoever loses it, or has it open, is
    told.
    """
    require(by, "actionplans.verify_report", report)
    report = locked(report)
    if report.state != Report.State.SENT:
        raise ValidationError(not_waiting(report), code="state")
    if report.assigned_to_id == by.pk:
        return report
    if report.assigned_to_id != holder:
        now = report.assigned_to.name if report.assigned_to else "belum ada"
        raise ValidationError(
            f"Yang menangani laporan ini baru saja berubah: {now}. Periksa, lalu ulangi.",
            code="conflict",
        )
    told = [row.user for row in looking([report], but=by).get(report.pk, [])]
    if report.assigned_to:
        told.append(report.assigned_to)
    _assign(report, by)
    notices.about_report(notices.REPORT_TAKEN, report, by=by, recipients=told)
    return report


@transaction.atomic
def release(*, report, by):
    """Give the report back to everybody's queue."""
    require(by, "actionplans.verify_report", report)
    report = locked(report)
    if report.assigned_to_id not in acting_for(by):
        raise ValidationError("Laporan ini tidak sedang Anda tangani.", code="state")
    _assign(report, None)
    return report


def _assign(report, person):
    # The revision stays: a form that judges the report is no less right for it.
    report.assigned_to = person
    report.save(update_fields=["assigned_to"])


# -- leave, and moving on ------------------------------------------------------------------------


def officers_beside(user):
    """Active officers whose region is that of `user`, around it or within it."""
    beside = Q(region__in=around(user.region_id or "")) | within(user.region_id, "region__code")
    rows = User.objects.active().filter(role=User.Role.LITBANG)
    return rows.filter(beside).order_by("name", "pk")


def holders(user):
    """Who may have something to hand over: officers, and whoever else still handles a report."""
    held = Report.objects.visible_to(user).filter(state__in=UNDECIDED, assigned_to__isnull=False)
    own = Q(pk__in=held.values("assigned_to"))
    return User.objects.filter(own | Q(pk__in=officers_beside(user).values("pk"))).order_by(
        "name", "pk"
    )


def reports_of(person):
    """What a person handles and has not been verified yet."""
    return Report.objects.filter(assigned_to=person, state__in=UNDECIDED)


def _require_among(by, people, *chosen):
    """`by` is an officer, and everybody `chosen` is among `people`."""
    if not by.has_perm("actionplans.open_queue"):
        raise PermissionDenied
    if people.filter(pk__in={person.pk for person in chosen}).count() < len(set(chosen)):
        raise PermissionDenied


@transaction.atomic
def substitute(*, person, substitute, starts, ends, by):
    """From `starts` to `ends` `substitute` handles what `person` handles."""
    _require_among(by, officers_beside(by), person, substitute)
    if ends < timezone.localdate():
        raise ValidationError({"ends": "Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya."})
    # One at a time for a person: two at once would both find that the days are free.
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    overlapping = Substitution.objects.filter(person=person, starts__lte=ends, ends__gte=starts)
    if found := overlapping.select_related("substitute").first():
        raise ValidationError(
            {
                "starts": f"{found.substitute.name} sudah menggantikan pada "
                f"{formats.short_date(found.starts)} sampai {formats.short_date(found.ends)}."
            }
        )
    row = Substitution(person=person, substitute=substitute, starts=starts, ends=ends, by=by)
    row.full_clean()
    row.save()
    notices.about_substitution(row, by=by)
    return row


@transaction.atomic
def end_substitution(*, substitution, by):
    """End a substitution today; one that has not begun is taken back whole."""
    if not by.has_perm("actionplans.open_queue"):
        raise PermissionDenied
    rows = Substitution.objects.select_for_update(of=("self",)).filter(pk=substitution.pk)
    row = rows.first()
    yesterday = timezone.localdate() - timedelta(days=1)
    if row is None or row.ends <= yesterday:
        return
    if row.starts > yesterday:
        row.delete()
    else:
        row.ends = yesterday
        row.save(update_fields=["ends"])


@transaction.atomic
def hand_over(*, person, to, by):
    """Everything that `person` handles goes to `to`; returns (number handed over, number left).

    A report that `to` may not judge stays where it is.
    """
    _require_among(by, officers_beside(by), to)
    _require_among(by, holders(by), person)
    if person.pk == to.pk:
        raise ValidationError({"to": "Pilih orang lain."})
    rows = reports_of(person).visible_to(by).for_list().order_by("pk")
    moved, left = [], 0
    for report in rows.select_for_update(of=("self",)):
        if to.has_perm("actionplans.verify_report", report):
            _assign(report, to)
            moved.append(report)
        else:
            left += 1
    if moved:
        notices.about_hand_over(len(moved), person, to, by=by)
    return len(moved), left
