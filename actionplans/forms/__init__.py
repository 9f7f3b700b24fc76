from .advice import AdviceForm, AnswerForm, CloseObstacleForm, ObstacleForm
from .plan import MilestoneForm, NewPlanForm, ReasonForm, RevisionForm
from .progress import ProgressForm
from .report import EvidenceVerdictForm, ReportForm, judgements_from

__all__ = [
    "AdviceForm",
    "AnswerForm",
    "CloseObstacleForm",
    "EvidenceVerdictForm",
    "MilestoneForm",
    "NewPlanForm",
    "ObstacleForm",
    "ProgressForm",
    "ReasonForm",
    "ReportForm",
    "RevisionForm",
    "judgements_from",
]
