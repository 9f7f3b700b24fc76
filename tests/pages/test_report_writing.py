"""The agency's pages of a report: what to mend, promises, sending, the list, and paper."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from actionplans.models import Report
from actionplans.services import verification
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(on_day):
    return on_day("2026-11-24")


@pytest.fixture
def updated(plan):
    for milestone in plan.milestones.all():
        factories.ProgressUpdateFactory(milestone=milestone, percent=40)
    return plan


def words(report, **changes):
    return {"seen": report.revision, "problem": "", "solution": "", "next_steps": ""} | changes


def text_of(answer):
    return answer.content.decode().replace("\xa0", " ")


# -- before sending -----------------------------------------------------------------------------


def test_what_is_missing_leads_to_where_it_is_mended(as_user, rini, updated):
    report = factories.ReportFactory(plan=updated, quarter=1)
    update = updated.milestones.get(number=2).updates.get()
    text = text_of(as_user(rini).get(reverse("report", args=[report.pk])))
    assert "Belum ada bukti pada triwulan ini" in text
    assert f'href="{reverse("progress_edit", args=[update.pk])}?tw=1">tonggak 2</a>' in text


def test_a_page_of_many_lines_asks_no_more(as_user, rini, sibakul, lia, pak_kadis, queries):
    def asked(number, year):
        plan = factories.ActionPlanFactory(
            replication=sibakul, milestones=number, approved=True, fiscal_year=year
        )
        for milestone in plan.milestones.all():
            day = date(year, 2, 10)
            update = factories.ProgressUpdateFactory(milestone=milestone, happened_on=day)
            factories.EvidenceFactory(update=update)
        report = factories.ReportFactory(plan=plan, returned=True)
        report.lines.update(remark="Perbaiki.")
        return queries(as_user(rini), reverse("report", args=[report.pk]))

    assert asked(9, 2024) == asked(2, 2026)


def test_no_progress_is_sent_with_its_reason_only(as_user, pak_kadis, updated):
    report = factories.ReportFactory(plan=updated, quarter=3)
    client, address = as_user(pak_kadis), reverse("report_send", args=[report.pk])
    page = client.post(address, words(report, problem="Banjir.", idle_reason="", pasti="1"))
    assert page.status_code == 422
    assert "Tulis mengapa tidak ada kemajuan pada triwulan ini." in text_of(page)
    assert "Banjir." in text_of(page)

    form = words(report, idle_reason="Narasumber sakit.", pasti="1")
    assert "Narasumber sakit." in text_of(client.post(address, form, follow=True))
    assert Report.objects.get().idle_reason == "Narasumber sakit."


def test_open_obstacles_are_proposed_as_the_problem(as_user, rini, updated):
    factories.ObstacleFactory(plan=updated, description="Listrik padam.")
    report = factories.ReportFactory(plan=updated, quarter=1)
    assert "Listrik padam.</textarea>" in text_of(
        as_user(rini).get(reverse("report", args=[report.pk]))
    )


# -- promises -----------------------------------------------------------------------------------


def test_promises_are_answered_in_the_form_and_read_beside_the_report(
    as_user, pak_kadis, lia, updated
):
    step = factories.ReportFactory(plan=updated, quarter=1, sent=True).steps.get()
    second = factories.ReportFactory(plan=updated, quarter=2)
    client, address = as_user(pak_kadis), reverse("report_send", args=[second.pk])
    form = words(second, idle_reason="Menunggu.", pasti="1", **{f"step-{step.pk}": "tidak"})
    page = client.post(address, form)
    assert page.status_code == 422
    assert "Tulis mengapa langkah ini tidak ditepati." in text_of(page)

    client.post(address, form | {f"note-{step.pk}": "Ruang dipakai."})
    for name in ("report", "report_print"):
        text = text_of(as_user(lia).get(reverse(name, args=[second.pk])))
        assert "Uji coba." in text
        assert "Tidak ditepati" in text
        assert "Ruang dipakai." in text


# -- returned -----------------------------------------------------------------------------------


def test_what_is_to_mend_is_ticked_when_it_has_changed(as_user, rini, lia, updated):
    update = updated.milestones.get(number=1).updates.get()
    piece = factories.EvidenceFactory(update=update, name="kabur.png")
    report = factories.ReportFactory(plan=updated, quarter=1, sent=True)
    piece.verdict = "tidak-terbaca"
    piece.save()
    report.lines.filter(milestone__number=2).update(remark="Jelaskan uangnya.")
    verification.return_report(report=report, by=lia, reason="Lihat catatan.")
    client, address = as_user(rini), reverse("report", args=[report.pk])

    text = text_of(client.get(address))
    assert "0 dari 2 sudah diperbaiki" in text
    assert "Berkas kabur.png: tidak terbaca" in text
    assert "Jelaskan uangnya." in text

    factories.EvidenceFactory(update=update, name="jelas.png")
    assert "1 dari 2 sudah diperbaiki" in text_of(client.get(address))


def test_a_later_report_that_was_sent_holds_the_figures_of_a_returned_one(
    as_user, rini, pak_kadis, lia, updated
):
    first = factories.ReportFactory(plan=updated, quarter=1, sent=True)
    second = factories.ReportFactory(plan=updated, quarter=2, sent=True)
    verification.return_report(report=first, by=lia, reason="Perbaiki uraian.")
    text = text_of(as_user(rini).get(reverse("report", args=[first.pk])))
    assert "minta Litbang mengembalikan laporan TW II 2026 juga" in text
    text = text_of(as_user(lia).get(reverse("report", args=[second.pk])))
    assert "dikembalikan dan belum dikirim lagi" in text


# -- the list -----------------------------------------------------------------------------------


@pytest.fixture
def late_and_punctual(plan, distan):
    other = factories.ActionPlanFactory(replication__agency=distan, milestones=1, approved=True)
    return (
        factories.ReportFactory(plan=plan, quarter=1, sent=True, late=3),
        factories.ReportFactory(plan=other, quarter=1, verified=True),
    )


def addresses(text):
    return {int(pk) for pk in re.findall(r'href="/laporan/(\d+)/"', text)}


def test_the_list_is_filtered_by_lateness(as_user, lia, late_and_punctual):
    late, punctual = late_and_punctual
    client = as_user(lia)
    for answer, report in (("ya", late), ("tidak", punctual)):
        text = text_of(client.get(reverse("report_list"), {"late": answer}))
        assert addresses(text) == {report.pk}


def test_what_was_not_reported_is_narrowed_with_the_list(as_user, lia, late_and_punctual, distan):
    client = as_user(lia)
    text = text_of(client.get(reverse("report_list"), {"agency": distan.pk, "quarter": 2}))
    assert "1, triwulan yang sudah dibuka" in text
    text = text_of(client.get(reverse("report_list"), {"state": "dikirim"}))
    assert "triwulan yang sudah dibuka" not in text


def test_the_workbook_holds_what_the_list_shows(as_user, lia, late_and_punctual):
    answer = as_user(lia).get(reverse("report_list_xlsx"), {"late": "ya"})
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    head, row = list(sheet.iter_rows(values_only=True))
    found = dict(zip(head, row, strict=True))
    assert found["Terlambat, hari kerja"] == 3
    assert found["Status laporan"] == "Menunggu verifikasi"
    assert found["Sementara, %"] == 0
    assert found["Terverifikasi, %"] == "belum diverifikasi"
    assert found["Tidak ada kemajuan karena"] == "Menunggu narasumber."


# -- paper --------------------------------------------------------------------------------------


def printed(client, report):
    return text_of(client.get(reverse("report_print", args=[report.pk])))


def test_the_print_says_what_kind_of_figures_it_holds(as_user, rini, pak_kadis, lia, updated):
    pak_kadis.nip = "196801011990031002"
    pak_kadis.save()
    client, report = as_user(rini), factories.ReportFactory(plan=updated, quarter=1)
    text = printed(client, report)
    assert "DRAF, belum dikirim" in text
    assert 'class="watermark"' in text

    factories.reports.reports.send_report(report=report, by=pak_kadis, **SENT)
    text = printed(client, report)
    assert "Menunggu verifikasi. Semua angka sementara." in text
    assert 'class="watermark"' not in text
    assert "NIP 19680101 199003 1 002" in text
    assert "PEMERINTAH KABUPATEN BANGKA BARAT" in text

    report = Report.objects.get()
    judgements = factories.reports.accepted(report, 30)
    verification.verify_report(report=report, by=lia, judgements=judgements)
    text = printed(client, report)
    assert "Terverifikasi 24 November 2026 oleh Lia Kartika." in text
    assert "30 %" in text


SENT = {"problem": "", "solution": "", "next_steps": ""}


def test_what_is_confidential_is_not_printed_for_others(as_user, rini, dr_budi, updated):
    update = updated.milestones.get(number=1).updates.get()
    factories.EvidenceFactory(update=update, name="rahasia.png", confidential=True)
    report = factories.ReportFactory(plan=updated, quarter=1, sent=True)
    assert "rahasia.png" in printed(as_user(rini), report)
    assert "rahasia.png" not in printed(as_user(dr_budi), report)


def test_what_was_typed_is_kept_when_the_question_before_sending_is_left(
    as_user, pak_kadis, updated
):
    report = factories.ReportFactory(plan=updated, quarter=1)
    client, address = as_user(pak_kadis), reverse("report_send", args=[report.pk])
    asked = client.post(address, words(report, problem="Banjir."))
    assert asked.status_code == 200
    report.refresh_from_db()
    assert (report.state, report.problem) == ("draf", "Banjir.")
    again = words(report, problem="Banjir.", seen=str(report.revision), pasti="1")
    assert client.post(address, again).status_code == 302
