"""What had been foretold of plans that are done: bounds, order, and nobody changes another's."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from actionplans import forecast
from replikasi.dashboard import adoption, adoption_rows, predictions, spreads

APPROVED = timezone.make_aware(datetime(2026, 1, 7, 9))
HALVES = {1: Decimal(40), 2: Decimal(60)}
percents = st.integers(0, 100).map(Decimal)
days = st.dates(date(2026, 1, 8), date(2026, 12, 20))


def recorded(day, hour=15):
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=hour)


def told(*rows):
    """(milestone, day, percent, recorded at) of (milestone, day, percent[, days until then])."""
    return [
        (milestone, day, Decimal(percent), recorded(day + timedelta(days=sum(late))))
        for milestone, day, percent, *late in rows
    ]


EVEN = told(
    (1, date(2026, 1, 31), 10),
    (1, date(2026, 2, 28), 30),
    (2, date(2026, 3, 20), 20),
    (2, date(2026, 3, 31), 30),
    (1, date(2026, 5, 12), 100),
    (2, date(2026, 8, 14), 100),
)


def checks(updates=EVEN, versions=((APPROVED, HALVES),), came=date(2026, 8, 14)):
    return predictions.checks_of(2026, versions, updates, came)


def test_each_quarters_end_before_the_plan_was_done_is_asked_with_what_was_known():
    first, second = checks()

    assert (first.quarter, first.day, second.quarter) == (1, date(2026, 3, 31), 2)
    known = [row[:3] for row in EVEN if row[1] <= date(2026, 3, 31)]
    points = predictions.positions(HALVES, known, 2026, date(2026, 3, 31))
    assert points == (
        (date(2026, 1, 31), Decimal(4)),
        (date(2026, 2, 28), Decimal(12)),
        (date(2026, 3, 31), Decimal(30)),
    )
    own = forecast.outlook_of(points, date(2026, 3, 31)).forecast
    assert (first.finish, first.earliest, first.latest) == (own.finish, own.earliest, own.latest)
    assert first.error == (own.finish - date(2026, 8, 14)).days


def test_what_was_recorded_later_was_not_known():
    late = told(*[(*row[:3], 9) if row[1] == date(2026, 3, 31) else row[:3] for row in EVEN])

    assert checks(late)[0] != checks()[0]
    without = [row for row in EVEN if row[1] != date(2026, 3, 31)]
    assert checks(late)[0] == checks(without)[0]
    assert checks(late)[1] == checks()[1]


def test_the_version_of_that_day_weighs():
    revised = {1: Decimal(10), 2: Decimal(90)}
    versions = ((APPROVED, HALVES), (recorded(date(2026, 5, 4)), revised))

    first, second = checks(versions=versions)

    assert first == checks()[0]
    assert second == checks(versions=((APPROVED, revised),))[1]
    assert checks(versions=((recorded(date(2026, 4, 1), hour=0), HALVES),)) == checks()[1:]


def test_nothing_is_asked_from_the_day_on_which_it_was_done():
    assert [check.quarter for check in checks(came=date(2026, 6, 30))] == [1]
    assert checks(came=date(2026, 3, 31)) == ()


@pytest.mark.parametrize(
    ("finish", "earliest", "latest", "error", "inside", "words"),
    [
        ((8, 20), (8, 1), (9, 9), 6, True, "6 hari terlalu lambat, dalam rentang"),
        ((8, 2), (7, 20), (8, 13), -12, False, "12 hari terlalu cepat, di luar rentang"),
        ((8, 14), (8, 14), (8, 14), 0, True, "tepat, dalam rentang"),
        ((12, 1), (8, 14), None, 109, True, "109 hari terlalu lambat, dalam rentang"),
        (None, (8, 1), None, None, True, "lewat akhir tahun, dalam rentang"),
        (None, (9, 1), None, None, False, "lewat akhir tahun, di luar rentang"),
        (None, None, None, None, False, "lewat akhir tahun, di luar rentang"),
    ],
)
def test_a_prediction_is_held_against_what_came(finish, earliest, latest, error, inside, words):
    told_days = [day and date(2026, *day) for day in (finish, earliest, latest)]
    check = predictions.Check(1, date(2026, 3, 31), *told_days, date(2026, 8, 14))

    assert (check.error, check.inside) == (error, inside)
    assert check.words == f"TW\u00a0I: {words}"


def some_checks():
    day = st.none() | days
    return st.builds(
        predictions.Check, st.integers(1, 3), days, finish=day, earliest=day, latest=day, came=days
    )


@given(st.lists(st.lists(some_checks(), max_size=3), max_size=12))
def test_reliability_stays_within_its_bounds(checked):
    found = predictions.reliability_of(checked)
    with_any = [one for one in checked if one]
    if len(with_any) < spreads.ENOUGH:
        assert found is None
        return
    assert (found.adopters, found.number) == (len(with_any), sum(map(len, with_any)))
    assert 0 <= found.inside <= found.number
    assert 0 <= found.share <= 100
    assert found.beyond + found.sooner + found.later <= found.number
    if found.miss:
        assert 0 <= found.miss.least <= found.miss.low <= found.miss.median
        assert found.miss.median <= found.miss.high <= found.miss.most
        assert found.miss.number == found.number - found.beyond
    assert predictions.reliability_of(checked[::-1]) == found
    assert predictions.reliability_of([*checked, []]) == found


updates = st.lists(
    st.tuples(st.sampled_from([1, 2]), days, percents, st.integers(0, 40)), max_size=14
).map(lambda rows: sorted(told(*rows), key=lambda row: row[1]))


@given(updates, days)
def test_predictions_are_in_order_and_never_before_the_day_of_asking(rows, came):
    found = checks(rows, came=came)

    assert [check.quarter for check in found] == sorted({check.quarter for check in found})
    for check in found:
        assert check.day < came
        told_days = [day for day in (check.earliest, check.finish, check.latest) if day]
        assert told_days == sorted(told_days)
        # An edge that the year does not reach is no earlier than one that it does.
        assert check.finish is None or check.earliest is not None
        assert check.latest is None or check.finish is not None
        if check.inside:
            assert check.earliest <= came


@given(updates, days, st.integers(1, 40), percents)
def test_what_comes_after_a_quarter_never_changes_what_was_foretold_at_its_end(
    rows, came, more, percent
):
    end = date(2026, 6, 30)
    later = told((1, end + timedelta(days=more), percent))
    mixed = sorted([*rows, *later], key=lambda row: row[1])

    def until(found):
        return [check for check in found if check.quarter <= 2]

    assert until(checks(mixed, came=came)) == until(checks(rows, came=came))


def plan_rows(key, rows):
    """PlanRows of one milestone a stage; `rows`: (milestone 1–3, day, percent)."""
    stages = dict(enumerate(("1-persiapan", "2-pelaksanaan", "3-monev"), start=1))
    of_one = {}
    for number, (milestone, day, percent) in enumerate(sorted(rows, key=lambda row: row[1])):
        of_one.setdefault(milestone, []).append((number, day, percent, recorded(day)))
    weights = {1: Decimal(30), 2: Decimal(40), 3: Decimal(30)}
    return adoption_rows.PlanRows(
        key=key,
        year=2026,
        milestones={milestone: (stages[milestone], weights[milestone]) for milestone in stages},
        versions=((APPROVED, weights),),
        updates=of_one,
        lines={},
    )


courses = st.lists(
    st.tuples(st.integers(1, 3), days, st.sampled_from([Decimal(20), Decimal(60), Decimal(100)])),
    max_size=12,
)


@given(st.dictionaries(st.integers(1, 9), courses, max_size=6), courses)
def test_another_adopter_never_changes_ones_own_figures(told_of, another):
    plans = {key: [plan_rows(key, rows)] for key, rows in told_of.items()}
    alone = {key: adoption.courses_of({key: of_one})[key] for key, of_one in plans.items()}

    together = adoption.courses_of({**plans, 10: [plan_rows(10, another)]})

    assert {key: together[key] for key in plans} == alone


@given(courses)
def test_the_first_service_comes_no_later_than_the_stage_nor_the_finish_before_any_stage(rows):
    course = adoption.courses_of({1: [plan_rows(1, rows)]})[1]

    first = course.marks[adoption.FIRST_SERVICE][1]
    done = [course.marks[stage][1] for stage in ("1-persiapan", "2-pelaksanaan", "3-monev")]
    if done[1]:
        assert first.day <= done[1].day
    if course.finish:
        assert course.finish.day == max(mark.day for mark in done)
    else:
        assert None in done
