"""Fidelity: bounds, order, what is counted, and that it adds up to the last digit."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from innovations.fidelity import fidelity_of

CHOICES = ("diadopsi", "disesuaikan", "ditinggalkan")
STATES = ("draf", "diajukan", "dikembalikan", "disepakati")
# Recomputed from the words, not from the module's table.
WORTH = {"diadopsi": Fraction(1), "disesuaikan": Fraction(1, 2), "ditinggalkan": Fraction(0)}

undecided = st.just(("", ""))
decided = st.tuples(st.sampled_from(CHOICES), st.sampled_from(STATES))
cores = st.lists(undecided | decided, max_size=30).map(
    lambda rows: [(number, *row) for number, row in enumerate(rows)]
)


def expected(core, states):
    counted = [WORTH[choice] for _, choice, state in core if state in states]
    return sum(counted) * 100 / len(counted) if counted else None


@given(cores)
def test_it_is_what_the_words_say(core):
    found = fidelity_of(core)

    for figure, states in (
        (found.verified, ("disepakati",)),
        (found.claimed, ("diajukan", "disepakati")),
    ):
        wanted = expected(core, states)
        if wanted is None:
            assert figure.percent is None
        else:
            assert abs(Fraction(figure.percent) - wanted) < Fraction(1, 10**20)
            assert 0 <= figure.percent <= 100


@given(cores)
def test_the_contributions_add_up_to_the_last_digit(core):
    for figure in (fidelity_of(core).verified, fidelity_of(core).claimed):
        assert sum(part.weight * part.value for part in figure.parts) == figure.total
        assert figure.weight == figure.count
        # All are halves, so what is shown with one decimal is the thing itself.
        assert all(part.contribution * 2 == int(part.contribution * 2) for part in figure.parts)


@given(cores, st.sampled_from(CHOICES))
def test_one_more_agreed_element_changes_nobody_elses_contribution(core, choice):
    before = fidelity_of(core)
    after = fidelity_of([*core, ("baru", choice, "disepakati")])

    for old, new in ((before.verified, after.verified), (before.claimed, after.claimed)):
        assert new.parts[:-1] == old.parts
        assert [part.contribution for part in new.parts[:-1]] == [
            part.contribution for part in old.parts
        ]


@given(cores, st.randoms(use_true_random=False))
def test_the_order_of_the_elements_changes_no_figure(core, random):
    shuffled = list(core)
    random.shuffle(shuffled)

    one, other = fidelity_of(core), fidelity_of(shuffled)

    assert one.verified.percent == other.verified.percent
    assert one.claimed.percent == other.claimed.percent
    assert one.unreported == other.unreported


@given(cores, st.integers(0, 29))
def test_keeping_more_of_an_element_never_lowers_the_figure(core, at):
    if not core:
        return
    key = at % len(core)
    figures = []
    for choice in ("ditinggalkan", "disesuaikan", "diadopsi"):
        core[key] = (key, choice, "disepakati")
        figures.append(fidelity_of(core).verified.percent)

    assert figures == sorted(figures)


@given(cores)
def test_what_is_not_said_is_counted_apart_and_never_as_nothing(core):
    found = fidelity_of(core)
    silent = [row for row in core if row[2] in ("", "draf", "dikembalikan")]

    assert found.core == len(core)
    assert found.unreported == len(silent)
    assert found.waiting == sum(state == "diajukan" for _, _, state in core)
    spoken = [row for row in core if row not in silent]
    assert fidelity_of(spoken).claimed == found.claimed


def test_an_example_by_hand():
    core = [
        ("a", "diadopsi", "disepakati"),
        ("b", "disesuaikan", "disepakati"),
        ("c", "ditinggalkan", "diajukan"),
        ("d", "", ""),
    ]

    found = fidelity_of(core)

    assert found.verified.percent == Decimal(75)
    assert found.claimed.percent == Decimal(50)
    assert (found.unreported, found.waiting) == (1, 1)
