"""Later checks: when they may be answered, what is asked, and the status that follows."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovations.models import Judged, SustainCheck
from innovations.services import checks as services
from replikasi.common.locking import Conflict
from replikasi.notifications.models import Notification
from tests.factories import endings, officer_of

State = Judged.State


@pytest.fixture
def closed(sibakul, rini, pak_kadis, lia, on_day):
    """Complete on 31 August 2025; it is 24 November 2026, so two checks are due."""
    on_day("2026-11-24")
    endings.finished(sibakul)
    return endings.closed(sibakul)


@pytest.fixture
def check(closed):
    return closed.checks.get(months=6)


def test_not_before_its_time(closed, rini, on_day):
    late = closed.checks.get(months=24)  # due on 31 August 2027
    with pytest.raises(ValidationError, match="dapat dijawab mulai"):
        services.answer_check(check=late, by=rini, **endings.ALIVE)

    on_day("2027-08-01")

    assert services.answer_check(check=late, by=rini, **endings.ALIVE).state == State.PROPOSED


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({"condition": ""}, {"condition"}),
        ({"used_by": None, "used_unit": " ", "payer": ""}, {"used_by", "used_unit", "payer"}),
        ({"condition": "dikembangkan"}, {"why"}),
        ({"condition": "berhenti"}, {"why"}),
    ],
)
def test_what_is_asked(values, asked, check, rini):
    with pytest.raises(ValidationError) as refused:
        services.answer_check(check=check, by=rini, **{**endings.ALIVE, **values})

    assert set(refused.value.message_dict) == asked
    check.refresh_from_db()
    assert check.state == State.DRAFT


def test_nobody_uses_what_has_stopped(check, rini):
    values = {**endings.ALIVE, **endings.STOPPED}
    row = services.answer_check(check=check, by=rini, **values)

    assert (row.used_by, row.used_unit, row.payer) == (None, "", "")


def test_zero_users_is_an_answer(check, rini):
    assert services.answer_check(check=check, by=rini, **{**endings.ALIVE, "used_by": 0})


@pytest.mark.parametrize("person", ["tono", "lia", "ibu_sekda", "admin"])
def test_the_agency_answers(person, check, request):
    with pytest.raises(PermissionDenied):
        services.answer_check(check=check, by=request.getfixturevalue(person), **endings.ALIVE)


@pytest.mark.parametrize("person", ["rini", "pak_kadis", "joko", "ibu_sekda", "admin"])
def test_an_officer_of_the_region_decides(person, check, rini, request):
    row = services.answer_check(check=check, by=rini, **endings.ALIVE)
    by = request.getfixturevalue(person)

    for verb, more in (
        (services.agree_check, {}),
        (services.return_check, {"reason": "Tanpa bukti."}),
        (services.reopen_check, {"reason": "Keliru."}),
    ):
        with pytest.raises(PermissionDenied):
            verb(check=row, by=by, **more)


def test_twice_is_once(check, rini, lia):
    for _ in range(2):
        services.answer_check(check=check, by=rini, seen=0, **endings.ALIVE)
    for _ in range(2):
        services.agree_check(check=check, by=lia, seen=1)

    check.refresh_from_db()
    assert (check.state, check.revision) == (State.AGREED, 2)
    assert Notification.objects.filter(kind="check_answered", recipient=lia).count() == 1
    assert Notification.objects.filter(kind="check_agreed", recipient=rini).count() == 1


def test_somebody_else_saved_meanwhile(check, rini, pak_kadis):
    services.save_answer(check=check, by=pak_kadis, condition="hidup", seen=0)

    with pytest.raises(Conflict):
        services.answer_check(check=check, by=rini, seen=0, **endings.ALIVE)


def test_what_is_returned_is_answered_again(check, rini, lia):
    row = services.answer_check(check=check, by=rini, **endings.ALIVE)
    row = services.return_check(check=row, by=lia, reason="Tanpa bukti.")
    again = services.answer_check(check=row, by=rini, seen=row.revision, **endings.ALIVE)

    assert again.state == State.PROPOSED
    assert Notification.objects.filter(kind="check_returned", recipient=rini).count() == 1


# -- the status of the replication ----------------------------------------------------------------


def status(replication):
    return type(replication).objects.get(pk=replication.pk).status


def test_a_claim_changes_nothing(closed, check):
    endings.answered(check, agreed=False, **endings.STOPPED)

    assert status(closed) == "selesai"


@pytest.mark.parametrize(
    ("six", "twelve", "found"),
    [
        ("hidup", None, "berlanjut"),
        ("dikembangkan", None, "berlanjut"),
        ("berhenti", None, "berhenti"),
        ("hidup", "berhenti", "berhenti"),
        ("berhenti", "hidup", "berlanjut"),
    ],
)
def test_the_latest_term_counts(six, twelve, found, closed):
    # The later term is agreed to first: the order of the terms counts, not that of the answers.
    for months, condition in ((12, twelve), (6, six)):
        if condition:
            check = closed.checks.get(months=months)
            endings.answered(check, condition=condition, why="Karena anggaran.")

    assert status(closed) == found


def test_taking_an_agreement_back_takes_its_status_back(closed, check, lia):
    row = endings.answered(check, **endings.STOPPED)
    assert status(closed) == "berhenti"

    services.reopen_check(check=row, by=lia, reason="Salah baca.", seen=row.revision)

    assert status(closed) == "selesai"


# -- what is due ----------------------------------------------------------------------------------


def due(day):
    return list(SustainCheck.objects.due(day).order_by("months").values_list("months", flat=True))


def test_unanswered_ones_are_due_and_after_a_stop_none_is(closed, check):
    today = closed.checks.get(months=12).due
    assert due(today) == [6, 12]

    row = endings.answered(check, agreed=False, **endings.STOPPED)
    assert due(today) == [12]
    assert due(closed.checks.get(months=24).due) == [12, 24]

    services.agree_check(check=row, by=officer_of(closed.agency.region))
    assert due(closed.checks.get(months=24).due) == []
