"""The briefing by mail: slides and one page, a line of the ledger and the mail, all or nothing."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from post_office.models import Attachment

from actionplans.models import ReportingPeriod
from replikasi.accounts.models import User
from replikasi.common.locking import require
from replikasi.documents.compiled import selection_of, untold, write_briefing
from replikasi.documents.gathering import briefing
from replikasi.documents.kinds import PDF, PPTX, media_of
from replikasi.documents.models import BriefSent, BriefWish
from replikasi.notifications import mails

logger = logging.getLogger(__name__)
Rhythm = BriefWish.Rhythm

FORMS = (PPTX, PDF)
# What a machine that was off missed is made good for so long.
MADE_GOOD = timedelta(days=7)
GET = "documents.get_briefs"


@dataclass(frozen=True)
class Occasion:
    key: str
    period: ReportingPeriod


def occasion_on(rhythm, today, periods):
    """The Occasion for which a briefing is owed on `today`, or None. `periods` in their order."""
    opened = [one for one in periods if one.is_open(today)]
    if not opened or rhythm == Rhythm.OFF:
        return None
    if rhythm == Rhythm.WEEKLY:
        monday = today - timedelta(days=today.weekday())
        return Occasion(f"{rhythm}:{monday.isoformat()}", opened[-1])
    if rhythm == Rhythm.MONTHLY:
        first = today.replace(day=1)
        return Occasion(f"{rhythm}:{first:%Y-%m}", opened[-1]) if _is_near(first, today) else None
    over = [one for one in periods if one.review_due < today]
    if not over or not _is_near(over[-1].review_due + timedelta(days=1), today):
        return None
    return Occasion(f"{rhythm}:{over[-1].pk}", over[-1])


def next_on(rhythm, today, periods):
    """The day on which it comes next after `today`, or None."""
    if rhythm == Rhythm.WEEKLY:
        return today + timedelta(days=7 - today.weekday())
    if rhythm == Rhythm.MONTHLY:
        return (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    if rhythm == Rhythm.DEADLINE:
        due = (one.review_due for one in periods if one.review_due >= today)
        return next((day + timedelta(days=1) for day in due), None)
    return None


def _is_near(day, today):
    return day <= today < day + MADE_GOOD


def rhythm_of(user):
    wish = BriefWish.objects.filter(user=user).first()
    return wish.rhythm if wish else Rhythm.DEADLINE


@transaction.atomic
def choose(*, by, rhythm):
    """Keep when `by`, a leader, wants it."""
    require(by, GET, None)
    BriefWish.objects.update_or_create(user=by, defaults={"rhythm": rhythm})


def send_briefs(*, today=None):
    """Write what is owed on `today` into the outbox; returns how many. Safe to run twice at once:
    the ledger holds each occasion once."""
    today = today or timezone.localdate()
    periods = list(ReportingPeriod.objects.order_by("year", "quarter"))
    chosen = dict(BriefWish.objects.values_list("user", "rhythm"))
    leaders = User.objects.active().filter(role=User.Role.PIMPINAN)
    number = 0
    for leader in leaders.select_related("agency", "region").order_by("pk"):
        found = occasion_on(chosen.get(leader.pk, Rhythm.DEADLINE), today, periods)
        if found is None or not mails.reaches(leader):
            continue
        try:
            number += _send(leader, found)
        except Exception:  # what breaks one must not keep it from the others
            logger.exception("briefing of %s", leader.pk)
    _forget_attachments()
    return number


def send_now(*, by):
    """Send the latest to `by`, who asked for it; False where there is none or it has just been
    sent."""
    require(by, GET, None)
    opened = ReportingPeriod.objects.filter(opens__lte=timezone.localdate())
    period = opened.order_by("year", "quarter").last()
    if period is None or not mails.reaches(by):
        return False
    minute = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return _send(by, Occasion(f"diminta:{minute}", period))


def _send(leader, occasion):
    """Whether it was written; False where it had been, or where there is nothing to show."""
    sent = BriefSent.objects.filter(recipient=leader, occasion=occasion.key)
    files = [] if sent.exists() else _files(leader, occasion.period)
    if not files:
        return False
    mail = mails.letter(
        leader,
        f"Paparan replikasi inovasi {occasion.period.label} {occasion.period.year}",
        "documents/email/brief_message.txt",
        {
            "period": occasion.period,
            "names": [name for name, _ in files],
            "dashboard_link": mails.full_address(reverse("dashboard")),
            "settings_link": mails.full_address(reverse("brief_settings")),
        },
    )
    try:
        with transaction.atomic():
            values = {"recipient": leader, "occasion": occasion.key}
            BriefSent.objects.create(**values, period=occasion.period)
            mail.save()
            for name, content in files:
                piece = Attachment(name=name, mimetype=media_of(name))
                piece.file.save(name, ContentFile(content))
                piece.emails.add(mail)
    except IntegrityError:  # another run was quicker
        return False
    return True


def _files(leader, period):
    """[(name, content)] of every form, none where nothing was ever approved."""
    query = {"year": str(period.year), "quarter": str(period.quarter)}
    told = briefing.gathered(leader, selection_of(query))
    if told is None:
        return []
    found = []
    for form in FORMS:
        out = BytesIO()
        found.append((write_briefing(told, form, out, untold), out.getvalue()))
    return found


def _forget_attachments():
    """Those of mails that are forgotten."""
    for piece in Attachment.objects.filter(emails=None):
        piece.file.delete(save=False)
        piece.delete()


def told(user):
    """What a page says of it: when it comes next, and the last lines of the ledger."""
    sent = BriefSent.objects.filter(recipient=user).select_related("period").order_by("-at")[:5]
    periods = ReportingPeriod.objects.order_by("year", "quarter")
    return {"next": next_on(rhythm_of(user), timezone.localdate(), periods), "sent": sent}
