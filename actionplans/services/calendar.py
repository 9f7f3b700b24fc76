"""The private address of a person's calendar: made, renewed, revoked."""

from django.db import transaction

from actionplans.models import CalendarFeed
from replikasi.accounts.models import User


def _own_feed(by):
    """The person's feed or None, with the person's row locked against a second request."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    return CalendarFeed.objects.filter(user=by).first()


@transaction.atomic
def renew(*, by, seen=None):
    """A new address for `by`; the old one is dead from now on. Returns the feed.

    `seen` is the pk of the feed that the page showed; the same request twice renews once.
    """
    feed = _own_feed(by)
    if feed is not None and feed.pk != seen:
        return feed
    if feed is not None:
        feed.delete()
    return CalendarFeed.objects.create(user=by)


@transaction.atomic
def revoke(*, by):
    """The address is dead from now on, and there is none until one is made."""
    if (feed := _own_feed(by)) is not None:
        feed.delete()


def owner_of(token):
    """The active person whose calendar the address `token` is, or None."""
    feed = (
        CalendarFeed.objects.filter(token=token, user__is_active=True)
        .select_related("user__agency", "user__region")
        .first()
    )
    return feed and feed.user
