"""Making the quarters of a fiscal year with their deadlines in working days."""

from django.db import transaction

from actionplans import workdays
from actionplans.models import ReportingPeriod
from replikasi.common.periods import quarter_bounds


def proposed(year, quarter):
    """Opening and deadlines of a quarter: it opens the first working day after it ended."""
    end, rules = quarter_bounds(year, quarter)[1], workdays.rules()
    return {
        "opens": workdays.add(end, 1),
        "due": workdays.add(end, rules.report_due_days),
        "review_due": workdays.add(end, rules.review_due_days),
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
