"""What advisers say among themselves reaches nobody else: no page, count, file, notice or mail."""

import io
import re
import zipfile
from datetime import date
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test.utils import override_settings
from django.urls import reverse
from post_office.models import Email

from actionplans import notices
from actionplans.models import Comment, CommentFile
from actionplans.services import advice
from replikasi.notifications.models import Notification
from tests.access import table
from tests.access.world import World
from tests.common import samples
from tests.rig.markup import CheckingClient
from tests.rig.shared import shared

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
SECRET = "zamrudbiru"
# The head reads what the staff read, and more.
OUTSIDERS = ("kepala", "pimpinan", "admin")
# What is another at every look: tokens of forms and their keys.
FLEETING = re.compile(
    r'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=["\;])[A-Za-z0-9]{64}(?=["&])|nonce-[\w-]+'
)
# Written anew for each download.
MADE_AT = re.compile(r"DTSTAMP:\S+")
CLOCK = re.compile(r"\d\d\.\d\d\s?WIB")


@pytest.fixture(autouse=True, scope="module")
def a_place_of_its_own(tmp_path_factory):
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("leaks")):
        yield
    cache.clear()


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with shared(django_db_blocker, World, day=TODAY) as made:
        yield made


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(TODAY)


def whisper(world):
    """Everything that the channel can hold, on every place, each with the secret word."""
    lia, budi = world.people["litbang"], world.people["fasilitator"]
    photo = samples.file_of_kind("png")
    photo.name = f"{SECRET}.png"
    places = ({}, {"milestone": world.milestone}, {"report": world.report})
    for place in places:
        for kind in Comment.ADVICE:
            visit = kind == Comment.Kind.VISIT
            said = advice.advise(
                comment=Comment(
                    plan=world.plan,
                    **place,
                    kind=kind,
                    body=f"{SECRET} @{lia.username} @{world.people['staf'].username}",
                    answer_by=date(2026, 11, 20) if kind == Comment.Kind.SUGGESTION else None,
                    advisers_only=True,
                    **(
                        {
                            "visited_on": TODAY,
                            "visited_place": f"{SECRET} barat",
                            "attendees": f"{SECRET} timur",
                        }
                        if visit
                        else {}
                    ),
                ),
                by=budi,
                files=[photo] if visit and "milestone" in place else [],
            )
            reply = advice.answer(
                parent=said, body=f"{SECRET}, @{budi.username}", by=lia, key=uuid4()
            )
    advice.edit(comment=reply, by=lia, body=f"{SECRET} diubah")
    advice.withdraw(comment=said, by=budi)
    return said


def text_of(response):
    """All that an answer says, in lower case; of a workbook all its parts."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = "".join(
                book.read(name).decode("utf-8", "replace")
                for name in sorted(book.namelist())
                if not name.startswith("docProps")
            )
        return CLOCK.sub("", parts).lower()
    text = content.decode("utf-8", "replace")
    return MADE_AT.sub("", FLEETING.sub("", text)).lower()


def addresses(world, role):
    """Every address that `role` may open, and lists that are asked for the secret word."""
    found = [
        world.address(row.name)
        for row in table.rows()
        if row.method == "GET" and row.expected[role] == "200"
    ]
    lists = ("plan_list", "report_list", "notification_list", "obstacle_list")
    return [*found, *(f"{reverse(name)}?q={SECRET}" for name in lists)]


def seen(world, role, asked):
    """{address: what `role` reads there}; whatever a GET wrote is taken back."""
    client = CheckingClient()
    client.force_login(world.people[role])
    found = {}
    for address in asked:
        with transaction.atomic():
            response = client.get(address)
            found[address] = (response.status_code, text_of(response))
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nothing_changes_for_who_is_no_adviser(world, role):
    asked = addresses(world, role)
    before = seen(world, role, asked)
    whisper(world)
    after = seen(world, role, asked)
    searches = {address for address in after if SECRET in address}
    assert {
        address for address, (_, text) in after.items() if SECRET in text
    } <= searches  # the box of the search keeps what was typed
    assert {address for address in after if after[address] != before[address]} == set()


@pytest.mark.parametrize("role", ["litbang", "fasilitator"])
def test_advisers_read_it_on_the_pages_of_the_plan_milestone_and_report(world, role):
    whisper(world)
    client = CheckingClient()
    client.force_login(world.people[role])
    for name in ("plan", "milestone", "report"):
        assert SECRET in text_of(client.get(world.address(name))), name


def test_its_photos_are_served_to_advisers_alone(world):
    whisper(world)
    photo = CommentFile.objects.get(name=f"{SECRET}.png")
    status = {}
    for role, person in world.people.items():
        if person is not None:
            client = CheckingClient()
            client.force_login(person)
            response = client.get(reverse("comment_file", args=[photo.pk]))
            status[role] = response.status_code
            text_of(response)
    advisers = {role for role, code in status.items() if code == 200}
    assert advisers == {"litbang", "fasilitator"}
    assert set(status.values()) == {200, 404}


def test_nobody_else_is_told_or_written_to(world):
    Notification.objects.all().delete()
    Email.objects.all().delete()
    whisper(world)
    told = set(Notification.objects.values_list("recipient", flat=True))
    plan = world.plan
    advisers = [*notices.officers(plan), *notices.facilitators(plan)]
    assert told
    assert told <= {person.pk for person in advisers}
    mailed = {address for mail in Email.objects.all() for address in mail.to}
    assert mailed <= {person.email for person in advisers}


def test_nobody_else_acts_on_it(world):
    whisper(world)
    client = CheckingClient()
    client.force_login(world.people["kepala"])
    for said in Comment.objects.filter(advisers_only=True).order_by("pk")[:6]:
        for name in ("advice_answer", "advice_edit", "advice_withdraw", "advice_close"):
            answer = client.post(reverse(name, args=[said.pk]), {"body": "Saya tahu."})
            assert answer.status_code == 404, name


def test_a_draft_with_words_of_the_channel_alone_is_deleted_as_if_there_were_none(world):
    advice.advise(
        comment=Comment(plan=world.draft, kind="komentar", body=SECRET, advisers_only=True),
        by=world.people["fasilitator"],
    )
    client = CheckingClient()
    client.force_login(world.people["kepala"])
    client.post(reverse("plan_delete", args=[world.draft.pk]))
    assert not type(world.draft).objects.filter(pk=world.draft.pk).exists()
