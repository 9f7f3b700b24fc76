"""The pages of outcomes: what each role reads and does there."""

import io
import re
from datetime import date
from decimal import Decimal
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from innovations.models import Document, Outcome, OutcomeValue
from innovations.services import outcomes
from innovations.services.documents import add_document
from innovations.services.outcomes import RECORD
from tests import factories
from tests.common import samples

pytestmark = pytest.mark.django_db
State = OutcomeValue.State
CLAIM, TRUE, OTHER, LOST = "7.341", "5.812", "6.423", "8.954"  # as they are printed


@pytest.fixture(autouse=True)
def today(on_day):
    on_day("2026-11-24")


@pytest.fixture
def outcome(sibakul):
    return factories.OutcomeFactory(
        replication=sibakul,
        indicator="UKM terdata",
        unit="UKM",
        baseline_on=date(2025, 12, 31),
        target=Decimal(9000),
        groups="Perempuan",
        attribution_note="Harga jual naik di mana-mana.",
    )


@pytest.fixture
def told(outcome):
    """One verified as another value, one verified of a group, one sent, one returned."""
    make = factories.OutcomeValueFactory
    return [
        make(
            outcome=outcome,
            measured_on=date(2026, 3, 31),
            value=Decimal(6423),
            verified=True,
            verified_value=Decimal(5812),
            reason="Ada 611 yang ganda.",
        ),
        make(outcome=outcome, measured_on=date(2026, 6, 30), value=Decimal(7341)),
        make(outcome=outcome, measured_on=date(2026, 9, 30), value=Decimal(8954), returned=True),
    ]


def page_of(outcome, name="outcomes"):
    return reverse(name, args=[outcome.replication_id])


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# -- who reads what -------------------------------------------------------------------------------


def test_those_who_work_on_it_read_claims_and_verified_values(
    outcome, told, as_user, rini, lia, dr_budi, admin
):
    for user in (rini, lia, dr_budi, admin):
        page = text(as_user(user), page_of(outcome))
        for figure in (CLAIM, TRUE, OTHER, LOST):
            assert figure in page, (user, figure)
        assert "Harga jual naik di mana-mana." in page
        assert "Menunggu verifikasi" in page


def test_leaders_read_what_is_verified_alone(outcome, told, as_user, ibu_sekda):
    client = as_user(ibu_sekda)
    pages = [
        text(client, page_of(outcome)),
        text(client, reverse("replication", args=[outcome.replication_id])),
        text(client, reverse("outcome_value", args=[told[0].pk])),
        text(client, reverse("benefits")),
        text(client, reverse("benefits_feed", args=["json"])),
        text(client, reverse("benefits_feed", args=["csv"])),
    ]
    for page in pages:
        for figure in (CLAIM, OTHER, LOST, "611", "7341", "6423", "8954", "Menunggu verifikasi"):
            # Not within a longer number: people are named by one here.
            assert not re.search(rf"(?<!\d){re.escape(figure)}(?!\d)", page)
        assert TRUE in page or "5812" in page
    for value in told[1:]:
        assert client.get(reverse("outcome_value", args=[value.pk])).status_code == 404


