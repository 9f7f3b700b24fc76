"""Telling the person in charge of a milestone by mail, once a day at most; the outbox delivers."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from actionplans.models import ActionPlan, Reminder
from replikasi.common import formats
from replikasi.common.locking import locked, require

LONGEST_SUBJECT = 150


def written(milestone, *, by, note, link):
    """(subject, text) of the mail; `link` is the full address of the milestone's page."""
    today = timezone.localdate()
    late = 0
    if milestone.due and milestone.due < today:
        late = (today - milestone.due).days
    context = {
        "milestone": milestone,
        "plan": milestone.plan,
        "agency_name": milestone.plan.replication.agency.name_in(milestone.plan.fiscal_year),
        "late": late,
        "by": by,
        "note": note.strip(),
        "link": link,
        "portal_name": settings.PORTAL_NAME,
        "portal_owner": settings.PORTAL_OWNER,
    }
    subject = render_to_string("actionplans/email/tell_subject.txt", context)
    message = render_to_string("actionplans/email/tell_message.txt", context)
    # A header holds one line, whatever an imported cell held.
    return " ".join(subject.split())[:LONGEST_SUBJECT], message.strip() + "\n"


def refusal(milestone):
    """Why the person in charge cannot be told now, as a sentence, or ""."""
    if milestone.plan.state == ActionPlan.State.FINISHED:
        return "Rencana aksi ini sudah ditutup."
    if milestone.reached is not None and milestone.reached >= 100:
        return "Tonggak ini sudah mencapai 100 %, jadi tidak ada yang perlu diberitahukan."
    last = milestone.reminders.order_by("-at", "-id").select_related("by").first()
    if last and timezone.localdate(last.at) == timezone.localdate():
        return (
            f"Penanggung jawab sudah diberi tahu hari ini, pukul {formats.clock(last.at)}, oleh "
            f"{last.by.name}. Surel berikutnya dapat dikirim besok."
        )
    return ""


@transaction.atomic
def tell(*, milestone, by, note="", key, link, email=None):
    """Mail the person in charge and keep a Reminder; the same `key` twice mails once.

    `email`, given by the agency, becomes the milestone's address first.
    """
    require(by, "actionplans.tell_person", milestone)
    fresh = locked(milestone)
    if existing := Reminder.objects.filter(key=key, milestone=fresh).first():
        return existing
    fresh.plan = milestone.plan
    if sentence := refusal(fresh):
        raise ValidationError(sentence, code="refused")
    if email and email != fresh.person_email:
        require(by, "actionplans.edit_plan", fresh)
        fresh.person_email = email
        fresh.revision += 1
        fresh.full_clean()
        fresh.save()
    if not fresh.person_email:
        raise ValidationError("Surel penanggung jawab belum diisi. OPD mengisinya di halaman ini.")
    reminder = Reminder(
        key=key, milestone=fresh, email=fresh.person_email, note=note.strip(), by=by
    )
    reminder.full_clean()
    reminder.save()
    subject, message = written(fresh, by=by, note=note, link=link)
    # A row of the outbox in this transaction: it is sent if, and only if, the reminder stands.
    send_mail(subject, message, None, [fresh.person_email])
    return reminder
