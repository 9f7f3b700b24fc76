"""What is read of adaptation records: element by element, with what fidelity they give."""

from dataclasses import dataclass, replace
from decimal import Decimal

from .fidelity import Fidelity, fidelity_of
from .models import ElementAdaptation, InnovationElement
from .models.replication import knows_claims

CORE = InnovationElement.Kind.CORE
State = ElementAdaptation.State
# State of what was proposed and is not agreed, for readers who may read what is agreed alone.
WITHHELD = "belum-disepakati"


@dataclass
class Record:
    """An element of the innovation and what the replication made of it.

    `row` None: nothing yet, or nothing for this reader; `is_withheld` says that something was
    proposed which the reader may read once it is agreed.
    """

    element: InnovationElement
    row: ElementAdaptation | None
    is_withheld: bool = False

    @classmethod
    def for_reader(cls, user, element, row):
        if row is None or row.is_told_to(user):
            return cls(element, row)
        return cls(element, None, is_withheld=row.state != State.DRAFT)

    @property
    def is_core(self):
        return self.element.kind == CORE

    @property
    def choice(self):
        return self.row.choice if self.row else ""

    @property
    def state(self):
        """ "" where nothing is decided, whether there is a row or not."""
        if self.is_withheld:
            return WITHHELD
        return self.row.state if self.row and self.row.choice else ""

    @property
    def is_waiting(self):
        return self.state == State.PROPOSED

    @property
    def is_proposable(self):
        return self.state in (State.DRAFT, State.RETURNED)


@dataclass(frozen=True)
class Line:
    """One core element of the explanation; `verified` and `claimed` are contributions, or None."""

    record: Record
    value: Decimal | None
    verified: Decimal | None
    claimed: Decimal | None


def records_of(replication, user, rows=None):
    """[Record] as `user` may read them, core elements first, each kind by number; two queries.

    `rows` are the replication's adaptations as the page wants them, with what hangs on them.
    """
    rows = replication.adaptations.order_by("pk") if rows is None else rows
    found = {row.element_id: row for row in rows}
    for row in found.values():
        row.replication = replication
    elements = replication.innovation.elements.order_by("number")
    records = [Record.for_reader(user, element, found.get(element.pk)) for element in elements]
    for record in records:
        if record.row:
            record.row.element = record.element
    return sorted(records, key=lambda record: (not record.is_core, record.element.number))


def fidelity(records, user) -> Fidelity:
    """Fidelity of `records` as `user` may read it: leaders over what is agreed alone."""
    core = [record for record in records if record.is_core]
    found = fidelity_of((record.element.pk, record.choice, record.state) for record in core)
    if knows_claims(user):
        return found
    return replace(found, withheld=sum(record.is_withheld for record in core))


def lines_of(records, found):
    """[Line] of the core elements for the explanation of the Fidelity `found`."""
    verified = {part.key: part for part in found.verified.parts}
    claimed = {part.key: part for part in found.claimed.parts}

    def line(record):
        key = record.element.pk
        part = claimed.get(key)
        return Line(
            record,
            value=part and part.value,
            verified=verified[key].contribution if key in verified else None,
            claimed=part and part.contribution,
        )

    return [line(record) for record in records if record.is_core]
