"""The forecast: between the last figure and 100, from records alone, silent where it must be."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans import curve_table, forecast
from actionplans.drawing import month_ends

TODAY = date(2026, 10, 13)
percents = st.decimals(0, 100, places=4)


def positions(values, today=TODAY):
    """((day, percent), …) of successive months from January, the last one at `today`."""
    days = [min(day, today) for day in month_ends(today.year)]
    return tuple(
        (day, None if value is None else Decimal(str(value)))
        for day, value in zip(days, values, strict=False)
    )


def test_an_even_pace_goes_on_evenly_without_a_range():
    found = forecast.outlook_of(
        positions([5, 10, 15, 20, 25, 30], date(2026, 6, 30)), date(2026, 6, 30)
    ).forecast

    assert found.percent == found.low == found.high == 60
    assert (found.since, found.extent, found.finish) == (2, "", None)
    assert "Tidak selesai tahun ini pada laju ini." in found.sentence


def test_the_range_is_that_of_a_random_walk_with_drift():
    # Months of equal length: the book's σ·√(h·(1 + h/(T−1))), with Student's t for 5 steps.
    values = [2, 6, 8, 13, 15, 21]
    steps = [later - earlier for earlier, later in pairwise(values)]
    drift = sum(steps) / 5
    sigma = (sum((step - drift) ** 2 for step in steps) / 4) ** 0.5
    margin = 1.533 * sigma * (6 * (1 + 6 / 5)) ** 0.5

    found = forecast.outlook_of(positions(values, date(2026, 6, 30)), date(2026, 6, 30)).forecast

    assert float(found.percent) == pytest.approx(21 + 6 * drift, abs=0.01)
    assert float(found.high - found.percent) == pytest.approx(margin, abs=0.01)


@given(
    st.lists(st.none() | percents, min_size=1, max_size=12),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_it_never_falls_below_the_last_figure_nor_passes_100(values, today):
    points = positions(values[: today.month], today)
    outlook = forecast.outlook_of(points, today)
    found = outlook.forecast
    if found is None:
        return
    known = [point for point in points if point[1] is not None]
    assert (found.start, found.present) == known[-1]
    assert found.present <= found.low <= found.percent <= found.high <= 100
    assert found.path[-1] == (date(2026, 12, 31), found.percent, found.low, found.high)
    for earlier, later in pairwise(found.path):
        assert earlier[0] < later[0]
        assert all(a <= b for a, b in zip(earlier[1:], later[1:], strict=True))
    assert (found.finish is not None) is (found.percent == 100)
    assert (found.latest is not None) is (found.low == 100)
    if found.latest:
        assert found.start < found.earliest <= found.finish <= found.latest <= date(2026, 12, 31)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([None] * 10, "belum ada catatan progres"),
        ([10, None, 20], "baru 2 bulan yang ada catatannya, perlu sedikitnya 3"),
        ([10, 20, 30, 40, None, None, None, None, None, None], "catatan terakhir 30\u00a0Apr"),
        ([30, 70, 100], "Sudah 100\u00a0%"),
    ],
)
def test_without_enough_to_go_by_it_says_why(values, words):
    outlook = forecast.outlook_of(positions(values), TODAY)

    assert outlook.forecast is None
    assert words in outlook.sentence


def test_a_finished_year_is_not_foretold():
    points = positions([10, 20, 30, 40], date(2026, 4, 30))

    assert forecast.outlook_of(points, date(2027, 2, 1)) == forecast.Outlook(None)
    silent = positions([None] * 12, date(2026, 12, 31))
    assert forecast.outlook_of(silent, date(2027, 2, 1)) == forecast.Outlook(None)
    assert forecast.outlook_of((), date(2027, 2, 1)) == forecast.Outlook(None)


def test_months_without_a_record_do_not_count_as_standing_still():
    even = forecast.outlook_of(positions([6, 12, 18, 24, 30, 36, 42, 48, 54]), TODAY).forecast
    holes = forecast.outlook_of(
        positions([6, None, 18, 24, None, 36, 42, None, 54]), TODAY
    ).forecast

    assert float(holes.percent) == pytest.approx(float(even.percent), abs=1)


def test_a_jump_on_the_first_day_of_a_month_is_no_pace_of_its_own():
    day = date(2026, 10, 1)
    calm = forecast.outlook_of(positions([10, 15, 20, 25, 30, 35, 40, 45, 50], day), day).forecast
    jump = forecast.outlook_of(
        positions([10, 15, 20, 25, 30, 35, 40, 45, 50, 53], day), day
    ).forecast

    assert jump.present == 53
    assert float(jump.percent - calm.percent) < 8
    assert float(jump.high - jump.low) < 15


def test_it_says_when_it_is_done_and_over_how_many():
    outlook = forecast.outlook_of(
        positions([10, 22, 30, 42, 50, 62, 70, 82, 88, 91]), TODAY, over=4
    )

    assert outlook.forecast.earliest < outlook.forecast.finish
    assert outlook.sentence.startswith("Perkiraan akhir 2026: 100\u00a0%")
    assert "Selesai sekitar" in outlook.sentence
    assert outlook.sentence.endswith("Rata-rata 4 replikasi.")


def test_an_older_record_is_named_and_only_months_to_come_are_told():
    values = [6, 12, 18, 24, 30, 36, 42, 48, 54, None]
    found = forecast.outlook_of(positions(values, date(2026, 11, 20)), date(2026, 11, 20)).forecast

    assert "Catatan terakhir 30\u00a0Sep." in found.sentence
    assert [row.label for row in curve_table.forecast_rows(found)] == [
        "30\u00a0Nov",
        "31\u00a0Des",
    ]
