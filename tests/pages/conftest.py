"""It is 24 November 2026 unless a test says otherwise."""

import pytest

from tests import factories


@pytest.fixture(autouse=True)
def today(on_day):
    return on_day("2026-11-24")


@pytest.fixture
def staff(as_user, rini):
    return as_user(rini)


@pytest.fixture
def long_plan(sibakul, rini, pak_kadis):
    """A draft of six milestones, two in each stage."""
    return factories.ActionPlanFactory(replication=sibakul, milestones=6)
