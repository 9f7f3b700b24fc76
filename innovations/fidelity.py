"""How much of an innovation's core a replication kept. Pure and exact; pages round.

Every core element weighs one element. What is adopted as it is counts whole, adapted half, dropped
nothing; what nobody has said anything of is not counted, which is told and never a 0.
"""

from dataclasses import dataclass
from decimal import Decimal

from .models import ElementAdaptation, Judged

Choice = ElementAdaptation.Choice
State = Judged.State

WEIGHT = Decimal(1)
VALUES = {Choice.ADOPTED: Decimal(1), Choice.ADAPTED: Decimal("0.5"), Choice.DROPPED: Decimal(0)}
VERIFIED = (State.AGREED,)
REPORTED = (State.PROPOSED, State.AGREED)


@dataclass(frozen=True)
class Part:
    """One counted core element; `key` is what the caller knows it by."""

    key: object
    choice: str

    @property
    def weight(self):
        return WEIGHT

    @property
    def value(self):
        return VALUES[self.choice]

    @property
    def contribution(self):
        """In elements: weight × value."""
        return self.weight * self.value


@dataclass(frozen=True)
class Figure:
    """The counted core elements, in order; `percent` is None where none is counted."""

    parts: tuple

    @property
    def count(self):
        return len(self.parts)

    @property
    def weight(self):
        return sum((part.weight for part in self.parts), Decimal(0))

    @property
    def total(self):
        """In elements: the sum of the contributions, exact since all are halves."""
        return sum((part.contribution for part in self.parts), Decimal(0))

    @property
    def percent(self):
        return self.total * 100 / self.weight if self.parts else None


@dataclass(frozen=True)
class Fidelity:
    """`verified`: over what is agreed. `claimed`: over what is proposed or agreed. `core`: all.

    `withheld`: how many were proposed to somebody else than the reader; None for who reads claims.
    """

    verified: Figure
    claimed: Figure
    core: int
    withheld: int | None = None

    @property
    def reads_claims(self):
        return self.withheld is None

    @property
    def waiting(self):
        """Core elements that are proposed and not decided on."""
        return self.claimed.count - self.verified.count

    @property
    def unreported(self):
        return self.core - self.claimed.count - (self.withheld or 0)


def fidelity_of(core):
    """Fidelity of `core`: (key, choice, state) of every core element, in order.

    Choice and state are "" for an element without a record.
    """
    core = list(core)

    def counted(states):
        return Figure(tuple(Part(key, choice) for key, choice, state in core if state in states))

    return Fidelity(counted(VERIFIED), counted(REPORTED), len(core))
