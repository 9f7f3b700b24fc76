"""How late something is, or how long it has been waiting, in words."""

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
