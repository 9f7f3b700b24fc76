"""What a new plan begins with: a template, the own plan of another year, a plan elsewhere."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from actionplans import snapshots
from actionplans.models import ActionPlan, Milestone, PlanTemplate
from actionplans.services import beginnings, matrix_rows, plans
from tests import factories

pytestmark = pytest.mark.django_db


def begun(replication, by, year, rows):
    return plans.create_plan(replication=replication, fiscal_year=year, by=by, rows=rows)


def template_of(*rows):
    template = PlanTemplate.objects.create(name="Templat uji")
    for position, row in enumerate(rows):
        template.rows.create(position=position, **row)
    return template


# -- a template ---------------------------------------------------------------------------------


def test_every_portal_has_the_programmes_template_of_three_stages():
    template = PlanTemplate.objects.get()

    rows = list(template.rows.order_by("stage", "position"))
    assert len(rows) == 8
    assert [row.stage for row in rows].count("1-persiapan") == 3
    assert {row.stage for row in rows} == {"1-persiapan", "2-pelaksanaan", "3-monev"}
    assert all(row.weight is None and not row.evidence_expected for row in rows)


def test_months_of_a_template_become_days_of_the_year_with_proposed_targets(sibakul, rini):
    template = template_of(
        {
            "stage": "2-pelaksanaan",
            "activity": "Uji coba",
            "output": "Berita acara",
            "indicator": "Jumlah lokasi",
            "unit": "lokasi",
            "target": Decimal(2),
            "weight": Decimal(40),
            "start_month": 2,
            "due_month": 9,
            "evidence_expected": "Foto kegiatan",
        },
        {"stage": "1-persiapan", "activity": "SK tim", "due_month": 2},
    )
    plan = begun(sibakul, rini, 2028, beginnings.rows_from_template(template, 2028))

    first, second = plan.milestones.order_by("number")
    assert (first.activity, first.start, first.due) == ("SK tim", None, date(2028, 2, 29))
    assert first.targets == [None] * 4
    assert (second.start, second.due) == (date(2028, 2, 1), date(2028, 9, 30))
    assert second.targets == [25, 62, 100, 100]
    assert (second.output, second.indicator, second.unit) == (
        "Berita acara",
        "Jumlah lokasi",
        "lokasi",
    )
    assert (second.target, second.weight) == (2, 40)
    assert second.expected_evidence == ["Foto kegiatan"]
    assert second.history.count() == 1


# -- the own plan of an earlier year ------------------------------------------------------------


def test_the_own_plan_is_taken_over_whole(sibakul, rini):
    old = factories.ActionPlanFactory(replication=sibakul, milestones=3)
    one, two, three = old.milestones.order_by("number")
    three.waits_for.set([one, two])
    old.milestones.update(person_email="kabid@contoh.test", remark="Catatan kami", reached=70)

    rows = beginnings.rows_from_own_plan(old, 2027)
    plan = begun(sibakul, rini, 2027, rows)

    taken = snapshots.taken(plan.milestones.all(), snapshots.waits_of(plan.milestones.all()))
    before = snapshots.taken(old.milestones.all(), snapshots.waits_of(old.milestones.all()))
    keys = {row["id"]: there["id"] for row, there in zip(before, taken, strict=True)}
    for row in before:
        row["id"] = keys[row["id"]]
        row["waits_for"] = [keys[key] for key in row["waits_for"]]
        for name in ("start", "due"):
            row[name] = row[name].replace("2026-", "2027-")
    assert taken == before
    assert taken[2]["waits_for"] == [taken[0]["id"], taken[1]["id"]]
    assert taken[0]["ceiling"] == "10000000.00"
    assert set(plan.milestones.values_list("person_email", "reached")) == {
        ("kabid@contoh.test", None)
    }


@pytest.mark.parametrize(
    ("day", "year", "moved"),
    [
        ("2024-02-29", 2025, "2025-02-28"),
        ("2024-02-29", 2028, "2028-02-29"),
        ("2023-12-15", 2025, "2025-01-01"),  # before the year of its plan, 2024
        ("2025-01-20", 2025, "2025-12-31"),  # after it
        ("2024-06-30", 2030, "2030-06-30"),
    ],
)
def test_days_move_with_the_year_and_stay_inside_it(sibakul, rini, day, year, moved):
    old = factories.ActionPlanFactory(replication=sibakul, fiscal_year=2024, milestones=1)
    old.milestones.update(start=None, due=date.fromisoformat(day))

    (row,) = beginnings.rows_from_own_plan(old, year)

    assert row["due"] == date.fromisoformat(moved)
    assert row["start"] is None


def test_the_latest_earlier_plan_that_has_rows_is_the_one_before(sibakul):
    assert beginnings.latest_plan_before(sibakul, 2027) is None
    for year, count in ((2022, 1), (2024, 2), (2026, 0), (2027, 1)):
        factories.ActionPlanFactory(replication=sibakul, fiscal_year=year, milestones=count)

    assert beginnings.latest_plan_before(sibakul, 2027).fiscal_year == 2024
    assert beginnings.latest_plan_before(sibakul, 2023).fiscal_year == 2022


# -- a plan elsewhere ---------------------------------------------------------------------------


@pytest.fixture
def elsewhere(sibakul):
    """The approved plan of 2025 of an agency in another region, for the same innovation."""
    return factories.ActionPlanFactory(
        replication__innovation=sibakul.innovation,
        replication__agency__region__code="19.03",
        fiscal_year=2025,
        milestones=2,
        approved=True,
    )


def test_of_a_plan_elsewhere_only_the_work_is_taken_over(sibakul, rini, elsewhere):
    plan = begun(sibakul, rini, 2027, beginnings.rows_from_other_plan(elsewhere, 2027))

    theirs, ours = elsewhere.milestones.get(number=1), plan.milestones.get(number=1)
    for name in (*beginnings.OF_THE_WORK, "number"):
        if name not in ("start", "due"):
            assert getattr(ours, name) == getattr(theirs, name), name
    assert ours.start == theirs.start.replace(year=2027)
    assert all([theirs.person_in_charge, theirs.budget_line, theirs.ceiling])
    for name in ("person_in_charge", "person_email", "related_parties", "budget_line", "remark"):
        assert getattr(ours, name) == "", name
    assert ours.ceiling == 0


def test_a_plan_elsewhere_is_taken_as_it_was_approved(sibakul, rini, elsewhere):
    elsewhere.milestones.filter(number=1).update(activity="Belum disetujui")

    rows = beginnings.rows_from_other_plan(elsewhere, 2027)

    assert "Belum disetujui" not in [row["activity"] for row in rows]


def test_only_approved_plans_of_the_agencys_innovations_may_be_copied(
    sibakul, rini, pak_kadis, tono, lia, dr_budi, admin, elsewhere
):
    own = factories.ActionPlanFactory(replication=sibakul, milestones=1, approved=True)
    unapproved = factories.ActionPlanFactory(
        replication__innovation=sibakul.innovation, milestones=1, submitted=True
    )
    other_innovation = factories.ActionPlanFactory(milestones=1, approved=True)

    for person in (rini, pak_kadis):
        assert list(ActionPlan.objects.to_copy(person)) == [elsewhere]
    for person in (tono, lia, dr_budi, admin):
        assert not ActionPlan.objects.to_copy(person).exists()
    assert {own, unapproved, other_innovation}.isdisjoint(ActionPlan.objects.to_copy(rini))


# -- making it ----------------------------------------------------------------------------------


def test_a_plan_with_rows_is_made_whole_or_not_at_all(sibakul, rini):
    rows = [
        {"stage": "1-persiapan", "activity": "Baik"},
        {"stage": "1-persiapan", "activity": "Buruk", "weight": Decimal(101)},
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        begun(sibakul, rini, 2027, rows)

    assert not ActionPlan.objects.exists()
    assert not Milestone.objects.exists()


def test_a_plan_cannot_begin_with_more_rows_than_it_may_hold(sibakul, rini, monkeypatch):
    monkeypatch.setattr(matrix_rows, "MOST_ROWS", 2)
    rows = [{"stage": "1-persiapan", "activity": f"Kegiatan {n}"} for n in range(3)]

    with pytest.raises(ValidationError, match="paling banyak"):
        begun(sibakul, rini, 2027, rows)

    assert not ActionPlan.objects.exists()


def test_rows_are_written_by_the_batch(sibakul, rini):
    def asked(year, count):
        rows = [
            {"stage": "1-persiapan", "activity": f"Kegiatan {n}", "waits_for": [0] if n else []}
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as seen:
            begun(sibakul, rini, year, rows)
        return len(seen)

    assert asked(2026, 60) <= asked(2025, 2) + 12
