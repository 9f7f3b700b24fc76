from .advice import Comment, Visit
from .edit import PlanEdit
from .evidence import CommentFile, Evidence
from .feed import CalendarFeed
from .milestone import Milestone, Stage
from .obstacle import Obstacle
from .period import DueMove, ReportingPeriod
from .plan import ActionPlan, PlanVersion
from .progress import ProgressUpdate
from .reminder import DueReminder, Reminder
from .report import Report, ReportLine, Verification
from .review import Looking, NextStep
from .standing import MonthStanding, PeriodStanding
from .template import PlanTemplate, TemplateRow
from .trace import MilestoneTrace
from .workbook import PlanImport
from .workday import OffDay, ReportingRules

__all__ = [
    "ActionPlan",
    "CalendarFeed",
    "Comment",
    "CommentFile",
    "DueMove",
    "DueReminder",
    "Evidence",
    "Looking",
    "Milestone",
    "MilestoneTrace",
    "MonthStanding",
    "NextStep",
    "Obstacle",
    "OffDay",
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
    "ReportingRules",
    "Stage",
    "TemplateRow",
    "Verification",
    "Visit",
]
