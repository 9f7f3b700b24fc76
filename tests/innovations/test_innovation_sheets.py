"""Excel in and out of the catalogue: innovations, elements, sources, contacts."""

import pytest

from innovations.models import Innovation, InnovationElement, InnovationSource, OriginContact
from tests import factories

from .test_import import check, confirm, exported, url, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def innovation():
    return factories.InnovationFactory(name="Sip Banget")


def test_an_innovation_carries_every_column_out_and_in_again(as_user, lia, innovation):
    client = as_user(lia)
    head = (
        *("nama", "bidang", "status", "status_diperiksa", "status_sumber", "perlu_aturan"),
        *("perlu_orang", "perlu_sistem", "perlu_biaya"),
    )
    values = (
        *("Sip Banget", "Pariwisata", "Berhenti", "04-03-2025", "surat dinas", "Perda"),
        *("2 orang", "Server", "Rp10 juta"),
    )

    answer = check(client, Innovation, head, values)
    innovation.refresh_from_db()
    assert innovation.field == ""  # only a look so far
    confirm(client, Innovation, answer)

    innovation.refresh_from_db()
    assert (innovation.field, innovation.status, str(innovation.status_on)) == (
        "Pariwisata",
        "berhenti",
        "2025-03-04",
    )
    assert (innovation.needs_rules, innovation.needs_money) == ("Perda", "Rp10 juta")
    # a form that was opened before the import is told of it
    assert innovation.revision == 1
    rows = exported(client, Innovation)
    told = dict(zip(rows[0], rows[1], strict=True))
    assert {name: told[name] for name in ("bidang", "perlu_biaya", "status_sumber")} == {
        "bidang": "Pariwisata",
        "perlu_biaya": "Rp10 juta",
        "status_sumber": "surat dinas",
    }
    again = check(client, Innovation, *rows)
    assert again.context["result"].totals["skip"] == 1


def test_elements_come_in_under_their_innovation(as_user, lia, innovation):
    client = as_user(lia)
    head = ("inovasi", "nomor", "unsur", "jenis", "keterangan")

    answer = check(
        client,
        InnovationElement,
        head,
        ("sip banget", 1, "Peta", "Inti", None),
        ("Sip Banget", 2, "Warna", "Boleh disesuaikan", "Setempat"),
    )
    confirm(client, InnovationElement, answer)

    found = innovation.elements.values_list("number", "name", "kind")
    assert list(found) == [(1, "Peta", "inti"), (2, "Warna", "adaptif")]
    rows = exported(client, InnovationElement)
    assert rows[0] == head
    assert rows[1][:4] == ("Sip Banget", 1, "Peta", "Inti")


def test_sources_name_the_facts_by_their_words(as_user, lia, innovation):
    client = as_user(lia)
    head = ("inovasi", "judul", "tautan", "tanggal_terbit", "sumber_bagi")

    wrong = check(client, InnovationSource, head, ("Sip Banget", "A", "", "", "penghargaan, x"))
    assert "“x” tidak dikenal" in wrong.content.decode()
    row = ("Sip Banget", "Berita", "https://contoh.go.id/a", "01-07-2021", "Penghargaan, asal")
    confirm(client, InnovationSource, check(client, InnovationSource, head, row))

    assert innovation.sources.get().facts == ["origin", "award"]
    rows = exported(client, InnovationSource)
    assert dict(zip(rows[0], rows[1], strict=True))["sumber_bagi"] == "asal, penghargaan"


def test_contacts_keep_the_zero_of_their_number(as_user, lia, innovation):
    client = as_user(lia)
    head = ("inovasi", "nama", "telepon", "surel")

    wrong = check(client, OriginContact, head, ("Sip Banget", "Sri", 812345, None))
    assert "Format kolom ini sebagai teks" in wrong.content.decode()
    unreachable = check(client, OriginContact, head, ("Sip Banget", "Sri", None, None))
    assert "Isi telepon atau surelnya." in unreachable.content.decode()
    row = ("Sip Banget", "Sri", "0812345", None)
    confirm(client, OriginContact, check(client, OriginContact, head, row))

    assert innovation.contacts.get().phone == "0812345"
    assert "0812345" in exported(client, OriginContact)[1]


@pytest.mark.parametrize("model", [Innovation, InnovationElement, InnovationSource, OriginContact])
def test_the_catalogue_leads_litbang_to_import_and_export(model, as_user, lia, rini, innovation):
    for page in ("import", "export"):
        address = url(model, page)
        assert address in as_user(lia).get("/inovasi/").content.decode()
        assert address not in as_user(rini).get("/inovasi/").content.decode()
        assert as_user(lia).get(address).status_code == 200


def test_the_admin_site_deletes_no_element(as_user, lia, innovation):
    """What replications recorded of it would go with it."""
    element = factories.InnovationElementFactory(innovation=innovation)

    assert as_user(lia).post(url_of(element, "delete"), {"post": "yes"}).status_code == 403
    assert InnovationElement.objects.filter(pk=element.pk).exists()
    page = as_user(lia).get(url_of(innovation, "change")).content.decode()
    assert "elements-0-DELETE" not in page


def url_of(row, page):
    from django.urls import reverse

    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[row.pk])


def test_a_change_in_the_admin_site_is_told_to_an_open_form(as_user, lia, innovation):
    client, address = as_user(lia), url_of(innovation, "change")
    form = client.get(address).context["adminform"].form
    values = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    management = {
        "elements-TOTAL_FORMS": 0,
        "elements-INITIAL_FORMS": 0,
        "elements-MIN_NUM_FORMS": 0,
        "elements-MAX_NUM_FORMS": 1000,
    }

    answer = client.post(address, {**values, **management, "award": "Top 99"})

    innovation.refresh_from_db()
    assert (answer.status_code, innovation.award, innovation.revision) == (302, "Top 99", 1)


def test_a_workbook_that_is_none_is_told(as_user, lia):
    assert check(as_user(lia), InnovationSource, file=xlsx(("judul",))).status_code == 200
