"""The task to record what a replication achieved, quarter by quarter."""

from datetime import date

import pytest
from django.urls import reverse

from actionplans.tasks import tasks_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcomes(sibakul, plan):
    return [
        factories.OutcomeFactory(replication=sibakul, indicator=name) for name in ("Ajek", "Baik")
    ]


def asked(person):
    found = [task for task in tasks_of(person) if task.title.startswith("Catat nilai")]
    return [(task.title.replace("\xa0", " "), task.note.split(" belum")[0]) for task in found]


def measured(outcome, day):
    return factories.OutcomeValueFactory(outcome=outcome, measured_on=day)


def test_it_is_asked_from_the_last_month_of_a_quarter_until_each_has_a_value(
    outcomes, rini, pak_kadis, tono, on_day
):
    for outcome in outcomes:
        measured(outcome, date(2026, 9, 30))
    on_day("2026-11-30")
    assert asked(rini) == []

    on_day("2026-12-01")
    title = "Catat nilai hasil TW IV, Rajutan SiBakul Jogja"
    assert asked(rini) == asked(pak_kadis) == [(title, "2 indikator")]
    assert asked(tono) == []

    measured(outcomes[0], date(2026, 12, 1))
    on_day("2027-02-28")
    assert asked(rini) == [(title, "1 indikator")]

    measured(outcomes[1], date(2026, 12, 31))
    assert asked(rini) == []


def test_before_a_plan_is_approved_nothing_is_asked(sibakul, draft_plan, rini, on_day):
    factories.OutcomeFactory(replication=sibakul)
    on_day("2026-12-01")
    assert asked(rini) == []


def test_of_one_that_has_stopped_nothing_is_asked(sibakul, outcomes, rini, on_day):
    on_day("2026-12-01")
    assert asked(rini)
    type(sibakul).objects.update(status="berhenti")
    assert asked(rini) == []


@pytest.mark.parametrize(
    ("today", "value_on", "proposed"),
    [
        ("2026-12-10", None, "10-12-2026"),
        ("2027-01-12", None, "31-12-2026"),
        ("2027-01-12", date(2026, 12, 31), "12-01-2027"),
    ],
)
def test_the_day_is_proposed(today, value_on, proposed, outcomes, rini, as_user, on_day):
    on_day(today)
    if value_on:
        measured(outcomes[0], value_on)

    html = as_user(rini).get(reverse("outcome_record", args=[outcomes[0].pk])).content.decode()

    assert f'value="{proposed}"' in html
