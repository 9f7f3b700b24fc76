from .advice import Comment
from .evidence import Evidence
from .milestone import Milestone, Stage
from .obstacle import Obstacle
from .period import ReportingPeriod
from .plan import ActionPlan, PlanVersion
from .progress import ProgressUpdate
from .report import Report, ReportLine, Verification
from .standing import PeriodStanding

__all__ = [
    "ActionPlan",
    "Comment",
    "Evidence",
    "Milestone",
    "Obstacle",
    "PeriodStanding",
    "PlanVersion",
    "ProgressUpdate",
    "Report",
    "ReportLine",
    "ReportingPeriod",
    "Stage",
    "Verification",
]
