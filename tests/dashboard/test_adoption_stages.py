"""Adopters side by side: the first service, revisions, one among the others, when each is done."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from actionplans import curve
from actionplans.models import PeriodStanding, ProgressUpdate
from actionplans.services import matrix, plans, verification
from innovations.models import Replication
from replikasi.dashboard import adoption
from tests import factories
from tests.factories.people import head_of, officer_of, staff_of
from tests.factories.plans import milestone_of

SIGNED = date(2025, 11, 3)
SERVICE, IMPLEMENTATION = 1, 2  # places among the steps


@pytest.fixture
def innovation(db):
    return factories.InnovationFactory(name="Sip Banget")


@pytest.fixture
def address(innovation):
    return reverse("adopters", args=[innovation.pk])


@pytest.fixture
def adopt(innovation):
    """`adopt()` is an approved plan of so many milestones (6: two a stage) of a new agency."""
    commitment = factories.CommitmentFactory(signed_on=SIGNED)

    def made(milestones=6, **values):
        replication = factories.ReplicationFactory(
            innovation=innovation, commitment=commitment, programme_year=2026, **values
        )
        return factories.ActionPlanFactory(
            replication=replication, milestones=milestones, approved=True
        )

    return made


def record(plan, number, day, percent):
    update = factories.ProgressUpdateFactory(
        milestone=plan.milestones.get(number=number),
        happened_on=day,
        percent=Decimal(percent),
        note="Dicatat bersama tim.",
    )
    # The database has its own clock.
    at = timezone.make_aware(datetime.combine(day, time(15)))
    ProgressUpdate.objects.filter(pk=update.pk).update(created_at=at)


def row_of(client, address, plan):
    (found,) = [
        (row, outlook)
        for row, outlook in client.get(address).context["adopters"]
        if row.pk == plan.replication_id
    ]
    return found


# -- the first service ---------------------------------------------------------------------------


def test_the_first_service_is_the_first_activity_of_pelaksanaan_that_was_done(
    address, adopt, lia, as_user, on_day
):
    on_day("2026-06-11")
    plan = adopt()
    record(plan, 1, date(2026, 2, 3), 100)  # Persiapan is no service yet
    record(plan, 4, date(2026, 4, 7), 90)
    assert row_of(as_user(lia), address, plan)[0].cells[SERVICE].done is None

    record(plan, 3, date(2026, 5, 5), 100)
    record(plan, 4, date(2026, 6, 2), 100)

    row, _ = row_of(as_user(lia), address, plan)
    assert row.cells[SERVICE].done == adoption.Mark(date(2026, 5, 5), verified=False)
    assert row.cells[SERVICE].days == (date(2026, 5, 5) - SIGNED).days
    assert row.cells[IMPLEMENTATION].done.day == date(2026, 6, 2)
    page = as_user(lia).get(address).content.decode()
    assert "Layanan pertama adalah hari pertama satu kegiatan tahap Pelaksanaan selesai" in page


def test_a_verified_service_comes_before_one_that_is_only_claimed(
    address, adopt, lia, as_user, on_day
):
    on_day("2026-06-11")
    plan = adopt()
    record(plan, 4, date(2026, 2, 3), 100)
    record(plan, 3, date(2026, 3, 3), 100)
    claimed = adoption.Mark(date(2026, 2, 3), verified=False)
    assert row_of(as_user(lia), address, plan)[0].cells[SERVICE].done == claimed

    report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    judgements = {
        line.pk: (min(line.percent, Decimal(60)), "Bukti mendukung sebagian.")
        if line.milestone.number == 4
        else (line.percent, "")
        for line in report.lines.select_related("milestone")
    }
    by = officer_of(plan.replication.agency.region)
    verification.verify_report(report=report, by=by, judgements=judgements)

    mark = row_of(as_user(lia), address, plan)[0].cells[SERVICE].done
    assert mark == adoption.Mark(date(2026, 3, 3), verified=True)


# -- revisions -----------------------------------------------------------------------------------


@pytest.fixture
def revised(adopt, on_day):
    """A plan of which Persiapan is done, and a revision of it with one more milestone there."""
    on_day("2026-05-11")
    plan = adopt(milestones=3)
    record(plan, 1, date(2026, 2, 3), 100)
    agency = plan.replication.agency
    plan = plans.revise_plan(
        plan=plan, by=head_of(agency), reason="lingkup", note="Tambah satu kegiatan."
    )
    changed = plan.milestones.get(number=1)
    changed.weight -= 10
    matrix.save_milestone(milestone=changed, by=staff_of(agency), seen=changed.revision)
    plan.refresh_from_db()
    added = milestone_of(plan, 1, 40, weight=Decimal(10), activity="Tambahan")
    matrix.save_milestone(milestone=added, by=staff_of(agency))
    plan.refresh_from_db()
    return plan


def test_a_milestone_of_a_revision_counts_once_it_is_approved(
    address, revised, lia, as_user, on_day
):
    assert revised.milestones.filter(stage="1-persiapan").count() == 2
    done = adoption.Mark(date(2026, 2, 3), verified=False)
    assert row_of(as_user(lia), address, revised)[0].cells[0].done == done

    agency = revised.replication.agency
    plan = plans.submit_plan(plan=revised, by=head_of(agency))
    assert row_of(as_user(lia), address, revised)[0].cells[0].done == done

    plans.approve_plan(plan=plan, by=officer_of(agency.region))

    assert row_of(as_user(lia), address, revised)[0].cells[0].done is None


def test_a_revision_that_is_given_up_changes_nothing(address, revised, lia, as_user):
    plans.give_up_revision(plan=revised, by=head_of(revised.replication.agency))

    row, _ = row_of(as_user(lia), address, revised)
    assert row.cells[0].done == adoption.Mark(date(2026, 2, 3), verified=False)


# -- one among the others ------------------------------------------------------------------------


def prepared(adopt, day):
    plan = adopt(milestones=3)
    record(plan, 1, day, 100)
    return plan


def test_one_stands_among_the_others_against_the_median(address, adopt, lia, as_user, on_day):
    on_day("2026-05-11")
    rows = [prepared(adopt, date(2026, 2, 2) + timedelta(days=10 * n)) for n in range(5)]

    def place(plan):
        response = as_user(lia).get(f"{address}?replikasi={plan.replication_id}")
        assert response.context["own"] == plan.replication_id
        return response.context["standing"].places[0], response.content.decode()

    first, page = place(rows[0])
    assert (first.difference, first.others) == (-20, 4)
    assert "20 hari lebih cepat dari median 111 hari, seperempat yang lebih cepat" in page
    assert page.count("adopt-halo") == 2 * 1 + 1  # both drawings and the key
    assert re.search(r'<tr class="adopt-own"', page)
    assert place(rows[2])[0].words == "sama dengan median 111 hari, di separuh di tengah"
    last = place(rows[4])[0].words
    assert last == "20 hari lebih lama dari median 111 hari, seperempat yang lebih lama"


def test_among_fewer_than_five_there_are_points_and_no_comparison(
    address, adopt, lia, as_user, on_day
):
    on_day("2026-05-11")
    plan = prepared(adopt, date(2026, 2, 2))
    prepared(adopt, date(2026, 3, 2))

    response = as_user(lia).get(f"{address}?replikasi={plan.replication_id}")

    place = response.context["standing"].places[0]
    assert (place.words, place.spread, place.others) == ("", None, 1)
    assert "median" not in response.content.decode().split("Dari komitmen ke tiap tahap")[0]


def test_what_the_reader_does_not_see_is_not_compared(
    address, adopt, rini, dinkop, as_user, on_day
):
    on_day("2026-05-11")
    own, other = adopt(milestones=3, agency=dinkop), prepared(adopt, date(2026, 2, 2))

    for asked in (other.replication_id, 999_999, "x"):
        response = as_user(rini).get(f"{address}?replikasi={asked}")
        assert (response.context["standing"], response.context["own"]) == (None, None)
        assert other.replication.agency.name not in response.content.decode()
    assert as_user(rini).get(f"{address}?replikasi={own.replication_id}").context["own"]


def test_the_page_opens_where_the_compared_one_stands(address, adopt, lia, as_user, on_day):
    on_day("2026-05-11")
    for number in range(16):
        adopt(milestones=3, agency__name=f"Dinas {number:02}")
    last = adopt(milestones=3, agency__name="Dinas Z")

    response = as_user(lia).get(f"{address}?replikasi={last.replication_id}")

    assert response.context["page"].number == 2
    page = response.content.decode()
    assert f"?replikasi={last.replication_id}&amp;page=1" in page


def test_a_replication_leads_to_its_place(address, adopt, lia, as_user, on_day):
    on_day("2026-05-11")
    plan = adopt(milestones=3)

    page = as_user(lia).get(reverse("replication", args=[plan.replication_id])).content.decode()

    assert f'href="{address}?replikasi={plan.replication_id}"' in page


# -- when each will be done ----------------------------------------------------------------------


def at_a_pace(plan):
    for month, percent in ((2, 10), (3, 20), (4, 35), (5, 45)):
        for number in (1, 2, 3):
            record(plan, number, date(plan.fiscal_year, month, 4 + number), percent)


def test_an_open_adopter_is_foretold_as_its_own_curve_is(address, adopt, lia, as_user, on_day):
    on_day("2026-06-11")
    plan = adopt(milestones=3)
    at_a_pace(plan)

    row, outlook = row_of(as_user(lia), address, plan)

    standings = PeriodStanding.objects.filter(plan=plan).select_related("period")
    own = curve.plan_curve(plan, list(standings), timezone.localdate())
    assert outlook.forecast.finish
    assert outlook.sentence == own.outlook
    assert row.finish is None
    page = as_user(lia).get(address).content.decode()
    assert "sekitar" in page
    assert "perkiraan, antara" in page


def test_what_cannot_be_foretold_says_why(address, adopt, lia, as_user, on_day):
    on_day("2026-06-11")
    silent, stopped = adopt(milestones=3), adopt(milestones=3)
    at_a_pace(stopped)
    Replication.objects.filter(pk=stopped.replication_id).update(status="berhenti")

    rows = as_user(lia).get(address).context["adopters"]
    told = {row.pk: outlook for row, outlook in rows}
    assert told[silent.replication_id].reason == "Belum ada perkiraan: belum ada catatan progres."
    found = told[stopped.replication_id]
    assert (found.forecast, found.reason) == (None, "Tidak diperkirakan: replikasi berhenti.")

    on_day("2027-02-02")
    reason = row_of(as_user(lia), address, silent)[1].reason
    assert reason == "Tidak diperkirakan: rencana terakhir untuk tahun 2026."


def test_one_that_is_done_shows_what_had_been_foretold(address, adopt, lia, as_user, on_day):
    on_day("2026-08-11")
    plan = adopt(milestones=3)
    at_a_pace(plan)
    for number in (1, 2, 3):
        record(plan, number, date(2026, 7, 14), 100)

    row, outlook = row_of(as_user(lia), address, plan)

    assert outlook is None
    assert row.finish == adoption.Mark(date(2026, 7, 14), verified=False)
    assert [check.quarter for check in row.checks] == [2]
    page = as_user(lia).get(address).content.decode()
    assert f"perkiraan akhir {row.checks[0].words}" in page
    assert "Baru 1 OPD selesai dan pernah dapat diperkirakan" in page
    assert "Di dalam rentangnya" not in page


def test_one_that_is_done_is_foretold_the_plan_of_the_year(
    address, adopt, innovation, lia, as_user, on_day
):
    on_day("2026-08-11")
    plan = adopt(milestones=3)
    for number in (1, 2, 3):
        record(plan, number, date(2026, 7, 14), 100)
    on_day("2027-06-11")
    later = factories.ActionPlanFactory(
        replication=plan.replication, fiscal_year=2027, milestones=3, approved=True
    )
    at_a_pace(later)

    row, outlook = row_of(as_user(lia), address, plan)

    assert (row.finish.day, row.course.year) == (date(2026, 7, 14), 2027)
    assert outlook.forecast.finish.year == 2027
    page = as_user(lia).get(address).content.decode()
    assert "rencana 2027 diperkirakan selesai sekitar" in page
    response = as_user(lia).get(reverse("adopters_feed", args=[innovation.pk, "json"]))
    (told,) = response.json()["baris"]
    assert told["Rencana yang diperkirakan"] == 2027
    assert told["Perkiraan selesai"] == outlook.forecast.finish.isoformat()

    on_day("2028-02-01")
    assert row_of(as_user(lia), address, plan)[1] is None


def test_cold_it_asks_no_more_for_many(address, adopt, lia, as_user, on_day, queries):
    on_day("2026-06-11")
    client = as_user(lia)
    client.get(reverse("innovation_list"))

    def cold():
        first = adopt(milestones=3)  # leaves a pulse, so that nothing is kept
        at_a_pace(first)
        return queries(client, f"{address}?replikasi={first.replication_id}")

    few = cold()
    for _ in range(17):
        adopt(milestones=3)

    assert cold() == few
