"""Recording progress: whenever something happened, once, and open until a sent report holds it."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans.models import ProgressUpdate
from actionplans.services import matrix, plans, progress, verification
from replikasi.common.locking import Conflict
from tests import factories
from tests.factories import milestone_of
from tests.rig.acting import acting


def record(milestone, by, **values):
    values = {"happened_on": date(2026, 11, 20), "percent": Decimal(40), "note": "Ya.", **values}
    update = ProgressUpdate(milestone=milestone, **values)
    return progress.record_progress(update=update, by=by)


def test_an_update_is_recorded_with_who_and_what(milestone, rini):
    update, created = record(
        milestone, rini, percent=Decimal("62.50"), quantity=Decimal(3), spent=Decimal(1_500_000)
    )
    assert created
    fresh = ProgressUpdate.objects.get(pk=update.pk)
    assert (fresh.by, fresh.percent, fresh.quantity, fresh.spent) == (rini, 62.5, 3, 1_500_000)
    assert not fresh.is_locked


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"percent": Decimal(101)}, "percent", "antara 0 dan 100"),
        ({"percent": Decimal("100.01")}, "percent", "antara 0 dan 100"),
        ({"percent": Decimal(-1)}, "percent", "antara 0 dan 100"),
        ({"percent": "abc"}, "percent", "desimal"),
        ({"percent": None}, "percent", "tidak boleh"),
        ({"percent": Decimal("12.345")}, "percent", "2"),
        ({"quantity": Decimal(-1)}, "quantity", "0 atau lebih"),
        ({"spent": Decimal(-1)}, "spent", "0 atau lebih"),
        ({"happened_on": date(2026, 11, 25)}, "happened_on", "belum tiba"),
        ({"happened_on": date(2025, 12, 31)}, "happened_on", "tahun anggaran 2026"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(milestone, rini, values, field, words):
    with pytest.raises(ValidationError) as refusal:
        record(milestone, rini, **values)
    assert words in " ".join(refusal.value.message_dict[field])
    assert not ProgressUpdate.objects.exists()


def test_a_day_of_the_next_year_is_outside_the_fiscal_year(milestone, rini, on_day):
    on_day("2027-01-10")
    with pytest.raises(ValidationError, match="tahun anggaran 2026"):
        record(milestone, rini, happened_on=date(2027, 1, 5))


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ({"percent": Decimal(60)}, {"percent": Decimal(50)}, "percent"),
        ({"quantity": Decimal(3)}, {"quantity": Decimal(2)}, "quantity"),
        ({"spent": Decimal(900)}, {"spent": Decimal(899)}, "spent"),
    ],
)
def test_a_fall_needs_a_reason(milestone, rini, before, after, field):
    record(milestone, rini, happened_on=date(2026, 11, 1), **{"percent": Decimal(50), **before})
    fallen = {"percent": Decimal(70), **after}

    with pytest.raises(ValidationError) as refusal:
        record(milestone, rini, note="  ", **fallen)
    assert "tulis alasannya di catatan" in " ".join(refusal.value.message_dict[field])

    assert record(milestone, rini, note="Salah hitung.", **fallen)[1]


def test_a_fall_is_measured_against_what_happened_before_that_day(milestone, rini):
    record(milestone, rini, happened_on=date(2026, 11, 10), percent=Decimal(80))
    assert record(milestone, rini, happened_on=date(2026, 11, 5), percent=Decimal(30), note="")[1]


def test_the_same_form_sent_twice_is_recorded_once(milestone, rini):
    key = uuid4()
    first, _ = record(milestone, rini, key=key)
    second, created = record(milestone, rini, key=key)
    assert (second.pk, created) == (first.pk, False)
    assert ProgressUpdate.objects.count() == 1


def test_only_the_own_agency_records(
    milestone, tono, bu_kadis_tani, lia, dr_budi, ibu_sekda, admin, pak_kadis
):
    for stranger in (tono, bu_kadis_tani, lia, dr_budi, ibu_sekda, admin):
        with pytest.raises(PermissionDenied):
            record(milestone, stranger)
    assert not ProgressUpdate.objects.exists()
    assert record(milestone, pak_kadis)[1]


def test_nothing_is_recorded_before_the_plan_is_approved(draft_plan, rini):
    with pytest.raises(ValidationError, match="setelah rencana aksi disetujui"):
        record(draft_plan.milestones.get(number=1), rini)


def test_recording_goes_on_while_a_plan_is_revised(plan, rini, pak_kadis):
    plan = plans.revise_plan(plan=plan, by=pak_kadis, reason="jadwal", note="Mundur.")
    assert record(plan.milestones.get(number=1), rini)[1]
    new = matrix.save_milestone(milestone=milestone_of(plan, weight=Decimal(0)), by=rini)
    with pytest.raises(ValidationError, match="revisi yang belum disetujui"):
        record(new, rini)


def test_a_closed_plan_takes_no_progress(sibakul, rini, on_day):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=1, finished=True)
    on_day("2027-03-01")
    with pytest.raises(ValidationError, match="sudah ditutup"):
        record(plan.milestones.get(), rini)


def test_a_plan_closed_meanwhile_takes_no_progress_from_an_open_form(milestone, rini, lia, on_day):
    stale = type(milestone).objects.select_related("plan").get(pk=milestone.pk)
    factories.ReportFactory(plan=milestone.plan, quarter=4, verified=True)
    on_day("2027-02-01")
    plans.finish_plan(plan=milestone.plan, by=lia)
    with pytest.raises(ValidationError, match="sudah ditutup"):
        record(stale, rini)


# -- what a sent report holds -------------------------------------------------------------------


@pytest.fixture
def update(milestone, rini):
    """Recorded on 10 February: it belongs to TW I."""
    return factories.ProgressUpdateFactory(milestone=milestone)


def test_a_day_that_a_sent_report_covers_is_refused(update, rini):
    report = factories.ReportFactory(plan=update.milestone.plan, quarter=1, sent=True)
    for day in (date(2026, 1, 10), date(2026, 3, 31)):
        with pytest.raises(ValidationError, match=r"sudah dikirim\. Isi tanggal sesudah 31"):
            record(update.milestone, rini, happened_on=day)
    assert record(update.milestone, rini, happened_on=date(2026, 4, 1))[1]
    assert ProgressUpdate.objects.filter(held_by=report).get() == update


def test_an_update_that_a_sent_report_holds_is_neither_changed_nor_withdrawn(update, rini):
    factories.ReportFactory(plan=update.milestone.plan, quarter=1, sent=True)
    update.percent = Decimal(99)
    with pytest.raises(ValidationError, match="dipegang laporan TW"):
        progress.edit_progress(update=update, by=rini, seen=update.revision)
    with pytest.raises(ValidationError, match="dipegang laporan TW"):
        progress.withdraw_progress(update=update, by=rini)
    assert ProgressUpdate.objects.get().percent == 20


def test_a_returned_report_opens_its_updates_but_keeps_them(update, rini):
    factories.ReportFactory(plan=update.milestone.plan, quarter=1, returned=True)
    fresh = ProgressUpdate.objects.get()
    with pytest.raises(ValidationError, match="jangan dihapus"):
        progress.withdraw_progress(update=fresh, by=rini)
    fresh.percent = Decimal(25)
    progress.edit_progress(update=fresh, by=rini, seen=fresh.revision)
    assert ProgressUpdate.objects.get().percent == 25


def test_what_another_sent_report_froze_as_well_stays_held(update, rini, lia, on_day):
    """TW II is sent before TW I is; when TW II comes back, TW I must not lose what it shows."""
    plan = update.milestone.plan
    second = factories.ReportFactory(plan=plan, quarter=2, sent=True)
    first = factories.ReportFactory(plan=plan, quarter=1, sent=True, late=80)
    assert ProgressUpdate.objects.get().held_by == second

    verification.return_report(report=second, by=lia, reason="Foto belum ada.")

    assert ProgressUpdate.objects.get().held_by == first
    verification.return_report(report=first, by=lia, reason="Foto belum ada.")
    assert ProgressUpdate.objects.get().held_by is None


# -- changing -----------------------------------------------------------------------------------


def test_an_open_update_is_changed_by_a_colleague(update, pak_kadis):
    update.percent, update.note = Decimal(35), "Diperbaiki."
    progress.edit_progress(update=update, by=pak_kadis, seen=0)
    fresh = ProgressUpdate.objects.get()
    assert (fresh.percent, fresh.note, fresh.revision) == (35, "Diperbaiki.", 1)
    assert fresh.by.username == "rini"


def test_a_stale_form_is_told_who_changed_what(update, rini, pak_kadis):
    first, second = (ProgressUpdate.objects.get() for _ in range(2))
    first.percent = Decimal(30)
    with acting(pak_kadis):
        progress.edit_progress(update=first, by=pak_kadis, seen=0)

    second.percent, second.note = Decimal(45), "Isian Rini."
    with pytest.raises(Conflict) as refusal:
        progress.edit_progress(update=second, by=rini, seen=0)

    assert "Hasan Basri" in refusal.value.message
    assert "capaian 20 → 30" in refusal.value.message
    assert "09.00\u00a0WIB" in refusal.value.message
    assert (second.percent, second.note) == (45, "Isian Rini.")
    assert ProgressUpdate.objects.get().percent == 30


def test_a_change_sent_again_because_its_answer_was_lost_is_no_conflict(update, rini):
    seen = update.revision
    for _ in range(2):
        again = ProgressUpdate.objects.get(pk=update.pk)
        again.percent, again.note = Decimal(35), "Sama."
        progress.edit_progress(update=again, by=rini, seen=seen)
    assert ProgressUpdate.objects.get().revision == seen + 1

    other = ProgressUpdate.objects.get()
    other.percent = Decimal(36)
    with pytest.raises(Conflict):
        progress.edit_progress(update=other, by=rini, seen=seen)


def test_a_refused_change_leaves_the_form_valid_for_the_next_try(update, rini):
    update.percent = Decimal(101)
    with pytest.raises(ValidationError):
        progress.edit_progress(update=update, by=rini, seen=update.revision)
    update.percent = Decimal(30)
    progress.edit_progress(update=update, by=rini, seen=update.revision)
    assert ProgressUpdate.objects.get().percent == 30


def test_strangers_neither_change_nor_withdraw(update, tono, lia, dr_budi, admin):
    for stranger in (tono, lia, dr_budi, admin):
        with pytest.raises(PermissionDenied):
            progress.edit_progress(update=update, by=stranger, seen=0)
        with pytest.raises(PermissionDenied):
            progress.withdraw_progress(update=update, by=stranger)


def test_a_withdrawn_update_is_gone_and_its_history_stays(update, rini):
    progress.withdraw_progress(update=update, by=rini)
    assert not ProgressUpdate.objects.exists()
    assert list(ProgressUpdate.history.values_list("history_type", flat=True)) == ["-", "+"]


def test_the_current_update_is_the_latest_by_day_then_by_entry(milestone, rini):
    late = factories.ProgressUpdateFactory(milestone=milestone, happened_on=date(2026, 5, 2))
    factories.ProgressUpdateFactory(milestone=milestone, happened_on=date(2026, 3, 1))
    last = factories.ProgressUpdateFactory(milestone=milestone, happened_on=date(2026, 5, 2))
    assert progress.current_update(milestone) == last
    assert progress.current_update(milestone, but=last) == late
    assert progress.current_update(milestone, on=date(2026, 4, 1)).happened_on.month == 3
    assert progress.current_update(milestone, on=date(2026, 1, 1)) is None
