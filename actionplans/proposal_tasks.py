"""Tasks of what is proposed about replications beside plans and reports: to decide, to mend."""

from functools import partial

from django.urls import reverse
from django.utils import timezone

from actionplans import workdays
from innovations import waiting as proposals
from replikasi.common import formats

from .task import SHOWN, Task


def judging(key, rows, user, today):
    """What of one kind waits for Litbang, as one task: the page lists it by replication."""
    kind = proposals.KINDS[key]
    found = proposals.rows_of(proposals.together({key: rows})[:SHOWN])
    if not found:
        return []
    alone, first = len(found) == 1, found[0]
    agencies = {row.replication.agency_id for row in found}
    since = first.since and timezone.localtime(first.since).date()
    return [
        Task(
            title=f"Putuskan {rows.count()} {kind.noun}",
            note=f"{first.replication.title}, {first.agency}."
            if alone
            else f"Dari {len(found)} replikasi, tertua di atas.",
            url=first.url if alone else reverse("judging_list", query={"jenis": key}),
            icon=kind.icon,
            tone="acc",
            verb="Putuskan",
            agency=first.replication.agency.short_name
            if len(agencies) == 1
            else f"{len(agencies)} OPD",
            since=since,
            age=workdays.between(since, today) if since else None,
        )
    ]


def mending(key, rows, user, today):
    """What of one kind Litbang returned, a task a replication."""
    kind = proposals.KINDS[key]
    return [
        Task(
            title=f"Perbaiki {row.what}, {row.replication.title}",
            note=f"Dikembalikan Litbang{_on(row.since)}. Alasannya ada di halamannya.",
            url=row.url,
            icon=kind.icon,
            tone="bad",
            verb="Perbaiki",
        )
        for row in proposals.rows_of(proposals.together({key: rows}, back=True)[:SHOWN])
    ]


def _on(moment):
    return f" {formats.day_month(moment)}" if moment else ""


LISTS = {
    **{f"mend_{key}": partial(mending, key) for key in proposals.KINDS},
    **{f"judge_{key}": partial(judging, key) for key in proposals.KINDS},
}
