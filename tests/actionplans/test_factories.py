"""The factories make what their names say."""

import pytest

from tests import factories


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (None, "draf"),
        ("submitted", "diajukan"),
        ("returned", "dikembalikan"),
        ("approved", "disetujui"),
        ("revising", "direvisi"),
        ("finished", "selesai"),
    ],
)
def test_a_plan_is_as_far_as_its_step(db, step, state):
    plan = factories.ActionPlanFactory(milestones=3, **({step: True} if step else {}))

    assert plan.state == state
    assert plan.milestones.count() == 3


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (None, "draf"),
        ("sent", "dikirim"),
        ("returned", "dikembalikan"),
        ("verified", "diverifikasi"),
        ("unverified", "dikirim"),
    ],
)
def test_a_report_is_as_far_as_its_step(plan, step, state):
    report = factories.ReportFactory(plan=plan, **({step: True} if step else {}))

    assert report.state == state
    assert report.lines.count() == (3 if step else 0)


def test_evidence_is_an_image_or_a_link(milestone):
    update = factories.ProgressUpdateFactory(milestone=milestone)

    assert factories.EvidenceFactory(update=update).is_image
    assert factories.EvidenceFactory(update=update, kind="pdf").is_pdf
    assert factories.EvidenceFactory(update=update, url="https://contoh.test/").url


def test_advice_is_answered_and_closed(milestone):
    factories.CommentFactory(milestone=milestone, suggestion=True, answered=True)
    closed = factories.CommentFactory(milestone=milestone, closed=True)

    assert closed.closed_at
    assert milestone.comments.count() == 3


def test_an_obstacle_is_open(plan):
    assert factories.ObstacleFactory(plan=plan).closed_on is None
