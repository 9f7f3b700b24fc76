"""Visits: when a person last had a plan's pages open, so that what is newer can be marked."""

from django.db import transaction
from django.utils import timezone

from actionplans.models import Visit
from actionplans.newness import ONE_VISIT


@transaction.atomic
def look(*, plan, by):
    """`by` has a page of the plan open now; a visit ends when nothing was opened for a while."""
    now = timezone.now()
    visit, created = Visit.objects.get_or_create(user=by, plan=plan, defaults={"at": now})
    if created:
        return visit
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if now - visit.at > ONE_VISIT:
        visit.before = visit.at
    visit.at = max(now, visit.at)
    visit.save(update_fields=["at", "before"])
    return visit
