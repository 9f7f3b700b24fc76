"""The numbers of the attention list against a slow count from the raw rows, over random data."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from actionplans import workdays
from actionplans.models import (
    ActionPlan,
    Comment,
    Milestone,
    Obstacle,
    Report,
    ReportingPeriod,
    ReportingRules,
)
from innovations.models import Replication
from replikasi.accounts.models import User
from tests import factories
from tests.dashboard import slow_goals
from tests.factories import WIB

OPEN = ("disetujui", "direvisi")
DAYS = {
    "2026-04-10": {},
    "2026-07-10": {"deviation_points": 3, "absorption_ahead": 1, "absorption_behind": 5},
    "2026-10-13": {"obstacle_days": 90, "commitment_days": 10, "advice_days": 20},
    "2027-01-12": {"deviation_points": 20, "absorption_ahead": 30, "absorption_behind": 40},
}


# -- random data ----------------------------------------------------------------------------------


@pytest.fixture
def many(db, bangka_barat, ubb, dinkop, distan, lia, rini, pak_kadis, dr_budi):
    """Plans of two agencies of one region and one of another, in random states."""
    dice = random.Random(20260724)
    elsewhere = factories.AgencyFactory(region__code="19.03")
    other_university = factories.AgencyFactory(university=True)
    commitments = [
        factories.CommitmentFactory(valid_until=date(2026, 6, 1) + timedelta(days=90 * at))
        for at in range(4)
    ]
    for place in range(9):
        replication = factories.ReplicationFactory(
            agency=(dinkop, distan, elsewhere)[place % 3],
            facilitator=dice.choice([ubb, other_university]),
            commitment=dice.choice([None, *commitments]),
        )
        plan = factories.ActionPlanFactory(replication=replication, milestones=3, approved=True)
        _progress(plan, dice)
        for quarter in (1, 2, 3):
            state = dice.choice(["", "sent", "returned", "verified", "verified"])
            if state:
                factories.ReportFactory(
                    plan=plan, quarter=quarter, late=dice.choice([0, 0, 4]), **{state: True}
                )
            if state == "returned":  # the next one waits until it is mended
                break
        for _ in range(dice.randrange(3)):
            factories.ObstacleFactory(plan=plan, level=dice.choice(list(Obstacle.Level)))
        for _ in range(dice.randrange(4)):
            _advice(plan, dice)
    for obstacle in Obstacle.objects.order_by("pk"):
        obstacle.opened_on = date(2026, 1, 10) + timedelta(days=dice.randrange(330))
        if dice.random() < 0.3:
            obstacle.closed_on = obstacle.opened_on + timedelta(days=9)
        obstacle.save()
    for replication in Replication.objects.order_by("pk"):
        slow_goals.measured(replication, dice)
    renewed = factories.CommitmentFactory()
    factories.CommitmentFactory(renews=renewed)
    unknown = factories.CommitmentFactory()
    slow_goals.promised([*commitments, unknown, renewed], dice)
    for of, place in ((unknown, 1), (renewed, 2)):
        Replication.objects.filter(pk=_keys(Replication)[place]).update(commitment=of)
    Milestone.objects.filter(pk__in=dice.sample(_keys(Milestone), 2)).update(weight=0)
    Replication.objects.filter(pk__in=dice.sample(_keys(Replication), 2)).update(status="berhenti")
    ActionPlan.objects.filter(pk__in=dice.sample(_keys(ActionPlan), 1)).update(state="selesai")


def _keys(model):
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def _progress(plan, dice):
    for milestone in plan.milestones.order_by("number"):
        percent = 0
        for month in (2, 5, 8):
            if dice.random() < 0.7:
                percent = min(100, percent + dice.choice([0, 10, 40, 60, 100]))
                factories.ProgressUpdateFactory(
                    milestone=milestone,
                    happened_on=date(2026, month, 20),
                    percent=Decimal(percent),
                    spent=Decimal(dice.randrange(0, 9_000_000)),
                )


def _advice(plan, dice):
    kind = dice.choice([{"suggestion": True}, {"suggestion": True}, {"visit": True}, {}])
    values = dict(kind)
    if "suggestion" in kind:
        values["answer_by"] = date(2026, 3, 1) + timedelta(days=dice.randrange(250))
        values |= dice.choice([{}, {}, {"answered": True}, {"closed": True}])
        if not values.get("answered"):
            values["advisers_only"] = dice.random() < 0.3
    comment = factories.CommentFactory(plan=plan, **values)
    at = datetime(2026, 1, 8, 12, tzinfo=WIB) + timedelta(days=dice.randrange(300))
    Comment.objects.filter(pk=comment.pk).update(created_at=at)


# -- the slow count -------------------------------------------------------------------------------


def sees(user, replication):
    if user.role in (User.Role.STAF, User.Role.KEPALA):
        return replication.agency_id == user.agency_id
    if user.role == User.Role.FASILITATOR:
        return replication.facilitator_id == user.agency_id
    if user.role == User.Role.ADMIN:
        return True
    code = replication.agency.region_id
    return code == user.region_id or code.startswith(f"{user.region_id}.")


def counted(user, today, period):
    """{(kind, turn): number}, one plan after the other, from its raw rows."""
    rules = ReportingRules.objects.get()
    advises = user.role in (User.Role.LITBANG, User.Role.FASILITATOR)
    found, ending = Counter(), set()
    for plan in ActionPlan.objects.filter(fiscal_year=period.year).order_by("pk"):
        replication = plan.replication
        if not sees(user, replication) or not plan.versions.exists():
            continue
        reports = {
            report.period.quarter: report
            for report in plan.reports.all()
            if report.state != Report.State.DRAFT
        }
        found.update(_of_reports(plan, reports, today, period))
        found.update(_of_figures(reports.get(period.quarter), rules))
        if plan.state != "selesai":
            found["overdue", "opd"] += any(
                row.due < today and row.weight > 0 and (row.reached or 0) < 100
                for row in plan.milestones.all()
            )
            for obstacle in plan.obstacles.all():
                if not obstacle.closed_on and (today - obstacle.opened_on).days > (
                    rules.obstacle_days
                ):
                    turn = {"opd": "opd", "bappelitbang": "litbang", "bupati": "pimpinan"}
                    found["obstacle", turn[obstacle.level]] += 1
        found.update(_of_advice(plan, advises, today))
        if advises:
            found["unadvised", "pendamping"] += _lacks_advice(plan, today, rules)
        end = replication.commitment and replication.commitment.valid_until
        if (
            end
            and replication.status == "berjalan"
            and ((end - today).days <= rules.commitment_days)
        ):
            ending.add(replication.commitment_id)
    found["commitment", "litbang"] += len(ending)
    found.update(slow_goals.clauses(user, today, period, sees))
    for replication in Replication.objects.order_by("pk"):
        if sees(user, replication):
            found["away", "opd"] += slow_goals.away(replication, today, period)
    return {key: number for key, number in found.items() if number}


def _of_reports(plan, reports, today, period):
    periods = ReportingPeriod.objects.filter(year=period.year, quarter__lte=period.quarter)
    silent = ""
    for one in periods.order_by("quarter"):
        report = reports.get(one.quarter)
        if report is not None:
            silent = ""
        elif one.due < today:
            silent = one
        if report is not None and report.state == Report.State.RETURNED:
            yield "returned", "opd"
        waits = report is not None and report.state == Report.State.SENT
        if waits and workdays.between(today, report.review_due) <= 2:
            yield "waiting", "litbang"
    if silent and plan.state != "selesai":
        yield "unsent", "opd"


def _of_figures(report, rules):
    if report is None:
        return
    lines = list(report.lines.all())
    planned = sum(line.weight * line.planned for line in lines) / 100
    claimed = sum(line.weight * line.percent for line in lines) / 100
    actual = claimed
    if report.state == Report.State.VERIFIED:
        actual = sum(line.weight * line.verified_percent for line in lines) / 100
    if actual - planned < -rules.deviation_points:
        yield "deviation", "opd"
    ceiling = sum(line.ceiling for line in lines)
    if ceiling:
        lead = sum(line.spent for line in lines) * 100 / ceiling - claimed
        if lead > rules.absorption_ahead:
            yield "absorption", "opd"
        if lead < -rules.absorption_behind:
            yield "behind", "opd"


def _of_advice(plan, advises, today):
    for comment in plan.comments.all():
        if comment.kind != "saran" or comment.closed_at or comment.withdrawn_at:
            continue
        if not comment.answer_by or comment.answer_by >= today:
            continue
        words = [answer for answer in comment.answers.all() if not answer.withdrawn_at]
        if any(answer.by.role in (User.Role.STAF, User.Role.KEPALA) for answer in words):
            continue
        if not comment.advisers_only:
            yield "suggestion", "opd"
        elif advises and all(answer.by_id == comment.by_id for answer in words):
            yield "suggestion", "pendamping"


def _lacks_advice(plan, today, rules):
    if plan.state not in OPEN or plan.replication.status != "berjalan":
        return False
    told = [
        comment.created_at
        for comment in Comment.objects.filter(plan__replication=plan.replication)
        if comment.by.role in (User.Role.LITBANG, User.Role.FASILITATOR)
        and comment.kind != "perbaikan"
        and not comment.advisers_only
        and not comment.withdrawn_at
    ]
    approved = [version.approved_at for version in plan.versions.all()]
    last = max(told) if told else min(approved)
    return all(
        (today - timezone.localdate(at)).days > rules.advice_days for at in (last, min(approved))
    )


# -- the comparison -------------------------------------------------------------------------------


def shown(client, query):
    """{(kind, turn): number} as the page counts them, and as it lists them."""
    numbers = {}
    for turn in ("opd", "litbang", "pendamping", "pimpinan"):
        listing = client.get(f"/dasbor/perhatian/?{query}&turn={turn}").context["listing"]
        for choice in listing.kinds:
            if choice.key and choice.number:
                numbers[choice.key, turn] = choice.number
    return numbers


def test_the_numbers_equal_a_slow_count_of_the_raw_rows(
    many, on_day, as_user, lia, rini, pak_kadis, dr_budi, ibu_sekda, admin, joko, dr_wati
):
    seen = Counter()
    others = (rini, dr_budi, ibu_sekda, admin, joko, dr_wati)
    for turn, (day, values) in enumerate(DAYS.items()):
        ReportingRules.objects.update(**values)
        today = on_day(day)
        opened = ReportingPeriod.objects.filter(year=2026, opens__lte=today)
        # The officer every time, each of the others every second time and of the last quarter.
        for person in (lia, *others[turn % 2 :: 2]):
            client = as_user(person)
            for period in opened.order_by("-quarter")[: 2 if person == lia else 1]:
                workdays.forget()
                right = counted(person, today, period)
                query = f"year=2026&quarter={period.quarter}"
                assert shown(client, query) == right, (day, person, period)
                rows = client.get(f"/dasbor/perhatian.json?{query}").json()["baris"]
                assert len(rows) == sum(right.values())
                seen.update(kind for kind, _ in right)
    assert len(seen) == 13  # every kind was met
