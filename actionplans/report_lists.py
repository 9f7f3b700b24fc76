"""The list of reports: the figures of its rows, and the same as a workbook."""

from django.utils import timezone

from replikasi.common import listbook
from replikasi.common.listbook import ListColumn

from .models import PeriodStanding, Report


def with_standings(reports):
    """Hang on each report its quarter's `standing`, or None; one query for all of them."""
    reports = list(reports)
    rows = PeriodStanding.objects.filter(plan__in={report.plan_id for report in reports})
    found = {(row.plan_id, row.period_id): row for row in rows}
    for report in reports:
        report.standing = found.get((report.plan_id, report.period_id))
    return reports


COLUMNS = (
    ListColumn("Replikasi", width=34),
    ListColumn("OPD", width=34),
    ListColumn("Wilayah", width=26),
    ListColumn("Kode wilayah", width=10),
    ListColumn("Tahun", listbook.WHOLE, 8),
    ListColumn("Triwulan", width=10),
    ListColumn("Status laporan", width=20),
    ListColumn("Tenggat", listbook.DATE, 12),
    ListColumn("Tenggat semula", listbook.DATE, 12),
    ListColumn("Tgl kirim pertama", listbook.DATE, 12),
    ListColumn("Tgl kirim", listbook.DATE, 12),
    ListColumn("Dikirim oleh", width=24),
    ListColumn("Terlambat, hari kerja", listbook.WHOLE, 11),
    ListColumn("Tgl keputusan", listbook.DATE, 12),
    ListColumn("Rencana, %", listbook.FIGURE, 11),
    ListColumn("Sementara, %", listbook.FIGURE, 13),
    ListColumn("Terverifikasi, %", listbook.FIGURE, 13),
    ListColumn("Uang dipakai, Rp", listbook.MONEY, 16),
    ListColumn("Pagu, Rp", listbook.MONEY, 16),
    ListColumn("Tidak ada kemajuan karena", width=40),
)


def workbook(reports):
    """The .xlsx of the filtered and ordered queryset `reports`, as bytes."""
    rows = (_row(report) for report in with_standings(reports))
    return listbook.list_workbook("Laporan", COLUMNS, rows)


def _row(report):
    agency, standing = report.plan.replication.agency, report.standing
    return (
        report.plan.replication.title,
        agency.name_in(report.period.year),
        agency.region.full_name,
        agency.region_id,
        report.period.year,
        report.period.label,
        report.get_state_display(),
        standing.due if standing else report.period.due,
        standing.moved_from if standing else report.period.first_due,
        report.first_sent_on,
        report.sent_at and timezone.localdate(report.sent_at),
        report.sent_by.name if report.sent_by else "belum dikirim",
        report.days_late,
        report.decided_at and timezone.localdate(report.decided_at),
        *_figures(report, standing),
        report.idle_reason or None,
    )


def _figures(report, standing):
    """Planned, claimed, verified, spent and ceiling of the quarter; a word where there is none."""
    if standing is None or standing.claimed is None:
        return ("belum dilaporkan",) * 4 + (None,)
    verified = report.state == Report.State.VERIFIED
    return (
        standing.planned,
        standing.claimed,
        standing.verified if verified else "belum diverifikasi",
        standing.spent,
        standing.ceiling,
    )
