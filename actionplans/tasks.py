"""Tasks: what waits for a person told as sentences, most urgent first, each at its place."""

from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone

from actionplans import proposal_tasks, workdays
from innovations.models import Replication
from replikasi.accounts.models import User
from replikasi.common import formats
from replikasi.common.periods import asked_quarter, quarter_bounds

from .dues import moved_words
from .models import ActionPlan, Milestone
from .services.queue import acting_for
from .task import NEVER, SHOWN, Task
from .waiting import querysets, returned_reports, unsent, with_remarks

SAID_AT = ("milestone", "adaptation__element")


# -- tasks: how they are told --------------------------------------------------------------------


def tasks_of(user, today=None):
    """Tasks of the user, most urgent first; at most SHOWN of each kind, one query a kind."""
    today = today or timezone.localdate()
    found = []
    for kind, rows in querysets(user, today).items():
        found += LISTS[kind](rows, user, today)
    return sorted(found, key=lambda task: task.urgency)


def _late(due, today, lead="Lewat"):
    days = workdays.between(due, today)
    return f"{lead} {days} hari kerja" if days else f"Tenggat {formats.day_month(due)}"


def _of_plan(rows, path=""):
    """At most SHOWN rows with what a sentence about their plan reads."""
    ordered = rows.order_by(*rows.query.order_by or ["pk"])
    return ordered.select_related(
        f"{path}replication__innovation", f"{path}replication__agency"
    ).prefetch_related(f"{path}replication__agency__names")[:SHOWN]


def _returned(rows, user, today):
    return [
        Task(
            title=f"Perbaiki laporan {report.period.label}, {report.plan.replication.title}",
            note=f"Dikembalikan {formats.day_month(report.decided_at)}. Catatannya ada di laporan.",
            url=reverse("report", args=[report.pk]),
            icon="arrow-uturn-left",
            tone="bad",
            verb="Perbaiki laporan",
            due=report.period.due,
        )
        for report in _of_plan(rows.select_related("period").order_by("decided_at"), "plan__")
    ]


def _unsent(rows, user, today):
    sends = user.role == User.Role.KEPALA or user.may_send
    found = []
    for standing in _of_plan(rows.select_related("period").order_by("due", "pk"), "plan__"):
        period = standing.period
        late = today > standing.due
        found.append(
            Task(
                title=f"{'Kirim' if sends else 'Siapkan'} laporan {period.label} {period.year}, "
                f"{standing.plan.replication.title}",
                note=f"Belum dilaporkan. {_late(standing.due, today)}{moved_words(standing)}."
                + ("" if sends else " Kepala OPD yang mengirim."),
                url=reverse("report_open", args=[standing.plan_id, period.quarter]),
                icon="paper-airplane",
                tone="bad" if late else "wait",
                verb="Kirim laporan" if sends else "Siapkan laporan",
                due=standing.due,
            )
        )
    return found


def _plans(rows, user, today):
    verb = {
        ActionPlan.State.DRAFT: "Lengkapi",
        ActionPlan.State.RETURNED: "Perbaiki",
        ActionPlan.State.REVISING: "Selesaikan revisi",
    }
    return [
        Task(
            title=f"{verb[plan.state]} rencana aksi {plan.fiscal_year}, {plan.replication.title}",
            note=_of_plan_to_write(plan),
            url=reverse("plan", args=[plan.pk]),
            icon="document-text",
            tone="bad" if plan.state == ActionPlan.State.RETURNED else "acc",
            verb="Buka rencana",
        )
        for plan in _of_plan(with_remarks(rows.order_by("fiscal_year")))
    ]


def _of_plan_to_write(plan):
    if plan.state == ActionPlan.State.RETURNED:
        count = plan.unanswered_remarks
        return plan.return_reason + (f" {count} catatan menunggu jawaban." if count else "")
    if plan.is_untouched_proposal:
        return f"Diusulkan Litbang {formats.day_month(plan.created_at)}: sesuaikan, lalu ajukan."
    return f"Terakhir disimpan {formats.short_date(plan.updated_at)}."


def _overdue(rows, user, today):
    return [
        Task(
            title=f"Catat progres: {row.activity}",
            note=f"{_late(row.due, today)}, jatuh tempo {formats.day_month(row.due)}. "
            + (
                f"Terakhir {formats.percent(row.reached, 0)}."
                if row.reached
                else "Belum ada catatan."
            ),
            url=reverse("record_progress", args=[row.pk]),
            icon="exclamation-triangle",
            tone="bad",
            verb="Catat progres",
            due=row.due,
        )
        for row in rows.order_by("due", "pk")[:SHOWN]
    ]


