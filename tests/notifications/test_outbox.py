"""send_mail: every mail once, whatever breaks; nothing is lost and nothing comes doubled."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import call_command
from django.utils import timezone
from post_office.mail import create
from post_office.models import STATUS, Email

from replikasi.notifications import outbox

pytestmark = pytest.mark.django_db


def put(number=1, **more):
    return [
        create(
            "portal@contoh.test",
            [f"orang{n}@contoh.test"],
            subject=f"Kabar {n}",
            priority="medium",
            **more,
        )
        for n in range(number)
    ]


def arrived():
    return [one.subject for one in mail.outbox]


class Server:
    """The mail server, as `send` of a message and `open` say it is."""

    def __init__(self, monkeypatch):
        self.patch = monkeypatch
        self.really = locmem.EmailBackend.send_messages

    def on_send(self, act):
        def send_messages(backend, messages):
            act(messages[0])
            return self.really(backend, messages)

        self.patch.setattr(locmem.EmailBackend, "send_messages", send_messages)

    def on_open(self, act):
        self.patch.setattr(locmem.EmailBackend, "open", lambda backend: act())

    def recover(self):
        self.on_send(lambda message: None)
        self.on_open(lambda: True)


@pytest.fixture
def server(monkeypatch):
    return Server(monkeypatch)


def fail(error):
    def act(*_):
        raise error

    return act


def after(**delta):
    return time_machine.travel(timezone.now() + timedelta(**delta))


def test_each_goes_once():
    put(3)

    call_command("send_mail")
    call_command("send_mail")

    assert arrived() == ["Kabar 0", "Kabar 1", "Kabar 2"]
    assert set(Email.objects.values_list("status", flat=True)) == {STATUS.sent}


def test_a_run_at_the_same_time_takes_other_mails(server):
    """The second runs while the first waits for the server's answer."""
    put(3)
    running = []

    def second(message):
        if not running:
            running.append(True)
            call_command("send_mail")

    server.on_send(second)
    call_command("send_mail")

    assert sorted(arrived()) == ["Kabar 0", "Kabar 1", "Kabar 2"]


def test_killed_between_claim_and_sending_it_goes_later_and_once(server):
    put()
    server.on_send(fail(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        call_command("send_mail")
    server.recover()

    call_command("send_mail")
    assert arrived() == []

    with after(minutes=11):
        call_command("send_mail")
        call_command("send_mail")
    assert arrived() == ["Kabar 0"]


def test_a_day_without_a_server_and_then_each_once(server):
    put(3)
    server.on_open(fail(ConnectionRefusedError("no")))
    start = timezone.now()
    for hour in range(24):
        with time_machine.travel(start + timedelta(hours=hour)):
            call_command("send_mail")
    assert set(Email.objects.values_list("status", flat=True)) == {STATUS.queued}
    server.recover()

    with time_machine.travel(start + timedelta(hours=24)):
        call_command("send_mail")
        call_command("send_mail")

    assert sorted(arrived()) == ["Kabar 0", "Kabar 1", "Kabar 2"]


def test_a_server_that_takes_no_mail_for_a_day_gets_each_once_afterwards(server):
    put()
    server.on_send(fail(smtplib.SMTPDataError(451, b"later")))
    start = timezone.now()
    for quarter in range(24 * 4):
        with time_machine.travel(start + timedelta(minutes=15 * quarter)):
            call_command("send_mail")
    server.recover()

    with time_machine.travel(start + timedelta(hours=27)):
        call_command("send_mail")

    assert arrived() == ["Kabar 0"]


def test_a_server_that_goes_away_stops_the_run_and_the_rest_waits_untouched(server):
    put(3)
    server.on_send(fail(smtplib.SMTPServerDisconnected("gone")))

    call_command("send_mail")

    tries = list(Email.objects.order_by("pk").values_list("number_of_retries", flat=True))
    assert tries == [1, None, None]


def test_one_that_breaks_does_not_hold_the_others_up(server):
    put(3)
    server.on_send(
        lambda message: fail(ValueError("broken"))() if message.subject == "Kabar 1" else None
    )

    call_command("send_mail")

    assert arrived() == ["Kabar 0", "Kabar 2"]


def test_it_waits_longer_each_time(server):
    put()
    server.on_send(fail(smtplib.SMTPDataError(451, b"later")))
    waits = []
    start = now = timezone.now()
    for _ in range(10):
        with time_machine.travel(now, tick=False):
            call_command("send_mail")
        (row,) = Email.objects.all()
        waits.append(round((row.scheduled_time - now).total_seconds() / 60))
        now = row.scheduled_time
    assert waits == [1, 2, 4, 8, 16, 32, 64, 120, 120, 120]
    assert now > start


def test_an_address_that_does_not_exist_is_given_up(server, capsys):
    put()
    refused = smtplib.SMTPRecipientsRefused({"orang0@contoh.test": (550, b"unknown")})
    server.on_send(fail(refused))

    call_command("send_mail")

    assert Email.objects.get().status == STATUS.failed
    assert "1 given up" in capsys.readouterr().out


def test_it_is_not_tried_for_ever(server, settings):
    settings.POST_OFFICE = {**settings.POST_OFFICE, "MAX_RETRIES": 2}
    put()
    server.on_send(fail(smtplib.SMTPDataError(451, b"later")))
    start = timezone.now()
    for hour in range(4):
        with time_machine.travel(start + timedelta(hours=hour)):
            call_command("send_mail")

    assert Email.objects.get().status == STATUS.failed


def test_every_try_bears_the_same_name(server):
    put()
    names = []

    def note(message):
        names.append(message.message()["Message-ID"])
        if len(names) == 1:
            raise smtplib.SMTPDataError(451, b"later")

    server.on_send(note)
    call_command("send_mail")
    with after(minutes=2):
        call_command("send_mail")

    assert names[0]
    assert names == [names[0]] * 2


def test_what_expired_or_is_for_later_stays():
    put(scheduled_time=timezone.now() + timedelta(hours=1))
    put(expires_at=timezone.now() - timedelta(hours=1))

    call_command("send_mail")

    assert arrived() == []


def test_a_claim_that_ran_out_does_not_undo_what_another_run_noted():
    put()
    mine = outbox.claim()
    with after(minutes=11):
        outbox.deliver()

    outbox._note(mine, status=STATUS.requeued)

    assert Email.objects.get().status == STATUS.sent
