"""Pulses: every change of the records leaves one, nothing else does, and a reader sees it."""

import threading
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans import workdays
from actionplans.models import Milestone, Obstacle, PeriodStanding, Visit
from innovations.models import Agency
from replikasi.accounts import pulse
from replikasi.accounts.models import Pulse, User
from tests import factories

pytestmark = pytest.mark.django_db

# Tables of the domain whose changes no dashboard shows, each with the reason.
UNWATCHED = {
    "actionplans_looking": "who has a report open now; renewed every few seconds",
    "actionplans_visit": "who looked at what",
    "actionplans_planedit": "journal of edits, which repeats what the milestones say",
    "actionplans_planimport": "a workbook that is being read; what it changes are milestones",
    "actionplans_calendarfeed": "a person's secret address",
    "actionplans_reminder": "what was mailed",
    "actionplans_duereminder": "what was mailed",
}


def tables():
    """Of every model of the domain, with those that join two of them."""
    return {
        model._meta.db_table
        for app in ("innovations", "actionplans")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }


def is_watched(table):
    """Whether a write to the table, which changes no row, leaves a pulse."""
    before = pulse.reading()
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}" WHERE 1 = 0')  # noqa: S608
    return pulse.reading() != before


def test_every_table_of_the_domain_is_watched_or_named_with_a_reason():
    history = {table for table in tables() if "_historical" in table}  # repeats the rows

    assert len(tables()) > 40
    assert {table for table in tables() if not is_watched(table)} == set(UNWATCHED) | history


def test_people_are_watched_and_their_sessions_and_messages_are_not():
    assert is_watched(User._meta.db_table)
    for table in ("django_session", "notifications_notification", "accounts_invitation"):
        assert not is_watched(table), table


def rename(plan):
    agency = plan.replication.agency
    agency.short_name = "DKU"
    agency.save()


def sql(statement, *params, many=False):
    with connection.cursor() as cursor:
        (cursor.executemany if many else cursor.execute)(statement, params[0] if many else params)


WRITES = {
    "save": rename,
    "update": lambda plan: PeriodStanding.objects.filter(plan=plan).update(days_late=3),
    "delete": lambda plan: PeriodStanding.objects.filter(plan=plan).last().delete(),
    "create": lambda plan: factories.ObstacleFactory(plan=plan),
    "bulk_create": lambda plan: Agency.objects.bulk_create(
        [Agency(name="Dinas Baru", short_name="DB", region=plan.replication.agency.region)]
    ),
    "bulk_update": lambda plan: Milestone.objects.bulk_update(
        [Milestone(pk=row.pk, activity="Lain") for row in plan.milestones.all()], ["activity"]
    ),
    "cascade": lambda plan: Obstacle.objects.filter(plan=plan).delete(),
    "sql": lambda plan: sql("update actionplans_periodstanding set days_late = %s", 1),
    "sql_of_many": lambda plan: sql(
        "UPDATE actionplans_milestone SET activity = %s WHERE number = %s",
        [("Satu", 1), ("Dua", 2)],
        many=True,
    ),
    "threshold": lambda plan: workdays.rules().save(),
    "person": lambda plan: User.objects.filter(username="lia").update(name="Lia K."),
}


@pytest.mark.parametrize("name", WRITES)
def test_each_way_to_write_leaves_a_pulse(plan, name):
    factories.ObstacleFactory(plan=plan)
    before = pulse.reading()

    WRITES[name](plan)

    assert pulse.reading() != before


def test_many_rows_in_one_statement_leave_one(plan):
    before = Pulse.objects.count()

    plan.milestones.update(activity="Lain")

    assert Pulse.objects.count() == before + 1


def test_reading_and_logging_in_leave_none(client, plan, rini, as_user):
    before = pulse.reading()

    client.post("/masuk/", {"login": "rini", "password": factories.PASSWORD})
    assert client.get(reverse("plan", args=[plan.pk])).status_code == 200
    assert as_user(rini).get("/dasbor/").status_code == 200

    assert User.objects.get(pk=rini.pk).last_login
    assert pulse.reading() == before


