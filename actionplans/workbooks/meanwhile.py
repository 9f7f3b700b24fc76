"""What others did to a plan's rows since a workbook was downloaded, out of the rows' history."""

from django.utils import timezone

from actionplans import columns
from actionplans.models import Milestone
from replikasi.common import formats

BATCH = 500
MOST_SENTENCES = 3
LONGEST_SHOWN = 60


class Meanwhile:
    """`wanted`: {key of a milestone of `plan_id`: fingerprint of its row at the download}."""

    def __init__(self, plan_id, wanted):
        self.wanted, self.records = wanted, {}
        keys = sorted(wanted)
        for start in range(0, len(keys), BATCH):
            found = Milestone.history.filter(plan=plan_id, id__in=keys[start : start + BATCH])
            for record in found.select_related("history_user").order_by(
                "history_date", "history_id"
            ):
                self.records.setdefault(record.id, []).append(record)

    def knows(self, key):
        """Whether the plan ever had this milestone."""
        return key in self.records

    def base(self, key):
        """The plain row as it was when the workbook was downloaded, or None."""
        place = self._place(key)
        return None if place is None else plain_of(self.records[key][place])

    def _place(self, key):
        records = self.records.get(key, [])
        for place in reversed(range(len(records))):
            record = records[place]
            if record.history_type != "-" and (
                columns.fingerprint(plain_of(record)) == self.wanted[key]
            ):
                return place
        return None

    def told(self, key):
        """Sentences: who did what when, latest last; at least one."""
        records, place = self.records.get(key, []), self._place(key)
        if place is None:
            last = records[-1:]
            return [f"{_who(row)} terakhir mengubah baris ini, {_when(row)}." for row in last] or [
                "Baris ini sudah berubah sejak buku kerja diunduh."
            ]
        sentences = []
        for before, after in zip(records[place:], records[place + 1 :], strict=False):
            if after.history_type == "-":
                sentences.append(f"{_who(after)} menghapus tonggak ini, {_when(after)}.")
            elif changes := columns.changes(plain_of(before), plain_of(after)):
                what = "; ".join(map(_cell, changes))
                sentences.append(f"{_who(after)} mengubah {what}, {_when(after)}.")
        return sentences[-MOST_SENTENCES:] or ["Baris ini sudah berubah sejak buku kerja diunduh."]


def plain_of(record):
    """The plain row that a record of the history holds."""
    return {name: columns.plain(getattr(record, name)) for name in columns.NAMES}


def _cell(change):
    column, before, after = change
    return f"{column.label} {_shown(column, before)} → {_shown(column, after)}"


def _shown(column, value):
    text = " ".join(columns.shown(column.name, value).split())
    if not text:
        return "(kosong)"
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _who(record):
    return str(record.history_user or "Seseorang")


def _when(record):
    at = timezone.localtime(record.history_date)
    return f"{formats.day_month(at)} {formats.clock(at)}"
