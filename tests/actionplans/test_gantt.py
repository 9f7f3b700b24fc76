"""The timeline's geometry: bars stay inside, are as long as their days, and leave out silence."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from actionplans.gantt import LEAST_WIDTH, bar_of, gantt_of, share
from actionplans.predecessors import End, Link

YEAR = 2026
TODAY = date(2026, 11, 24)


def row(**values):
    return SimpleNamespace(
        **{
            "pk": 1,
            "number": 1,
            "activity": "Pelatihan kurator",
            "stage": "1-persiapan",
            "start": date(2026, 3, 1),
            "due": date(2026, 6, 30),
            "weight": Decimal(10),
            "reached": None,
        }
        | values
    )


def figure(text):
    """The number of an SVG length."""
    assert text.endswith("%")
    return float(text[:-1])


def bar(**values):
    return bar_of(row(**values), year=YEAR, today=TODAY)


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
percents = st.none() | st.decimals(0, 100, places=2)


@given(a=days, b=days, reached=percents, verified=percents)
def test_every_bar_and_its_done_parts_lie_inside_the_year(a, b, reached, verified):
    if verified is not None and (reached is None or verified > reached):
        verified = reached
    drawn = bar_of(
        row(start=min(a, b), due=max(a, b), reached=reached),
        year=YEAR,
        today=TODAY,
        verified=verified,
    )
    if not drawn.x:
        assert drawn.word == f"di luar tahun {YEAR}"
        return
    left, width = figure(drawn.x), figure(drawn.width)
    assert left >= 0
    assert left + width <= 100.02
    at = left
    for part in (drawn.verified, drawn.claimed):
        if part:
            x, wide = (figure(length) for length in part)
            assert abs(x - at) <= 0.03
            at = x + wide
    assert at <= left + width + 0.03


@given(
    start=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    length=st.integers(2, 365),
)
def test_a_bar_is_as_long_as_its_days(start, length):
    due = min(start + timedelta(days=length), date(2026, 12, 31))
    drawn = bar(start=start, due=due)
    days_inside = (due - start).days + 1
    assert abs(figure(drawn.width) - max(days_inside / 365 * 100, LEAST_WIDTH)) < 0.01
    assert figure(drawn.due_x) == float(f"{share(YEAR, due, end=True):.2f}")


def test_the_first_of_january_and_the_last_of_december_are_the_two_ends():
    drawn = bar(start=date(2026, 1, 1), due=date(2026, 12, 31))
    assert (drawn.x, drawn.width, drawn.due_x) == ("0.00%", "100.00%", "100.00%")


def test_a_leap_year_has_a_day_more():
    assert share(2028, date(2028, 2, 29), end=True) == 60 / 366 * 100


def test_the_done_parts_are_verified_first_then_claimed():
    drawn = bar_of(
        row(start=date(2026, 1, 1), due=date(2026, 12, 31), reached=Decimal(60)),
        year=YEAR,
        today=TODAY,
        verified=Decimal(35),
    )
    assert drawn.verified == ("0.00%", "35.00%")
    assert drawn.claimed == ("35.00%", "25.00%")


def test_what_was_not_reported_is_not_drawn_and_not_zero():
    drawn = bar(reached=None)
    assert drawn.verified is None
    assert drawn.claimed is None
    assert drawn.reached is None
    assert bar(reached=Decimal(0)).reached == 0


def test_late_is_what_is_due_before_today_and_not_done():
    assert bar(due=date(2026, 11, 23)).late == 1
    assert bar(due=date(2026, 11, 24)).late == 0
    assert bar(due=date(2026, 6, 30), reached=Decimal(100)).late == 0
    assert bar(due=date(2026, 6, 30), weight=Decimal(0)).late == 0  # dropped


def test_a_row_without_dates_says_so():
    assert bar(start=None, due=None).word == "tanggal belum diisi"
    assert bar(start=None).word == "tanggal mulai belum diisi"
    assert bar(due=None).word == "tanggal selesai belum diisi"
    assert bar(start=None).x == ""
    assert bar(start=None).due_x  # its due date is known, so its mark stands
    drawn = gantt_of([row(), row(pk=2, start=None)], year=YEAR, today=TODAY)
    assert drawn.undated == 1


def end(number, **values):
    return End(
        **{"pk": number, "number": number, "activity": "Desain", "start": None, "due": None}
        | {"percent": None, "counts": True, "days_late": 0}
        | values
    )


@given(a=days, b=days)
def test_a_mark_stands_inside_the_drawing_and_not_on_its_bar(a, b):
    links = [Link(end(1), end(2)), Link(end(1), end(3))]
    drawn = bar_of(row(start=min(a, b), due=max(a, b)), year=YEAR, today=TODAY, links=links)
    if not drawn.mark:
        return
    assert drawn.mark == "menunggu 2, 3"
    left, right = figure(drawn.x), figure(drawn.x) + figure(drawn.width)
    if drawn.mark_anchor == "start":
        assert figure(drawn.mark_x) >= right - 0.02
        assert figure(drawn.mark_x) <= 70
    else:
        assert figure(drawn.mark_x) <= left + 0.02
        assert figure(drawn.mark_x) >= 30


def test_what_is_done_is_no_longer_marked_as_awaited():
    links = [Link(end(1), end(2, percent=Decimal(100)))]
    assert bar_of(row(), year=YEAR, today=TODAY, links=links).mark == ""


def test_the_stages_keep_their_order_and_empty_ones_are_left_out():
    drawn = gantt_of(
        [row(pk=2, stage="3-monev"), row(pk=1, stage="1-persiapan")], year=YEAR, today=TODAY
    )
    assert [name for name, _ in drawn.groups] == ["Persiapan", "Monitoring dan evaluasi"]


def test_today_stands_in_its_own_year_alone():
    assert figure(gantt_of([], year=2026, today=TODAY).now) == round(328 / 365 * 100, 2)
    assert gantt_of([], year=2027, today=TODAY).now == ""


def test_months_and_their_lines_divide_the_year():
    drawn = gantt_of([], year=YEAR, today=TODAY)
    places = [figure(x) for x, _ in drawn.lines]
    assert len(places) == 13
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 100)
    assert [strong for _, strong in drawn.lines].count(True) == 5
    for (x, _), left, right in zip(drawn.months, places, places[1:], strict=False):
        assert left < figure(x) < right
