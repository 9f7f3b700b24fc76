"""What people are told about plans, reports and advice, and who is told."""

from django.urls import reverse

from replikasi.accounts.models import User
from replikasi.notifications.registry import register
from replikasi.notifications.services import tell

Role = User.Role

PLAN_SUBMITTED = register(
    "plan_submitted", "{agency} mengajukan rencana aksi {year}, {title}.", "document-check"
)
PLAN_REVISION_SUBMITTED = register(
    "plan_revision_submitted",
    "{agency} mengajukan revisi rencana aksi {year}, {title}.",
    "document-check",
)
PLAN_APPROVED = register(
    "plan_approved", "Rencana aksi {year}, {title}, disetujui {by}.", "check-badge"
)
PLAN_RETURNED = register(
    "plan_returned", "Rencana aksi {year}, {title}, dikembalikan {by}: {reason}", "arrow-uturn-left"
)
PLAN_REVISION_REJECTED = register(
    "plan_revision_rejected",
    "Revisi rencana aksi {year}, {title}, ditolak {by}: {reason}",
    "arrow-uturn-left",
)
REPORT_SENT = register(
    "report_sent", "{agency} mengirim laporan {period}, {title}.", "paper-airplane"
)
REPORT_VERIFIED = register(
    "report_verified", "Laporan {period}, {title}, diverifikasi {by}.", "check-badge"
)
REPORT_RETURNED = register(
    "report_returned", "Laporan {period}, {title}, dikembalikan {by}: {reason}", "arrow-uturn-left"
)
REPORT_UNVERIFIED = register(
    "report_unverified",
    "Verifikasi laporan {period}, {title}, dibatalkan {by}: {reason}",
    "arrow-uturn-left",
)
ADVICE_GIVEN = register(
    "advice_given", "{by} menulis {kind} pada {place}, {title}.", "chat-bubble-left-ellipsis"
)
ADVICE_ANSWERED = register(
    "advice_answered", "{by} menjawab catatan pada {place}, {title}.", "chat-bubble-left-ellipsis"
)


def agency_people(plan):
    return User.objects.active().filter(
        agency=plan.replication.agency_id, role__in=User.AGENCY_ROLES
    )


def officers(plan):
    """Litbang officers whose region covers the plan's agency."""
    code = plan.replication.agency.region_id
    parts = code.split(".")
    covering = [".".join(parts[: index + 1]) for index in range(len(parts))]
    return User.objects.active().filter(role=Role.LITBANG, region__in=covering)


def facilitators(plan):
    return User.objects.active().filter(
        role=Role.FASILITATOR, agency=plan.replication.facilitator_id
    )


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


def about_report(notice, report, *, by, recipients, reason=""):
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
        },
    )


def about_advice(notice, comment, *, by):
    """Everybody who takes part; of the advisers' channel only advisers."""
    plan = comment.plan
    people = [*officers(plan), *facilitators(plan)]
    if not comment.advisers_only:
        people += agency_people(plan)
    if comment.milestone_id:
        place = f"tonggak {comment.milestone.number}"
    elif comment.report_id:
        place = f"laporan {comment.report.period}"
    else:
        place = f"rencana aksi {plan.fiscal_year}"
    tell(
        notice,
        recipients=people,
        by=by,
        url=comment.get_absolute_url(),
        about=f"comment:{comment.pk}",
        facts={
            "by": by.name,
            "kind": comment.get_kind_display().lower(),
            "place": place,
            "title": plan.replication.title,
        },
    )
