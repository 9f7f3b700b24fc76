"""Quarters of a fiscal year and working days between dates. Pure; holidays come from a library."""

from calendar import monthrange
from collections.abc import Set
from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# No run of days off is this long; a longer one means that `off_days` is wrong, not the calendar.
LONGEST_BREAK = 120


def quarter_of(day):
    """The quarter (1–4) in which `day` lies."""
    return (day.month + 2) // 3


def quarter_bounds(year, quarter):
    """First and last day of a quarter. A quarter other than 1–4 is a ValueError."""
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"quarter must be 1 to 4, not {quarter!r}")
    start = date(year, 3 * quarter - 2, 1)
    following = date(year + quarter // 4, (3 * quarter) % 12 + 1, 1)
    return start, following - ONE_DAY


def asked_quarter(day):
    """(year, quarter) whose measurements are asked for on `day`: from the last month of a quarter
    on that one, before it the quarter that is over."""
    year, quarter = day.year, quarter_of(day)
    if day.month % 3 == 0:
        return year, quarter
    return (year, quarter - 1) if quarter > 1 else (year - 1, 4)


def months_after(day, months):
    """The same day of the month so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=64)
def holidays_of(year):
    """National holidays and joint leave days (cuti bersama) of `year`, as a frozenset of dates.

    Days after a lunar calendar are estimates until the government has decreed them.
    """
    return frozenset(
        holidays.Indonesia(years=year, categories=(holidays.PUBLIC, holidays.GOVERNMENT))
    )


@lru_cache(maxsize=64)
def holiday_names(year):
    """{date: name in Indonesian} of the same days, in their order."""
    found = holidays.Indonesia(
        years=year, categories=(holidays.PUBLIC, holidays.GOVERNMENT), language="id"
    )
    return dict(sorted(found.items()))


def is_holiday(day):
    """Whether `day` is a holiday or joint leave day of Indonesia; the default of `off_days`."""
    return day in holidays_of(day.year)


def is_working_day(day, off_days=None):
    """Monday to Friday and not off. See `add_working_days` for `off_days`."""
    return day.weekday() < SATURDAY and not _is_off(day, off_days)


def add_working_days(day, count, off_days=None):
    """The `count`-th working day after `day`; `day` itself when `count` is 0.

    `off_days`: a set of dates, or a function date -> bool; without it Indonesia's holidays.
    Saturdays and Sundays are off in any case. A negative `count` is a ValueError.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    idle = 0
    while count:
        day += ONE_DAY
        if is_working_day(day, off_days):
            count, idle = count - 1, 0
        elif (idle := idle + 1) > LONGEST_BREAK:
            raise ValueError(f"no working day in the {LONGEST_BREAK} days before {day}")
    return day


def working_days_between(start, end, off_days=None):
    """Working days after `start` up to and including `end`; 0 when `end` is not after `start`.

    `off_days` as in `add_working_days`.
    """
    if end <= start:
        return 0
    weekdays = _weekdays_up_to(end) - _weekdays_up_to(start)
    if off_days is None:
        off_days = frozenset().union(
            *(holidays_of(year) for year in range(start.year, end.year + 1))
        )
    if isinstance(off_days, Set):
        off = sum(start < day <= end and day.weekday() < SATURDAY for day in off_days)
    else:
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        off = sum(day.weekday() < SATURDAY and bool(off_days(day)) for day in days)
    return weekdays - off


def _weekdays_up_to(day):
    """Mondays to Fridays from the first Monday of the calendar (0001-01-01) up to `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return 5 * weeks + min(rest, 5)


def _is_off(day, off_days):
    if off_days is None:
        return is_holiday(day)
    return day in off_days if isinstance(off_days, Set) else bool(off_days(day))