def cells(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [cell.value for row in sheet for cell in row]


def test_the_excel_file_holds_what_its_reader_may_see(outcome, told, as_user, rini, ibu_sekda):
    for name, args in (("outcomes_xlsx", [outcome.replication_id]), ("benefits_feed", ["xlsx"])):
        address = reverse(name, args=args)
        agency = cells(as_user(rini).get(address).content)
        leader = cells(as_user(ibu_sekda).get(address).content)
        assert 7341 in agency
        assert 5812 in leader
        assert not {7341, 6423, 8954} & set(leader)


def test_evidence_of_a_claim_is_not_for_leaders(outcome, told, as_user, rini, ibu_sekda):
    piece = add_document(owner=told[1], by=rini, file=photo(), perm=RECORD)

    address = reverse("document", args=[piece.pk])
    assert as_user(ibu_sekda).get(address).status_code == 404
    answer = as_user(rini).get(address)
    assert b"".join(answer.streaming_content)


def photo():
    return samples.upload("rekap.jpg", samples.photo())


def test_people_out_of_scope_find_nothing(outcome, told, as_user, tono, joko, dr_wati):
    for user in (tono, joko, dr_wati):
        client = as_user(user)
        assert client.get(page_of(outcome)).status_code == 404
        assert client.get(page_of(outcome, "outcomes_xlsx")).status_code == 404
        assert client.get(reverse("outcome_value", args=[told[0].pk])).status_code == 404
        for page in (
            text(client, reverse("benefits")),
            text(client, reverse("benefits_feed", args=["csv"])),
        ):
            assert "UKM terdata" not in page


def test_products_and_benefits_stand_apart(outcome, sibakul, as_user, rini):
    factories.OutcomeFactory(replication=sibakul, indicator="Pelatihan", kind="keluaran")

    sections = as_user(rini).get(page_of(outcome)).context["sections"]

    assert [
        (section["title"], [card.outcome.indicator for card in section["cards"]])
        for section in sections
    ] == [("Hasil", ["UKM terdata"]), ("Keluaran", ["Pelatihan"])]


def test_whose_turn_it_is_stands_above(outcome, told, as_user, rini, lia, dr_budi, ibu_sekda):
    sent, returned = told[1:]
    for user, turns in (
        (lia, [(sent, False)]),
        (rini, [(returned, True)]),
        (dr_budi, []),
        (ibu_sekda, []),
    ):
        answer = as_user(user).get(page_of(outcome))
        assert [(turn.value, turn.is_back) for turn in answer.context["turns"]] == turns
        assert ("Giliran Anda" in answer.content.decode()) == bool(turns)


def test_silence_is_told_as_such(outcome, as_user, rini, ibu_sekda):
    for user in (rini, ibu_sekda):
        page = text(as_user(user), page_of(outcome))
        assert "Belum diukur" in page
        assert '<svg class="curve' not in page


def test_the_drawing_has_dots_for_verified_and_rings_for_claims(
    outcome, told, as_user, rini, ibu_sekda
):
    (card,) = as_user(rini).get(page_of(outcome)).context["cards"]
    assert (len(card.curve.wide.dots), len(card.curve.wide.rings)) == (1, 1)
    (card,) = as_user(ibu_sekda).get(page_of(outcome)).context["cards"]
    assert (len(card.curve.wide.dots), len(card.curve.wide.rings)) == (1, 0)
    assert not card.curve.has_claims


def test_the_page_asks_no_more_as_it_grows(outcome, sibakul, as_user, rini, queries):
    client = as_user(rini)
    factories.OutcomeValueFactory(outcome=outcome, verified=True)
    few = queries(client, page_of(outcome))
    for number in range(4):
        other = factories.OutcomeFactory(
            replication=sibakul, kind=("hasil", "keluaran")[number % 2]
        )
        for month in (1, 2, 3):
            factories.OutcomeValueFactory(outcome=other, measured_on=date(2026, month, 1))

    assert queries(client, page_of(outcome)) == few


# -- what each does -------------------------------------------------------------------------------


def test_an_indicator_from_its_form_to_its_history(sibakul, as_user, rini, lia):
    asked = {
        "kind": "hasil",
        "indicator": "Omzet bulanan",
        "unit": "ribu rupiah",
        "direction": "naik",
        "baseline": "3.200,5",
        "baseline_on": "31-12-2025",
        "target": "4.500",
        "target_on": "31 Desember 2026",
        "groups": "Perempuan\r\nPerdesaan",
    }
    answer = as_user(rini).post(reverse("outcome_create", args=[sibakul.pk]), asked)
    outcome = Outcome.objects.get()
    assert answer.url.endswith(f"#indikator-{outcome.pk}")
    assert (outcome.baseline, outcome.group_names) == (
        Decimal("3200.5"),
        ["Perempuan", "Perdesaan"],
    )

    factories.OutcomeValueFactory(outcome=outcome, verified=True)
    change = reverse("outcome_edit", args=[outcome.pk])
    client = as_user(lia)
    refused = client.post(change, {**asked, "target": "4.000", "seen": 0})
    assert refused.status_code == 422
    assert "Sudah ada nilai terverifikasi" in refused.content.decode()
    client.post(change, {**asked, "target": "4.000", "seen": 0, "reason": "DPA berubah"})

    page = text(client, page_of(outcome))
    assert "target 4.500 → 4.000" in page
    assert "Alasan: DPA berubah" in page


def test_a_day_is_recorded_with_its_groups_and_evidence(outcome, as_user, rini):
    address = reverse("outcome_record", args=[outcome.pk])
    client = as_user(rini)

    def asked():
        return {
            "measured_on": "30-09-2026",
            "whole": "5.400",
            "group-0": "2.100",
            "source": "Rekap September",
            "key": "0b8e4d4e-9f43-4a4e-8f3c-000000000001",
            "files": [photo()],
        }

    first, again = client.post(address, asked()), client.post(address, asked())

    whole = outcome.values.get(group="")
    assert first.url == again.url == reverse("outcome_value", args=[whole.pk])
    assert outcome.values.get(group="Perempuan").value == 2100
    assert Document.objects.filter(value=whole).count() == 1


def test_the_form_says_what_was_measured_last(outcome, told, as_user, rini):
    page = text(as_user(rini), reverse("outcome_record", args=[outcome.pk]))

    assert f"Terakhir {CLAIM}, 30\xa0Jun\xa02026, menunggu verifikasi." in page
    assert LOST not in page


def test_a_file_that_is_refused_takes_the_value_with_it(outcome, as_user, rini):
    answer = as_user(rini).post(
        reverse("outcome_record", args=[outcome.pk]),
        {
            "measured_on": "30-09-2026",
            "whole": "5.400",
            "key": str(uuid4()),
            "files": [SimpleUploadedFile("rekap.png", b"bukan gambar")],
        },
    )

    assert answer.status_code == 422
    assert not OutcomeValue.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"whole": "", "group-0": ""}, "Isi nilai"),
        ({"measured_on": "25-11-2026"}, "belum tiba"),
        ({"measured_on": ""}, "kapan diukur"),
        ({"whole": "banyak"}, "angka"),
    ],
)
def test_what_is_wrong_is_said_and_kept(outcome, as_user, rini, wrong, words):
    asked = {"measured_on": "30-09-2026", "whole": "5.400", "key": str(uuid4()), **wrong}
    answer = as_user(rini).post(reverse("outcome_record", args=[outcome.pk]), asked)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_sent_returned_mended_verified_and_taken_back(outcome, as_user, rini, lia):
    officer, agency = as_user(lia), as_user(rini)
    (value,) = outcomes.record_values(
        outcome=outcome, by=rini, measured_on=date(2026, 9, 30), values={"": Decimal(5400)}
    )

    def post(client, name, **asked):
        return client.post(reverse(f"outcome_value_{name}", args=[value.pk]), asked)

    post(officer, "return", reason="Lampirkan rekap.", seen=0)
    page = text(agency, reverse("outcome_value", args=[value.pk]))
    assert "Lampirkan rekap." in page
    assert "Perbaiki" in page

    post(agency, "edit", measured_on="30-09-2026", value="5.300", source="Rekap", seen=1)
    stale = post(officer, "verify", verified_value="5.300", seen=1)
    assert stale.status_code == 422
    assert "sudah menyimpan perubahan" in stale.content.decode()

    post(officer, "verify", verified_value="5.300", seen=2)
    value.refresh_from_db()
    assert (value.state, value.verified_value) == (State.VERIFIED, 5300)
    page = text(agency, reverse("outcome_value", args=[value.pk]))
    assert "Ubah" not in page.split("<main")[1].split("</main>")[0]

    post(officer, "unverify", reason="Salah baris.", seen=3)
    value.refresh_from_db()
    assert value.state == State.SENT
    assert "Salah baris." in text(agency, reverse("outcome_value", args=[value.pk]))


