"""send_reminders: whom each obligation reaches on which day, once; and the ledger of it."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command

from actionplans import duties, workdays
from actionplans.models import DueReminder, OffDay, ReportingRules, Verification
from actionplans.services import advice, due_reminders
from replikasi.accounts.models import Substitution
from replikasi.notifications.models import Mode, Notification
from tests import factories


@pytest.fixture
def due(plan, dr_budi):
    """The due date of the first quarter's report, of which nothing was told yet."""
    plan.milestones.update(weight=0)
    plan.standings.exclude(period__quarter=1).delete()
    Notification.objects.all().delete()
    return plan.standings.get().due


def remind(day):
    """Who was reminded on `day`, by name."""
    before = set(DueReminder.objects.values_list("pk", flat=True))
    with factories.at(day):
        call_command("send_reminders", stdout=StringIO())
    rows = DueReminder.objects.exclude(pk__in=before).select_related("recipient")
    return sorted(row.recipient.username for row in rows)


def days_before(due, count):
    return workdays.back(due, count)


def days_after(due, count):
    return workdays.add(due, count)


@pytest.mark.parametrize(
    ("offset", "people"),
    [
        (-8, []),
        (-7, ["rini"]),
        (-3, ["rini"]),
        (-1, ["kadis", "rini"]),
        (2, ["kadis", "rini"]),
        (4, ["kadis", "lia", "rini"]),
        (6, ["kadis", "lia", "rini"]),
    ],
)
def test_first_who_must_act_then_the_head_then_litbang(offset, people, due):
    day = days_after(due, offset) if offset > 0 else days_before(due, -offset)

    assert remind(day) == people


def test_each_step_once_and_nothing_between(due):
    days = [days_before(due, 8 - n) for n in range(8)] + [days_after(due, n) for n in range(1, 6)]
    sent = {day: remind(day) for day in days}

    assert [len(sent[day]) for day in days] == [0, 1, 0, 0, 0, 1, 0, 2, 0, 2, 0, 3, 0]


def test_again_on_the_same_day_sends_nothing(due):
    day = days_before(due, 7)

    assert (remind(day), remind(day)) == (["rini"], [])
    assert Notification.objects.count() == 1


def test_of_missed_days_only_the_latest_is_made_good(due):
    assert remind(days_before(due, 2)) == ["rini"]
    assert [row.step for row in DueReminder.objects.all()] == [-3]


def test_the_sentence_tells_the_real_distance(due):
    remind(days_before(due, 2))

    (row,) = Notification.objects.all()
    assert row.facts["when"].endswith("2 hari kerja lagi")


def test_after_days_without_the_command_the_late_step_is_the_latest(due):
    remind(days_after(due, 7))

    assert {row.step for row in DueReminder.objects.all()} == {6}


def test_not_on_a_day_off(due):
    day = days_before(due, 7)
    OffDay.objects.create(day=day, name="Cuti bersama")
    workdays.forget()

    assert remind(day) == []


def test_not_on_a_sunday(due):
    day = days_after(due, 2)
    while day.weekday() != 6:
        day += timedelta(days=1)

    assert remind(day) == []


def test_the_steps_are_set_by_the_rules(due):
    ReportingRules.objects.update(remind_before="5, 2", remind_every=3)
    workdays.forget()

    steps = [duties.step_on(due, days_before(due, n)) for n in (6, 5, 4, 2, 1)]
    late = [duties.step_on(due, days_after(due, n)) for n in (1, 3, 5, 6)]

    assert steps == [None, -5, -5, -2, -2]
    assert late == [-2, 3, 3, 6]


def test_the_next_step_is_the_one_that_then_comes(due):
    """Whatever day it is, what the ledger announces is what the command then sends."""
    for offset in range(-9, 9):
        today = days_before(due, -offset) if offset < 0 else days_after(due, offset)
        step, day = duties.step_after(due, today)

        assert day > today
        assert duties.step_on(due, day) == step
        assert duties.step_on(due, days_before(day, 1)) != step


def test_a_sent_report_is_no_longer_asked_for(due, plan):
    with factories.at(days_before(due, 2)):
        factories.ReportFactory(plan=plan, sent=True)

    assert not DueReminder.objects.filter(duty="laporan").exists()
    assert "rini" not in remind(days_after(due, 2))


