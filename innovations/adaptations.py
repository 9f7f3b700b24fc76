"""What is read of adaptation records: element by element, with what fidelity they give."""

from dataclasses import dataclass
from decimal import Decimal

from .fidelity import Fidelity, fidelity_of
from .models import ElementAdaptation, InnovationElement

CORE = InnovationElement.Kind.CORE


@dataclass
class Record:
    """An element of the innovation and what the replication made of it; `row` None: nothing yet."""

    element: InnovationElement
    row: ElementAdaptation | None

    @property
    def is_core(self):
        return self.element.kind == CORE

    @property
    def choice(self):
        return self.row.choice if self.row else ""

    @property
    def state(self):
        """ "" where nothing is decided, whether there is a row or not."""
        return self.row.state if self.row and self.row.choice else ""

    @property
    def is_waiting(self):
        return self.state == ElementAdaptation.State.PROPOSED

    @property
    def is_proposable(self):
        return bool(self.state) and self.row.is_open


@dataclass(frozen=True)
class Line:
    """One core element of the explanation; `verified` and `claimed` are contributions, or None."""

    record: Record
    value: Decimal | None
    verified: Decimal | None
    claimed: Decimal | None


def records_of(replication, rows=None):
    """[Record] core elements first, each kind by number; two queries.

    `rows` are the replication's adaptations as the page wants them, with what hangs on them.
    """
    rows = replication.adaptations.order_by("pk") if rows is None else rows
    found = {row.element_id: row for row in rows}
    for row in found.values():
        row.replication = replication
    elements = replication.innovation.elements.order_by("number")
    records = [Record(element, found.get(element.pk)) for element in elements]
    for record in records:
        if record.row:
            record.row.element = record.element
    return sorted(records, key=lambda record: (not record.is_core, record.element.number))


def fidelity(records) -> Fidelity:
    return fidelity_of(
        (record.element.pk, record.choice, record.state) for record in records if record.is_core
    )


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
