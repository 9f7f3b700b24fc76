"""Factories of consistent rows: what services guard is made by the services, at a likely time.

`ActionPlanFactory(approved=True, milestones=3)`, `ReportFactory(plan=plan, quarter=2, sent=True)`:
each step is taken by a fitting person of the agency, the region or the university (found, or made
where there is none) on a fitting day, whatever day it is for the test. Without a step's name a
plan or report is a draft.
"""

from .days import WIB, YEAR, at, period
from .people import (
    PASSWORD,
    AgencyFactory,
    RegionFactory,
    UserFactory,
    facilitator_of,
    head_of,
    officer_of,
    staff_of,
)
from .plans import ActionPlanFactory, MilestoneFactory, milestone_of
from .progress import (
    CommentFactory,
    EvidenceFactory,
    ObstacleFactory,
    ProgressUpdateFactory,
)
from .replications import (
    ClauseFactory,
    CommitmentFactory,
    InnovationElementFactory,
    InnovationFactory,
    OutcomeFactory,
    OutcomeValueFactory,
    ReplicationFactory,
)
from .reports import ReportFactory, accepted

__all__ = [
    "PASSWORD",
    "WIB",
    "YEAR",
    "ActionPlanFactory",
    "AgencyFactory",
    "ClauseFactory",
    "CommentFactory",
    "CommitmentFactory",
    "EvidenceFactory",
    "InnovationElementFactory",
    "InnovationFactory",
    "MilestoneFactory",
    "ObstacleFactory",
    "OutcomeFactory",
    "OutcomeValueFactory",
    "ProgressUpdateFactory",
    "RegionFactory",
    "ReplicationFactory",
    "ReportFactory",
    "UserFactory",
    "accepted",
    "at",
    "facilitator_of",
    "head_of",
    "milestone_of",
    "officer_of",
    "period",
    "staff_of",
]