def test_a_moved_due_date_is_another_obligation(due, plan):
    remind(days_before(due, 1))
    later = days_after(due, 10)
    plan.standings.update(due=later, moved_from=due)

    assert remind(days_after(due, 2)) == []
    assert remind(days_before(later, 7)) == ["rini"]


# -- reviews ---------------------------------------------------------------------------------------


@pytest.fixture
def sent(due, plan, lia):
    return factories.ReportFactory(plan=plan, sent=True)


@pytest.fixture
def sari(lia):
    """Another officer of Bangka Barat."""
    return factories.UserFactory(
        username="sari", litbang=True, agency=lia.agency, region=lia.region
    )


def test_a_review_reaches_every_officer_of_the_region(sent, lia, sari, joko):
    assert remind(days_before(sent.review_due, 3)) == ["lia", "sari"]


def test_a_review_reaches_who_handles_it_and_late_the_others(sent, lia, sari):
    sent.assigned_to = sari
    sent.save()

    assert remind(days_before(sent.review_due, 1)) == ["sari"]
    assert remind(days_after(sent.review_due, 2)) == ["sari"]
    assert remind(days_after(sent.review_due, 4)) == ["lia", "sari"]


def test_who_is_on_leave_is_not_reminded_but_the_substitute(sent, lia, sari):
    sent.assigned_to = sari
    sent.save()
    Substitution.objects.create(
        person=sari,
        substitute=lia,
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        by=lia,
    )

    assert remind(days_before(sent.review_due, 1)) == ["lia"]


def test_no_officer_is_reminded_of_the_own_agencys_report(sent, lia, sari, plan):
    sari.agency = plan.replication.agency
    sari.save()

    assert remind(days_before(sent.review_due, 3)) == ["lia"]


# -- what was returned, asked, planned -------------------------------------------------------------


def test_a_returned_report_is_due_as_many_days_after_the_decision(due, plan, lia):
    report = factories.ReportFactory(plan=plan, returned=True)
    decided = Verification.objects.get(report=report).at.date()
    mend_by = workdays.add(decided, 5)

    assert remind(days_before(mend_by, 1)) == ["kadis", "rini"]
    assert DueReminder.objects.get(recipient__username="rini").due == mend_by


@pytest.fixture
def suggestion(due, plan, dr_budi):
    with factories.at(date(2026, 5, 4)):
        return factories.CommentFactory(
            milestone=plan.milestones.get(number=1),
            suggestion=True,
            wants_answer=True,
            answer_by=date(2026, 6, 30),
        )


@pytest.fixture
def reported(plan, due):
    """The quarter's report is out of the way."""
    plan.standings.update(report_state="diverifikasi")


def test_an_answer_is_asked_for_until_it_is_given(suggestion, reported, rini):
    assert remind(days_before(date(2026, 6, 30), 3)) == ["rini"]

    advice.answer(parent=suggestion, body="Sudah.", by=rini, key=uuid4())

    assert remind(days_before(date(2026, 6, 30), 1)) == []


def test_the_advisers_channel_reminds_no_agency(suggestion, reported):
    type(suggestion).objects.update(advisers_only=True)

    assert remind(date(2026, 7, 15)) == []


def test_a_milestone_is_asked_for_until_it_is_reached(due, plan, reported):
    milestone = plan.milestones.get(number=1)
    plan.milestones.filter(pk=milestone.pk).update(weight=50, due=date(2026, 8, 31))

    assert remind(days_before(date(2026, 8, 31), 7)) == ["rini"]
    plan.milestones.filter(pk=milestone.pk).update(reached=100)
    assert remind(days_before(date(2026, 8, 31), 3)) == []


# -- together or not at all ------------------------------------------------------------------------


def test_a_crash_between_ledger_and_notification_leaves_neither(due, monkeypatch):
    day = days_before(due, 7)
    with monkeypatch.context() as patch:
        patch.setattr(
            due_reminders.notices, "tell", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt), factories.at(day):
            call_command("send_reminders")
    assert not DueReminder.objects.exists()

    assert remind(day) == ["rini"]


