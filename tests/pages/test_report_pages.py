"""A report's way: compiled, sent, judged, returned, verified, taken back."""

import pytest
from django.urls import reverse

from actionplans.models import Report
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def updated(plan):
    for milestone in plan.milestones.all():
        factories.ProgressUpdateFactory(milestone=milestone, percent=40)
    return plan


@pytest.fixture
def sent(updated):
    return factories.ReportFactory(plan=updated, quarter=1, sent=True)


def words(report, **changes):
    return {
        "seen": report.revision,
        "problem": "Sinyal lemah.",
        "solution": "Dicatat di kertas.",
        "next_steps": "Pendataan Tempilang.",
        "idle_reason": "Menunggu narasumber.",
        "pasti": "1",
    } | changes


def judging(report, **changes):
    form = {"seen": Report.objects.get(pk=report.pk).revision, "reason": ""}
    for line in report.lines.all():
        form[f"percent-{line.pk}"] = "40"
        form[f"reason-{line.pk}"] = ""
    return form | changes


def test_a_report_of_a_quarter_that_has_not_begun_is_refused(as_user, rini, plan):
    address = reverse("report_open", args=[plan.pk, 4])
    page = as_user(rini).post(address, follow=True)
    assert "dibuka 4" in page.content.decode().replace("\xa0", " ")
    assert not plan.reports.exists()


def test_a_second_report_for_a_quarter_leads_to_the_first(as_user, rini, updated):
    address = reverse("report_open", args=[updated.pk, 1])
    client = as_user(rini)
    first = client.post(address)
    second = client.post(address)
    assert first["Location"] == second["Location"]
    assert updated.reports.count() == 1


def test_what_is_missing_is_said_before_sending(as_user, rini, plan):
    factories.ProgressUpdateFactory(milestone=plan.milestones.get(number=1))
    text = as_user(rini).get(reverse("report_open", args=[plan.pk, 1])).content.decode()
    assert "2 tonggak belum punya catatan progres" in text
    assert "belum dicatat" in text


def test_the_head_sends_and_the_figures_are_frozen(as_user, pak_kadis, rini, updated):
    report = factories.ReportFactory(plan=updated, quarter=3)
    page = as_user(pak_kadis).post(
        reverse("report_send", args=[report.pk]), words(report), follow=True
    )
    report.refresh_from_db()
    assert report.state == "dikirim"
    assert report.problem == "Sinyal lemah."
    assert report.lines.count() == 3
    assert "Laporan dikirim ke Litbang" in page.content.decode()


def test_staff_may_not_send_unless_the_head_allows_it(as_user, rini, updated):
    report = factories.ReportFactory(plan=updated, quarter=3)
    address = reverse("report_send", args=[report.pk])
    assert as_user(rini).post(address, words(report)).status_code == 403
    rini.may_send = True
    rini.save()
    assert as_user(rini).post(address, words(report)).status_code == 302


def test_sending_twice_sends_once_and_keeps_the_words(as_user, pak_kadis, updated):
    report = factories.ReportFactory(plan=updated, quarter=3)
    client, form = as_user(pak_kadis), words(report)
    client.post(reverse("report_send", args=[report.pk]), form)
    page = client.post(reverse("report_send", args=[report.pk]), form)
    report.refresh_from_db()
    assert report.state == "dikirim"
    assert report.revision == 1
    assert page.status_code == 422
    assert "Dicatat di kertas." in page.content.decode()


def test_an_officer_verifies_line_by_line(as_user, lia, sent):
    page = as_user(lia).post(
        reverse("report_decide", args=[sent.pk]), judging(sent, aksi="verifikasi"), follow=True
    )
    sent.refresh_from_db()
    assert sent.state == "diverifikasi"
    assert "Laporan terverifikasi" in page.content.decode()


def test_lines_left_open_are_named_and_nothing_is_decided(as_user, lia, sent):
    line = sent.lines.first()
    page = as_user(lia).post(
        reverse("report_decide", args=[sent.pk]),
        judging(sent, aksi="verifikasi", **{f"percent-{line.pk}": ""}),
    )
    assert page.status_code == 422
    assert "1 baris belum diputuskan" in page.content.decode()
    sent.refresh_from_db()
    assert sent.state == "dikirim"


