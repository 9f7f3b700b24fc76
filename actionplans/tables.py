"""Lists of plans, reports and the queue, as django-tables2 tables."""

import django_tables2 as tables
from django.db.models import F
from django.utils import timezone

from innovations.models import Replication
from replikasi.common.lists import PartColumn, PortalTable

from .listed import current_stage, late_milestones, latest_figure
from .models import ActionPlan, PlanTemplate, Report

NUM = {"td": {"class": "num"}, "th": {"class": "num"}}


class PlanTable(PortalTable):
    """Rows are plans with `listed` (see listed.py) and `latest`, its standing."""

    name = PartColumn(
        "actionplans/_cell_plan.html", "Replikasi", order_by=("replication__innovation__name", "pk")
    )
    agency = tables.Column(
        "OPD",
        accessor="replication__agency__short_name",
        order_by=("replication__agency__short_name", "pk"),
    )
    fiscal_year = tables.Column("Tahun", order_by=("fiscal_year", "pk"))
    state = PartColumn("actionplans/_cell_plan_state.html", "Status", order_by=("state", "pk"))
    stage = PartColumn("actionplans/_cell_plan_stage.html", "Tahap berjalan")
    overdue = PartColumn("actionplans/_cell_plan_late.html", "Terlambat", attrs=NUM)
    report = PartColumn("actionplans/_cell_plan_report.html", "Laporan terakhir", orderable=False)
    verified = PartColumn("actionplans/_cell_verified.html", "Terverifikasi", attrs=NUM)
    claimed = PartColumn("actionplans/_cell_claimed.html", "Sementara", attrs=NUM)
    planned = PartColumn("actionplans/_cell_planned.html", "Rencana", attrs=NUM)

    class Meta:
        model = ActionPlan
        fields = ()
        sequence = ("name", "agency", "fiscal_year", "state", "stage", "overdue", "report", "...")
        attrs = {"class": "tbl cards plans"}
        order_by = "-fiscal_year"
        empty_text = "Tidak ada rencana aksi yang cocok dengan saringan ini."

    # What changes with the order outside the table: the download and the filter's memory of it.
    also_swapped = "#unduh,#saring-urut"

    def order_stage(self, rows, is_descending):
        return _ordered(rows, current_stage(), is_descending)

    def order_overdue(self, rows, is_descending):
        return _ordered(rows, late_milestones(timezone.localdate()), is_descending)

    def order_verified(self, rows, is_descending):
        return _ordered(rows, latest_figure("verified", timezone.localdate()), is_descending)

    def order_claimed(self, rows, is_descending):
        return _ordered(rows, latest_figure("claimed", timezone.localdate()), is_descending)

    def order_planned(self, rows, is_descending):
        return _ordered(rows, latest_figure("planned", timezone.localdate()), is_descending)


def _ordered(rows, expression, is_descending):
    """`rows` by what only this order asks of the database; what has no value comes last."""
    column = F("ordered_by")
    order = column.desc if is_descending else column.asc
    return rows.alias(ordered_by=expression).order_by(order(nulls_last=True), "pk"), True


class TemplateTable(PortalTable):
    """Rows are templates with `number`, how many rows each has."""

    name = PartColumn("actionplans/_cell_template.html", "Templat", order_by=("name", "pk"))
    number = tables.Column("Baris", order_by=("number", "pk"), attrs=NUM)
    is_active = PartColumn(
        "actionplans/_cell_template_offered.html", "Ditawarkan", order_by=("is_active", "pk")
    )
    updated_at = PartColumn(
        "actionplans/_cell_template_saved.html", "Terakhir diubah", order_by=("updated_at", "pk")
    )
    acts = PartColumn("actionplans/_cell_template_acts.html", "Tindakan", orderable=False)

    class Meta:
        model = PlanTemplate
        fields = ()
        sequence = ("name", "number", "is_active", "updated_at", "acts")
        attrs = {"class": "tbl cards"}
        order_by = "name"
        empty_text = "Belum ada templat."


class ReportTable(PortalTable):
    """Rows are reports with `standing`, that of their quarter (see report_lists.py)."""

    name = PartColumn(
        "actionplans/_cell_report.html",
        "Laporan",
        order_by=("plan__replication__innovation__name", "pk"),
    )
    agency = tables.Column(
        "OPD",
        accessor="plan__replication__agency__short_name",
        order_by=("plan__replication__agency__short_name", "pk"),
    )
    period = tables.Column("Periode", order_by=("period__year", "period__quarter", "pk"))
    state = PartColumn(
        "actionplans/_cell_report_state.html", "Status laporan", order_by=("state", "pk")
    )
    sent_at = PartColumn("actionplans/_cell_sent.html", "Tgl kirim", order_by=("sent_at", "pk"))
    decided_at = PartColumn(
        "actionplans/_cell_decided.html", "Tgl keputusan", order_by=("decided_at", "pk")
    )
    figures = PartColumn(
        "actionplans/_cell_report_figures.html", "Realisasi fisik", orderable=False, attrs=NUM
    )

    class Meta:
        model = Report
        fields = ()
        sequence = ("name", "agency", "period", "state", "figures", "sent_at", "decided_at")
        attrs = {"class": "tbl cards"}
        order_by = "-period"
        empty_text = "Tidak ada laporan yang cocok dengan saringan ini."

    # What changes with the order outside the table: the download and the filter's memory of it.
    also_swapped = "#unduh,#saring-urut"


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


class AdopterTable(PortalTable):
    """Who replicates an innovation and how far; rows carry `position` (see positions.py, or None)
    and `agency_name`, the name of the programme year."""

    agency = PartColumn(
        "innovations/_cell_replicator.html", "OPD replikator", order_by=("agency__name", "pk")
    )
    local_name = PartColumn(
        "innovations/_cell_local_name.html", "Nama lokal", order_by=("local_name", "pk")
    )
    programme_year = tables.Column(
        "Tahun program",
        attrs=NUM,
        order_by=("programme_year", "agency__name", "pk"),
        localize=False,
    )
    status = tables.Column("Status", order_by=("status", "agency__name", "pk"))
    figures = PartColumn(
        "actionplans/_cell_position.html",
        "Realisasi fisik",
        orderable=False,
        attrs={"td": {"class": "cell-wide"}, "th": {"class": "w-bar"}},
    )

    class Meta:
        model = Replication
        fields = ("agency", "local_name", "programme_year", "status", "figures")
        attrs = {"class": "tbl cards"}
        order_by = "agency"
