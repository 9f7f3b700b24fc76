"""The one address of an innovation becomes one of its sources, beside the facts it vouches for."""

from urllib.parse import urlsplit

from django.db import migrations
from django.utils import timezone

LONGEST_TITLE = 200
REASON = "dipindah"


def title_of(url, taken):
    """The name of the site; the whole address where another source bears that name."""
    site = urlsplit(url).hostname or url
    return (url if site in taken else site)[:LONGEST_TITLE]


def addresses_to_sources(apps, _):
    """Nobody knows which facts an address vouches for: that is left to Litbang."""
    innovations = apps.get_model("innovations", "Innovation")
    sources = apps.get_model("innovations", "InnovationSource")
    told = apps.get_model("innovations", "HistoricalInnovationSource")
    for innovation in innovations.objects.exclude(source_url="").order_by("pk").iterator():
        own = sources.objects.filter(innovation=innovation)
        url = innovation.source_url
        if own.filter(url=url).exists():
            continue
        taken = set(own.values_list("title", flat=True))
        row = sources.objects.create(innovation=innovation, title=title_of(url, taken), url=url)
        told.objects.create(
            id=row.pk,
            innovation=innovation,
            title=row.title,
            url=row.url,
            history_date=timezone.now(),
            history_type="+",
            history_change_reason=REASON,
        )


class Migration(migrations.Migration):
    dependencies = [("innovations", "0002_innovation_itself")]

    # Backwards the sources stay: they say more than the column did.
    operations = [migrations.RunPython(addresses_to_sources, migrations.RunPython.noop)]
