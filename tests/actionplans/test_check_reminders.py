"""Reminders of later checks: in the same ledger, by the same steps, as for reports."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from actionplans import duties, workdays
from actionplans.models import ActionPlan, DueReminder
from innovations.models import SustainCheck
from innovations.services import checks
from replikasi.notifications.models import Notification
from tests import factories
from tests.factories import endings


@pytest.fixture
def check(sibakul, rini, pak_kadis, lia, dr_budi):
    """Due on 27 May 2026."""
    endings.finished(sibakul)
    closed = endings.closed(sibakul, date(2025, 11, 27))
    Notification.objects.all().delete()
    return closed.checks.get(months=6)


def remind(day):
    before = set(DueReminder.objects.values_list("pk", flat=True))
    with factories.at(day):
        call_command("send_reminders", stdout=StringIO())
    rows = DueReminder.objects.exclude(pk__in=before).select_related("recipient")
    return sorted(row.recipient.username for row in rows)


@pytest.mark.parametrize(
    ("offset", "people"),
    [
        (-8, []),
        (-7, ["rini"]),
        (-1, ["kadis", "rini"]),
        (2, ["kadis", "rini"]),
        (4, ["kadis", "lia", "rini"]),
    ],
)
def test_before_and_after_its_day(offset, people, check):
    due = check.due
    day = workdays.add(due, offset) if offset > 0 else workdays.back(due, -offset)

    assert remind(day) == people
    assert remind(day) == []


def test_what_is_told(check, rini):
    remind(workdays.back(check.due, 1))

    row = Notification.objects.visible_to(rini).get(kind="due_periksa")
    assert row.url == f"/replikasi/{check.replication_id}/keberlanjutan/"
    assert "Pemeriksaan keberlanjutan 6 bulan, Rajutan SiBakul Jogja" in row.facts["what"]


def test_an_answer_ends_it_and_a_return_begins_it_again(check, lia):
    row = endings.answered(check, agreed=False)
    late = workdays.add(check.due, 2)
    assert remind(late) == []

    checks.return_check(check=row, by=lia, reason="Tanpa bukti.")
    assert remind(late) == ["kadis", "rini"]


def test_after_a_stop_nobody_is_asked_again(check):
    endings.answered(check, **endings.STOPPED)
    next_due = SustainCheck.objects.get(months=12).due

    assert remind(workdays.add(next_due, 2)) == []


def test_it_belongs_to_the_latest_plan_alone(check, sibakul, on_day):
    """A replication with two plans has one duty, whichever plans are asked for."""
    on_day(check.due)
    latest = factories.ActionPlanFactory(replication=sibakul, fiscal_year=2026)

    def found(plans):
        kinds = duties.open_duties(plans, check.due, check.due)
        return [duty.plan.pk for duty in kinds if duty.kind == "periksa"]

    everything = ActionPlan.objects.all()
    assert found(everything) == [latest.pk]
    assert found(everything.exclude(pk=latest.pk)) == []
