"""Suitability: begun, answered by the agency with Litbang, finished with a note, opened again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from innovations import notices
from innovations.assessing import lines_of, open_one, questions_for
from innovations.models import Agency, Suitability, SuitabilityAnswer
from innovations.suitability import result_of
from replikasi.common import formats
from replikasi.common.locking import Conflict, locked, record_at, require
from replikasi.common.states import move, refusal

State = Suitability.State
UNKNOWN = (None, "")
# Text and weight of a question as it was answered.
COPIED = ("dimension", "text", "weight", "position")


class AnswerConflict(Conflict):
    """Somebody else answered some of the same questions differently; nothing was written.

    `told` is {question key: sentence}; `merged` {question key: (score, note)} is what the form
    should now show: one's own where one changed something, theirs elsewhere.
    """

    def __init__(self, told, merged, *, revision):
        count = len(told)
        super().__init__(
            f"{count} pernyataan dijawab orang lain dengan nilai atau dasar yang berbeda sesudah "
            "halaman ini Anda buka. Jawaban Anda belum disimpan. Periksa yang ditandai, lalu "
            "simpan lagi.",
            revision=revision,
        )
        self.told, self.merged = told, merged


@transaction.atomic
def start(*, innovation, agency, by):
    """The open suitability of the pair: the one that there is, or a new one."""
    require(by, "innovations.assess", agency)
    if agency.kind != Agency.Kind.OPD:
        raise ValidationError({"agency": "Uji kesesuaian dibuat untuk OPD."})
    locked(agency)  # two at once: the second finds the first one's
    if there := open_one(innovation, agency):
        return there
    suitability = Suitability(innovation=innovation, agency=agency, created_by=by)
    suitability.full_clean()
    suitability.save()
    notices.about_suitability(notices.SUITABILITY_STARTED, suitability, by=by)
    return suitability


@transaction.atomic
def answer(*, suitability, by, seen, answers):
    """Write what changed among `answers` {question key: (score or None, note)}.

    What somebody else answered since revision `seen` stays where the person changed nothing
    there; where both changed the same question differently, AnswerConflict.
    """
    require(by, "innovations.assess", suitability)
    fresh = locked(suitability)
    if fresh.state != State.DRAFT:
        raise ValidationError(refusal(fresh, "Jawaban ini tidak dapat diubah lagi."), code="state")
    rows = {row.question_id: row for row in fresh.answers.select_related("by")}
    now = {key: (row.score, row.note) for key, row in rows.items()}
    base = now if seen == fresh.revision else _answers_at(fresh, seen)
    wanted, told, merged = [], {}, dict(answers)
    for question in questions_for(fresh.innovation_id):
        if question.pk not in answers:
            continue
        mine = answers[question.pk]
        theirs, before = now.get(question.pk, UNKNOWN), base.get(question.pk, UNKNOWN)
        if mine == before:
            merged[question.pk] = theirs
        elif mine != theirs and theirs != before:
            told[question.pk] = _theirs(rows[question.pk])
        elif mine != theirs:
            wanted.append((question, mine))
    if told:
        raise AnswerConflict(told, merged, revision=fresh.revision)
    for question, (score, note) in wanted:
        row = rows.get(question.pk) or SuitabilityAnswer(suitability=fresh, question=question)
        row.score, row.note = score, note
        row.by, row.at = by, timezone.now()
        _write(row, question)
    return _saved(fresh) if wanted else fresh


def _answers_at(suitability, seen):
    """{question key: (score, note)} as they stood at revision `seen`.

    Answers are saved before their suitability, so those of a revision are not newer than it.
    """
    record = record_at(suitability, seen)
    if record is None:
        return {}
    lines = SuitabilityAnswer.history.filter(
        suitability=suitability.pk, history_date__lte=record.history_date
    ).order_by("history_date", "history_id")
    found = {}
    for line in lines:
        found[line.question_id] = UNKNOWN if line.history_type == "-" else (line.score, line.note)
    return found


def _theirs(row):
    who = row.by.name if row.by else "Orang lain"
    when = formats.clock(timezone.localtime(row.at)) if row.at else ""
    score = "belum diketahui" if row.score is None else f"{row.score}, {row.get_score_display()}"
    note = f" ({row.note})" if row.note else ""
    return f"{who} menjawab pukul {when}: {score}{note}. Jawaban Anda di bawah ini belum disimpan."


@transaction.atomic
def finish(*, suitability, by, note="", seen=None):
    """Litbang ends it with a note: statements, weights and answers are frozen as they are now."""
    require(by, "innovations.finish_assessment", suitability)
    fresh = locked(suitability)
    if fresh.state == State.FINISHED and fresh.finished_by_id == by.pk:
        return fresh
    if seen is not None and int(seen) != fresh.revision:
        raise Conflict(
            "Jawabannya berubah sesudah halaman ini Anda buka. Baca lagi, lalu selesaikan.",
            revision=fresh.revision,
        )
    result = result_of(lines_of(fresh))
    if not result.known:
        raise ValidationError("Belum satu pun pernyataan dijawab, jadi belum dapat diselesaikan.")
    _freeze(fresh)
    move(fresh, "finish", "Uji ini tidak dapat diselesaikan.")
    fresh.note, fresh.finished_by, fresh.finished_at = note.strip(), by, timezone.now()
    _saved(fresh)
    notices.about_suitability(
        notices.SUITABILITY_FINISHED, fresh, by=by, result=result.label.lower()
    )
    return fresh


def _freeze(suitability):
    """An answer for each statement, the unknown ones too; what is asked no longer goes."""
    rows = {row.question_id: row for row in suitability.answers.all()}
    for question in questions_for(suitability.innovation_id):
        row = rows.pop(question.pk, None)
        if row is None:
            _write(SuitabilityAnswer(suitability=suitability, question=question), question)
        elif any(getattr(row, name) != getattr(question, name) for name in COPIED):
            _write(row, question)
    for row in rows.values():
        row.delete()


def _write(row, question):
    for name in COPIED:
        setattr(row, name, getattr(question, name))
    row.full_clean()
    row.save()


@transaction.atomic
def reopen(*, suitability, by, seen=None):
    """Litbang opens it again, as long as nothing was adopted by it; the note stays."""
    require(by, "innovations.finish_assessment", suitability)
    fresh = locked(suitability)
    if fresh.state == State.DRAFT:
        return fresh
    if fresh.replication_id:
        raise ValidationError(
            "Replikasi sudah dimulai dengan hasil ini, jadi tidak dapat dibuka lagi.", code="state"
        )
    if seen is not None and int(seen) != fresh.revision:
        raise Conflict("Uji ini baru saja diubah. Muat ulang halaman.", revision=fresh.revision)
    move(fresh, "reopen", "Uji ini tidak dapat dibuka lagi.")
    fresh.finished_by = fresh.finished_at = None
    return _saved(fresh)


def _saved(suitability):
    suitability.revision += 1
    suitability.save()
    return suitability


@transaction.atomic
def save_question(*, question, by):
    """Write a statement of the questionnaire; the same new one sent twice is made once.

    What was finished keeps the words and weight that it was answered with.
    """
    action = "change" if question.pk else "add"
    require(by, f"innovations.{action}_suitabilityquestion", question)
    same = (
        type(question)
        .objects.filter(
            innovation=question.innovation, dimension=question.dimension, text=question.text
        )
        .exclude(pk=question.pk)
        .first()
    )
    if same and question.pk:
        raise ValidationError({"text": "Pernyataan yang sama sudah ada pada aspek ini."})
    if same:
        return same
    question.full_clean()
    question.save()
    return question
