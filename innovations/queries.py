"""What rows of other tables say of a row: how many there are, or what an agency was called."""

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from .models import AgencyName, Replication


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


def with_adopter_count(rows):
    """Innovations each with `everywhere`: how many agencies of the whole country adopted it."""
    adopters = (
        Replication.objects.filter(innovation=OuterRef("pk"))
        .order_by()
        .values("innovation")
        .annotate(number=Count("agency", distinct=True))
    )
    return rows.annotate(everywhere=Coalesce(Subquery(adopters.values("number")), 0))


def with_agency_name(rows, path=""):
    """`rows` each with `agency_name`: what the agency of the replication at `path` was called in
    its programme year, as Agency.name_in says it."""
    borne = AgencyName.objects.filter(
        agency=OuterRef(f"{path}agency"), from_year__lte=OuterRef(f"{path}programme_year")
    ).order_by("-from_year")
    return rows.annotate(
        agency_name=Coalesce(Subquery(borne.values("name")[:1]), F(f"{path}agency__name"))
    )
