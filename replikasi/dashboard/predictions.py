"""What would have been foretold of plans that are done now, held against what came. Pure.

The forecast is that of actionplans.forecast, asked at the end of each quarter before a plan was
done, of what was known then alone: the version approved by that day and the progress that had been
recorded by it, whatever day it tells of.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from actionplans import arithmetic, forecast
from actionplans.drawing import month_ends
from replikasi.common import formats
from replikasi.common.periods import quarter_bounds

from .spreads import ENOUGH, Spread, spread_of

# At the end of TW IV its year is over, and a forecast does not go beyond it.
QUARTERS = (1, 2, 3)


class Check(NamedTuple):
    """What was foretold at the end of `quarter` (on `day`) of a plan that was done on `came`.

    `finish`, `earliest`, `latest` as in forecast.Forecast: None is later than the year's end.
    """

    quarter: int
    day: date
    finish: date | None
    earliest: date | None
    latest: date | None
    came: date

    @property
    def error(self):
        """Days from what came to what was foretold: above 0, it came sooner. None without a day."""
        return None if self.finish is None else (self.finish - self.came).days

    @property
    def inside(self):
        """Whether what came lies within the range; an open end reaches beyond the year."""
        if self.earliest is None:
            return False
        return self.earliest <= self.came and (self.latest is None or self.came <= self.latest)

    @property
    def words(self):
        """ "TW II: 12 hari terlalu lambat, dalam rentang"."""
        if self.error is None:
            told = "lewat akhir tahun"
        elif not self.error:
            told = "tepat"
        else:
            side = "lambat" if self.error > 0 else "cepat"
            told = f"{formats.number(abs(self.error))} hari terlalu {side}"
        where = "dalam rentang" if self.inside else "di luar rentang"
        return f"{formats.quarter_name(self.quarter)}: {told}, {where}"


@dataclass(frozen=True)
class Reliability:
    """Over `number` Checks of `adopters`: how many were `inside` their range, how many gave no day
    (`beyond` the year's end), how many came `sooner` and `later` than the day given; `miss`: the
    Spread of the days between, sign left out, None for fewer than ENOUGH."""

    adopters: int
    number: int
    inside: int
    beyond: int
    sooner: int
    later: int
    miss: Spread | None

    @property
    def share(self):
        """Percent of the Checks inside their range."""
        return arithmetic.HUNDRED * self.inside / self.number


def positions(weights, updates, year, until):
    """((day, percent or None), …) of the months of `year` that have begun by `until`.

    `weights`: {milestone: weight}; `updates`: (milestone, day, percent) in the order of time. A
    month without an update is None, the last one stands at `until`.
    """
    found, parts, total = [], {}, arithmetic.ZERO
    rest = [row for row in updates if row[0] in weights]
    rest.reverse()
    for month, end in enumerate(month_ends(year), start=1):
        if date(year, month, 1) > until:
            break
        day, recorded = min(end, until), False
        while rest and rest[-1][1] <= day:
            milestone, _, percent = rest.pop()
            part = arithmetic.contribution(weights[milestone], percent)
            total += part - parts.get(milestone, arithmetic.ZERO)
            parts[milestone] = part
            recorded = True
        found.append((day, total if recorded else None))
    return tuple(found)


def checks_of(year, versions, updates, came):
    """The Checks of a plan of `year` that was done on the day `came`, oldest first.

    `versions`: (approved at, {milestone: weight}) oldest first; `updates`: (milestone, day,
    percent, recorded at) in the order of time.
    """
    found = []
    for quarter in QUARTERS:
        end = quarter_bounds(year, quarter)[1]
        if end >= came:
            break
        known_by = _midnight_after(end)
        weights = None
        for approved_at, of_version in versions:
            if approved_at < known_by:
                weights = of_version
        if weights is None:
            continue
        known = [row[:3] for row in updates if row[1] <= end and row[3] < known_by]
        told = forecast.outlook_of(positions(weights, known, year, end), end).forecast
        if told is not None:
            found.append(Check(quarter, end, told.finish, told.earliest, told.latest, came))
    return tuple(found)


def _midnight_after(day):
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def reliability_of(checked):
    """The Reliability over `checked` (the Checks of each adopter); None while fewer than ENOUGH
    adopters have any."""
    checked = [checks for checks in checked if checks]
    if len(checked) < ENOUGH:
        return None
    every = [check for checks in checked for check in checks]
    errors = [check.error for check in every if check.error is not None]
    return Reliability(
        adopters=len(checked),
        number=len(every),
        inside=sum(check.inside for check in every),
        beyond=len(every) - len(errors),
        sooner=sum(error > 0 for error in errors),
        later=sum(error < 0 for error in errors),
        miss=spread_of([abs(error) for error in errors]),
    )
