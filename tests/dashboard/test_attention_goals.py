"""Perlu perhatian on goals: outcomes that move away, clauses of a commitment late or unserved."""

from datetime import date
from decimal import Decimal

import pytest

from actionplans.models import MilestoneTrace
from innovations.models import OutcomeValue
from tests import factories
from tests.dashboard.attention_list import PAGE, kinds, listed, one

JUNE, SEPTEMBER = date(2026, 6, 30), date(2026, 9, 30)


@pytest.fixture
def visits(october, plan, sibakul):
    """Visits: 100 at first, 200 wanted; 140 in June, verified."""
    outcome = factories.OutcomeFactory(
        replication=sibakul, indicator="Kunjungan", baseline=100, target=200
    )
    measured(outcome, JUNE, 140, verified=True)
    return outcome


def of_kind(client, kind):
    return [item for item in listed(client).page.object_list if item.kind == kind]


def measured(outcome, day, value, **more):
    return factories.OutcomeValueFactory(
        outcome=outcome, measured_on=day, value=Decimal(value), **more
    )


@pytest.mark.parametrize(
    ("value", "title"),
    [
        (150, None),
        (140, None),
        (139, "Hasil mundur: Kunjungan"),
        (100, "Hasil mundur: Kunjungan"),
        (99, "Hasil menjauh dari target: Kunjungan"),
    ],
)
def test_an_outcome_that_moves_the_wrong_way(visits, as_user, lia, value, title):
    measured(visits, SEPTEMBER, value, verified=True)

    assert [row.title for row in of_kind(as_user(lia), "away")] == ([title] if title else [])


def test_what_is_less_than_before_but_still_beyond_the_target_is_no_concern(visits, as_user, lia):
    measured(visits, date(2026, 8, 1), 260, verified=True)
    measured(visits, SEPTEMBER, 200, verified=True)

    assert "away" not in kinds(as_user(lia))


@pytest.mark.parametrize(("value", "away"), [(39, False), (41, True), (31, False)])
def test_less_can_be_better(october, plan, sibakul, as_user, lia, value, away):
    outcome = factories.OutcomeFactory(replication=sibakul, baseline=50, target=30)
    measured(outcome, JUNE, 40, verified=True)
    measured(outcome, SEPTEMBER, value, verified=True)

    assert ("away" in kinds(as_user(lia))) is away


def test_only_what_litbang_verified_of_the_whole_counts(
    visits, as_user, lia, rini, ibu_sekda, dr_budi
):
    measured(visits, SEPTEMBER, 20)
    measured(visits, date(2026, 9, 1), 30, returned=True)
    measured(visits, SEPTEMBER, 10, verified=True, group="Perempuan")
    for person in (lia, rini, ibu_sekda, dr_budi):
        assert "away" not in kinds(as_user(person))

    OutcomeValue.objects.filter(group="", measured_on=SEPTEMBER).delete()
    low = measured(visits, SEPTEMBER, 170, verified=True)
    OutcomeValue.objects.filter(pk=low.pk).update(verified_value=90)
    measured(visits, date(2026, 10, 5), 7)
    for person in (lia, rini, ibu_sekda, dr_budi):
        told = one(as_user(person), "away")
        assert told.note == (
            "Rajutan SiBakul Jogja, Dinkop UKM. Nilai awal 100, sebelumnya 140 (30\u00a0Jun), "
            "kini 90 (30\u00a0Sep), target 200 orang; terverifikasi. Sebabnya belum dicatat"
        )
    rows = as_user(ibu_sekda).get("/dasbor/perhatian.json?concern=away").json()["baris"]
    assert [row["Jenis"] for row in rows] == ["hasil menjauh atau mundur"]
    assert "170" not in str(rows)


def test_it_is_the_agencys_to_mend_on_its_page_of_outcomes(visits, as_user, rini, tono, joko):
    measured(visits, SEPTEMBER, 90, verified=True)
    told = one(as_user(rini), "away")

    assert told.told_turn == "Dinkop UKM (Anda: tindak lanjuti sebabnya)"
    assert told.since == SEPTEMBER
    address, _, place = told.url.partition("#")
    assert f'id="{place}"' in as_user(rini).get(address).content.decode()
    for stranger in (tono, joko):
        assert "away" not in kinds(as_user(stranger))


def test_an_earlier_quarter_knows_only_what_was_measured_by_then(visits, as_user, lia, on_day):
    measured(visits, SEPTEMBER, 90, verified=True)

    assert "away" not in kinds(as_user(lia), "?quarter=2")
    assert "away" in kinds(as_user(lia), "?quarter=3")


def test_an_indicator_without_target_or_of_a_stopped_replication(visits, as_user, lia, sibakul):
    measured(visits, SEPTEMBER, 90, verified=True)
    visits.target = None
    visits.save()
    assert "away" not in kinds(as_user(lia))

    visits.target, visits.baseline = 200, None
    visits.save()
    assert one(as_user(lia), "away").title == "Hasil mundur: Kunjungan"
    type(sibakul).objects.filter(pk=sibakul.pk).update(status="berhenti")
    assert "away" not in kinds(as_user(lia), "?")


# -- clauses --------------------------------------------------------------------------------------


@pytest.fixture
def clause(october, plan, sibakul):
    """Of a commitment behind Dinkop's replication, due in a month; the first milestone was due on
    1 October."""
    sibakul.commitment = factories.CommitmentFactory(
        title="Kesepakatan", valid_until=date(2027, 6, 1)
    )
    sibakul.save()
    plan.milestones.update(due=date(2026, 12, 1))
    plan.milestones.filter(number=1).update(due=date(2026, 10, 1))
    return factories.ClauseFactory(
        commitment=sibakul.commitment, number=4, text="Mendata UKM.", due=date(2026, 11, 13)
    )


