"""Telling the person in charge by mail: once a day, once a form, by those who may."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from actionplans.models import Milestone, Reminder
from actionplans.services import reminders

pytestmark = pytest.mark.django_db
LINK = "https://portal.contoh.test/tonggak/1/"
PERSON = "kabid.ukm@contoh.test"


@pytest.fixture
def told(milestone):
    """The milestone with an address; it was due twelve days ago and stands at 40 %."""
    Milestone.objects.filter(pk=milestone.pk).update(
        person_email=PERSON, due=date(2026, 11, 12), reached=Decimal(40)
    )
    milestone.refresh_from_db()
    return milestone


def tell(milestone, by, **values):
    return reminders.tell(
        milestone=milestone, by=by, link=LINK, **({"key": uuid4(), "note": ""} | values)
    )


def letter():
    """The one mail of the outbox."""
    (sent,) = mail.outbox
    return sent


def test_the_mail_says_what_until_when_where_it_stands_and_where_to_look(told, rini):
    tell(told, rini, note="Mohon hadir <Jumat> & bawa rekap.")
    sent = letter()
    assert sent.to == [PERSON]
    assert sent.subject == "Tonggak 1, terlambat 12 hari: Kegiatan 1"
    for words in (
        "Yth. Kepala Bidang UKM,",
        "tonggak 1 rencana aksi 2026, Rajutan SiBakul Jogja",
        "Kegiatan: Kegiatan 1",
        "12\u00a0November\u00a02026, terlambat 12 hari",
        "Capaian: 40\u00a0% (sementara)",
        "Rini Astuti menulis:\nMohon hadir <Jumat> & bawa rekap.",
        LINK,
    ):
        assert words in sent.body


def test_silence_is_said_as_silence(told, rini):
    Milestone.objects.filter(pk=told.pk).update(reached=None)
    tell(Milestone.objects.get(pk=told.pk), rini)
    assert "Capaian: belum ada catatan" in letter().body


def test_the_subject_stays_one_line(told, rini):
    Milestone.objects.filter(pk=told.pk).update(activity="Pelatihan\nBcc: semua@contoh.test")
    tell(Milestone.objects.get(pk=told.pk), rini)
    assert "\n" not in letter().subject
    assert letter().to == [PERSON]


def test_the_same_form_twice_mails_once(told, rini):
    key = uuid4()
    assert tell(told, rini, key=key) == tell(told, rini, key=key)
    assert Reminder.objects.count() == 1
    assert len(mail.outbox) == 1


def test_once_a_day_and_the_next_day_again(told, rini, lia, on_day):
    tell(told, rini)
    with pytest.raises(ValidationError, match=r"sudah diberi tahu hari ini.*Rini Astuti"):
        tell(told, lia)
    assert len(mail.outbox) == 1
    on_day("2026-11-25", hour=7)
    tell(told, lia)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("name", ["tono", "joko", "dr_budi", "ibu_sekda", "admin"])
def test_others_may_not(told, name, request):
    with pytest.raises(PermissionDenied):
        tell(told, request.getfixturevalue(name))
    assert not mail.outbox


def test_nothing_is_sent_for_what_is_done_or_has_no_address(told, rini, lia):
    Milestone.objects.filter(pk=told.pk).update(reached=Decimal(100))
    with pytest.raises(ValidationError, match="100 %"):
        tell(told, rini)
    Milestone.objects.filter(pk=told.pk).update(reached=None, person_email="")
    with pytest.raises(ValidationError, match="belum diisi"):
        tell(Milestone.objects.get(pk=told.pk), lia)
    assert not Reminder.objects.exists()


def test_the_agency_fills_in_the_address_while_the_plan_stands(milestone, rini, lia):
    before = milestone.revision
    tell(milestone, rini, email=PERSON)
    milestone.refresh_from_db()
    assert (milestone.person_email, milestone.revision) == (PERSON, before + 1)
    assert letter().to == [PERSON]


def test_litbang_does_not_change_the_address(told, lia):
    with pytest.raises(PermissionDenied):
        tell(told, lia, email="lain@contoh.test")
    told.refresh_from_db()
    assert told.person_email == PERSON
    assert not mail.outbox


# -- pages --------------------------------------------------------------------------------------


def page(client, milestone, name="milestone"):
    return client.get(reverse(name, args=[milestone.pk])).content.decode()


def test_the_page_shows_to_whom_and_what_will_go_then_sends_it(as_user, rini, told):
    client = as_user(rini)
    text = page(client, told, "milestone_tell")
    assert f'value="{PERSON}"' in text
    assert "Tonggak 1, terlambat 12 hari: Kegiatan 1" in text
    assert f"http://testserver/tonggak/{told.pk}/" in text
    answer = client.post(
        reverse("milestone_tell", args=[told.pk]),
        {"key": uuid4(), "email": PERSON, "note": "Ditunggu kabarnya."},
        follow=True,
    ).content.decode()
    assert "Surel untuk Kepala Bidang UKM dikirim." in answer
    assert "Penanggung jawab diberi tahu lewat surel" in answer
    assert "Belum dapat dikirim sekarang" in page(client, told, "milestone_tell")


def test_a_wrong_address_is_refused_beside_the_field_and_the_words_stay(as_user, rini, told):
    answer = as_user(rini).post(
        reverse("milestone_tell", args=[told.pk]),
        {"key": uuid4(), "email": "kabid", "note": "Jangan hilang"},
    )
    assert answer.status_code == 422
    assert "Tulis alamat surel lengkap" in answer.content.decode()
    assert "Jangan hilang" in answer.content.decode()


def test_the_address_is_for_the_agency_and_litbang_alone(
    as_user, rini, lia, dr_budi, ibu_sekda, told
):
    tell(told, rini, note="Rahasia kantor")
    for person in (rini, lia):
        text = page(as_user(person), told)
        assert PERSON in text
        assert "Rahasia kantor" in text
    for person in (dr_budi, ibu_sekda):
        text = page(as_user(person), told)
        assert "diberi tahu lewat surel" in text
        assert PERSON not in text
        assert "Rahasia kantor" not in text
        assert "Beri tahu penanggung jawab" not in text


def test_litbang_is_told_who_fills_in_a_missing_address(as_user, lia, milestone):
    text = page(as_user(lia), milestone, "milestone_tell")
    assert "Surel penanggung jawab belum diisi" in text
    assert "Kirim surel" not in text
