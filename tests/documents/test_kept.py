"""What was approved, sent or verified is kept as it was then, and printed again to the byte."""

import hashlib
import io
import os
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from actionplans.services import plans, verification
from replikasi.documents import paper
from replikasi.documents.models import Printed, PrintedFile
from replikasi.documents.services import keeping
from tests import factories
from tests.factories import accepted

Document = Printed.Document


@pytest.fixture
def sent(plan):
    factories.ProgressUpdateFactory(milestone=plan.milestones.get(number=1), percent=60)
    return factories.ReportFactory(plan=plan, quarter=1, sent=True)


@pytest.fixture
def verified(sent, lia):
    report = verification.verify_report(report=sent, by=lia, judgements=accepted(sent, lowered=30))
    return type(report).objects.get(pk=report.pk)


def test_an_approved_plan_a_sent_and_a_verified_report_are_kept(verified, plan):
    kept = Printed.objects.order_by("at", "pk")
    assert [row.document for row in kept] == [Document.PLAN, Document.REPORT, Document.MINUTES]
    assert {row.plan_id for row in kept} == {plan.pk}
    for row in kept:
        assert row.sha256 == hashlib.sha256(row.data.encode()).hexdigest()
        assert paper.dumps(paper.loads(row.data)) == row.data


def test_later_changes_change_nothing_of_what_was_kept(sent, plan, as_user, rini, pak_kadis, lia):
    address = f"/laporan/{sent.pk}/laporan.pdf"
    before = as_user(rini).get(address).content
    plan.replication.agency.name = "Dinas Lain"
    plan.replication.agency.save()
    sent.problem = "Lain."
    type(sent).objects.filter(pk=sent.pk).update(problem="Lain.")
    assert as_user(rini).get(address).content == before


def test_the_file_once_made_is_given_again_whatever_the_layout(
    sent, as_user, rini, monkeypatch, django_capture_on_commit_callbacks
):
    row = Printed.objects.get(document=Document.REPORT)
    first = keeping.file_of(row, "pdf")
    from replikasi.documents import kinds

    monkeypatch.setitem(kinds.RENDERERS, "pdf", lambda paper: b"another layout")
    again = as_user(rini).get(f"/laporan/{sent.pk}/laporan.pdf").content
    assert hashlib.sha256(again).hexdigest() == first.sha256
    assert keeping.file_of(row, "pdf").pk == first.pk


