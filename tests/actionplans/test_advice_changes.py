"""What an adviser writes by kind, and how it is changed within minutes and later withdrawn."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from actionplans import waiting
from actionplans.models import Comment, CommentFile
from actionplans.services import advice
from replikasi.notifications.models import Notification
from tests import factories
from tests.common import samples
from tests.factories import WIB

pytestmark = pytest.mark.django_db


def form(**changes):
    return {"key": str(uuid4()), "kind": "komentar", "body": "Bagus."} | changes


def visit(**changes):
    return (
        form(
            kind="kunjungan",
            body="Melihat uji coba.",
            visited_on="20-11-2026",
            visited_place="Kantor Desa Jebus",
            attendees="Kepala desa, penyuluh",
        )
        | changes
    )


@pytest.fixture
def post(as_user, dr_budi, milestone):
    """`post(**typed)`: the facilitator writes on the milestone; the answer."""
    client = as_user(dr_budi)
    address = reverse("milestone_advise", args=[milestone.pk])
    return lambda **typed: client.post(address, typed)


def stored_files():
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


# -- kinds --------------------------------------------------------------------------------------


def test_a_visit_note_says_when_where_who_and_shows_its_photos(as_user, post, rini, milestone):
    post(**visit(files=[samples.file_of_kind("png"), samples.file_of_kind("jpeg")]))
    note = Comment.objects.get()
    assert (note.visited_on, note.visited_place) == (date(2026, 11, 20), "Kantor Desa Jebus")
    assert note.files.count() == 2
    client = as_user(rini)
    text = client.get(reverse("milestone", args=[milestone.pk])).content.decode()
    assert "20\xa0Nov\xa02026, Kantor Desa Jebus. Hadir: Kepala desa, penyuluh" in text
    for photo in note.files.all():
        address = reverse("comment_file", args=[photo.pk])
        assert f'src="{address}?kecil=1"' in text
        answer = client.get(address)
        assert b"".join(answer.streaming_content)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"visited_on": ""}, "Isi tanggal kunjungan."),
        ({"visited_on": "25-11-2026"}, "Tanggal kunjungan belum terjadi."),
        ({"visited_place": " "}, "Isi tempat yang dikunjungi."),
    ],
)
def test_a_visit_note_without_day_or_place_is_refused_beside_the_field(post, changes, sentence):
    answer = post(**visit(**changes))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert "Melihat uji coba." in text  # what was typed is kept
    assert not Comment.objects.exists()


def test_what_belongs_to_a_visit_is_refused_elsewhere_rather_than_lost(post):
    for typed in (
        form(visited_place="Kantor Desa"),
        form(files=[samples.file_of_kind("png")]),
    ):
        answer = post(**typed)
        assert answer.status_code == 422
        assert "hanya untuk catatan kunjungan" in answer.content.decode()
    assert not Comment.objects.exists()
    assert stored_files() == []


def test_only_photos_are_attached_and_a_refusal_keeps_nothing(post):
    answer = post(**visit(files=[samples.file_of_kind("png"), samples.file_of_kind("pdf")]))
    assert answer.status_code == 422
    assert "Hanya foto yang dilampirkan" in answer.content.decode()
    assert not Comment.objects.exists()
    assert stored_files() == []


def test_a_visit_sent_twice_keeps_its_photos_once(post):
    key = str(uuid4())
    for _ in range(2):
        post(**visit(key=key, files=[samples.file_of_kind("png")]))
    assert Comment.objects.count() == CommentFile.objects.count() == 1


def test_a_photo_that_cannot_be_stored_leaves_no_note(post, monkeypatch):
    def fails(*_args, **_more):
        raise OSError("no")

    monkeypatch.setattr("replikasi.common.stored.photos.preview", fails)
    with pytest.raises(OSError, match="no"):
        post(**visit(files=[samples.file_of_kind("png")]))
    assert not Comment.objects.exists()
    assert stored_files() == []


def test_only_a_suggestion_asks_for_an_answer_by_a_day_to_come(post):
    post(**form(answer_by="30-11-2026"))
    assert Comment.objects.get().answer_by is None
    answer = post(**form(kind="saran", answer_by="20-11-2026"))
    assert "Tanggal ini sudah lewat." in answer.content.decode()


def test_the_form_names_for_which_kind_a_field_is(as_user, dr_budi, milestone):
    text = as_user(dr_budi).get(reverse("milestone_advise", args=[milestone.pk])).content.decode()
    assert "Untuk saran" in text
    assert "Untuk catatan kunjungan" in text


# -- changed within minutes ---------------------------------------------------------------------


@pytest.fixture
def comment(milestone, dr_budi):
    return factories.CommentFactory(milestone=milestone, by=dr_budi)


def change(as_user, person, comment, body="Mohon daftar hadir.", seen=""):
    address = reverse("advice_edit", args=[comment.pk])
    return as_user(person).post(address, {"body": body, "seen": seen})


def test_the_author_says_it_otherwise_and_it_shows(as_user, dr_budi, rini, comment, milestone):
    assert change(as_user, dr_budi, comment).status_code == 302
    text = as_user(rini).get(reverse("milestone", args=[milestone.pk])).content.decode()
    assert "Mohon daftar hadir." in text
    assert ", diubah 09.00" in text
    kept = list(comment.history.order_by("history_id").values_list("body", flat=True))
    assert kept == ["Mohon daftar hadir dilampirkan.", "Mohon daftar hadir."]


def test_after_fifteen_minutes_it_stays_and_what_was_typed_is_kept(
    as_user, dr_budi, comment, milestone, later
):
    later(14)
    page = reverse("milestone", args=[milestone.pk])
    link = reverse("advice_edit", args=[comment.pk])
    assert link in as_user(dr_budi).get(page).content.decode()
    later(16)
    answer = change(as_user, dr_budi, comment)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "hanya dapat diubah 15 menit" in text
    assert "Mohon daftar hadir." in text
    assert link not in as_user(dr_budi).get(page).content.decode()
    comment.refresh_from_db()
    assert comment.edited_at is None


@pytest.fixture
def later(on_day):
    """`later(16)`: it is so many minutes after nine."""
    travelling = []

    def go(minutes):
        while travelling:
            travelling.pop().stop()
        moment = datetime(2026, 11, 24, 9, tzinfo=WIB) + timedelta(minutes=minutes)
        travelling.append(time_machine.travel(moment))
        travelling[0].start()

    yield go
    while travelling:
        travelling.pop().stop()


def test_nobody_else_changes_or_withdraws_it(as_user, lia, rini, tono, comment):
    for person, status in ((lia, 403), (rini, 403), (tono, 404)):
        assert change(as_user, person, comment).status_code == status
        answer = as_user(person).post(reverse("advice_withdraw", args=[comment.pk]))
        assert answer.status_code == status
    comment.refresh_from_db()
    assert (comment.edited_at, comment.withdrawn_at) == (None, None)


def test_an_old_form_is_told_of_the_change_made_elsewhere(as_user, dr_budi, comment):
    change(as_user, dr_budi, comment, "Satu.")
    answer = change(as_user, dr_budi, comment, "Dua.")
    assert answer.status_code == 422
    assert "sudah Anda ubah di tempat lain" in answer.content.decode()
    again = answer.context["form"]["seen"].value()
    assert change(as_user, dr_budi, comment, "Dua.", seen=again).status_code == 302
    comment.refresh_from_db()
    assert comment.body == "Dua."


def test_the_agency_changes_and_withdraws_its_own_answer(as_user, rini, comment, milestone):
    reply = advice.answer(parent=comment, body="Sebentar.", by=rini, key=uuid4())
    assert change(as_user, rini, reply, "Besok.").status_code == 302
    as_user(rini).post(reverse("advice_withdraw", args=[reply.pk]))
    text = as_user(rini).get(reverse("milestone", args=[milestone.pk])).content.decode()
    assert "Besok." not in text
    assert "Ditarik oleh Rini Astuti, 24\xa0Nov\xa02026 pukul 09.00\xa0WIB." in text


def test_the_channel_and_kind_are_not_changed(as_user, dr_budi, rini, milestone):
    secret = factories.CommentFactory(milestone=milestone, by=dr_budi, advisers_only=True)
    address = reverse("advice_edit", args=[secret.pk])
    as_user(dr_budi).post(address, {"body": "Lain.", "seen": "", "kind": "saran"})
    secret.refresh_from_db()
    assert (secret.body, secret.kind, secret.advisers_only) == ("Lain.", "komentar", True)
    assert (
        "Lain." not in as_user(rini).get(reverse("milestone", args=[milestone.pk])).content.decode()
    )


# -- withdrawn ----------------------------------------------------------------------------------


def test_withdrawn_words_are_read_by_nobody_but_leave_a_trace_and_their_answers(
    as_user, dr_budi, rini, lia, admin, milestone
):
    note = factories.CommentFactory(
        milestone=milestone, by=dr_budi, visit=True, photos=["png"], body="Kata yang salah"
    )
    advice.answer(parent=note, body="Kami catat.", by=rini, key=uuid4())
    as_user(dr_budi).post(reverse("advice_withdraw", args=[note.pk]))
    for person in (dr_budi, rini, lia, admin):
        client = as_user(person)
        for name, pk in (
            ("milestone", milestone.pk),
            ("plan", milestone.plan_id),
            ("replication", milestone.plan.replication_id),
        ):
            text = client.get(reverse(name, args=[pk])).content.decode()
            assert "Kata yang salah" not in text, (person, name)
        text = client.get(reverse("milestone", args=[milestone.pk])).content.decode()
        assert "Ditarik oleh Budi Santoso, 24\xa0Nov\xa02026 pukul 09.00\xa0WIB." in text
        assert "Kami catat." in text
        photo = reverse("comment_file", args=[note.files.get().pk])
        assert client.get(photo).status_code == 404
    assert note.history.filter(body="Kata yang salah").exists()


def test_a_withdrawn_suggestion_is_open_nowhere(as_user, dr_budi, rini, milestone, today):
    suggestion = factories.CommentFactory(
        milestone=milestone, by=dr_budi, suggestion=True, answer_by=date(2026, 11, 30)
    )
    assert waiting.counts(rini)["suggestions"] == 1
    as_user(dr_budi).post(reverse("advice_withdraw", args=[suggestion.pk]))
    assert waiting.counts(rini)["suggestions"] == 0
    assert not Comment.objects.open_suggestions().exists()
    client = as_user(dr_budi)
    client.post(reverse("advice_close", args=[suggestion.pk]))
    suggestion.refresh_from_db()
    assert suggestion.closed_at is None


def test_what_was_withdrawn_is_neither_changed_nor_answered(as_user, dr_budi, rini, comment):
    advice.withdraw(comment=comment, by=dr_budi)
    assert change(as_user, dr_budi, comment).status_code == 422
    answer = as_user(rini).post(
        reverse("advice_answer", args=[comment.pk]), {"key": uuid4(), "body": "Siap."}
    )
    assert answer.status_code == 422
    assert "Catatan itu tidak dijawab lagi." in answer.content.decode()
    assert comment.answers.count() == 0


def test_a_withdrawn_answer_answers_nothing(dr_budi, rini, milestone):
    suggestion = factories.CommentFactory(
        milestone=milestone, by=dr_budi, suggestion=True, answer_by=date(2026, 11, 30)
    )
    reply = advice.answer(parent=suggestion, body="Sudah.", by=rini, key=uuid4())
    assert waiting.counts(rini)["suggestions"] == 0
    assert waiting.counts(dr_budi)["answers"] == 1
    advice.withdraw(comment=reply, by=rini)
    assert waiting.counts(rini)["suggestions"] == 1
    assert waiting.counts(dr_budi)["answers"] == 0


def test_withdrawing_tells_nobody_what_it_said(as_user, dr_budi, rini, comment):
    Notification.objects.all().delete()
    advice.withdraw(comment=comment, by=dr_budi)
    assert not Notification.objects.exists()
