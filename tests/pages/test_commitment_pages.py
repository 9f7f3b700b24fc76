"""Commitments: in force or ending, their clauses, and the milestones that serve these."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from actionplans.models import MilestoneTrace
from innovations.models import Commitment
from tests import factories

pytestmark = pytest.mark.django_db
LIST, NEW = "/komitmen/", "/komitmen/baru/"


@pytest.fixture(autouse=True)
def today(on_day):
    return on_day("2026-11-24")


@pytest.fixture
def commitment(plan):
    made = factories.CommitmentFactory(title="Komitmen Belitung", valid_until=date(2027, 1, 10))
    plan.replication.commitment = made
    plan.replication.save()
    return made


@pytest.fixture
def clause(commitment):
    return factories.ClauseFactory(
        commitment=commitment, number=1, text="Membentuk tim replikasi.", due=date(2026, 6, 30)
    )


def page(commitment):
    return reverse("commitment", args=[commitment.pk])


def trace_page(clause, plan):
    return reverse("clause_trace", args=[clause.pk, plan.pk])


def filled(answer, **changes):
    """What the browser would send of the page's form, with `changes`."""
    form, clauses = answer.context["form"], answer.context["clauses"]
    data = {name: form[name].value() for name in form.fields}
    for part in (clauses.management_form, *clauses.forms):
        for name in part.fields:
            data[part.add_prefix(name)] = part[name].value()
    data = {name: value for name, value in data.items() if value is not None and value is not False}
    for name, value in data.items():
        data[name] = f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)
    return data | changes


def text_of(client, address):
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("valid_until", "word"),
    [
        (None, "Masa berlaku belum diketahui"),
        (date(2027, 6, 1), "Berlaku"),
        (date(2027, 2, 22), "Akan berakhir"),
        (date(2026, 11, 24), "Akan berakhir"),
        (date(2026, 11, 23), "Berakhir"),
    ],
)
def test_the_list_says_whether_one_is_in_force(as_user, rini, commitment, valid_until, word):
    commitment.valid_until = valid_until
    commitment.save()

    (row,) = as_user(rini).get(LIST).context["rows"]

    assert row.force.label == word
    assert word in text_of(as_user(rini), page(commitment))


def test_a_renewed_one_is_not_asked_for_any_more(as_user, lia, commitment, clause):
    client = as_user(lia)
    address = reverse("commitment_renew", args=[commitment.pk])
    sent = filled(client.get(address), valid_until="10-01-2030")
    assert sent["title"] == "Komitmen Belitung (perpanjangan)"
    client.post(address, sent)

    renewed = Commitment.objects.get(renews=commitment)
    assert [row.text for row in renewed.clauses.all()] == ["Membentuk tim replikasi."]
    assert renewed.valid_until == date(2030, 1, 10)
    assert "Sudah diperbarui" in text_of(client, page(commitment))
    assert page(renewed) in text_of(client, page(commitment))
    client.post(address, sent)
    assert Commitment.objects.filter(renews=commitment).count() == 1


def test_a_clause_that_nothing_serves_is_named_and_late(as_user, rini, commitment, clause):
    (row,) = as_user(rini).get(LIST).context["rows"]
    assert (row.clauses, row.unserved, row.late) == (1, 1, 1)

    text = text_of(as_user(rini), page(commitment))
    assert "Lewat tenggat" in text
    assert "lewat 147 hari" in text


def test_the_agency_says_which_milestones_serve_it(as_user, rini, plan, commitment, clause):
    client, first = as_user(rini), plan.milestones.get(number=1)
    address = trace_page(clause, plan)
    for _ in range(2):  # twice does it once
        answer = client.post(address, {"milestones": [first.pk]})
        assert answer.status_code == 302
    assert MilestoneTrace.objects.get().milestone == first
    factories.ProgressUpdateFactory(milestone=first, percent=Decimal(100))

    text = text_of(client, page(commitment))
    assert "Tuntas (sementara)" in text
    assert first.activity in text
    (row,) = client.get(LIST).context["rows"]
    assert (row.unserved, row.late) == (0, 0)

    client.post(address, {})
    assert not MilestoneTrace.objects.exists()


def test_what_another_agency_does_is_not_seen(as_user, rini, tono, plan, commitment, clause):
    first = plan.milestones.get(number=1)
    as_user(rini).post(trace_page(clause, plan), {"milestones": [first.pk]})

    for address in (page(commitment), reverse("clause", args=[clause.pk])):
        text = text_of(as_user(tono), address)
        assert first.activity not in text
        assert plan.replication.title not in text
    assert as_user(tono).get(LIST).context["rows"][0].unserved == 1


