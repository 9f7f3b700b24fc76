"""What a person was told: the list, the latest under the bell, and how to be told."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from replikasi.common.lists import ROWS

from . import mails, services
from .access import get_notification
from .forms import ChoicesForm, ListFilter
from .models import Notification
from .registry import notice_of

LATEST = 6


def told(notifications):
    """Hang its icon and its sentence on each."""
    for notification in notifications:
        notice = notice_of(notification.kind)
        notification.icon, notification.sentence = notice.icon, notice(notification.facts)
    return notifications


@require_safe
def notification_list(request):
    rows = Notification.objects.visible_to(request.user)
    form = ListFilter(request.GET, user=request.user)
    shown = rows.filter(kind=form.kind) if form.kind else rows
    unread = shown.unread()
    shown = unread if form.only_unread else shown
    page = Paginator(shown.order_by("-created_at", "-pk"), ROWS).get_page(request.GET.get("page"))
    told(page.object_list)
    return render(
        request,
        "notifications/list.html",
        {
            "page": page,
            "form": form,
            "only_unread": form.only_unread,
            "kind": form.kind,
            "unread_count": page.paginator.count if form.only_unread else unread.count(),
        },
    )


@require_safe
def latest(request):
    """The few newest, for the bell; by itself a page leads to the whole list."""
    if not request.htmx:
        return redirect("notification_list")
    rows = Notification.objects.visible_to(request.user).order_by("-created_at", "-pk")
    return render(request, "notifications/_latest.html", {"rows": told(list(rows[:LATEST]))})


@require_http_methods(["GET", "HEAD", "POST"])
def notification_open(request, pk):
    """Leads to what the notification tells of; a POST also marks it as read.

    Rows of the list are buttons. A GET comes from a mail, or from people who had to log in again.
    """
    notification = get_notification(request.user, pk)
    if request.method == "POST":
        services.mark_read(by=request.user, notification=notification)
    return redirect(notification.url)


@require_POST
def notification_mark(request, pk):
    """Mark one as read, or as unread again, without opening it."""
    notification = get_notification(request.user, pk)
    if request.POST.get("sebagai") == "belum":
        services.mark_unread(by=request.user, notification=notification)
    else:
        services.mark_read(by=request.user, notification=notification)
    if not request.htmx:
        return redirect(_back(request))
    notification.refresh_from_db()
    told([notification])
    return render(
        request,
        "notifications/_marked.html",
        {"notification": notification, "here": _back(request)},
    )


@require_POST
def mark_all_read(request):
    services.mark_read(by=request.user)
    return redirect("notification_list")


def notification_settings(request):
    """Each kind that the person's role can get, and how it is told by mail."""
    form = ChoicesForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        services.choose(by=request.user, modes=form.cleaned_data)
        messages.success(request, "Pilihan disimpan.")
        return redirect("notification_settings")
    return render(
        request,
        "notifications/settings.html",
        {"form": form, "person": request.user, "is_reached": mails.reaches(request.user)},
        status=422 if form.errors else 200,
    )


@require_POST
def notification_reset(request):
    services.reset_choices(by=request.user)
    messages.success(request, "Semua pilihan kembali ke bawaan.")
    return redirect("notification_settings")


def _back(request):
    """The list as it was filtered, as its forms send it along; never a place outside."""
    asked = request.POST.get("kembali", "")
    home = reverse("notification_list")
    inside = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if inside and asked.startswith(home) else home
