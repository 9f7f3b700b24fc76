"""Who adopted each innovation of the catalogue and how far they are, in a fixed number of queries.

Means that the database computes are floats on SQLite: for display, never for a decision.
"""

from dataclasses import dataclass

from django.db.models import Avg, Count, F, Max, Min, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber

from actionplans.models import PeriodStanding
from innovations.models import Replication
from innovations.queries import with_agency_name

ADOPTERS_SHOWN = 3
COMPLETE = (Replication.Status.FINISHED, Replication.Status.SUSTAINED)


@dataclass(frozen=True)
class Adoption:
    """Replications that the reader sees: `number` of them, `running`, `complete`, `stopped`.

    `verified`: mean of the latest verified figures over `verifying` replications, None without
    any; `reporting`: how many have reported at all; they are of the plans of `from_year` to
    `to_year`. `everywhere`: adopting agencies of the whole
    country. `adopters`: some of the replications in sight, the latest first.
    """

    number: int = 0
    running: int = 0
    complete: int = 0
    stopped: int = 0
    verified: object = None
    verifying: int = 0
    reporting: int = 0
    from_year: int | None = None
    to_year: int | None = None
    everywhere: int = 0
    adopters: tuple = ()

    @property
    def more(self):
        return self.number - len(self.adopters)

    @property
    def years(self):
        """The years whose plans the figure is of: "2026", "2022–2026"."""
        return "–".join(str(year) for year in dict.fromkeys((self.from_year, self.to_year)) if year)

    @property
    def provenance(self):
        return "terverifikasi" if self.verifying else "belum"

    @property
    def silence(self):
        """Why there is no verified figure, in words."""
        return "belum terverifikasi" if self.reporting else "belum dilaporkan"


def adoptions_of(user, innovations, today, *, everywhere, with_adopters=True):
    """{pk of an innovation: Adoption}; two queries.

    `innovations`: their keys, or a queryset of keys; `everywhere`: {pk: number} of each of them.
    """
    seen = Replication.objects.visible_to(user).filter(innovation__in=innovations)
    found = {row.pop("innovation"): row for row in _counts(seen, today)}
    adopters = _adopters(seen) if with_adopters else {}
    return {
        key: Adoption(
            **found.get(key, {}), everywhere=number, adopters=tuple(adopters.get(key, ()))
        )
        for key, number in everywhere.items()
    }


def _counts(seen, today):
    """Rows of Adoption's figures by innovation, over the replications `seen`."""
    latest = PeriodStanding.objects.filter(
        plan__replication=OuterRef("pk"), period__opens__lte=today
    ).order_by("-period__year", "-period__quarter")
    status = Replication.Status
    return (
        seen.order_by()
        .annotate(
            of_verified=Subquery(latest.values("verified")[:1]),
            of_claimed=Subquery(latest.values("claimed")[:1]),
            of_year=Subquery(latest.values("period__year")[:1]),
        )
        .values("innovation")
        .annotate(
            number=Count("pk"),
            running=Count("pk", filter=Q(status=status.ACTIVE)),
            complete=Count("pk", filter=Q(status__in=COMPLETE)),
            stopped=Count("pk", filter=Q(status=status.STOPPED)),
            verified=Avg("of_verified"),
            verifying=Count("of_verified"),
            reporting=Count("of_claimed"),
            from_year=Min("of_year"),
            to_year=Max("of_year"),
        )
    )


def _adopters(seen):
    """{innovation: its latest replications, each with the `agency_name` of its year}."""
    order = [F("programme_year").desc(), F("agency__name").asc(), F("pk").asc()]
    rows = with_agency_name(seen).annotate(
        place=Window(RowNumber(), partition_by="innovation", order_by=order)
    )
    found = {}
    for row in rows.filter(place__lte=ADOPTERS_SHOWN).order_by("innovation", "place"):
        found.setdefault(row.innovation_id, []).append(row)
    return found
