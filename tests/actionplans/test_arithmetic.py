"""The arithmetic of plans and reports holds for every plan, not only for the ones we thought of."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans import arithmetic
from actionplans.arithmetic import HUNDRED, ZERO, Shape
from actionplans.models import ReportingRules
from replikasi.common.periods import quarter_bounds

YEAR = 2026
NEW_YEAR, OLD_YEAR = date(YEAR, 1, 1), date(YEAR, 12, 31)


def hundredths(low, high):
    return st.integers(low, high).map(lambda cents: Decimal(cents).scaleb(-2))


percents = hundredths(0, 10_000)
days = st.dates(NEW_YEAR, OLD_YEAR)
any_days = st.dates(NEW_YEAR - timedelta(90), OLD_YEAR + timedelta(90))
rising = st.lists(percents, min_size=4, max_size=4).map(lambda row: tuple(sorted(row)))
holed = st.lists(st.none() | percents, min_size=4, max_size=4).map(tuple)


@st.composite
def shapes(draw, targets=rising, weights=percents):
    start, due = sorted((draw(days), draw(days)))
    return Shape(draw(weights), start, due, draw(targets))


@st.composite
def plans(draw, targets=rising):
    """Milestones whose weights sum to exactly 100."""
    count = draw(st.integers(1, 8))
    cuts = sorted(draw(st.lists(percents, min_size=count - 1, max_size=count - 1)))
    bounds = [ZERO, *cuts, HUNDRED]
    weights = [after - before for before, after in pairwise(bounds)]
    return [draw(shapes(targets, st.just(weight))) for weight in weights]


# -- planned ------------------------------------------------------------------------------------


@given(shapes(holed), any_days)
def test_a_planned_percent_stays_between_0_and_100(shape, on):
    assert 0 <= arithmetic.planned_percent(shape, YEAR, on) <= 100


@given(plans(holed), any_days)
def test_a_plan_stays_between_0_and_100(plan, on):
    assert 0 <= arithmetic.planned(plan, YEAR, on) <= 100


@given(plans(), any_days, any_days)
def test_a_plan_with_rising_targets_never_falls(plan, one, other):
    earlier, later = sorted((one, other))
    assert arithmetic.planned(plan, YEAR, earlier) <= arithmetic.planned(plan, YEAR, later)


@given(plans(holed), st.integers(1, 400))
def test_a_plan_is_0_before_the_first_start(plan, before):
    first = min(shape.start for shape in plan)
    assert arithmetic.planned(plan, YEAR, first - timedelta(before)) == 0


@given(shapes(holed))
def test_on_its_first_day_a_milestone_is_still_to_be_done(shape):
    if shape.start < shape.due:
        assert arithmetic.planned_percent(shape, YEAR, shape.start) == 0


@given(plans(holed), st.integers(0, 400))
def test_a_plan_is_exactly_100_from_the_last_due_date_on(plan, after):
    last = max(shape.due for shape in plan)
    assert arithmetic.planned(plan, YEAR, last + timedelta(after)) == HUNDRED


@given(plans(holed), any_days, st.randoms())
def test_the_order_of_the_rows_does_not_show(plan, on, random):
    shuffled = random.sample(plan, len(plan))
    assert arithmetic.planned(shuffled, YEAR, on) == arithmetic.planned(plan, YEAR, on)


@given(shapes(), st.sampled_from([1, 2, 3, 4]))
def test_the_plan_meets_each_target_at_the_end_of_its_quarter(shape, quarter):
    end = quarter_bounds(YEAR, quarter)[1]
    if shape.start < end < shape.due:
        assert arithmetic.planned_percent(shape, YEAR, end) == shape.targets[quarter - 1]


def test_between_two_points_the_plan_is_a_straight_line():
    shape = Shape(HUNDRED, date(YEAR, 1, 1), date(YEAR, 1, 31), (None,) * 4)
    assert arithmetic.planned_percent(shape, YEAR, date(YEAR, 1, 16)) == 50
    assert arithmetic.planned_percent(shape, YEAR, date(YEAR, 1, 11)) == Decimal("33.3333")


def test_a_milestone_of_one_day_is_done_on_that_day():
    day = date(YEAR, 5, 2)
    shape = Shape(HUNDRED, day, day, (ZERO, HUNDRED, HUNDRED, HUNDRED))
    before, on = day - timedelta(1), day
    assert arithmetic.planned([shape], YEAR, before) == 0
    assert arithmetic.planned([shape], YEAR, on) == 100


def test_a_plan_without_milestones_plans_nothing():
    assert arithmetic.planned([], YEAR, OLD_YEAR) == 0


# -- realised -----------------------------------------------------------------------------------

rows = st.lists(st.tuples(percents, st.none() | percents), max_size=20)


@given(rows)
def test_the_parts_sum_to_the_total_to_the_last_digit(lines):
    parts = [arithmetic.contribution(w, p) for w, p in lines if p is not None]
    total = arithmetic.realised(lines)
    assert total == (sum(parts, ZERO) if parts else None)
    # Nothing was rounded on the way: in whole ten-thousandths the sum is one of integers.
    if parts:
        exact = sum(int(w * 100) * int(p * 100) for w, p in lines if p is not None)
        assert total * 10**6 == exact


@given(plans(), any_days)
def test_planned_parts_sum_to_the_plan_to_the_last_digit(plan, on):
    percents_ = [arithmetic.planned_percent(shape, YEAR, on) for shape in plan]
    exact = sum(
        int(shape.weight * 100) * int(percent * 10_000)
        for shape, percent in zip(plan, percents_, strict=True)
    )
    assert arithmetic.planned(plan, YEAR, on) * 10**8 == exact


@given(rows, st.randoms())
def test_the_order_of_the_lines_does_not_show(lines, random):
    assert arithmetic.realised(random.sample(lines, len(lines))) == arithmetic.realised(lines)


@given(plans(), st.data())
def test_a_realisation_lies_between_0_and_100_and_rises_with_its_lines(plan, data):
    before = [(shape.weight, data.draw(percents)) for shape in plan]
    after = [(w, max(p, data.draw(percents))) for w, p in before]
    assert 0 <= arithmetic.realised(before) <= arithmetic.realised(after) <= 100


@given(st.lists(percents, max_size=6))
def test_silence_is_none_and_never_0(weights):
    assert arithmetic.realised([(weight, None) for weight in weights]) is None


def test_a_claim_of_0_is_0_and_not_silence():
    assert arithmetic.realised([(HUNDRED, ZERO)]) == 0
    assert arithmetic.realised([(HUNDRED, ZERO)]) is not None


@given(percents)
def test_what_follows_from_silence_is_none(plan):
    assert arithmetic.deviation(None, plan) is None
    assert arithmetic.absorption(None, plan) is None
    assert arithmetic.achievement(None, plan) is None
    assert arithmetic.band(None, ReportingRules().bands) is None
    assert arithmetic.mean([None, None]) == (None, 0)


@given(percents, percents)
def test_a_deviation_is_realisation_minus_plan(actual, plan):
    assert arithmetic.deviation(actual, plan) + plan == actual


def test_nothing_is_divided_by_0():
    assert arithmetic.absorption(Decimal(5), ZERO) is None
    assert arithmetic.achievement(Decimal(5), ZERO) is None
    assert arithmetic.absorption(ZERO, Decimal(8)) == 0
    assert arithmetic.achievement(ZERO, Decimal(8)) == 0


@given(st.lists(st.none() | percents, max_size=12))
def test_a_mean_leaves_out_who_is_silent(values):
    known = [value for value in values if value is not None]
    average, count = arithmetic.mean(values)
    assert count == len(known)
    if known:
        assert min(known) <= average <= max(known)


# -- bands --------------------------------------------------------------------------------------

BANDS = ReportingRules().bands


def test_bands_ascend_from_an_open_beginning():
    bounds = [bound for bound, _ in BANDS]
    assert bounds[0] is None
    assert bounds[1:] == sorted(set(bounds[1:]))


@given(st.decimals(0, 1000, allow_nan=False, allow_infinity=False, places=4))
def test_every_achievement_falls_into_exactly_one_band(value):
    uppers = [bound for bound, _ in BANDS[1:]] + [None]
    matching = [
        name
        for (lower, name), upper in zip(BANDS, uppers, strict=True)
        if (lower is None or value >= lower) and (upper is None or value < upper)
    ]
    assert [arithmetic.band(value, BANDS)] == matching


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("0", "kritis"),
        ("59.9999", "kritis"),
        ("60", "perlu perhatian"),
        ("79.9999", "perlu perhatian"),
        ("80", "mendekati target"),
        ("95", "tercapai"),
        ("104.9999", "tercapai"),
        ("105", "melampaui"),
        ("400", "melampaui"),
    ],
)
def test_a_bound_belongs_to_the_band_above(value, name):
    assert arithmetic.band(Decimal(value), BANDS) == name


# -- sharing and showing ------------------------------------------------------------------------


@given(percents, st.integers(1, 40))
def test_shares_sum_to_exactly_what_was_shared(total, count):
    weights = arithmetic.spread(total, count)
    assert sum(weights) == total
    assert len(weights) == count
    assert max(weights) - min(weights) <= Decimal("0.01")
    assert weights == sorted(weights, reverse=True)


def test_nothing_is_shared_among_nobody():
    assert arithmetic.spread(HUNDRED, 0) == []


figures = st.integers(-(10**10), 10**10).map(lambda n: Decimal(n).scaleb(-8))


@given(st.lists(st.none() | figures, max_size=20), st.integers(0, 3))
def test_displayed_parts_add_up_to_the_displayed_total(parts, places):
    step = Decimal(1).scaleb(-places)
    shown = arithmetic.displayed(parts, places)
    known = [part for part in parts if part is not None]
    total = sum(known, ZERO).quantize(step, "ROUND_HALF_UP")
    assert sum((part for part in shown if part is not None), ZERO) == total
    for part, rounded in zip(parts, shown, strict=True):
        assert (part is None) == (rounded is None)
        if part is not None:
            assert abs(part - rounded) < step
            assert rounded == rounded.quantize(step)


@given(days, days)
def test_proposed_targets_rise_to_100(one, other):
    start, due = sorted((one, other))
    targets = arithmetic.proposed_targets(start, due, YEAR)
    assert targets == sorted(targets)
    assert targets[3] == HUNDRED
    assert all(0 <= target <= 100 and target == target.to_integral() for target in targets)
