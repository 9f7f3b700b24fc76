"""kill -9 in the middle of everything: nothing half-written, lost or done twice."""

import contextlib
import http.client
import random
import threading
import time
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from replikasi.dashboard.measure_deadline import verified

from .conftest import KILLED, KILLS

pytestmark = pytest.mark.storm
COMMANDS = ("send_reminders", "send_digests", "send_mail")
# How long a command and a request may be at work when they are killed, in seconds.
WORK = 0.25
REQUEST = 0.12
CUT_OFF = (OSError, http.client.HTTPException)


def photo(number):
    """A JPEG of its own, large enough that storing it takes a while."""
    picture = Image.effect_noise((1400, 1000), 40 + number % 20).convert("RGB")
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=85)
    return kept.getvalue()


class Tries:
    """One act that is tried until it is answered, with a kill in the middle of the first try."""

    def __init__(self, storm, chance):
        self.storm, self.chance = storm, chance
        self.uploaded = []

    def upload(self, agency):
        key = str(uuid4())
        self.uploaded.append(key)
        content = photo(len(self.uploaded))
        staff = self.storm.visitor(agency["staff"])
        staff.get(f"/tonggak/{agency['milestone']}/progres/")

        def act():
            answer = staff.post(
                f"/progres/{agency['update']}/bukti/",
                {"key": key},
                files=[("file", f"foto-{len(self.uploaded)}.jpg", content)],
                script=True,
            )
            assert answer.status == 200, answer.text
            return answer

        self.interrupted(act)

    def send(self, agency):
        head = self.storm.visitor(agency["head"])
        path = f"/laporan/{agency['report']}/"

        def act():
            try:
                _, form = head.form(path, f"{path}kirim/")
            except LookupError:
                return None  # it was sent before the server died
            words = {"problem": "Hujan.", "next_steps": "Uji coba.", "pasti": "1"}
            return head.post(form.action, form.fields | words)

        self.interrupted(act)

    def verify(self, agency):
        officer = self.storm.officers()[0]

        def act():
            try:
                return verified(officer, agency["report"])
            except LookupError:
                return None  # it was verified before the server died

        self.interrupted(act)

    def interrupted(self, act):
        """`act` with a kill at a random moment, then again until it is answered."""

        def first():
            with contextlib.suppress(CUT_OFF):
                act()

        thread = threading.Thread(target=first)
        thread.start()
        time.sleep(self.chance.uniform(0, REQUEST))
        self.storm.kill_workers()
        thread.join()
        for _ in range(40):
            self.storm.settled()
            try:
                act()
            except CUT_OFF:
                time.sleep(0.1)
                continue
            return
        raise AssertionError("never answered")

    def command(self, name):
        """Killed at a random moment, but among the mails where it sends them."""
        has_come = self.storm.letterbox.has_come
        has_come.clear()
        running = self.storm.command(name)
        if name != "send_mail" or not has_come.wait(4 * WORK):
            time.sleep(self.chance.uniform(0, WORK))
        running.kill()
        running.join()


def test_killed_anywhere_nothing_is_half_written(storm, capsys):
    chance = random.Random(11)
    tries = Tries(storm, chance)
    storm.letterbox.open()
    agencies = storm.cast["agencies"][-KILLED:]
    kinds = ("upload", "send", "verify", "command")
    for turn in range(KILLS):
        kind, agency = kinds[turn % len(kinds)], agencies[turn // len(kinds)]
        if kind == "command":
            tries.command(COMMANDS[(turn // len(kinds)) % len(COMMANDS)])
        else:
            getattr(tries, kind)(agency)

    # What was killed is taken up again by the next run, a mail when its claim has run out.
    storm.look(
        "from post_office.models import Email\n"
        "found = Email.objects.exclude(status=0).update(scheduled_time=None)"
    )
    for name in (*COMMANDS, "send_mail"):
        storm.manage(name, debug=False)
    storm.manage("check_consistency", "--files")
    storm.manage("clean_files", "--hours=0")
    found = storm.look(
        "from actionplans.models import DueReminder, Evidence, Verification\n"
        "from django.core.files.storage import default_storage\n"
        "from django.db.models import Count\n"
        "from post_office.models import Email\n"
        "from actionplans.services.clean_files import stored\n"
        f"keys = {tries.uploaded!r}\n"
        "rows = Evidence.objects.filter(key__in=keys)\n"
        "named = sum(bool(row.file) + bool(row.preview) for row in Evidence.objects.all())\n"
        "twice = Verification.objects.values('report', 'decision').annotate(n=Count('pk'))\n"
        "found = {\n"
        "    'uploads': rows.count(),\n"
        "    'files': [len(list(stored())), named],\n"
        "    'decided twice': twice.filter(n__gt=1, decision='verifikasi').count(),\n"
        "    'reminders': DueReminder.objects.count(),\n"
        "    'waiting': Email.objects.exclude(status=0).count(),\n"
        "    'mails': Email.objects.count(),\n"
        "}"
    )
    assert found["uploads"] == len(tries.uploaded)
    assert found["files"][0] == found["files"][1], "files without a row, or rows without a file"
    assert found["decided twice"] == 0
    assert found["waiting"] == 0, "a mail was lost between the claim and the sending"
    mails = storm.letterbox.mails
    assert len(set(mails)) == found["mails"]
    with capsys.disabled():
        print(
            f"\n{KILLS} kills: {found['uploads']} uploads, {found['mails']} mails, of which "
            f"{len(mails) - len(set(mails))} delivered twice with the same Message-ID"
        )


def test_two_at_once_do_it_once(storm):
    before = len(storm.letterbox.mails)
    if storm.letterbox.controller is None:
        storm.letterbox.open()
    for name in (*COMMANDS, "clean_files"):
        running = [storm.command(name) for _ in range(2)]
        for process in running:
            process.join(120)
            assert process.exitcode == 0, name
    mails = storm.letterbox.mails[before:]
    assert len(set(mails)) == len(mails)
    told = storm.look(
        "from django.db.models import Count\nfrom actionplans.models import DueReminder\n"
        "rows = DueReminder.objects.values('subject', 'due', 'step', 'recipient')\n"
        "found = rows.annotate(n=Count('pk')).filter(n__gt=1).count()"
    )
    assert told == 0


def test_the_mail_server_is_down_and_then_each_mail_goes_once(storm):
    storm.letterbox.close()
    storm.look(
        "from django.core.mail import send_mail\n"
        "for number in range(12):\n"
        "    send_mail(f'Kabar {number}', 'Isi.', None, [f'orang{number}@contoh.test'])\n"
        "found = 0"
    )
    for _ in range(2):
        storm.manage("send_mail", debug=False)
    waiting = (
        "from post_office.models import Email\nfound = Email.objects.exclude(status=0).count()"
    )
    assert storm.look(waiting) == 12
    # A day later: what was put off is due.
    storm.look(
        "from django.utils import timezone\nfrom post_office.models import Email\n"
        "found = Email.objects.exclude(status=0).update(scheduled_time=timezone.now())"
    )
    storm.letterbox.open()
    before = len(storm.letterbox.mails)
    for process in [storm.command("send_mail") for _ in range(2)]:
        process.join(120)
    assert storm.look(waiting) == 0
    delivered = [recipient for recipient, _ in storm.letterbox.mails[before:]]
    assert sorted(delivered) == sorted(f"orang{number}@contoh.test" for number in range(12))