def _checks(rows, user, today):
    rows = rows.select_related("replication__innovation").order_by("due", "pk")
    return [
        Task(
            title=f"Jawab pemeriksaan {row.months} bulan, {row.replication.title}",
            note=_of_check(row, today),
            url=reverse("check_answer", args=[row.pk]),
            icon="heart",
            tone="bad" if row.due < today or row.return_reason else "acc",
            verb="Jawab pemeriksaan",
            due=row.due,
        )
        for row in rows[:SHOWN]
    ]


def _of_check(row, today):
    if row.return_reason:
        return f"Dikembalikan Litbang: {row.return_reason}"
    late = workdays.between(row.due, today)
    told = f", lewat {late} hari kerja" if late else ""
    return f"Masihkah berjalan? Tenggat {formats.short_date(row.due)}{told}."


def _answering(rows, user, today):
    return [
        Task(
            title=f"Jawab uji kesesuaian, {row.innovation.name}",
            note=f"Dimulai {formats.day_month(row.created_at)}; masih ada yang belum diketahui.",
            url=reverse("suitability_answer", args=[row.pk]),
            icon="clipboard-document-check",
            tone="acc",
            verb="Jawab uji",
        )
        for row in rows.select_related("innovation").order_by("created_at", "pk")[:SHOWN]
    ]


def _measuring(rows, user, today):
    year, quarter = asked_quarter(today)
    ends = quarter_bounds(year, quarter)[1]
    name = formats.quarter_name(quarter)
    return [
        Task(
            title=f"Catat nilai hasil {name}, {row.title}",
            note=f"{row.lacking} indikator belum punya nilai pada {name} {year}, "
            f"yang berakhir {formats.day_month(ends)}.",
            url=reverse("outcomes", args=[row.pk]),
            icon="chart-bar",
            tone="wait" if ends < today else "acc",
            verb="Catat nilai",
            due=ends,
        )
        for row in rows.select_related("innovation").order_by("pk")[:SHOWN]
    ]


def _finishing(rows, user, today):
    return [
        Task(
            title=f"Selesaikan uji kesesuaian, {row.innovation.name}",
            note=f"{row.agency.name}. Semua pernyataan sudah dijawab.",
            url=reverse("suitability", args=[row.pk]),
            icon="clipboard-document-check",
            tone="wait",
            verb="Selesaikan uji",
            agency=row.agency.short_name,
        )
        for row in rows.select_related("innovation", "agency").order_by("created_at", "pk")[:SHOWN]
    ]


def _place(comment):
    if comment.milestone_id:
        return f"Tonggak {comment.milestone.number}, {comment.milestone.activity}"
    if comment.adaptation_id:
        return f"Unsur {comment.adaptation.element}"
    return f"Rencana aksi {comment.plan.fiscal_year}"


def _suggestions(rows, user, today):
    found = []
    for row in rows.select_related(*SAID_AT, "plan", "by").order_by("answer_by", "pk")[:SHOWN]:
        late = row.answer_by is not None and row.answer_by < today
        wanted = f" Diminta sebelum {formats.day_month(row.answer_by)}." if row.answer_by else ""
        found.append(
            Task(
                title=f"Jawab saran {row.by.name}",
                note=f"{_place(row)}.{wanted}",
                url=row.get_absolute_url(),
                icon="chat-bubble-bottom-center-text",
                tone="bad" if late else "wait",
                verb="Jawab saran",
                due=row.answer_by or NEVER,
            )
        )
    return found


def _reports(rows, user, today):
    found = []
    others = Q(assigned_to__isnull=False) & ~Q(assigned_to__in=acting_for(user, today))
    rows = rows.annotate(another=Case(When(others, then=True), default=False))
    rows = rows.select_related("period", "assigned_to").order_by("another", "sent_at", "id")
    for report in _of_plan(rows, "plan__"):
        sent = timezone.localtime(report.sent_at).date()
        review_due = report.review_due
        late = today > review_due
        found.append(
            Task(
                title=f"Verifikasi laporan {report.period.label} {report.period.year}, "
                f"{report.plan.replication.title}",
                note=f"{report.plan.replication.agency.name_in(report.period.year)}. "
                f"Dikirim {formats.day_month(sent)}."
                + (f" Ditangani {report.assigned_to.name}." if report.another else ""),
                url=reverse("report", args=[report.pk]),
                icon="check-badge",
                tone="bad" if late else "wait",
                verb="Mulai verifikasi",
                when=_late(review_due, today),
                agency=report.plan.replication.agency.short_name,
                since=sent,
                age=workdays.between(sent, today),
                due=review_due,
                another=report.another,
            )
        )
    return found


