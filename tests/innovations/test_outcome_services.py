"""Indicators defined and changed, values recorded, verified, returned and taken back."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovations.models import Outcome, OutcomeValue
from innovations.services import outcomes
from replikasi.common.locking import Conflict
from replikasi.notifications.models import Notification
from tests import factories

pytestmark = pytest.mark.django_db
State = OutcomeValue.State
MARCH = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def today(on_day):
    on_day("2026-11-24")


@pytest.fixture
def outcome(sibakul):
    return factories.OutcomeFactory(replication=sibakul, groups="Perempuan\nDesa")


@pytest.fixture
def sent(outcome, rini, lia):
    (value,) = outcomes.record_values(
        outcome=outcome, by=rini, measured_on=MARCH, values={"": Decimal(40)}, source="Rekap"
    )
    return value


@pytest.fixture
def verified(sent, lia):
    return outcomes.verify_value(value=sent, by=lia)


def record(outcome, by, **values):
    values = values or {"": Decimal(40)}
    return outcomes.record_values(outcome=outcome, by=by, measured_on=MARCH, values=values)


# -- indicators -----------------------------------------------------------------------------------


def test_agency_and_litbang_define_and_nobody_else(sibakul, rini, lia, dr_budi, ibu_sekda, tono):
    for number, by in enumerate((rini, lia)):
        outcomes.define_outcome(
            outcome=Outcome(replication=sibakul, indicator=f"I{number}", unit="orang"), by=by
        )
    for by in (dr_budi, ibu_sekda, tono):
        with pytest.raises(PermissionDenied):
            outcomes.define_outcome(
                outcome=Outcome(replication=sibakul, indicator="X", unit="orang"), by=by
            )
    assert sibakul.outcomes.count() == 2


def test_the_same_form_twice_makes_one_indicator(sibakul, rini):
    def define(unit="orang"):
        made = Outcome(replication=sibakul, indicator="Pelaku usaha", unit=unit)
        return outcomes.define_outcome(outcome=made, by=rini)

    assert define().pk == define().pk
    with pytest.raises(ValidationError, match="sudah ada"):
        define(unit="UKM")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"baseline_on": date(2026, 12, 1)}, "baseline_on"),
        ({"baseline_on": MARCH, "target_on": MARCH}, "target_on"),
        ({"groups": "Desa\ndesa"}, "groups"),
        ({"groups": "x" * 81}, "groups"),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field(outcome, rini, wrong, field):
    with pytest.raises(ValidationError) as error:
        outcomes.change_outcome(outcome=outcome, by=rini, seen=0, **wrong)
    assert field in error.value.message_dict


def test_a_target_against_its_direction_is_refused(outcome, rini):
    with pytest.raises(ValidationError, match="tidak searah"):
        outcomes.change_outcome(outcome=outcome, by=rini, seen=0, target=Decimal(2))


def test_before_anything_is_verified_the_target_changes_freely(outcome, sent, rini):
    changed = outcomes.change_outcome(outcome=outcome, by=rini, seen=0, target=Decimal(200))

    assert (changed.target, changed.revision) == (200, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"target": Decimal(50)},
        {"baseline": Decimal(30)},
        {"target_on": date(2027, 1, 1)},
        {"unit": "UKM"},
    ],
)
def test_after_a_verified_value_a_change_gives_its_reason(outcome, verified, lia, change):
    with pytest.raises(ValidationError) as error:
        outcomes.change_outcome(outcome=outcome, by=lia, seen=0, reason=" ", **change)
    assert "reason" in error.value.message_dict

    outcomes.change_outcome(outcome=outcome, by=lia, seen=0, reason="DPA berubah", **change)

    assert outcome.history.first().history_change_reason == "DPA berubah"


def test_words_beside_the_figures_change_without_a_reason(outcome, verified, lia):
    changed = outcomes.change_outcome(
        outcome=outcome, by=lia, seen=0, attribution_note="Harga naik di mana-mana."
    )

    assert changed.attribution_note


def test_a_stale_form_writes_nothing(outcome, rini):
    outcomes.change_outcome(outcome=outcome, by=rini, seen=0, target=Decimal(200))

    with pytest.raises(Conflict):
        outcomes.change_outcome(outcome=outcome, by=rini, seen=0, target=Decimal(300))


def test_a_group_with_values_stays(outcome, rini):
    record(outcome, rini, Perempuan=Decimal(4))

    with pytest.raises(ValidationError, match="Perempuan"):
        outcomes.change_outcome(outcome=outcome, by=rini, seen=0, groups="Desa")
    outcomes.change_outcome(outcome=outcome, by=rini, seen=0, groups="Perempuan")


def test_an_indicator_goes_while_nothing_of_it_is_verified(outcome, sent, rini, lia):
    outcomes.delete_outcome(outcome=outcome, by=rini)

    assert not Outcome.objects.exists()
    assert not OutcomeValue.objects.exists()


def test_an_indicator_with_verified_values_stays(outcome, verified, lia):
    with pytest.raises(ValidationError, match="terverifikasi"):
        outcomes.delete_outcome(outcome=outcome, by=lia)


# -- recording ------------------------------------------------------------------------------------


def test_the_agency_alone_records(outcome, rini, lia, dr_budi, ibu_sekda, tono, admin):
    for by in (lia, dr_budi, ibu_sekda, tono, admin):
        with pytest.raises(PermissionDenied):
            record(outcome, by)
    assert record(outcome, rini)[0].state == State.SENT


def test_the_whole_and_its_groups_are_of_one_day(outcome, rini):
    rows = record(outcome, rini, **{"": Decimal(40), "Perempuan": Decimal(18)})

    assert [(row.group, row.value) for row in rows] == [("", 40), ("Perempuan", 18)]


def test_the_same_request_twice_writes_and_tells_once(outcome, rini, lia):
    assert [row.pk for row in record(outcome, rini)] == [row.pk for row in record(outcome, rini)]
    assert Notification.objects.filter(recipient=lia, kind="outcome_sent").count() == 1


def test_another_value_for_the_same_day_is_refused(outcome, rini):
    record(outcome, rini)

    with pytest.raises(ValidationError, match="sudah dicatat"):
        record(outcome, rini, **{"": Decimal(41)})
    assert outcome.values.get().value == 40


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"measured_on": date(2026, 11, 25)}, "belum tiba"),
        ({"values": {}}, "Isi nilai"),
        ({"values": {"Lansia": Decimal(1)}}, "Lansia"),
    ],
)
def test_what_cannot_have_been_measured_is_refused(outcome, rini, change, words):
    asked = {"measured_on": MARCH, "values": {"": Decimal(1)}, **change}

    with pytest.raises(ValidationError, match=words):
        outcomes.record_values(outcome=outcome, by=rini, **asked)
    assert not OutcomeValue.objects.exists()


def test_it_stays_open_until_it_is_verified(sent, rini, lia):
    changed = outcomes.change_value(value=sent, by=rini, seen=0, figure=Decimal(44))
    assert changed.value == 44

    outcomes.verify_value(value=changed, by=lia)
    for act in (
        lambda: outcomes.change_value(value=changed, by=rini, seen=2, source="Lain"),
        lambda: outcomes.delete_value(value=changed, by=rini),
    ):
        with pytest.raises(ValidationError, match="tidak dapat diubah"):
            act()


def test_a_value_that_is_not_verified_can_be_taken_away(sent, rini):
    outcomes.delete_value(value=sent, by=rini)

    assert not OutcomeValue.objects.exists()


# -- verifying ------------------------------------------------------------------------------------


def test_verified_as_it_is(sent, lia, rini, dr_budi, ibu_sekda):
    value = outcomes.verify_value(value=sent, by=lia, seen=0)

    assert (value.state, value.verified_value, value.verified_by) == (State.VERIFIED, 40, lia)
    told = Notification.objects.filter(kind="outcome_verified")
    assert {row.recipient for row in told} == {rini, dr_budi}
    assert "40" not in str(told[0].facts.values())


def test_verified_as_another_value_with_a_reason(sent, lia):
    with pytest.raises(ValidationError) as error:
        outcomes.verify_value(value=sent, by=lia, verified_value=Decimal(38))
    assert "reason" in error.value.message_dict

    value = outcomes.verify_value(
        value=sent, by=lia, verified_value=Decimal(38), reason="Dua tercatat ganda."
    )
    assert (value.value, value.verified_value, value.reason) == (40, 38, "Dua tercatat ganda.")


def test_verifying_twice_does_it_once(sent, lia):
    first = outcomes.verify_value(value=sent, by=lia, seen=0)
    again = outcomes.verify_value(value=sent, by=lia, seen=0)

    assert again.verified_at == first.verified_at
    assert Notification.objects.filter(kind="outcome_verified").count() == 1


def test_the_officer_verifies_what_they_saw(sent, rini, lia):
    fresh = outcomes.change_value(value=sent, by=rini, seen=0, source="Rekap baru")

    with pytest.raises(Conflict):
        outcomes.verify_value(value=sent, by=lia, seen=0)
    assert outcomes.verify_value(value=sent, by=lia, seen=fresh.revision).state == State.VERIFIED


def test_only_litbang_of_the_region_and_nobody_of_its_own_verifies(
    sent, rini, joko, dr_budi, ibu_sekda, admin, lia
):
    for by in (rini, joko, dr_budi, ibu_sekda, admin):
        for act in (
            lambda by: outcomes.verify_value(value=sent, by=by),
            lambda by: outcomes.return_value(value=sent, by=by, reason="x"),
        ):
            with pytest.raises(PermissionDenied):
                act(by)
    sent.recorded_by = lia
    with pytest.raises(PermissionDenied):
        outcomes.verify_value(value=sent, by=lia)


def test_returned_mended_and_sent_again(sent, rini, lia):
    with pytest.raises(ValidationError):
        outcomes.return_value(value=sent, by=lia, reason=" ")
    value = outcomes.return_value(value=sent, by=lia, reason="Lampirkan rekap.")
    assert (value.state, value.reason) == (State.RETURNED, "Lampirkan rekap.")
    assert Notification.objects.filter(recipient=rini, kind="outcome_returned").count() == 1

    value = outcomes.change_value(value=value, by=rini, seen=1, source="Rekap")

    assert (value.state, value.reason) == (State.SENT, "")
    assert Notification.objects.filter(recipient=lia, kind="outcome_sent").count() == 2


def test_a_verification_is_taken_back_with_a_reason(verified, lia, rini):
    with pytest.raises(ValidationError):
        outcomes.unverify_value(value=verified, by=lia, reason="")
    value = outcomes.unverify_value(value=verified, by=lia, reason="Salah baris.")

    assert (value.state, value.verified_value, value.verified_by) == (State.SENT, None, None)
    assert value.history.first().reason == "Salah baris."
    assert Notification.objects.filter(recipient=rini, kind="outcome_unverified").exists()


@pytest.mark.parametrize("verb", ["unverify_value", "return_value"])
def test_a_move_that_its_state_does_not_allow_is_a_sentence(verb, sent, verified, lia):
    value = (
        verified
        if verb == "return_value"
        else outcomes.unverify_value(value=verified, by=lia, reason="Salah.")
    )

    with pytest.raises(ValidationError, match="Statusnya sekarang"):
        getattr(outcomes, verb)(value=value, by=lia, reason="Lagi.")


# -- typed or imported by a keeper ----------------------------------------------------------------


def test_what_a_keeper_enters_is_sent_and_by_that_person(outcome, lia):
    value = OutcomeValue(outcome=outcome, measured_on=MARCH, value=Decimal(3), state=State.VERIFIED)
    with pytest.raises(ValidationError):
        outcomes.check_entered(value)
    value = OutcomeValue(outcome=outcome, measured_on=MARCH, value=Decimal(3))
    outcomes.enter_value(value, by=lia)

    assert (value.state, value.recorded_by) == (State.SENT, lia)
    with pytest.raises(PermissionDenied):
        outcomes.verify_value(value=value, by=lia)


def test_a_keeper_does_not_change_what_is_verified(verified, lia):
    verified.value = Decimal(99)

    with pytest.raises(ValidationError):
        outcomes.enter_value(verified, by=lia)
    verified.refresh_from_db()
    assert verified.value == 40
