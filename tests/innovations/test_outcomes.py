"""How far an outcome has come: as a share, as a standing, in words; verified and sementara."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovations import outcomes
from innovations.models import Outcome
from innovations.outcomes import progress_of, share
from tests import factories

values = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
NBSP = "\u00a0"


def measured(outcome, month, value, **traits):
    return factories.OutcomeValueFactory(
        outcome=outcome, measured_on=date(2026, month, 1), value=Decimal(value), **traits
    )


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


@given(values, values, values)
def test_the_standing_agrees_with_the_share(one, other, value):
    rising = Outcome(direction="naik", baseline=min(one, other), target=max(one, other))
    falling = Outcome(direction="turun", baseline=max(one, other), target=min(one, other))
    for outcome in (rising, falling):
        way = share(outcome.baseline, outcome.target, value)
        stands = outcomes.standing(outcome, value)
        if way is not None:
            assert (stands == outcomes.AWAY) == (way < 0)
            assert (stands == outcomes.REACHED) == (way >= 100)
            assert (stands == outcomes.STILL) == (way == 0)


@pytest.mark.parametrize(
    ("baseline", "target", "measures", "sentence"),
    [
        (120, 600, [364], f"Menempuh 50,8{NBSP}% dari jarak ke target"),
        (14, 3, [10], f"Menempuh 36,4{NBSP}% dari jarak ke target"),
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
def test_progress_is_told_in_words(baseline, target, measures, sentence, admin):
    outcome = factories.OutcomeFactory(baseline=baseline, target=target)
    for month, value in enumerate(measures, start=1):
        measured(outcome, month, value, verified=True)

    (progress,) = progress_of(outcome.replication, admin)

    assert progress.sentence == sentence


def test_the_latest_measurement_counts_however_they_were_entered(admin):
    outcome = factories.OutcomeFactory()
    for month, value in ((9, 30), (3, 20), (6, 25)):
        measured(outcome, month, value, verified=True)

    (progress,) = progress_of(outcome.replication, admin)

    assert [row.value for row in progress.line.verified] == [20, 25, 30]
    assert progress.latest.value == 30


def test_a_claim_is_sementara_and_does_not_count(admin):
    outcome = factories.OutcomeFactory()
    measured(outcome, 3, 55, verified=True)
    measured(outcome, 6, 82)

    (progress,) = progress_of(outcome.replication, admin)

    assert (progress.latest.value, progress.claim.value) == (55, 82)
    assert (progress.share, progress.claim_share) == (50, 80)


def test_only_a_claim_is_no_verified_value_and_not_silence(admin):
    outcome = factories.OutcomeFactory()
    measured(outcome, 6, 82)

    (progress,) = progress_of(outcome.replication, admin)

    assert progress.sentence == "Belum ada nilai terverifikasi"
    assert progress.share is None


def test_an_older_claim_and_what_was_returned_say_nothing_of_now(admin):
    outcome = factories.OutcomeFactory()
    measured(outcome, 2, 20)
    measured(outcome, 3, 55, verified=True)
    measured(outcome, 6, 82, returned=True)

    (progress,) = progress_of(outcome.replication, admin)

    assert progress.claim is None
    assert [row.value for row in progress.line.claims] == [20]


def test_what_litbang_confirmed_counts_not_what_was_sent(admin):
    outcome = factories.OutcomeFactory()
    measured(outcome, 3, 80, verified=True, verified_value=Decimal(55))

    (progress,) = progress_of(outcome.replication, admin)

    assert progress.latest.value == 55


def test_leaders_see_nothing_of_what_is_not_verified(ibu_sekda, sibakul):
    outcome = factories.OutcomeFactory(replication=sibakul)
    measured(outcome, 3, 55, verified=True)
    measured(outcome, 6, 82)

    (progress,) = progress_of(sibakul, ibu_sekda)

    assert [row.value for row in progress.values] == [55]
    assert progress.claim is None


def test_products_are_no_benefit(admin, sibakul):
    for kind, value in (("hasil", 55), ("hasil", 5), ("keluaran", 100)):
        outcome = factories.OutcomeFactory(replication=sibakul, kind=kind)
        measured(outcome, 3, value, verified=True)

    assert outcomes.summary(progress_of(sibakul, admin)) == (1, 2)


# -- groups ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "counts"),
    [
        *[(unit, True) for unit in ("orang", "UKM", "hektare", "desa", "kali")],
        *[(unit, False) for unit in ("persen", "%", "hari", "Rp/bulan", "skor kepuasan")],
    ],
)
def test_which_units_count_things(unit, counts):
    assert outcomes.is_count(unit) is counts


def of_groups(unit="orang", **values):
    outcome = factories.OutcomeFactory.build(replication=None, unit=unit, groups="Perempuan\nDesa")
    rows = [
        factories.OutcomeValueFactory.build(outcome=outcome, group=group, value=Decimal(value))
        for group, value in values.items()
    ]
    whole = factories.OutcomeValueFactory.build(outcome=outcome, value=Decimal(100))
    return outcomes.excesses(outcome, [whole, *rows])


def test_parts_need_not_add_up():
    assert of_groups(Perempuan=30, Desa=20) == []


def test_parts_that_overlap_are_pointed_out():
    (told,) = of_groups(Perempuan=60, Desa=70)

    assert "jumlah kelompok (130) melebihi keseluruhan (100)" in told


def test_a_part_larger_than_the_whole_is_wrong():
    (told,) = of_groups(Perempuan=160)

    assert "nilai Perempuan lebih besar daripada keseluruhan (100)" in told


def test_a_share_of_a_group_may_well_be_higher():
    assert of_groups(unit="persen", Perempuan=160) == []
