"""Pages that are drawn once while nothing changes: kept parts, and answers of 304.

What a part shows may depend on four things alone: the address, the day, the audience (role,
agency, region, on which every `visible_to` is built) and the records that leave a pulse. All four
are its key, so a kept part is never old and never somebody else's.
"""

import hashlib
from functools import lru_cache, wraps

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.safestring import mark_safe
from django.views.decorators.http import condition

from replikasi.accounts import pulse
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


def kept(request, template, build):
    """The part `template` of a page, drawn with the dict that `build()` gives, or as kept.

    `build` and the template may use of `request` the audience of its user and its address.
    """
    user = request.user
    key = _digest(
        *_state(request),
        template,
        request.get_full_path(),
        (user.role, user.agency_id, user.region_id),
    )
    pages = caches["pages"]
    part = pages.get(key)
    if part is None:
        # No context processors: what they add is the person's own.
        context = Context({"request": request, **build()})
        context.request = request  # for {% querystring %}
        part = get_template(template).template.render(context)
        pages.set(key, part)
    return mark_safe(part)  # noqa: S308 - drawn by a template that escapes


def _etag(request, *args, **kwargs):
    """What the whole page depends on; None for a page that carries a message."""
    if len(get_messages(request)):
        return None
    unread = Notification.objects.visible_to(request.user).unread().count()
    return (
        '"'
        + _digest(
            *_state(request),
            request.get_full_path(),
            bool(request.htmx),
            request.session.session_key,
            request.user.pk,
            unread,
        )
        + '"'
    )


def conditional(view):
    """A view whose answer is 304 while nothing that the page shows has changed."""
    tagged = condition(etag_func=_etag)(view)

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = tagged(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return answer
