"""Geometry of the S-curve: inside its frame, rising, broken where nothing was reported."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans import arithmetic, curve, drawing
from actionplans.models import PeriodStanding
from actionplans.services import plans
from tests import factories

percents = st.decimals(0, 100, places=4)
FRAMES = [drawing.WIDE, drawing.NARROW, drawing.SPARK]


def coordinates(polyline):
    return [tuple(map(float, pair.split(","))) for pair in polyline.split()]


def quarters(values):
    return tuple(enumerate(values, start=1))


def figures(claimed, verified=(None,) * 4, planned=(10, 40, 70, 100), today=date(2026, 10, 13)):
    ends = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]
    return drawing.Figures(
        year=2026,
        planned=tuple(zip(ends, map(Decimal, planned), strict=True)),
        claimed=quarters(claimed),
        verified=quarters(verified),
        today=today,
    )


@given(
    st.lists(st.none() | percents, min_size=4, max_size=4),
    st.lists(st.none() | percents, min_size=4, max_size=4),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
def test_everything_stays_inside_the_drawing(claimed, verified, today):
    for frame in FRAMES:
        drawn = drawing.draw(figures(claimed, verified, today=today), frame)
        for line in (drawn.planned, *drawn.claimed, *drawn.verified):
            for x, y in coordinates(line):
                assert frame.left <= x <= frame.width - frame.right + 0.1
                assert frame.top - 0.1 <= y <= frame.height - frame.bottom + 0.1
        assert len(drawn.rings) == sum(value is not None for value in claimed)
        assert bool(drawn.now) is (today.year == 2026)


@given(st.lists(percents, min_size=4, max_size=4).map(sorted))
def test_a_rising_plan_rises_on_the_page(planned):
    drawn = drawing.draw(figures([None] * 4, planned=planned), drawing.WIDE)
    points = coordinates(drawn.planned)

    assert [x for x, _ in points] == sorted(x for x, _ in points)
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)


@pytest.mark.parametrize(
    ("values", "lengths"),
    [
        ((10, 20, None, None), [3]),
        ((10, None, 30, None), [2]),
        ((None, 20, 30, None), [2]),
        ((None, None, 30, None), []),
        ((None,) * 4, []),
        ((0, 0, 0, 0), [5]),
    ],
)
def test_silence_breaks_the_line_and_zero_does_not(values, lengths):
    decimals = [None if value is None else Decimal(value) for value in values]
    drawn = drawing.draw(figures(decimals), drawing.WIDE)

    assert [len(coordinates(line)) for line in drawn.claimed] == lengths


@given(st.lists(st.floats(26, 350), min_size=1, max_size=4).map(sorted))
def test_labels_keep_their_distance(heights):
    placed = drawing.spread(heights, 36, 30, 340)

    assert all(later - earlier >= 36 - 1e-6 for earlier, later in pairwise(placed))
    assert max(placed) <= 340


def test_coordinates_do_not_follow_the_language():
    drawn = drawing.draw(figures([Decimal("33.33"), None, None, None]), drawing.WIDE)

    assert all("," not in value for value in (drawn.axis_x, drawn.left, drawn.rings[0][0]))


def test_a_year_ends_where_it_should():
    assert drawing.share_of_year(2026, date(2025, 12, 31)) == 0
    assert drawing.share_of_year(2026, date(2026, 12, 31)) == 1
    assert drawing.share_of_year(2028, date(2028, 2, 29)) == pytest.approx(60 / 366)


def test_the_curve_of_a_plan_follows_its_version(plan):
    standings = list(PeriodStanding.objects.filter(plan=plan).select_related("period"))
    found = curve.plan_curve(plan, standings, date(2026, 10, 13))

    shapes = [row.shape for row in curve.snapshots.approved(plan.versions.get())]
    for quarter, row in enumerate(found.rows, start=1):
        end = date(2026, 3 * quarter, 30 if quarter in (2, 3) else 31)
        assert row.planned == arithmetic.planned(shapes, 2026, end)
        assert (row.claimed, row.verified) == (None, None)
    assert [row.word for row in found.rows][-2:] == ["belum dilaporkan", "dibuka 4\u00a0Jan"]
    assert not found.has_baseline


def test_a_plan_that_was_never_approved_has_no_curve(draft_plan):
    assert curve.plan_curve(draft_plan, [], date(2026, 10, 13)) is None


def test_a_revised_plan_keeps_its_first_baseline(sibakul, pak_kadis, lia):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=3, revising=True)
    with factories.at(date(2026, 1, 14)):
        plan = plans.submit_plan(plan=plan, by=pak_kadis)
        plan = plans.approve_plan(plan=plan, by=lia)
    standings = list(PeriodStanding.objects.filter(plan=plan).select_related("period"))

    found = curve.plan_curve(plan, standings, date(2026, 10, 13))

    assert found.has_baseline
    assert found.wide.baseline


def test_a_quarter_measured_against_an_earlier_plan_is_named():
    shown = curve.curve_of(
        figures((12, None, None, None)), words={}, subject="X,", measured={1: Decimal(9)}
    )
    assert shown.rows[0].planned == 9
    assert "rencana waktu itu: TW\u00a0I 9,0\u00a0%." in shown.note
    same = curve.curve_of(
        figures((12, None, None, None)), words={}, subject="X,", measured={1: Decimal(10)}
    )
    assert same.note == ""
