"""The same innovation in several adopters: days from the commitment to each stage."""

import csv
import io
import random
import re
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

import pytest
from django.urls import reverse

from actionplans.models import Milestone, ReportLine
from innovations.models import AgencyName
from replikasi.dashboard import adoption
from tests import factories

SIGNED = date(2025, 11, 3)
STAGES = ("1-persiapan", "2-pelaksanaan", "3-monev")
OF_STAGES = (0, 2, 3)  # their places among the steps


@pytest.fixture
def innovation(db):
    return factories.InnovationFactory(name="Sip Banget")


@pytest.fixture
def commitment(db):
    return factories.CommitmentFactory(signed_on=SIGNED)


@pytest.fixture
def address(innovation):
    return reverse("adopters", args=[innovation.pk])


@pytest.fixture
def adopt(innovation, commitment, ubb):
    """`adopt()` is an approved plan of three milestones, one a stage, of a new agency."""

    def made(**values):
        replication = factories.ReplicationFactory(
            **{
                "innovation": innovation,
                "facilitator": ubb,
                "commitment": commitment,
                "programme_year": 2026,
                **values,
            }
        )
        return factories.ActionPlanFactory(replication=replication, milestones=3, approved=True)

    return made


def record(plan, number, day, percent):
    return factories.ProgressUpdateFactory(
        milestone=plan.milestones.get(number=number),
        happened_on=day,
        percent=Decimal(percent),
        note="Diturunkan karena salah catat.",
    )


def cells(client, address, plan):
    """The cells of the plan's row, by label."""
    (row,) = [
        row for row, _ in client.get(address).context["adopters"] if row.pk == plan.replication_id
    ]
    return {cell.label: cell for cell in row.cells}


def test_a_stage_is_reached_so_many_days_after_the_commitment(address, adopt, lia, as_user, on_day):
    on_day("2026-05-11")
    plan = adopt()
    record(plan, 1, date(2026, 2, 3), 40)
    record(plan, 1, date(2026, 3, 2), 100)
    record(plan, 2, date(2026, 4, 6), 10)

    found = cells(as_user(lia), address, plan)

    assert found["Persiapan"].days_to_begin == (date(2026, 2, 3) - SIGNED).days
    assert found["Persiapan"].days == (date(2026, 3, 2) - SIGNED).days
    assert not found["Persiapan"].done.verified
    assert (found["Pelaksanaan"].done, found["Pelaksanaan"].days) == (None, None)
    assert found["Monev"].began is None
    page = as_user(lia).get(address).content.decode()
    assert "119 hari" in page
    assert "belum selesai" in page
    assert "belum mulai" in page


def test_a_figure_is_verified_once_a_report_was(address, adopt, lia, as_user, on_day):
    on_day("2026-05-11")
    plan = adopt()
    record(plan, 1, date(2026, 2, 3), 100)
    factories.ReportFactory(plan=plan, quarter=1, sent=True)
    assert not cells(as_user(lia), address, plan)["Persiapan"].done.verified

    other = adopt()
    record(other, 1, date(2026, 2, 3), 100)
    report = factories.ReportFactory(plan=other, quarter=1, verified=True)

    found = cells(as_user(lia), address, other)
    assert found["Persiapan"].done == adoption.Mark(date(2026, 2, 3), verified=True)
    assert found["Persiapan"].began.verified
    first = found["Laporan terverifikasi pertama"]
    assert first.days == (report.decided_at.date() - SIGNED).days


def test_what_was_lowered_is_completed_when_it_is_accepted(address, adopt, lia, as_user, on_day):
    on_day("2026-08-11")
    plan = adopt()
    record(plan, 1, date(2026, 2, 3), 100)
    factories.ReportFactory(plan=plan, quarter=1, verified=True, lowered=80)
    # Litbang has not accepted it: what the agency says counts, as sementara.
    assert cells(as_user(lia), address, plan)["Persiapan"].done == adoption.Mark(
        date(2026, 2, 3), verified=False
    )

    record(plan, 1, date(2026, 5, 5), 100)
    factories.ReportFactory(plan=plan, quarter=2, verified=True)

    assert cells(as_user(lia), address, plan)["Persiapan"].done == adoption.Mark(
        date(2026, 5, 5), verified=True
    )


def test_without_a_day_of_the_commitment_nothing_is_counted(address, adopt, lia, as_user, on_day):
    on_day("2026-05-11")
    vague = factories.CommitmentFactory(signed_period="2021, tanggal belum pasti")
    plan, other = adopt(commitment=vague), adopt(commitment=None)
    for one in (plan, other):
        record(one, 1, date(2026, 3, 2), 100)
    client = as_user(lia)

    response = client.get(address)
    assert [row.cells[0].days for row, _ in response.context["adopters"]] == [None, None]
    page = response.content.decode()
    assert page.count("tanggal komitmen belum diketahui") == 2
    assert "2 Mar 2026" in page.replace("\u00a0", " ")
    assert response.context["wide"] is None


