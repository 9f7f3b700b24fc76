"""Working days as this region counts them: the holiday library and Litbang's own list."""

from datetime import timedelta

from replikasi.common import periods

from .models.workday import forget, is_off, once, rules

__all__ = ["add", "back", "between", "forget", "is_off", "is_working", "rules"]


def is_working(day):
    """Monday to Friday and not off."""
    return periods.is_working_day(day, is_off)


def add(day, count):
    """The `count`-th working day after `day`; `day` itself when `count` is 0."""
    return once(("add", day, count), lambda: periods.add_working_days(day, count, is_off))


def back(day, count):
    """The `count`-th working day before `day`; `day` itself when `count` is 0."""
    while count:
        day -= timedelta(days=1)
        count -= is_working(day)
    return day


def between(start, end):
    """Working days after `start` up to and including `end`; 0 when `end` is not after `start`."""
    return once(("between", start, end), lambda: periods.working_days_between(start, end, is_off))
