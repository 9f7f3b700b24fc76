from .advice import AdviceForm, AnswerForm, CloseObstacleForm, ObstacleForm
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
from .plan import MilestoneForm
from .progress import ProgressForm
from .report import EvidenceVerdictForm, ReportForm, judgements_from
from .start import NewPlanForm
from .template import TemplateForm, TemplateRowForms
from .workbook import ReadingForm, WorkbookForm

__all__ = [
    "AdviceForm",
    "AnswerForm",
    "CloseObstacleForm",
    "ComparisonForm",
    "EvidenceVerdictForm",
    "MilestoneForm",
    "NewPlanForm",
    "ObstacleForm",
    "ProgressForm",
    "ReadingForm",
    "ReasonForm",
    "RejectionForm",
    "RemarkForm",
    "ReportForm",
    "ReturnForm",
    "RevisionForm",
    "SeenForm",
    "TellForm",
    "TemplateForm",
    "TemplateRowForms",
    "WaitsForm",
    "WorkbookForm",
    "judgements_from",
]
