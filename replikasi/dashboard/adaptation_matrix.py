"""What every adopter of an innovation made of its elements: elements × adopters.

Agreed records are everybody's, so that the next adopter learns; proposed ones are shown within the
reader's scope alone, and to leaders not at all.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q

from innovations.fidelity import Fidelity, fidelity_of
from innovations.models import ElementAdaptation, InnovationElement, Replication
from innovations.models.replication import knows_claims, replication_scope

Choice, State = ElementAdaptation.Choice, ElementAdaptation.State
CORE = InnovationElement.Kind.CORE
YEAR, NAME, FIDELITY = "tahun", "nama", "kesetiaan"
SORTS = {YEAR: "tahun, terbaru dahulu", NAME: "nama OPD", FIDELITY: "unsur inti dipertahankan"}
COUNTED = (Choice.ADOPTED, Choice.ADAPTED, Choice.DROPPED)


@dataclass
class Adopter:
    """One replication; `cells` {element key: ElementAdaptation} only for those that are shown."""

    replication: Replication
    name: str
    fidelity: Fidelity
    is_in_scope: bool = False
    cells: dict = field(default_factory=dict)

    @property
    def year(self):
        return self.replication.programme_year

    @property
    def region(self):
        return self.replication.agency.region.full_name


@dataclass(frozen=True)
class Row:
    """An element; `counts` (choice, how many of all agreed records), `agreed` their sum."""

    element: InnovationElement
    counts: tuple
    agreed: int

    @property
    def is_core(self):
        return self.element.kind == CORE


@dataclass(frozen=True)
class Matrix:
    """`adopters`: those with a record that the reader may see; `silent`: how many have none."""

    rows: list
    adopters: list
    silent: int


def seen_by(user, innovation):
    """Records of the innovation that `user` may read here."""
    rows = ElementAdaptation.objects.filter(replication__innovation=innovation)
    if not knows_claims(user):
        return rows.agreed()
    own = Q(state=State.PROPOSED) & replication_scope(user, "replication__")
    return rows.filter(Q(state=State.AGREED) | own)


def matrix_of(user, innovation, sort=YEAR):
    """The Matrix without its cells; four queries, however many adopters there are."""
    elements = sorted(
        innovation.elements.order_by("number"), key=lambda row: (row.kind != CORE, row.number)
    )
    core = [element.pk for element in elements if element.kind == CORE]
    said = {}
    counts = Counter()
    for of, element, choice, state in seen_by(user, innovation).values_list(
        "replication", "element", "choice", "state"
    ):
        said.setdefault(of, {})[element] = (choice, state)
        if state == State.AGREED:
            counts[element, choice] += 1
    replications = Replication.objects.filter(innovation=innovation).for_list()
    everybody = list(replications.order_by("pk"))
    adopters = [
        Adopter(
            row,
            row.agency.name_in(row.programme_year),
            fidelity_of((key, *said[row.pk].get(key, ("", ""))) for key in core),
        )
        for row in everybody
        if row.pk in said
    ]
    rows = [
        Row(
            element,
            tuple((choice, counts[element.pk, choice]) for choice in COUNTED),
            sum(counts[element.pk, choice] for choice in COUNTED),
        )
        for element in elements
    ]
    return Matrix(rows, sorted(adopters, key=_order(sort)), len(everybody) - len(adopters))


def _order(sort):
    def name(row):
        return row.name.casefold(), row.replication.pk

    def fidelity(row):
        percent = row.fidelity.verified.percent
        return percent is None, -(percent or 0), name(row)

    return {
        NAME: lambda row: (*name(row)[:1], row.year, row.replication.pk),
        FIDELITY: fidelity,
    }.get(sort, lambda row: (-row.year, name(row)))


def fill(user, innovation, adopters):
    """Give `adopters` their cells and whether the reader may open them; two queries."""
    found = {adopter.replication.pk: adopter for adopter in adopters}
    for row in seen_by(user, innovation).filter(replication__in=found).order_by("pk"):
        found[row.replication_id].cells[row.element_id] = row
    visible = Replication.objects.visible_to(user).filter(pk__in=found)
    for key in visible.values_list("pk", flat=True):
        found[key].is_in_scope = True
    return adopters
