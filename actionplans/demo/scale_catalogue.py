"""A catalogue of as many innovations as asked, with their elements and sources, for measuring."""

from datetime import date
from itertools import islice

from django.db import connection, transaction

from innovations.models import Innovation, InnovationElement, InnovationSource, Region

from .scale_places import PROVINCE

INNOVATIONS_A_BATCH = 500
ELEMENTS, SOURCES = 5, 2  # of each innovation
CORE = 3  # of its elements
FIELDS = ("Kesehatan", "Pendidikan", "Koperasi dan UKM", "Pertanian", "Pariwisata", "Perizinan")
AWARDS = ("", "", "Top 99 Contoh", "Top 45 Contoh")
STATUSES = list(Innovation.Status)


@transaction.atomic
def seed(count):
    """Write `count` innovations that nobody has adopted, from the regencies of scale."""
    regions = list(Region.objects.filter(code__startswith=f"{PROVINCE}.").order_by("code"))
    rest = iter(range(1, count + 1))
    while numbers := list(islice(rest, INNOVATIONS_A_BATCH)):
        made = Innovation.objects.bulk_create(
            innovation(number, regions[number % len(regions)]) for number in numbers
        )
        InnovationElement.objects.bulk_create(
            (element(row, number) for row in made for number in range(1, ELEMENTS + 1)),
            batch_size=INNOVATIONS_A_BATCH,
        )
        InnovationSource.objects.bulk_create(
            (source(row, number) for row in made for number in range(1, SOURCES + 1)),
            batch_size=INNOVATIONS_A_BATCH,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def innovation(number, region):
    status = STATUSES[number % len(STATUSES)]
    return Innovation(
        name=f"Inovasi Katalog {number:05}",
        tagline="Contoh untuk mengukur",
        problem=f"Layanan ke-{number} lambat dan jauh dari warga.",
        field=FIELDS[number % len(FIELDS)],
        origin_region=region,
        started_year=2010 + number % 15 if number % 3 else None,
        award=AWARDS[number % len(AWARDS)],
        status=status,
        status_on=date(2025, 1 + number % 12, 1 + number % 28) if status else None,
        status_source="Contoh untuk mengukur" if status else "",
    )


def element(row, number):
    kind = InnovationElement.Kind.CORE if number <= CORE else InnovationElement.Kind.ADAPTABLE
    return InnovationElement(innovation=row, number=number, name=f"Unsur {number}", kind=kind)


def source(row, number):
    return InnovationSource(
        innovation=row,
        title=f"Sumber {number}",
        url=f"https://sumber.skala.example/{row.pk}/{number}",
        facts=["problem", "field"] if number == 1 else ["award"],
    )
