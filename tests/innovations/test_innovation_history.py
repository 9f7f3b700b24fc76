"""The history of an innovation: who changed which field when, from what to what."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.urls import reverse

from innovations.models import InnovationElement, InnovationSource
from innovations.services import innovations as services
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def innovation(lia):
    return services.create_innovation(by=lia, name="Sip Banget", award="Top 45")


def entries(client, innovation, query=""):
    return client.get(f"/inovasi/{innovation.pk}/riwayat/{query}").context["entries"]


def by(client, address, **typed):
    """A change through the page, so that its history knows who made it."""
    form = client.get(address).context["form"]
    values = {
        name: ""
        if (value := form[name].value()) is None
        else form.fields[name].prepare_value(value)
        for name in form.fields
    }
    assert client.post(address, {**values, **typed}).status_code == 302


def test_every_change_tells_who_and_from_what_to_what(innovation, lia, rini, as_user):
    region = factories.RegionFactory(code="35.79", name="Batu", level="kota")
    client = as_user(lia)
    by(
        client,
        reverse("innovation_edit", args=[innovation.pk]),
        award="Top 99",
        origin_region=region.pk,
        status="berhenti",
        status_on="4-3-2025",
    )

    latest, first = entries(as_user(rini), innovation)

    assert (latest.title, latest.verb, latest.who) == ("Inovasi", "diubah", "Lia Kartika")
    assert latest.changes == [
        ("Daerah asal", "belum diketahui", "Kota Batu"),
        ("Penghargaan", "Top 45", "Top 99"),
        ("Status", "belum diketahui", "Berhenti"),
        ("Status diperiksa pada", "belum diketahui", "4\u00a0Mar\u00a02025"),
    ]
    assert first.verb == "dibuat"
    assert ("Penghargaan", "", "Top 45") in first.changes


def test_parts_are_told_as_well_also_when_they_are_gone(innovation, lia, as_user):
    element = services.add_part(
        part=InnovationElement(innovation=innovation), by=lia, name="Peta", kind="inti"
    )
    services.change_part(part=element, by=lia, seen=None, kind="adaptif")
    services.delete_part(part=element, by=lia)
    source = services.add_part(part=InnovationSource(innovation=innovation), by=lia, title="Berita")
    services.change_part(part=source, by=lia, seen=None, facts=["award", "origin"])

    told = [(row.title, row.verb, row.changes) for row in entries(as_user(lia), innovation)]

    assert told[0] == (
        "Sumber Berita",
        "diubah",
        [("Menjadi sumber bagi", "belum diketahui", "penghargaan, asal")],
    )
    assert told[2] == ("Unsur Peta", "dihapus", [])
    assert told[3] == ("Unsur Peta", "diubah", [("Jenis", "Inti", "Boleh disesuaikan")])


def test_what_was_saved_without_a_change_is_not_told(innovation, lia, as_user):
    services.change_innovation(innovation=innovation, by=lia, seen=0, award="Top 45")

    assert [row.verb for row in entries(as_user(lia), innovation)] == ["dibuat"]


def test_another_innovation_is_not_told_of(innovation, lia, as_user):
    other = factories.InnovationFactory(name="Lain")
    services.add_part(part=InnovationSource(innovation=other), by=lia, title="Berita")

    assert [row.title for row in entries(as_user(lia), innovation)] == ["Inovasi"]


def test_it_is_paged_and_asks_the_same_of_a_long_one(innovation, lia, as_user, queries):
    client, address = as_user(lia), f"/inovasi/{innovation.pk}/riwayat/"
    services.add_part(part=InnovationSource(innovation=innovation), by=lia, title="Berita")
    few = queries(client, address)

    for number in range(20):
        services.add_part(
            part=InnovationElement(innovation=innovation), by=lia, name=f"U{number}", kind="inti"
        )

    assert queries(client, address) == few
    assert len(entries(client, innovation)) == 15
    assert len(entries(client, innovation, "?page=2")) == 7


def test_the_address_that_an_innovation_had_became_a_source(innovation, lia, as_user):
    moved = import_module("innovations.migrations.0003_source_addresses")
    innovation.source_url = "https://contoh.go.id/sip-banget"
    had_one = SimpleNamespace(exclude=lambda **_: had_one, order_by=lambda _: had_one)
    had_one.iterator = lambda: [innovation]

    def get_model(app, name):
        if name == "Innovation":
            return SimpleNamespace(objects=had_one)
        return apps.get_model(app, name)

    for _ in range(2):
        moved.addresses_to_sources(SimpleNamespace(get_model=get_model), None)

    source = innovation.sources.get()
    assert (source.title, source.url) == ("contoh.go.id", innovation.source_url)
    newest = entries(as_user(lia), innovation)[0]
    assert (newest.title, newest.how) == ("Sumber contoh.go.id", "dipindahkan dari kolom sumber")
