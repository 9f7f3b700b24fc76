"""The people of the demo, what is illustrative about the innovations, and who has read what."""

from django.contrib.auth.hashers import make_password
from django.db.models import F

from innovations import facts
from innovations.models import (
    Agency,
    InnovationElement,
    Replication,
)
from replikasi.accounts.models import User
from replikasi.common.demo import DEMO_PASSWORD
from replikasi.notifications.models import Notification

from .people import ACCOUNTS, DOMAIN

REGION = "19.05"  # Kabupaten Bangka Barat
NOT_OFFICIAL = "Contoh untuk peragaan, bukan data resmi."
UNREAD = 3  # newest notifications of each person that are still unread


def make_accounts(*, joined):
    """{user name: User} of the demo accounts, all with the demo password."""
    password = make_password(DEMO_PASSWORD)  # once: hashing is slow on purpose
    people = {}
    for account in ACCOUNTS:
        user = User(
            username=account.username,
            email=f"{account.username}@{DOMAIN}",
            name=account.name,
            role=account.role,
            position=account.position,
            agency=_agency(account.place),
            region_id=REGION if account.role in User.REGION_ROLES else None,
            is_demo=True,
            date_joined=joined,
            password=password,
        )
        user._history_date = joined
        user.save()
        people[account.username] = user
    return people


def _agency(place):
    if not place:
        return None
    if place == Agency.Kind.UNIVERSITY:
        return Agency.objects.get(name=facts.UBB)
    if place in Agency.Kind.values:
        return Agency.objects.filter(region=REGION, kind=place).order_by("pk").first()
    return Replication.objects.get(
        innovation__name=place, programme_year=facts.PROGRAMME_YEAR
    ).agency


def tell_of_innovation(replication, story):
    """Its elements."""
    for number, (kind, name, _, _) in enumerate(story.elements, start=1):
        InnovationElement.objects.get_or_create(
            innovation=replication.innovation,
            number=number,
            defaults={"name": name, "kind": kind, "note": NOT_OFFICIAL},
        )


def read_old_notices(people):
    """Everybody has read all but the newest few."""
    for person in people:
        mine = Notification.objects.visible_to(person)
        newest = mine.order_by("-created_at", "-pk").values_list("pk", flat=True)[:UNREAD]
        mine.exclude(pk__in=list(newest)).update(read_at=F("created_at"))
