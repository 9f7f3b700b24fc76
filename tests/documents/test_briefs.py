"""The briefing by mail: on the day after the reviewer's deadline or as the leader set it, once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import call_command
from post_office.models import Attachment, Email

from actionplans.models import ReportingPeriod
from replikasi.documents.models import BriefSent, BriefWish
from replikasi.documents.services import briefs
from tests import factories

pytestmark = pytest.mark.django_db
Rhythm = BriefWish.Rhythm


@pytest.fixture
def deadline(plan):
    """The reviewer's deadline of TW I 2026."""
    return ReportingPeriod.objects.get(year=2026, quarter=1).review_due


@pytest.fixture
def leader(ibu_sekda):
    return ibu_sekda


def sent_on(day, on_day):
    on_day(day.isoformat())
    call_command("send_briefs", verbosity=0)
    return BriefSent.objects.count()


def test_it_comes_on_the_day_after_the_reviewers_deadline_and_once(deadline, leader, on_day):
    assert sent_on(deadline, on_day) == 0
    assert sent_on(deadline + timedelta(days=1), on_day) == 1
    assert sent_on(deadline + timedelta(days=1), on_day) == 1
    assert sent_on(deadline + timedelta(days=2), on_day) == 1
    row = BriefSent.objects.get()
    assert (row.recipient, row.period.quarter) == (leader, 1)
    letter = Email.objects.get()
    assert letter.to == [leader.email]
    assert "TW\xa0I 2026" in letter.subject or "TW I 2026" in letter.subject


def test_it_carries_the_slides_and_the_page(deadline, leader, on_day):
    sent_on(deadline + timedelta(days=1), on_day)
    call_command("send_mail", verbosity=0)
    (message,) = mail.outbox
    kinds = {name.rpartition(".")[2]: content[:4] for name, content, _ in message.attachments}
    assert kinds == {"pptx": b"PK\x03\x04", "pdf": b"%PDF"}
    assert "/dasbor/" in message.body


def test_what_a_machine_that_was_off_missed_is_made_good_for_a_week(deadline, leader, on_day):
    assert sent_on(deadline + timedelta(days=8), on_day) == 0
    assert sent_on(deadline + timedelta(days=7), on_day) == 1


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (Rhythm.WEEKLY, {"2026-05-04": 1, "2026-05-06": 1, "2026-05-11": 2}),
        (Rhythm.MONTHLY, {"2026-05-01": 1, "2026-05-03": 1, "2026-05-20": 1, "2026-06-01": 2}),
        (Rhythm.OFF, {"2026-05-04": 0, "2026-06-01": 0}),
    ],
)
def test_as_the_leader_set_it(rhythm, days, plan, leader, on_day, as_user):
    on_day("2026-04-30")
    address = "/dokumen/paparan-berkala/"
    assert as_user(leader).post(address, {"rhythm": rhythm}).status_code == 302
    assert as_user(leader).get(address).context["form"].initial == {"rhythm": rhythm}
    found = {}
    for day in days:
        on_day(day)
        call_command("send_briefs", verbosity=0)
        found[day] = BriefSent.objects.count()
    assert found == days


def test_nobody_but_leaders_who_can_be_reached_gets_one(deadline, leader, lia, on_day):
    leader.email = ""
    leader.save()
    factories.UserFactory(username="lama", pimpinan=True, region=leader.region, is_active=False)
    factories.UserFactory(username="contoh", pimpinan=True, region=leader.region, is_demo=True)
    assert sent_on(deadline + timedelta(days=1), on_day) == 0
    assert not Email.objects.exists()


def test_a_leader_without_plans_gets_none(deadline, on_day):
    factories.UserFactory(username="lain", pimpinan=True, region__code="19.07")
    assert sent_on(deadline + timedelta(days=1), on_day) == 0


def test_what_breaks_one_does_not_keep_it_from_the_others(deadline, leader, on_day, monkeypatch):
    first = factories.UserFactory(username="wabup", pimpinan=True, region=leader.region)
    right = briefs._files

    def files(person, period):
        if person == first:
            raise ValueError("broken")
        return right(person, period)

    monkeypatch.setattr(briefs, "_files", files)
    assert sent_on(deadline + timedelta(days=1), on_day) == 1
    assert BriefSent.objects.get().recipient == leader
    monkeypatch.setattr(briefs, "_files", right)
    assert sent_on(deadline + timedelta(days=1), on_day) == 2


def test_it_is_sent_at_once_to_who_asks_and_pressed_twice_once(plan, leader, on_day, as_user):
    on_day("2026-05-04")
    for _ in range(2):
        assert as_user(leader).post("/dokumen/paparan-berkala/kirim/").status_code == 302
    assert Email.objects.count() == 1
    assert leader.email in as_user(leader).get("/dokumen/paparan-berkala/").content.decode()


def test_attachments_go_with_their_mail(deadline, leader, on_day):
    sent_on(deadline + timedelta(days=1), on_day)
    names = list(Attachment.objects.values_list("file", flat=True))
    Email.objects.all().delete()
    sent_on(deadline + timedelta(days=2), on_day)
    assert not Attachment.objects.exists()
    assert not any(default_storage.exists(name) for name in names)


def test_a_wrong_choice_is_told(leader, as_user):
    answer = as_user(leader).post("/dokumen/paparan-berkala/", {"rhythm": "kapan-kapan"})
    assert answer.status_code == 422
    assert "Pilih salah satu." in answer.content.decode()
    assert not BriefWish.objects.exists()


@pytest.mark.parametrize(
    ("rhythm", "told"),
    [
        (Rhythm.WEEKLY, "Berikutnya 11 Mei 2026"),
        (Rhythm.MONTHLY, "Berikutnya 1 Juni 2026"),
        (Rhythm.OFF, None),
    ],
)
def test_the_page_tells_when_it_comes_next_and_where_to(
    rhythm, told, plan, leader, on_day, as_user
):
    on_day("2026-05-04")
    BriefWish.objects.create(user=leader, rhythm=rhythm)
    page = as_user(leader).get("/dokumen/paparan-berkala/").content.decode().replace("\xa0", " ")
    assert "Berikutnya" not in page if told is None else told in page
    assert leader.email in page
