"""Rows that break what innovations 0002 and actionplans 0009 forbid; for test_constraints.

Each takes the World of that module and gives an unsaved row that breaks one constraint only.
"""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from actionplans.models import MilestoneTrace
from innovations.models import (
    Closing,
    Document,
    ElementAdaptation,
    Innovation,
    InnovationSource,
    OriginContact,
    Outcome,
    OutcomeValue,
    Stationery,
    Suitability,
    SuitabilityAnswer,
    SuitabilityQuestion,
    SustainCheck,
)
from tests import factories


def judged(make, **values):
    """`make(w, **columns)` proposed and decided by w.person, but for `values`."""

    def broken(w):
        now = timezone.now()
        columns = {
            "proposed_by": w.person,
            "proposed_at": now,
            "decided_by": w.person,
            "decided_at": now,
        }
        return make(w, **{**columns, **values})

    return broken


def adaptation(w, **values):
    return ElementAdaptation(
        replication=w.replication, element=w.element, **{"choice": "diadopsi", **values}
    )


def closing(w, **values):
    return Closing(replication=w.replication, completed_on=date(2026, 11, 20), **values)


def check(w, **values):
    return SustainCheck(
        replication=w.replication,
        due=date(2027, 5, 20),
        **{"months": 6, "condition": "hidup", **values},
    )


def of_judged(noun, make):
    return {
        f"{noun}_returned_with_reason": judged(make, state="dikembalikan"),
        f"{noun}_proposed_by_somebody": judged(make, state="diajukan", proposed_by=None),
        f"{noun}_decided_by_somebody": judged(make, state="disepakati", decided_at=None),
    }


def value(w, **values):
    return OutcomeValue(outcome=w.outcome, measured_on=date(2026, 10, 1), value=5, **values)


def contact(w, **values):
    return OriginContact(innovation=w.replication.innovation, **{"name": "Ibu Asal", **values})


def suitability(w, **values):
    return Suitability(
        innovation=w.replication.innovation, agency=w.agency, created_by=w.person, **values
    )


def answer(w, **values):
    row = suitability(w)
    row.save()
    return SuitabilityAnswer(
        suitability=row, **{"dimension": "1-kebutuhan", "text": "A", "weight": 10, **values}
    )


def asked(w):
    question = SuitabilityQuestion.objects.create(dimension="1-kebutuhan", text="Dibutuhkan")
    first = answer(w, question=question)
    first.save()
    return SuitabilityAnswer(
        suitability=first.suitability,
        question=question,
        dimension="1-kebutuhan",
        text="B",
        weight=10,
    )


def again(make, **values):
    """A row that is there already, a second time."""

    def broken(w):
        make(w, **values).save()
        return make(w, **values)

    return broken


def trace_to_clause(w):
    clause = factories.ClauseFactory()
    MilestoneTrace.objects.create(milestone=w.milestone, clause=clause)
    return MilestoneTrace(milestone=w.milestone, clause=clause)


def trace_to_both(w):
    return MilestoneTrace(
        milestone=w.milestone, clause=factories.ClauseFactory(), element=w.element
    )


BROKEN = {
    **of_judged("adaptation", adaptation),
    **of_judged("closing", closing),
    **of_judged("check", check),
    "adaptation_proposed_is_decided": judged(adaptation, state="diajukan", choice=""),
    "check_once_a_term": again(check, months=12),
    "check_answered_says_how": judged(check, state="diajukan", condition=""),
    "check_stopped_says_why": lambda w: check(w, condition="berhenti"),
    "outcome_target_in_direction": lambda w: Outcome(
        replication=w.replication,
        indicator="Antrean",
        unit="orang",
        direction="turun",
        baseline=10,
        target=11,
    ),
    "outcome_value_verified_by_somebody": lambda w: value(
        w, state="terverifikasi", verified_value=Decimal(5), verified_at=timezone.now()
    ),
    "outcome_value_returned_with_reason": lambda w: value(w, state="dikembalikan"),
    "document_has_one_owner": lambda w: Document(
        name="surat.pdf",
        file="ab/cd",
        size=9,
        mime="application/pdf",
        sha256="0" * 64,
        uploaded_by=w.person,
    ),
    "innovation_status_on_has_status": lambda w: Innovation(
        name="Baru", status_on=date(2026, 1, 2)
    ),
    "stationery_one_a_year": again(
        lambda w: Stationery(
            agency=w.agency, from_year=2026, place="Mentok", position="Kepala", name="Rini"
        )
    ),
    "source_title_unique": again(
        lambda w: InnovationSource(innovation=w.replication.innovation, title="Siaran pers")
    ),
    "contact_name_unique": again(contact, phone="0711 1"),
    "contact_can_be_reached": contact,
    "question_weight_positive": lambda w: SuitabilityQuestion(
        dimension="1-kebutuhan", text="Dibutuhkan", weight=Decimal(0)
    ),
    "suitability_one_open": again(suitability),
    "suitability_finished_by_somebody": lambda w: suitability(
        w, state="selesai", finished_by=w.person
    ),
    "answer_once_a_question": asked,
    "answer_score_0_4": lambda w: answer(w, score=5),
    "trace_clause_once": trace_to_clause,
    "trace_element_once": again(lambda w: MilestoneTrace(milestone=w.milestone, element=w.element)),
    "trace_to_one_thing": trace_to_both,
}
