"""The drawing of an outcome: everything inside its frame, no words over others, in each size."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from innovations import outcome_curve, outcome_scale
from innovations.models import Outcome
from innovations.outcome_curve import Figures, draw
from innovations.outcome_scale import BROAD, LETTER, NARROW, WIDE
from innovations.outcomes import Line, Measured, Progress

TODAY = date(2026, 11, 24)
FRAMES = (BROAD, WIDE, NARROW)
days = st.dates(date(2018, 1, 1), date(2032, 12, 31))
amounts = st.decimals(min_value=-(10**7), max_value=10**9, places=2)


@st.composite
def figures(draw_):
    def measured():
        found = draw_(st.dictionaries(days, amounts, max_size=6))
        return tuple(Measured(day, found[day]) for day in sorted(found))

    def end():
        return draw_(st.none() | st.tuples(amounts, st.none() | days))

    verified = measured()
    taken = {one.day for one in verified}
    claims = tuple(one for one in measured() if one.day not in taken)
    return Figures(end(), end(), verified, claims, TODAY)


def numbers(points):
    return [tuple(float(part) for part in point.split(",")) for point in points.split()]


def all_points(drawing):
    lines = [drawing.verified, drawing.claimed]
    found = [point for line in lines for point in numbers(line)]
    marks = [*drawing.dots, *drawing.rings, *filter(None, [drawing.base_dot, drawing.until_dot])]
    return found + [(float(x), float(y)) for x, y in marks]


def boxes(drawing):
    """(left, top, right, bottom) of every piece of words."""

    def box(x, y, words, anchor="middle"):
        width = len(words) * LETTER
        left = {"start": 0, "middle": width / 2, "end": width}[anchor]
        return (float(x) - left, float(y) - 11, float(x) - left + width, float(y) + 3)

    found = [box(x, drawing.tick_y, words) for x, words in drawing.ticks]
    for dated, y in ((drawing.until, drawing.until_y), (drawing.now, 15)):
        if dated:
            found.append(box(dated[1], y, dated[3], dated[2]))
    grid = [box(drawing.scale_x, float(y) + 4.5, words, "end") for y, words in drawing.grid]
    labels = []
    for label in drawing.labels:
        bottom = float(label.note_y if label.note else label.y) + 3
        width = max(len(label.text), len(label.note)) * LETTER
        labels.append((float(label.x), float(label.y) - 11, float(label.x) + width, bottom))
    return found + grid + labels


def overlap(one, other):
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 0.11
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.11
    )


@given(figures())
def test_everything_lies_in_its_frame(figures):
    for frame in FRAMES:
        drawing = draw(figures, frame)
        if drawing is None:
            continue
        for x, y in all_points(drawing):
            assert frame.left - 0.1 <= x <= frame.plot_right + 0.1
            assert frame.top - 0.1 <= y <= frame.plot_bottom + 0.1
        for left, top, right, bottom in boxes(drawing):
            assert left >= -0.1
            assert right <= frame.width + 0.1
            assert top >= -0.1
            assert bottom <= frame.height + 0.1


@given(figures())
def test_no_words_stand_over_others(figures):
    for frame in FRAMES:
        drawing = draw(figures, frame)
        if drawing is None:
            continue
        found = boxes(drawing)
        for at, one in enumerate(found):
            assert not any(overlap(one, other) for other in found[at + 1 :])


@given(figures())
def test_time_goes_right_and_more_goes_up(figures):
    drawing = draw(figures, WIDE)
    if drawing is None:
        return
    points = [(float(x), float(y)) for x, y in drawing.dots]
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    for (_, low), (_, high), one, other in zip(
        points, points[1:], figures.verified, figures.verified[1:], strict=False
    ):
        assert (high <= low) if other.value >= one.value else (high >= low)


@given(figures())
def test_every_measurement_has_its_mark(figures):
    drawing = draw(figures, WIDE)
    if drawing is None:
        assert not figures.verified
        assert not figures.claims
        return
    assert len(drawing.dots) == len(figures.verified)
    assert len(drawing.rings) == len(figures.claims)


@given(amounts, amounts)
def test_steps_are_round_even_and_cover_all(one, other):
    low, high = sorted((one, other))
    steps = outcome_scale.nice_steps(low, high)

    assert steps[0] <= low <= high <= steps[-1]
    assert 2 <= len(steps) <= 6
    assert len({after - before for before, after in pairwise(steps)}) == 1


@given(days, st.integers(1, 4000))
def test_dates_on_the_axis_are_firsts_of_months(first, length):
    last = first + timedelta(days=length)
    for most in (2, 6):
        ticks = outcome_scale.date_ticks(first, last, most)
        assert len(ticks) <= most
        assert all(day.day == 1 and first <= day <= last for day in ticks)


def drawn(verified=(), claims=(), **facts):
    known = {"baseline": (Decimal(120), date(2025, 12, 31)), "target": (Decimal(600), None)}
    known |= {"verified": verified, "claims": claims, "today": TODAY, **facts}
    return draw(Figures(**known), WIDE)


def at(month, value):
    return Measured(date(2026, month, 28), Decimal(value))


def test_the_measured_line_begins_at_the_baseline_and_claims_go_on_from_what_is_verified():
    drawing = drawn(verified=(at(3, 200), at(6, 300)), claims=(at(9, 400),))

    assert len(numbers(drawing.verified)) == 3
    assert numbers(drawing.verified)[0] == tuple(map(float, drawing.base_dot))
    assert numbers(drawing.claimed)[0] == numbers(drawing.verified)[-1]


def test_a_claim_before_what_is_verified_is_a_ring_without_a_line():
    drawing = drawn(verified=(at(6, 300),), claims=(at(3, 200),))

    assert drawing.claimed == ""
    assert len(drawing.rings) == 1
    assert [label.kind for label in drawing.labels].count("sem") == 0


def test_without_a_day_nothing_can_be_drawn():
    assert drawn(baseline=(Decimal(1), None)) is None


def progress(verified=(), claims=()):
    outcome = Outcome(
        indicator="UKM terdata",
        unit="UKM",
        baseline=Decimal(120),
        baseline_on=date(2025, 12, 31),
        target=Decimal(600),
        target_on=date(2026, 12, 31),
    )

    class Made(Progress):
        line = Line(verified, claims)

    return Made(outcome, [])


def test_the_drawing_is_told_in_words():
    told = outcome_curve.told(progress((at(6, 364),), (at(9, 400),)))

    for words in (
        "UKM terdata, satuan UKM: nilai awal 120 (",
        "target 600 (",
        "terverifikasi terakhir 364 (",
        "menempuh 50,8\u00a0% dari jarak ke target",
        "sementara 400 (",
    ):
        assert words in told
    assert "belum ada nilai terverifikasi" in outcome_curve.told(progress())


def test_long_numbers_are_short_on_the_phone():
    short = outcome_scale.short_number

    assert short(Decimal(1240)) == "1.240"
    assert short(Decimal(12_500)) == "12,5\u00a0rb"
    assert short(Decimal(-1_250_000)) == "−1,25\u00a0jt"
    assert short(Decimal("3.50")) == "3,5"