def serve(clause, plan, *numbers):
    for milestone in plan.milestones.filter(number__in=numbers):
        MilestoneTrace.objects.create(milestone=milestone, clause=clause)


def due(clause, day):
    clause.due = day
    clause.save()


def test_a_clause_that_nothing_serves_is_litbangs(clause, as_user, lia, rini):
    told = one(as_user(lia), "clause")

    assert told.title == "Butir 4 komitmen belum dilayani tonggak: Mendata UKM"
    assert told.note == "Kesepakatan. Dicatat 13\u00a0Okt, tenggat 13\u00a0Nov"
    assert told.told_turn == "Litbang (Anda: kaitkan dengan tonggak)"
    assert told.url == f"/komitmen/butir/{clause.pk}/"
    assert one(as_user(rini), "clause").told_turn == "Litbang"
    due(clause, date(2026, 10, 9))
    told = one(as_user(lia), "clause", "?concern=clause")
    assert told.note == "Kesepakatan. Tenggat 9\u00a0Okt, lewat 2 hari kerja"
    assert told.since == clause.due


@pytest.mark.parametrize(
    ("numbers", "day", "late"),
    [
        ([1], date(2026, 11, 13), date(2026, 10, 1)),  # all that serves it is late itself
        ([1], None, date(2026, 10, 1)),
        ([1, 2], date(2026, 11, 13), None),
        ([1, 2], date(2026, 10, 13), None),
        ([1, 2], date(2026, 10, 12), date(2026, 10, 12)),
    ],
)
def test_a_clause_is_late_by_its_date_or_by_all_its_milestones(
    clause, plan, as_user, rini, numbers, day, late
):
    serve(clause, plan, *numbers)
    due(clause, day)

    found = of_kind(as_user(rini), "clause")
    assert len(found) == bool(late)
    page = as_user(rini).get(f"/komitmen/{clause.commitment_id}/")
    assert page.context["clauses"][0].late_since == late
    assert as_user(rini).get("/komitmen/").context["rows"][0].late == bool(late)
    for told in found:
        assert told.title == "Butir 4 komitmen lewat tenggat: Mendata UKM"
        assert told.since == late
        assert told.told_turn == "Dinkop UKM (Anda: tuntaskan tonggaknya)"
        assert told.url == f"/komitmen/{clause.commitment_id}/#butir-4"
        assert 'id="butir-4"' in page.content.decode()


def test_once_its_milestones_are_done_it_is_nobodys(clause, plan, as_user, lia):
    serve(clause, plan, 1)
    due(clause, date(2026, 10, 1))
    assert "clause" in kinds(as_user(lia))

    first = plan.milestones.get(number=1)
    factories.ProgressUpdateFactory(
        milestone=first, percent=Decimal(100), happened_on=date(2026, 10, 12)
    )
    assert "clause" not in kinds(as_user(lia))


def test_a_milestone_that_is_not_to_be_done_serves_nothing(clause, plan, as_user, lia):
    serve(clause, plan, 2)
    assert "clause" not in kinds(as_user(lia))
    milestone = plan.milestones.get(number=2)
    milestone.weight = 0
    milestone.save()

    assert "belum dilayani" in one(as_user(lia), "clause").title


def test_several_agencies_share_a_clause(clause, plan, other_plan, as_user, lia, rini, tono):
    type(plan.replication).objects.update(commitment=clause.commitment)
    due(clause, date(2026, 10, 1))
    serve(clause, plan, 1)
    assert one(as_user(lia), "clause").turn == "Dinkop UKM"
    assert "clause" not in kinds(as_user(tono))  # another agency serves it

    serve(clause, other_plan, 1)
    told = one(as_user(lia), "clause")
    assert (told.turn, told.replication) == ("2 OPD", "")
    assert one(as_user(rini), "clause").turn == "Dinkop UKM"
    assert one(as_user(tono), "clause").turn == "DPP"


def test_what_is_no_more_in_force_is_not_asked_for(clause, plan, as_user, lia, sibakul):
    commitment = clause.commitment
    commitment.valid_until = date(2026, 10, 12)
    commitment.save()
    assert "clause" not in kinds(as_user(lia))

    commitment.valid_until = None
    commitment.save()
    assert "clause" in kinds(as_user(lia))
    factories.CommitmentFactory(renews=commitment)
    assert "clause" not in kinds(as_user(lia), "?")


def test_a_clause_out_of_sight_is_no_concern(clause, as_user, joko, tono):
    for stranger in (joko, tono):
        assert "clause" not in kinds(as_user(stranger))


def test_more_of_both_asks_no_more_queries(clause, visits, plan, sibakul, as_user, lia, queries):
    client = as_user(lia)

    def grow(number):
        for place in range(number):
            other = factories.OutcomeFactory(replication=sibakul, baseline=10, target=90)
            measured(other, SEPTEMBER, 5, verified=True)
            row = factories.ClauseFactory(commitment=clause.commitment, due=date(2026, 10, 1))
            if place % 2:
                serve(row, plan, 1)

    grow(2)
    addresses = (PAGE, "/dasbor/", "/dasbor/perhatian.csv")
    few = [queries(client, address) for address in addresses]
    grow(4)
    assert [queries(client, address) for address in addresses] == few
