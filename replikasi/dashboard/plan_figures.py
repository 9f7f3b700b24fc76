"""The figures of every plan of a selection in a quarter, exact: what is ranked and banded.

Ranks, bands and groups are decisions, and SQLite computes in floats: so rows are read plainly and
the arithmetic is done on Decimals. Two narrow queries, of at most some thousand rows.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from actionplans import arithmetic
from innovations.models import Region
from innovations.models.agency import AgencyName

from .chosen import TITLE, standings

AGENCY = "plan__replication__agency"
VERIFIED, CLAIMED = "verified", "claimed"
COLUMNS = (
    *("plan", "title", "agency_name", AGENCY, f"{AGENCY}__short_name"),
    *(f"{AGENCY}__region", f"{AGENCY}__region__name", f"{AGENCY}__region__level"),
    *("planned", "claimed", "verified", "verified_quarter", "spent", "ceiling"),
    *("report_state", "due"),
)


def agency_name(year):
    """The name that a standing's agency bore in `year`, as Agency.name_in says it."""
    borne = AgencyName.objects.filter(agency=OuterRef(AGENCY), from_year__lte=year)
    return Coalesce(Subquery(borne.order_by("-from_year").values("name")[:1]), F(f"{AGENCY}__name"))


def own_region(user):
    """Code of the region that need not be said in every row to `user`, or ""."""
    if user.role in user.AGENCY_ROLES:
        return user.agency.region_id
    return user.region_id or ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A plan in the chosen quarter. `verified` is of this quarter's own report; absent: None."""

    plan_id: int
    title: str
    agency_id: int
    agency: str
    short_agency: str
    region_id: str
    region: str
    planned: Decimal
    claimed: Decimal | None
    verified: Decimal | None
    spent: Decimal | None
    ceiling: Decimal
    state: str
    due: date

    def figure(self, kind):
        return self.verified if kind == VERIFIED else self.claimed

    @property
    def kind(self):
        """Of the figure that speaks for the quarter: the verified one where there is one."""
        return CLAIMED if self.verified is None else VERIFIED

    @property
    def actual(self):
        return self.figure(self.kind)

    @property
    def deviation(self):
        return arithmetic.deviation(self.actual, self.planned)


def of_quarter(user, selection):
    """[Figures] of the chosen quarter, by title and agency. One query."""
    rows = standings(user, selection).filter(period=selection.period)
    rows = rows.annotate(title=TITLE, agency_name=agency_name(selection.year))
    regions, found = {}, []
    for row in rows.order_by("title", "agency_name", "plan").values(*COLUMNS):
        code = row[f"{AGENCY}__region"]
        if code not in regions:
            regions[code] = Region(
                code=code,
                name=row[f"{AGENCY}__region__name"],
                level=row[f"{AGENCY}__region__level"],
            ).full_name
        own = row["verified_quarter"] == selection.quarter
        found.append(
            Figures(
                plan_id=row["plan"],
                title=row["title"],
                agency_id=row[AGENCY],
                agency=row["agency_name"],
                short_agency=row[f"{AGENCY}__short_name"],
                region_id=code,
                region=regions[code],
                planned=row["planned"],
                claimed=row["claimed"],
                verified=row["verified"] if own else None,
                spent=row["spent"],
                ceiling=row["ceiling"],
                state=row["report_state"],
                due=row["due"],
            )
        )
    return found


def before(user, selection, kind):
    """[(plan, agency, region, figure)] of the quarter before; [] where there is none. One query."""
    earlier = selection.previous
    if earlier is None:
        return []
    rows = standings(user, selection).filter(period=earlier).order_by("plan")
    rows = rows.values_list("plan", AGENCY, f"{AGENCY}__region", kind, "verified_quarter")
    return [
        (plan, agency, region, None if kind == VERIFIED and at != earlier.quarter else figure)
        for plan, agency, region, figure, at in rows
    ]


def more_frequent(user, selection):
    """The figure that more plans have of the chosen quarter; VERIFIED on a tie. One query."""
    own = Q(verified__isnull=False, verified_quarter=selection.quarter)
    rows = standings(user, selection).filter(period=selection.period).order_by()
    found = rows.aggregate(of_verified=Count("pk", filter=own), of_claimed=Count("claimed"))
    return CLAIMED if found["of_claimed"] > found["of_verified"] else VERIFIED
