"""How late something is, how long it has been waiting, and since when it holds."""

from actionplans import workdays
from replikasi.common import formats


def for_days(days):
    """`3` -> "3 hari kerja"; a start of today has no length yet."""
    return f"{days} hari kerja" if days else "hari ini"


def day_of(day, today):
    """A day, with its year where that is not this one: "7 Okt", "7 Okt 2025"."""
    return formats.day_month(day) if day.year == today.year else formats.short_date(day)


def deadline(day, today):
    """A deadline and how far it is: "14 Okt, besok", "7 Okt, lewat 4 hari kerja"."""
    shown = day_of(day, today)
    if today > day:
        days = workdays.between(day, today)
        return f"{shown}, lewat {days} hari kerja" if days else f"{shown}, baru lewat"
    if today == day:
        return f"{shown}, hari ini"
    if (day - today).days == 1:
        return f"{shown}, besok"
    return f"{shown}, {workdays.between(today, day)} hari kerja lagi"


def deviation_of(standing):
    """A quarter's own figure less its plan: verified where it is, else claimed; None for none."""
    own = standing.verified_quarter == standing.period.quarter
    actual = standing.verified if own else standing.claimed
    return None if actual is None else actual - standing.planned


def is_below(limit):
    """A test of standings: is the deviation below `limit`? A silent quarter's is not."""

    def holds(standing):
        deviation = deviation_of(standing)
        return deviation is not None and deviation < limit

    return holds


def first_of_run(year, quarter, holds):
    """The first standing of the unbroken run, up to `quarter`, for which `holds`.

    `year`: a plan's standings with their periods, in order; that of `quarter` is not asked.
    """
    upto = [one for one in year if one.period.quarter <= quarter]
    first = upto[-1]
    for one in reversed(upto[:-1]):
        if not holds(one):
            break
        first = one
    return first
