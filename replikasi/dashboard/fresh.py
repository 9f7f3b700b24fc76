"""Pages that are drawn once while nothing changes: kept parts, and answers of 304.

What a part shows may depend on four things alone: the address, the day, the audience (role, agency,
region, whether one may send) and the records that leave a pulse. All four are its key, so a kept
part is never old and never somebody else's.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, wraps

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.db.models import Count, Max
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import condition

from replikasi.accounts import pulse
from replikasi.common.parts import is_part
from replikasi.notifications.models import Notification

CODE = ("actionplans", "innovations", "replikasi", "static", "templates")


@lru_cache
def _release():
    """When the newest file of the portal was changed: a part drawn by older code is another."""
    times = (
        path.stat().st_mtime_ns
        for folder in CODE
        for path in (settings.BASE_DIR / folder).rglob("*")
        if path.suffix in (".css", ".html", ".js", ".py", ".svg")
    )
    return max(times, default=0)


def _state(request):
    """(release, pulse, day): read once a request."""
    if not hasattr(request, "_fresh_state"):
        request._fresh_state = (_release(), pulse.reading(), timezone.localdate().isoformat())
    return request._fresh_state


def _digest(*parts):
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def kept(request, template, build, *, own=()):
    """The part `template` of a page, drawn with the dict that `build()` gives, or as kept.

    `build` and the template may use of `request` the audience of its user and its address, and
    beyond them what is in `own` (plain values).
    """
    user = request.user
    key = _digest(
        *_state(request),
        template,
        request.get_full_path(),
        (user.role, user.may_send, user.agency_id, user.region_id),
        own,
    )
    pages = caches["pages"]
    part = pages.get(key)
    if part is None:
        # No context processors: what they add is the person's own.
        context = Context({"request": request, **build()})
        context.request = request  # for {% querystring %}
        part = get_template(template).template.render(context)
        pages.set(key, part)
    return part  # safe text, as templates give it and the cache keeps it


@dataclass(frozen=True)
class Fresh:
    """What a page knows of its own age: when it was drawn, and the ETag of its body alone, with
    which its script asks whether there is a newer one."""

    at: datetime
    tag: str


def _tag(request, *more):
    """The ETag of what depends on the records, the address, the day and the person; and `more`."""
    parts = (request.get_full_path(), request.session.session_key, request.user.pk)
    return f'"{_digest(*_state(request), *parts, *more)}"'


def _etag(request, *args, **kwargs):
    """What the answer depends on; None for a page that carries a message.

    The body alone, which htmx asks for, says nothing of what is the person's own, and leaves the
    messages where they are.
    """
    if is_part(request):
        return _tag(request)
    if len(get_messages(request)):
        return None
    # Which of these the bell counts depends on the records, and so on the pulse.
    unread = Notification.objects.filter(recipient=request.user).unread()
    told = unread.aggregate(number=Count("pk"), latest=Max("pk"))
    return _tag(request, "page", told, getattr(request, "since", None))


def conditional(view):
    """A view whose answer is 304 while nothing that the page shows has changed.

    Its page finds a Fresh in `request.fresh`. What else the page shows of the person alone must
    be in `request.since` before.
    """
    tagged = condition(etag_func=_etag)(view)

    @wraps(view)
    def answer(request, *args, **kwargs):
        at = timezone.now().replace(second=0, microsecond=0)
        request.fresh = Fresh(at, _tag(request))
        response = tagged(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return answer
