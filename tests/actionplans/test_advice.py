"""Advice: written by advisers, answered by the agency, closed by who gave it."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans.models import Comment, Obstacle
from actionplans.services import advice, obstacles
from replikasi.notifications.models import Notification
from tests import factories


def write(plan, by, **values):
    if values.get("kind") == "kunjungan":
        values |= {"visited_on": date(2026, 11, 20), "visited_place": "Aula dinas"}
    comment = Comment(plan=plan, **{"kind": "komentar", "body": "Bagus.", **values})
    return advice.advise(comment=comment, by=by)


def told(person):
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


@pytest.fixture
def unheard(plan):
    """Notifications of the plan's approval are put away."""
    Notification.objects.all().delete()


@pytest.mark.parametrize("kind", ["komentar", "saran", "kunjungan"])
def test_officers_and_the_facilitator_advise(milestone, lia, dr_budi, kind):
    for adviser in (lia, dr_budi):
        comment = write(milestone.plan, adviser, milestone=milestone, kind=kind)
        assert (comment.by, comment.kind) == (adviser, kind)


def test_nobody_else_advises(plan, rini, pak_kadis, tono, joko, dr_wati, ibu_sekda, admin):
    for person in (rini, pak_kadis, tono, joko, dr_wati, ibu_sekda, admin):
        with pytest.raises(PermissionDenied):
            write(plan, person)
    assert not Comment.objects.exists()


def test_a_doubled_submit_is_written_once(plan, dr_budi):
    key = uuid4()
    assert write(plan, dr_budi, key=key) == write(plan, dr_budi, key=key)
    assert Comment.objects.count() == 1


def test_a_comment_without_words_is_refused(plan, dr_budi):
    with pytest.raises(ValidationError) as refusal:
        write(plan, dr_budi, body="")
    assert "body" in refusal.value.message_dict


def test_a_suggestion_with_a_date_wants_an_answer(plan, dr_budi):
    comment = write(plan, dr_budi, kind="saran", answer_by=date(2026, 12, 1))
    assert comment.wants_answer


def test_another_plans_milestone_or_report_in_the_form_is_refused(plan, dr_budi, distan):
    other = factories.ActionPlanFactory(replication__agency=distan, milestones=1, approved=True)
    report = factories.ReportFactory(plan=other, sent=True)
    for foreign in ({"milestone": other.milestones.get()}, {"report": report}):
        with pytest.raises(ValidationError, match="bukan milik rencana aksi itu"):
            write(plan, dr_budi, **foreign)
    assert not Comment.objects.exists()


def test_advice_tells_all_who_take_part_but_the_writer(
    milestone, unheard, rini, pak_kadis, lia, dr_budi, tono, joko, dr_wati, ibu_sekda
):
    write(milestone.plan, dr_budi, milestone=milestone)
    assert [told(person) for person in (rini, pak_kadis, lia)] == [["advice_given"]] * 3
    assert not any(told(person) for person in (dr_budi, tono, joko, dr_wati, ibu_sekda))


# -- the advisers' channel ----------------------------------------------------------------------


def test_the_advisers_channel_is_told_and_shown_to_advisers_alone(
    plan, unheard, rini, pak_kadis, lia, dr_budi, ibu_sekda, admin
):
    write(plan, dr_budi, advisers_only=True)
    people = (rini, pak_kadis, lia, dr_budi, ibu_sekda, admin)
    seeing = {person.username for person in people if Comment.objects.visible_to(person).exists()}
    assert seeing == {"lia", "budi"}
    assert {person.username for person in people if told(person)} == {"lia"}


def test_an_answer_in_the_advisers_channel_stays_there(plan, unheard, rini, lia, dr_budi):
    comment = write(plan, dr_budi, advisers_only=True)
    reply = advice.answer(parent=comment, body="Setuju.", by=lia, key=uuid4())
    assert reply.advisers_only
    assert not told(rini)
    with pytest.raises(PermissionDenied):
        advice.answer(parent=comment, body="Intip.", by=rini, key=uuid4())


# -- answers ------------------------------------------------------------------------------------


