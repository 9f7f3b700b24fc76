"""Counts over the rows of other tables, as a person may see them."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from .models import Replication


def with_replication_count(rows, user, path):
    """`rows` each with `replication_count`: the replications at `path` that `user` may see."""
    seen = (
        Replication.objects.visible_to(user)
        .filter(**{path: OuterRef("pk")})
        .order_by()
        .values(path)
        .annotate(number=Count("pk"))
    )
    return rows.annotate(replication_count=Coalesce(Subquery(seen.values("number")), 0))
