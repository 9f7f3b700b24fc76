"""What people are told about a replication: what was proposed, agreed and returned."""

from django.urls import reverse

from replikasi.accounts.models import User
from replikasi.common import formats
from replikasi.notifications.models import Mode
from replikasi.notifications.registry import register
from replikasi.notifications.services import tell
from replikasi.notifications.subjects import register_subject

from .models import Replication, Suitability
from .people import officers_of, people_of

Role = User.Role
TAKING_PART = (*User.AGENCY_ROLES, Role.LITBANG, Role.FASILITATOR)

register_subject("replication", Replication.objects.visible_to)
register_subject("suitability", Suitability.objects.visible_to)

ADAPTATION_PROPOSED = register(
    "adaptation_proposed",
    "{agency} mengajukan penyesuaian unsur, {title}: {what}.",
    "document-check",
    label="Penyesuaian unsur diajukan",
    roles=(Role.LITBANG, Role.FASILITATOR),
)
ADAPTATION_AGREED = register(
    "adaptation_agreed",
    "Penyesuaian unsur, {title}, disepakati {by}: {what}.",
    "check-badge",
    label="Penyesuaian unsur disepakati",
    roles=TAKING_PART,
)
ADAPTATION_RETURNED = register(
    "adaptation_returned",
    "Penyesuaian unsur, {title}, dikembalikan {by}: {what}. {reason}",
    "arrow-uturn-left",
    label="Penyesuaian unsur dikembalikan",
    roles=User.AGENCY_ROLES,
    mail=Mode.AT_ONCE,
)

CLOSING_PROPOSED = register(
    "closing_proposed",
    "{agency} mengajukan penutupan replikasi, {title}.",
    "document-check",
    label="Penutupan replikasi diajukan",
    roles=(Role.LITBANG, Role.FASILITATOR),
)
CLOSING_AGREED = register(
    "closing_agreed",
    "Penutupan replikasi, {title}, disepakati {by}. Pelajarannya terbit.",
    "check-badge",
    label="Penutupan replikasi disepakati",
    roles=TAKING_PART,
)
CLOSING_RETURNED = register(
    "closing_returned",
    "Penutupan replikasi, {title}, dikembalikan {by}: {reason}",
    "arrow-uturn-left",
    label="Penutupan replikasi dikembalikan",
    roles=User.AGENCY_ROLES,
    mail=Mode.AT_ONCE,
)
CHECK_ANSWERED = register(
    "check_answered",
    "{agency} menjawab pemeriksaan {months} bulan, {title}.",
    "document-check",
    label="Pemeriksaan keberlanjutan dijawab",
    roles=(Role.LITBANG,),
)
CHECK_AGREED = register(
    "check_agreed",
    "Pemeriksaan {months} bulan, {title}, disepakati {by}.",
    "check-badge",
    label="Pemeriksaan keberlanjutan disepakati",
    roles=TAKING_PART,
)
CHECK_RETURNED = register(
    "check_returned",
    "Pemeriksaan {months} bulan, {title}, dikembalikan {by}: {reason}",
    "arrow-uturn-left",
    label="Pemeriksaan keberlanjutan dikembalikan",
    roles=User.AGENCY_ROLES,
    mail=Mode.AT_ONCE,
)
RECOGNISED = register(
    "recognised",
    "{title} mendapat piagam {number} dari Litbang, karena {reason}",
    "trophy",
    label="Replikasi mendapat penghargaan",
    roles=TAKING_PART,
)
RECOGNITION_WITHDRAWN = register(
    "recognition_withdrawn",
    "Piagam {number}, {title}, dicabut {by}: {reason}",
    "arrow-uturn-left",
    label="Penghargaan replikasi dicabut",
    roles=TAKING_PART,
    mail=Mode.AT_ONCE,
)

OUTCOME_SENT = register(
    "outcome_sent",
    "{agency} mengirim nilai {indicator} per {day}, {title}.",
    "chart-bar",
    label="Nilai hasil dikirim OPD",
    roles=(Role.LITBANG,),
)
OUTCOME_VERIFIED = register(
    "outcome_verified",
    "Nilai {indicator} per {day}, {title}, diverifikasi {by}.",
    "check-badge",
    label="Nilai hasil diverifikasi",
    roles=(*User.AGENCY_ROLES, Role.FASILITATOR),
)
OUTCOME_RETURNED = register(
    "outcome_returned",
    "Nilai {indicator} per {day}, {title}, dikembalikan {by}: {reason}",
    "arrow-uturn-left",
    label="Nilai hasil dikembalikan",
    roles=User.AGENCY_ROLES,
    mail=Mode.AT_ONCE,
)
OUTCOME_UNVERIFIED = register(
    "outcome_unverified",
    "Verifikasi nilai {indicator} per {day}, {title}, dibatalkan {by}: {reason}",
    "arrow-uturn-left",
    label="Verifikasi nilai hasil dibatalkan",
    roles=User.AGENCY_ROLES,
    mail=Mode.AT_ONCE,
)

SUITABILITY_STARTED = register(
    "suitability_started",
    "{by} memulai uji kesesuaian {title} untuk {agency}.",
    "clipboard-document-list",
    label="Uji kesesuaian dimulai",
    roles=(*User.AGENCY_ROLES, Role.LITBANG),
)
SUITABILITY_FINISHED = register(
    "suitability_finished",
    "Uji kesesuaian {title} untuk {agency} diselesaikan {by}: {result}.",
    "clipboard-document-check",
    label="Uji kesesuaian selesai",
    roles=(*User.AGENCY_ROLES, Role.LITBANG),
)


def about_suitability(notice, suitability, *, by, **facts):
    """Tell the agency and its Litbang officers."""
    agency = suitability.agency
    tell(
        notice,
        recipients=[*people_of(agency), *officers_of(agency)],
        by=by,
        url=reverse("suitability", args=[suitability.pk]),
        about=f"suitability:{suitability.pk}",
        facts={
            "title": suitability.innovation.name,
            "agency": agency.name,
            "by": by.name,
            **facts,
        },
    )


def about_replication(notice, replication, *, by, recipients, url, **facts):
    """Tell of something of a replication; its `agency` (name of the programme year), `title`,
    `year` and `by` are among the facts, `facts` are what else the sentence of `notice` names."""
    tell(
        notice,
        recipients=recipients,
        by=by,
        url=url,
        about=f"replication:{replication.pk}",
        facts={
            "agency": replication.agency.name_in(replication.programme_year),
            "title": replication.title,
            "year": replication.programme_year,
            "by": by.name if by else "",
            **facts,
        },
    )


def about_outcome(notice, value, *, by, recipients, reason=""):
    """Tell of a measured value by its indicator and day; never the figure."""
    about_replication(
        notice,
        value.outcome.replication,
        by=by,
        recipients=recipients,
        url=reverse("outcome_value", args=[value.pk]),
        indicator=value.outcome.indicator,
        day=formats.short_date(value.measured_on),
        reason=reason,
    )