def test_files_are_made_when_the_decision_stands(sent, lia, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        verification.verify_report(report=sent, by=lia, judgements=accepted(sent))
    assert PrintedFile.objects.get(printed__document=Document.MINUTES).form == "pdf"


def test_a_draft_says_so_and_has_no_number(draft_plan, as_user, rini):
    row = as_user(rini).get(f"/rencana/{draft_plan.pk}/rencana-aksi.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(row.content)).worksheets[0]
    words = [cell.value for line in sheet.iter_rows() for cell in line if cell.value]
    assert "DRAF" in words
    assert not any("Nomor periksa" in str(word) for word in words)
    assert not Printed.objects.exists()


def test_a_plan_that_is_being_revised_is_printed_as_a_draft(plan, as_user, rini, pak_kadis):
    plans.revise_plan(plan=plan, by=pak_kadis, reason="jadwal", note="Narasumber mundur.")
    content = as_user(rini).get(f"/rencana/{plan.pk}/rencana-aksi.xlsx").content
    assert any(
        cell.value == "DRAF"
        for line in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()
        for cell in line
    )


def test_what_is_not_sent_or_verified_cannot_be_printed(plan, sent, as_user, lia):
    draft = factories.ReportFactory(plan=plan, quarter=2)
    client = as_user(lia)
    assert client.get(f"/laporan/{draft.pk}/laporan.pdf").status_code == 404
    assert client.get(f"/laporan/{sent.pk}/berita-acara.pdf").status_code == 404
    assert client.get(f"/laporan/{sent.pk}/berita-acara.xlsx").status_code == 404


def test_confidential_files_are_not_named(plan, lia):
    update = factories.ProgressUpdateFactory(milestone=plan.milestones.get(number=1), percent=60)
    factories.EvidenceFactory(update=update, confidential=True, name="ktp-petani.png")
    report = factories.ReportFactory(plan=plan, quarter=1, verified=True)
    assert Printed.objects.filter(report=report).count() == 2
    for row in Printed.objects.filter(report=report):
        assert "ktp-petani" not in row.data
        assert "berkas rahasia" in row.data


# -- the check number -----------------------------------------------------------------------------


def test_anybody_may_check_a_copy_and_learns_number_date_and_totals_alone(verified, client, plan):
    row = Printed.objects.get(document=Document.MINUTES)
    text = client.get(f"/periksa/{row.number}/").content.decode()
    assert "Dikenal dan masih berlaku" in text
    assert row.number in text
    assert dict(row.totals)["Terverifikasi"] in text
    for secret in (plan.replication.title, "Lia", "Rini", plan.milestones.first().activity):
        assert secret not in text


@pytest.mark.parametrize("written", ["{}", "{} ", " {}", "no. {}"])
def test_a_number_is_taken_as_people_type_it(sent, client, written):
    row = Printed.objects.get(document=Document.REPORT)
    typed = written.format(row.number.lower().replace("-", " "))
    response = client.get("/periksa/", {"nomor": typed})
    if written.startswith("no"):
        assert "sepuluh huruf dan angka" in response.content.decode()
    else:
        assert response["Location"] == f"/periksa/{row.number}/"


def test_an_unknown_number_is_not_found(client, db):
    assert client.get("/periksa/22222-22222/").status_code == 404


def test_a_verification_that_was_taken_back_is_told(verified, client, lia):
    row = Printed.objects.get(document=Document.MINUTES)
    verification.unverify_report(report=verified, by=lia, reason="Salah baca.")
    assert "sudah ada yang lebih baru" in client.get(f"/periksa/{row.number}/").content.decode()


# -- agreement with the portal --------------------------------------------------------------------


def test_the_figures_are_those_of_the_standing(verified, plan):
    standing = plan.standings.get(period__quarter=1)
    for row in Printed.objects.filter(report=verified):
        found = paper.loads(row.data)
        totals = [line for table in found.tables() for line in table.rows if line.kind == "total"]
        figures = [cell for line in totals for cell in line.cells]
        assert standing.claimed in figures
        if row.document == Document.MINUTES:
            assert standing.verified in figures


def test_the_list_offers_what_there_is(verified, plan, as_user, rini):
    text = as_user(rini).get("/dokumen/").content.decode()
    for address in (
        f"/rencana/{plan.pk}/rencana-aksi.pdf",
        f"/laporan/{verified.pk}/laporan.xlsx",
        f"/laporan/{verified.pk}/berita-acara.pdf",
    ):
        assert address in text


def test_queries_do_not_grow_with_the_plans(plan, as_user, lia, queries):
    few = queries(as_user(lia), "/dokumen/")
    for _ in range(4):
        other = factories.ActionPlanFactory(
            replication__agency__region=plan.replication.agency.region, milestones=1, approved=True
        )
        factories.ReportFactory(plan=other, quarter=1, sent=True)
    assert queries(as_user(lia), "/dokumen/") <= few + 1


def test_what_was_kept_is_not_swept_away_with_the_orphans(sent):
    row = keeping.file_of(Printed.objects.get(document=Document.REPORT), "pdf")
    written = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(default_storage.path(row.file.name), (written, written))
    call_command("clean_files")
    assert default_storage.exists(row.file.name)


def test_what_was_decided_before_decisions_were_kept_can_be_kept_later(verified, capsys):
    before = {(row.document, row.at): row.totals for row in Printed.objects.all()}
    Printed.objects.all().delete()
    call_command("keep_documents")
    assert {(row.document, row.at): row.totals for row in Printed.objects.all()} == before
    for row in Printed.objects.all():
        assert "Disusun dari catatan per" in paper.loads(row.data).foot
    assert "3 documents kept" in capsys.readouterr().out
    assert not Printed.objects.filter(files=None).exists()
    call_command("keep_documents")
    assert "0 documents kept" in capsys.readouterr().out
