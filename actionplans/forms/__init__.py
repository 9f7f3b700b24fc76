from .advice import AdviceChangeForm, AdviceForm, AnswerForm
from .decision import (
    ComparisonForm,
    ReasonForm,
    RejectionForm,
    RemarkForm,
    ReturnForm,
    RevisionForm,
    SeenForm,
)
from .milestone import TellForm, WaitsForm
from .obstacle import CloseObstacleForm, ObstacleForm, ReopenObstacleForm
from .periods import DueMoveForm, OffDayForm, RulesForm, TakeBackForm
from .plan import MilestoneForm
from .progress import EvidenceFileForm, ProgressForm
from .report import ReportForm
from .start import NewPlanForm
from .template import TemplateForm, TemplateRowForms
from .thresholds import ThresholdsForm
from .timeline import TimelineForm
from .verification import (
    CorrectionForm,
    EvidenceVerdictForm,
    HandOverForm,
    SubstituteForm,
    judgements_from,
    remarks_from,
    verdict_from,
)
from .workbook import ReadingForm, WorkbookForm

__all__ = [
    "AdviceChangeForm",
    "AdviceForm",
    "AnswerForm",
    "CloseObstacleForm",
    "ComparisonForm",
    "CorrectionForm",
    "DueMoveForm",
    "EvidenceFileForm",
    "EvidenceVerdictForm",
    "HandOverForm",
    "MilestoneForm",
    "NewPlanForm",
    "ObstacleForm",
    "OffDayForm",
    "ProgressForm",
    "ReadingForm",
    "ReasonForm",
    "RejectionForm",
    "RemarkForm",
    "ReopenObstacleForm",
    "ReportForm",
    "ReturnForm",
    "RevisionForm",
    "RulesForm",
    "SeenForm",
    "SubstituteForm",
    "TakeBackForm",
    "TellForm",
    "TemplateForm",
    "TemplateRowForms",
    "ThresholdsForm",
    "TimelineForm",
    "WaitsForm",
    "WorkbookForm",
    "judgements_from",
    "remarks_from",
    "verdict_from",
]
