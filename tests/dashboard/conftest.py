"""Plans in the states that a dashboard must tell apart."""

from datetime import date
from decimal import Decimal

import pytest

from tests import factories


def progress(plan, percents, quarter):
    """Record `percents` (one a milestone) on plan's milestones shortly before the quarter ends."""
    day = {1: date(2026, 3, 20), 2: date(2026, 6, 19), 3: date(2026, 9, 18)}[quarter]
    for milestone, percent in zip(plan.milestones.order_by("number"), percents, strict=True):
        factories.ProgressUpdateFactory(
            milestone=milestone,
            happened_on=day,
            percent=Decimal(percent),
            spent=Decimal(1_000_000) * quarter,
        )


def half_verified(plan):
    """The plan with TW I verified, its first line lowered, and TW II only sent."""
    progress(plan, [60, 0, 0], 1)
    factories.ReportFactory(plan=plan, quarter=1, verified=True, lowered=50)
    progress(plan, [90, 20, 0], 2)
    factories.ReportFactory(plan=plan, quarter=2, sent=True)
    return plan


def returned(agency, facilitator):
    """The agency's plan: TW I returned and never mended, nothing since."""
    plan = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(
            innovation__name="Aksi Tali Intan", agency=agency, facilitator=facilitator
        ),
        milestones=3,
        approved=True,
    )
    progress(plan, [40, 0, 0], 1)
    factories.ReportFactory(plan=plan, quarter=1, late=3, returned=True)
    return plan


@pytest.fixture
def october(on_day):
    """13 October 2026: TW III is open, its report was due on the 7th."""
    return on_day("2026-10-13")


@pytest.fixture
def verified_plan(plan):
    """Dinkop's plan: TW I verified with the first line lowered, TW II only sent."""
    return half_verified(plan)


@pytest.fixture
def other_plan(distan, ubb, lia):
    """Distan's plan: TW I returned and never mended, nothing since."""
    return returned(distan, ubb)
