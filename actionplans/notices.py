"""What people are told about plans, reports and advice, and who is told."""

from django.urls import reverse

from innovations.people import facilitators_of, officers_of, people_of
from replikasi.accounts.models import User
from replikasi.common import formats
from replikasi.notifications.models import Mode
from replikasi.notifications.registry import register
from replikasi.notifications.services import tell
from replikasi.notifications.subjects import register_subject

from .models import ActionPlan, Comment, DueReminder, Milestone, Obstacle, Report

Role = User.Role
Duty = DueReminder.Duty
WITH_DUTIES = (*User.AGENCY_ROLES, Role.LITBANG)
TAKING_PART = (*User.AGENCY_ROLES, Role.LITBANG, Role.FASILITATOR)

for subject, model in (
    ("plan", ActionPlan),
    ("milestone", Milestone),
    ("report", Report),
    ("comment", Comment),
    ("obstacle", Obstacle),
):
    register_subject(subject, model.objects.visible_to)

REPLICATION_BEGUN = register(
    "replication_begun",
    "Litbang memulai replikasi {title} untuk OPD Anda; rencana usulan {year} menunggu Anda.",
    "light-bulb",
    label="Replikasi dimulai untuk OPD Anda",
    roles=User.AGENCY_ROLES,
    mail=Mode.AT_ONCE,
)
REPLICATION_ENTRUSTED = register(
    "replication_entrusted",
    "Litbang memulai replikasi {title} di {agency}; perguruan tinggi Anda fasilitatornya.",
    "light-bulb",
    label="Replikasi baru yang Anda dampingi",
    roles=(Role.FASILITATOR,),
)
PLAN_SUBMITTED = register(
    "plan_submitted",
    "{agency} mengajukan rencana aksi {year}, {title}.",
    "document-check",
    label="Rencana aksi diajukan",
    roles=(Role.LITBANG,),
)
PLAN_REVISION_SUBMITTED = register(
    "plan_revision_submitted",
    "{agency} mengajukan revisi rencana aksi {year}, {title}.",
    "document-check",
    label="Revisi rencana aksi diajukan",
    roles=(Role.LITBANG,),
)
PLAN_APPROVED = register(
    "plan_approved",
    "Rencana aksi {year}, {title}, disetujui {by}.",
    "check-badge",
    label="Rencana aksi disetujui",
    roles=TAKING_PART,
)
PLAN_RETURNED = register(
    "plan_returned",
    "Rencana aksi {year}, {title}, dikembalikan {by}: {reason}",
    "arrow-uturn-left",
    label="Rencana aksi dikembalikan",
    roles=User.AGENCY_ROLES,
    mail=Mode.AT_ONCE,
)
PLAN_REVISION_REJECTED = register(
    "plan_revision_rejected",
    "Revisi rencana aksi {year}, {title}, ditolak {by}: {reason}",
    "arrow-uturn-left",
    label="Revisi rencana aksi ditolak",
    roles=User.AGENCY_ROLES,
    mail=Mode.AT_ONCE,
)
REPORT_SENT = register(
    "report_sent",
    "{agency} mengirim laporan {period}, {title}.",
    "paper-airplane",
    label="Laporan dikirim OPD",
    roles=(Role.LITBANG, Role.FASILITATOR),
)
REPORT_VERIFIED = register(
    "report_verified",
    "Laporan {period}, {title}, diverifikasi {by}.",
    "check-badge",
    label="Laporan diverifikasi",
    roles=TAKING_PART,
)
REPORT_RETURNED = register(
    "report_returned",
    "Laporan {period}, {title}, dikembalikan {by}: {reason}",
    "arrow-uturn-left",
    label="Laporan dikembalikan",
    roles=User.AGENCY_ROLES,
    mail=Mode.AT_ONCE,
)
REPORT_UNVERIFIED = register(
    "report_unverified",
    "Verifikasi laporan {period}, {title}, dibatalkan {by}: {reason}",
    "arrow-uturn-left",
    label="Verifikasi laporan dibatalkan",
    roles=User.AGENCY_ROLES,
    mail=Mode.AT_ONCE,
)
REPORT_CORRECTED = register(
    "report_corrected",
    "Laporan {period}, {title}: nilai tonggak {number} dikoreksi {by}, {before} menjadi {after}. "
    "{reason}",
    "pencil-square",
    label="Nilai terverifikasi dikoreksi",
    roles=User.AGENCY_ROLES,
    mail=Mode.AT_ONCE,
)
REPORT_TAKEN = register(
    "report_taken",
    "{by} mengambil alih laporan {period}, {title}, dari {agency}.",
    "hand-raised",
    label="Laporan yang Anda tangani diambil alih",
    roles=(Role.LITBANG,),
    mail=Mode.AT_ONCE,
)
REPORTS_HANDED_OVER = register(
    "reports_handed_over",
    "{by} menyerahkan {count} laporan yang ditangani {person} kepada {to}.",
    "arrow-right-circle",
    label="Laporan diserahkan kepada Anda",
    roles=(Role.LITBANG,),
    mail=Mode.AT_ONCE,
)
SUBSTITUTION_MADE = register(
    "substitution_made",
    "{substitute} menggantikan {person} dari {starts} sampai {ends}, dicatat {by}.",
    "user-plus",
    label="Penggantian selama cuti",
    roles=(Role.LITBANG,),
    mail=Mode.AT_ONCE,
)
ADVICE_GIVEN = register(
    "advice_given",
    "{by} menulis {kind} pada {place}, {title}.",
    "chat-bubble-left-ellipsis",
    label="Catatan pendampingan baru",
    roles=TAKING_PART,
)
ADVICE_ANSWERED = register(
    "advice_answered",
    "{by} menjawab catatan pada {place}, {title}.",
    "chat-bubble-left-ellipsis",
    label="Catatan pendampingan dijawab",
    roles=TAKING_PART,
)

