"""The archive of evidence: ordered, checkable, and of what the reader may see alone."""

import hashlib
import io
import zipfile
from datetime import date

import pytest

from tests import factories


@pytest.fixture
def pieces(plan):
    """Two files of TW I, one of them confidential, a link, and a file of TW II."""
    first, second = plan.milestones.order_by("number")[:2]
    early = factories.ProgressUpdateFactory(milestone=first, percent=40)
    late = factories.ProgressUpdateFactory(
        milestone=second, happened_on=date(2026, 5, 4), percent=10
    )
    make = factories.EvidenceFactory
    return {
        "open": make(update=early, name="../../rapat: *1*.png"),
        "secret": make(update=early, confidential=True, kind="pdf", name="ktp.pdf"),
        "link": make(update=early, url="https://contoh.example/foto"),
        "later": make(update=late, name="uji.png"),
    }


@pytest.fixture
def report(pieces, plan):
    return factories.ReportFactory(plan=plan, quarter=1, sent=True)


def unpacked(response):
    content = b"".join(response.streaming_content)
    return zipfile.ZipFile(io.BytesIO(content))


def test_files_lie_in_folders_of_their_milestones_with_index_and_checksums(
    report, pieces, as_user, rini
):
    found = unpacked(as_user(rini).get(f"/laporan/{report.pk}/bukti.zip"))
    names = found.namelist()
    assert names[:2] == ["DAFTAR.html", "SHA256SUMS.txt"]
    assert len(names) == 4
    assert all(name.startswith("01 Kegiatan 1/") for name in names[2:])
    assert not any(".." in name or "*" in name for name in names)
    for line in found.read("SHA256SUMS.txt").decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(found.read(name)).hexdigest() == digest
    index = found.read("DAFTAR.html").decode()
    assert "https://contoh.example/foto" in index
    assert "uji.png" not in index


@pytest.mark.parametrize("who", ["dr_budi", "ibu_sekda"])
def test_confidential_files_are_for_the_agency_and_litbang_alone(
    report, pieces, as_user, request, who
):
    found = unpacked(as_user(request.getfixturevalue(who)).get(f"/laporan/{report.pk}/bukti.zip"))
    assert len(found.namelist()) == 3
    assert "ktp" not in found.read("DAFTAR.html").decode()
    assert pieces["secret"].sha256 not in found.read("SHA256SUMS.txt").decode()


def test_a_plan_has_those_of_the_whole_year(report, pieces, plan, as_user, lia):
    found = unpacked(as_user(lia).get(f"/rencana/{plan.pk}/bukti.zip"))
    assert len(found.namelist()) == 5


def test_a_file_that_is_lost_is_named_and_breaks_nothing(report, pieces, as_user, rini):
    pieces["open"].file.storage.delete(pieces["open"].file.name)
    found = unpacked(as_user(rini).get(f"/laporan/{report.pk}/bukti.zip"))
    assert len(found.namelist()) == 3
    assert "berkas tidak ditemukan" in found.read("DAFTAR.html").decode()


def test_without_evidence_there_is_no_archive(plan, as_user, rini):
    assert as_user(rini).get(f"/rencana/{plan.pk}/bukti.zip").status_code == 404
