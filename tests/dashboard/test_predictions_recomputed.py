"""Predictions on the page of adopters are those of an independent, slow script."""

import csv
import io
import random
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from actionplans.models import ProgressUpdate
from actionplans.services import months
from tests import factories
from tests.dashboard import slow_predictions as slow

TODAY = date(2026, 11, 24)


@pytest.fixture
def innovation(db):
    return factories.InnovationFactory(name="Sip Banget")


def live(plan, rng):
    """A year of updates of the plan, as agencies tell them: mostly rising, some of them late."""
    milestones = list(plan.milestones.order_by("number"))
    rows = []
    done_in = rng.randint(4, 12)
    for month in range(1, 12):
        for milestone in milestones:
            if rng.random() < 0.25 and month < done_in:
                continue
            percent = min(100, max(0, round(100 * month / done_in) + rng.randint(-8, 8)))
            if month >= done_in:
                percent = 100
            day = date(2026, month, rng.randint(8 if month == 1 else 1, 23 if month == 11 else 28))
            rows.append((milestone, day, percent))
    rows.sort(key=lambda row: (row[1], row[0].pk))
    person = factories.people.staff_of(plan.replication.agency)
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(
            milestone=milestone,
            happened_on=day,
            percent=Decimal(percent),
            by=person,
            created_at=datetime(2026, day.month, day.day, 15, tzinfo=slow.JAKARTA)
            + timedelta(days=rng.choice([0, 0, 1, 5])),
        )
        for milestone, day, percent in rows
    )
    months.refresh(plan)


@pytest.mark.parametrize("seed", range(3))
def test_every_prediction_is_that_of_the_slow_script(seed, innovation, admin, as_user, on_day):
    rng = random.Random(seed)
    on_day(TODAY.isoformat())
    plans = []
    for number in range(8):
        plan = factories.ActionPlanFactory(
            replication=factories.ReplicationFactory(innovation=innovation, programme_year=2026),
            milestones=rng.choice((2, 3, 4)),
            approved=True,
        )
        live(plan, rng)
        if number % 3 == 0:
            factories.ReportFactory(plan=plan, quarter=1, verified=True)
        plans.append(plan)

    response = as_user(admin).get(reverse("adopters", args=[innovation.pk]))

    rows = {row.pk: (row, outlook) for row, outlook in response.context["adopters"]}
    every, with_any = [], 0
    for plan in plans:
        row, outlook = rows[plan.replication_id]
        wanted = slow.checks(plan)
        if wanted is None:
            assert row.finish is None
            told = outlook.forecast
            found = (told.finish, told.earliest, told.latest) if told else None
            assert found == slow.prediction(plan, TODAY)
            continue
        assert (row.finish.day, row.finish.verified) == slow.finish_of(plan)
        assert outlook is None
        assert [
            (one.quarter, one.finish, one.earliest, one.latest, one.error, one.inside)
            for one in row.checks
        ] == wanted
        every += wanted
        with_any += bool(wanted)
    assert every
    reliability = response.context["reliability"]
    if with_any < 5:
        assert reliability is None
        return
    errors = [error for *_, error, _ in every if error is not None]
    assert (reliability.number, reliability.adopters) == (len(every), with_any)
    assert reliability.inside == sum(inside for *_, inside in every)
    assert reliability.beyond == len(every) - len(errors)
    if len(errors) >= 5:
        assert float(reliability.miss.median) == slow.middle([abs(error) for error in errors])


def test_the_download_has_the_same_predictions(innovation, admin, as_user, on_day):
    rng = random.Random(7)
    on_day(TODAY.isoformat())
    plan = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(innovation=innovation), milestones=2, approved=True
    )
    live(plan, rng)
    wanted = slow.checks(plan)
    assert wanted

    response = as_user(admin).get(reverse("adopters_feed", args=[innovation.pk, "csv"]))

    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert row["Seluruh rencana: selesai"] == slow.finish_of(plan)[0].isoformat()
    for quarter, *_, error, inside in wanted:
        head = f"Perkiraan akhir TW\u00a0{'I' * quarter}"
        assert row[f"{head}: selisih hari"] == ("" if error is None else str(error))
        assert row[f"{head}: dalam rentang"] == ("ya" if inside else "tidak")
