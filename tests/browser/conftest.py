"""Browser tests: a Chromium, and a portal that serves a copy of the demo of 24 November 2026.

The demo is written once, into a database of its own; each module gets a copy of it and a server.
On SQLite the workers of one run share the writing.
"""

import os
import shutil
from contextlib import contextmanager
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings
from PIL import Image
from playwright.sync_api import expect

from actionplans.models import ActionPlan
from innovations.models import Replication
from replikasi.accounts.models import User
from tests import factories
from tests.browser.auditing import AXE_ADDRESS
from tests.browser.watching import Watch
from tests.factories import WIB
from tests.rig import prepared

NOW = datetime(2026, 11, 24, 9, tzinfo=WIB)
NAMES = ("chromium", "google-chrome", "chromium-browser")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
# The address bar's popups are pages of their own: in each window they cost more than the portal's.
WITHOUT = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"]
# Of several such lists Chromium hears the last, so Playwright's own is said again.
WITHOUT += ["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose"]
WITHOUT += ["HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter"]
WITHOUT += ["PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect"]
WITHOUT += ["OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"]
QUIET += [f"--disable-features={','.join(WITHOUT)}"]
PHONE, DESKTOP = 360, 1280
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)
HEIGHT = 800
HERE = Path(__file__).parent
LONGEST_FIRST = ["pages", "agency_pages", "journey", "innovation", "dashboard_live", "matrix"]
LONGEST_FIRST += ["recording", "matrix_steps", "nojs", "judging", "screenshot"]


