"""A figure of several replications as one exact number, and over which of them it stands.

Sums are taken of whole numbers, so that a total is exact on every database.
"""

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q, Sum
from django.db.models.functions import Substr

from actionplans.models import Report

from . import chosen, shares
from .chosen import PERCENT_UNITS, units
from .figures import ABSORPTION, ON_TIME, REPORTED

REGION_LENGTHS = (2, 5, 8, 13)
REPLICATION = "plan__replication__"
AGENCY, INNOVATION = f"{REPLICATION}agency", f"{REPLICATION}innovation"
REGION = f"{AGENCY}__region__code"
# How rows are put together: key of an address, and what a row is then called.
KINDS = {"wilayah": "Wilayah", "inovasi": "Inovasi", "opd": "OPD", "replikasi": "Replikasi"}
MONEY_UNITS = 100


@dataclass(frozen=True)
class Wanted:
    """What an address asks for beside the selection. `kind`: "" lets the number decide."""

    figure: object
    kind: str
    order: str
    only_here: bool

    def query(self, selection, **more):
        told = {
            "angka": self.figure.key,
            "persis": "1" if self.only_here else None,
            "urut": self.order if self.order != "terendah" else None,
        }
        return selection.query(**{**told, **more})


@dataclass(frozen=True)
class Whole:
    """The figure itself. `total`: exact, None without any part; `over`: what parts are divided
    by: plans that count, or a hundredth of the ceiling in rupiah; `terms`: of a difference both
    means over the plans that count, (claimed, planned); `all_planned`: the plan of all plans."""

    plans: int
    counted: int
    total: Fraction | None
    over: Fraction
    ceiling: Fraction
    spent: Fraction
    left_out: tuple
    kinds: tuple
    region_length: int
    terms: tuple | None = None
    all_planned: Fraction | None = None

    @property
    def shown(self):
        return None if self.total is None else shares.rounded(self.total)

    @property
    def shown_terms(self):
        return shown_terms(self.terms)

    @property
    def shown_plan_of_all(self):
        return shares.rounded(self.all_planned)


def shown_terms(terms):
    """Both terms as shown, or None."""
    return terms and tuple(shares.rounded(term) for term in terms)


def sums_of(figure):
    """Columns that add up `figure` over a set of standings."""
    if figure.key == ON_TIME:
        plus = Count("pk", filter=Q(days_late=0))
    else:
        scale = MONEY_UNITS if figure.key == ABSORPTION else PERCENT_UNITS
        plus = Sum(units(figure.plus, scale), filter=figure.counted)
    terms = {}
    if figure.minus:
        minus = Sum(units(figure.minus, PERCENT_UNITS), filter=figure.counted)
        terms, plus = {"of_plus": plus, "of_minus": minus}, plus - minus
    return {
        **terms,
        "of_plans": Count("pk"),
        "of_counted": Count("pk", filter=figure.counted),
        "of_sum": plus,
        "of_ceiling": Sum(units("ceiling", MONEY_UNITS), filter=REPORTED),
    }


def added_of(figure, row):
    """(what the rows of `row` add up to, their ceiling), exact; None for none that counts."""
    ceiling = Fraction(row["of_ceiling"] or 0, MONEY_UNITS)
    if row["of_sum"] is None or not row["of_counted"]:
        return None, ceiling
    if figure.key == ON_TIME:
        return Fraction(row["of_sum"]), ceiling
    scale = MONEY_UNITS if figure.key == ABSORPTION else PERCENT_UNITS
    return Fraction(row["of_sum"], scale), ceiling


def terms_of(figure, row):
    """(claimed, planned): means over the rows of `row` that count, where `figure` is their
    difference; None for another figure, or where none counts."""
    if not figure.minus or not row["of_counted"]:
        return None
    over = PERCENT_UNITS * row["of_counted"]
    return Fraction(row["of_plus"], over), Fraction(row["of_minus"], over)


def rows_of(user, selection, wanted):
    rows = chosen.standings(user, selection).filter(period=selection.period)
    if wanted.figure.key == ON_TIME:
        rows = rows.filter(chosen.ASKED)
    return rows.filter(**{REGION: selection.region}) if wanted.only_here else rows


def whole_of(user, selection, wanted):
    """The Whole, or None where nothing in scope is approved. One query."""
    figure = wanted.figure
    lengths = [length for length in REGION_LENGTHS if length > len(selection.region)]
    left = ~figure.counted if figure.key != ON_TIME else Q(pk__in=[])
    row = (
        rows_of(user, selection, wanted)
        .order_by()
        .aggregate(
            **sums_of(figure),
            **{f"wide_{n}": Count(Substr(REGION, 1, n), distinct=True) for n in lengths},
            agencies=Count(AGENCY, distinct=True),
            innovations=Count(INNOVATION, distinct=True),
            silent=Count("pk", filter=left & Q(report_state="")),
            free=Count("pk", filter=left & ~chosen.ASKED),
            waiting=Count("pk", filter=left & Q(report_state=Report.State.SENT)),
            of_planned=Sum(units("planned", PERCENT_UNITS)),
            returned=Count("pk", filter=left & Q(report_state=Report.State.RETURNED)),
        )
    )
    if not row["of_plans"]:
        return None
    added, ceiling = added_of(figure, row)
    opened = selection.period.is_open(selection.today)
    total, over = _total(figure, added, ceiling, row, opened)
    region_length = next((n for n in lengths if row[f"wide_{n}"] > 1), 0)
    here = {
        "wilayah": bool(region_length) and not wanted.only_here,
        "inovasi": row["innovations"] > 1,
        "opd": 1 < row["agencies"] < row["of_plans"],
        "replikasi": True,
    }
    silence = "belum dilaporkan" if opened else "belum dibuka"
    reasons = (
        (row["silent"], silence),
        (row["waiting"], "menunggu verifikasi"),
        (row["returned"], "dikembalikan"),
        (row["free"], chosen.NOT_ASKED),
    )
    return Whole(
        plans=row["of_plans"],
        counted=row["of_counted"],
        total=total,
        over=over,
        ceiling=ceiling,
        spent=added if figure.key == ABSORPTION and added is not None else Fraction(0),
        left_out=tuple((number, reason) for number, reason in reasons if number),
        kinds=tuple(kind for kind in KINDS if here[kind]),
        region_length=region_length,
        terms=terms_of(figure, row),
        all_planned=Fraction(row["of_planned"], PERCENT_UNITS * row["of_plans"]),
    )


def _total(figure, added, ceiling, row, opened):
    """(the exact total or None, what parts are divided by)."""
    if figure.key == ABSORPTION:
        over = ceiling / 100
        return (added / over if added is not None and over else None), over
    over = Fraction(1) if figure.key == ON_TIME else Fraction(row["of_counted"] or 1)
    if added is None or (figure.key == ON_TIME and not opened):
        return None, over
    return added / over, over
