"""Survival recomputed: another way of counting, over random data, gives the same."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from innovations.models import SustainCheck
from innovations.survival import FEW, KINDS, survival, terms_of
from tests import factories

TODAY = date(2026, 11, 24)
STATES = ("draf", "diajukan", "dikembalikan", "disepakati")
CONDITIONS = ("hidup", "dikembangkan", "berhenti")


def recomputed(rows, today):
    """{months: {kind: number}}, replication by replication along its own life."""
    lives = {}
    for replication, months, due, state, condition in rows:
        lives.setdefault(replication, {})[months] = (due, state, condition)
    found = {months: dict.fromkeys(KINDS, 0) for months in (6, 12, 24)}
    for life in lives.values():
        gone = False
        for months in sorted(life):
            due, state, condition = life[months]
            if state == "disepakati":
                kind = {"hidup": "alive", "dikembangkan": "developed", "berhenti": "stopped"}[
                    condition
                ]
            elif state == "diajukan":
                kind = "claimed"
            elif gone:
                kind = "stopped"
            else:
                kind = "silent"
            gone = gone or (state == "disepakati" and condition == "berhenti")
            if due <= today:
                found[months][kind] += 1
    return found


def told(terms):
    return {term.months: {kind: getattr(term, kind) for kind in KINDS} for term in terms}


rows_of_one = st.tuples(
    st.integers(-900, 900),
    st.lists(
        st.tuples(st.sampled_from(STATES), st.sampled_from(CONDITIONS)), min_size=3, max_size=3
    ),
)


def as_rows(lives):
    return [
        (number, months, TODAY + timedelta(days=start + 30 * months), state, condition)
        for number, (start, answers) in enumerate(lives)
        for months, (state, condition) in zip((6, 12, 24), answers, strict=True)
    ]


STOPPED_THEN_SILENT = (
    -900,
    [("disepakati", "berhenti"), ("draf", "hidup"), ("dikembalikan", "hidup")],
)
REVIVED = (-900, [("disepakati", "berhenti"), ("disepakati", "hidup"), ("diajukan", "berhenti")])


@example([STOPPED_THEN_SILENT, REVIVED])
@given(st.lists(rows_of_one, max_size=12))
def test_another_count_gives_the_same(lives):
    rows = as_rows(lives)

    assert told(terms_of(rows, TODAY)) == recomputed(rows, TODAY)


@given(st.lists(rows_of_one, max_size=12))
def test_the_kinds_fill_what_is_due_and_shares_are_shares(lives):
    rows = as_rows(lives)
    for term in terms_of(rows, TODAY):
        due = sum(1 for row in rows if row[1] == term.months and row[2] <= TODAY)
        assert term.due == due == sum(number for _, _, number in term.parts)
        assert 0 <= term.living <= term.agreed <= term.due
        if term.agreed < FEW:
            assert term.share is None
        else:
            assert 0 <= term.share <= 100


@given(st.lists(rows_of_one, max_size=8), rows_of_one)
def test_one_more_changes_no_number_but_its_own(lives, another):
    before = told(terms_of(as_rows(lives), TODAY))
    after = told(terms_of(as_rows([*lives, another]), TODAY))
    own = told(terms_of(as_rows([another]), TODAY))

    for months, kinds in after.items():
        for kind, number in kinds.items():
            assert number == before[months][kind] + own[months][kind]


@pytest.fixture
def many(rini, lia):
    """Checks of twelve replications of two innovations, with a fixed seed."""
    dice = random.Random(7)
    rows = []
    for number in range(12):
        replication = factories.ReplicationFactory(
            innovation=factories.InnovationFactory(name=f"Inovasi {number % 2}")
        )
        start = TODAY - timedelta(days=dice.randrange(900))
        for months in SustainCheck.MONTHS:
            state = dice.choice(STATES)
            by = {
                "proposed_by": rini,
                "proposed_at": "2026-01-01T00:00Z",
                "return_reason": "Kurang.",
            }
            by |= {"decided_by": lia, "decided_at": "2026-01-02T00:00Z"}
            condition = dice.choice(CONDITIONS)
            due = start + timedelta(days=30 * months)
            SustainCheck.objects.create(
                replication=replication,
                months=months,
                due=due,
                state=state,
                condition=condition,
                why="Sebab.",
                **by,
            )
            rows.append((replication, months, due, state, condition))
    return rows


def test_from_the_database_in_one_query(many, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = told(survival(today=TODAY))

    assert found == recomputed(many, TODAY)
    assert sum(sum(kinds.values()) for kinds in found.values()) > 10


def test_of_one_innovation(many, django_assert_num_queries):
    innovation = many[0][0].innovation
    own = [row for row in many if row[0].innovation_id == innovation.pk]

    assert told(survival([innovation.pk], TODAY)) == recomputed(own, TODAY)
