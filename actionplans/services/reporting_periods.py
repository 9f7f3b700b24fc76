"""Making the quarters of a fiscal year with their deadlines in working days."""

from django.conf import settings
from django.db import transaction

from actionplans.models import ReportingPeriod
from replikasi.common.periods import add_working_days, quarter_bounds


def proposed(year, quarter):
    """Opening and deadlines of a quarter: it opens the first working day after it ended."""
    end = quarter_bounds(year, quarter)[1]
    return {
        "opens": add_working_days(end, 1),
        "due": add_working_days(end, settings.REPORT_DUE_WORKING_DAYS),
        "review_due": add_working_days(end, settings.REVIEW_DUE_WORKING_DAYS),
    }


@transaction.atomic
def ensure_year(year):
    """The four periods of `year`, made where missing; dates edited by people stay."""
    return [
        ReportingPeriod.objects.get_or_create(
            year=year, quarter=quarter, defaults=proposed(year, quarter)
        )[0]
        for quarter in (1, 2, 3, 4)
    ]
