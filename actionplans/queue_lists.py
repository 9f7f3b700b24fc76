"""The officer's queue as a list: its filter, its table, and which report comes next."""

from datetime import datetime, time, timedelta

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from replikasi.common.lists import PartColumn, PortalTable

from . import workdays
from .filters import QueueFilter
from .models import Report
from .services.queue import acting_for, looking
from .tables import NUM

# So many reports are asked whether they may come next; a longer row of refusals is not likely.
TRIED = 20


def late(today):
    """Condition of a waiting report whose `review_due` has passed on the day `today`."""
    rules = workdays.rules()
    days = rules.review_due_days - rules.report_due_days
    sent = today - timedelta(days=1)
    while workdays.add(sent, days) >= today:
        sent -= timedelta(days=1)
    after = timezone.make_aware(datetime.combine(sent + timedelta(days=1), time()))
    return Q(period__review_due__lt=today, sent_at__lt=after)


class WaitingFilter(QueueFilter):
    """The queue of `request.user`."""

    holder = filters.ChoiceFilter(
        label="Ditangani",
        choices=[("saya", "Saya"), ("bebas", "Belum ada"), ("lain", "Orang lain")],
        empty_label="Siapa saja",
        method="held",
    )
    late = filters.ChoiceFilter(
        label="Tenggat",
        choices=[("ya", "Lewat tenggat"), ("tidak", "Belum lewat")],
        empty_label="Semua",
        method="is_late",
    )

    class Meta:
        model = Report
        fields = ["holder", "late", "year", "quarter", "agency", "q"]

    def held(self, rows, _, holder):
        own = acting_for(self.request.user)
        return {
            "saya": rows.filter(assigned_to__in=own),
            "bebas": rows.filter(assigned_to=None),
            "lain": rows.exclude(Q(assigned_to=None) | Q(assigned_to__in=own)),
        }[holder]

    def is_late(self, rows, _, answer):
        passed = late(timezone.localdate())
        return rows.filter(passed if answer == "ya" else ~passed)


class QueueTable(PortalTable):
    """Rows are waiting reports with what views.queue.prepare hangs on them."""

    name = PartColumn("actionplans/_queue_report.html", "Laporan", orderable=False)
    agency = tables.Column("OPD", accessor="plan__replication__agency__short_name")
    sent_at = PartColumn("actionplans/_cell_sent.html", "Dikirim", order_by=("sent_at", "pk"))
    age = tables.Column("Umur, hari kerja", orderable=False, attrs=NUM, accessor="age")
    due = PartColumn("actionplans/_cell_due.html", "Tenggat", order_by="period__review_due")
    decided = PartColumn("actionplans/_cell_judged.html", "Diputuskan", orderable=False, attrs=NUM)
    holder = PartColumn("actionplans/_queue_holder.html", "Ditangani", orderable=False)

    class Meta:
        model = Report
        fields = ()
        sequence = ("name", "agency", "sent_at", "age", "due", "decided", "holder")
        attrs = {"class": "tbl cards queue"}
        order_by = "sent_at"
        empty_text = "Tidak ada laporan yang cocok dengan saringan ini."


def waiting(user, query=""):
    """Waiting reports of the queue whose filter is `query`, oldest first."""
    rows = Report.objects.visible_to(user).waiting().for_list()
    return _filtered(user, query, rows).qs


def _filtered(user, query, rows):
    return WaitingFilter(QueryDict(query), queryset=rows, request=_Asking(user))


class _Asking:
    """Stands as the request of a filter that no page asks for."""

    def __init__(self, user):
        self.user = user


def next_after(report, user, query=""):
    """The report that the officer opens after `report`: the next of the queue, else its first.

    What another officer handles or has open is passed over, and what `user` may not judge.
    """
    rows = list(waiting(user, query).exclude(pk=report.pk).select_related("assigned_to")[:TRIED])
    own, taken = acting_for(user), looking(rows, but=user)
    free = [
        row
        for row in rows
        if row.assigned_to_id in (None, *own)
        and row.pk not in taken
        and user.has_perm("actionplans.verify_report", row)
    ]
    later = [row for row in free if (row.sent_at, row.pk) > (report.sent_at, report.pk)]
    return next(iter(later or free), None)
