"""Quarters and working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replikasi.common import periods

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
off_sets = st.sets(st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31)), max_size=30)
days_of_2026 = st.dates(min_value=date(2025, 12, 1), max_value=date(2027, 1, 31))


@pytest.mark.parametrize(
    ("quarter", "start", "end"),
    [
        (1, date(2026, 1, 1), date(2026, 3, 31)),
        (2, date(2026, 4, 1), date(2026, 6, 30)),
        (3, date(2026, 7, 1), date(2026, 9, 30)),
        (4, date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_has_its_bounds(quarter, start, end):
    assert periods.quarter_bounds(2026, quarter) == (start, end)


@pytest.mark.parametrize("quarter", [0, 5, None])
def test_there_are_four_quarters(quarter):
    with pytest.raises(ValueError, match="quarter"):
        periods.quarter_bounds(2026, quarter)


@given(days)
def test_a_day_lies_in_its_quarter(day):
    start, end = periods.quarter_bounds(day.year, periods.quarter_of(day))

    assert start <= day <= end


def test_holidays_and_joint_leave_are_known():
    assert {date(2026, 8, 17), date(2026, 12, 24)} <= periods.holidays_of(2026)
    assert periods.is_holiday(date(2026, 8, 17))
    assert not periods.is_working_day(date(2026, 8, 17))


def test_the_report_of_a_quarter_is_due_five_working_days_later():
    # 3 and 4 October 2026 are a weekend; no holiday falls in these days.
    assert periods.add_working_days(date(2026, 9, 30), 5) == date(2026, 10, 7)


def test_weekends_and_days_off_do_not_count():
    friday, monday = date(2026, 10, 2), date(2026, 10, 5)

    assert periods.add_working_days(friday, 1, set()) == monday
    assert periods.add_working_days(friday, 1, {monday}) == date(2026, 10, 6)
    assert periods.working_days_between(friday, date(2026, 10, 6), {monday}) == 1
    assert periods.working_days_between(friday, date(2026, 10, 6), lambda day: day == monday) == 1


def test_no_days_lie_between_a_day_and_itself_or_an_earlier_one():
    day = date(2026, 10, 7)

    assert periods.working_days_between(day, day) == 0
    assert periods.working_days_between(day, day - timedelta(days=9)) == 0
    assert periods.add_working_days(day, 0) == day


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        periods.add_working_days(date(2026, 1, 1), -1)


def test_a_calendar_without_working_days_is_refused():
    with pytest.raises(ValueError, match="no working day"):
        periods.add_working_days(date(2026, 1, 1), 1, lambda day: True)


@given(days_of_2026, days_of_2026, days_of_2026, off_sets)
def test_working_days_add_up(first, second, third, off):
    a, b, c = sorted((first, second, third))

    between = periods.working_days_between
    assert between(a, c, off) == between(a, b, off) + between(b, c, off)
    assert between(a, b, off) <= between(a, c, off) <= (c - a).days


@given(days_of_2026, days_of_2026, off_sets)
def test_working_days_are_those_that_are_counted_one_by_one(first, second, off):
    a, b = sorted((first, second))
    one_by_one = sum(
        periods.is_working_day(a + timedelta(days=n), off) for n in range(1, (b - a).days + 1)
    )

    assert periods.working_days_between(a, b, off) == one_by_one
    assert periods.working_days_between(a, b, off.__contains__) == one_by_one


@given(days_of_2026, st.integers(1, 60), off_sets)
def test_the_nth_working_day_is_n_working_days_away(day, count, off):
    due = periods.add_working_days(day, count, off)

    assert periods.is_working_day(due, off)
    assert periods.working_days_between(day, due, off) == count
    assert periods.add_working_days(day, count + 1, off) > due


@given(days, days)
def test_without_a_calendar_indonesias_holidays_count(first, second):
    a, b = sorted((first, second))

    assert periods.working_days_between(a, b) == periods.working_days_between(
        a, b, periods.is_holiday
    )


@given(
    st.dates(date(1990, 1, 1), date(2150, 12, 31)),
    st.integers(min_value=0, max_value=60),
)
def test_so_many_months_later_is_that_day_or_the_months_last(day, months):
    later = periods.months_after(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
    assert later.day <= day.day
