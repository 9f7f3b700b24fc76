"""Recording progress: one update a happening, open to change until a sent report holds it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplans import snapshots
from actionplans.models import ActionPlan, Milestone, ProgressUpdate, Report
from replikasi.common import formats
from replikasi.common.locking import locked, require

from . import months
from .plans import latest_version

# What a person says in an update.
SAID = ("happened_on", "percent", "quantity", "spent", "note")


def current_update(milestone, *, on=None, but=None):
    """The latest update of a milestone (up to `on`, leaving out `but`), or None."""
    rows = milestone.updates.latest_first()
    if on is not None:
        rows = rows.up_to(on)
    if but is not None and but.pk:
        rows = rows.exclude(pk=but.pk)
    return rows.first()


def write_reached(milestone):
    """Keep what follows from a milestone's updates: its latest percent, its plan's months."""
    latest = current_update(milestone)
    milestone.reached = latest.percent if latest else None
    Milestone.objects.filter(pk=milestone.pk).update(reached=milestone.reached)
    months.refresh(milestone.plan)


def reportable(milestone):
    """Raise ValidationError unless progress on the milestone can be recorded now."""
    version = latest_version(milestone.plan)
    if version is None:
        raise ValidationError(
            "Progres dapat dicatat setelah rencana aksi disetujui Litbang.", code="state"
        )
    if milestone.plan.state == ActionPlan.State.FINISHED:
        raise ValidationError("Rencana aksi ini sudah ditutup.", code="state")
    if all(row.id != milestone.pk for row in snapshots.approved(version)):
        raise ValidationError(
            "Tonggak ini baru ada di revisi yang belum disetujui; progresnya belum dapat dicatat.",
            code="state",
        )


def _check(update):
    """Everything an update must be beyond its fields; errors are keyed by field."""
    year, today = update.milestone.plan.fiscal_year, timezone.localdate()
    errors = {}
    day = update.happened_on
    if day > today:
        errors["happened_on"] = "Tanggal belum tiba. Isi hari ini atau sebelumnya."
    elif not date(year, 1, 1) <= day <= date(year, 12, 31):
        errors["happened_on"] = f"Tanggal harus di dalam tahun anggaran {year}."
    else:
        holding = (
            Report.objects.filter(
                plan=update.milestone.plan,
                state__in=[Report.State.SENT, Report.State.VERIFIED],
            )
            .select_related("period")
            .order_by("-period__quarter")
            .first()
        )
        if holding and day <= holding.period.ends:
            errors["happened_on"] = (
                f"Laporan {holding.period} sudah dikirim. Isi tanggal sesudah "
                f"{formats.day_month(holding.period.ends)}."
            )
    previous = current_update(update.milestone, on=day, but=update)
    if previous and not update.note.strip():
        for name, shown in (
            ("percent", lambda value: formats.percent(value)),
            ("quantity", lambda value: formats.number(value)),
            ("spent", lambda value: formats.rupiah(value)),
        ):
            before, now = getattr(previous, name), getattr(update, name)
            if before is not None and now is not None and now < before:
                errors[name] = (
                    f"Lebih kecil daripada yang sudah dicatat, {shown(before)}. "
                    "Bila ini koreksi, tulis alasannya di catatan."
                )
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def record_progress(*, update, by):
    """Write a new update; the same form sent twice (`update.key`) is recorded once.

    Returns (update, created).
    """
    milestone = update.milestone
    require(by, "actionplans.record_progress", milestone)
    milestone.plan = locked(milestone.plan)
    existing = ProgressUpdate.objects.filter(key=update.key, milestone=milestone, by=by).first()
    if existing:
        return existing, False
    reportable(milestone)
    update.by = by
    update.full_clean()
    _check(update)
    update.save()
    write_reached(milestone)
    return update, True


@transaction.atomic
def edit_progress(*, update, by, seen):
    """Write a changed update that no sent report holds; a change that is there already stays."""
    require(by, "actionplans.record_progress", update.milestone)
    locked(update.milestone.plan)
    fresh = locked(update)
    if seen == fresh.revision - 1 and _says_the_same(fresh, update):
        return fresh  # the answer to the same change was lost on its way back
    fresh = locked(update, seen=seen)
    refuse_locked(fresh)
    update.full_clean()
    _check(update)
    update.revision = fresh.revision + 1
    update.save()
    write_reached(update.milestone)
    return update


def _says_the_same(fresh, update):
    return all(getattr(fresh, name) == getattr(update, name) for name in SAID)


@transaction.atomic
def withdraw_progress(*, update, by):
    """Take an update back with its evidence, as long as no sent report holds it."""
    require(by, "actionplans.record_progress", update.milestone)
    locked(update.milestone.plan)
    fresh = locked(update)
    refuse_locked(fresh)
    if fresh.lines.exists():
        raise ValidationError(
            "Catatan ini ada di laporan yang dikembalikan. Ubah isinya, jangan dihapus.",
            code="locked",
        )
    pieces = list(fresh.evidence.all())
    fresh.delete()
    write_reached(update.milestone)
    for piece in pieces:
        transaction.on_commit(piece.delete_files)


def refuse_locked(update):
    if update.is_locked:
        raise ValidationError(
            f"Catatan ini dipegang laporan {update.held_by.period} yang sudah dikirim, "
            "jadi tidak dapat diubah. Catat progres baru bila keadaan berubah.",
            code="locked",
        )
