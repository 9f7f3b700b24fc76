"""The figures of every plan of a selection in a quarter, exact: what is ranked and banded.

Ranks, bands and groups are decisions, and SQLite computes in floats: so whatever is compared in the
database is compared in whole units, and the arithmetic is done on Decimals. Of the thousands that
are put in order only the figure is read; all of it only of those that a page shows.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from actionplans import arithmetic
from innovations.models import Region
from innovations.models.agency import AgencyName

from .chosen import PERCENT_UNITS, TITLE, standings, units

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


def rows_of(user, selection):
    """Standings of the chosen quarter as COLUMNS, by title and agency."""
    rows = standings(user, selection).filter(period=selection.period)
    rows = rows.annotate(title=TITLE, agency_name=agency_name(selection.year))
    return rows.order_by("title", "agency_name", "plan").values(*COLUMNS)


def of_quarter(user, selection, plans=None):
    """[Figures] of the chosen quarter, of `plans` (ids) alone where given. One query."""
    rows = rows_of(user, selection)
    return told(rows if plans is None else rows.filter(plan__in=plans), selection)


def told(rows, selection):
    """[Figures] of what `rows_of` gave."""
    name_of, found = _region_names(), []
    for row in rows:
        code = row[f"{AGENCY}__region"]
        own = row["verified_quarter"] == selection.quarter
        found.append(
            Figures(
                plan_id=row["plan"],
                title=row["title"],
                agency_id=row[AGENCY],
                agency=row["agency_name"],
                short_agency=row[f"{AGENCY}__short_name"],
                region_id=code,
                region=name_of(
                    code, row[f"{AGENCY}__region__name"], row[f"{AGENCY}__region__level"]
                ),
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


def _region_names():
    """A function of (code, name, level) that gives a region's full name, made once for each."""
    found = {}

    def name_of(code, name, level):
        if code not in found:
            found[code] = Region(code=code, name=name, level=level).full_name
        return found[code]

    return name_of


class Reached(NamedTuple):
    """What a plan is ranked by, and called: `figure` is a percent or None."""

    plan_id: int
    agency_id: int
    region_id: str
    figure: Decimal | None
    title: str = ""
    agency: str = ""
    region: str = ""


def _in_units(kind, quarter):
    """A standing's figure of `kind` in units; a verified one of `quarter` itself alone."""
    if kind == CLAIMED:
        return units("claimed")
    return Case(When(verified_quarter=quarter, then=units("verified")))


def _percent(number):
    return None if number is None else Decimal(number) / PERCENT_UNITS


def reached(user, selection, kind):
    """[Reached] of the chosen quarter, by title and agency. One query."""
    name_of = _region_names()
    rows = rows_of(user, selection).annotate(units=_in_units(kind, selection.quarter))
    place = (AGENCY, f"{AGENCY}__region", f"{AGENCY}__region__name", f"{AGENCY}__region__level")
    rows = rows.values_list("plan", *place, "units", "title", "agency_name")
    return [
        Reached(plan, agency, code, _percent(number), title, name, name_of(code, region, level))
        for plan, agency, code, region, level, number, title, name in rows
    ]


def before(user, selection, kind):
    """[Reached] of the quarter before, without names; [] where there is none. One query."""
    earlier = selection.previous
    if earlier is None:
        return []
    rows = standings(user, selection).filter(period=earlier).order_by()
    rows = rows.annotate(units=_in_units(kind, earlier.quarter))
    return [
        Reached(plan, agency, code, _percent(number))
        for plan, agency, code, number in rows.values_list(
            "plan", AGENCY, f"{AGENCY}__region", "units"
        )
    ]


def more_frequent(user, selection):
    """The figure that more plans have of the chosen quarter; VERIFIED on a tie. One query."""
    own = Q(verified__isnull=False, verified_quarter=selection.quarter)
    rows = standings(user, selection).filter(period=selection.period).order_by()
    found = rows.aggregate(of_verified=Count("pk", filter=own), of_claimed=Count("claimed"))
    return CLAIMED if found["of_claimed"] > found["of_verified"] else VERIFIED
