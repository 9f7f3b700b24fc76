"""From the catalogue to a replication: one verb of Litbang's, with the plan that it proposes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from actionplans import arithmetic, notices
from actionplans.models import ActionPlan, Milestone, MilestoneTrace, Stage
from innovations.assessing import open_one
from innovations.models import (
    Agency,
    ElementAdaptation,
    InnovationElement,
    Replication,
)
from replikasi.common.locking import locked, require

from . import plans
from .beginnings import rows_from_template

ADOPT = "innovations.adopt"
CORE = InnovationElement.Kind.CORE
STEP = Decimal("0.01")
LONGEST_ACTIVITY = Milestone._meta.get_field("activity").max_length
# When the template says nothing of implementation: from the second quarter to November.
FIRST_DAY, LAST_DAY = (4, 1), (11, 30)


@dataclass(frozen=True)
class Proposed:
    """A milestone to be: `row` as plans.create_plan takes it, `element` the core element that it
    applies, or None for one of the template."""

    row: dict
    element: InnovationElement | None = None

    @property
    def stage_label(self):
        return Stage(self.row["stage"]).label

    @property
    def days(self):
        """Its first and last day, None where the template leaves it open."""
        return self.row.get("start"), self.row.get("due")


# -- the plan that is proposed ------------------------------------------------------------------


def proposed_plan(innovation, template, year):
    """[Proposed] in the order of the stages: the rows of `template` (or None) and one milestone
    for each core element, in Pelaksanaan. The weights add up to exactly 100."""
    rows = rows_from_template(template, year) if template else []
    elements = list(innovation.elements.filter(kind=CORE).order_by("number"))
    start, due = _implementation(rows, year)
    found = [Proposed(row) for row in rows]
    found += [Proposed(_core_row(element, start, due, year), element) for element in elements]
    found.sort(key=lambda proposed: proposed.row["stage"])
    weights = proposed_weights([proposed.row.get("weight") for proposed in found])
    for proposed, weight in zip(found, weights, strict=True):
        proposed.row["weight"] = weight
    return found


def proposed_weights(weights):
    """`weights` (Decimals, None where none is set) made to add up to exactly 100.

    Those without a weight get an equal share of the rows; the others keep their proportions.
    """
    count, empty = len(weights), sum(weight is None for weight in weights)
    known = sum((weight for weight in weights if weight is not None), Decimal(0))
    if not known:
        return arithmetic.spread(arithmetic.HUNDRED, count)
    shared = (arithmetic.HUNDRED * empty / count).quantize(STEP)
    rest = arithmetic.HUNDRED - shared
    scaled = [None if weight is None else weight * rest / known for weight in weights]
    kept = arithmetic.displayed(scaled, places=2)
    spread = iter(arithmetic.spread(shared, empty))
    return [next(spread) if weight is None else weight for weight in kept]


def _implementation(rows, year):
    """First and last day of the template's implementation, or the usual ones."""
    of = [row for row in rows if row["stage"] == Stage.IMPLEMENTATION]
    starts = [row["start"] for row in of if row.get("start")]
    dues = [row["due"] for row in of if row.get("due")]
    start = min(starts, default=date(year, *FIRST_DAY))
    due = max(dues, default=date(year, *LAST_DAY))
    return (start, due) if start <= due else (date(year, *FIRST_DAY), date(year, *LAST_DAY))


def _core_row(element, start, due, year):
    targets = arithmetic.proposed_targets(start, due, year)
    return {
        "stage": Stage.IMPLEMENTATION,
        "activity": f"Menerapkan unsur inti: {element.name}"[:LONGEST_ACTIVITY],
        "output": "Unsur inti diterapkan",
        "unit": "unsur",
        "target": Decimal(1),
        "start": start,
        "due": due,
        **dict(zip(Milestone.TARGETS, targets, strict=True)),
    }


# -- the verb -----------------------------------------------------------------------------------


@transaction.atomic
def adopt(
    *,
    innovation,
    agency,
    programme_year,
    by,
    key,
    local_name="",
    facilitator=None,
    commitment=None,
    template=None,
):
    """Make the replication with all that it begins with; returns it.

    An undecided adaptation of every element, the suitability of the pair linked, and a draft plan
    of the programme year that the agency then edits as its own: Litbang proposes it and has no
    hand in it afterwards, so nobody is written down as having made it and whoever began the
    replication may decide on the plan once the agency submits it. The same `key` twice does it
    once; another attempt for the same pair and year is a ValidationError (code "exists").
    """
    require(by, ADOPT, agency)
    locked(agency)  # two at once: the second finds the first one's replication
    there = existing(innovation, agency, programme_year)
    if there is not None:
        if _was_made_with(there, key):
            return there
        raise ValidationError(
            f"{agency.name} sudah mereplikasi {innovation.name} pada tahun {programme_year}.",
            code="exists",
        )
    _check(agency, facilitator)
    replication = Replication(
        innovation=innovation,
        agency=agency,
        programme_year=programme_year,
        local_name=local_name.strip(),
        facilitator=facilitator,
        commitment=commitment,
    )
    replication.full_clean()
    replication._change_reason = _reason(key)
    replication.save()
    _begin_adaptations(replication, by)
    _link_suitability(replication)
    plan = _propose_plan(replication, template, by)
    people = notices.agency_people(plan)
    notices.about_plan(notices.REPLICATION_BEGUN, plan, by=by, recipients=people)
    if replication.facilitator_id:
        advisers = notices.facilitators(plan)
        notices.about_plan(notices.REPLICATION_ENTRUSTED, plan, by=by, recipients=advisers)
    return replication


def existing(innovation, agency, year):
    """The replication that there is already, or None."""
    return Replication.objects.filter(
        innovation=innovation, agency=agency, programme_year=year
    ).first()


def _reason(key):
    return f"adopsi dari katalog, {key}"


def _was_made_with(replication, key):
    """The first line of its history tells the attempt that made it."""
    return replication.history.filter(history_type="+", history_change_reason=_reason(key)).exists()


def _check(agency, facilitator):
    if agency.kind != Agency.Kind.OPD:
        raise ValidationError({"agency": "Yang mengadopsi adalah OPD."})
    if facilitator and facilitator.kind != Agency.Kind.UNIVERSITY:
        raise ValidationError({"facilitator": "Fasilitator adalah perguruan tinggi."})


def _begin_adaptations(replication, by):
    rows = [
        ElementAdaptation(replication=replication, element=element)
        for element in replication.innovation.elements.order_by("number")
    ]
    bulk_create_with_history(rows, ElementAdaptation, default_user=by)


def _link_suitability(replication):
    """The pair's suitability, also one that is still being filled in, goes with it from now on."""
    found = open_one(replication.innovation, replication.agency)
    if found is None:
        return
    suitability = locked(found)
    suitability.replication = replication
    suitability.revision += 1
    suitability.save()


def _propose_plan(replication, template, by):
    year = replication.programme_year
    proposed = proposed_plan(replication.innovation, template, year)
    plan = ActionPlan(replication=replication, fiscal_year=year)
    made = plans.write_plan(plan, [one.row for one in proposed], by=by)
    MilestoneTrace.objects.bulk_create(
        MilestoneTrace(milestone=milestone, element=one.element)
        for milestone, one in zip(made, proposed, strict=True)
        if one.element
    )
    return plan
