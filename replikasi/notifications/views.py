"""What a person was told: the list, opening one, marking all as read."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from replikasi.common.lists import ROWS

from . import services
from .access import get_notification
from .models import Notification
from .registry import notice_of

UNREAD = "belum"


@require_safe
def notification_list(request):
    rows = Notification.objects.visible_to(request.user)
    only_unread = request.GET.get("tampil") == UNREAD
    shown = rows.unread() if only_unread else rows
    page = Paginator(shown.order_by("-created_at", "-pk"), ROWS).get_page(request.GET.get("page"))
    for notification in page:
        notice = notice_of(notification.kind)
        notification.icon, notification.sentence = notice.icon, notice(notification.facts)
    return render(
        request,
        "notifications/list.html",
        {
            "page": page,
            "only_unread": only_unread,
            "unread_count": page.paginator.count if only_unread else rows.unread().count(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def notification_open(request, pk):
    """Leads to what the notification tells of; a POST also marks it as read.

    Rows of the list are buttons. A GET comes from people who had to log in again in between.
    """
    notification = get_notification(request.user, pk)
    if request.method == "POST":
        services.mark_read(by=request.user, notification=notification)
    return redirect(notification.url)


@require_POST
def mark_all_read(request):
    services.mark_read(by=request.user)
    return redirect("notification_list")
