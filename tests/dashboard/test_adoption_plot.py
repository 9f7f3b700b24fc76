"""The drawing of days to each stage, and what is said of their spread."""

import pytest

from replikasi.dashboard import adoption, adoption_plot, spreads


def test_quartiles_lie_between_the_days():
    spread = spreads.spread_of([10, 20, 30, 40, 50])

    assert (spread.low, spread.median, spread.high) == (20, 30, 40)
    assert spreads.spread_of([10, 20, 30, 40]) is None


def test_the_drawing_has_a_dot_for_every_adopter_on_one_scale():
    points = tuple((days, days % 2 == 0, days) for days in (0, 1, 2, 100, 200))
    step = adoption.Step("1-persiapan", "Persiapan", points, None, 0, 0)

    plot = adoption_plot.plot(
        [step, adoption.Step("x", "Monev", (), None, 0, 5)], adoption_plot.WIDE
    )

    row, silent = plot.rows
    xs = [float(x) for x, *_ in row.dots]
    scale = (float(plot.right) - float(plot.left)) / 200
    assert xs == [pytest.approx(float(plot.left) + days * scale, abs=0.1) for days, *_ in points]
    assert len({(x, y) for x, y, *_ in row.dots}) == 5
    assert silent.word == "belum ada yang sampai"
    assert (
        adoption_plot.plot([adoption.Step("x", "Monev", (), None, 3, 0)], adoption_plot.WIDE)
        is None
    )


def test_hundreds_of_dots_are_not_drawn_but_their_spread_is():
    points = tuple((days, True, days) for days in range(200))
    spread = spreads.spread_of([days for days, *_ in points])
    step = adoption.Step("1-persiapan", "Persiapan", points, spread, 0, 0)

    (row,) = adoption_plot.plot([step], adoption_plot.NARROW).rows

    assert row.dots == ()
    assert row.band
    assert row.median


def test_the_chosen_adopter_is_drawn_last_and_even_among_hundreds():
    points = tuple((days // 2, True, days) for days in range(200))
    few = adoption.Step("1-persiapan", "Persiapan", points[:6], None, 0, 0)
    many = adoption.Step("1-persiapan", "Persiapan", points, None, 0, 0)

    near, crowd = adoption_plot.plot([few, many], adoption_plot.WIDE, own=2).rows

    assert [is_own for *_, is_own in near.dots] == [False] * 5 + [True]
    assert [is_own for *_, is_own in crowd.dots] == [True]
    assert crowd.dots[0][0] == near.dots[-1][0]
