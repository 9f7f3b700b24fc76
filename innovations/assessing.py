"""The statements of one suitability with what was answered, and what its answers come to."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q

from .models import Dimension, Suitability, SuitabilityAnswer, SuitabilityQuestion
from .suitability import result_of


@dataclass(frozen=True)
class Line:
    """A statement. `question` is the key of its question, None where that is gone; `score` None:
    belum diketahui. `by` and `at` say who answered last and when."""

    question: int | None
    dimension: str
    text: str
    hint: str
    weight: Decimal
    score: int | None
    note: str
    by: object
    at: datetime | None

    @property
    def score_label(self):
        if self.score is None:
            return "Belum diketahui"
        return dict(SuitabilityAnswer.SCORES)[self.score]


def questions_for(innovation):
    """What is asked of `innovation` (or its key): the general statements and its own."""
    return SuitabilityQuestion.objects.filter(
        Q(innovation=None) | Q(innovation=innovation), is_active=True
    ).order_by("dimension", "position", "pk")


def begun(rows):
    """Of the Suitabilities `rows` those not finished, with `is_answered`: nothing is unknown."""
    known = SuitabilityAnswer.objects.filter(
        suitability=OuterRef(OuterRef("pk")), question=OuterRef("pk"), score__isnull=False
    )
    unknown = SuitabilityQuestion.objects.filter(
        Q(innovation=None) | Q(innovation=OuterRef("innovation")), ~Exists(known), is_active=True
    )
    return rows.filter(state=Suitability.State.DRAFT).annotate(is_answered=~Exists(unknown))


def with_answers(rows):
    """Suitabilities with what `lines_of` reads, however many there are."""
    answers = SuitabilityAnswer.objects.select_related("by").order_by("dimension", "position", "pk")
    return rows.prefetch_related(Prefetch("answers", queryset=answers))


def lines_of(suitability, questions=None):
    """The Lines in the order of the questionnaire.

    While it is being filled in they follow the questions as they are now (`questions`, if they
    are known already); once finished they are what was answered then.
    """
    answers = list(suitability.answers.all())
    if suitability.state == Suitability.State.FINISHED:
        answers.sort(key=lambda row: (row.dimension, row.position, row.pk))
        return [_line(row.question_id, row, "", row) for row in answers]
    if questions is None:
        questions = questions_for(suitability.innovation_id)
    given = {row.question_id: row for row in answers}
    return [_line(row.pk, row, row.hint, given.get(row.pk)) for row in questions]


def _line(question, words, hint, answer):
    """`words` has aspect, text and weight: the question, or the frozen answer itself."""
    return Line(
        question=question,
        dimension=words.dimension,
        text=words.text,
        hint=hint,
        weight=words.weight,
        score=answer.score if answer else None,
        note=answer.note if answer else "",
        by=answer.by if answer else None,
        at=answer.at if answer else None,
    )


def results_of(rows):
    """{suitability.pk: Result} of a page of them; the questions are read once."""
    rows = list(rows)
    asked = {}
    wanted = {row.innovation_id for row in rows if row.state == Suitability.State.DRAFT}
    if wanted:
        questions = list(
            SuitabilityQuestion.objects.filter(
                Q(innovation=None) | Q(innovation__in=wanted), is_active=True
            ).order_by("dimension", "position", "pk")
        )
        for key in wanted:
            asked[key] = [row for row in questions if row.innovation_id in (None, key)]
    return {row.pk: result_of(lines_of(row, asked.get(row.innovation_id))) for row in rows}


def by_dimension(lines):
    """[(label of the aspect, its lines)], those that have some."""
    groups = []
    for value, label in Dimension.choices:
        if of := [line for line in lines if line.dimension == value]:
            groups.append((label, of))
    return groups


def open_one(innovation, agency):
    """The suitability of the pair that no replication was made by, or None."""
    return Suitability.objects.filter(
        innovation=innovation, agency=agency, replication=None
    ).first()
