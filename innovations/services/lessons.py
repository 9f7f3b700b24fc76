"""Lessons of a replication: written by those who worked on it, published when it is closed."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from innovations.models import Judged, Lesson
from replikasi.accounts.models import User
from replikasi.common.locking import locked, require

MOST = 40  # of one replication
LONGEST = 1000
OTHERS = (User.Role.LITBANG, User.Role.FASILITATOR)


@dataclass(frozen=True)
class Said:
    """A lesson as a form says it; `pk` is that of the row it changes, None for a new one."""

    kind: str
    stage: str
    text: str
    pk: int | None = None


def of_agency(replication):
    """What the agency itself wrote: these stand in its form of closing."""
    return replication.lessons.exclude(by__role__in=OTHERS).order_by("kind", "pk")


def of_others(replication):
    """What Litbang and the facilitator wrote."""
    rows = replication.lessons.filter(by__role__in=OTHERS)
    return rows.select_related("by").order_by("kind", "pk")


def is_closed(replication):
    closing = getattr(replication, "closing", None)
    return closing is not None and closing.state == Judged.State.AGREED


@transaction.atomic
def write_lesson(*, replication, by, kind, stage="", text):
    """Litbang or the facilitator adds a lesson; the same words twice are one lesson.

    After the closing is agreed to, Litbang alone: what it adds is published at once.
    """
    require(by, "innovations.write_lesson", replication)
    locked(replication)
    if by.role not in OTHERS:
        raise ValidationError("OPD menulis pelajarannya pada penutupan replikasi.")
    _may_still(replication, by)
    values = {"kind": kind, "stage": stage, "text": text.strip(), "by": by}
    existing = replication.lessons.filter(**values).order_by("pk").first()
    return existing or _written(Lesson(replication=replication, **values))


@transaction.atomic
def remove_lesson(*, lesson, by):
    """Its author takes a lesson away; one of the agency goes with its form of closing."""
    require(by, "innovations.write_lesson", lesson)
    locked(lesson.replication)
    if lesson.by_id != by.pk or by.role not in OTHERS:
        raise ValidationError("Hanya penulisnya yang dapat menghapus pelajaran ini.")
    _may_still(lesson.replication, by)
    lesson.delete()


def _may_still(replication, by):
    if by.role != User.Role.LITBANG and is_closed(type(replication).objects.get(pk=replication.pk)):
        raise ValidationError("Replikasi ini sudah ditutup dan pelajarannya sudah terbit.")


def keep(replication, said, *, by):
    """Make the agency's lessons what `said` (Said rows) is; inside a transaction, after its rights
    are checked. Rows that do not change keep their author."""
    rows = {row.pk: row for row in of_agency(replication)}
    for one in said:
        row = rows.pop(one.pk, None) or Lesson(replication=replication, by=by)
        values = (one.kind, one.stage, one.text.strip())
        if row.pk is None or (row.kind, row.stage, row.text) != values:
            row.kind, row.stage, row.text = values
            _written(row)
    for gone in rows.values():
        gone.delete()


def is_said(replication, said):
    """Whether the agency's lessons are just what `said` is."""
    kept = [(row.kind, row.stage, row.text) for row in of_agency(replication)]
    return sorted(kept) == sorted((one.kind, one.stage, one.text.strip()) for one in said)


def _written(row):
    if not row.text:
        raise ValidationError({"text": "Tulis pelajarannya."})
    if len(row.text) > LONGEST:
        raise ValidationError({"text": f"Paling panjang {LONGEST} huruf."})
    if row.pk is None and row.replication.lessons.count() >= MOST:
        raise ValidationError(f"Paling banyak {MOST} pelajaran. Gabungkan yang serupa.")
    row.full_clean()
    row.save()
    return row
