"""Action plans as far as a named step, and complete milestones."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from actionplans import arithmetic
from actionplans.models import ActionPlan, Milestone, Stage
from actionplans.services import matrix, matrix_rows, plans

from .days import YEAR, at
from .people import head_of, officer_of, staff_of
from .replications import ReplicationFactory
from .reports import ReportFactory


class ActionPlanFactory(DjangoModelFactory):
    """A draft, or as far as the named step: submitted, returned, approved, revising, finished.

    `milestones` complete milestones share the weight of 100 (0: an empty plan).
    """

    class Meta:
        model = ActionPlan

    replication = factory.SubFactory(ReplicationFactory)
    fiscal_year = YEAR

    @classmethod
    def _create(cls, model_class, *, milestones=0, **wanted):
        steps = {step for step in PLAN_STEPS if wanted.pop(step, False)}
        replication, year = wanted.pop("replication"), wanted.pop("fiscal_year")
        agency = replication.agency
        staff, head = wanted.pop("by", None) or staff_of(agency), head_of(agency)
        if wanted:
            raise TypeError(f"ActionPlanFactory knows no {', '.join(wanted)}")
        with at(date(year, 1, 5)):
            plan = plans.create_plan(replication=replication, fiscal_year=year, by=staff)
            if milestones:
                plan = with_milestones(plan, milestones, by=staff)
            if steps:
                plan = plans.submit_plan(plan=plan, by=head)
        officer = officer_of(agency.region) if steps - {"submitted"} else None
        with at(date(year, 1, 7)):
            if "returned" in steps:
                plan = plans.return_plan(plan=plan, by=officer, reason="Lengkapi bukti dukung.")
            elif officer:
                plan = plans.approve_plan(plan=plan, by=officer)
        if "revising" in steps:
            with at(date(year, 1, 12)):
                plan = plans.revise_plan(
                    plan=plan, by=head, reason="jadwal", note="Narasumber mundur sebulan."
                )
        if "finished" in steps:
            ReportFactory(plan=plan, quarter=4, verified=True)
            with at(date(year + 1, 1, 29)):
                plan = plans.finish_plan(plan=plan, by=officer)
        return ActionPlan.objects.for_list().get(pk=plan.pk)


PLAN_STEPS = ("submitted", "returned", "approved", "revising", "finished")


def with_milestones(plan, count, *, by):
    """The plan with `count` rows as if each had been saved, but written and counted at once."""
    weights = arithmetic.spread(arithmetic.HUNDRED, count)
    rows = [row_of(plan, index, count, weight=weight) for index, weight in enumerate(weights)]
    matrix_rows.create_rows(plan, rows, by=by)
    plan.revision += count - 1
    matrix_rows.touch(plan)
    return plan


def milestone_of(plan, index=0, count=1, **values):
    """An unsaved, complete milestone: the index-th of `count` that fill the year."""
    return Milestone(plan=plan, **row_of(plan, index, count, **values))


def row_of(plan, index, count, **values):
    """The fields of that milestone."""
    length = 340 // count
    start = date(plan.fiscal_year, 1, 6) + timedelta(days=index * length)
    due = start + timedelta(days=length - 1)
    stages = list(Stage)
    row = {
        "stage": stages[min(index * 3 // max(count, 1), 2)],
        "activity": f"Kegiatan {index + 1}",
        "output": "Dokumen",
        "indicator": "Jumlah dokumen",
        "unit": "dokumen",
        "target": Decimal(4),
        "start": start,
        "due": due,
        "person_in_charge": "Kepala Bidang UKM",
        "budget_line": "2.17.03.2.01.01",
        "ceiling": Decimal(10_000_000),
        "evidence_expected": "Foto kegiatan\nDaftar hadir",
        **values,
    }
    if row["start"] and row["due"] and not set(Milestone.TARGETS) & set(values):
        targets = arithmetic.proposed_targets(row["start"], row["due"], plan.fiscal_year)
        row.update(zip(Milestone.TARGETS, targets, strict=True))
    return row


class MilestoneFactory(DjangoModelFactory):
    """A complete milestone (without a weight unless given) of a plan that is being edited."""

    class Meta:
        model = Milestone

    plan = factory.SubFactory(ActionPlanFactory)

    @classmethod
    def _create(cls, model_class, *, plan, by=None, **values):
        row = milestone_of(plan, **values)
        return matrix.save_milestone(milestone=row, by=by or staff_of(plan.replication.agency))
