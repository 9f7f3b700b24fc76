"""Periods: made ahead, moved for everybody or one agency, counted by Litbang's days and rules."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans import due_dates, dues, workdays
from actionplans.models import (
    ActionPlan,
    DueMove,
    OffDay,
    PeriodStanding,
    ReportingPeriod,
    ReportingRules,
)
from actionplans.services import consistency, days_off, due_moves, reporting_periods
from replikasi.common.locking import Conflict
from replikasi.notifications.models import Notification
from tests import factories
from tests.factories import period

pytestmark = pytest.mark.django_db
REASON = "Jaringan di kantor bupati putus."


def dates(quarter, year=2026):
    row = ReportingPeriod.objects.get(year=year, quarter=quarter)
    return row.opens, row.due, row.review_due


def moved(quarter, due, by, agency=None, reason=REASON, **more):
    row = period(quarter)
    return due_moves.move_due(period=row, by=by, due=due, reason=reason, agency=agency, **more)


def differences():
    return list(consistency.differences(ActionPlan.objects.all()))


def day_off(day, by, name="Cuti bersama", is_off=True):
    return days_off.save_off_day(off_day=OffDay(day=day, name=name, is_off=is_off), by=by)


@pytest.fixture
def tani(distan, ubb):
    """The approved plan of another agency of the regency."""
    return factories.ActionPlanFactory(
        replication__agency=distan, replication__facilitator=ubb, milestones=1, approved=True
    )


# -- made ahead ---------------------------------------------------------------------------------


def test_the_command_makes_this_and_the_next_year_and_says_so(capsys):
    call_command("make_periods")
    assert ReportingPeriod.objects.filter(year__in=(2026, 2027)).count() == 8
    assert "TW\xa0IV 2027" in capsys.readouterr().out
    # 1 Oct 2026 is a Thursday: five working days after 30 Sep, ten for Litbang.
    assert dates(3) == (date(2026, 10, 1), date(2026, 10, 7), date(2026, 10, 14))


def test_the_command_writes_nothing_for_years_that_are_there(capsys):
    call_command("make_periods")
    ReportingPeriod.objects.filter(year=2027, quarter=1).update(review_due=date(2027, 4, 20))
    capsys.readouterr()
    with CaptureQueriesContext(connection) as seen:
        call_command("make_periods")
    assert all(query["sql"].startswith("SELECT") for query in seen)
    assert "sudah ada" in capsys.readouterr().out
    assert dates(1, 2027)[2] == date(2027, 4, 20)


def test_two_commands_at_once_make_each_period_once(monkeypatch):
    """The other one made it between this one's look and its writing."""
    call_command("make_periods")
    before = set(ReportingPeriod.objects.values_list("pk", flat=True))
    monkeypatch.setattr(reporting_periods, "QUARTERS", (1, 2))
    rows = [reporting_periods._made(2026, quarter) for quarter in (1, 2)]
    assert [is_new for _, is_new in rows] == [False, False]
    assert set(ReportingPeriod.objects.values_list("pk", flat=True)) == before


def test_a_period_made_later_has_standings_of_plans_that_were_approved(plan):
    period(4).delete()
    assert plan.standings.count() == 3
    call_command("make_periods")
    assert plan.standings.count() == 4
    assert differences() == []


# -- moved for everybody ------------------------------------------------------------------------


def test_a_date_moved_for_everybody_keeps_the_first_and_takes_the_review_along(plan, tani, lia):
    moved(4, date(2027, 1, 13), lia)
    row = period(4)
    assert (row.due, row.first_due) == (date(2027, 1, 13), date(2027, 1, 11))
    assert row.review_due == workdays.add(date(2027, 1, 13), 5)
    for standing in PeriodStanding.objects.filter(period=row):
        assert (standing.due, standing.moved_from) == (date(2027, 1, 13), date(2027, 1, 11))
    assert PeriodStanding.objects.filter(period=row).count() == 2
    assert differences() == []

    moved(4, date(2027, 1, 18), lia, reason="Diperpanjang lagi.")
    assert period(4).first_due == date(2027, 1, 11)  # the very first, not the one in between


def test_taken_back_it_is_as_if_it_was_never_moved_but_for_the_trace(plan, lia):
    moved(4, date(2027, 1, 13), lia)
    due_moves.take_back(period=period(4), by=lia, reason="Jaringan sudah pulih.")
    assert dates(4) == (date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 18))
    assert period(4).first_due is None
    assert plan.standings.get(period=period(4)).moved_from is None
    assert [move.due for move in DueMove.objects.order_by("id")] == [
        date(2027, 1, 13),
        date(2027, 1, 11),
    ]
    with pytest.raises(ValidationError, match="sudah dikembalikan"):
        due_moves.take_back(period=period(4), by=lia, reason="Lagi.")