def test_a_stage_before_the_commitment_says_so(address, adopt, lia, as_user, on_day):
    on_day("2026-05-11")
    late = factories.CommitmentFactory(signed_on=date(2026, 3, 12))
    plan = adopt(commitment=late)
    record(plan, 1, date(2026, 3, 2), 100)

    assert cells(as_user(lia), address, plan)["Persiapan"].days == -10
    assert "10 hari sebelum komitmen" in as_user(lia).get(address).content.decode()


# -- the median ---------------------------------------------------------------------------------


def test_a_median_wants_five_adopters(address, adopt, lia, as_user, on_day):
    on_day("2026-05-11")
    client = as_user(lia)
    for number in range(4):
        record(adopt(), 1, date(2026, 2, 2) + timedelta(days=number), 100)

    response = client.get(address)
    assert [step.spread for step in response.context["steps"]] == [None] * 5
    assert "baru dihitung mulai 5 OPD" in response.content.decode()
    assert "median dari" not in response.content.decode()

    record(adopt(), 1, date(2026, 4, 7), 100)

    response = client.get(address)
    spread = response.context["steps"][0].spread
    assert (spread.number, spread.median) == (5, (date(2026, 2, 4) - SIGNED).days)
    assert "median dari 5 OPD" in response.content.decode()


def test_the_median_stands_over_what_the_reader_sees_alone(
    address, adopt, lia, joko, rini, admin, dinkop, as_user, on_day
):
    on_day("2026-05-11")
    own = [adopt(agency=dinkop), *(adopt() for _ in range(4))]
    elsewhere = [adopt(agency=factories.AgencyFactory(region__code="19.03")) for _ in range(5)]
    for number, plan in enumerate(own):
        record(plan, 1, date(2026, 1, 12) + timedelta(days=number), 100)
    for plan in elsewhere:
        record(plan, 1, date(2026, 5, 4), 100)

    def seen(person):
        context = as_user(person).get(address).context
        step = context["steps"][0]
        return context["total"], step.spread and step.spread.median, len(step.points)

    assert seen(lia) == (5, (date(2026, 1, 14) - SIGNED).days, 5)
    assert seen(joko) == (5, (date(2026, 5, 4) - SIGNED).days, 5)
    assert seen(rini) == (1, None, 1)
    assert seen(admin)[::2] == (10, 10)
    # Neither names nor days of the others.
    page = as_user(joko).get(address).content.decode()
    assert not any(plan.replication.agency.name in page for plan in own)
    assert f"{(date(2026, 1, 14) - SIGNED).days} hari" not in page


def by_hand(plan):
    """Days to the end of each stage of the plan, from its rows, the slow way."""
    days = []
    for stage in STAGES:
        ends, verified = [], []
        for milestone in Milestone.objects.filter(plan=plan, stage=stage, weight__gt=0):
            updates = list(milestone.updates.order_by("happened_on", "pk"))
            lines = list(
                ReportLine.objects.filter(
                    milestone=milestone, report__state="diverifikasi"
                ).order_by("report__period__quarter")
            )
            until = updates
            since = []
            if lines and lines[-1].verified_percent == 100:
                full = [lines[-1]]
                for line in reversed(lines[:-1]):
                    if line.update is None:
                        break
                    if line.verified_percent < 100:
                        since = updates[: updates.index(line.update) + 1]
                        break
                    full.append(line)
                until = updates[: updates.index(full[-1].update) + 1]
                verified.append(True)
            elif updates and updates[-1].percent == 100:
                verified.append(False)
            else:
                ends.append(None)
                continue
            last = None
            for update in reversed(until):
                if last is not None and (update in since or update.percent < 100):
                    break
                last = update.happened_on
            ends.append(last)
        if not ends or None in ends:
            days.append(None)
        else:
            days.append(((max(ends) - plan.replication.commitment.signed_on).days, all(verified)))
    return days


