"""Digests: one mail with what is unread, once, also after a crash."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from post_office.models import Email

from replikasi.notifications import digests, mails
from replikasi.notifications.models import Mode, Notification

FACTS = {"agency": "Dinkop", "period": "TW I 2026", "title": "SiBakul"}


def waiting(person, number=1, *, mode=Mode.DAILY, **more):
    for _ in range(number):
        Notification.objects.create(
            recipient=person, kind="report_sent", facts=FACTS, url="/laporan/", mail=mode, **more
        )


def letters():
    return list(Email.objects.order_by("pk"))


def test_one_mail_with_everything_unread(lia, dr_budi):
    waiting(lia, 3)
    waiting(dr_budi, 1)

    call_command("send_digests")

    told = {one.to[0]: one for one in letters()}
    assert told[lia.email].subject.startswith("3 kabar hari ini")
    assert told[lia.email].message.count("Dinkop mengirim laporan TW I 2026") == 3
    assert told[dr_budi.email].message.count("Dinkop mengirim laporan") == 1


def test_nothing_when_nothing_is_new(lia):
    waiting(lia, read_at=timezone.now())

    call_command("send_digests")

    assert letters() == []


def test_again_tells_nothing_again(lia):
    waiting(lia)
    call_command("send_digests")
    call_command("send_digests")
    assert len(letters()) == 1

    waiting(lia)
    call_command("send_digests")

    assert [one.message.count("Dinkop mengirim") for one in letters()] == [1, 1]


def test_each_rhythm_tells_its_own(lia):
    waiting(lia, mode=Mode.DAILY)
    waiting(lia, mode=Mode.WEEKLY)
    waiting(lia, mode=Mode.OFF)
    waiting(lia, mode=Mode.AT_ONCE, mailed_at=timezone.now())

    call_command("send_digests", "--weekly")
    assert [one.subject for one in letters()] == [
        "1 kabar minggu ini dari portal Replikasi Inovasi"
    ]

    call_command("send_digests")
    assert len(letters()) == 2


def test_a_crash_before_the_mail_is_written_loses_nothing(lia, monkeypatch):
    waiting(lia)
    with monkeypatch.context() as patch:
        patch.setattr(mails, "put", lambda rows: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            call_command("send_digests")
    assert letters() == []

    call_command("send_digests")

    assert len(letters()) == 1


def test_a_second_run_that_looked_at_the_same_time_tells_nothing(lia, monkeypatch):
    """It saw what waits before the first had claimed it."""
    waiting(lia)
    others = digests._send_digest

    def overtaken(person, mode):
        return others(person, mode) + others(person, mode)

    monkeypatch.setattr(digests, "_send_digest", overtaken)
    call_command("send_digests")

    assert len(letters()) == 1


def test_who_left_gets_none(lia):
    waiting(lia)
    lia.is_active = False
    lia.save()

    call_command("send_digests")

    assert letters() == []


def test_a_very_long_one_says_how_much_is_left(lia):
    waiting(lia, mails.MOST_LINES + 3)

    call_command("send_digests")

    (letter,) = letters()
    assert letter.message.count("Dinkop mengirim") == mails.MOST_LINES
    assert "Dan 3 kabar lain." in letter.message
