"""Courses of adopters are kept while nothing was told of plans, and never a moment longer."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans.models import ProgressUpdate, ReportLine
from actionplans.services import plans, progress, verification
from innovations.models import Innovation
from replikasi.accounts.models import Pulse
from replikasi.dashboard import adoption, adoption_rows
from tests import factories
from tests.factories.people import head_of, officer_of, staff_of

DAY = date(2026, 2, 3)


@pytest.fixture
def told(db, on_day):
    """An approved plan with one update at 100 %, on a day in May."""
    on_day("2026-05-11")
    plan = factories.ActionPlanFactory(milestones=3, approved=True)
    factories.ProgressUpdateFactory(
        milestone=plan.milestones.get(number=1), happened_on=DAY, percent=Decimal(100)
    )
    return plan


def edit(plan):
    update = ProgressUpdate.objects.get()
    update.percent = Decimal(90)
    by = staff_of(plan.replication.agency)
    progress.edit_progress(update=update, by=by, seen=update.revision)


def withdraw(plan):
    update = ProgressUpdate.objects.get()
    progress.withdraw_progress(update=update, by=staff_of(plan.replication.agency))


def verify(plan):
    factories.ReportFactory(plan=plan, quarter=1, verified=True)


def unverify(plan):
    report = plan.reports.get()
    officer = officer_of(plan.replication.agency.region)
    verification.unverify_report(report=report, by=officer, reason="Salah baca bukti.")


def correct(plan):
    line = ReportLine.objects.get(report__plan=plan, milestone__number=1)
    officer = officer_of(plan.replication.agency.region)
    verification.correct_line(line=line, by=officer, percent=Decimal(80), reason="Bukti kurang.")


def revise(plan):
    agency = plan.replication.agency
    plan.refresh_from_db()
    plan = plans.revise_plan(plan=plan, by=head_of(agency), reason="jadwal", note="Mundur.")
    plan = plans.submit_plan(plan=plan, by=head_of(agency))
    plans.approve_plan(plan=plan, by=officer_of(agency.region))


@pytest.mark.parametrize(
    "acts", [(edit,), (withdraw,), (verify,), (verify, unverify), (verify, correct), (revise,)]
)
def test_every_act_that_courses_are_made_of_is_noticed(told, acts, admin):
    innovation = told.replication.innovation
    for act in acts:
        adoption.adopters_of(admin, innovation)  # kept now
        before = adoption_rows.state()
        act(told)
        assert adoption_rows.state() != before, act.__name__

    (row,) = adoption.adopters_of(admin, innovation)
    anew = adoption.courses_of(adoption_rows.plans_of(type(told.replication).objects.all()))
    assert row.course == anew[told.replication_id]


def test_what_is_kept_asks_nothing_of_plans(told, admin, as_user):
    client = as_user(admin)
    address = reverse("adopters", args=[told.replication.innovation_id])
    client.get(address)
    Pulse.objects.create()  # something else has changed: the page is drawn anew

    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)

    assert response.context["adopters"][0][0].cells[0].done.day == DAY
    tables = ("progressupdate", "milestone", "planversion", "reportline")
    assert not [
        row["sql"]
        for row in asked
        if any(f'SELECT "actionplans_{table}"' in row["sql"] for table in tables)
    ]
    assert len(asked) <= 12


def test_another_innovation_has_courses_of_its_own(told, admin):
    other = factories.ActionPlanFactory(
        milestones=3, approved=True, replication__innovation__name="Lain"
    )

    found = {
        innovation.pk: [row.pk for row in adoption.adopters_of(admin, innovation)]
        for innovation in Innovation.objects.filter(replications__isnull=False)
    }

    assert found == {
        told.replication.innovation_id: [told.replication_id],
        other.replication.innovation_id: [other.replication_id],
    }
