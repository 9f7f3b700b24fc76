"""Every figure of the dashboard against the raw rows, over random data, to the last digit."""

import random
import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from actionplans.models import ActionPlan, MonthStanding
from actionplans.services import consistency
from tests import factories
from tests.dashboard import slow

YEAR = 2026
QUARTERS = (1, 2, 3)
ENDS = {1: date(2026, 3, 31), 2: date(2026, 6, 30), 3: date(2026, 9, 30)}


def recorded(chance, plan, quarter):
    """Random progress on random milestones within the last five weeks of the quarter."""
    for milestone in plan.milestones.order_by("number"):
        before = milestone.reached or Decimal(0)
        if chance.random() < 0.4 or before == 100:
            continue
        percent = before + (100 - before) * Decimal(chance.randrange(1, 101)) / 100
        factories.ProgressUpdateFactory(
            milestone=milestone,
            happened_on=ENDS[quarter] - timedelta(days=chance.randrange(35)),
            percent=percent.quantize(Decimal("0.01")),
            spent=Decimal(chance.randrange(1, 12_000_000)),
            note="Dikerjakan.",
        )


def told(chance, plan):
    """Reports of the plan's quarters: none, sent, returned, verified (perhaps lowered)."""
    for quarter in QUARTERS:
        recorded(chance, plan, quarter)
        fate = chance.choice(["silent", "draft", "sent", "returned", "verified", "lowered"])
        if fate == "silent":
            continue
        steps = {"late": chance.choice([0, 0, 0, 2])}
        if fate == "lowered":
            steps |= {"verified": True, "lowered": 0}
        elif fate != "draft":
            steps[fate] = True
        factories.ReportFactory(plan=plan, quarter=quarter, **steps)
        if fate == "returned":
            return  # nothing later can be sent before it is mended


@pytest.fixture(params=[2], ids="seed-{}".format)
def scenery(request, on_day, bangka_barat, ubb, lia):
    """Seven plans of two innovations in two regions, as chance has it, on 13 October 2026."""
    on_day("2026-10-13")
    chance = random.Random(request.param)
    other = factories.RegionFactory(code="19.03", name="Bangka")
    innovations = [factories.InnovationFactory(name=name) for name in ("Sip Banget", "Tali Intan")]
    for number in range(7):
        region = other if number % 3 == 2 else bangka_barat
        plan = factories.ActionPlanFactory(
            replication=factories.ReplicationFactory(
                innovation=innovations[number % 2],
                agency=factories.AgencyFactory(region=region),
                facilitator=ubb if number % 2 else None,
            ),
            milestones=chance.randrange(1, 6),
            approved=number != 6,
        )
        if number != 6:
            told(chance, plan)
    return innovations


HEADS = {
    "planned": ("Rencana", "rencana"),
    "verified": ("Realisasi terverifikasi", "terverifikasi"),
    "claimed": ("Realisasi sementara", "sementara"),
    "deviation": ("Deviasi", "sementara"),
    "absorption": ("Serapan anggaran", "sementara"),
}


def heads_of(client, address):
    found = client.get(address).context["dashboard"]
    return found, {(head.label, head.provenance): head for head in found.heads}


def digits(text):
    return re.sub(r"[\s %]|poin", "", text)


def agree(client, address, plans, quarter):
    found, heads = heads_of(client, address)
    wanted = slow.programme(plans, quarter)
    printed = {name: digits(heads[key].value) for name, key in HEADS.items() if name != "deviation"}
    assert printed == {name: slow.shown(wanted[name]) for name in printed}
    deviation = digits(heads["Deviasi", "sementara"].value).lstrip("+")
    assert deviation == slow.shown(wanted["deviation"])
    changes_agree(heads, plans, quarter)
    on_time = heads["Laporan tepat waktu", ""]
    assert (on_time.value, on_time.unit) == (str(wanted["on_time"]), f"dari {wanted['plans']}")
    by_plan = {plan.pk: plan.at(quarter) for plan in plans}
    for row in found.rows:
        right = by_plan.pop(int(row.plan_url.split("/")[2]))
        own = right["verified_quarter"] == quarter
        actual = right["verified"] if own else right["claimed"]
        for name in ("planned", "verified", "claimed"):
            kept = getattr(row, name)
            assert (None if kept is None else Fraction(kept)) == right[name]
        kept = row.deviation
        assert (kept is None) == (actual is None)
        if kept is not None:
            assert slow.rounded(Fraction(kept), 6) == slow.rounded(actual - right["planned"], 6)
    assert by_plan == {}


