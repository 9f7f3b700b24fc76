"""What `make bench` measures with: databases of a given size, servers on them, and timed requests.

Each size has its own database and server; all servers stand at once and are asked in turn, so
that whatever else the machine does falls on all sizes alike.
"""

import contextlib
import http.client
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, median_low, quantiles
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings

HOST = "127.0.0.1"
AGENCY_PLANS = 4  # plans of one agency, as in the programme
# The catalogue grows with the plans: at MANY_PLANS it holds CATALOGUE innovations.
CATALOGUE, MANY_PLANS = 3000, 2056
QUERY_COUNT_HEADER = "X-Query-Count"  # of common.bench_server
BARE = "bare"
WORKERS = 2
START_SECONDS = 60
WARM_UP = 2 * WORKERS
WORKBOOK_STEPS = ("export", "preview", "apply", "undo")


@dataclass
class Sample:
    """What was seen of one page as one role at one size."""

    page: str
    role: str
    plans: int
    times: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    size: int = 0
    status: int = 0

    @property
    def median_ms(self):
        return median(self.times) * 1000

    @property
    def queries(self):
        """The usual count: now and then a request also renews what the cache remembers."""
        return median_low(self.statements)

    @property
    def p95_ms(self):
        times = self.times if len(self.times) > 1 else self.times * 2
        return quantiles(times, n=20, method="inclusive")[18] * 1000


class Server:
    """A database with `plans` plans and the portal on it: `with Server(...) as server`."""

    def __init__(self, plans, folder, database_url="", *, quarters=4, debug=False):
        """`debug` serves without collected static files, for tests that load none."""
        self.plans, self.folder = plans, Path(folder) / str(plans)
        self.quarters, self.debug = quarters, debug
        self.port = _free_port()
        self.secret = secrets.token_urlsafe(50)
        if database_url:
            self.url = re.sub(r"(/[^/?]+)(\?|$)", rf"\g<1>_{plans}\g<2>", database_url)
        else:
            self.url = f"sqlite:///{self.folder / 'db.sqlite3'}"
        self.seconds = 0
        self.process = None

    def environment(self, debug):
        return {
            **os.environ,
            "DEBUG": "1" if debug else "0",
            "SECRET_KEY": self.secret,
            "ALLOWED_HOSTS": HOST,
            "SSL_REDIRECT": "0",
            "DATABASE_URL": self.url,
            "CACHE_URL": "dbcache://cache",
            "REPLIKASI_VAR": str(self.folder),
        }

    def manage(self, *arguments, debug=True):
        """Output of a management command on this database; CalledProcessError when it fails."""
        return subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
            env=self.environment(debug),
            cwd=settings.BASE_DIR,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    def prepare(self):
        """An empty folder and database, filled with as many plans as asked."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if not self.url.startswith("sqlite"):
            _new_database(self.url)
        self.manage("migrate", "--verbosity=0")
        self.manage("createcachetable")
        whole, rest = divmod(self.plans, AGENCY_PLANS)
        agencies, innovations = (self.plans, 1) if rest else (whole, AGENCY_PLANS)
        began = time.monotonic()
        self.manage(
            "seed_scale",
            f"--agencies={agencies}",
            f"--innovations={innovations}",
            f"--quarters={self.quarters}",
            f"--catalogue={self.plans * CATALOGUE // MANY_PLANS}",
        )
        self.seconds = time.monotonic() - began

    def collect_static(self, of=None):
        """Static files as on a server; those of another Server `of` are copied."""
        if of is None:
            self.manage("collectstatic", "--no-input", "--verbosity=0", debug=False)
        else:
            shutil.copytree(of.folder / "static", self.folder / "static")

    def __enter__(self):
        with (self.folder / "server.log").open("w") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own server
                [
                    *(sys.executable, "-m", "gunicorn", "replikasi.common.bench_server"),
                    *("--bind", f"{HOST}:{self.port}", "--workers", str(WORKERS)),
                    *("--no-control-socket", "--log-level", "warning"),
                ],
                env=self.environment(debug=self.debug),
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
            )
        self._wait()
        return self

    def __exit__(self, *failure):
        self.process.terminate()
        self.process.wait(timeout=30)

    def _wait(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get("/sehat/")[0].status == 200:
                    return
            time.sleep(0.2)
        self.process.terminate()
        raise RuntimeError(f"The server did not start; see {self.folder / 'server.log'}")

    def get(self, address, cookie="", etag=""):
        """(response, body as it came over the wire, seconds) of one request.

        With `etag` it is a visit again: 304 where nothing has changed.
        """
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        headers = {"Accept-Encoding": "gzip, br"}
        if cookie:
            headers["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={cookie}"
        if etag:
            headers["If-None-Match"] = etag
        began = time.perf_counter()
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - began
        connection.close()
        return response, body, seconds

    def ask(self, address, cookie, sample, etag=""):
        """One request, told to `sample`."""
        response, body, seconds = self.get(address, cookie, etag)
        sample.status = max(sample.status, response.status)
        sample.times.append(seconds)
        sample.statements.append(int(response.getheader(QUERY_COUNT_HEADER)))
        sample.size = max(sample.size, len(body))

    def targets(self):
        """{role: {"cookie": session key, "pages" and "dashboard": {page: address}}}."""
        return json.loads(self.manage("bench", "--targets", debug=False))


def measured(servers, targets, requests, report):
    """Samples of every page as every role at every size; `report` is told of each role.

    `targets`: {plans: Server.targets()}.
    """
    samples = []
    for role in next(iter(targets.values())):
        rounds = []
        for server in servers:
            cookie = targets[server.plans][role]["cookie"]
            for page, address in targets[server.plans][role]["pages"].items():
                sample = Sample(page, role, server.plans)
                for _ in range(WARM_UP):
                    sample.status = server.get(address, cookie)[0].status
                samples.append(sample)
                if sample.status == 200:
                    rounds.append((server, address, cookie, sample))
        rounds.sort(key=lambda one: one[3].page)
        for _ in range(requests):
            for server, address, cookie, sample in rounds:
                server.ask(address, cookie, sample)
        report(role)
    return samples


def measured_matrices(server, requests):
    """Samples of the page of a draft plan as its agency sees it, by the number of milestones."""
    told = json.loads(server.manage("bench", "--matrices", debug=False))
    samples = [Sample("matriks", "staf", int(length)) for length in told["pages"]]
    for sample, address in zip(samples, told["pages"].values(), strict=True):
        for _ in range(WARM_UP):
            server.get(address, told["cookie"])
        for _ in range(requests):
            server.ask(address, told["cookie"], sample)
    return samples


def measured_workbook(server, rows):
    """What each step of a workbook of `rows` rows took, each in a process of its own."""
    path = server.folder / "matriks.xlsx"
    return [
        json.loads(server.manage("bench", "--workbook", step, str(rows), str(path), debug=False))
        for step in WORKBOOK_STEPS
    ]


def _free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _new_database(url):
    """Drop and create the PostgreSQL database that `url` names."""
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    connection = psycopg2.connect(parts._replace(path="/postgres").geturl())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
