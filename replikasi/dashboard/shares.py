"""Parts of a total, rounded so that what is shown adds up to what is shown. Pure and exact."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def rounded(value, places=1):
    """An exact number to `places` decimals, halves away from zero."""
    units = Fraction(value) * 10**places
    whole = floor(abs(units) + Fraction(1, 2))
    return Decimal(whole if units >= 0 else -whole).scaleb(-places)


def displayed(parts, places):
    """`arithmetic.displayed` for Fractions, which a division by three needs; None stays None."""
    units = [None if part is None else Fraction(part) * 10**places for part in parts]
    known = [(index, unit) for index, unit in enumerate(units) if unit is not None]
    total = int(rounded(sum(unit for _, unit in known), 0))
    floors = {index: floor(unit) for index, unit in known}
    missing = total - sum(floors.values())
    by_remainder = sorted(known, key=lambda row: (floors[row[0]] - row[1], row[0]))
    for index, _ in by_remainder[:missing]:
        floors[index] += 1
    return [
        Decimal(floors[index]).scaleb(-places) if index in floors else None
        for index in range(len(units))
    ]


def places_for(total, number):
    """How many decimals tell `number` parts of `total` apart, of which the total, as shown with
    them, rounds to the one decimal that is shown elsewhere."""
    places = 1 if number <= 10 else 2 if number <= 100 else 3
    while rounded(rounded(total, places)) != rounded(total):
        places += 1
    return places