@pytest.mark.parametrize("seed", range(2))
def test_days_and_medians_are_those_of_a_slow_recount(seed, address, adopt, admin, as_user, on_day):
    chance = random.Random(seed)
    on_day("2026-10-20")
    plans = [adopt() for _ in range(7)]
    quarters = {1: (2, 3), 2: (4, 6), 3: (7, 9)}
    for plan in plans:
        reached = [0, 0, 0]
        for quarter, (first, last) in quarters.items():
            for _ in range(chance.randint(0, 3)):
                number = chance.randint(1, 3)
                day = date(2026, chance.randint(first, last), chance.randint(1, 28))
                reached[number - 1] = chance.choice([20, 60, 90, 100, 100, 100])
                record(plan, number, day, reached[number - 1])
            lowered = chance.choice([None, None, 30])
            claimed = (
                plan.milestones.get(number=1)
                .updates.filter(happened_on__lte=date(2026, last, 30))
                .order_by("-happened_on", "-pk")
                .first()
            )
            if lowered is not None and (claimed is None or claimed.percent < lowered):
                lowered = None
            step = chance.choice(["sent", "verified", "verified"])
            factories.ReportFactory(
                plan=plan,
                quarter=quarter,
                **{step: True},
                **({"lowered": lowered} if step == "verified" and lowered else {}),
            )
            if step == "sent":
                break

    response = as_user(admin).get(address)

    wanted = {plan.replication_id: by_hand(plan) for plan in plans}
    found = {
        row.pk: [
            (row.cells[at].days, row.cells[at].done.verified) if row.cells[at].done else None
            for at in OF_STAGES
        ]
        for row, _ in response.context["adopters"]
    }
    assert found == wanted
    for index, at in enumerate(OF_STAGES):
        step = response.context["steps"][at]
        days = [row[index][0] for row in wanted.values() if row[index]]
        if len(days) < 5:
            assert step.spread is None
        else:
            assert step.spread.median == Decimal(str(median(days)))
            assert (step.spread.least, step.spread.most) == (min(days), max(days))
        assert step.open == len(plans) - len(days)


# -- the page -----------------------------------------------------------------------------------


def test_an_agency_bears_the_name_of_the_programme_year(address, adopt, dinkop, lia, as_user):
    AgencyName.objects.create(agency=dinkop, name="Dinas Koperasi Lama", from_year=2019)
    AgencyName.objects.create(agency=dinkop, name=dinkop.name, from_year=2027)
    adopt(agency=dinkop)

    assert "Dinas Koperasi Lama" in as_user(lia).get(address).content.decode()


def test_one_without_an_approved_plan_says_so(address, innovation, lia, as_user):
    factories.ReplicationFactory(innovation=innovation)

    assert "belum ada rencana yang disetujui" in as_user(lia).get(address).content.decode()


def test_who_sees_no_adopter_is_told_when_there_will_be(address, adopt, tono, as_user):
    adopt()

    page = as_user(tono).get(address).content.decode()

    assert "Belum ada pengadopsi dalam lingkup Anda" in page


def test_the_table_is_downloaded_for_the_same_scope(
    address, adopt, innovation, dinkop, lia, rini, as_user, on_day
):
    on_day("2026-05-11")
    record(adopt(agency=dinkop), 1, date(2026, 3, 2), 100)
    adopt()

    def rows(person):
        response = as_user(person).get(reverse("adopters_feed", args=[innovation.pk, "csv"]))
        return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert len(rows(lia)) == 2
    (own,) = rows(rini)
    assert own["OPD"] == dinkop.name
    assert own["Persiapan: hari sejak komitmen"] == "119"
    assert own["Persiapan: jenis angka"] == "sementara"


def test_the_page_asks_no_more_as_it_grows_and_nothing_while_it_is_kept(
    address, adopt, lia, as_user, queries, on_day
):
    on_day("2026-05-11")
    client = as_user(lia)
    record(adopt(), 1, date(2026, 3, 2), 100)
    few = queries(client, address)
    for _ in range(16):
        record(adopt(), 1, date(2026, 3, 2), 100)

    assert queries(client, address) == few
    assert few <= 12


def test_rows_come_in_pages_and_statistics_do_not(address, adopt, lia, as_user, on_day):
    on_day("2026-05-11")
    for _ in range(17):
        record(adopt(), 1, date(2026, 3, 2), 100)

    response = as_user(lia).get(f"{address}?page=2")

    assert len(response.context["adopters"]) == 2
    assert response.context["steps"][0].spread.number == 17


def test_cold_it_asks_a_fixed_number(
    address, adopt, lia, as_user, on_day, django_assert_max_num_queries
):
    on_day("2026-05-11")
    client = as_user(lia)
    for _ in range(6):
        record(adopt(), 1, date(2026, 3, 2), 100)
    client.get(reverse("innovation_list"))

    with django_assert_max_num_queries(14):
        assert client.get(address).status_code == 200


def test_the_innovation_leads_to_its_adopters(adopt, innovation, address, lia, as_user):
    adopt()

    page = as_user(lia).get(reverse("innovation", args=[innovation.pk])).content.decode()

    assert re.search(rf'href="{address}"', page)
