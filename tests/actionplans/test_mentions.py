"""Mentions: @ names people of the plan who may read it, marks them and tells them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from actionplans.models import Comment
from replikasi.notifications.models import Notification
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(as_user, milestone):
    """`say(dr_budi, "…")`: written on the milestone's page; the Comment."""
    Notification.objects.all().delete()

    def post(person, body, **more):
        typed = {"key": uuid4(), "kind": "komentar", "body": body} | more
        answer = as_user(person).post(reverse("milestone_advise", args=[milestone.pk]), typed)
        assert answer.status_code == 302
        return Comment.objects.get(key=typed["key"])

    return post


def told(person):
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


def named(comment):
    return set(comment.mentions.values_list("username", flat=True))


def test_who_is_named_is_told_so_and_not_a_second_time(say, dr_budi, rini, pak_kadis):
    comment = say(dr_budi, "Tolong @rini lengkapi, ya.")
    assert named(comment) == {"rini"}
    assert told(rini) == ["mentioned"]
    assert told(pak_kadis) == ["advice_given"]


def test_names_are_found_at_the_end_of_a_sentence_in_capitals_and_with_dots(
    say, dr_budi, dinkop, rini, lia
):
    factories.UserFactory(username="rini.astuti", agency=dinkop)
    comment = say(dr_budi, "Untuk @LIA, @rini. Juga (@rini.astuti).\nSurel budi@rini.id bukan.")
    assert named(comment) == {"lia", "rini", "rini.astuti"}
    assert named(say(dr_budi, "Surel a@rini.id, dan @@rini.")) == set()


def test_strangers_and_oneself_are_not_mentioned(
    say, dr_budi, tono, joko, dr_wati, ibu_sekda, admin
):
    body = " ".join(f"@{name}" for name in ("tono", "joko", "wati", "sekda", "admin", "budi"))
    assert named(say(dr_budi, body)) == set()
    people = (dr_budi, tono, joko, dr_wati, ibu_sekda, admin)
    assert not any(told(person) for person in people)


def test_in_the_advisers_channel_only_advisers_are_mentioned(say, dr_budi, rini, lia):
    comment = say(dr_budi, "Menurut @lia, apakah @rini sanggup?", advisers_only="on")
    assert named(comment) == {"lia"}
    assert told(lia) == ["mentioned"]
    assert told(rini) == []


def test_an_answer_mentions_too(say, as_user, dr_budi, rini, pak_kadis):
    comment = say(dr_budi, "Sudah sampai mana?")
    Notification.objects.all().delete()
    as_user(rini).post(
        reverse("advice_answer", args=[comment.pk]), {"key": uuid4(), "body": "@kadis yang tahu."}
    )
    assert told(pak_kadis) == ["mentioned"]
    assert told(dr_budi) == ["advice_answered"]


def test_the_page_shows_the_name_of_who_is_mentioned_and_escapes_the_rest(
    say, as_user, dr_budi, rini, milestone
):
    say(dr_budi, "Halo @rini <b>tebal</b>\nbaris dua, @tidakada")
    text = as_user(rini).get(reverse("milestone", args=[milestone.pk])).content.decode()
    assert '<span class="said-name">@Rini Astuti</span>' in text
    assert "&lt;b&gt;tebal&lt;/b&gt;<br>baris dua, @tidakada" in text


def test_saying_it_otherwise_tells_only_who_was_not_named_before(say, as_user, dr_budi, rini, lia):
    comment = say(dr_budi, "Tolong @rini.")
    Notification.objects.all().delete()
    as_user(dr_budi).post(
        reverse("advice_edit", args=[comment.pk]), {"body": "Tolong @rini dan @lia.", "seen": ""}
    )
    assert named(comment) == {"rini", "lia"}
    assert (told(rini), told(lia)) == ([], ["mentioned"])


# -- whom the page offers -----------------------------------------------------------------------


def offered(client, plan, **asked):
    answer = client.get(reverse("plan_people", args=[plan.pk]), asked)
    assert answer.status_code == 200
    return {row["username"] for row in answer.json()["people"]}


def test_people_of_the_plan_are_offered_and_nobody_else(
    as_user, plan, dr_budi, rini, pak_kadis, lia, tono, joko, dr_wati, ibu_sekda, admin
):
    assert offered(as_user(dr_budi), plan) == {"rini", "kadis", "lia"}
    assert offered(as_user(rini), plan) == {"kadis", "lia", "budi"}


def test_in_the_advisers_channel_only_advisers_are_offered(as_user, plan, dr_budi, rini, lia):
    assert offered(as_user(dr_budi), plan, saluran="pendamping") == {"lia"}


def test_words_narrow_what_is_offered(as_user, plan, dr_budi, rini, pak_kadis, lia):
    client = as_user(dr_budi)
    assert offered(client, plan, q="astuti") == {"rini"}
    assert offered(client, plan, q="KAD") == {"kadis"}


def test_who_left_is_neither_offered_nor_mentioned(say, as_user, plan, dr_budi, rini):
    rini.is_active = False
    rini.save()
    assert "rini" not in offered(as_user(dr_budi), plan)
    assert named(say(dr_budi, "@rini?")) == set()


def test_an_old_comment_keeps_its_mentions(say, as_user, dr_budi, rini, milestone, on_day):
    comment = say(dr_budi, "Tolong @rini.")
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(days=90))
    text = as_user(rini).get(reverse("milestone", args=[milestone.pk])).content.decode()
    assert "@Rini Astuti" in text
