"""Days of the year that the factories live in."""

from contextlib import contextmanager
from datetime import datetime, time, timedelta, timezone

import time_machine

from actionplans.models import ReportingPeriod
from actionplans.services import reporting_periods

YEAR = 2026
WIB = timezone(timedelta(hours=7))


@contextmanager
def at(day, hour=10):
    """Inside, it is `day`, whatever day it is for the test."""
    with time_machine.travel(datetime.combine(day, time(hour), WIB)):
        yield


def period(quarter=1, year=YEAR):
    """The ReportingPeriod, with the rest of its year."""
    reporting_periods.ensure_year(year)
    return ReportingPeriod.objects.get(year=year, quarter=quarter)
