"""The adaptation record: decided and proposed by the agency, judged by Litbang."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovations.models import ElementAdaptation
from innovations.services import adaptation
from replikasi.common.locking import Conflict
from replikasi.notifications.models import Notification
from tests import factories

State = ElementAdaptation.State


@pytest.fixture
def elements(sibakul):
    return factories.InnovationElementFactory.create_batch(3, innovation=sibakul.innovation)


def decide(replication, element, by, **values):
    values = {"choice": "diadopsi", **values}
    return adaptation.decide(replication=replication, element=element, by=by, **values)


def seen(*rows):
    return {row.pk: ElementAdaptation.objects.get(pk=row.pk).revision for row in rows}


@pytest.fixture
def proposed(sibakul, elements, rini, lia):
    rows = [decide(sibakul, element, rini) for element in elements[:2]]
    adaptation.propose(replication=sibakul, by=rini, chosen=seen(*rows))
    return rows


def fresh(row):
    return ElementAdaptation.objects.get(pk=row.pk)


# -- deciding -------------------------------------------------------------------------------------


def test_an_element_gets_its_row_when_it_is_first_decided(sibakul, elements, rini):
    assert not sibakul.adaptations.exists()

    row = decide(sibakul, elements[0], rini)

    assert (row.choice, row.state, row.revision) == ("diadopsi", State.DRAFT, 1)
    assert sibakul.adaptations.get() == row


def test_the_same_form_twice_writes_once(sibakul, elements, rini):
    for _ in range(2):
        row = decide(sibakul, elements[0], rini, seen=0)

    assert row.revision == 1
    assert row.history.filter(choice="diadopsi").count() == 1


def test_of_two_people_at_once_the_second_is_told(sibakul, elements, rini, pak_kadis):
    decide(sibakul, elements[0], rini, seen=0)

    with pytest.raises(Conflict) as caught:
        decide(
            sibakul, elements[0], pak_kadis, seen=0, choice="ditinggalkan", reason="Tak perlu.",
            agreed_with="Kepala Dinas",
        )  # fmt: skip

    assert caught.value.revision == 1
    assert sibakul.adaptations.get().choice == "diadopsi"


@pytest.mark.parametrize(
    ("choice", "values", "lacks"),
    [
        ("disesuaikan", {"reason": "Pelaku usaha sedikit."}, "how"),
        ("disesuaikan", {"how": "Tiga kelas."}, "reason"),
        ("ditinggalkan", {"agreed_with": "Kepala Dinas"}, "reason"),
        ("ditinggalkan", {"reason": "Tak ada anggaran."}, "agreed_with"),
    ],
)
def test_each_choice_says_what_it_must(sibakul, elements, rini, choice, values, lacks):
    with pytest.raises(ValidationError) as caught:
        decide(sibakul, elements[0], rini, choice=choice, **values)

    assert list(caught.value.error_dict) == [lacks]
    assert not sibakul.adaptations.exclude(choice="").exists()


def test_what_another_choice_said_is_emptied(sibakul, elements, rini):
    row = decide(
        sibakul, elements[0], rini, choice="disesuaikan", how="Tiga kelas.", reason="Kecil"
    )

    row = decide(sibakul, elements[0], rini, seen=row.revision, how="Tiga kelas.", reason="Kecil")

    assert (row.choice, row.how, row.reason) == ("diadopsi", "", "")


def test_an_element_of_another_innovation_is_refused(sibakul, rini):
    stranger = factories.InnovationElementFactory()

    with pytest.raises(ValidationError):
        decide(sibakul, stranger, rini)


@pytest.mark.parametrize("who", ["tono", "lia", "dr_budi", "ibu_sekda", "admin"])
def test_only_its_agency_decides(request, sibakul, elements, who):
    with pytest.raises(PermissionDenied):
        decide(sibakul, elements[0], request.getfixturevalue(who))


# -- proposing ------------------------------------------------------------------------------------


def test_all_decided_ones_are_proposed_at_once(sibakul, elements, proposed, rini, lia, dr_budi):
    assert [fresh(row).state for row in proposed] == [State.PROPOSED] * 2
    assert fresh(proposed[0]).proposed_by == rini
    told = Notification.objects.filter(kind="adaptation_proposed")
    assert [row.recipient for row in told] == [lia]  # dr_budi came later
    assert told[0].facts["what"] == "2 unsur"
    assert told[0].about == f"replication:{sibakul.pk}"


def test_proposing_twice_does_it_once(sibakul, proposed, rini):
    again = adaptation.propose(replication=sibakul, by=rini, chosen=seen(*proposed))

    assert again == []
    assert Notification.objects.filter(kind="adaptation_proposed").count() == 1


def test_proposing_one_incomplete_proposes_none(sibakul, elements, rini):
    good = decide(sibakul, elements[0], rini)
    bad = ElementAdaptation.objects.create(
        replication=sibakul, element=elements[1], choice="disesuaikan", reason="Lama"
    )

    with pytest.raises(ValidationError, match=elements[1].name):
        adaptation.propose(replication=sibakul, by=rini, chosen=seen(good, bad))

    assert fresh(good).state == State.DRAFT


def test_what_was_proposed_is_not_changed_any_more(sibakul, elements, proposed, rini):
    with pytest.raises(ValidationError, match="menunggu persetujuan"):
        decide(
            sibakul, elements[0], rini, choice="disesuaikan", how="a", reason="b",
            seen=fresh(proposed[0]).revision,
        )  # fmt: skip


def test_rows_of_another_replication_are_not_proposed(sibakul, elements, rini, tono, distan):
    other = factories.ReplicationFactory(innovation=sibakul.innovation, agency=distan)
    row = decide(other, elements[0], tono)

    with pytest.raises(ValidationError):
        adaptation.propose(replication=sibakul, by=rini, chosen=seen(row))


# -- judging --------------------------------------------------------------------------------------


def test_litbang_agrees_to_several_at_once(sibakul, proposed, lia, rini):
    adaptation.agree(replication=sibakul, by=lia, chosen=seen(*proposed))

    assert [fresh(row).state for row in proposed] == [State.AGREED] * 2
    assert fresh(proposed[0]).decided_by == lia
    assert Notification.objects.filter(kind="adaptation_agreed", recipient=rini).count() == 1


def test_agreeing_twice_does_it_once(sibakul, proposed, lia):
    chosen = seen(*proposed)
    for _ in range(2):
        adaptation.agree(replication=sibakul, by=lia, chosen=chosen)

    assert fresh(proposed[0]).revision == chosen[proposed[0].pk] + 1
    assert Notification.objects.filter(kind="adaptation_agreed").count() == 1


def test_agreeing_to_what_was_changed_meanwhile_is_a_conflict(
    sibakul, elements, proposed, lia, rini
):
    chosen = seen(*proposed)
    adaptation.send_back(
        replication=sibakul,
        by=lia,
        chosen={proposed[0].pk: chosen[proposed[0].pk]},
        reason="Kurang",
    )
    decide(sibakul, elements[0], rini, choice="disesuaikan", how="a", reason="b",
           seen=fresh(proposed[0]).revision)  # fmt: skip
    adaptation.propose(replication=sibakul, by=rini, chosen=seen(proposed[0]))

    with pytest.raises(Conflict, match=elements[0].name):
        adaptation.agree(replication=sibakul, by=lia, chosen=chosen)

    assert fresh(proposed[1]).state == State.PROPOSED


def test_litbang_returns_with_a_reason_and_the_agency_mends(sibakul, elements, proposed, lia, rini):
    adaptation.send_back(
        replication=sibakul, by=lia, chosen=seen(proposed[0]), reason="Sebutkan caranya."
    )

    row = fresh(proposed[0])
    assert (row.state, row.return_reason) == (State.RETURNED, "Sebutkan caranya.")
    told = Notification.objects.get(kind="adaptation_returned", recipient=rini)
    assert "Sebutkan caranya." in told.facts["reason"]
    decide(sibakul, elements[0], rini, choice="disesuaikan", how="a", reason="b", seen=row.revision)
    adaptation.propose(replication=sibakul, by=rini, chosen=seen(row))
    assert fresh(row).state == State.PROPOSED


def test_returning_needs_a_reason(sibakul, proposed, lia):
    with pytest.raises(ValidationError) as caught:
        adaptation.send_back(replication=sibakul, by=lia, chosen=seen(proposed[0]), reason=" ")

    assert "reason" in caught.value.error_dict


def test_litbang_reopens_what_it_agreed_to(sibakul, proposed, lia, rini):
    adaptation.agree(replication=sibakul, by=lia, chosen=seen(*proposed))

    for _ in range(2):
        adaptation.reopen(adaptation=fresh(proposed[0]), by=lia, reason="Berubah di lapangan.")

    assert fresh(proposed[0]).state == State.RETURNED
    assert fresh(proposed[1]).state == State.AGREED
    assert Notification.objects.filter(kind="adaptation_returned", recipient=rini).count() == 1


@pytest.mark.parametrize("who", ["rini", "pak_kadis", "joko", "dr_budi", "ibu_sekda", "admin"])
def test_only_litbang_of_the_region_judges(request, sibakul, proposed, who):
    somebody = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        adaptation.agree(replication=sibakul, by=somebody, chosen=seen(*proposed))
    with pytest.raises(PermissionDenied):
        adaptation.send_back(replication=sibakul, by=somebody, chosen=seen(*proposed), reason="a")
