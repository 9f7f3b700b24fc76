from .advice import Comment
from .edit import PlanEdit
from .evidence import Evidence
from .feed import CalendarFeed
from .milestone import Milestone, Stage
from .obstacle import Obstacle
from .period import ReportingPeriod
from .plan import ActionPlan, PlanVersion
from .progress import ProgressUpdate
from .reminder import Reminder
from .report import Report, ReportLine, Verification
from .standing import PeriodStanding
from .template import PlanTemplate, TemplateRow
from .workbook import PlanImport

__all__ = [
    "ActionPlan",
    "CalendarFeed",
    "Comment",
    "Evidence",
    "Milestone",
    "Obstacle",
    "PeriodStanding",
    "PlanEdit",
    "PlanImport",
    "PlanTemplate",
    "PlanVersion",
    "ProgressUpdate",
    "Reminder",
    "Report",
    "ReportLine",
    "ReportingPeriod",
    "Stage",
    "TemplateRow",
    "Verification",
]
