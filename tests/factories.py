"""Factories of consistent rows: what services guard is made by the services, at a likely time.

`ActionPlanFactory(approved=True, milestones=3)`, `ReportFactory(plan=plan, quarter=2, sent=True)`:
each step is taken by a fitting person of the agency, the region or the university (found, or made
where there is none) on a fitting day, whatever day it is for the test. Without a step's name a
plan or report is a draft.
"""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import uuid4

import factory
import time_machine
from factory.django import DjangoModelFactory, Password

from actionplans import arithmetic
from actionplans.models import (
    ActionPlan,
    Comment,
    Evidence,
    Milestone,
    Obstacle,
    ProgressUpdate,
    Report,
    ReportingPeriod,
    Stage,
)
from actionplans.services import (
    advice,
    evidence,
    obstacles,
    plans,
    progress,
    reporting_periods,
    reports,
)
from innovations.models import (
    Agency,
    Commitment,
    Innovation,
    InnovationElement,
    Outcome,
    OutcomeValue,
    Region,
    Replication,
)
from replikasi.accounts.models import User
from replikasi.common.periods import add_working_days
from tests.common import samples

YEAR = 2026
PASSWORD = "kata-sandi-percobaan"
WIB = timezone(timedelta(hours=7))
Role = User.Role


@contextmanager
def at(day, hour=10):
    """Inside, it is `day`, whatever day it is for the test."""
    with time_machine.travel(datetime.combine(day, time(hour), WIB)):
        yield


def period(quarter=1, year=YEAR):
    """The ReportingPeriod, with the rest of its year."""
    reporting_periods.ensure_year(year)
    return ReportingPeriod.objects.get(year=year, quarter=quarter)


# -- places and people --------------------------------------------------------------------------


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "19.05"
    name = factory.LazyAttribute(
        lambda row: {"19": "Kepulauan Bangka Belitung", "19.05": "Bangka Barat"}.get(
            row.code, f"Contoh {row.code}"
        )
    )
    level = factory.LazyAttribute(lambda row: "provinsi" if len(row.code) == 2 else "kabupaten")


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency
        django_get_or_create = ("region", "name")

    class Params:
        bappelitbang = factory.Trait(kind=Agency.Kind.BAPPELITBANG)
        university = factory.Trait(kind=Agency.Kind.UNIVERSITY)

    name = factory.Sequence(lambda n: f"Dinas Percobaan {n}")
    short_name = factory.Sequence(lambda n: f"Disco {n}")
    region = factory.SubFactory(RegionFactory)
    kind = Agency.Kind.OPD


