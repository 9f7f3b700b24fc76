"""Navigation of every page: what this role may open, and how much waits there.

Nothing is asked of the database until a template prints it, and then in one query: what waits
(tasks and the queue together) and what is unread.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property

from replikasi.accounts.models import User
from replikasi.notifications.models import Notification

from .waiting import numbers_of, querysets

# A longer number would not fit on the bell.
MOST_UNREAD = 99
# What lies outside /rencana/ and /inovasi/ but belongs to them in people's eyes.
SECTIONS = {
    "plan_list": (*("/rencana/", "/impor/", "/tonggak/", "/progres/", "/bukti/", "/templat/"),),
    "report_list": ("/laporan/", "/dokumen/"),
    "innovation_list": (
        *("/inovasi/", "/replikasi/", "/komitmen/", "/kesesuaian/", "/adaptasi/", "/hasil/"),
        *("/pelajaran/", "/penghargaan/", "/wilayah/", "/keberlanjutan/"),
    ),
}


class Navigation:
    """The items of one request. An item is {name, label, url, icon, count, current}."""

    def __init__(self, user, path):
        self.user, self.path = user, path

    @cached_property
    def counted(self):
        """({kind: how many wait}, how many are unread, as far as the bell counts)."""
        unread = Notification.objects.visible_to(self.user).unread().order_by()
        found = querysets(self.user, timezone.localdate())
        waiting = numbers_of(self.user, {**found, "unread": unread[: MOST_UNREAD + 1]})
        return waiting, waiting.pop("unread")

    @property
    def waiting(self):
        return self.counted[0]

    def item(self, name, label, icon, count=None):
        url = reverse(name)
        return {
            "name": name,
            "label": label,
            "url": url,
            "icon": icon,
            "count": count or None,
            "current": self.path.startswith(SECTIONS.get(name, (url,))),
        }

    def tasks(self):
        return self.item("tasks", "Tugas", "inbox", sum(self.waiting.values()))

    def dashboard(self):
        return self.item("dashboard", "Dasbor", "chart-bar")

    def plans(self):
        return self.item("plan_list", "Rencana", "table-cells")

    def queue(self):
        return self.item("queue", "Verifikasi", "check-circle", self.waiting.get("reports"))

    @property
    def verifies(self):
        return self.user.has_perm("actionplans.open_queue")

    @cached_property
    def main(self):
        """The top bar, and the first part of the phone's menu page."""
        items = [self.tasks(), self.dashboard(), self.plans()]
        items.append(self.item("report_list", "Laporan", "document-text"))
        if self.verifies:
            items.append(self.queue())
        if self.user.role == User.Role.FASILITATOR:
            items.append(self.item("advising", "Pendampingan", "user-group"))
        items.append(self.item("innovation_list", "Inovasi", "light-bulb"))
        if self.user.role not in User.AGENCY_ROLES:
            items.append(self.item("agency_list", "OPD", "building-office-2"))
        items.append(self.item("obstacle_list", "Permasalahan", "exclamation-triangle"))
        if self.user.has_perm("accounts.manage_people"):
            items.append(self.item("people", "Orang", "users"))
        if self.user.is_staff:
            items.append(self.item("admin:index", "Admin", "cog-6-tooth"))
        return items

    @cached_property
    def tabs(self):
        """The phone's four; what is in none of the first three is found under the last."""
        own = self.queue() if self.verifies else self.plans()
        items = [self.tasks(), self.dashboard(), own, self.item("more", "Lainnya", "bars-3")]
        items[-1]["current"] = not any(item["current"] for item in items[:-1])
        return items

    @cached_property
    def unread(self):
        """What the bell says: "" for nothing, "3", "99+"."""
        number = self.counted[1]
        return f"{MOST_UNREAD}+" if number > MOST_UNREAD else str(number or "")


def navigation(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    found = Navigation(user, request.path)
    return {
        "nav": SimpleLazyObject(lambda: found.main),
        "tabs": SimpleLazyObject(lambda: found.tabs),
        "unread": SimpleLazyObject(lambda: found.unread),
        "keeps_outbox": user.role in User.AGENCY_ROLES,
    }
