"""Standings of a selection: in scope, narrowed by its choices, and what is measured of each."""

from django.db.models import BigIntegerField, Case, DecimalField, F, FloatField, Q, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf, Round

from actionplans.models import PeriodStanding
from innovations.models.region import within

# Without rounding SQLite, which counts in floats, would take a figure that lies on a threshold for
# one beyond it.
PLACES = 8
LEAD = DecimalField(max_digits=24, decimal_places=10)
PERCENT = DecimalField(max_digits=11, decimal_places=8)

# The figure of a quarter: verified where its own report is verified, else the claim.
ACTUAL = Case(
    When(verified_quarter=F("period__quarter"), then=F("verified")),
    default=F("claimed"),
    output_field=PERCENT,
)
ABSORPTION = Cast("spent", FloatField()) * 100.0 / NullIf(Cast("ceiling", FloatField()), Value(0.0))

TITLE = Coalesce(
    NullIf("plan__replication__local_name", Value("")), "plan__replication__innovation__name"
)

# Of which a report is asked: silence of any other is none.
ASKED = ~Q(report_state=PeriodStanding.NOT_ASKED)
NOT_ASKED = "tidak diminta"

PERCENT_UNITS = 10**8  # of a percent point: what a figure's decimals hold


def units(name, scale=PERCENT_UNITS):
    """A field in whole units: sums and comparisons of them are exact on every database."""
    return Cast(Round(Cast(name, FloatField()) * float(scale)), BigIntegerField())


def standings(user, selection):
    """PeriodStandings of the chosen year in the user's scope, narrowed by agency and words."""
    rows = PeriodStanding.objects.visible_to(user).filter(period__in=selection.periods)
    return narrowed(rows, selection, "plan__replication__")


def narrowed(rows, selection, path):
    """`rows` of the chosen region, innovation, agency and words; `path` leads to a replication."""
    if selection.region:
        rows = rows.filter(within(selection.region, f"{path}agency__region__code"))
    if selection.innovation:
        rows = rows.filter(**{f"{path}innovation": selection.innovation})
    if selection.agency:
        rows = rows.filter(**{f"{path}agency": selection.agency})
    if selection.replication:
        rows = rows.filter(**{f"{path}pk": selection.replication})
    for word in selection.words.split():
        rows = rows.filter(
            Q(**{f"{path}innovation__name__icontains": word})
            | Q(**{f"{path}local_name__icontains": word})
            | Q(**{f"{path}agency__name__icontains": word})
            | Q(**{f"{path}agency__short_name__icontains": word})
        )
    return rows


def measured(rows):
    """With `deviation` (points) and `lead` (absorption − claim, points) of each standing."""
    return rows.annotate(
        deviation=Round(ACTUAL - F("planned"), PLACES),
        lead=Round(Cast(ABSORPTION - Cast("claimed", FloatField()), LEAD), PLACES),
    )
