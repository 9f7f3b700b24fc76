"""Median and spread of whole days, where there are enough of them. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median, quantiles

# Over fewer than this a median or a spread says more than is known.
ENOUGH = 5


@dataclass(frozen=True)
class Spread:
    """Of `number` values: median, quartiles and ends, in days."""

    number: int
    median: Decimal
    low: Decimal
    high: Decimal
    least: int
    most: int


def spread_of(days):
    """The Spread of whole days; None for fewer than ENOUGH. Quartiles are interpolated."""
    if len(days) < ENOUGH:
        return None
    low, _, high = quantiles(days, n=4, method="inclusive")
    return Spread(len(days), _tenth(median(days)), _tenth(low), _tenth(high), min(days), max(days))


def _tenth(value):
    """Quarters of a day, to one decimal."""
    return Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)
