"""Litbang keeps the catalogue in the portal: innovations, elements, sources, contacts."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from actionplans.models import MilestoneTrace
from innovations.models import (
    ElementAdaptation,
    Innovation,
    InnovationElement,
    InnovationSource,
    OriginContact,
)
from innovations.services import innovations as services
from replikasi.common.locking import Conflict
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def innovation():
    return factories.InnovationFactory(name="Sip Banget", tagline="Pariwisata")


@pytest.fixture
def elements(innovation):
    make = factories.InnovationElementFactory
    return [make(innovation=innovation, number=n, name=f"Unsur {n}") for n in (1, 2, 3)]


def fields_of(client, address):
    """What the form at `address` holds, as a browser would send it."""
    form = client.get(address).context["form"]
    return {
        name: ""
        if (value := form[name].value()) is None
        else form.fields[name].prepare_value(value)
        for name in form.fields
    }


# -- innovations --------------------------------------------------------------------------------


def test_a_new_innovation_is_made_once_and_leads_to_its_elements(as_user, lia, bangka_barat):
    agency = factories.AgencyFactory(name="Dinas Asal", region=bangka_barat)
    client = as_user(lia)
    typed = {
        "name": "Tali Intan",
        "field": "Pertanian",
        "origin_region": "19.05",
        "origin_agency": "dinas asal",
        "started_year": "2018",
        "status": "hidup",
        "status_on": "4 Maret 2025",
        "status_source": "surat",
        "needs_people": "Dua penyuluh",
    }

    answers = [client.post("/inovasi/baru/", typed) for _ in range(2)]

    innovation = Innovation.objects.get(name="Tali Intan")
    assert [answer.url for answer in answers] == [reverse("element_list", args=[innovation.pk])] * 2
    assert innovation.origin_agency == agency
    assert innovation.status_on == date(2025, 3, 4)
    assert (innovation.needs_people, innovation.needs_money) == ("Dua penyuluh", "")
    assert innovation.history.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Tulis nama inovasinya."),
        ({"name": "Sip Banget"}, "Inovasi dengan nama ini sudah ada."),
        ({"origin_agency": "Dinas Entah"}, "belum tercatat di portal"),
        ({"started_year": "18"}, "Tahun mulai antara 1945 dan 2100."),
        ({"status_on": "4-3-2025"}, "Pilih statusnya"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(typed, sentence, as_user, lia, innovation):
    answer = as_user(lia).post("/inovasi/baru/", {"name": "Baru", **typed})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Innovation.objects.get() == innovation


def test_agencies_of_one_name_are_told_apart_by_the_region(as_user, lia, innovation):
    for code in ("32", "34"):
        factories.AgencyFactory(name="Dinas Pertanian", region__code=code)
    typed = {"name": "Baru", "origin_agency": "Dinas Pertanian"}
    client = as_user(lia)

    assert "Ada beberapa instansi" in client.post("/inovasi/baru/", typed).content.decode()
    client.post("/inovasi/baru/", {**typed, "origin_region": "34"})

    assert Innovation.objects.get(name="Baru").origin_agency.region_id == "34"


def test_a_form_shows_what_is_there_and_changes_what_is_typed(as_user, lia, innovation):
    innovation.origin_agency = factories.AgencyFactory(name="Dinas Asal")
    innovation.save()
    client, address = as_user(lia), reverse("innovation_edit", args=[innovation.pk])

    typed = fields_of(client, address)
    assert (typed["name"], typed["origin_agency"]) == ("Sip Banget", "Dinas Asal")
    answer = client.post(address, {**typed, "award": "Top 99"})

    innovation.refresh_from_db()
    assert answer.url == reverse("innovation", args=[innovation.pk])
    assert (innovation.award, innovation.tagline, innovation.revision) == (
        "Top 99",
        "Pariwisata",
        1,
    )
    assert innovation.origin_agency.name == "Dinas Asal"
    assert innovation.history.first().history_user == lia


def test_two_at_once_the_second_is_told_what_the_first_changed(as_user, lia, admin, innovation):
    address = reverse("innovation_edit", args=[innovation.pk])
    first, second = as_user(lia), as_user(admin)
    opened = fields_of(second, address)
    first.post(address, {**fields_of(first, address), "award": "Top 99"})

    answer = second.post(address, {**opened, "problem": "Antrean"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Lia Kartika sudah menyimpan perubahan" in page
    assert "penghargaan (kosong) → Top 99" in page
    innovation.refresh_from_db()
    assert (innovation.award, innovation.problem) == ("Top 99", "")
    # knowing it, the second may save
    seen = answer.context["form"]["seen"].value()
    assert second.post(address, {**opened, "problem": "Antrean", "seen": seen}).status_code == 302


def test_a_form_without_what_it_had_seen_is_refused(as_user, lia, innovation):
    address = reverse("innovation_edit", args=[innovation.pk])

    assert as_user(lia).post(address, {"name": "Lain"}).status_code == 422


@pytest.mark.parametrize("person", ["rini", "pak_kadis", "dr_budi", "ibu_sekda"])
def test_nobody_else_changes_anything(person, request, innovation, elements):
    by = request.getfixturevalue(person)
    element = elements[0]

    for change in (
        lambda: services.create_innovation(by=by, name="Baru"),
        lambda: services.change_innovation(innovation=innovation, by=by, seen=0, name="Lain"),
        lambda: services.add_part(part=InnovationSource(innovation=innovation), by=by, title="A"),
        lambda: services.change_part(part=element, by=by, seen=None, name="Lain"),
        lambda: services.delete_part(part=element, by=by),
        lambda: services.move_element(element=element, by=by, to=3),
    ):
        with pytest.raises(PermissionDenied):
            change()


# -- elements -----------------------------------------------------------------------------------


def test_elements_are_added_at_the_end_and_once(as_user, lia, innovation, elements):
    client = as_user(lia)
    address = reverse("element_create", args=[innovation.pk])

    for _ in range(2):
        answer = client.post(address, {"name": "Peta", "kind": "adaptif"})

    assert answer.url == f"{reverse('element_list', args=[innovation.pk])}#unsur"
    assert list(innovation.elements.values_list("number", "name"))[3:] == [(4, "Peta")]
    again = client.post(address, {"name": "peta", "kind": "inti"})
    assert "Unsur dengan nama ini sudah ada" in again.content.decode()


def names(innovation):
    return list(innovation.elements.order_by("number").values_list("name", flat=True))


def test_an_element_is_moved_to_a_place_and_twice_does_it_once(as_user, lia, innovation, elements):
    client = as_user(lia)

    for _ in range(2):
        client.post(reverse("element_move", args=[elements[2].pk]), {"ke": "1"})
    assert names(innovation) == ["Unsur 3", "Unsur 1", "Unsur 2"]
    assert elements[2].history.count() == 2  # made, and moved once

    client.post(reverse("element_move", args=[elements[2].pk]), {"ke": "99"})
    assert names(innovation) == ["Unsur 1", "Unsur 2", "Unsur 3"]
    client.post(reverse("element_move", args=[elements[2].pk]), {"ke": "x"})
    assert names(innovation) == ["Unsur 1", "Unsur 2", "Unsur 3"]


def test_the_list_offers_the_places_beside(as_user, lia, innovation, elements):
    page = as_user(lia).get(reverse("element_list", args=[innovation.pk])).content.decode()

    assert page.count('name="ke"') == 4
    assert page.count('name="ke" value="2"') == 2


def test_an_element_is_deleted_after_asking(as_user, lia, innovation, elements):
    client, address = as_user(lia), reverse("element_delete", args=[elements[1].pk])

    assert "Hapus unsur “Unsur 2”?" in client.get(address).content.decode()
    client.post(address)

    assert names(innovation) == ["Unsur 1", "Unsur 3"]


def test_an_element_that_a_replication_recorded_stays_and_says_so(
    as_user, lia, innovation, elements
):
    ElementAdaptation.objects.create(
        replication=factories.ReplicationFactory(innovation=innovation),
        element=elements[1],
        choice="diadopsi",
    )
    client, address = as_user(lia), reverse("element_delete", args=[elements[1].pk])

    for answer in (client.get(address, follow=True), client.post(address, follow=True)):
        assert "1 replikasi sudah mencatat perlakuannya atas unsur ini" in answer.content.decode()
    assert names(innovation) == ["Unsur 1", "Unsur 2", "Unsur 3"]


def test_an_element_that_nobody_decided_on_goes_with_its_empty_record(lia, innovation, elements):
    replication = factories.ReplicationFactory(innovation=innovation)
    ElementAdaptation.objects.create(replication=replication, element=elements[1])

    services.delete_part(part=elements[1], by=lia)

    assert not replication.adaptations.exists()


def test_an_element_that_a_plan_serves_stays(lia, innovation, elements):
    plan = factories.ActionPlanFactory(replication__innovation=innovation, milestones=1)
    MilestoneTrace.objects.create(milestone=plan.milestones.get(), element=elements[0])

    with pytest.raises(ValidationError, match="tonggak rencana aksi"):
        services.delete_part(part=elements[0], by=lia)


def test_two_at_one_element_the_second_is_told(as_user, lia, admin, elements):
    address = reverse("element_edit", args=[elements[0].pk])
    first, second = as_user(lia), as_user(admin)
    opened = fields_of(second, address)
    first.post(address, {**fields_of(first, address), "note": "Wajib"})

    answer = second.post(address, {**opened, "kind": "adaptif"})

    assert answer.status_code == 422
    assert "keterangan (kosong) → Wajib" in answer.content.decode()
    seen = answer.context["form"]["seen"].value()
    assert second.post(address, {**opened, "kind": "adaptif", "seen": seen}).status_code == 302
    elements[0].refresh_from_db()
    assert elements[0].kind == "adaptif"


def test_a_stale_form_is_a_conflict_also_for_a_source(lia, innovation):
    source = services.add_part(part=InnovationSource(innovation=innovation), by=lia, title="A")
    seen = services.version_of(source)
    services.change_part(part=source, by=lia, seen=seen, facts=["award"])

    with pytest.raises(Conflict, match="menjadi sumber bagi"):
        services.change_part(part=source, by=lia, seen=seen, title="B")


# -- sources and contacts -----------------------------------------------------------------------


def test_a_source_vouches_for_the_facts_that_are_ticked(as_user, lia, innovation):
    innovation.award = "Top 99"
    innovation.save()
    client = as_user(lia)
    client.post(
        reverse("source_create", args=[innovation.pk]),
        {
            "title": "Keputusan menteri",
            "url": "contoh.go.id/top99",
            "published_on": "1-7-2021",
            "facts": ["award", "status"],
        },
    )

    source = innovation.sources.get()
    assert (source.url, source.facts) == ("https://contoh.go.id/top99", ["award", "status"])
    context = client.get(reverse("innovation", args=[innovation.pk])).context
    told = {fact.label: [row.title for row in fact.sources] for fact in context["facts"]}
    assert told["Penghargaan"] == ["Keputusan menteri"]
    # what is unknown has no source, whatever is ticked
    assert told["Status di daerah asal"] == []


def test_a_source_goes_with_its_files(lia, as_user, innovation, django_capture_on_commit_callbacks):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from innovations.services.documents import add_document

    source = services.add_part(part=InnovationSource(innovation=innovation), by=lia, title="A")
    document = add_document(
        owner=source,
        by=lia,
        file=SimpleUploadedFile("sk.pdf", b"%PDF-1.4\n%%EOF\n"),
        perm="innovations.change_innovationsource",
    )
    page = as_user(lia).get(reverse("innovation", args=[innovation.pk])).content.decode()
    assert reverse("document", args=[document.pk]) in page
    assert reverse("document_add", args=["source", source.pk]) in page
    path, storage = document.file.name, document.file.storage

    with django_capture_on_commit_callbacks(execute=True):
        as_user(lia).post(reverse("source_delete", args=[source.pk]))

    assert not InnovationSource.objects.exists()
    assert not storage.exists(path)


def test_a_contact_can_be_reached(as_user, lia, innovation):
    client, address = as_user(lia), reverse("contact_create", args=[innovation.pk])

    refused = client.post(address, {"name": "Sri"})
    assert "Isi telepon atau surelnya." in refused.content.decode()
    client.post(address, {"name": "Sri", "phone": "0812 3456"})
    contact = OriginContact.objects.get()
    client.post(
        reverse("contact_edit", args=[contact.pk]),
        {"name": "Sri", "email": "sri@contoh.test", "seen": services.version_of(contact)},
    )
    contact.refresh_from_db()
    assert (contact.phone, contact.email) == ("", "sri@contoh.test")
    client.post(reverse("contact_delete", args=[contact.pk]))
    assert not OriginContact.objects.exists()


def test_a_part_of_nothing_is_not_found(as_user, lia):
    for kind in ("element", "source", "contact"):
        assert as_user(lia).get(reverse(f"{kind}_edit", args=[4711])).status_code == 404


def test_the_same_element_name_may_stand_in_another_innovation(lia, innovation, elements):
    other = factories.InnovationFactory()

    services.add_part(part=InnovationElement(innovation=other), by=lia, name="Unsur 1", kind="inti")

    assert names(other) == ["Unsur 1"]