@pytest.fixture(scope="session")
def chromium():
    """Path of the system's Chromium; without one these tests are skipped, and in CI they fail."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    sentence = f"{named} is not there." if named else "No Chromium found."
    if os.environ.get("CI") == "true":
        pytest.fail(f"{sentence} In CI the browser tests are compulsory.")
    return pytest.skip(f"{sentence} Install it, or name it: CHROMIUM=/path/to/chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium):
    return {"executable_path": chromium, "args": QUIET}


@pytest.fixture(autouse=True)
def a_place_of_its_own():
    """Files and mails of these tests lie where `demo` puts them, for as long as it stands."""


def pytest_collection_modifyitems(items):
    """The files that take longest come first, so that two workers end at about the same time."""
    place = {f"test_{name}.py": at for at, name in enumerate(LONGEST_FIRST)}
    slots = [at for at, item in enumerate(items) if item.path.parent == HERE]
    ours = [items[at] for at in slots]
    ours.sort(key=lambda item: place.get(item.path.name, len(place)))
    for at, item in zip(slots, ours, strict=True):
        items[at] = item


# -- the portal ---------------------------------------------------------------------------------


def seeded(creation, place, written):
    """The database of `creation` and the evidence in `place` hold the demo.

    What another worker has `written` already is copied.
    """
    with prepared.alone(written.with_name("demo.lock")):
        is_there = written.exists()
        if is_there:
            shutil.copytree(written, place, dirs_exist_ok=True)
        creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=is_there)
        if is_there:
            return
        with override_settings(DEBUG=True):  # or the demo is refused
            call_command("seed_demo", stdout=StringIO())
        creation.connection.close()
        if creation.connection.vendor == "sqlite":
            half = written.with_name("demo.half")
            shutil.copytree(place, half)
            half.rename(written)


@pytest.fixture(scope="package")
def demo(
    chromium, django_db_blocker, django_db_modify_db_settings, tmp_path_factory, sloppiness_fails
):
    """Settings of a database that holds the demo; until the last test here it is `NOW`."""
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    place = tmp_path_factory.mktemp("portal")
    # Its own connection, so that the database of the other tests stays as it is.
    other, before = connections["default"], dict(connections.settings["default"])
    del connections["default"]
    database = connections.settings["default"]
    is_sqlite = connections["default"].vendor == "sqlite"
    name = str(place / "demo.sqlite3") if is_sqlite else f"test_browser_{os.getpid()}"
    database["TEST"] = {**database["TEST"], "NAME": name}
    database["CONN_MAX_AGE"] = 0
    ours = override_settings(
        ALLOWED_HOSTS=["127.0.0.1"],
        MEDIA_ROOT=place / "evidence",
        POST_OFFICE={
            **settings.POST_OFFICE,
            "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"},
            "DEFAULT_PRIORITY": "now",
        },
    )
    with django_db_blocker.unblock(), time_machine.travel(NOW), ours:
        creation, base = connections["default"].creation, tmp_path_factory.getbasetemp()
        seeded(creation, place, (base.parent if is_worker else base) / "demo")
        yield database
        creation.destroy_test_db(before["NAME"], verbosity=0)
        connections["default"].close()
    database.update(before)
    connections["default"] = other


class KeptFiles(StaticFilesHandler):
    """Static files that a browser keeps, as it keeps a server's; long, for the clock stands.

    Axe is one of them: sent by Playwright it would be read anew for each page.
    """

    def serve(self, request):
        if request.path == AXE_ADDRESS:
            response = HttpResponse(AXE_SCRIPT, content_type="text/javascript")
        else:
            response = super().serve(request)
        response.headers["Cache-Control"] = "max-age=315360000, immutable"
        return response


@contextmanager
def served(database):
    """Serve a fresh copy of the demo; gives its address."""
    source, creation = database["NAME"], connections["default"].creation
    connections["default"].close()
    creation.clone_test_db("copy", verbosity=0, autoclobber=True)
    database["NAME"] = creation.get_test_db_clone_settings("copy")["NAME"]
    cache.clear()
    server = LiveServerThread("127.0.0.1", static_handler=KeptFiles)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    connections["default"].close()
    database["NAME"] = source
    creation.destroy_test_db(suffix="copy", verbosity=0)


@pytest.fixture(scope="module")
def portal(demo):
    with served(demo) as address:
        yield address


# -- people at their browsers ---------------------------------------------------------------------


@contextmanager
def browsers(browser, portal):
    """Opens what `open_browser` says, and closes it again."""
    contexts = []

    def open_(width=DESKTOP, *, as_=None, **options):
        context = browser.new_context(
            base_url=portal,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            viewport={"width": width, "height": HEIGHT},
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if as_:
            client = Client()
            client.force_login(User.objects.get(username=as_))
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": portal}]
            )
        page = context.new_page()
        page.watch = Watch(context)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def open_browser(browser, portal):
    """`open_browser(360)` is a page in a browser of its own; `page.watch` holds what went wrong.

    `as_` names who is logged in already.
    """
    with browsers(browser, portal) as open_:
        yield open_


@pytest.fixture(scope="session")
def photo(tmp_path_factory):
    """A photo as a phone takes it: large enough for its upload to take a moment."""
    path = tmp_path_factory.mktemp("photo") / "sosialisasi-mentok.jpg"
    Image.effect_noise((1600, 1200), 80).convert("RGB").save(path, quality=90)
    return path


# -- plans for the matrix -------------------------------------------------------------------------


def cooperative():
    staff = User.objects.get(username="koperasi")
    return Replication.objects.get(agency=staff.agency)


@pytest.fixture
def plan():
    """A draft of the demo's cooperative office with six complete milestones."""
    made = factories.ActionPlanFactory(replication=cooperative(), fiscal_year=2031, milestones=6)
    yield made
    ActionPlan.objects.get(pk=made.pk).delete()


@pytest.fixture
def empty_plan():
    made = factories.ActionPlanFactory(replication=cooperative(), fiscal_year=2032, milestones=0)
    yield made
    ActionPlan.objects.get(pk=made.pk).delete()


@pytest.fixture(scope="module")
def examined():
    """(pattern, width) that axe has seen already, and the patterns that were drawn once; the
    roles' pages share their templates."""
    return set()
