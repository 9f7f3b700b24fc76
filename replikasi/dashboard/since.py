"""What is new to a person: since when, how much of each kind, and which.

A visit of the dashboard itself is kept by the browser in a signed cookie: a GET writes nothing.
Since it was the last visit, the latest counts of it, the pages of plans that were opened and the
log-in.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature
from django.db.models import Case, Count, Exists, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from actionplans.models import (
    Comment,
    Obstacle,
    PlanVersion,
    ProgressUpdate,
    Report,
    Verification,
    Visit,
)
from actionplans.newness import ONE_VISIT
from innovations.models.replication import replication_scope
from replikasi.accounts.models import User
from replikasi.common import formats
from replikasi.common.parts import is_part

COOKIE_AGE = timedelta(days=365)
Decision = Verification.Decision


@dataclass(frozen=True)
class Kind:
    """`words` follow a number; `section` is where the page of news lists it."""

    words: str
    section: str


KINDS = {
    "reports": Kind("laporan dikirim", "laporan"),
    Decision.VERIFIED: Kind("laporan diverifikasi", "keputusan"),
    Decision.RETURNED: Kind("laporan dikembalikan", "keputusan"),
    Decision.UNVERIFIED: Kind("verifikasi dibatalkan", "keputusan"),
    "obstacles": Kind("permasalahan baru", "permasalahan"),
    "comments": Kind("catatan pendampingan", "catatan"),
    "versions": Kind("rencana disetujui", "rencana"),
    "updates": Kind("progres dicatat", "progres"),
}


# -- since when ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Presence:
    """The present visit of the dashboard: its beginning, its latest moment, and when the one
    before it ended (None: there was none on this device)."""

    began: datetime
    at: datetime
    before: datetime | None

    @property
    def text(self):
        return " ".join(
            "" if moment is None else str(int(moment.timestamp()))
            for moment in (self.began, self.at, self.before)
        )


def _cookie(user):
    return f"kunjungan-{user.pk}"


def presence(request):
    """The Presence that begins or goes on with this request."""
    now = timezone.now().replace(microsecond=0)
    try:
        text = request.get_signed_cookie(_cookie(request.user), default="", salt="dasbor")
        began, at, before = (_moment(part) for part in text.split(" "))
    except (BadSignature, ValueError):
        return Presence(now, now, None)
    if now - at > ONE_VISIT:
        return Presence(now, now, at)
    return Presence(began, max(at, now), before)


def _moment(text):
    return datetime.fromtimestamp(int(text), UTC) if text else None


def last_visit(user, present):
    """When `user` was last here before the visit `present`, or None; one query.

    What lies less than ONE_VISIT before its beginning belongs to it.
    """
    edge = present.began - ONE_VISIT
    ended = Case(When(at__lte=edge, then="at"), When(before__lte=edge, then="before"))
    on_plans = Visit.objects.filter(user=user).aggregate(ended=Max(ended))["ended"]
    login = user.last_login if user.last_login and user.last_login <= edge else None
    moments = [moment for moment in (on_plans, login, present.before) if moment]
    return max(moments).replace(microsecond=0) if moments else None


def noted(view):
    """A page that counts as a visit of the dashboard; it finds in `request.since` the last one.

    What htmx asks for by itself is no visit.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        if is_part(request):
            return view(request, *args, **kwargs)
        present = presence(request)
        request.since = last_visit(request.user, present)
        response = view(request, *args, **kwargs)
        response.set_signed_cookie(
            _cookie(request.user),
            present.text,
            salt="dasbor",
            max_age=COOKIE_AGE,
            path=reverse("dashboard"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    return answer


def read(text):
    """The moment written in an address (ISO, with its zone), or None."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) and moment <= timezone.now() else None


def when(moment):
    """`moment` in words: "hari ini pukul 09.00 WIB", "24 Nov", "24 Nov 2025"."""
    day, today = timezone.localdate(moment), timezone.localdate()
    if day == today:
        return f"hari ini pukul {formats.clock(moment)}"
    return formats.day_month(day) if day.year == today.year else formats.short_date(day)


# -- what is new ----------------------------------------------------------------------------------


def rows(user, since, *, with_own=False):
    """{name: what others did after `since` that `user` may see}; `decisions` are of three kinds.

    `with_own`: what `user` did as well, for what is told to others.
    """

    def theirs(found, by):
        return found if with_own else found.exclude(**{by: user})

    opened = Obstacle.history.model.objects.filter(
        id=OuterRef("pk"), history_type="+", history_date__gt=since
    )
    sent = Report.objects.visible_to(user).sent().filter(sent_at__gt=since)
    decided = Verification.objects.filter(
        replication_scope(user, "report__plan__replication__"), at__gt=since
    )
    said = Comment.objects.visible_to(user).filter(created_at__gt=since, withdrawn_at=None)
    approved = PlanVersion.objects.filter(
        replication_scope(user, "plan__replication__"), approved_at__gt=since
    )
    recorded = ProgressUpdate.objects.visible_to(user).filter(created_at__gt=since)
    return {
        "reports": theirs(sent, "sent_by"),
        "decisions": theirs(decided, "by"),
        "obstacles": Obstacle.objects.visible_to(user).filter(
            Exists(theirs(opened, "history_user"))
        ),
        "comments": theirs(said, "by"),
        "versions": theirs(approved, "approved_by"),
        "updates": theirs(recorded, "by"),
    }


def _number(found):
    counted = found.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def counts(user, since):
    """{kind of KINDS: how many}, without those of which there is nothing; one query."""
    found = rows(user, since)
    decisions = found.pop("decisions")
    found |= {kind: decisions.filter(decision=kind) for kind in Decision}
    columns = {f"of_{kind}": _number(found[kind]) for kind in KINDS}
    told = User.objects.filter(pk=user.pk).values(**columns).get()
    return {kind: told[f"of_{kind}"] for kind in KINDS if told[f"of_{kind}"]}


def address(moment):
    """The page of what is new since `moment`."""
    return f"{reverse('since')}?{urlencode({'dari': moment.isoformat()})}"


def line(user, since):
    """What dashboard/_since.html says: since when, and [(number, words, address)]; on the first
    visit nothing, since everything would be new."""
    if since is None:
        return {"since": "", "part_url": "", "news": []}
    page = address(since)
    return {
        "since": when(since),
        "part_url": f"{page}&baris=1",
        "news": [
            (number, KINDS[kind].words, f"{page}#{KINDS[kind].section}")
            for kind, number in counts(user, since).items()
        ],
    }