def test_two_runs_that_looked_at_the_same_time_send_once(due, monkeypatch):
    alone = due_reminders._remind_of
    monkeypatch.setattr(due_reminders, "_remind_of", lambda *asked: alone(*asked) + alone(*asked))

    assert remind(days_before(due, 7)) == ["rini"]
    assert Counter(row.recipient.username for row in Notification.objects.all()) == {"rini": 1}


def test_reminders_go_by_mail_at_once(due, rini):
    remind(days_before(due, 7))

    assert Notification.objects.get(recipient=rini).mail == Mode.AT_ONCE


def test_it_asks_the_database_no_more_for_more_plans(due, plan, django_assert_max_num_queries):
    day = days_before(due, 5)
    with factories.at(day):
        call_command("send_reminders", stdout=StringIO())
        for _ in range(3):
            factories.ActionPlanFactory(milestones=1, approved=True)
        DueReminder.objects.all().delete()
        workdays.rules()
        with django_assert_max_num_queries(10):
            due_reminders._unsent(type(plan).objects.all(), day)


# -- the ledger ---------------------------------------------------------------------------------


LEDGER = "/pengingat/"


def test_the_ledger_says_who_was_told_what_why_and_what_comes_next(due, plan, lia, as_user):
    remind(days_before(due, 1))
    with factories.at(days_before(due, 1)):
        page = as_user(lia).get(LEDGER).content.decode()

    assert "Laporan TW\xa0I 2026, Rajutan SiBakul Jogja" in page
    assert "1 hari kerja sebelum tenggat" in page
    assert "Rini Astuti (yang harus mengerjakan)" in page
    assert "Hasan Basri (kepala OPD)" in page
    assert "2 hari kerja sesudah tenggat, kepada staf OPD dan kepala OPD" in page


def test_before_it_is_sent_the_next_is_today(due, lia, as_user):
    day = days_before(due, 7)
    with factories.at(day):
        page = as_user(lia).get(LEDGER)

    (entry,) = page.context["entries"]
    assert (entry.next_day, entry.sendings) == (day, [])


def test_another_agencys_obligations_are_not_seen(due, tono, joko, as_user):
    remind(days_before(due, 7))
    for person in (tono, joko):
        for tab in ("", "?tampil=riwayat"):
            with factories.at(days_before(due, 6)):
                page = as_user(person).get(f"{LEDGER}{tab}").content.decode()

            assert "SiBakul" not in page


def test_the_history_keeps_what_is_done(due, plan, rini, as_user):
    remind(days_before(due, 7))
    plan.standings.update(report_state="dikirim")
    client = as_user(rini)
    with factories.at(days_before(due, 6)):
        assert client.get(LEDGER).context["entries"] == []
        history = client.get(f"{LEDGER}?tampil=riwayat").content.decode()

    assert "Mengirim laporan" in history
    assert "Rini Astuti" in history


@pytest.mark.parametrize("asked", ["jenis=tonggak", "lewat=on"])
def test_the_ledger_is_narrowed(asked, due, lia, as_user):
    with factories.at(days_before(due, 7)):
        assert as_user(lia).get(LEDGER).context["page"].paginator.count == 1
        assert as_user(lia).get(f"{LEDGER}?{asked}").context["page"].paginator.count == 0


@pytest.mark.parametrize("asked", ["jenis=x", "opd=x", "page=x", "tampil=x", "opd=9999999"])
def test_a_senseless_address_is_no_failure(asked, due, lia, as_user):
    assert as_user(lia).get(f"{LEDGER}?{asked}").status_code == 200


def test_a_reports_part_is_a_fragment(due, plan, rini, as_user):
    remind(days_before(due, 7))
    address = f"/rencana/{plan.pk}/pengingat/?triwulan=1"
    with factories.at(days_before(due, 6)):
        page = as_user(rini).get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert "Rini Astuti (yang harus mengerjakan)" in page


def test_the_ledger_does_not_ask_more_as_it_grows(due, lia, as_user, queries, bangka_barat):
    client = as_user(lia)
    with factories.at(days_before(due, 5)):
        few = queries(client, LEDGER)
        for number in range(5):
            factories.ActionPlanFactory(
                replication__agency__region=bangka_barat,
                replication__agency__name=f"Dinas {number}",
                milestones=2,
                approved=True,
            )
        call_command("send_reminders", stdout=StringIO())

        assert queries(client, LEDGER) <= few
