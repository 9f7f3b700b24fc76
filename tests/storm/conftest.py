"""A portal of its own behind gunicorn with two workers, and what a storm is measured by.

The suite runs a short form; `make storm` sets STORM=full and runs it whole.
"""

import multiprocessing
import os
import shutil
import signal
import socket
import threading
import time
from multiprocessing import forkserver
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from replikasi.dashboard.measure import Server
from replikasi.dashboard.measure_deadline import AGENCIES, ALONE
from replikasi.dashboard.visitor import Visitor
from tests.rig import prepared

from . import portal

FULL = os.environ.get("STORM") == "full"
# A few more agencies than send: some plans are drafts, some reports were returned.
KILLS = 100 if FULL else 12
# An agency for every four kills is left to them: upload, send, verify, and a command.
SENDING, KILLED, SEEDED = (AGENCIES, 25, 229) if FULL else (8, 3, 33)
FORKED = multiprocessing.get_context("forkserver")


class Letterbox:
    """A mail server that keeps what it accepted: [(recipient, Message-ID)]."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.mails, self.controller = [], None
        self.has_come = threading.Event()

    async def handle_DATA(self, server, session, envelope):
        head = envelope.content.decode("utf-8", "replace").split("\r\n\r\n")[0]
        sign = next(
            (line for line in head.splitlines() if line.lower().startswith("message-id:")), ""
        )
        self.mails.append((envelope.rcpt_tos[0], sign.partition(":")[2].strip()))
        self.has_come.set()
        return "250 OK"

    def open(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self):
        if self.controller:
            self.controller.stop()
            self.controller = None


class Storm(Server):
    """The server, its people, and a look into its database from outside."""

    def __init__(self, folder, database_url):
        super().__init__(SEEDED, folder, database_url, quarters=2)
        self.cast, self.letterbox = None, Letterbox()

    def environment(self, debug):
        mail = f"smtp://127.0.0.1:{self.letterbox.port}"
        own = {**super().environment(debug), "EMAIL_URL": mail}
        # Whole, each new worker loads the portal by itself as on a server; short, it is forked.
        return own if FULL else {**own, "GUNICORN_CMD_ARGS": "--preload"}

    def forked(self, task, *arguments):
        """A process that has begun with `task` of portal.py; it may be killed or waited for."""
        FORKED.set_forkserver_preload(["pytest", portal.__name__])
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment(debug=False).items():
                patch.setenv(name, value)
            forkserver.ensure_running()
        process = FORKED.Process(target=task, args=arguments, daemon=True)
        process.start()
        return process

    def asked(self, task, *arguments):
        """What `task` of portal.py gives in a process of its own."""
        here, there = FORKED.Pipe(duplex=False)
        process = self.forked(portal.answer, there, task, *arguments)
        there.close()
        try:
            return here.recv()
        except EOFError:
            raise AssertionError(f"{task.__name__} failed: {arguments}") from None
        finally:
            process.join()

    def manage(self, *arguments, debug=True):
        """Output of a management command on this database."""
        kept = prepared.migrated_path()
        if arguments[0] == "migrate" and self.url.startswith("sqlite") and kept.exists():
            shutil.copy(kept, self.folder / "db.sqlite3")
        return self.asked(portal.manage, arguments, debug)

    def command(self, *arguments):
        """A management command as a process of its own, to be waited for or killed."""
        return self.forked(portal.manage, arguments)

    def look(self, statement):
        """What the Python `statement` assigns to `found`, run inside the portal."""
        return self.asked(portal.look, statement)

    def gather(self):
        self.prepare()
        self.asked(portal.collect)
        self.cast = self.look(
            "from replikasi.dashboard import bench_reports\n"
            f"found = bench_reports.deadline_day({SENDING + ALONE + KILLED})"
        )

    def visitor(self, session):
        return Visitor(self.port, session)

    def officers(self):
        return [self.visitor(session) for session in self.cast["officers"]]

    def workers(self):
        """Process ids of gunicorn's workers."""
        pid = self.process.pid
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]

    def kill_workers(self):
        """kill -9; gunicorn starts new ones."""
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)

    def settled(self):
        """Waits until the portal answers again."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if self.get("/sehat/")[0].status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError("the portal did not come back")


@pytest.fixture(scope="session")
def storm(tmp_path_factory):
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        url = ""
    server = Storm(tmp_path_factory.mktemp("storm"), url)
    server.gather()
    with server:
        yield server
    server.letterbox.close()