def test_looking_at_a_plan_leaves_none(plan, lia, as_user):
    before = pulse.reading()

    as_user(lia).post(reverse("plan_seen", args=[plan.pk]))

    assert Visit.objects.exists()
    assert pulse.reading() == before


def test_a_reading_is_one_query():
    with CaptureQueriesContext(connection) as seen:
        pulse.reading()

    assert len(seen) == 1


# -- commits and roll-backs -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_none(plan):
    before = pulse.reading()

    with transaction.atomic():
        rename(plan)
        assert pulse.reading() != before
        transaction.set_rollback(True)

    assert pulse.reading() == before


@pytest.mark.django_db(transaction=True)
def test_of_a_savepoint_that_is_rolled_back_none_is_left(plan):
    with transaction.atomic():
        before = pulse.reading()
        with transaction.atomic():
            rename(plan)
            transaction.set_rollback(True)
        assert pulse.reading() == before


@pytest.mark.django_db(transaction=True)
def test_a_change_is_seen_by_others_when_it_is_committed_and_not_before(plan):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's tests share one connection in memory")
    readings = []

    def read():
        readings.append(pulse.reading())
        connections.close_all()

    def elsewhere():
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()

    elsewhere()
    with transaction.atomic():
        rename(plan)
        elsewhere()
    elsewhere()

    assert readings[0] == readings[1] != readings[2]


def test_a_lower_pulse_that_is_committed_after_a_higher_one_is_noticed(plan):
    rename(plan)
    late = Pulse.objects.latest("pk").pk + 1
    Pulse.objects.create(pk=late + 1)
    before = pulse.reading()

    Pulse.objects.create(pk=late)  # its long transaction ends

    assert pulse.reading() != before


# -- pruning --------------------------------------------------------------------------------------


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(Pulse, "SLICE", 5)
    monkeypatch.setattr(Pulse, "KEPT", 10)


def test_few_rows_are_kept_and_every_change_is_noticed_meanwhile(few, plan):
    readings = []
    for number in range(60):
        Agency.objects.filter(pk=plan.replication.agency_id).update(short_name=f"D{number}")
        readings.append(pulse.reading())

    assert Pulse.objects.count() <= 10 + 5
    assert len(set(readings)) == 60


def test_pulses_whose_turn_to_go_was_rolled_back_go_later(few, plan):
    newest = Pulse.objects.order_by("pk").last().pk
    # None of these bore the number at which the others go.
    Pulse.objects.bulk_create(
        Pulse(pk=newest - 1000 - number) for number in range(40) if (newest - number) % 5
    )

    for number in range(6):
        Agency.objects.filter(pk=plan.replication.agency_id).update(short_name=f"D{number}")

    assert Pulse.objects.count() <= 10 + 5


@pytest.mark.django_db(transaction=True)
def test_a_row_made_outside_a_transaction_is_there_though_old_pulses_go(few):
    region = factories.RegionFactory()

    for number in range(30):
        Agency.objects.create(name=f"Dinas {number}", short_name="D", region=region, kind="opd")

    assert Agency.objects.count() == 30
    assert Pulse.objects.count() <= 10 + 5


def test_a_reader_never_prunes(few, plan, lia, as_user):
    for number in range(30):
        Agency.objects.filter(pk=plan.replication.agency_id).update(short_name=f"D{number}")
    before = pulse.reading()

    as_user(lia).get("/dasbor/")

    assert pulse.reading() == before


def test_a_database_without_the_table_is_written_to_all_the_same(monkeypatch, plan):
    """While the first migrations run the table of pulses is not there yet."""
    monkeypatch.setattr(pulse, "_ready", set())
    monkeypatch.setattr(Pulse._meta, "db_table", "accounts_not_yet")

    Milestone.objects.filter(plan=plan).update(due=date(2026, 12, 31))

    assert pulse._ready == set()