def test_reports_that_were_sent_are_late_by_the_new_date_from_the_day_they_were_first_sent(
    plan, tani, lia
):
    first = factories.ReportFactory(plan=plan, quarter=3, sent=True, late=3)
    factories.ReportFactory(plan=tani, quarter=3, sent=True, late=1)
    assert due_moves.effect(period(3), date(2026, 10, 9)).late == 2
    moved(3, date(2026, 10, 9), lia)
    late = {row.plan_id: row.days_late for row in PeriodStanding.objects.filter(period=period(3))}
    assert late == {plan.pk: 1, tani.pk: 0}
    first.refresh_from_db()
    assert first.days_late == 1
    assert differences() == []

    due_moves.take_back(period=period(3), by=lia, reason="Keliru.")
    first.refresh_from_db()
    assert first.days_late == 3


@pytest.mark.parametrize(
    ("due", "sentence"),
    [
        (date(2026, 10, 7), "Tenggatnya sudah 7"),
        (date(2026, 9, 30), "tidak boleh sebelum laporan dibuka"),
        (date(2026, 10, 5), "tidak dapat dimajukan ke hari yang sudah lewat"),
        (date(2062, 10, 12), "Periksa tahunnya"),
    ],
)
def test_dates_that_make_no_sense_are_refused(plan, lia, due, sentence):
    with pytest.raises(ValidationError, match=sentence):
        moved(3, due, lia)
    assert not DueMove.objects.exists()


def test_people_who_report_and_litbang_are_told_with_the_reason(plan, lia, joko, rini, tono):
    moved(4, date(2027, 1, 13), lia)
    told = Notification.objects.filter(kind="due_moved")
    names = set(told.values_list("recipient__username", flat=True))
    assert {"rini", "kadis", "joko"} <= names
    assert not {"lia", "tono"} & names  # who did it knows; Tono's agency has no plan
    assert REASON in told.first().facts["reason"]


def test_the_same_form_sent_twice_moves_once(plan, lia):
    first = moved(4, date(2027, 1, 13), lia, seen=0)
    assert moved(4, date(2027, 1, 13), lia, seen=0) == first
    assert DueMove.objects.count() == 1
    assert Notification.objects.filter(kind="due_moved", recipient__username="rini").count() == 1


def test_a_stale_form_is_told_who_moved_it(plan, lia, admin):
    moved(4, date(2027, 1, 13), lia)
    with pytest.raises(Conflict, match="Lia Kartika sudah menggeser tenggat semua OPD menjadi 13"):
        moved(4, date(2027, 1, 18), admin, seen=0)


def test_agencies_and_leaders_move_nothing(plan, rini, pak_kadis, dr_budi, ibu_sekda):
    for person in (rini, pak_kadis, dr_budi, ibu_sekda):
        with pytest.raises(PermissionDenied):
            moved(4, date(2027, 1, 13), person)


# -- moved for one agency -----------------------------------------------------------------------


def test_one_agencys_date_leaves_the_others_and_the_officers_alone(plan, tani, dinkop, lia):
    moved(4, date(2027, 1, 13), lia, dinkop)
    assert dates(4)[1:] == (date(2027, 1, 11), date(2027, 1, 18))
    own = plan.standings.get(period=period(4))
    assert (own.due, own.moved_from) == (date(2027, 1, 13), date(2027, 1, 11))
    assert tani.standings.get(period=period(4)).due == date(2027, 1, 11)
    assert differences() == []
    told = Notification.objects.filter(kind="due_moved").values_list("recipient__username")
    assert {name for (name,) in told} == {"rini", "kadis"}


def test_a_report_is_late_by_its_agencys_own_date(plan, tani, dinkop, lia, rini, pak_kadis):
    moved(3, date(2026, 10, 13), lia, dinkop)
    ours = factories.ReportFactory(plan=plan, quarter=3, sent=True, late=5)  # sent 14 October
    theirs = factories.ReportFactory(plan=tani, quarter=3, sent=True, late=5)
    assert (ours.days_late, theirs.days_late) == (1, 5)


def test_an_earlier_date_of_ones_own_is_none(plan, dinkop, lia):
    with pytest.raises(ValidationError, match="melewati tenggat umum"):
        moved(4, date(2027, 1, 11), lia, dinkop)


def test_it_ends_when_everybodys_passes_it_and_comes_back_with_them(plan, dinkop, lia):
    moved(4, date(2027, 1, 13), lia, dinkop)
    moved(4, date(2027, 1, 20), lia)
    assert plan.standings.get(period=period(4)).due == date(2027, 1, 20)
    due_moves.take_back(period=period(4), by=lia, reason="Keliru.")
    assert plan.standings.get(period=period(4)).due == date(2027, 1, 13)
    assert differences() == []
    due_moves.take_back(period=period(4), by=lia, reason="Pulih.", agency=dinkop)
    standing = plan.standings.get(period=period(4))
    assert (standing.due, standing.moved_from) == (date(2027, 1, 11), None)
    assert differences() == []


def test_an_agency_outside_the_officers_region_is_not_theirs_to_move(plan, dinkop, joko):
    with pytest.raises(PermissionDenied):
        moved(4, date(2027, 1, 13), joko, dinkop)


