"""Periods at the edges of the clock: midnight of the region, quarter end, year end, holidays."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from actionplans.services import reports
from tests.factories import WIB, period

pytestmark = pytest.mark.django_db


def dates_of(row):
    return row.opens, row.due, row.review_due


def at_clock(text):
    return time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=WIB), tick=False)


def send(report, by):
    return reports.send_report(
        report=report,
        by=by,
        problem="",
        solution="",
        next_steps="Lanjut.",
        idle_reason="Menunggu anggaran.",
    )


@pytest.mark.parametrize(
    ("clock", "opened"),
    [
        ("2026-09-30 23:59", False),  # quarter end, 16.59 UTC
        ("2026-10-01 00:01", True),  # still 30 September in UTC
    ],
)
def test_a_report_opens_at_midnight_of_the_region_not_of_greenwich(plan, rini, clock, opened):
    third = period(3)
    with at_clock(clock):
        if opened:
            assert reports.open_report(plan=plan, period=third, by=rini)[1]
        else:
            with pytest.raises(ValidationError, match="dibuka 1"):
                reports.open_report(plan=plan, period=third, by=rini)


@pytest.mark.parametrize(
    ("clock", "late"),
    [
        ("2026-10-07 00:01", 0),
        ("2026-10-07 23:59", 0),  # the due date's last minute
        ("2026-10-08 00:01", 1),  # still 7 October in UTC
        ("2026-10-10 12:00", 2),  # a Saturday counts no further than Friday
        ("2026-10-12 06:59", 3),
    ],
)
def test_days_late_turn_at_the_regions_midnight(plan, rini, pak_kadis, clock, late):
    with at_clock("2026-10-01 08:00"):
        report, _ = reports.open_report(plan=plan, period=period(3), by=rini)
    with at_clock(clock):
        report = send(report, pak_kadis)
    assert report.days_late == late
    assert plan.standings.get(period=report.period).days_late == late
    assert report.first_sent_on == date.fromisoformat(clock[:10])


def test_the_last_quarter_closes_in_the_new_year_past_its_holiday(plan, rini):
    """1 and 5 January are off, and the report still belongs to the old fiscal year."""
    fourth = period(4)
    assert dates_of(fourth) == (date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 18))
    with at_clock("2026-12-31 23:59"):
        assert not fourth.is_open(date(2026, 12, 31))
    with at_clock("2027-01-04 00:01"):
        report, _ = reports.open_report(plan=plan, period=fourth, by=rini)
    assert report.period.year == 2026


def test_a_quarter_that_ends_before_holidays_is_due_after_them():
    """TW I of 2026 ends before Good Friday, 3 April."""
    assert dates_of(period(1)) == (date(2026, 4, 1), date(2026, 4, 8), date(2026, 4, 15))
