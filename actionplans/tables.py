"""Lists of plans, reports and the queue, as django-tables2 tables."""

import django_tables2 as tables

from innovations.models import Replication
from replikasi.common.lists import PartColumn, PortalTable

from .models import ActionPlan, Report

NUM = {"td": {"class": "num"}, "th": {"class": "num"}}


class PlanTable(PortalTable):
    name = PartColumn(
        "actionplans/_cell_plan.html", "Replikasi", order_by="replication__innovation__name"
    )
    agency = tables.Column("OPD", accessor="replication__agency__short_name")
    fiscal_year = tables.Column("Tahun")
    state = PartColumn("actionplans/_cell_plan_state.html", "Status")
    report = PartColumn("actionplans/_cell_plan_report.html", "Laporan terakhir", orderable=False)
    verified = PartColumn(
        "actionplans/_cell_verified.html", "Terverifikasi", orderable=False, attrs=NUM
    )
    claimed = PartColumn("actionplans/_cell_claimed.html", "Sementara", orderable=False, attrs=NUM)
    planned = PartColumn("actionplans/_cell_planned.html", "Rencana", orderable=False, attrs=NUM)

    class Meta:
        model = ActionPlan
        fields = ()
        sequence = ("name", "agency", "fiscal_year", "state", "report", "...")
        attrs = {"class": "tbl cards"}
        order_by = "-fiscal_year"
        empty_text = "Tidak ada rencana aksi yang cocok dengan saringan ini."


class ReportTable(PortalTable):
    name = PartColumn(
        "actionplans/_cell_report.html", "Laporan", order_by="plan__replication__innovation__name"
    )
    agency = tables.Column("OPD", accessor="plan__replication__agency__short_name")
    period = tables.Column("Periode", order_by=("period__year", "period__quarter"))
    state = PartColumn("actionplans/_cell_report_state.html", "Status laporan")
    sent_at = PartColumn("actionplans/_cell_sent.html", "Tgl kirim")
    decided_at = PartColumn("actionplans/_cell_decided.html", "Tgl keputusan")

    class Meta:
        model = Report
        fields = ()
        sequence = ("name", "agency", "period", "state", "sent_at", "decided_at")
        attrs = {"class": "tbl cards"}
        order_by = "-period"
        empty_text = "Tidak ada laporan yang cocok dengan saringan ini."


class QueueTable(PortalTable):
    name = PartColumn("actionplans/_cell_report.html", "Laporan", orderable=False)
    agency = tables.Column("OPD", accessor="plan__replication__agency__short_name")
    sent_at = PartColumn("actionplans/_cell_sent.html", "Dikirim")
    age = tables.Column("Umur, hari kerja", orderable=False, attrs=NUM, accessor="age")
    due = PartColumn("actionplans/_cell_due.html", "Tenggat", order_by="period__review_due")
    decided = PartColumn("actionplans/_cell_judged.html", "Diputuskan", orderable=False, attrs=NUM)

    class Meta:
        model = Report
        fields = ()
        sequence = ("name", "agency", "sent_at", "age", "due", "decided")
        attrs = {"class": "tbl cards"}
        order_by = "sent_at"


class ReplicationPositionTable(PortalTable):
    """Rows are replications with `position` (see positions.py, or None) and `agency_name`."""

    name = PartColumn(
        "actionplans/_cell_replication.html", "Replikasi", order_by=("innovation__name", "pk")
    )
    agency = PartColumn(
        "actionplans/_cell_position_agency.html", "OPD", order_by=("agency__name", "pk")
    )
    plan = PartColumn(
        "actionplans/_cell_position_plan.html", "Rencana aksi", orderable=False, empty_values=()
    )
    figures = PartColumn(
        "actionplans/_cell_position.html",
        "Realisasi fisik",
        orderable=False,
        empty_values=(),
        attrs={"td": {"class": "cell-wide"}, "th": {"class": "w-bar"}},
    )
    deviation = PartColumn(
        "actionplans/_cell_deviation.html", "Deviasi", orderable=False, empty_values=(), attrs=NUM
    )
    report = PartColumn(
        "actionplans/_cell_position_report.html", "Laporan", orderable=False, empty_values=()
    )

    class Meta:
        model = Replication
        fields = ()
        sequence = ("name", "agency", "plan", "figures", "deviation", "report")
        attrs = {"class": "tbl cards"}
        order_by = "name"
        empty_text = "Belum ada replikasi dalam lingkup Anda."