def test_the_reason_is_that_of_the_move_that_counts(plan, dinkop, distan, lia):
    moved(4, date(2027, 1, 12), lia, reason="Server mati.")
    moved(4, date(2027, 1, 14), lia, dinkop, reason="Gedung pindah.")
    row = period(4)
    assert dues.of_agency(dinkop.pk, [row])[row.pk].reason == "Gedung pindah"
    assert dues.of_agency(distan.pk, [row])[row.pk].reason == "Server mati"
    assert dues.of_agency(dinkop.pk, [row])[row.pk].moved_from == date(2027, 1, 11)


def test_the_calendar_shows_the_agencys_own_date_as_a_later_edition(plan, dinkop, rini, lia):
    def entry(person, words):
        found = due_dates.of_user(person, date(2026, 11, 24))
        (one,) = [due for due in found if due.title.startswith(words) and "TW\xa0IV" in due.title]
        return one

    assert entry(rini, "Tenggat kirim").sequence == 0
    moved(4, date(2027, 1, 13), lia, dinkop)
    mine = entry(rini, "Tenggat kirim")
    assert (mine.day, mine.sequence) == (date(2027, 1, 13), 1)
    assert mine.lines == (f"Tenggat OPD semula 11\xa0Jan\xa02027: {REASON.rstrip('.')}",)
    assert entry(lia, "Tenggat verifikasi").day == date(2027, 1, 18)


# -- days off and rules -------------------------------------------------------------------------


def test_a_joint_leave_day_shifts_what_has_not_opened(plan, lia):
    period(3)
    third = dates(3)
    _, changed = day_off(date(2027, 1, 6), lia)
    assert [row.quarter for row, _ in changed] == [4]
    assert dates(4) == (date(2027, 1, 4), date(2027, 1, 12), date(2027, 1, 19))
    standing = plan.standings.get(period=period(4))
    assert (standing.due, standing.moved_from) == (date(2027, 1, 12), None)
    assert dates(3) == third
    assert differences() == []

    days_off.delete_off_day(off_day=OffDay.objects.get(), by=lia)
    assert dates(4)[1] == date(2027, 1, 11)


def test_a_holiday_that_is_worked_here_counts(lia):
    period(4)
    day_off(date(2027, 1, 1), lia, "Tetap bekerja", is_off=False)
    assert dates(4)[:2] == (date(2027, 1, 1), date(2027, 1, 8))


def test_dates_given_by_hand_stay(lia):
    period(4)
    moved(4, date(2027, 1, 13), lia)
    row = reporting_periods.ensure_year(2027)[0]
    row.review_due = date(2027, 4, 30)
    row._change_reason = "situs admin"
    row.save()
    day_off(date(2027, 1, 6), lia)
    day_off(date(2027, 4, 5), lia)
    assert dates(4) == (date(2027, 1, 4), date(2027, 1, 13), date(2027, 1, 20))
    assert dates(1, 2027)[2] == date(2027, 4, 30)


def test_moved_and_taken_back_it_is_proposed_again(lia):
    period(4)
    moved(4, date(2027, 1, 13), lia)
    due_moves.take_back(period=period(4), by=lia, reason="Keliru.")
    day_off(date(2027, 1, 6), lia)
    assert dates(4)[1] == date(2027, 1, 12)


def test_a_leave_day_decreed_late_makes_reports_less_late(plan, lia):
    report = factories.ReportFactory(plan=plan, quarter=3, sent=True, late=3)  # sent 12 October
    day_off(date(2026, 10, 8), lia)
    report.refresh_from_db()
    assert report.days_late == 2
    assert plan.standings.get(period=report.period).days_late == 2
    assert dates(3)[1] == date(2026, 10, 7)  # it had opened


def test_a_day_sent_twice_is_one_and_another_of_the_same_date_is_refused(lia):
    first, _ = day_off(date(2027, 1, 6), lia)
    assert day_off(date(2027, 1, 6), lia)[0] == first
    with pytest.raises(ValidationError, match="sudah ada di daftar"):
        day_off(date(2027, 1, 6), lia, "Nama lain")


def test_rules_count_what_is_to_come_anew(plan, lia):
    rules = ReportingRules.objects.get()
    rules.report_due_days, rules.review_due_days = 7, 9
    changed = days_off.save_rules(rules=rules, by=lia)
    assert (4, date(2027, 1, 11)) in [(row.quarter, before) for row, before in changed]
    assert dates(4) == (date(2027, 1, 4), date(2027, 1, 13), date(2027, 1, 15))
    assert dates(3)[1] == date(2026, 10, 7)
    assert differences() == []


def test_only_keepers_change_days_and_rules(rini, dr_budi, ibu_sekda):
    for person in (rini, dr_budi, ibu_sekda):
        with pytest.raises(PermissionDenied):
            day_off(date(2027, 1, 6), person)
        with pytest.raises(PermissionDenied):
            days_off.save_rules(rules=ReportingRules.objects.get(), by=person)