def test_the_groups_of_a_day_are_verified_with_the_whole(outcome, as_user, rini, lia):
    whole, part = outcomes.record_values(
        outcome=outcome,
        by=rini,
        measured_on=date(2026, 9, 30),
        values={"": Decimal(5400), "Perempuan": Decimal(2100)},
    )
    client, address = as_user(lia), reverse("outcome_value_verify", args=[whole.pk])
    page = text(client, address)
    assert "Sahkan juga apa adanya: Perempuan 2.100" in page
    assert f'value="{part.pk}-0"' in page

    asked = {"verified_value": "5.400", "seen": 0, "with_groups": "on"}
    stale = client.post(address, {**asked, "groups_seen": f"{part.pk}-7"})
    assert stale.status_code == 422
    assert not OutcomeValue.objects.verified().exists()

    client.post(address, {**asked, "groups_seen": f"{part.pk}-0"})
    assert OutcomeValue.objects.verified().count() == 2


def test_an_indicator_is_deleted_only_before_something_is_verified(outcome, told, as_user, lia):
    client = as_user(lia)
    address = reverse("outcome_delete", args=[outcome.pk])

    client.post(address)
    assert Outcome.objects.exists()

    told[0].delete()
    assert "2 nilai yang belum diverifikasi" in text(client, address)
    client.post(address)
    assert not Outcome.objects.exists()


# -- the admin site -------------------------------------------------------------------------------


def test_the_admin_site_moves_no_state_and_touches_nothing_verified(
    outcome, told, as_user, lia, joko
):
    client = as_user(lia)

    def change(value):
        return reverse("admin:innovations_outcomevalue_change", args=[value.pk])

    asked = {"measured_on": "2026-06-30", "value": "7000", "source": "x"}
    client.post(change(told[1]), {**asked, "state": "terverifikasi", "verified_value": "1"})
    told[1].refresh_from_db()
    assert (told[1].value, told[1].state, told[1].recorded_by) == (7000, State.SENT, lia)

    assert client.post(change(told[0]), asked).status_code == 403
    delete = reverse("admin:innovations_outcomevalue_delete", args=[told[0].pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert as_user(joko).get(change(told[1])).status_code in (302, 404)
