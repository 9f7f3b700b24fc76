from .adaptation import ElementAdaptation
from .agency import Agency, AgencyName
from .closing import Closing, Lesson, Recognition, SustainCheck
from .commitment import Clause, Commitment
from .document import Document
from .innovation import Innovation, InnovationElement
from .judged import Judged
from .outcome import Outcome, OutcomeValue
from .region import Region
from .replication import Replication
from .source import InnovationSource, OriginContact
from .stage import Stage
from .stationery import Stationery
from .suitability import (
    Dimension,
    Suitability,
    SuitabilityAnswer,
    SuitabilityQuestion,
)

__all__ = [
    "Agency",
    "AgencyName",
    "Clause",
    "Closing",
    "Commitment",
    "Dimension",
    "Document",
    "ElementAdaptation",
    "Innovation",
    "InnovationElement",
    "InnovationSource",
    "Judged",
    "Lesson",
    "OriginContact",
    "Outcome",
    "OutcomeValue",
    "Recognition",
    "Region",
    "Replication",
    "Stage",
    "Stationery",
    "Suitability",
    "SuitabilityAnswer",
    "SuitabilityQuestion",
    "SustainCheck",
]
