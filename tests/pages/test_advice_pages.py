"""Advice: written by advisers, answered by agencies, and the advisers' channel is closed."""

from uuid import uuid4

import pytest
from django.urls import reverse

from actionplans.models import Comment
from tests import factories

pytestmark = pytest.mark.django_db


def form(**changes):
    return {
        "key": str(uuid4()),
        "kind": "saran",
        "body": "Pakai formulir yang sama dengan DIY.",
        "answer_by": "",
    } | changes


def test_a_suggestion_is_written_answered_and_closed(as_user, dr_budi, rini, milestone):
    as_user(dr_budi).post(
        reverse("milestone_advise", args=[milestone.pk]), form(answer_by="30-11-2026")
    )
    comment = Comment.objects.get()
    assert comment.wants_answer
    as_user(rini).post(
        reverse("advice_answer", args=[comment.pk]), {"key": uuid4(), "body": "Sudah kami pakai."}
    )
    text = as_user(dr_budi).get(reverse("milestone", args=[milestone.pk])).content.decode()
    assert "Sudah kami pakai." in text
    as_user(dr_budi).post(reverse("advice_close", args=[comment.pk]))
    comment.refresh_from_db()
    assert comment.closed_by == dr_budi


def test_advice_sent_twice_is_written_once(as_user, dr_budi, milestone):
    address, typed = reverse("milestone_advise", args=[milestone.pk]), form()
    client = as_user(dr_budi)
    client.post(address, typed)
    client.post(address, typed)
    assert Comment.objects.count() == 1


def test_an_empty_comment_is_refused_with_a_sentence(as_user, dr_budi, milestone):
    page = as_user(dr_budi).post(reverse("milestone_advise", args=[milestone.pk]), form(body=" "))
    assert page.status_code == 422
    assert "Tulis isi catatannya." in page.content.decode()


def test_the_agency_answers_but_does_not_advise_or_close(as_user, rini, milestone):
    comment = factories.CommentFactory(milestone=milestone, suggestion=True)
    client = as_user(rini)
    assert client.get(reverse("milestone_advise", args=[milestone.pk])).status_code == 403
    assert client.post(reverse("advice_close", args=[comment.pk])).status_code == 403


def test_the_advisers_channel_is_nowhere_for_the_agency(as_user, rini, lia, milestone):
    secret = factories.CommentFactory(
        milestone=milestone, suggestion=True, body="Kepala bidang baru", advisers_only=True
    )
    for name, pk in (("milestone", milestone.pk), ("plan", milestone.plan_id)):
        assert (
            "Kepala bidang baru" not in as_user(rini).get(reverse(name, args=[pk])).content.decode()
        )
    assert as_user(rini).get(reverse("advice_answer", args=[secret.pk])).status_code == 404
    assert not rini.notifications.filter(kind="advice_given").exists()
    text = as_user(lia).get(reverse("milestone", args=[milestone.pk])).content.decode()
    assert "Kepala bidang baru" in text
    assert "hanya untuk pendamping" in text


def test_an_obstacle_is_opened_and_closed_with_what_helped(as_user, rini, milestone):
    client = as_user(rini)
    client.post(
        reverse("obstacle_open", args=[milestone.pk]),
        {"cause": "anggaran", "description": "Anggaran belum cair.", "level": "opd"},
    )
    obstacle = milestone.obstacles.get()
    assert (
        "Anggaran belum cair."
        in client.get(reverse("milestone", args=[milestone.pk])).content.decode()
    )
    address = reverse("obstacle_close", args=[obstacle.pk])
    assert "Tulis apa yang menolong" in client.post(address, {"note": ""}).content.decode()
    client.post(address, {"note": "Anggaran perubahan disahkan."})
    obstacle.refresh_from_db()
    assert obstacle.closed_on is not None
