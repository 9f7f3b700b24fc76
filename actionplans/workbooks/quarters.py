"""Percents of workbooks that did not come from here: what they are percents of, and of what sum.

Every rule, in the order in which it is tried. None of them touches a workbook of the portal.

Targets of TW I–IV of one row; T is the row's target:
1. The last is 100 and none falls: they are the cumulative percents that the portal wants.
2. T is known and not 100, the last equals T and none falls: a running count, made percents of T.
3. T is known and not 100 and they add up to T: counts of each quarter, added up, percents of T.
4. Of those not written as a percent none is above 1, and the last is 1 or one is a fraction:
   0,25 means 25.
5. They add up to 100 and the last is not 100: shares of each quarter, added up.
In 3 and 5 an empty quarter counts as nothing. Anything else stays as it is written.

Weights of a whole sheet: none above 1 and their sum is 1 (or they are fractions whose sum is
between a half and 1): 0,25 means 25. What was formatted or written as a percent is one already.
"""

from decimal import Decimal
from itertools import accumulate, pairwise

HUNDRED = Decimal(100)
NEAR = Decimal("0.05")  # four shares rounded to two decimals


def _near(value, goal, tolerance=NEAR):
    return abs(value - goal) <= tolerance * max(1, abs(goal) / HUNDRED)


def _rising(values):
    return all(earlier <= later for earlier, later in pairwise(values))


def cumulative(figures, target=None):
    """Four values (Decimal or None): percents reached at the end of each quarter.

    `figures`: entries.Figure or None for each quarter; `target`: the row's target or None.
    """
    values = [figure.value if figure else None for figure in figures]
    known = [value for value in values if value is not None]
    if not known or min(known) < 0:
        return values
    last, sum_ = known[-1], sum(known)
    if last == HUNDRED and _rising(known):
        return values
    if target and target not in (0, HUNDRED):
        if last == target and _rising(known):
            return [_share(value, target) for value in values]
        if _near(sum_, target, Decimal("0.0001")):
            return [_share(value, target) for value in accumulate(v or 0 for v in values)]
    plain = [figure.value for figure in figures if figure and not figure.percent]
    if plain and max(plain) <= 1 and (plain[-1] == 1 or any(value % 1 for value in plain)):
        values = [
            figure and figure.value * (1 if figure.percent else HUNDRED) for figure in figures
        ]
        known = [value for value in values if value is not None]
        last, sum_ = known[-1], sum(known)
    if _near(sum_, HUNDRED) and last != HUNDRED:
        running = list(accumulate(value or Decimal(0) for value in values))
        return [HUNDRED if _near(value, HUNDRED) else value for value in running]
    return values


def _share(value, whole):
    return None if value is None else HUNDRED * value / whole


def are_fractions(figures):
    """Whether the weights of a sheet (entries.Figure) are parts of 1."""
    plain = [figure.value for figure in figures if not figure.percent]
    if len(figures) < 2 or not plain or max(plain) > 1 or min(plain) < 0:
        return False
    total = sum(plain) + sum(f.value for f in figures if f.percent) / HUNDRED
    if _near(total, 1, Decimal("0.011")):
        return True
    return total <= 1 and total >= Decimal("0.5") and all(0 < value < 1 for value in plain)
