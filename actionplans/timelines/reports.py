"""What happened to reports: begun, changed, sent, assigned, decided, corrected."""

from django.db.models import F, OuterRef, Q, Subquery

from actionplans.models import Report, ReportLine, Verification
from replikasi.common import formats

from .entries import CHANGE, DECISION, short
from .sources import HistorySource, Source, shown_changes

State = Report.State
WORDS = {
    "problem": ("Permasalahan", short),
    "solution": ("Upaya pemecahan", short),
    "next_steps": ("Langkah berikutnya", short),
    "idle_reason": ("Alasan tidak ada kemajuan", short),
}


def lines_of(place, reports):
    """{report.pk: its line of the place's milestone as it was first verified}; {} elsewhere."""
    if not place.milestone:
        return {}
    lines = ReportLine.every.filter(milestone=place.milestone.pk, corrects=None, report__in=reports)
    return {line.report_id: line for line in lines.order_by("-pk")}


class ReportLines(HistorySource):
    """Every sending, and to whom the report was given."""

    kind, model = DECISION, Report

    def rows(self, place, user):
        if place.obstacle:
            return None
        history = Report.history.model.objects
        earlier = history.filter(history_id=OuterRef("earlier"))
        lines = self.lines().annotate(
            state_before=Subquery(earlier.values("state")[:1]),
            assigned_before=Subquery(earlier.values("assigned_to")[:1]),
        )
        sent = Q(state=State.SENT) & Q(state_before__in=[State.DRAFT, State.RETURNED])
        given = Q(assigned_to__isnull=True, assigned_before__isnull=False) | (
            Q(assigned_to__isnull=False)
            & (Q(assigned_before=None) | ~Q(assigned_to=F("assigned_before")))
        )
        lines = lines.exclude(state=State.DRAFT).filter(sent | given)
        if place.report:
            lines = lines.filter(id=place.report.pk)
        elif place.milestone:
            held = ReportLine.every.filter(milestone=place.milestone.pk).order_by()
            lines = lines.filter(sent, id__in=held.values("report"))
        else:
            lines = lines.filter(plan=place.plan.pk)
        return lines.select_related("period", "assigned_to")

    def entries(self, rows, place, user):
        self.lines_held = lines_of(place, {row.id for row in rows})
        self.sent_last = dict(
            Report.objects.filter(pk__in={row.id for row in rows})
            .order_by()
            .values_list("pk", "sent_at")
            if self.lines_held
            else ()
        )
        return super().entries(rows, place, user)

    def entry(self, row, place, user):
        label = row.period.label
        if row.state == State.SENT and row.state_before in (State.DRAFT, State.RETURNED):
            again = " lagi" if row.state_before == State.RETURNED else ""
            title = f"Laporan {label} dikirim{again}"
            line = self.lines_held.get(row.id)
            if line and self.sent_last.get(row.id) == row.sent_at:
                title += f", klaim {formats.percent(line.percent, 0)}"
            late = f"Terlambat {row.days_late} hari kerja." if row.days_late else ""
            return self.told(row, title, late, name="paper-airplane", tone="wait")
        if row.assigned_to:
            title = f"Laporan {label} ditangani {row.assigned_to.name}"
        else:
            title = f"Laporan {label} dilepas, siapa saja dapat memeriksa"
        return self.told(row, title, name="user-circle")


class ReportWords(HistorySource):
    """A report begun and its words changed: the agency's own business."""

    kind, model = CHANGE, Report

    def rows(self, place, user):
        if place.obstacle or place.milestone or user.role not in user.AGENCY_ROLES:
            return None
        lines = self.lines().select_related("period")
        if place.report:
            return lines.filter(id=place.report.pk)
        return lines.filter(plan=place.plan.pk)

    def entry(self, row, place, user):
        label = row.period.label
        if row.history_type == "+" or row.was is None:
            return self.told(row, f"Laporan {label} mulai disusun")
        changes = shown_changes(row.was, row, WORDS)
        if not changes:
            return None
        return self.told(row, f"Isi laporan {label} diubah", "\n".join(changes))


class Decisions(Source):
    kind = DECISION

    def rows(self, place, user):
        if place.obstacle:
            return None
        rows = Verification.objects.select_related("report__period")
        if place.report:
            return rows.filter(report=place.report.pk)
        if place.milestone:
            held = ReportLine.every.filter(milestone=place.milestone.pk).order_by()
            return rows.filter(report__in=held.values("report"))
        return rows.filter(report__plan=place.plan.pk)

    def entries(self, rows, place, user):
        reports = {row.report_id for row in rows}
        self.lines_held = lines_of(place, reports)
        self.last = {}
        if self.lines_held:
            made = Verification.objects.filter(report__in=reports).order_by("at", "pk")
            self.last = dict(made.values_list("report", "pk"))
        return super().entries(rows, place, user)

    def entry(self, row, place, user):
        label, line = row.report.period.label, self.lines_held.get(row.report_id)
        if row.decision == Verification.Decision.VERIFIED:
            look = {"name": "check-badge", "tone": "ok"}
            is_last = self.last.get(row.report_id) == row.pk
            if line and line.verified_percent is not None and is_last:
                title = f"Terverifikasi {formats.percent(line.verified_percent, 0)} untuk {label}"
                return self.told(row, title, line.verdict_note, **look)
            return self.told(row, f"Laporan {label} diverifikasi", row.reason, **look)
        title = f"Laporan {label} dikembalikan"
        if row.decision == Verification.Decision.UNVERIFIED:
            title = f"Verifikasi laporan {label} dibatalkan"
        return self.told(row, title, row.reason, name="arrow-uturn-left", tone="bad")


class Corrections(Source):
    """Verified values corrected later, each a new line of the report."""

    kind, time, actor = DECISION, "corrected_at", "corrected_by"

    def rows(self, place, user):
        if place.obstacle:
            return None
        rows = ReportLine.every.exclude(corrected_at=None)
        rows = rows.select_related("report__period", "milestone", "corrects")
        if place.report:
            return rows.filter(report=place.report.pk)
        if place.milestone:
            return rows.filter(milestone=place.milestone.pk)
        return rows.filter(report__plan=place.plan.pk)

    def entry(self, row, place, user):
        before = row.corrects.verified_percent if row.corrects else None
        change = f"{formats.percent(before, 0)} → " if before is not None else ""
        after = row.verified_percent
        after = "belum" if after is None else formats.percent(after, 0)
        named = "" if place.milestone else f" tonggak {row.milestone.number}"
        title = f"Nilai terverifikasi{named} {row.report.period.label} dikoreksi: {change}{after}"
        return self.told(row, title, row.correction_reason, name="pencil", tone="wait")
