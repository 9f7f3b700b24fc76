"""The rig itself: each kind of sloppiness that it is meant to stop does fail."""

import socket
import warnings

import pytest
import pytest_socket
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files.storage import default_storage
from django.template import Context, Engine, Origin, Template
from django.utils import timezone

from innovations.models import Agency, Region
from replikasi.accounts.models import User
from tests import factories
from tests.rig import markup
from tests.rig.variables import UndefinedVariable


def orders(rows):
    return {tuple(row.pk for row in rows.all()) for _ in range(8)}


@pytest.fixture
def twelve(bangka_barat):
    for _ in range(12):
        factories.AgencyFactory(region=bangka_barat)


def test_rows_without_an_order_are_shuffled(twelve):
    assert len(orders(Agency.objects.order_by())) > 1


def test_rows_that_tie_are_shuffled(twelve):
    assert len(orders(Agency.objects.order_by("region"))) > 1


def test_groups_without_an_order_are_shuffled(twelve):
    rows = Agency.objects.order_by().values("name")
    assert len({tuple(row["name"] for row in rows.all()) for _ in range(8)}) > 1


def test_a_total_order_stays(twelve):
    assert len(orders(Agency.objects.order_by("region", "-pk"))) == 1


def test_distinct_unions_counts_and_subqueries_still_work(twelve):
    regions = Region.objects.filter(agencies__kind="opd").distinct()
    assert regions.count() == len(regions) == 1
    assert Agency.objects.order_by().union(Agency.objects.order_by()).count() == 12
    assert Agency.objects.filter(region__in=Region.objects.order_by("name")).exists()
    assert Agency.objects.filter(kind="opd").update(kind="setda") == 12
    assert Agency.objects.all().delete()[0] == 12


def render(text, place="templates/contoh.html", **values):
    origin = Origin(name=str(settings.BASE_DIR / place), template_name=place)
    return Template(text, origin=origin, engine=Engine.get_default()).render(Context(values))


@pytest.mark.parametrize(
    "text",
    [
        "{{ tidak_ada }}",
        "{{ ada.tidak_ada }}",
        "{{ tidak_ada|upper }}",
        "{% with x=tidak_ada %}{% endwith %}",
    ],
)
def test_a_variable_that_nobody_gave_fails(text):
    with pytest.raises(UndefinedVariable, match="tidak_ada"):
        render(text, ada={})


@pytest.mark.parametrize(
    "text",
    [
        "{{ ada }}",
        "{{ kosong }}",
        "{{ tidak_ada|default:'x' }}",
        "{% if tidak_ada %}{% endif %}",
        "{% for x in tidak_ada %}{% endfor %}",
    ],
)
def test_asking_whether_there_is_something_does_not_fail(text):
    render(text, ada="ya", kosong=None)


def test_templates_of_others_are_left_alone():
    assert render("{{ tidak_ada }}", place=".venv/lib/contoh.html") == ""
    assert render("{{ tidak_ada }}", place="templates/bootstrap5/field.html") == ""


@pytest.mark.parametrize(
    "text",
    [
        '<p onclick="x()">a</p>',
        '<p hx-get="/tugas/">a</p>',
        '<p data-hx-on:click="x()">a</p>',
        '<p style="color: red">a</p>',
        "<style>p {}</style>",
        "<script>x()</script>",
        '<a href="javascript:x()">a</a>',
        '<p id="a"></p><p id="a"></p>',
        '<a href="/"><button>a</button></a>',
        "<form><form></form></form>",
        "<section><div></section>",
        "<div>",
        "</div>",
        '<img src="/a.png">',
        '<p class="a" class="b"></p>',
    ],
)
def test_a_fault_in_html_is_found(text):
    assert markup.faults(text)


@pytest.mark.parametrize(
    "text",
    [
        '<script type="module" src="/static/js/a.js"></script>',
        '<script type="application/json">{"a": "<p>"}</script>',
        "<ul><li>a<li>b</ul>",
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
        '<img src="/a.png" alt="">',
        "<table><tr><td>a</table>",
    ],
)
def test_sound_html_passes(text):
    assert markup.faults(text) == []


def test_the_client_refuses_an_answer_with_a_fault(db, client, monkeypatch):
    monkeypatch.setattr(markup, "faults", lambda text: ["line 1: contoh"])
    with pytest.raises(AssertionError, match="contoh"):
        client.get("/tidak-ada/")


def test_the_network_is_off():
    # It warns before it refuses, and a warning is an error.
    refusal = (pytest_socket.SocketConnectBlockedError, UserWarning)
    with socket.socket() as line, pytest.raises(refusal, match=r"192\.0\.2\.1"):
        line.connect(("192.0.2.1", 80))


def test_warnings_are_errors():
    with pytest.raises(DeprecationWarning):
        warnings.warn("lama", DeprecationWarning, stacklevel=1)


def test_passwords_are_hashed_quickly():
    assert make_password("x").startswith("md5$")


def test_static_files_keep_their_names():
    assert "Manifest" not in settings.STORAGES["staticfiles"]["BACKEND"]


def test_evidence_of_a_test_lies_in_a_place_of_its_own():
    assert "evidence" in default_storage.location
    assert not str(default_storage.location).startswith(str(settings.BASE_DIR))


def test_a_day_can_be_chosen_and_changed(on_day):
    on_day("2026-11-24")
    assert str(timezone.localdate()) == "2026-11-24"
    on_day("2027-01-04")
    assert str(timezone.localdate()) == "2027-01-04"


def test_the_cast_holds_every_role(
    rini, pak_kadis, lia, dr_budi, ibu_sekda, admin, tono, joko, dr_wati, bu_kadis_tani
):
    assert {person.role for person in User.objects.all()} == set(User.Role)
    for person in User.objects.all():
        person.full_clean()
