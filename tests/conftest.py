"""The rig that every test stands in, the named cast, and clients that are logged in."""

import gc
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

import hypothesis
import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from simple_history.manager import HistoryManager

from actionplans import workdays
from actionplans.services import keeping
from replikasi.accounts.models import User
from tests import factories
from tests.factories import WIB
from tests.rig import markup, ordering, prepared, variables

Role = User.Role

hypothesis.settings.register_profile(
    "dev", max_examples=30, deadline=None, suppress_health_check=list(hypothesis.HealthCheck)
)
hypothesis.settings.register_profile("ci", parent=hypothesis.settings.get_profile("dev"))
hypothesis.settings.register_profile(
    "thorough", parent=hypothesis.settings.get_profile("dev"), max_examples=500
)
hypothesis.settings.load_profile("dev")


# -- the rig ------------------------------------------------------------------------------------


def pytest_configure():
    # Tests make far more objects than a request; looking for cycles less often saves a twentieth.
    gc.set_threshold(100_000, 50, 100)
    # Argon2 is slow on purpose; that it is what a server uses is a test of the settings.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    prepared.copy_named()
    # Nothing is collected for tests; whitenoise warns of a folder that is not there.
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Before a database is made: what migrations made of an empty one is not made again."""
    with prepared.migrated_once():
        yield


@pytest.fixture(autouse=True, scope="session")
def sloppiness_fails():
    with pytest.MonkeyPatch.context() as patch:
        ordering.shuffle_unordered_rows(patch)
        variables.fail_on_undefined_variables(patch)
        # Made for every row of history, and always the same.
        # Printing each decision is what tests/documents is about; elsewhere it only takes time.
        patch.setattr(keeping, "_keepers", {occasion: [] for occasion in keeping._keepers})
        patch.setattr(
            HistoryManager, "from_queryset", staticmethod(cache(HistoryManager.from_queryset))
        )
        yield


@pytest.fixture(scope="session")
def evidence_root(tmp_path_factory):
    return tmp_path_factory.mktemp("evidence")


@pytest.fixture(autouse=True)
def a_place_of_its_own(request, settings, evidence_root):
    """Files, mails and the cache of one test are not those of another."""
    settings.MEDIA_ROOT = evidence_root / f"{abs(hash(request.node.nodeid)):x}"
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"},
    }
    workdays.forget()
    yield
    for one in caches.all():
        one.clear()


@pytest.fixture
def on_day():
    """`on_day("2026-11-24")`: from now on it is that day, 09.00 WIB (or `hour`); time runs on."""
    travelling = []

    def go(day, hour=9):
        if isinstance(day, str):
            day = date.fromisoformat(day)
        while travelling:
            travelling.pop().stop()
        traveller = time_machine.travel(datetime.combine(day, time(hour), WIB))
        traveller.start()
        travelling.append(traveller)
        return day

    yield go
    while travelling:
        travelling.pop().stop()


@pytest.fixture
def client():
    return markup.CheckingClient()


@pytest.fixture
def as_user():
    """`as_user(rini)` is a client in which Rini is logged in."""

    def log_in(user):
        logged_in = markup.CheckingClient()
        logged_in.force_login(user)
        return logged_in

    return log_in


@pytest.fixture
def queries():
    """`queries(client, address)`: how many a page asks, once what is cached is cached."""

    def count(client, address):
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    return count


# -- places -------------------------------------------------------------------------------------


@pytest.fixture
def bangka_barat(db):
    return factories.RegionFactory(code="19.05", name="Bangka Barat")


@pytest.fixture
def dinkop(bangka_barat):
    return factories.AgencyFactory(
        name="Dinas Koperasi, UKM dan Perindustrian", short_name="Dinkop UKM", region=bangka_barat
    )


@pytest.fixture
def distan(bangka_barat):
    return factories.AgencyFactory(
        name="Dinas Pertanian dan Pangan", short_name="DPP", region=bangka_barat
    )


@pytest.fixture
def bappelitbang(bangka_barat):
    return factories.AgencyFactory(
        name="Bappelitbang", short_name="Bappelitbang", region=bangka_barat, bappelitbang=True
    )


@pytest.fixture
def ubb(db):
    return factories.AgencyFactory(
        name="Universitas Bangka Belitung", short_name="UBB", university=True, region__code="19.01"
    )


# -- the cast -----------------------------------------------------------------------------------


@pytest.fixture
def rini(dinkop):
    """Staff of Dinkop UKM: writes plans and records progress."""
    return factories.UserFactory(username="rini", name="Rini Astuti", agency=dinkop)


@pytest.fixture
def pak_kadis(dinkop):
    """Head of Dinkop UKM: submits plans and sends reports."""
    return factories.UserFactory(username="kadis", name="Hasan Basri", agency=dinkop, kepala=True)


@pytest.fixture
def tono(distan):
    """Staff of another agency of the same regency."""
    return factories.UserFactory(username="tono", name="Tono Saputra", agency=distan)


@pytest.fixture
def bu_kadis_tani(distan):
    """Head of that other agency."""
    return factories.UserFactory(
        username="kadistan", name="Marlina Yusuf", agency=distan, kepala=True
    )


@pytest.fixture
def lia(bappelitbang):
    """Litbang officer of Bangka Barat (19.05): approves plans and verifies reports."""
    return factories.UserFactory(
        username="lia", name="Lia Kartika", agency=bappelitbang, litbang=True, region__code="19.05"
    )


@pytest.fixture
def joko(db):
    """Litbang officer of another regency (19.03)."""
    return factories.UserFactory(
        username="joko", name="Joko Riyadi", litbang=True, region__code="19.03"
    )


@pytest.fixture
def dr_budi(ubb):
    """Facilitator of Universitas Bangka Belitung."""
    return factories.UserFactory(username="budi", name="Budi Santoso", agency=ubb, fasilitator=True)


@pytest.fixture
def dr_wati(db):
    """Facilitator of another university."""
    return factories.UserFactory(username="wati", name="Wati Lestari", fasilitator=True)


@pytest.fixture
def ibu_sekda(bangka_barat):
    """Leader of Bangka Barat: reads, never writes."""
    return factories.UserFactory(
        username="sekda", name="Nurhayati", pimpinan=True, region=bangka_barat
    )


@pytest.fixture
def admin(db):
    return factories.UserFactory(username="admin", name="Admin Portal", admin=True)


# -- what they work on --------------------------------------------------------------------------


@pytest.fixture
def sibakul(dinkop, ubb):
    """The replication of Rajutan SiBakul Jogja by Dinkop UKM, facilitated by UBB."""
    return factories.ReplicationFactory(
        innovation__name="Rajutan SiBakul Jogja", agency=dinkop, facilitator=ubb
    )


@pytest.fixture
def draft_plan(sibakul, rini, pak_kadis, lia):
    """Dinkop's plan of 2026 with three complete milestones, not yet submitted."""
    return factories.ActionPlanFactory(replication=sibakul, milestones=3)


@pytest.fixture
def plan(sibakul, rini, pak_kadis, lia):
    """Dinkop's plan of 2026 with three milestones, approved by Lia in January."""
    return factories.ActionPlanFactory(replication=sibakul, milestones=3, approved=True)


@pytest.fixture
def milestone(plan):
    """The first milestone of the approved plan."""
    return plan.milestones.get(number=1)
