"""Reports: opened once their quarter is over, sent, frozen."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans.models import Report
from actionplans.services import evidence, matrix, plans, reports, verification
from actionplans.services import progress as progress_service
from replikasi.common.locking import Conflict
from replikasi.common.periods import add_working_days
from replikasi.notifications.models import Notification
from tests import factories
from tests.factories import period
from tests.rig.acting import acting

WORDS = {
    "problem": "Cuaca.",
    "solution": "Diundur.",
    "next_steps": "Uji coba.",
    "idle_reason": "Menunggu narasumber.",  # counts where nothing was recorded
}


def told(person, kind):
    return Notification.objects.filter(recipient=person, kind=kind).exists()


def progress(plan, number, percent, day, **values):
    return factories.ProgressUpdateFactory(
        milestone=plan.milestones.get(number=number),
        percent=Decimal(percent),
        happened_on=day,
        **values,
    )


# -- opening ------------------------------------------------------------------------------------


def test_a_report_is_opened_once_a_quarter(plan, rini, pak_kadis):
    first, made = reports.open_report(plan=plan, period=period(3), by=rini)
    again, made_again = reports.open_report(plan=plan, period=period(3), by=pak_kadis)
    assert (made, made_again) == (True, False)
    assert first == again
    assert (first.state, first.created_by) == ("draf", rini)
    assert Report.objects.count() == 1


def test_a_report_of_a_quarter_that_is_not_over_is_refused(plan, rini, on_day):
    with pytest.raises(ValidationError) as refusal:
        reports.open_report(plan=plan, period=period(4), by=rini)
    assert refusal.value.code == "not_open"
    assert "TW\u00a0IV 2026 dibuka 4\u00a0Jan\u00a02027" in refusal.value.message
    assert not Report.objects.exists()

    on_day("2027-01-04")
    assert reports.open_report(plan=plan, period=period(4), by=rini)[1]


def test_a_report_belongs_to_the_plans_own_year(plan, rini):
    with pytest.raises(ValidationError, match="tahun anggaran 2026"):
        reports.open_report(plan=plan, period=period(4, 2025), by=rini)


def test_a_plan_that_was_never_approved_has_no_report(draft_plan, rini):
    with pytest.raises(ValidationError, match="setelah rencana aksi disetujui"):
        reports.open_report(plan=draft_plan, period=period(1), by=rini)


def test_only_the_own_agency_writes(plan, tono, lia, dr_budi, ibu_sekda, admin):
    report = factories.ReportFactory(plan=plan)
    for stranger in (tono, lia, dr_budi, ibu_sekda, admin):
        with pytest.raises(PermissionDenied):
            reports.open_report(plan=plan, period=period(2), by=stranger)
        with pytest.raises(PermissionDenied):
            reports.save_report(report=report, by=stranger, **WORDS)
        with pytest.raises(PermissionDenied):
            reports.send_report(report=report, by=stranger, **WORDS)


def test_the_words_of_a_draft_are_kept(plan, rini):
    report = factories.ReportFactory(plan=plan)
    reports.save_report(report=report, by=rini, **WORDS)
    report = Report.objects.get()
    assert {name: getattr(report, name) for name in WORDS} == WORDS
    assert report.state == "draf"


def test_a_stale_report_form_is_told_who_changed_what(plan, rini, pak_kadis):
    report = factories.ReportFactory(plan=plan)
    with acting(pak_kadis):
        reports.save_report(report=report, by=pak_kadis, seen=0, **WORDS)
    with pytest.raises(Conflict, match=r"Hasan Basri .* permasalahan \(kosong\) → Cuaca\."):
        reports.save_report(report=report, by=rini, seen=0, **{**WORDS, "problem": "Hujan."})
    assert Report.objects.get().problem == "Cuaca."


# -- sending ------------------------------------------------------------------------------------


def test_sending_freezes_one_line_a_milestone(plan, pak_kadis):
    progress(plan, 1, 20, date(2026, 1, 20), spent=Decimal(1_000_000))
    latest = progress(plan, 1, 45, date(2026, 3, 31), spent=Decimal(2_000_000), quantity=Decimal(2))
    progress(plan, 1, 90, date(2026, 4, 1))
    report = factories.ReportFactory(plan=plan, quarter=1)

    reports.send_report(report=report, by=pak_kadis, **WORDS)

    lines = list(report.lines.order_by("milestone__number"))
    assert [line.milestone.number for line in lines] == [1, 2, 3]
    assert [line.update for line in lines] == [latest, None, None]
    assert [line.percent for line in lines] == [45, 0, 0]
    assert [line.spent for line in lines] == [2_000_000, 0, 0]
    assert lines[0].quantity == 2
    assert sum(line.weight for line in lines) == 100
    assert [line.ceiling for line in lines] == [10_000_000] * 3
    assert [line.verified_percent for line in lines] == [None] * 3


def test_a_sent_report_is_measured_against_the_approved_version(plan, rini, pak_kadis):
    plan = plans.revise_plan(plan=plan, by=pak_kadis, reason="jadwal", note="Mundur.")
    row = plan.milestones.get(number=1)
    row.weight, row.ceiling = Decimal(1), Decimal(5)
    matrix.save_milestone(milestone=row, by=rini)

    report = factories.ReportFactory(plan=plan, sent=True)

    line = report.lines.get(milestone=row)
    assert (line.weight, line.ceiling) == (Decimal("33.34"), 10_000_000)


def test_staff_send_only_when_the_head_allows_it(plan, rini):
    report = factories.ReportFactory(plan=plan)
    with pytest.raises(PermissionDenied):
        reports.send_report(report=report, by=rini, **WORDS)
    rini.may_send = True
    rini.save()
    assert reports.send_report(report=report, by=rini, **WORDS).sent_by == rini


def test_a_doubled_send_is_sent_once(plan, pak_kadis):
    report = factories.ReportFactory(plan=plan)
    reports.send_report(report=report, by=pak_kadis, seen=0, **WORDS)
    with pytest.raises(ValidationError):
        reports.send_report(report=report, by=pak_kadis, seen=0, **WORDS)
    report = Report.objects.get()
    assert (report.state, report.revision) == ("dikirim", 1)
    assert report.lines.count() == 3


def test_a_sent_report_is_not_rewritten(plan, rini):
    report = factories.ReportFactory(plan=plan, sent=True)
    with pytest.raises(ValidationError, match="sudah dikirim"):
        reports.save_report(report=report, by=rini, **WORDS)


@pytest.mark.parametrize(("late", "days"), [(0, 0), (1, 1), (7, 7)])
def test_lateness_is_counted_in_working_days_after_the_due_date(plan, late, days):
    assert factories.ReportFactory(plan=plan, sent=True, late=late).days_late == days


def test_a_report_sent_again_is_as_late_as_when_it_was_first_sent(plan, pak_kadis, on_day):
    report = factories.ReportFactory(plan=plan, returned=True, late=2)
    on_day(add_working_days(period(1).due, 30))
    assert reports.send_report(report=report, by=pak_kadis, **WORDS).days_late == 2


def test_a_report_before_a_returned_one_is_repaired_is_refused(plan, pak_kadis):
    factories.ReportFactory(plan=plan, quarter=1, returned=True)
    second = factories.ReportFactory(plan=plan, quarter=2)
    with pytest.raises(ValidationError) as refusal:
        reports.send_report(report=second, by=pak_kadis, **WORDS)
    assert refusal.value.message == "Perbaiki dan kirim dahulu laporan TW\u00a0I 2026."
    assert Report.objects.get(pk=second.pk).state == "draf"
    assert not second.lines.exists()


def test_sending_tells_the_officers_and_the_facilitator(plan, lia, joko, dr_budi, dr_wati, tono):
    factories.ReportFactory(plan=plan, sent=True)
    assert told(lia, "report_sent")
    assert told(dr_budi, "report_sent")
    assert not any(told(person, "report_sent") for person in (joko, dr_wati, tono))


# -- no progress --------------------------------------------------------------------------------


def test_a_quarter_without_any_update_needs_a_reason(plan, pak_kadis):
    progress(plan, 1, 40, date(2026, 3, 2))
    report = factories.ReportFactory(plan=plan, quarter=2)
    with pytest.raises(ValidationError) as refusal:
        reports.send_report(report=report, by=pak_kadis, **{**WORDS, "idle_reason": "  "})
    assert list(refusal.value.message_dict) == ["idle_reason"]
    assert Report.objects.get().state == "draf"

    report = reports.send_report(report=report, by=pak_kadis, **WORDS)
    assert report.idle_reason == "Menunggu narasumber."
    # The position stays: silence is not a fall to 0.
    assert report.lines.get(milestone__number=1).percent == 40


def test_a_quarter_with_an_update_has_no_reason_for_standing_still(plan, pak_kadis):
    progress(plan, 2, 10, date(2026, 4, 1))
    report = factories.ReportFactory(plan=plan, quarter=2)
    assert reports.send_report(report=report, by=pak_kadis, **WORDS).idle_reason == ""


# -- mending ------------------------------------------------------------------------------------


@pytest.fixture
def returned(plan, lia):
    """TW I, returned: the first two lines accepted at 20, remarks on the first and the third."""
    updates = [progress(plan, number, 20, date(2026, 3, 2)) for number in (1, 2)]
    factories.EvidenceFactory(update=updates[1], name="lama.png")
    report = factories.ReportFactory(plan=plan, sent=True)
    for line in report.lines.exclude(milestone__number=3):
        line.verified_percent, line.remark = line.percent, f"Catatan {line.milestone.number}"
        line.save()
    return verification.return_report(report=report, by=lia, reason="Lihat catatan.")


def line_of(report, number):
    return report.lines.get(milestone__number=number)


def test_sending_again_says_what_changed_and_keeps_the_verdict_of_the_rest(
    returned, pak_kadis, rini
):
    update = line_of(returned, 1).update
    update.percent, update.note = Decimal(15), "Salah hitung."
    progress_service.edit_progress(update=update, by=rini, seen=update.revision)

    reports.send_report(report=returned, by=pak_kadis, **WORDS)

    changed, untouched = line_of(returned, 1), line_of(returned, 2)
    assert changed.mended == [
        ["klaim", "20,0\u00a0%", "15,0\u00a0%"],
        ["catatan", "Dikerjakan bersama tim.", "Salah hitung."],
    ]
    assert (changed.verified_percent, changed.remark) == (None, "Catatan 1")
    assert untouched.mended == []
    assert (untouched.verified_percent, untouched.remark) == (20, "Catatan 2")


def test_evidence_that_was_exchanged_is_told_and_asks_for_a_new_verdict(returned, pak_kadis, rini):
    line = line_of(returned, 2)
    old = line.update.evidence.get()
    assert line.pieces == [old.pk]
    evidence.remove(evidence=old, by=rini)
    new = factories.EvidenceFactory(update=line.update, by=rini, name="baru.png")

    reports.send_report(report=returned, by=pak_kadis, **WORDS)

    line = line_of(returned, 2)
    assert line.pieces == [new.pk]
    assert line.mended == [["bukti ditambah", "", "baru.png"], ["bukti dihapus", "lama.png", ""]]
    assert line.verified_percent is None


# -- who handles it -----------------------------------------------------------------------------


def test_a_report_goes_to_the_officer_who_decided_the_last_one(plan, lia, pak_kadis):
    first = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    assert first.assigned_to is None
    verification.verify_report(report=first, by=lia, judgements=factories.reports.accepted(first))
    assert factories.ReportFactory(plan=plan, quarter=2, sent=True).assigned_to == lia


def test_an_officer_who_left_is_assigned_nothing(plan, lia):
    factories.ReportFactory(plan=plan, quarter=1, verified=True)
    lia.is_active = False
    lia.save()
    assert factories.ReportFactory(plan=plan, quarter=2, sent=True).assigned_to is None


# -- who sees -----------------------------------------------------------------------------------


def test_a_draft_is_the_agencys_own_until_it_is_sent(
    plan, rini, pak_kadis, lia, tono, joko, dr_budi, dr_wati, ibu_sekda, admin
):
    people = (rini, pak_kadis, lia, tono, joko, dr_budi, dr_wati, ibu_sekda, admin)

    def seeing():
        return {person.username for person in people if Report.objects.visible_to(person).exists()}

    report = factories.ReportFactory(plan=plan)
    assert seeing() == {"rini", "kadis"}
    reports.send_report(report=report, by=pak_kadis, **WORDS)
    assert seeing() == {"rini", "kadis", "lia", "budi", "sekda", "admin"}


def test_the_queue_is_oldest_first(plan, distan, lia):
    late = factories.ReportFactory(plan=plan, quarter=2, sent=True, late=3)
    other = factories.ActionPlanFactory(replication__agency=distan, milestones=1, approved=True)
    punctual = factories.ReportFactory(plan=other, quarter=2, sent=True)
    factories.ReportFactory(plan=other, quarter=1, verified=True)
    assert list(Report.objects.visible_to(lia).waiting()) == [punctual, late]
