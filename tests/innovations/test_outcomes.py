"""How far an outcome has come, as a share and in words."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovations.outcomes import progress_of, share
from tests import factories

values = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@given(values, values)
def test_at_the_baseline_it_is_0_and_at_the_target_100(baseline, target):
    if baseline == target:
        assert share(baseline, target, target) is None
    else:
        assert share(baseline, target, baseline) == 0
        assert share(baseline, target, target) == 100


@given(values, values, values)
def test_it_is_the_same_way_up_and_down(baseline, target, value):
    assert share(baseline, target, value) == share(-baseline, -target, -value)


@pytest.mark.parametrize("missing", range(3))
def test_without_one_of_the_three_there_is_no_share(missing):
    known = [Decimal(1), Decimal(2), Decimal(3)]
    known[missing] = None

    assert share(*known) is None


@pytest.mark.parametrize(
    ("baseline", "target", "measured", "sentence"),
    [
        (120, 600, [364], "Menempuh 50,8\u00a0% dari jarak ke target"),
        (14, 3, [10], "Menempuh 36,4\u00a0% dari jarak ke target"),
        (120, 600, [], "Belum diukur"),
        (120, 600, [120], "Belum bergerak dari nilai awal"),
        (120, 600, [300, 100], "Menjauh dari target"),
        (120, 600, [600], "Target tercapai"),
        (14, 3, [2], "Target tercapai"),
        (None, 600, [364], "Nilai awal belum dicatat"),
        (120, None, [364], "Target belum ditetapkan"),
        (100, 100, [100], "Bertahan pada target"),
        (100, 100, [90], "Bergeser dari target"),
    ],
)
def test_progress_is_told_in_words(baseline, target, measured, sentence, db):
    outcome = factories.OutcomeFactory(baseline=baseline, target=target)
    for month, value in enumerate(measured, start=1):
        factories.OutcomeValueFactory(
            outcome=outcome, measured_on=date(2026, month, 1), value=Decimal(value)
        )

    (progress,) = progress_of(outcome.replication)

    assert progress.sentence == sentence


def test_the_latest_measurement_counts_however_they_were_entered(db):
    outcome = factories.OutcomeFactory()
    for month, value in ((9, 30), (3, 20), (6, 25)):
        factories.OutcomeValueFactory(
            outcome=outcome, measured_on=date(2026, month, 1), value=Decimal(value)
        )

    (progress,) = progress_of(outcome.replication)

    assert [row.value for row in progress.values] == [20, 25, 30]
    assert progress.latest.value == 30
