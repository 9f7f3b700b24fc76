"""Suitability from its start to its end: who answers, what conflicts, what is frozen."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from innovations import questionnaire
from innovations.assessing import lines_of, questions_for
from innovations.models import Dimension, Suitability, SuitabilityQuestion
from innovations.services import suitability as services
from innovations.suitability import SUITABLE, result_of
from replikasi.common.locking import Conflict
from replikasi.notifications.models import Notification
from tests import factories

pytestmark = pytest.mark.django_db


def asked(innovation=None, **values):
    number = SuitabilityQuestion.objects.count() + 1
    return SuitabilityQuestion.objects.create(
        innovation=innovation,
        **{
            "dimension": Dimension.NEED,
            "text": f"Pernyataan {number}.",
            "position": number,
            **values,
        },
    )


@pytest.fixture
def innovation(db):
    return factories.InnovationFactory(name="Sip Banget")


@pytest.fixture
def questions(db):
    return [
        asked(dimension=Dimension.NEED),
        asked(dimension=Dimension.BUDGET),
        asked(dimension=Dimension.LEADERSHIP, weight=20),
    ]


@pytest.fixture
def suitability(innovation, dinkop, rini, lia, questions):
    return services.start(innovation=innovation, agency=dinkop, by=rini)


def answer(suitability, by, *scores, seen=None, notes=()):
    keys = list(questions_for(suitability.innovation_id).values_list("pk", flat=True))
    notes = [*notes, *[""] * len(keys)]
    return services.answer(
        suitability=suitability,
        by=by,
        seen=suitability.revision if seen is None else seen,
        answers=dict(zip(keys, zip(scores, notes, strict=False), strict=False)),
    )


def scores_of(suitability):
    return [line.score for line in lines_of(Suitability.objects.get(pk=suitability.pk))]


# -- beginning ----------------------------------------------------------------------------------


def test_it_is_begun_once_a_pair_and_the_other_side_is_told(innovation, dinkop, rini, lia):
    first = services.start(innovation=innovation, agency=dinkop, by=rini)
    assert services.start(innovation=innovation, agency=dinkop, by=lia) == first
    told = Notification.objects.filter(about=f"suitability:{first.pk}")
    assert [row.recipient for row in told] == [lia]


def test_an_agency_begins_for_itself_and_litbang_for_its_region(innovation, dinkop, rini, tono):
    assert services.start(innovation=innovation, agency=dinkop, by=rini)
    with pytest.raises(PermissionDenied):
        services.start(innovation=innovation, agency=dinkop, by=tono)


@pytest.mark.parametrize("who", ["joko", "dr_budi", "ibu_sekda", "admin"])
def test_others_do_not_begin_or_answer(who, innovation, dinkop, suitability, request):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        services.start(innovation=innovation, agency=dinkop, by=person)
    with pytest.raises(PermissionDenied):
        answer(suitability, person, 4)


def test_a_pair_has_one_open_suitability_whatever_writes_it(suitability, rini):
    with pytest.raises(IntegrityError), transaction.atomic():
        Suitability.objects.create(
            innovation=suitability.innovation, agency=suitability.agency, created_by=rini
        )


# -- answering ----------------------------------------------------------------------------------


def test_answers_are_saved_as_often_as_one_likes_with_who_gave_them(suitability, rini, lia):
    suitability = answer(suitability, rini, 4, None, None, notes=["Data 2025"])
    suitability = answer(suitability, lia, 4, 2, None, notes=["Data 2025"])
    lines = lines_of(suitability)
    assert [(line.score, line.by) for line in lines] == [(4, rini), (2, lia), (None, None)]
    assert lines[0].note == "Data 2025"
    assert suitability.revision == 2


def test_saving_the_same_once_more_changes_nothing(suitability, rini, lia):
    suitability = answer(suitability, rini, 4)
    again = answer(suitability, lia, 4)
    assert again.revision == suitability.revision
    assert lines_of(again)[0].by == rini


def test_what_another_answered_elsewhere_meanwhile_stays(suitability, rini, lia):
    answer(suitability, lia, None, 3, None)
    answer(suitability, rini, 1, None, None, seen=0)
    assert scores_of(suitability) == [1, 3, None]


def test_the_same_question_answered_differently_is_told_and_nothing_is_lost(suitability, rini, lia):
    answer(suitability, lia, 3, 2, None, notes=["Perda 5"])
    with pytest.raises(services.AnswerConflict) as caught:
        answer(suitability, rini, 1, None, 4, seen=0)
    keys = [question.pk for question in questions_for(suitability.innovation)]
    assert list(caught.value.told) == [keys[0]]
    said = caught.value.told[keys[0]]
    assert "Lia Kartika" in said
    assert "3, Hampir penuh (Perda 5)" in said
    # mine where I changed something, theirs where I did not
    assert caught.value.merged == {keys[0]: (1, ""), keys[1]: (2, ""), keys[2]: (4, "")}
    assert scores_of(suitability) == [3, 2, None]

    services.answer(
        suitability=suitability,
        by=rini,
        seen=caught.value.revision,
        answers=caught.value.merged,
    )
    assert scores_of(suitability) == [1, 2, 4]


def test_two_who_answer_the_same_do_not_conflict(suitability, rini, lia):
    answer(suitability, lia, 3, None, None)
    answer(suitability, rini, 3, 1, None, seen=0)
    assert scores_of(suitability) == [3, 1, None]


def test_an_answer_can_be_taken_back_to_unknown(suitability, rini):
    suitability = answer(suitability, rini, 4)
    answer(suitability, rini, None)
    assert scores_of(suitability) == [None, None, None]


def test_only_what_is_asked_of_this_innovation_is_answered(suitability, rini):
    other = asked(factories.InnovationFactory(), text="Bukan untuk ini.")
    retired = asked(text="Tidak ditanyakan.", is_active=False)
    services.answer(
        suitability=suitability,
        by=rini,
        seen=0,
        answers={other.pk: (4, ""), retired.pk: (4, "")},
    )
    assert suitability.answers.count() == 0
    own = asked(suitability.innovation, text="Milik inovasi ini.")
    assert own in questions_for(suitability.innovation)


# -- the end ------------------------------------------------------------------------------------


def test_litbang_finishes_it_and_the_agency_is_told(suitability, rini, lia):
    suitability = answer(suitability, rini, 4, 4, 4)
    done = services.finish(suitability=suitability, by=lia, note="Siap.", seen=suitability.revision)
    assert (done.state, done.finished_by, done.note) == ("selesai", lia, "Siap.")
    assert services.finish(suitability=suitability, by=lia).pk == done.pk
    told = Notification.objects.get(kind="suitability_finished")
    assert told.recipient == rini
    assert told.facts["result"] == "layak"


def test_the_agency_does_not_finish_it(suitability, rini, pak_kadis):
    suitability = answer(suitability, rini, 4)
    for person in (rini, pak_kadis):
        with pytest.raises(PermissionDenied):
            services.finish(suitability=suitability, by=person)


def test_it_is_not_finished_without_an_answer_or_over_newer_ones(suitability, rini, lia):
    with pytest.raises(ValidationError, match="Belum satu pun"):
        services.finish(suitability=suitability, by=lia)
    answer(suitability, rini, 4)
    with pytest.raises(Conflict, match="Baca lagi"):
        services.finish(suitability=suitability, by=lia, seen=0)


def test_what_is_finished_stays_as_it_was_asked(suitability, questions, rini, lia):
    suitability = answer(suitability, rini, 4, 4, None)
    services.finish(suitability=suitability, by=lia)
    before = result_of(lines_of(Suitability.objects.get(pk=suitability.pk)))
    for question in questions[:2]:
        question.text, question.weight = "Lain sama sekali.", Decimal(99)
        question.save()
    questions[2].delete()
    asked(text="Baru.")
    finished = Suitability.objects.get(pk=suitability.pk)
    after = result_of(lines_of(finished))
    assert after == before
    assert after.asked == 3
    assert [line.weight for line in lines_of(finished)] == [10, 10, 20]
    with pytest.raises(ValidationError, match="tidak dapat diubah"):
        answer(finished, rini, 0)


def test_while_it_is_filled_in_it_follows_the_questionnaire(suitability, questions, rini):
    suitability = answer(suitability, rini, 4, 0, 4)
    questions[1].is_active = False
    questions[1].save()
    result = result_of(lines_of(suitability))
    assert (result.total, result.asked, result.recommendation) == (100, 2, SUITABLE)


def test_litbang_opens_it_again_until_something_is_adopted_by_it(suitability, rini, lia, sibakul):
    suitability = answer(suitability, rini, 4, 4, 4)
    services.finish(suitability=suitability, by=lia)
    with pytest.raises(PermissionDenied):
        services.reopen(suitability=suitability, by=rini)
    opened = services.reopen(suitability=suitability, by=lia)
    assert (opened.state, opened.finished_by, opened.finished_at) == ("draf", None, None)
    answer(opened, rini, 3, 4, 4)
    done = services.finish(suitability=opened, by=lia)
    done.replication = sibakul
    done.save()
    with pytest.raises(ValidationError, match="sudah dimulai"):
        services.reopen(suitability=done, by=lia)


# -- who sees it --------------------------------------------------------------------------------


def test_scopes(suitability, rini, tono, lia, joko, dr_budi, ibu_sekda, admin, sibakul):
    def sees(person):
        return Suitability.objects.visible_to(person).filter(pk=suitability.pk).exists()

    assert [sees(person) for person in (rini, lia, ibu_sekda, admin)] == [True] * 4
    assert [sees(person) for person in (tono, joko, dr_budi)] == [False] * 3
    Suitability.objects.filter(pk=suitability.pk).update(replication=sibakul)
    assert sees(dr_budi)


# -- statements ---------------------------------------------------------------------------------


def test_litbang_keeps_the_statements_and_the_same_new_one_is_made_once(lia, rini):
    def new():
        return SuitabilityQuestion(dimension=Dimension.LEGAL, text="Aturannya ada.")

    first = services.save_question(question=new(), by=lia)
    assert services.save_question(question=new(), by=lia) == first
    with pytest.raises(PermissionDenied):
        services.save_question(question=new(), by=rini)
    other = services.save_question(
        question=SuitabilityQuestion(dimension=Dimension.LEGAL, text="Lain."), by=lia
    )
    other.text = first.text
    with pytest.raises(ValidationError, match="sudah ada"):
        services.save_question(question=other, by=lia)


def test_the_portals_own_statements_cover_every_aspect():
    rows = questionnaire.STATEMENTS
    assert 12 <= len(rows) <= 18
    assert {row[0] for row in rows} == set(Dimension)
    assert len({row[2] for row in rows}) == len(rows)
    for dimension, weight, text, hint in rows:
        question = SuitabilityQuestion(dimension=dimension, weight=weight, text=text, hint=hint)
        question.full_clean()
        assert text.endswith(".")


def test_seed_facts_writes_them_where_there_are_none_and_leaves_litbangs_alone():
    call_command("seed_facts", stdout=StringIO())
    assert SuitabilityQuestion.objects.count() == len(questionnaire.STATEMENTS)
    first = SuitabilityQuestion.objects.order_by("pk").first()
    first.text, first.is_active = "Diubah Litbang.", False
    first.save()
    SuitabilityQuestion.objects.exclude(pk=first.pk).delete()
    call_command("seed_facts", stdout=StringIO())
    assert [row.text for row in SuitabilityQuestion.objects.all()] == ["Diubah Litbang."]