class UserFactory(DjangoModelFactory):
    """Staff unless a role is named; the password is PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        kepala = factory.Trait(role=Role.KEPALA, position="Kepala Dinas")
        litbang = factory.Trait(
            role=Role.LITBANG,
            region=factory.SubFactory(RegionFactory),
            agency=factory.SubFactory(AgencyFactory, bappelitbang=True),
        )
        fasilitator = factory.Trait(
            role=Role.FASILITATOR, agency=factory.SubFactory(AgencyFactory, university=True)
        )
        pimpinan = factory.Trait(
            role=Role.PIMPINAN, region=factory.SubFactory(RegionFactory), agency=None
        )
        admin = factory.Trait(role=Role.ADMIN, agency=None)

    username = factory.Sequence(lambda n: f"orang{n}")
    name = factory.Sequence(lambda n: f"Orang Ke-{n}")
    email = factory.LazyAttribute(lambda row: f"{row.username}@contoh.test")
    password = Password(PASSWORD)
    role = Role.STAF
    agency = factory.SubFactory(AgencyFactory)


def _first(rows, **made):
    return rows.filter(is_active=True).order_by("pk").first() or UserFactory(**made)


def staff_of(agency):
    return _first(User.objects.filter(agency=agency, role=Role.STAF), agency=agency)


def head_of(agency):
    return _first(User.objects.filter(agency=agency, role=Role.KEPALA), agency=agency, kepala=True)


def officer_of(region):
    """A Litbang officer of the region who belongs to no agency that replicates anything."""
    neutral = Agency.objects.filter(replications=None)
    return _first(
        User.objects.filter(role=Role.LITBANG, region=region, agency__in=neutral),
        litbang=True,
        region=region,
    )


def facilitator_of(replication):
    return _first(
        User.objects.filter(role=Role.FASILITATOR, agency=replication.facilitator),
        agency=replication.facilitator,
        fasilitator=True,
    )


# -- what is replicated -------------------------------------------------------------------------


class InnovationFactory(DjangoModelFactory):
    class Meta:
        model = Innovation
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"Inovasi {n}")
    tagline = "Layanan yang terbukti di tempat lain"


class InnovationElementFactory(DjangoModelFactory):
    class Meta:
        model = InnovationElement

    innovation = factory.SubFactory(InnovationFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Unsur {n}")
    kind = InnovationElement.Kind.CORE


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = Commitment

    title = factory.Sequence(lambda n: f"Komitmen bersama {n}")
    place = "Belitung"


class ReplicationFactory(DjangoModelFactory):
    class Meta:
        model = Replication

    innovation = factory.SubFactory(InnovationFactory)
    agency = factory.SubFactory(AgencyFactory)
    facilitator = factory.SubFactory(AgencyFactory, university=True)
    programme_year = 2022


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    replication = factory.SubFactory(ReplicationFactory)
    indicator = factory.Sequence(lambda n: f"Manfaat {n}")
    unit = "orang"
    baseline = Decimal(10)
    target = Decimal(100)


class OutcomeValueFactory(DjangoModelFactory):
    class Meta:
        model = OutcomeValue

    outcome = factory.SubFactory(OutcomeFactory)
    measured_on = date(YEAR, 6, 30)
    value = Decimal(40)


# -- plans --------------------------------------------------------------------------------------


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
            plan = plans.create_plan(
                replication=replication, fiscal_year=year, by=staff, from_template=False
            )
            weights = arithmetic.spread(arithmetic.HUNDRED, milestones)
            for index, weight in enumerate(weights):
                row = milestone_of(plan, index, milestones, weight=weight)
                plans.save_milestone(milestone=row, by=staff)
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


def milestone_of(plan, index=0, count=1, **values):
    """An unsaved, complete milestone: the index-th of `count` that fill the year."""
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
    return Milestone(plan=plan, **row)


class MilestoneFactory(DjangoModelFactory):
    """A complete milestone (without a weight unless given) of a plan that is being edited."""

    class Meta:
        model = Milestone

    plan = factory.SubFactory(ActionPlanFactory)

    @classmethod
    def _create(cls, model_class, *, plan, by=None, **values):
        row = milestone_of(plan, **values)
        return plans.save_milestone(milestone=row, by=by or staff_of(plan.replication.agency))


# -- progress and reports -----------------------------------------------------------------------


class ProgressUpdateFactory(DjangoModelFactory):
    """Recorded on the day on which it happened. Without a milestone: of a new approved plan."""

    class Meta:
        model = ProgressUpdate

    milestone = factory.LazyFunction(
        lambda: ActionPlanFactory(approved=True, milestones=1).milestones.get()
    )
    happened_on = date(YEAR, 2, 10)
    percent = Decimal(20)
    note = "Dikerjakan bersama tim."

    @classmethod
    def _create(cls, model_class, *, milestone, happened_on, by=None, **values):
        update = ProgressUpdate(milestone=milestone, happened_on=happened_on, **values)
        with at(happened_on, hour=15):
            by = by or staff_of(milestone.plan.replication.agency)
            return progress.record_progress(update=update, by=by)[0]


class EvidenceFactory(DjangoModelFactory):
    """A small PNG, or `kind="pdf"` (any of uploads.KINDS), or a link where `url` is given."""

    class Meta:
        model = Evidence

    update = factory.SubFactory(ProgressUpdateFactory)

    @classmethod
    def _create(cls, model_class, *, update, by=None, kind="png", url="", name="", **values):
        by = by or update.by
        if url:
            return evidence.add_link(update=update, by=by, url=url, name=name, **values)
        file = samples.file_of_kind(kind)
        if name:
            file.name = name
        return evidence.add_file(update=update, by=by, file=file, **values)


class ReportFactory(DjangoModelFactory):
    """A draft, or as far as the named step: sent, returned, verified, unverified.

    Sent by the head on the due date (`late`: so many working days after it), decided by an
    officer on the last day for it. `lowered` is a percent that the first line is verified at.
    """

    class Meta:
        model = Report

    plan = factory.SubFactory(ActionPlanFactory, approved=True, milestones=3)
    quarter = 1

    @classmethod
    def _create(cls, model_class, *, plan, quarter, late=0, lowered=None, **steps):
        if unknown := set(steps) - set(REPORT_STEPS):
            raise TypeError(f"ReportFactory knows no {', '.join(unknown)}")
        done = {step for step in REPORT_STEPS if steps.get(step)}
        agency, its_period = plan.replication.agency, period(quarter, plan.fiscal_year)
        with at(its_period.opens):
            report, _ = reports.open_report(plan=plan, period=its_period, by=staff_of(agency))
        if not done:
            return report
        sent_on = add_working_days(its_period.due, late)
        with at(sent_on, hour=11):
            report = reports.send_report(
                report=report,
                by=head_of(agency),
                problem="Narasumber terlambat.",
                solution="Jadwal diganti.",
                next_steps="Uji coba.",
            )
        officer = officer_of(agency.region)
        with at(max(its_period.review_due, sent_on), hour=14):
            if "returned" in done:
                report = reports.return_report(
                    report=report, by=officer, reason="Foto kegiatan belum ada."
                )
            elif done - {"sent"}:
                report = reports.verify_report(
                    report=report, by=officer, judgements=accepted(report, lowered)
                )
        if "unverified" in done:
            with at(max(its_period.review_due, sent_on), hour=16):
                report = reports.unverify_report(
                    report=report, by=officer, reason="Salah baca bukti."
                )
        return report


REPORT_STEPS = ("sent", "returned", "verified", "unverified")


def accepted(report, lowered=None):
    """Judgements that take every claim as it is, but the first line at `lowered`."""
    lines = report.lines.order_by("milestone__number")
    judgements = {line.pk: (line.percent, "") for line in lines}
    if lowered is not None:
        judgements[lines[0].pk] = (Decimal(lowered), "Bukti mendukung sebagian.")
    return judgements


# -- advice and obstacles -----------------------------------------------------------------------


class CommentFactory(DjangoModelFactory):
    """The facilitator's comment on a plan (or `milestone`, `report`); `suggestion` and `visit` say
    the kind, `answered` adds the agency's answer, `closed` closes a suggestion."""

    class Meta:
        model = Comment

    body = "Mohon daftar hadir dilampirkan."

    @classmethod
    def _create(cls, model_class, *, plan=None, by=None, **values):
        traits = {
            name: values.pop(name, False) for name in ("suggestion", "visit", "answered", "closed")
        }
        place = values.get("milestone") or values.get("report")
        plan = plan or (place.plan if place else ActionPlanFactory(approved=True, milestones=1))
        kind = Comment.Kind.COMMENT
        if traits["suggestion"] or traits["closed"]:
            kind = Comment.Kind.SUGGESTION
        elif traits["visit"]:
            kind = Comment.Kind.VISIT
        by = by or facilitator_of(plan.replication)
        comment = advice.advise(comment=Comment(plan=plan, **{"kind": kind, **values}), by=by)
        if traits["answered"]:
            advice.answer(
                parent=comment,
                body="Sudah dilampirkan.",
                by=staff_of(plan.replication.agency),
                key=uuid4(),
            )
        if traits["closed"]:
            comment = advice.close_suggestion(comment=comment, by=by)
        return comment


class ObstacleFactory(DjangoModelFactory):
    class Meta:
        model = Obstacle

    plan = factory.SubFactory(ActionPlanFactory, approved=True, milestones=1)
    cause = Obstacle.Cause.BUDGET
    description = "Anggaran belum cair."
    level = Obstacle.Level.AGENCY

    @classmethod
    def _create(cls, model_class, *, plan, by=None, **values):
        by = by or staff_of(plan.replication.agency)
        return obstacles.open_obstacle(obstacle=Obstacle(plan=plan, **values), by=by)
