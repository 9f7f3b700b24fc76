"""Geometry of sparks and strips: inside their frames, in order, and silent about silence."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from actionplans.models import PeriodStanding, ReportingPeriod
from actionplans.months import Month
from replikasi.dashboard import charts

percents = st.decimals(0, 100, places=2)
CHOSEN = SimpleNamespace(year=2026, today=date(2026, 6, 30))
PLANS = {"plans": 4, "verifying": 3, "verified_1": 1}


def standing(quarter, claimed, verified=None):
    period = ReportingPeriod(
        year=2026,
        quarter=quarter,
        opens=date(2026, 3 * quarter, 28),
        due=date(2026, 3 * quarter, 29),
    )
    return PeriodStanding(
        period=period,
        planned=Decimal(25 * quarter),
        claimed=claimed,
        verified=verified,
        verified_quarter=quarter if verified is not None else None,
        report_state="" if claimed is None else "dikirim",
        due=period.due,
        ceiling=0,
    )


def coordinates(polyline):
    return [tuple(map(float, pair.split(","))) for pair in polyline.split()]


def test_a_quarter_without_a_report_is_a_gap_and_a_box():
    drawn = charts.spark(
        [standing(1, Decimal(20)), standing(2, None), standing(3, Decimal(50))],
        2026,
        date(2026, 10, 13),
    )

    assert len(drawn.gaps) == 1
    # The line from the origin to TW I, and nothing that bridges TW II.
    assert [len(coordinates(line)) for line in drawn.claimed] == [2]


def test_nothing_reported_draws_the_plan_alone():
    drawn = charts.spark([standing(1, None)], 2026, date(2026, 1, 5))

    assert (drawn.claimed, drawn.verified, drawn.dot, drawn.ring) == ((), (), (), ())
    assert drawn.planned


@given(st.lists(st.none() | percents, min_size=4, max_size=4))
def test_a_spark_stays_inside_its_frame(values):
    rows = [standing(quarter, value, value) for quarter, value in enumerate(values, start=1)]
    drawn = charts.spark(rows, 2026, date(2026, 10, 13))

    for line in (drawn.planned, *drawn.claimed, *drawn.verified):
        assert all(0 <= x <= 120 and 0 <= y <= 38 for x, y in coordinates(line))
    for box in drawn.gaps:
        assert float(box[2]) > 0


@dataclass
class FakeLine:
    number: int
    stage_name: str
    weight: Decimal
    percent: Decimal | None
    contribution: Decimal | None


@st.composite
def lines(draw):
    number = draw(st.integers(1, 40))
    stages = sorted(draw(st.lists(st.sampled_from("ABC"), min_size=number, max_size=number)))
    return [
        FakeLine(
            number=index,
            stage_name=stage * 9,
            weight=draw(st.decimals(0, 100, places=2)),
            percent=draw(st.none() | percents),
            contribution=draw(percents),
        )
        for index, stage in enumerate(stages, start=1)
    ]


@given(lines(), st.sampled_from([294, 1168]))
def test_boxes_stand_in_order_and_are_filled_at_most_whole(found, width):
    drawn = charts.strip(found, width)

    assert len(drawn.boxes) == sum(1 for line in found if line.weight)
    right = 0.0
    for box in drawn.boxes:
        assert float(box.x) >= right - 0.2
        assert float(box.filled) <= float(box.width) + 0.1
        right = float(box.x) + float(box.width)
    assert right <= width + 1


def test_a_box_is_as_wide_as_its_weight():
    drawn = charts.strip(
        [
            FakeLine(1, "A", Decimal(25), Decimal(100), Decimal(25)),
            FakeLine(2, "A", Decimal(75), None, None),
        ],
        1168,
    )

    assert round(float(drawn.boxes[1].width) / float(drawn.boxes[0].width)) == 3
    assert (float(drawn.boxes[0].filled), float(drawn.boxes[1].filled)) == (
        float(drawn.boxes[0].width),
        0,
    )


def program(verified, months=()):
    """The curve of four plans; `verified`: {quarter: how many are verified in it}."""
    sums = {
        quarter: {
            "planned": 20 * quarter,
            "claimed": None,
            "verified": Decimal(15 * quarter),
            "verified_here": here,
            "plans": 4,
            "verifying": 4,
            **{f"verified_{earlier}": 4 - here for earlier in (quarter - 1,)},
        }
        for quarter, here in verified.items()
    }
    sums = {quarter: {"verified_1": 0, **row} for quarter, row in sums.items()}
    periods = [standing(quarter, None).period for quarter in verified]
    return charts.program_curve(sums, periods, [], CHOSEN, months=months)


def test_a_mean_of_which_part_is_older_is_drawn_apart_and_said():
    whole, mixed = program({1: 4, 2: 4}), program({1: 4, 2: 1})

    assert (len(whole.wide.dots), whole.wide.partly_dots, whole.wide.partly) == (2, (), ())
    assert whole.verified_note == "Terverifikasi adalah rata-rata 4 replikasi."
    assert (len(mixed.wide.dots), len(mixed.wide.partly_dots)) == (1, 1)
    solid, part = mixed.wide.verified[0], mixed.wide.partly[0]
    assert coordinates(part) == [
        coordinates(solid)[-1],
        tuple(map(float, mixed.wide.partly_dots[0])),
    ]
    positions = "TW\u00a0II: 1 dari 4 diverifikasi, 3 memakai posisi TW\u00a0I."
    assert mixed.verified_note.endswith(positions)
    assert "(sebagian replikasi)" in mixed.sentence


def test_a_month_without_a_record_is_an_empty_box_in_the_money():
    months = tuple(
        Month(month, Decimal(10), Decimal(40), Decimal(100), recorded=recorded, over=4)
        for month, recorded in enumerate((4, 0, 0, 1), start=1)
    )
    money = program({1: 4}, months).wide.money

    assert (len(money.columns), len(money.blanks)) == (2, 2)
    lefts = [float(box[0]) for box in money.columns]
    assert all(lefts[0] < float(box[0]) < lefts[1] for box in money.blanks)


def test_means_over_a_growing_number_of_plans_are_not_taken_for_a_pace():
    overs = [1, 1, 1, 4, 4, 4]
    months = tuple(
        Month(month, Decimal(10 * month), Decimal(0), Decimal(100), recorded=over, over=over)
        for month, over in enumerate(overs, start=1)
    )
    sums = {2: {"planned": 50, "claimed": None, "verified": 30, "verified_here": 2, **PLANS}}
    drawn = charts.program_curve(sums, [standing(2, None).period], [], CHOSEN, months=months)

    assert "dari laju sejak Mei." in drawn.outlook
    assert drawn.outlook.endswith("Rata-rata 4 replikasi.")
    positions = "TW\u00a0II: 2 dari 4 diverifikasi, 1 memakai posisi TW\u00a0I, 1 belum ada."
    assert drawn.verified_note == f"Terverifikasi adalah rata-rata 4 replikasi. {positions}"
    assert drawn.over_varies
