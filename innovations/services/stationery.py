"""With which letterhead an agency writes from a year on: added and changed."""

from django.db import transaction

from innovations.models import Stationery
from replikasi.common.locking import Conflict, change_told, locked, require

from .innovations import version_of

PERM = "innovations.keep_stationery"
FIELDS = ("from_year", "address", "place", "position", "name", "rank", "nip")


@transaction.atomic
def add_stationery(*, agency, by, **values):
    """A new Stationery of `agency`; the same form sent twice adds one. `values`: any of FIELDS."""
    require(by, PERM, agency)
    locked(agency)
    row = _with(Stationery(agency=agency), values)
    same = agency.stationery.filter(from_year=row.from_year).first()
    if same and all(getattr(same, name) == getattr(row, name) for name in FIELDS):
        return same
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def change_stationery(*, stationery, by, seen, **values):
    """Write what was changed; Conflict when `seen` (version_of) is stale."""
    require(by, PERM, stationery.agency)
    locked(stationery.agency)
    fresh = locked(stationery)
    now = version_of(fresh)
    if seen != now:
        records = fresh.history.order_by("-history_id")
        before = records.filter(history_id__lte=seen).first()
        raise Conflict(change_told(fresh, before, records.first()), revision=now)
    fresh = _with(fresh, values)
    fresh.full_clean()
    fresh.save()
    return fresh


def _with(row, values):
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is not changed by hand")
        setattr(row, name, value)
    return row