MENTIONED = register(
    "mentioned",
    "{by} menyebut Anda dalam {kind} pada {place}, {title}.",
    "at-symbol",
    label="Anda disebut dengan @",
    roles=TAKING_PART,
    mail=Mode.AT_ONCE,
)
DUE_MOVED = register(
    "due_moved",
    "Tenggat laporan {period} untuk {whom} digeser dari {before} menjadi {due}: {reason}",
    "calendar-days",
    label="Tenggat laporan digeser",
    roles=WITH_DUTIES,
    mail=Mode.AT_ONCE,
)

# What send_reminders sends, a kind for each duty: "{what} {when}." and why this person is told.
DUE = {
    duty: register(
        f"due_{duty}",
        "{what} {when}.{why}",
        "clock",
        label=label,
        roles=roles,
        mail=mail,
    )
    for duty, label, roles, mail in (
        (Duty.REPORT, "Pengingat: laporan", WITH_DUTIES, Mode.AT_ONCE),
        (Duty.REVIEW, "Pengingat: verifikasi laporan", (Role.LITBANG,), Mode.AT_ONCE),
        (Duty.MENDING, "Pengingat: perbaikan laporan", WITH_DUTIES, Mode.AT_ONCE),
        (Duty.ANSWER, "Pengingat: jawaban saran", WITH_DUTIES, Mode.DAILY),
        (Duty.MILESTONE, "Pengingat: tonggak", WITH_DUTIES, Mode.DAILY),
        (Duty.CHECK, "Pengingat: pemeriksaan keberlanjutan", WITH_DUTIES, Mode.AT_ONCE),
    )
}


def agency_people(plan):
    return people_of(plan.replication.agency_id)


def officers(plan):
    """Litbang officers whose region covers the plan's agency."""
    return officers_of(plan.replication.agency)


def facilitators(plan):
    return facilitators_of(plan.replication)


def about_plan(notice, plan, *, by, recipients, reason=""):
    tell(
        notice,
        recipients=recipients,
        by=by,
        url=reverse("plan", args=[plan.pk]),
        about=f"plan:{plan.pk}",
        facts={
            "agency": plan.replication.agency.name_in(plan.fiscal_year),
            "year": plan.fiscal_year,
            "title": plan.replication.title,
            "by": by.name,
            "reason": reason,
        },
    )


def about_report(notice, report, *, by, recipients, reason="", **more):
    plan = report.plan
    tell(
        notice,
        recipients=recipients,
        by=by,
        url=reverse("report", args=[report.pk]),
        about=f"report:{report.pk}",
        facts={
            "agency": plan.replication.agency.name_in(plan.fiscal_year),
            "period": str(report.period),
            "title": plan.replication.title,
            "by": by.name,
            "reason": reason,
            **more,
        },
    )


def about_hand_over(count, person, to, *, by):
    """All that an officer handled goes to another: told to both."""
    tell(
        REPORTS_HANDED_OVER,
        recipients=[person, to],
        by=by,
        url=reverse("queue", query={"holder": "saya"}),
        facts={"by": by.name, "count": count, "person": person.name, "to": to.name},
    )


def about_substitution(row, *, by):
    tell(
        SUBSTITUTION_MADE,
        recipients=[row.person, row.substitute],
        by=by,
        url=reverse("substitutes"),
        facts={
            "by": by.name,
            "person": row.person.name,
            "substitute": row.substitute.name,
            "starts": formats.short_date(row.starts),
            "ends": formats.short_date(row.ends),
        },
    )


def about_due(move, *, by, recipients):
    """A due date moved, for everybody or one agency."""
    period = move.period
    tell(
        DUE_MOVED,
        recipients=recipients,
        by=by,
        url=reverse("periods", query={"year": period.year}),
        facts={
            "period": str(period),
            "whom": move.agency.short_name if move.agency else "semua OPD",
            "before": formats.short_date(move.before),
            "due": formats.short_date(move.due),
            "reason": move.reason,
            "by": by.name,
        },
    )


def about_advice(notice, comment, *, by, but=()):
    """Everybody who takes part `but` those; of the advisers' channel only advisers."""
    plan = comment.plan
    people = [*officers(plan), *facilitators(plan)]
    if not comment.advisers_only:
        people += agency_people(plan)
    told = [person for person in people if person not in but]
    _about_comment(notice, comment, by=by, people=told)


def mentioned(comment, *, people, by):
    """Those whom the comment names; that they may read it is seen to by mentions.people."""
    _about_comment(MENTIONED, comment, by=by, people=people)


def _about_comment(notice, comment, *, by, people):
    tell(
        notice,
        recipients=people,
        by=by,
        url=comment.get_absolute_url(),
        about=f"comment:{comment.pk}",
        facts={
            "by": by.name,
            "kind": comment.get_kind_display().lower(),
            "place": comment.place,
            "title": comment.plan.replication.title,
        },
    )


def about_duty(duty, *, when, why, recipients):
    """A reminder of what is due; it comes from the calendar, so nobody is its author."""
    tell(
        DUE[duty.kind],
        recipients=recipients,
        by=None,
        url=duty.url,
        about=duty.about,
        facts={"what": duty.what, "when": when, "why": why},
    )
