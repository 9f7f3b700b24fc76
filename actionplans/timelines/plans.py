"""What happened to a plan: its states, versions, steps on its matrix, and moved due dates."""

from django.db.models import F, OuterRef, Q, Subquery

from actionplans import columns
from actionplans.models import ActionPlan, DueMove, Milestone, PlanEdit, PlanImport
from replikasi.common import formats

from .entries import CHANGE, DECISION, short
from .sources import HistorySource, Source

State = ActionPlan.State


class PlanSteps(HistorySource):
    """Changes of the state; the approvals among them are told by their versions."""

    kind, model = DECISION, ActionPlan

    def rows(self, place, user):
        if place.report or place.obstacle:
            return None
        lines = self.lines().filter(id=place.plan.pk)
        history = ActionPlan.history.model.objects
        earlier = history.filter(history_id=OuterRef("earlier")).values("state")[:1]
        lines = lines.annotate(state_before=Subquery(earlier))
        dropped = Q(history_change_reason__in=ActionPlan.Dropped.values)
        moved = ~Q(state=F("state_before")) & ~Q(state=State.APPROVED)
        return lines.filter(Q(history_type="+") | dropped | moved)

    def entry(self, row, place, user):
        if row.history_type == "+":
            return self.told(row, f"Rencana aksi {row.fiscal_year} dibuat")
        if row.history_change_reason in ActionPlan.Dropped.values:
            label = ActionPlan.Dropped(row.history_change_reason).label
            return self.told(row, label, row.return_reason, name="x-circle")
        if row.state == State.SUBMITTED:
            title = "Revisi rencana diajukan" if row.revision_reason else "Rencana diajukan"
            return self.told(row, title, name="paper-airplane", tone="wait")
        if row.state == State.RETURNED:
            more = {"name": "arrow-uturn-left", "tone": "bad"}
            return self.told(row, "Rencana dikembalikan", row.return_reason, **more)
        if row.state == State.REVISING:
            why = ActionPlan.RevisionReason(row.revision_reason).label
            return self.told(row, f"Revisi dibuka: {why.lower()}", row.revision_note)
        if row.state == State.FINISHED:
            return self.told(row, "Rencana ditutup", name="lock-closed")
        return self.told(row, f"Status rencana menjadi {State(row.state).label.lower()}")


class Versions(Source):
    kind, time, actor = DECISION, "approved_at", "approved_by"
    name, tone = "document-check", "ok"

    def rows(self, place, user):
        if place.report or place.obstacle:
            return None
        return place.plan.versions.defer("snapshot")

    def entry(self, row, place, user):
        text = f"{row.get_reason_display()}: {row.note}" if row.reason else ""
        return self.told(row, f"Rencana disetujui, versi {row.number}", text)


class DueMoves(Source):
    """Moves of due dates for everybody or for the plan's agency."""

    kind, name, tone = DECISION, "calendar-days", "wait"

    def rows(self, place, user):
        if place.milestone or place.obstacle:
            return None
        plan = place.plan
        mine = Q(agency=None) | Q(agency=plan.replication.agency_id)
        moves = DueMove.objects.filter(mine).select_related("period")
        if place.report:
            return moves.filter(period=place.report.period_id)
        return moves.filter(period__year=plan.fiscal_year)

    def entry(self, row, place, user):
        whom = "untuk OPD ini" if row.agency_id else "untuk semua OPD"
        before, due = formats.short_date(row.before), formats.short_date(row.due)
        title = f"Tenggat laporan {row.period.label} {whom}: {before} → {due}"
        return self.told(row, title, row.reason)


STEPS = {
    PlanEdit.Kind.DELETED: ("Tonggak dihapus", "penghapusan tonggak"),
    PlanEdit.Kind.IMPORTED: ("Buku kerja diterapkan pada matriks", "penerapan buku kerja"),
    PlanEdit.Kind.SPREAD: ("Bobot dibagi rata", "pembagian rata bobot"),
    PlanEdit.Kind.PROPOSED: ("Usulan target TW diisikan", "pengisian usulan target TW"),
}
HEAVY = ("before", "after", "order_before", "order_after", "pinned")


class Edits(Source):
    """Steps on several rows; what they changed stands in the lines of the milestones."""

    kind = CHANGE

    def rows(self, place, user):
        return place.plan.edits.defer(*HEAVY) if place.is_plan else None

    def entry(self, row, place, user):
        return self.told(row, STEPS[row.kind][0])


class Undone(Edits):
    time, actor, name = "undone_at", "undone_by", "arrow-uturn-left"

    def rows(self, place, user):
        rows = super().rows(place, user)
        return rows if rows is None else rows.exclude(undone_at=None)

    def entry(self, row, place, user):
        return self.told(row, f"Diurungkan: {STEPS[row.kind][1]}")


class Imports(Source):
    """Uploaded workbooks; what others see of them is what was applied."""

    kind, name = CHANGE, "arrow-up-tray"

    def rows(self, place, user):
        if not place.is_plan:
            return None
        rows = place.plan.imports.defer("sheets", "choices", "result")
        if user.role not in user.AGENCY_ROLES:
            rows = rows.filter(state=PlanImport.State.APPLIED)
        return rows

    def entry(self, row, place, user):
        states = {
            PlanImport.State.PREVIEW: "belum diputuskan",
            PlanImport.State.APPLIED: "kemudian diterapkan",
            PlanImport.State.DROPPED: "kemudian dibuang",
        }
        return self.told(row, f"Buku kerja {row.name} diunggah, {states[row.state]}")


class MilestoneChanges(HistorySource):
    """What was changed in the matrix, old → new."""

    kind, model = CHANGE, Milestone

    def rows(self, place, user):
        if place.milestone:
            return self.lines().filter(id=place.milestone.pk)
        return self.lines().filter(plan=place.plan.pk) if place.is_plan else None

    def entry(self, row, place, user):
        group = ("tonggak", row.history_type, row.history_user_id)
        named = f"Tonggak {row.number}. {row.activity}"
        if row.history_type == "+" or row.was is None:
            return self.told(
                row,
                f"Tonggak {row.number} dibuat",
                row.activity,
                name="plus-circle",
                group=group,
                several="{} tonggak dibuat",
                lines=[named],
            )
        if row.history_type == "-":
            return self.told(
                row,
                f"Tonggak {row.number} dihapus",
                row.activity,
                name="trash",
                tone="bad",
                group=group,
                several="{} tonggak dihapus",
                lines=[named],
            )
        cells = self._cells(row, user, place)
        if not cells:
            return None
        return self.told(
            row,
            f"Tonggak {row.number} diubah",
            "\n".join(cells),
            group=group,
            several="{} tonggak diubah",
            lines=[f"Tonggak {row.number}: {'; '.join(cells)}"],
        )

    def _cells(self, row, user, place):
        found = []
        for column in columns.COLUMNS:
            old, new = getattr(row.was, column.name), getattr(row, column.name)
            before, after = columns.shown(column.name, old), columns.shown(column.name, new)
            if before != after:
                shown = [short(value) or "(kosong)" for value in (before, after)]
                found.append(f"{column.label} {shown[0]} → {shown[1]}")
        if row.was.person_email != row.person_email and user.has_perm(
            "actionplans.see_contacts", place.plan
        ):
            before, after = row.was.person_email, row.person_email
            found.append(f"Surel {before or '(kosong)'} → {after or '(kosong)'}")
        return found
