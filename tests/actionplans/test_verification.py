"""Verification: figure by figure, by an officer who had no part in the report."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from actionplans.models import Evidence, Report, ReportLine, Verification
from actionplans.services import matrix, plans, reports, verification
from replikasi.common.locking import Conflict
from replikasi.notifications.models import Notification
from tests import factories
from tests.factories import accepted

WORDS = {"problem": "", "solution": "", "next_steps": ""}


@pytest.fixture
def sent(plan):
    """TW I, sent on time: the first milestone claims 60 %, the others nothing yet."""
    factories.ProgressUpdateFactory(
        milestone=plan.milestones.get(number=1), percent=Decimal(60), happened_on=date(2026, 3, 2)
    )
    return factories.ReportFactory(plan=plan, quarter=1, sent=True)


@pytest.fixture
def line(sent):
    return sent.lines.get(milestone__number=1)


def decisions(report):
    return list(report.verifications.order_by("at", "id").values_list("decision", flat=True))


def test_claims_are_verified_as_they_are_or_lower_with_a_reason(sent, line, lia):
    judgements = {**accepted(sent), line.pk: (Decimal("40.5"), "Bukti untuk separuhnya.")}

    report = verification.verify_report(report=sent, by=lia, judgements=judgements)

    line.refresh_from_db()
    assert (line.verified_percent, line.verdict_note) == (
        Decimal("40.5"),
        "Bukti untuk separuhnya.",
    )
    assert report.state == "diverifikasi"
    decision = Verification.objects.get(report=sent)
    assert (decision.decision, decision.by, decision.at) == ("verifikasi", lia, report.decided_at)


@pytest.mark.parametrize(
    ("percent", "reason", "words"),
    [
        (Decimal("60.01"), "Lebih.", "lebih tinggi daripada klaim"),
        (Decimal(101), "Lebih.", "antara 0 dan 100"),
        (Decimal(-1), "Kurang.", "antara 0 dan 100"),
        (Decimal("59.99"), "   ", "Tulis alasan mengapa lebih rendah"),
    ],
)
def test_a_judgement_that_cannot_be_stands_beside_its_line_and_nothing_is_written(
    sent, line, lia, percent, reason, words
):
    judgements = {**accepted(sent), line.pk: (percent, reason)}
    with pytest.raises(ValidationError) as refusal:
        verification.verify_report(report=sent, by=lia, judgements=judgements)
    assert words in refusal.value.message_dict[f"line-{line.pk}"][0]
    assert not sent.lines.exclude(verified_percent=None).exists()
    assert Report.objects.get().state == "dikirim"


def test_an_undecided_line_stops_the_verification(sent, line, lia):
    judgements = {**accepted(sent), line.pk: (None, "")}
    with pytest.raises(ValidationError, match="1 baris belum diputuskan"):
        verification.verify_report(report=sent, by=lia, judgements=judgements)
    assert Report.objects.get().state == "dikirim"


def test_lines_are_judged_bit_by_bit(sent, line, lia):
    verification.judge_lines(report=sent, by=lia, judgements={line.pk: (Decimal(60), "")})
    rest = {pk: value for pk, value in accepted(sent).items() if pk != line.pk}
    assert verification.verify_report(report=sent, by=lia, judgements=rest).state == "diverifikasi"


def test_a_line_of_another_report_is_not_judged(sent, lia, distan):
    other_plan = factories.ActionPlanFactory(
        replication__agency=distan, milestones=1, approved=True
    )
    other = factories.ReportFactory(plan=other_plan, sent=True)
    verification.judge_lines(report=sent, by=lia, judgements=accepted(other))
    assert other.lines.get().verified_percent is None


def test_only_an_officer_of_the_region_decides(
    sent, rini, pak_kadis, tono, joko, dr_budi, ibu_sekda, admin
):
    for person in (rini, pak_kadis, tono, joko, dr_budi, ibu_sekda, admin):
        with pytest.raises(PermissionDenied):
            verification.verify_report(report=sent, by=person, judgements=accepted(sent))
        with pytest.raises(PermissionDenied):
            verification.return_report(report=sent, by=person, reason="Tidak.")
        with pytest.raises(PermissionDenied):
            verification.unverify_report(report=sent, by=person, reason="Tidak.")
    assert decisions(sent) == []


def test_an_officer_never_decides_on_a_report_of_the_own_agency(sent, dinkop):
    colleague = factories.UserFactory(litbang=True, agency=dinkop, region=dinkop.region)
    with pytest.raises(PermissionDenied):
        verification.verify_report(report=sent, by=colleague, judgements=accepted(sent))


@pytest.mark.parametrize("author", ["pak_kadis", "rini"])
def test_an_officer_never_decides_on_a_report_that_they_wrote_or_sent(
    sent, bappelitbang, request, author
):
    person = request.getfixturevalue(author)
    person.role, person.agency, person.region = "litbang", bappelitbang, bappelitbang.region
    person.save()
    with pytest.raises(PermissionDenied):
        verification.verify_report(report=sent, by=person, judgements=accepted(sent))


@pytest.mark.parametrize("verb", [verification.return_report, verification.unverify_report])
def test_taking_back_needs_a_reason(plan, lia, verb):
    step = "sent" if verb is verification.return_report else "verified"
    report = factories.ReportFactory(plan=plan, **{step: True})
    with pytest.raises(ValidationError, match="Tulis"):
        verb(report=report, by=lia, reason=" ")


def test_a_returned_report_tells_the_agency_why(sent, lia, rini, pak_kadis, dr_budi):
    verification.return_report(report=sent, by=lia, reason="Foto belum ada.")
    for person in (rini, pak_kadis):
        notice = Notification.objects.get(recipient=person, kind="report_returned")
        assert notice.facts["reason"] == "Foto belum ada."
    assert not Notification.objects.filter(recipient=dr_budi, kind="report_returned").exists()
    assert Verification.objects.get(report=sent).reason == "Foto belum ada."


def test_judgements_survive_a_return_where_the_claim_did_not_change(
    plan, sent, line, lia, pak_kadis
):
    judgements = {**accepted(sent), line.pk: (Decimal(30), "Foto belum ada.")}
    verification.return_report(report=sent, by=lia, reason="Foto.", judgements=judgements)
    second = factories.ProgressUpdateFactory(
        milestone=plan.milestones.get(number=2), percent=Decimal(10), happened_on=date(2026, 3, 5)
    )

    reports.send_report(report=sent, by=pak_kadis, **WORDS)

    kept, changed, silent = sent.lines.order_by("milestone__number")
    assert (kept.verified_percent, kept.verdict_note) == (30, "Foto belum ada.")
    assert (changed.update, changed.percent, changed.verified_percent) == (second, 10, None)
    assert silent.verified_percent == 0
    assert decisions(sent) == ["kembalikan"]


def test_only_the_latest_verified_report_is_unverified(plan, lia):
    first = factories.ReportFactory(plan=plan, quarter=1, verified=True)
    second = factories.ReportFactory(plan=plan, quarter=2, verified=True)

    with pytest.raises(ValidationError, match="Hanya laporan terverifikasi terakhir"):
        verification.unverify_report(report=first, by=lia, reason="Salah.")

    verification.unverify_report(report=second, by=lia, reason="Salah.")
    assert verification.unverify_report(report=first, by=lia, reason="Salah.").state == "dikirim"
    assert decisions(first) == ["verifikasi", "batal"]


def test_a_report_of_a_closed_plan_stays_verified(sibakul, lia, on_day):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=1, finished=True)
    on_day("2027-03-01")
    with pytest.raises(ValidationError, match="sudah ditutup"):
        verification.unverify_report(report=plan.reports.get(), by=lia, reason="Salah.")


def test_two_officers_do_not_decide_twice(sent, lia):
    seen = sent.revision
    other = factories.UserFactory(litbang=True, region=lia.region)
    verification.verify_report(report=sent, by=lia, judgements=accepted(sent), seen=seen)
    with pytest.raises(Conflict):
        verification.return_report(report=sent, by=other, reason="Tidak.", seen=seen)
    with pytest.raises(ValidationError, match="tidak sedang menunggu verifikasi"):
        verification.verify_report(report=sent, by=other, judgements=accepted(sent))
    assert decisions(sent) == ["verifikasi"]


def test_a_revision_of_the_plan_does_not_touch_what_was_verified(plan, sent, lia, rini, pak_kadis):
    verification.verify_report(report=sent, by=lia, judgements=accepted(sent))
    before = plan.standings.get(period=sent.period)
    plan = plans.revise_plan(plan=plan, by=pak_kadis, reason="lingkup", note="Bobot ditata.")
    first, second = plan.milestones.filter(number__lt=3).order_by("number")
    first.weight, second.weight = first.weight - 10, second.weight + 10
    for row in (first, second):
        matrix.save_milestone(milestone=row, by=rini)
    plans.submit_plan(plan=plan, by=pak_kadis)
    plans.approve_plan(plan=plan, by=lia)

    after = plan.standings.get(period=sent.period)
    assert (after.claimed, after.verified, after.planned) == (
        before.claimed,
        before.verified,
        before.planned,
    )


# -- remarks, and what was mended ----------------------------------------------------------------


def test_remarks_stand_at_their_line_and_a_returned_report_keeps_them(sent, line, lia):
    verification.return_report(
        report=sent, by=lia, reason="Lihat catatan.", remarks={line.pk: " Foto buram. "}
    )
    line.refresh_from_db()
    assert line.remark == "Foto buram."


def test_a_remark_is_bounded(sent, line, lia):
    with pytest.raises(ValidationError) as refusal:
        verification.judge_lines(report=sent, by=lia, judgements={}, remarks={line.pk: "x" * 501})
    assert f"remark-{line.pk}" in refusal.value.message_dict


def test_a_decision_meanwhile_says_who_made_it(sent, lia):
    seen = sent.revision
    verification.verify_report(report=sent, by=lia, judgements=accepted(sent), seen=seen)
    other = factories.UserFactory(litbang=True, region=lia.region)
    with pytest.raises(Conflict, match="terverifikasi, oleh Lia Kartika"):
        verification.judge_lines(report=sent, by=other, judgements={}, seen=seen)


# -- corrections ---------------------------------------------------------------------------------


@pytest.fixture
def verified(sent, lia):
    return verification.verify_report(report=sent, by=lia, judgements=accepted(sent))


def test_a_correction_is_a_new_line_and_the_old_one_stays(plan, verified, line, lia, rini):
    verification.correct_line(line=line, by=lia, percent=Decimal(40), reason="Foto lama.")

    current = verified.lines.get(milestone__number=1)
    line = ReportLine.every.get(pk=line.pk)
    assert (line.superseded, line.verified_percent) == (True, 60)
    assert (current.corrects, current.percent, current.verified_percent) == (line, 60, 40)
    assert (current.corrected_by, current.correction_reason) == (lia, "Foto lama.")
    assert verified.lines.count() == 3
    standing = plan.standings.get(period=verified.period)
    assert standing.verified == current.weight * 40 / 100
    notice = Notification.objects.get(recipient=rini, kind="report_corrected")
    assert (notice.facts["before"], notice.facts["after"]) == ("60,0\xa0%", "40,0\xa0%")


@pytest.mark.parametrize(
    ("percent", "reason", "field", "words"),
    [
        (Decimal(61), "Lebih.", "percent", "lebih tinggi daripada klaim"),
        (Decimal(40), "  ", "reason", "Tulis alasan koreksi"),
        (Decimal(60), "Sama.", "percent", "sama dengan yang sekarang"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(verified, line, lia, percent, reason, field, words):
    with pytest.raises(ValidationError) as refusal:
        verification.correct_line(line=line, by=lia, percent=percent, reason=reason)
    assert words in refusal.value.message_dict[field][0]
    assert not ReportLine.every.filter(superseded=True).exists()


def test_a_line_is_corrected_once_by_two_officers(verified, line, lia):
    verification.correct_line(line=line, by=lia, percent=Decimal(40), reason="Foto lama.")
    with pytest.raises(ValidationError, match="baru saja dikoreksi"):
        verification.correct_line(line=line, by=lia, percent=Decimal(30), reason="Foto lama.")


def test_only_verified_reports_of_running_plans_are_corrected(sent, line, lia, sibakul, on_day):
    with pytest.raises(ValidationError, match="hanya laporan terverifikasi"):
        verification.correct_line(line=line, by=lia, percent=Decimal(40), reason="Salah.")
    closed = factories.ActionPlanFactory(
        replication=sibakul, milestones=1, fiscal_year=2025, finished=True
    )
    on_day("2026-03-01")
    last = closed.reports.get().lines.get()
    with pytest.raises(ValidationError, match="sudah ditutup"):
        verification.correct_line(line=last, by=lia, percent=Decimal(0), reason="Salah.")


def test_nobody_else_corrects(verified, line, rini, pak_kadis, joko, dr_budi, ibu_sekda, admin):
    for person in (rini, pak_kadis, joko, dr_budi, ibu_sekda, admin):
        with pytest.raises(PermissionDenied):
            verification.correct_line(line=line, by=person, percent=Decimal(1), reason="Salah.")


def test_everybody_sees_the_trace_and_officers_correct_on_a_page(
    as_user, verified, line, lia, ibu_sekda
):
    address = reverse("report_correct", args=[verified.pk, line.pk])
    page = as_user(lia).post(address, {"percent": "70", "reason": "Salah baca."})
    assert page.status_code == 422
    assert "Tidak boleh lebih tinggi" in page.content.decode()
    as_user(lia).post(address, {"percent": "45,5", "reason": "Salah baca."})
    text = as_user(ibu_sekda).get(reverse("report", args=[verified.pk])).content.decode()
    assert "oleh Lia Kartika, 60,0\xa0% → 45,5\xa0%. Salah baca." in text
    assert as_user(lia).get(address).status_code == 302


# -- warnings ------------------------------------------------------------------------------------


def warnings_of(client, report):
    text = unescape(client.get(reverse("report", args=[report.pk])).content.decode())
    return re.findall(r"ic-wait strong.*?</svg> (.*?)(?: <a|</p>)", text, re.DOTALL)


def test_an_officer_is_warned_of_files_used_elsewhere_and_photos_of_another_time(
    as_user, plan, lia, rini, dr_budi, distan
):
    first, second = plan.milestones.filter(number__lt=3).order_by("number")
    update = factories.ProgressUpdateFactory(milestone=first, percent=Decimal(100))
    piece = factories.EvidenceFactory(update=update, name="rapat.png")
    Evidence.objects.filter(pk=piece.pk).update(taken_on=date(2025, 12, 30))
    factories.EvidenceFactory(
        update=factories.ProgressUpdateFactory(milestone=second, percent=Decimal(5))
    )
    elsewhere = factories.ActionPlanFactory(replication__agency=distan, milestones=1, approved=True)
    far = factories.ActionPlanFactory(
        replication__agency__region__code="19.03", milestones=1, approved=True
    )
    for other in (elsewhere, far):
        row = factories.ProgressUpdateFactory(milestone=other.milestones.get())
        factories.EvidenceFactory(update=row)
    report = factories.ReportFactory(plan=plan, sent=True)

    found = " ".join(warnings_of(as_user(lia), report))

    assert "Naik 100 poin pada laporan pertama." in found
    assert "rapat.png diambil 30\xa0Des\xa02025, di luar TW\xa0I." in found
    assert "rapat.png juga dipakai di tonggak 2" in found
    assert "tonggak 1 (DPP), OPD lain di luar wilayah Anda." in found
    for reader in (rini, dr_budi):
        assert "juga dipakai" not in " ".join(warnings_of(as_user(reader), report))


def test_the_page_of_a_report_asks_no_more_for_more_lines_and_files(
    as_user, lia, bangka_barat, queries
):
    def report_of(milestones):
        plan = factories.ActionPlanFactory(
            approved=True, milestones=milestones, replication__agency__region=bangka_barat
        )
        for milestone in plan.milestones.all():
            update = factories.ProgressUpdateFactory(milestone=milestone)
            factories.EvidenceFactory(update=update)
        return factories.ReportFactory(plan=plan, sent=True)

    client = as_user(lia)
    few = queries(client, reverse("report", args=[report_of(2).pk]))
    assert queries(client, reverse("report", args=[report_of(6).pk])) == few


def test_a_correction_keeps_saying_what_it_said_when_the_verification_is_taken_back(sent, lia):
    verification.verify_report(report=sent, by=lia, judgements=accepted(sent))
    line = sent.lines.earliest("milestone__number")
    claim, lower = line.percent, line.percent - 5
    new = verification.correct_line(line=line, by=lia, percent=lower, reason="Daftar kurang.")
    verification.unverify_report(report=sent, by=lia, reason="Diperiksa ulang.")
    verification.verify_report(report=sent, by=lia, judgements=accepted(sent))

    trace = ReportLine.every.get(pk=new.pk)
    assert (trace.verified_percent, trace.superseded) == (lower, True)
    assert trace.corrects.verified_percent == claim
    assert sent.lines.get(milestone=line.milestone).verified_percent == claim
