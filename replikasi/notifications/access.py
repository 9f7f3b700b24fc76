"""The only door to a notification: one's own."""

from replikasi.common.access import door

from .models import Notification


def get_notification(user, pk):
    return door(Notification.objects.visible_to(user), user, pk)