def _decisions(rows, user, today):
    found = []
    for plan in _of_plan(with_remarks(rows)):
        sent = timezone.localtime(plan.submitted_at).date()
        revised = plan.revision_reason and f" Revisi: {plan.get_revision_reason_display().lower()}."
        count = plan.open_remark_count
        remarked = f" {count} catatan perbaikan masih terbuka." if count else ""
        found.append(
            Task(
                title=f"Putuskan {'revisi ' if plan.in_revision else ''}rencana aksi "
                f"{plan.fiscal_year}, {plan.replication.title}",
                note=f"{plan.replication.agency.name_in(plan.fiscal_year)}."
                f"{revised or ''}{remarked}",
                url=reverse("plan", args=[plan.pk]),
                icon="document-check",
                tone="acc",
                verb="Periksa rencana",
                agency=plan.replication.agency.short_name,
                since=sent,
                age=workdays.between(sent, today),
            )
        )
    return found


def _answers(rows, user, today):
    return [
        Task(
            title="Tinjau jawaban atas saran Anda",
            note=f"{_place(row)}. {row.plan.replication.title}.",
            url=row.get_absolute_url(),
            icon="chat-bubble-bottom-center-text",
            tone="wait",
            verb="Tinjau jawaban",
            agency=row.plan.replication.agency.short_name,
            since=timezone.localtime(row.last_at).date(),
            age=workdays.between(timezone.localtime(row.last_at).date(), today),
        )
        for row in _of_plan(rows.select_related(*SAID_AT).order_by("created_at"), "plan__")
    ]


LISTS = {
    **proposal_tasks.LISTS,
    "returned": _returned,
    "unsent": _unsent,
    "plans": _plans,
    "overdue": _overdue,
    "suggestions": _suggestions,
    "checks": _checks,
    "answering": _answering,
    "measuring": _measuring,
    "finishing": _finishing,
    "reports": _reports,
    "decisions": _decisions,
    "answers": _answers,
}


# -- what comes next and what waits for others ---------------------------------------------------


def next_milestones(user, today):
    """Milestones of the agency that run now and are not done, soonest due first."""
    return list(
        Milestone.objects.visible_to(user)
        .undone()
        .filter(
            plan__state__in=ActionPlan.RUNNING,
            start__lte=today,
            due__gte=today,
        )
        .select_related("plan__replication__innovation")
        .order_by("due", "pk")[:6]
    )


def missing_plans(user, year):
    """Active replications of the agency, begun by `year`, without a plan for it."""
    return list(
        Replication.objects.visible_to(user)
        .filter(status=Replication.Status.ACTIVE, programme_year__lte=year)
        .exclude(plans__fiscal_year=year)
        .for_list()[:6]
    )


def waiting_for_others(user, today):
    """For advisers: reports that agencies mend or have not sent, oldest first, as Tasks."""
    found = []
    for report in _of_plan(
        returned_reports(user).select_related("period").order_by("decided_at"), "plan__"
    )[:6]:
        found.append(
            Task(
                title=f"{report.plan.replication.title} memperbaiki laporan {report.period.label}",
                note=f"Dikembalikan {formats.day_month(report.decided_at)}. "
                f"Giliran {report.plan.replication.agency.short_name}.",
                url=reverse("report", args=[report.pk]),
                icon="arrow-uturn-left",
                tone="muted",
                verb="",
            )
        )
    late = unsent(user, today).filter(due__lt=today)
    for standing in _of_plan(late.select_related("period").order_by("-due", "pk"), "plan__")[:6]:
        found.append(
            Task(
                title=f"{standing.plan.replication.title} belum melaporkan {standing.period}",
                note=f"{_late(standing.due, today)}{moved_words(standing)}. "
                f"Giliran {standing.plan.replication.agency.short_name}.",
                url=reverse("plan", args=[standing.plan_id]),
                icon="minus-circle",
                tone="muted",
                verb="",
            )
        )
    return found