def test_no_milestone_of_another_plan_can_serve(as_user, rini, plan, commitment, clause):
    other = factories.ActionPlanFactory(milestones=1, approved=True).milestones.get()

    answer = as_user(rini).post(trace_page(clause, plan), {"milestones": [other.pk]})

    assert answer.status_code == 422
    assert not MilestoneTrace.objects.exists()


def test_a_plan_of_another_commitment_is_none_of_its(as_user, rini, plan, clause):
    another = factories.ClauseFactory()

    assert as_user(rini).get(trace_page(another, plan)).status_code == 404


def test_litbang_writes_one_with_its_clauses(as_user, lia):
    client = as_user(lia)
    sent = filled(
        client.get(NEW),
        title="Komitmen bersama 2026",
        signed_on="5-10-2026",
        valid_until="31 Desember 2028",
        signatories="Bupati\nRektor",
        **{"butir-0-text": "Menyusun rencana aksi.", "butir-0-due": "31-12-2026"},
        **{"butir-1-text": "Melaporkan tiap triwulan."},
    )
    for _ in range(2):  # a doubled click makes one
        assert client.post(NEW, sent).status_code == 302

    made = Commitment.objects.get(title="Komitmen bersama 2026")
    assert [(row.number, row.text, row.due) for row in made.clauses.order_by("number")] == [
        (1, "Menyusun rencana aksi.", date(2026, 12, 31)),
        (2, "Melaporkan tiap triwulan.", None),
    ]
    assert '<li class="pad">Rektor</li>' in text_of(client, page(made))


def test_clauses_are_changed_taken_away_and_keep_what_serves_them(
    as_user, lia, plan, commitment, clause
):
    gone = factories.ClauseFactory(commitment=commitment, number=2)
    kept = factories.ClauseFactory(commitment=commitment, number=3, text="Tetap.")
    row = MilestoneTrace.objects.create(milestone=plan.milestones.get(number=1), clause=kept)
    address, client = reverse("commitment_edit", args=[commitment.pk]), as_user(lia)
    sent = filled(
        client.get(address),
        **{"butir-0-text": "Membentuk tim dan SK-nya.", "butir-1-DELETE": "on"},
    )

    assert client.post(address, sent).status_code == 302

    assert list(commitment.clauses.order_by("number").values_list("pk", "number", "text")) == [
        (clause.pk, 1, "Membentuk tim dan SK-nya."),
        (kept.pk, 2, "Tetap."),
    ]
    assert not commitment.clauses.filter(pk=gone.pk).exists()
    assert MilestoneTrace.objects.get() == row


def test_of_two_who_save_the_second_is_told(as_user, lia, commitment):
    address, client = reverse("commitment_edit", args=[commitment.pk]), as_user(lia)
    early = client.get(address)
    assert client.post(address, filled(early, place="Tanjung Pandan")).status_code == 302

    answer = client.post(address, filled(early, place="Mentok"))

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Belitung → Tanjung Pandan" in text
    assert 'value="Mentok"' in text
    assert Commitment.objects.get(pk=commitment.pk).place == "Tanjung Pandan"


def test_a_wrong_date_is_told_and_nothing_is_lost(as_user, lia):
    client = as_user(lia)
    sent = filled(client.get(NEW), title="Baru", valid_until="besok")
    sent |= {"butir-0-text": "Butir pertama.", "butir-0-due": "kapan saja"}

    answer = client.post(NEW, sent)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "kapan saja" in text
    assert "Butir pertama." in text
    assert not Commitment.objects.filter(title="Baru").exists()


def test_one_that_a_replication_stands_on_cannot_be_deleted(as_user, lia, commitment):
    unused = factories.CommitmentFactory()
    client = as_user(lia)

    client.post(reverse("commitment_delete", args=[commitment.pk]))
    client.post(reverse("commitment_delete", args=[unused.pk]))

    assert list(Commitment.objects.values_list("pk", flat=True)) == [commitment.pk]


def test_neither_list_nor_page_asks_more_for_more(as_user, lia, plan, commitment, queries):
    client = as_user(lia)

    def grow(number):
        for _ in range(number):
            other = factories.CommitmentFactory()
            for place in range(3):
                factories.ClauseFactory(commitment=other, number=place + 1)
            row = factories.ClauseFactory(commitment=commitment)
            MilestoneTrace.objects.create(milestone=plan.milestones.get(number=1), clause=row)

    grow(1)
    few = [queries(client, address) for address in (LIST, page(commitment))]
    grow(5)
    assert [queries(client, address) for address in (LIST, page(commitment))] == few