def changes_agree(heads, plans, quarter):
    """A change is over the plans that have the figure in both quarters, and says so."""
    if quarter == 1:
        assert {head.change for head in heads.values()} == {""}
        return
    before = f"TW\u00a0{'I' * (quarter - 1)}"
    for name, (change, number) in slow.changes(plans, quarter).items():
        said = heads[HEADS[name]].change
        if change is None:
            assert said == ""
            continue
        of = "" if number == len(plans) else f", {number} replikasi yang sama"
        if slow.rounded(change, 6) == 0:
            assert said == f"sama seperti {before}{of}"
            continue
        sign = "+" if slow.rounded(change, 1) > 0 else ""
        assert said == f"{sign}{slow.shown(change)}\u00a0poin dari {before}{of}"


def test_every_role_and_filter_sees_the_figures_of_its_own_plans(
    scenery, as_user, admin, lia, ibu_sekda, dr_budi
):
    for quarter in QUARTERS:
        agree(as_user(admin), f"/dasbor/?quarter={quarter}", slow.plans_of(YEAR), quarter)
    for user, where in (
        (lia, {"region": "19.05"}),
        (ibu_sekda, {"region": "19.05"}),
        (dr_budi, {"facilitator": dr_budi.agency_id}),
    ):
        agree(as_user(user), "/dasbor/?quarter=2", slow.plans_of(YEAR, **where), 2)
    client = as_user(admin)
    innovation = scenery[0].pk
    agree(client, f"/dasbor/?quarter=3&innovation={innovation}",
          slow.plans_of(YEAR, innovation=innovation), 3)  # fmt: skip
    agree(client, "/dasbor/?quarter=3&region=19.03", slow.plans_of(YEAR, region="19.03"), 3)
    one = slow.plans_of(YEAR)[0]
    agree(client, f"/dasbor/?quarter=1&agency={one.agency}",
          slow.plans_of(YEAR, agency=one.agency), 1)  # fmt: skip
    months_agree()
    lines_agree(client, "/dasbor/", slow.plans_of(YEAR))
    lines_agree(client, f"/dasbor/?innovation={innovation}",
                slow.plans_of(YEAR, innovation=innovation))  # fmt: skip


def lines_agree(client, address, plans):
    """The line of the plan is the mean of the plans' own lines, month by month; a quarter's head
    is on it, since nothing was revised."""
    found, heads = heads_of(client, address)
    months = [row for group in found.curve.groups for row in group.rows]
    assert len(months) == 12
    for month, row in enumerate(months, start=1):
        end = date(YEAR, month, monthrange(YEAR, month)[1])
        right = slow.mean([plan.planned_by(end) for plan in plans])
        assert slow.rounded(Fraction(row.planned), 6) == slow.rounded(right, 6)
    shown = slow.shown(slow.rounded(Fraction(months[8].planned), 6))
    assert digits(heads["Rencana", "rencana"].value) == shown
    assert found.curve.note == ""


def months_agree():
    for plan in slow.plans_of(YEAR):
        stored = MonthStanding.objects.filter(plan=plan.pk)
        rows = {row.month: row.claimed for row in stored}
        assert {row.month: Fraction(row.planned) for row in stored} == {
            month: plan.planned_by(date(YEAR, month, monthrange(YEAR, month)[1]))
            for month in range(1, 13)
        }
        right = None
        for month in range(1, 13):
            if month % 3 == 0 and month // 3 in plan.reports:
                right = plan.at(month // 3)["claimed"]
            elif plan.claimed_in(month) is not None:
                right = plan.claimed_in(month)
            assert (None if rows[month] is None else Fraction(rows[month])) == right
    assert list(consistency.differences(ActionPlan.objects.all())) == []
