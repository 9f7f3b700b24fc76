"""Geometry of the S-curve: inside its frame, rising, broken where nothing was reported."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans import arithmetic, curve, drawing, forecast
from actionplans.curve_drawing import draw
from actionplans.models import PeriodStanding
from actionplans.months import Month
from actionplans.services import plans
from replikasi.common.geometry import spread
from tests import factories

percents = st.decimals(0, 100, places=4)
FRAMES = [drawing.WIDE, drawing.NARROW, drawing.SPARK]


def coordinates(polyline):
    return [tuple(map(float, pair.split(","))) for pair in polyline.split()]


def quarters(values):
    return tuple(enumerate(values, start=1))


def figures(
    claimed, verified=(None,) * 4, planned=(10, 40, 70, 100), today=date(2026, 10, 13), **more
):
    ends = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]
    return drawing.Figures(
        year=2026,
        planned=tuple(zip(ends, map(Decimal, planned), strict=True)),
        claimed=quarters(claimed),
        verified=quarters(verified),
        today=today,
        **more,
    )


def by_months(values, money, today=date(2026, 10, 13)):
    """Figures of months: `values` and `money` are percents or None, from January on."""
    rows = tuple(
        Month(
            month=month,
            claimed=value,
            spent=None if spent is None else spent * 1000,
            ceiling=Decimal(100_000),
            recorded=int(value is not None),
            over=int(value is not None),
        )
        for month, (value, spent) in enumerate(zip(values, money, strict=True), start=1)
        if month <= today.month
    )
    claims, absorbed = curve.monthly(rows, today.year, today)
    outlook = forecast.outlook_of(claims, today)
    return rows, {"months": claims, "money": absorbed, "forecast": outlook.forecast}


@st.composite
def years(draw):
    """Figures of a whole year as seen on some day of it, with holes, and its drawings' frame."""
    today = draw(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    values = draw(st.lists(st.none() | percents, min_size=12, max_size=12))
    money = draw(st.lists(st.none() | st.decimals(0, 260, places=2), min_size=12, max_size=12))
    verified = draw(st.lists(st.none() | percents, min_size=4, max_size=4))
    missing = tuple(draw(st.sets(st.sampled_from((1, 2, 3, 4)))))
    _, more = by_months(values, money, today)
    planned = sorted(draw(st.lists(percents, min_size=4, max_size=4)))
    found = figures((None,) * 4, verified, planned, today, missing=missing, **more)
    return found, draw(st.sampled_from([drawing.WIDE, drawing.NARROW]))


def is_inside(frame, points):
    return all(
        frame.left - 0.1 <= x <= frame.width - frame.right + 0.1
        and frame.top - 0.1 <= y <= frame.height - frame.bottom + 0.1
        for x, y in points
    )


@given(
    st.lists(st.none() | percents, min_size=4, max_size=4),
    st.lists(st.none() | percents, min_size=4, max_size=4),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
def test_everything_stays_inside_the_drawing(claimed, verified, today):
    for frame in FRAMES:
        drawn = draw(figures(claimed, verified, today=today), frame)
        for line in (drawn.planned, *drawn.claimed, *drawn.verified):
            for x, y in coordinates(line):
                assert frame.left <= x <= frame.width - frame.right + 0.1
                assert frame.top - 0.1 <= y <= frame.height - frame.bottom + 0.1
        assert len(drawn.rings) == sum(value is not None for value in claimed)
        assert bool(drawn.now) is (today.year == 2026)


@given(st.lists(percents, min_size=4, max_size=4).map(sorted))
def test_a_rising_plan_rises_on_the_page(planned):
    drawn = draw(figures([None] * 4, planned=planned), drawing.WIDE)
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
    drawn = draw(figures(decimals), drawing.WIDE)

    assert [len(coordinates(line)) for line in drawn.claimed] == lengths


@given(st.lists(st.floats(26, 350), min_size=1, max_size=4).map(sorted))
def test_labels_keep_their_distance(heights):
    placed = spread(heights, 36, 30, 340)

    assert all(later - earlier >= 36 - 1e-6 for earlier, later in pairwise(placed))
    assert max(placed) <= 340


@given(years())
def test_months_money_and_forecast_stay_inside_their_frames(year):
    found, frame = year
    drawn = draw(found, frame)

    known = [percent for _, percent in found.months if percent is not None]
    assert len(drawn.rings) == len(known)
    assert is_inside(frame, [tuple(map(float, ring)) for ring in drawn.rings])
    for line in (*drawn.claimed, drawn.fan, drawn.forecast):
        assert is_inside(frame, coordinates(line))
    for x, y, width, height in (tuple(map(float, box)) for box in drawn.gaps):
        assert is_inside(frame, [(x, y), (x + width, y + height)])
    assert (drawn.money is None) is all(percent is None for _, percent in found.money)
    if drawn.money:
        panel = drawn.money.frame
        assert panel.top > frame.height
        assert drawn.height == panel.height
        for x, y, width, height in (tuple(map(float, box)) for box in drawn.money.columns):
            assert is_inside(panel, [(x, y), (x + width, y + height)])
            assert height > 0
        assert len(drawn.money.columns) == sum(
            1 for _, percent in found.money if percent is not None
        )


@given(years())
def test_time_runs_to_the_right_and_silence_is_never_bridged(year):
    found, frame = year
    drawn = draw(found, frame)
    for line in (*drawn.claimed, drawn.forecast):
        xs = [x for x, _ in coordinates(line)]
        assert all(later > earlier for earlier, later in pairwise(xs))
    heard = {(day.month + 2) // 3 for day, percent in found.months if percent is not None}
    for quarter in {1, 2, 3, 4} - heard:
        left = frame.x(drawing.share_at(2026, quarter - 1) if quarter > 1 else 0)
        right = frame.x(drawing.share_at(2026, quarter))
        for line in drawn.claimed:
            xs = [x for x, _ in coordinates(line)]
            assert not any(
                earlier <= left + 0.1 and later >= right - 0.1 for earlier, later in pairwise(xs)
            )


@given(years())
def test_labels_stand_apart_and_inside(year):
    found, frame = year
    drawn = draw(found, frame)
    is_wide = frame is drawing.WIDE
    line = 13

    heights = [float(label.y) for label in drawn.labels]
    lowest = [float(label.note_y if is_wide else label.y) for label in drawn.labels]
    for bottom, following in pairwise(zip(lowest, heights, strict=True)):
        assert following[1] - bottom[0] >= line
    assert all(line <= height <= frame.height for height in (*heights, *lowest))
    room = frame.width - float(drawn.label_x)
    for label in drawn.labels:
        assert 7.6 * len(label.text) <= room
        assert 6.9 * len(label.note) <= room


def test_a_quarter_without_a_record_is_a_gap_and_a_reported_nothing_is_not():
    values = [Decimal(0), None, *[None] * 4, Decimal(9), None, Decimal(12)]
    _, more = by_months(values, [None] * 9, date(2026, 9, 20))
    drawn = draw(figures((None,) * 4, today=date(2026, 9, 20), **more), drawing.WIDE)

    # From the origin to January, then nothing before July; August has no mark of its own.
    assert [len(coordinates(line)) for line in drawn.claimed] == [2, 2]
    assert len(drawn.rings) == 3


def test_a_month_without_a_record_has_no_mark_no_column_and_a_word():
    values = [Decimal(0), None, Decimal(5), Decimal(9), None]
    rows, more = by_months(values, [Decimal(0), None, None, Decimal(3), None], date(2026, 5, 20))
    drawn = draw(figures((None,) * 4, today=date(2026, 5, 20), **more), drawing.WIDE)

    assert len(drawn.rings) == 3
    assert len(drawn.money.columns) == 2

    shown = curve.curve_of(
        figures((None,) * 4, today=date(2026, 5, 20), **more),
        words={},
        subject="X,",
        by_months=rows,
    )
    months = [row for group in shown.groups for row in group.rows]
    assert [row.claimed for row in months[:5]] == values
    assert [row.word for row in months[4:6]] == ["belum dicatat", "belum tiba"]


def test_more_than_the_ceiling_is_drawn_above_100_and_written_as_it_is():
    money = [Decimal(80), Decimal(137)]
    _, more = by_months([Decimal(10), Decimal(20)], money, date(2026, 2, 20))
    panel = draw(figures((None,) * 4, today=date(2026, 2, 20), **more), drawing.WIDE).money

    assert panel.text == "137,0\u00a0%"
    assert [label for _, label in panel.grid] == ["0", "100", "150"]
    assert float(panel.columns[1][1]) < float(panel.full) < float(panel.columns[0][1])


def test_an_unreported_quarter_is_boxed_where_the_line_had_come_to():
    _, more = by_months(
        [Decimal(10)] * 3 + [None] * 3 + [Decimal(90)], [None] * 7, date(2026, 7, 30)
    )
    frame = drawing.WIDE
    drawn = draw(figures((None,) * 4, today=date(2026, 7, 30), missing=(2,), **more), frame)

    (box,) = drawn.gaps
    assert float(box[1]) + 4 == pytest.approx(frame.y(10), abs=0.2)


def test_the_sentence_and_the_table_say_what_the_drawing_shows():
    values = [Decimal(value) for value in (5, 12, 18, 25, 33, 38, 47, 52, 60, 62)]
    rows, more = by_months(values, values)
    found = figures((18, 38, 61, None), (18, 30, None, None), **more)
    shown = curve.curve_of(
        found,
        words={4: "dibuka 4\u00a0Jan"},
        subject="X,",
        by_months=rows,
        outlook=forecast.outlook_of(found.months, found.today),
    )

    assert shown.sentence.startswith("Kurva S X, 2026: sementara 62,0\u00a0% pada 13\u00a0Okt, ")
    assert "terverifikasi 30,0\u00a0% pada TW\u00a0II" in shown.sentence
    assert "serapan 62,0\u00a0%" in shown.sentence
    assert f"perkiraan akhir tahun {found.forecast.figure}" in shown.sentence
    assert [row.label for row in shown.forecast_rows] == [
        "31\u00a0Okt",
        "30\u00a0Nov",
        "31\u00a0Des",
    ]
    assert "Rp62.000 dari pagu Rp100.000" in shown.money_note
    assert "TW\u00a0III 61,0\u00a0%" in shown.claims_note
    assert not shown.by_month


def test_coordinates_do_not_follow_the_language():
    drawn = draw(figures([Decimal("33.33"), None, None, None]), drawing.WIDE)

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
