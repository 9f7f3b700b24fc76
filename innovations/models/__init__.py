from .agency import Agency, AgencyName
from .commitment import Clause, Commitment
from .innovation import Innovation, InnovationElement
from .region import Region
from .replication import ElementAdaptation, Outcome, OutcomeValue, Replication

__all__ = [
    "Agency",
    "AgencyName",
    "Clause",
    "Commitment",
    "ElementAdaptation",
    "Innovation",
    "InnovationElement",
    "Outcome",
    "OutcomeValue",
    "Region",
    "Replication",
]
