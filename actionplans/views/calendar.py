"""Due dates in people's own calendar programs, by a private address that can be taken back."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from actionplans import due_dates, ics
from actionplans.forms import SeenForm
from actionplans.models import CalendarFeed
from actionplans.services import calendar as feeds
from replikasi.common.confirm import ask_and_do


@never_cache
@require_safe
def calendar(request):
    feed = CalendarFeed.objects.filter(user=request.user).first()
    address = ""
    if feed:
        address = request.build_absolute_uri(reverse("calendar_feed", args=[feed.token]))
    return render(
        request,
        "actionplans/calendar.html",
        {
            "feed": feed,
            "address": address,
            "most": due_dates.MOST,
            "webcal": f"webcal://{address.partition('://')[2]}" if address else "",
        },
    )


def renew(request):
    feed = CalendarFeed.objects.filter(user=request.user).first()
    seen = feed.pk if feed else None
    return ask_and_do(
        request,
        verb=lambda cleaned: feeds.renew(by=request.user, seen=cleaned["seen"]),
        form_class=lambda typed: SeenForm(typed, initial={"seen": seen}),
        back=reverse("calendar"),
        title="Ganti alamat kalender?" if feed else "Buat alamat kalender?",
        text="Alamat lama langsung berhenti. Pasang alamat baru di aplikasi kalender Anda."
        if feed
        else "Siapa pun yang memegang alamatnya dapat membaca tenggat yang boleh Anda lihat.",
        label="Ganti alamat" if feed else "Buat alamat",
        done="Alamat kalender baru sudah dibuat.",
        bad=bool(feed),
        crumb=[(reverse("calendar"), "Kalender")],
    )


def revoke(request):
    return ask_and_do(
        request,
        verb=lambda _: feeds.revoke(by=request.user),
        back=reverse("calendar"),
        title="Cabut alamat kalender?",
        text="Alamatnya langsung berhenti; kalender Anda tidak lagi diperbarui.",
        label="Cabut alamat",
        done="Alamat kalender dicabut.",
        bad=True,
        crumb=[(reverse("calendar"), "Kalender")],
    )


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def feed(request, token):
    """The calendar at a private address; 404 alike for an unknown, revoked or barred one."""
    owner = feeds.owner_of(token)
    if owner is None:
        raise Http404("Tidak ditemukan.")
    text = ics.written(
        due_dates.of_user(owner, timezone.localdate()),
        address=request.build_absolute_uri,
        host=request.get_host().partition(":")[0],
    )
    etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="tenggat.ics"'
    response["X-Robots-Tag"] = "noindex"
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
