"""The arithmetic of suitability: bounds, order, silence, bands without holes, reasons in words."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovations.models import Dimension
from innovations.suitability import (
    BANDS,
    CONDITIONAL,
    ENOUGH,
    SUITABLE,
    UNANSWERED,
    UNSUITABLE,
    Answered,
    band,
    result_of,
)

RANK = [UNSUITABLE, CONDITIONAL, SUITABLE]
weights = st.decimals("0.01", "999.99", places=2)
scores = st.one_of(st.none(), st.integers(0, 4))
row = st.builds(
    Answered,
    dimension=st.sampled_from(Dimension.values),
    weight=weights,
    score=scores,
    text=st.text("abc", min_size=1, max_size=3),
)
rows = st.lists(row, max_size=18)


def answered(*scores, dimension=Dimension.NEED, weight=10):
    return [
        Answered(dimension, Decimal(weight), score, f"Pernyataan {number}")
        for number, score in enumerate(scores, 1)
    ]


def independently(answers):
    """The total by fractions, as anybody would work it out by hand."""
    known = [(Fraction(a.weight), a.score) for a in answers if a.score is not None]
    if not known:
        return None
    return sum(w * s for w, s in known) / sum(w for w, _ in known) / 4 * 100


@given(rows)
def test_total_and_aspects_are_what_fractions_say_and_lie_between_0_and_100(answers):
    result = result_of(answers)
    expected = independently(answers)
    if expected is None:
        assert result.total is None
    else:
        assert abs(Fraction(result.total) - expected) < Fraction(1, 10**12)
        assert 0 <= result.total <= 100
    assert 0 <= result.coverage <= 100
    for part in result.parts:
        of = [a for a in answers if a.dimension == part.dimension]
        assert (part.percent is None) == (independently(of) is None)
        if part.percent is not None:
            assert abs(Fraction(part.percent) - independently(of)) < Fraction(1, 10**12)


@given(rows, st.randoms())
def test_the_order_of_the_statements_does_not_matter(answers, random):
    before = result_of(answers)
    random.shuffle(answers)
    after = result_of(answers)
    assert (before.total, before.coverage, before.parts) == (
        after.total,
        after.coverage,
        after.parts,
    )
    assert (before.recommendation, before.reasons) == (after.recommendation, after.reasons)


@given(st.lists(row, min_size=1, max_size=18), st.data())
def test_a_higher_score_never_lowers_anything(answers, data):
    place = data.draw(st.integers(0, len(answers) - 1))
    old = answers[place]
    if old.score is None or old.score == 4:
        return
    raised = [*answers]
    raised[place] = Answered(
        old.dimension, old.weight, data.draw(st.integers(old.score + 1, 4)), old.text
    )
    before, after = result_of(answers), result_of(raised)
    assert after.total > before.total
    assert after.coverage == before.coverage
    for one, other in zip(before.parts, after.parts, strict=True):
        assert one.percent is None or other.percent >= one.percent
    if before.recommendation != UNANSWERED:
        assert RANK.index(after.recommendation) >= RANK.index(before.recommendation)


@given(rows, weights, st.sampled_from(Dimension.values))
def test_what_is_not_known_is_not_0(answers, weight, dimension):
    before = result_of(answers)
    after = result_of([*answers, Answered(dimension, weight, None, "?")])
    assert after.total == before.total
    assert "?" in after.unknown
    if before.total is not None:
        assert after.coverage < before.coverage


@given(rows)
def test_losses_of_the_aspects_add_up_to_what_is_missing(answers):
    result = result_of(answers)
    if result.total is not None:
        lost = sum(part.loss for part in result.parts)
        assert abs(lost + result.total - 100) < Decimal("1e-15")


@given(rows)
def test_nothing_is_recommended_below_enough_answers(answers):
    result = result_of(answers)
    assert (result.recommendation == UNANSWERED) == (
        result.total is None or result.coverage < ENOUGH
    )
    assert result.reasons


def test_bands_have_no_holes():
    lowers = [lower for lower, _ in BANDS]
    assert lowers[0] is None
    assert lowers[1:] == sorted(lowers[1:])
    just_below = Decimal("0.0001")
    for lower, code in BANDS[1:]:
        assert band(lower) == code
        assert band(lower - just_below) != code
    assert [code for _, code in BANDS] == RANK


@pytest.mark.parametrize(
    ("scores", "recommendation"),
    [
        ((4, 4, 4), SUITABLE),
        ((3, 3, 2), CONDITIONAL),
        ((2, 2, 2), CONDITIONAL),
        ((2, 2, 1), UNSUITABLE),
        ((0, 0, 0), UNSUITABLE),
        ((4, 4, None), UNANSWERED),
        ((None, None), UNANSWERED),
        ((), UNANSWERED),
    ],
)
def test_recommendations(scores, recommendation):
    assert result_of(answered(*scores)).recommendation == recommendation


def test_a_weak_aspect_makes_a_good_total_conditional_and_is_named():
    answers = answered(4, 4, 4, 4) + answered(1, dimension=Dimension.BUDGET)
    result = result_of(answers)
    assert result.total == 85
    assert result.recommendation == CONDITIONAL
    said = " ".join(result.reasons)
    assert "Aspek di bawah 50\u00a0%: Anggaran." in said
    assert "Yang paling menurunkan nilai: Anggaran, 25,0\u00a0%" in said
    assert "lebih tinggi 15,0 poin" in said


def test_an_aspect_of_which_nothing_is_known_is_a_condition_too():
    answers = answered(4, 4, 4, 4) + answered(None, dimension=Dimension.LEGAL, weight=5)
    result = result_of(answers)
    assert result.total == 100
    assert result.recommendation == CONDITIONAL
    assert "sama sekali belum diketahui: Dasar hukum." in " ".join(result.reasons)
    assert result.unknown == ("Pernyataan 1",)


def test_zero_is_an_answer_and_said_as_0():
    result = result_of(answered(0, 0))
    assert (result.total, result.coverage) == (0, 100)
    assert "Nilai 0,0\u00a0%" in result.reasons[0]
