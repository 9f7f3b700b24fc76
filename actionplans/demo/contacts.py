"""Whom to ask at the origin of each innovation: made up, as the rest of the demo."""

from innovations.models import Innovation, OriginContact
from innovations.services import innovations as services

from .cast import NOT_OFFICIAL


def tell(people):
    """One contact an innovation that somebody replicates; Litbang records them."""
    adopted = Innovation.objects.filter(replications__isnull=False).distinct().order_by("pk")
    for number, innovation in enumerate(adopted, start=1):
        services.add_part(
            part=OriginContact(innovation=innovation),
            by=people["litbang"],
            name=f"Narahubung contoh {number}",
            position="Pengelola inovasi",
            email=f"narahubung{number}@contoh.test",
            note=NOT_OFFICIAL,
        )