@pytest.mark.parametrize(
    ("percent", "sentence"),
    [
        ("41", "Tidak boleh lebih tinggi daripada klaim"),
        ("30", "Tulis alasan mengapa lebih rendah daripada klaim."),
        ("abc", "angka"),
    ],
)
def test_a_wrong_value_is_refused_at_its_line_and_kept(as_user, lia, sent, percent, sentence):
    line = sent.lines.first()
    page = as_user(lia).post(
        reverse("report_decide", args=[sent.pk]),
        judging(sent, aksi="verifikasi", **{f"percent-{line.pk}": percent}),
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert sentence in text
    assert f'value="{percent}"' in text
    assert not sent.lines.exclude(verified_percent=None).exists()


def test_returning_wants_a_reason_and_opens_the_updates(as_user, lia, rini, sent):
    address = reverse("report_decide", args=[sent.pk])
    page = as_user(lia).post(address, judging(sent, aksi="kembalikan"))
    assert "Tulis apa yang perlu diperbaiki." in page.content.decode()
    as_user(lia).post(address, judging(sent, aksi="kembalikan", reason="Foto tidak terbaca."))
    sent.refresh_from_db()
    assert sent.state == "dikembalikan"
    text = as_user(rini).get(reverse("report", args=[sent.pk])).content.decode()
    assert "Foto tidak terbaca." in text
    assert not sent.held_updates.exists()


def test_two_officers_decide_and_the_second_is_told(as_user, lia, sent):
    address, form = reverse("report_decide", args=[sent.pk]), judging(sent, aksi="verifikasi")
    client = as_user(lia)
    client.post(address, form)
    page = client.post(address, form | {"aksi": "kembalikan", "reason": "Terlambat."})
    assert page.status_code == 422
    sent.refresh_from_db()
    assert sent.state == "diverifikasi"


def test_only_the_latest_verified_report_is_taken_back(as_user, lia, updated):
    first = factories.ReportFactory(plan=updated, quarter=1, verified=True)
    second = factories.ReportFactory(plan=updated, quarter=2, verified=True)
    page = as_user(lia).post(reverse("report_unverify", args=[first.pk]), {"reason": "Salah baca."})
    assert "Hanya laporan terverifikasi terakhir" in page.content.decode()
    as_user(lia).post(reverse("report_unverify", args=[second.pk]), {"reason": "Salah baca."})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("diverifikasi", "dikirim")


def test_a_draft_is_the_agencys_own(as_user, lia, rini, updated):
    report = factories.ReportFactory(plan=updated, quarter=1)
    assert as_user(rini).get(reverse("report", args=[report.pk])).status_code == 200
    assert as_user(lia).get(reverse("report", args=[report.pk])).status_code == 404


def test_an_officer_does_not_judge_a_report_of_the_own_agency(as_user, updated, dinkop):
    officer = factories.UserFactory(litbang=True, agency=dinkop)
    sent = factories.ReportFactory(plan=updated, quarter=1, sent=True)
    answer = as_user(officer).post(
        reverse("report_decide", args=[sent.pk]), judging(sent, aksi="verifikasi")
    )
    assert answer.status_code == 403


def test_a_file_gets_a_verdict(as_user, lia, updated):
    piece = factories.EvidenceFactory(update=updated.milestones.get(number=1).updates.get())
    sent = factories.ReportFactory(plan=updated, quarter=1, sent=True)
    as_user(lia).post(
        reverse("evidence_judge", args=[sent.pk, piece.pk]), {"verdict": "tidak-terbaca"}
    )
    piece.refresh_from_db()
    assert piece.verdict == "tidak-terbaca"
    assert piece.verdict_by == lia


def test_the_queue_is_oldest_first_and_the_lists_do_not_grow(as_user, lia, bangka_barat, queries):
    client = as_user(lia)

    def grow(number):
        for _ in range(number):
            factories.ReportFactory(
                plan=factories.ActionPlanFactory(
                    approved=True, milestones=2, replication__agency__region=bangka_barat
                ),
                sent=True,
            )

    grow(1)
    addresses = [reverse(name) for name in ("queue", "report_list", "tasks")]
    few = [queries(client, address) for address in addresses]
    grow(3)
    assert [queries(client, address) for address in addresses] == few


def test_only_officers_have_a_queue(as_user, rini, pak_kadis, dr_budi, ibu_sekda):
    for person in (rini, pak_kadis, dr_budi, ibu_sekda):
        assert as_user(person).get(reverse("queue")).status_code == 403


def test_what_the_officer_still_weighs_is_no_figure_for_others(as_user, lia, rini, ibu_sekda, sent):
    as_user(lia).post(reverse("report_decide", args=[sent.pk]), judging(sent, aksi="simpan"))
    address = reverse("report", args=[sent.pk])
    assert "3 dari 3" in as_user(lia).get(address).content.decode()
    for reader in (rini, ibu_sekda):
        text = as_user(reader).get(address).content.decode()
        assert "Diputuskan" not in text
        assert "bila sisanya diterima" not in text


def test_sending_is_asked_first_and_keeps_the_words(as_user, pak_kadis, updated):
    report = factories.ReportFactory(plan=updated, quarter=3)
    form = words(report)
    del form["pasti"]
    page = as_user(pak_kadis).post(reverse("report_send", args=[report.pk]), form)
    text = page.content.decode()
    assert "Kirim laporan TW\xa0III 2026?" in text
    assert 'value="Sinyal lemah."' in text
    report.refresh_from_db()
    assert report.state == "draf"


def test_progress_for_a_late_report_is_dated_in_its_quarter(as_user, rini, updated):
    milestone = updated.milestones.get(number=1)
    address = reverse("record_progress", args=[milestone.pk]) + "?tw=1"
    text = as_user(rini).get(address).content.decode()
    assert 'value="2026-03-31"' in text
    assert "Masuk laporan TW\xa0I 2026" in text


def test_a_single_line_is_saved_by_a_script_and_the_others_stay(as_user, lia, sent):
    first, second = sent.lines.order_by("milestone__number")[:2]
    client, address = as_user(lia), reverse("report_decide", args=[sent.pk])
    for line, status in ((first, 204), (second, 204)):
        form = {"seen": sent.revision, f"percent-{line.pk}": "40", f"reason-{line.pk}": ""}
        answer = client.post(address, form, headers={"X-Requested-With": "XMLHttpRequest"})
        assert answer.status_code == status
    assert sent.lines.filter(verified_percent=40).count() == 2
    wrong = {"seen": sent.revision, f"percent-{first.pk}": "99", f"reason-{first.pk}": ""}
    answer = client.post(address, wrong, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 422


def test_the_queue_tells_of_plans_that_wait_as_well(as_user, lia, sibakul, pak_kadis):
    factories.ActionPlanFactory(replication=sibakul, milestones=2, submitted=True)
    text = as_user(lia).get(reverse("queue")).content.decode()
    assert "1 rencana aksi</a> menunggu keputusan" in text
    assert f"{reverse('plan_list')}?state=diajukan" in text