def test_the_agency_answers_one_level_below(milestone, rini, lia, dr_budi):
    comment = write(milestone.plan, dr_budi, milestone=milestone)
    first = advice.answer(parent=comment, body="Siap.", by=rini, key=uuid4())
    second = advice.answer(parent=first, body="Terima kasih.", by=lia, key=uuid4())
    assert {first.parent, second.parent} == {comment}
    assert {first.milestone, second.milestone} == {milestone}
    threads = Comment.objects.visible_to(rini).threads()
    assert list(threads) == [comment]


def test_a_doubled_answer_is_written_once(plan, rini, dr_budi):
    comment, key = write(plan, dr_budi), uuid4()
    for _ in range(2):
        advice.answer(parent=comment, body="Siap.", by=rini, key=key)
    assert comment.answers.count() == 1


def test_strangers_do_not_answer(plan, tono, joko, dr_wati, dr_budi, ibu_sekda, admin):
    comment = write(plan, dr_budi)
    for person in (tono, joko, dr_wati, ibu_sekda, admin):
        with pytest.raises(PermissionDenied):
            advice.answer(parent=comment, body="Halo.", by=person, key=uuid4())


# -- closing ------------------------------------------------------------------------------------


def test_the_adviser_closes_the_own_suggestion(plan, lia, rini, dr_budi):
    suggestion = write(plan, dr_budi, kind="saran")
    for person in (lia, rini):
        with pytest.raises(PermissionDenied):
            advice.close_suggestion(comment=suggestion, by=person)
    assert suggestion.is_open_suggestion

    closed = advice.close_suggestion(comment=suggestion, by=dr_budi)
    again = advice.close_suggestion(comment=suggestion, by=dr_budi)

    assert (closed.closed_by, again.closed_at) == (dr_budi, closed.closed_at)
    assert not Comment.objects.open_suggestions().exists()


def test_only_suggestions_are_closed(plan, dr_budi):
    with pytest.raises(ValidationError, match="Hanya saran"):
        advice.close_suggestion(comment=write(plan, dr_budi), by=dr_budi)


# -- obstacles ----------------------------------------------------------------------------------


def obstacle(plan, **values):
    return Obstacle(
        plan=plan,
        **{"cause": "anggaran", "level": "opd", "description": "Belum cair.", **values},
    )


def test_agency_and_advisers_open_and_close_obstacles(plan, rini, lia, dr_budi, on_day):
    for person in (rini, lia, dr_budi):
        opened = obstacles.open_obstacle(obstacle=obstacle(plan), by=person)
        assert (opened.opened_by, opened.opened_on) == (person, date(2026, 11, 24))
    on_day("2026-11-30")
    closed = obstacles.close_obstacle(obstacle=opened, by=rini, note=" Sudah cair. ")
    assert (closed.closed_on, closed.closing_note) == (date(2026, 11, 30), "Sudah cair.")
    assert Obstacle.objects.open().count() == 2


def test_strangers_have_no_say_in_obstacles(plan, rini, tono, joko, dr_wati, ibu_sekda, admin):
    opened = obstacles.open_obstacle(obstacle=obstacle(plan), by=rini)
    for person in (tono, joko, dr_wati, ibu_sekda, admin):
        with pytest.raises(PermissionDenied):
            obstacles.open_obstacle(obstacle=obstacle(plan), by=person)
        with pytest.raises(PermissionDenied):
            obstacles.close_obstacle(obstacle=opened, by=person, note="Beres.")


def test_an_obstacle_is_closed_with_what_helped(plan, rini):
    opened = obstacles.open_obstacle(obstacle=obstacle(plan), by=rini)
    with pytest.raises(ValidationError, match="Tulis apa yang menolong"):
        obstacles.close_obstacle(obstacle=opened, by=rini, note=" ")


def test_an_obstacle_on_another_plans_milestone_is_refused(plan, rini, distan):
    other = factories.ActionPlanFactory(replication__agency=distan, milestones=1)
    with pytest.raises(ValidationError, match="bukan milik rencana aksi itu"):
        obstacles.open_obstacle(obstacle=obstacle(plan, milestone=other.milestones.get()), by=rini)
