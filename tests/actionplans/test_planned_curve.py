"""The curve of a plan that is being drawn up: the arithmetic's own, and drawn where it is."""

from datetime import date
from decimal import Decimal

from hypothesis import given

from actionplans import arithmetic, checks
from actionplans.drawing import month_ends
from actionplans.planned_curve import planned_at, planned_curve

from .test_arithmetic import YEAR, holed, plans

WHOLE_YEAR = (Decimal(100), date(YEAR, 1, 1), date(YEAR, 12, 31))
RISING = (Decimal(25), Decimal(50), Decimal(75), Decimal(100))


def curve(*rows, promised=()):
    return planned_curve(rows, YEAR, promised=promised, gap_of=checks.gap_of)


@given(plans(holed))
def test_it_says_what_reports_will_be_measured_against(shapes):
    rows = [(shape.weight, shape.start, shape.due, shape.targets) for shape in shapes]
    days = month_ends(YEAR)
    for percent, day in zip(planned_at(rows, YEAR, days), days, strict=True):
        assert abs(percent - arithmetic.planned(shapes, YEAR, day)) <= Decimal("0.0001")


def test_a_whole_plan_ends_at_100_without_a_gap():
    drawn = curve((*WHOLE_YEAR, RISING))
    assert drawn.total == 100
    assert drawn.gap == ""
    assert [mark.text for mark in drawn.wide.marks] == ["25,0", "50,0", "75,0"]
    assert drawn.wide.end.text == "100,0\u00a0%"


def test_what_has_no_dates_or_weight_yet_adds_nothing():
    empty = (None,) * 4
    drawn = curve(
        (Decimal(40), date(YEAR, 1, 5), date(YEAR, 6, 30), empty),
        (Decimal(60), None, None, empty),
        (None, date(YEAR, 1, 5), date(YEAR, 6, 30), empty),
    )
    assert drawn.total == 40
    assert drawn.gap == "kurang 60"
    assert "kurang 60" in drawn.sentence


def test_an_empty_plan_is_a_line_at_nothing():
    assert curve().total == 0


def test_a_milestone_of_one_day_is_no_division_by_nothing():
    day = date(YEAR, 3, 31)
    assert curve((Decimal(100), day, day, (None,) * 4)).wide.marks[0].text == "100,0"


def test_a_due_date_after_the_year_leaves_the_plan_unfinished():
    drawn = curve((Decimal(100), date(YEAR, 1, 1), date(YEAR + 1, 12, 31), (None,) * 4))
    assert 0 < drawn.total < 100


def test_the_numbers_stay_inside_the_drawing():
    for drawn in (curve(), curve((*WHOLE_YEAR, RISING))):
        for drawing in (drawn.wide, drawn.narrow):
            for mark in (*drawing.marks, drawing.end):
                assert 0 < float(mark.text_y) < drawing.frame.height
                assert 0 < float(mark.text_x) < drawing.frame.width


def test_the_plan_as_last_approved_is_drawn_beside_it():
    row = (*WHOLE_YEAR, RISING)
    assert curve(promised=[row]).wide.baseline == curve(row).wide.line
    assert not curve(row).wide.baseline
