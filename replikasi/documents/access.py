"""The only door to an order: 404 for everybody but who made it."""

from replikasi.common.access import door

from .models import Order


def get_order(user, pk):
    return door(Order.objects.visible_to(user), user, pk)
