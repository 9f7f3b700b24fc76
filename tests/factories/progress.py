"""Progress with its evidence, advice and obstacles."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from actionplans.models import Comment, Evidence, Obstacle, ProgressUpdate
from actionplans.services import advice, evidence, obstacles, progress
from tests.common import samples

from .days import YEAR, at
from .people import facilitator_of, staff_of
from .plans import ActionPlanFactory


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


class CommentFactory(DjangoModelFactory):
    """The facilitator's comment on a plan (or `milestone`, `report`); `suggestion` and `visit` say
    the kind, `photos` are kinds of uploads.KINDS, `answered` adds the agency's answer, `closed`
    closes a suggestion."""

    class Meta:
        model = Comment

    body = "Mohon daftar hadir dilampirkan."

    @classmethod
    def _create(cls, model_class, *, plan=None, by=None, **values):
        traits = {
            name: values.pop(name, False) for name in ("suggestion", "visit", "answered", "closed")
        }
        files = [samples.file_of_kind(kind) for kind in values.pop("photos", ())]
        place = values.get("milestone") or values.get("report")
        plan = plan or (place.plan if place else ActionPlanFactory(approved=True, milestones=1))
        kind = Comment.Kind.COMMENT
        if traits["suggestion"] or traits["closed"]:
            kind = Comment.Kind.SUGGESTION
        elif traits["visit"]:
            kind = Comment.Kind.VISIT
            visit = {"visited_on": timezone.localdate(), "visited_place": "Aula dinas"}
            values = {**visit, **values}
        by = by or facilitator_of(plan.replication)
        comment = advice.advise(
            comment=Comment(plan=plan, **{"kind": kind, **values}), by=by, files=files
        )
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
